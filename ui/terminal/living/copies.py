"""Backups of a life's store, taken where a later act restores one."""

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from services import OPERATOR, NotFoundError
from ui.terminal.living.life import Life
from ui.terminal.living.models import Restore
from ui.terminal.living.people import Ids, World

#: The place of the head before the acts, which are counted from 0.
HEAD = -1


@dataclass(frozen=True)
class _Copy:
    file: Path
    ids: Ids


class Copies:
    """The store as it was after the acts that a later `restore` names."""

    def __init__(self, life: Life, folder: Path) -> None:
        instants = accumulate((life.begins, *(act.at for act in life.acts)), max)
        self._times = dict(enumerate(instants, HEAD))
        self._folder = folder
        restores = [(number, act) for number, act in enumerate(life.acts) if isinstance(act, Restore)]
        self._wanted = {self._last_until(act.to, number) for number, act in restores}
        self._kept: dict[int, _Copy] = {}

    def keep(self, world: World, number: int) -> None:
        """Write a backup after an act (or the head) that a later act goes back to."""
        if number in self._wanted:
            file = self._folder / f"after-{number}.db"
            world.services.backups.backup(OPERATOR, file, now=self._times[number])
            self._kept[number] = _Copy(file, world.ids.copy())

    def put_back(self, world: World, to: datetime, number: int, *, now: datetime) -> None:
        """Restore the store as it was at an instant, seen from act `number`, and the names known then."""
        last = self._last_until(to, number)
        if last is None:
            raise NotFoundError("The life had not begun then.")
        copy = self._kept[last]
        world.services.backups.restore(OPERATOR, copy.file, now=now)
        world.ids = copy.ids.copy()

    def _last_until(self, to: datetime, before: int) -> int | None:
        """The last act before `before` that was done at or before an instant."""
        found = [number for number, at in self._times.items() if number < before and at <= to]
        return max(found, default=None)
