"""One life of the version before, carried over: who is who, and what stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from program import CheckIn, Decision
from services import OPERATOR, Actor, Difference, Services, open_services
from services.casebook import CaseBook
from services.telling import look
from store import decisions, life, people
from store.decisions import DecisionRow
from store.engine import reading
from store.life import DifferenceRow
from tests.program.history.small_lives import WELL
from tests.upgrade.old_stores import lay_down, stores


@dataclass(frozen=True)
class Carried:
    """The services on her store, when it was opened, and the answer that the version before kept last."""

    services: Services
    runner_id: str
    now: datetime
    kept: DecisionRow

    def me(self, now: datetime) -> Actor:
        """The runner, signed in."""
        return Actor(self.runner_id, signed_in_utc=now)

    def pt(self, now: datetime) -> Actor:
        """Her therapist, signed in."""
        with reading(self.services.context.engine) as connection:
            (link,) = people.links_of_runner(connection, self.runner_id)
        return Actor(link.pt_id, signed_in_utc=now)

    def look(self, now: datetime | None = None) -> tuple[CaseBook, Decision]:
        """What stands, and the answer."""
        with reading(self.services.context.engine) as connection:
            found = look(connection, self.runner_id, now=now or self.now)
        return found.book, found.decision

    @property
    def stage(self) -> str | None:
        return self.look()[0].standing.stage

    @property
    def rows(self) -> tuple[DifferenceRow, ...]:
        """What was noted, in the order of the notes."""
        with reading(self.services.context.engine) as connection:
            return life.differences_of(connection, self.runner_id)

    def codes(self) -> list[str]:
        return sorted({row.code for row in self.rows})

    def shown(self, actor: Actor, now: datetime) -> tuple[Difference, ...]:
        return self.services.upgrading.differences(actor, self.runner_id, now=now)

    def check_in(self, at: datetime, **says: Any) -> str | None:
        """Send a check-in, and say on which stage she is then."""
        sent = CheckIn.model_validate({"id": "new", "date": at.date(), "at": at, **WELL, **says})
        self.services.diary.check_in(self.me(at), self.runner_id, sent, now=at)
        return self.look(at)[0].standing.stage


def carry_over(name: str, home: Path, kind: str, *, alone: bool) -> Carried:
    """Lay a store down, open it with this version, and note what differs a minute after its life ended."""
    url = lay_down(name, home, kind, alone=alone)
    now = datetime.fromisoformat(stores()[name]["ended"]) + timedelta(minutes=1)
    services = open_services(home, database_url=None if kind == "sqlite" else url, mode="clinic")
    runner_id = stores()[name]["runner_id"]
    with reading(services.context.engine) as connection:
        kept = decisions.newest_decision(connection, runner_id)
    assert kept is not None
    services.upgrading.note(OPERATOR, now=now)
    return Carried(services, runner_id, now, kept)
