"""`stridegate live`: a life as a script of acts through the services, on a store that is thrown away."""

import atexit
import json
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from program.errors import CaseError, Fault
from services import ServiceError, Services, open_services
from ui.terminal.living.acts import DOING
from ui.terminal.living.answer import answer, before, refusal_of
from ui.terminal.living.copies import HEAD, Copies
from ui.terminal.living.life import parse_life
from ui.terminal.living.models import ActBase, Restore
from ui.terminal.living.people import World, make_world

_PREFIX = "stridegate-life-"


def life_of(text: str) -> Any:
    """The JSON of a life's file; CaseError where it is none."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise CaseError("life", (Fault("", f"it is not JSON ({error})"),)) from None


def run_life(life: dict[str, Any], *, database_url: str | None = None) -> list[dict[str, Any]]:
    """Live a life through and return one object an act; CaseError where it is none.

    `database_url` names an empty database, which keeps what is put into it; without it the
    store is an SQLite file that is gone afterwards.
    """
    return list(live(life, database_url=database_url))


def live(life: Any, *, database_url: str | None = None) -> Iterator[dict[str, Any]]:
    """Give the object of each act as soon as it is done."""
    parsed = parse_life(life)
    with (
        tempfile.TemporaryDirectory(prefix=_PREFIX) as folder,
        _opened(Path(folder), database_url) as services,
    ):
        world = make_world(services, parsed)
        for act in parsed.history:
            DOING[type(act)](world, act)
        copies = Copies(parsed, Path(folder))
        copies.keep(world, HEAD)
        now = parsed.begins
        for number, act in enumerate(parsed.acts):
            now = max(now, act.at)
            yield _live_through(world, copies, number, act.model_copy(update={"at": now}))
            copies.keep(world, number)


def _opened(folder: Path, database_url: str | None) -> Services:
    home = folder / "home"
    if database_url is None:
        shutil.copytree(_empty_home(), home)
    return open_services(home, database_url=database_url, mode="clinic")


@cache
def _empty_home() -> Path:
    """A data folder in which nobody is, made once a process: its tables take longer than many an act."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_services(folder / "home", mode="clinic").close()
    return folder / "home"


def _live_through(world: World, copies: Copies, number: int, act: ActBase) -> dict[str, Any]:
    was, refusal = before(world, act), None
    try:
        if isinstance(act, Restore):
            copies.put_back(world, act.to, number, now=act.at)
        else:
            DOING[type(act)](world, act)
    except (ServiceError, ValidationError) as error:
        refusal = refusal_of(error)
    return answer(world, number, act, refusal, was)


def life_line(told: dict[str, Any]) -> str:
    """One act and what then stands, in words for the terminal."""
    running = "running allowed" if told["running_allowed"] else "no running"
    parts = [f"{told['action']}, {running}", f"stage {told['stage']}"]
    parts += [f"refused ({told['refused']}): {told['message']}"] if told["refused"] else []
    parts += [f"rest until {told['rest_until']}"] if told["rest_until"] else []
    parts += [f"waits for the {told['waits_for']}"] if told["waits_for"] else []
    parts += [told["urgency"]] if told["urgency"] else []
    open_ids = ", ".join(found["id"] for found in told["open_findings"])
    parts += [f"open: {open_ids}"] if open_ids else []
    parts += [f"{alert['kind']} to {alert['to']}" for alert in told["alerts"]]
    return f"{told['n']} {told['at']} {told['act']}: {'; '.join(parts)}"
