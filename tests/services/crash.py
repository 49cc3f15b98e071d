"""Kill a process at random points and look whether what it acknowledged is there.

`python -m tests.services.crash 200 docs/crash.md` is the long campaign; its result goes into the file.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from services import Services, open_services
from store.engine import Engine, open_engine, reading, sqlite_url
from store.whole import check
from tests.databases import fresh_postgresql, upgrade_to
from tests.services.crashing import WEEKS_OF_A_LIFE, work

#: What is killed, in turn; a store begins anew with each migration, at an earlier revision or at none.
ACTS = ("migration", "import", "entry and decision", "check-in", "run by hand")
REVISIONS = (None, "0001", "0002", "0003")
#: Polars' threads do not survive a fork.
_PROCESSES = get_context("spawn")
#: How long an act is thought to take before one was timed.
_FIRST_GUESS_S = 0.3


@dataclass
class Acknowledged:
    """What a killed process had said aloud."""

    activities: set[str] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    decisions: set[int] = field(default_factory=set)
    check_ins: set[str] = field(default_factory=set)
    #: What it was at when it fell silent, null where it had just finished something.
    at: str | None = None

    def hear(self, said: dict[str, Any]) -> None:
        self.at = said.get("doing")
        if said.get("verdict") == "new":
            self.activities.add(said["activity"])
        if "entry" in said:
            self.entries.add(said["entry"])
        if "decision" in said:
            self.decisions.add(said["decision"])
        if "check_in" in said:
            self.check_ins.add(said["check_in"])


@dataclass
class Store:
    """One store that is killed again and again."""

    home: Path
    url: str | None
    #: The longest that each act was seen to take, shared by all stores.
    spans_s: dict[str, float]
    known: Acknowledged = field(default_factory=Acknowledged)
    lives: int = 0

    def begin(self, revision: str | None) -> None:
        """Bring the store to an earlier revision, so that there is something to migrate."""
        if revision is None:
            return
        engine = open_engine(self.url or sqlite_url(self.home))
        upgrade_to(engine, revision)
        engine.dispose()

    def kill_in(self, act: str, dice: random.Random) -> str:
        """Let a process work, kill it somewhere in an act of this kind, and return what it was at."""
        heard, out = _PROCESSES.Pipe(duplex=False)
        process = _PROCESSES.Process(
            target=work, args=(self.home, self.url, self.lives * WEEKS_OF_A_LIFE, out)
        )
        self.lives += 1
        process.start()
        out.close()
        spared = 0 if act == "migration" else dice.randrange(2)
        since = time.monotonic()
        for said in _messages(heard):
            if self.known.at is not None:
                longest_s = self.spans_s.get(self.known.at, 0.0)
                self.spans_s[self.known.at] = max(longest_s, time.monotonic() - since)
            since = time.monotonic()
            self.known.hear(said)
            if self.known.at == act:
                if spared == 0:
                    break
                spared -= 1
        time.sleep(dice.random() * self.spans_s.get(act, _FIRST_GUESS_S))
        process.kill()
        process.join()
        for said in _messages(heard):
            self.known.hear(said)
        at, self.known.at = self.known.at, None
        return at or "between two acts"

    def verify(self) -> None:
        """Open the store, check that it is whole, and find everything that was acknowledged."""
        services = open_services(self.home, database_url=self.url)
        try:
            report = check(services.context.engine)
            assert report.faults == (), report.faults
            self._find_everything(services)
        finally:
            services.close()

    def _find_everything(self, services: Services) -> None:
        engine = services.context.engine
        assert self.known.activities <= set(_column(engine, "SELECT id FROM activity"))
        assert self.known.entries <= set(_column(engine, "SELECT entry_id FROM symptom_revision"))
        assert self.known.decisions <= set(_column(engine, "SELECT id FROM decision"))
        days = {str(day) for day in _column(engine, "SELECT week_start FROM check_in")}
        assert self.known.check_ins <= days
        # Nothing half: each recorded run has its samples, each entry its answers, each run its measurement.
        assert not _column(engine, "SELECT id FROM activity WHERE kind <> 'hand' AND samples_id IS NULL")
        assert not _column(
            engine,
            "SELECT s.id FROM samples s LEFT JOIN activity a ON a.samples_id = s.id WHERE a.id IS NULL",
        )
        assert not _column(
            engine,
            "SELECT e.id FROM symptom_entry e LEFT JOIN symptom_revision r ON r.entry_id = e.id "
            "WHERE r.entry_id IS NULL",
        )
        assert not _column(
            engine,
            "SELECT a.id FROM activity a LEFT JOIN measurement m ON m.activity_id = a.id "
            "WHERE m.activity_id IS NULL",
        )


def _messages(heard: Connection) -> Iterator[dict[str, Any]]:
    """What a process says, until it falls silent; a message cut off by the kill was not heard."""
    while True:
        try:
            yield heard.recv()
        except (EOFError, OSError):
            return


def _column(engine: Engine, query: str) -> list[object]:
    with reading(engine) as connection:
        return list(connection.exec_driver_sql(query).scalars())


def kill_repeatedly(kills: int, folder: Path, dice: random.Random, *, postgresql: bool) -> Iterator[str]:
    """Kill a working process `kills` times, verify after each, and give what each was at."""
    store: Store | None = None
    spans_s: dict[str, float] = {}
    for number in range(kills):
        act = ACTS[number % len(ACTS)]
        if store is None or act == "migration":
            url = fresh_postgresql(migrated=False) if postgresql else None
            store = Store(folder / f"store-{number}", url, spans_s)
            store.begin(dice.choice(REVISIONS))
        at = store.kill_in(act, dice)
        store.verify()
        yield at


def main(kills: int, report: Path) -> None:
    """The long campaign, on both databases; the report is only written where there are both."""
    lines = [
        "# Killed at random points",
        "",
        f"`python -m tests.services.crash {kills}`: a process works on a store, gets SIGKILL somewhere in",
        "an act, and then the store is opened, checked whole (file, references, every checksum, audit chain)",
        "and searched for every write that the process had acknowledged. What each was at when it died:",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for name, postgresql in (("SQLite", False), ("PostgreSQL", True)):
            place = Path(folder) / name
            at = Counter[str]()
            try:
                for act in kill_repeatedly(kills // 2, place, random.Random(kills), postgresql=postgresql):
                    at[act] += 1
                    sys.stderr.write(f"{name} {at.total()}: {act}\n")
            except pytest.skip.Exception as skipped:
                sys.stderr.write(f"skipped: kills on {name}, and {report}: {skipped}.\n")
                return
            told = ", ".join(f"{act} {count}" for act, count in at.most_common())
            lines += ["", f"- {name}: {at.total()} kills, every acknowledged write there ({told})"]
            sys.stdout.write(lines[-1] + "\n")
    report.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
