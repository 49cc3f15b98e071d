"""Kill a process at random points and look whether what it acknowledged is there.

`python -m tests.services.crash 200 docs/crash.md` is the long campaign; its result goes into the file.
"""

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services import Services, open_services
from store.engine import Engine, reading
from store.whole import check
from tests.databases import fresh_postgresql

#: After this many kills the store starts anew, so that its making is killed too.
LIVES_OF_A_STORE = 5
LONGEST_LIFE_S = 2.5
#: More days than a process gets through in that time, so that no two lives write the same day.
_ROUNDS_OF_A_LIFE = 700


@dataclass
class Acknowledged:
    """What a killed process had said aloud."""

    activities: set[str] = field(default_factory=set)
    entries: set[int] = field(default_factory=set)
    decisions: set[int] = field(default_factory=set)
    check_ins: set[str] = field(default_factory=set)
    last: str = "nothing"

    def hear(self, line: str) -> None:
        said = json.loads(line)
        self.last = next(iter(said))
        if said.get("verdict") == "new":
            self.activities.add(said["activity"])
        if "entry" in said:
            self.entries.add(said["entry"])
            self.decisions.add(said["decision"])
        if "check_in" in said:
            self.check_ins.add(said["check_in"])


@dataclass
class Store:
    """One store that is killed again and again."""

    home: Path
    url: str | None
    known: Acknowledged = field(default_factory=Acknowledged)
    lives: int = 0

    def kill_once(self, dice: random.Random) -> str:
        """Let a process work for a random while, kill it, and return what it had said last."""
        first_round = str(self.lives * _ROUNDS_OF_A_LIFE)
        self.lives += 1
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.services.crashing", str(self.home), self.url or "", first_round],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(dice.random() * LONGEST_LIFE_S)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        self.known.last = "nothing"
        for line in (first, *rest.splitlines(keepends=True)):
            # A line cut off by the kill was not heard.
            if line.endswith("\n"):
                self.known.hear(line)
        return self.known.last

    def verify(self) -> None:
        """Open the store, check that it is whole, and find everything that was acknowledged."""
        services = open_services(self.home, database_url=self.url)
        try:
            report = check(services.context.engine)
            assert report.faults == (), report.faults
            self._find_everything(services)
        finally:
            services.context.engine.dispose()

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


def _column(engine: Engine, query: str) -> list[object]:
    with reading(engine) as connection:
        return list(connection.exec_driver_sql(query).scalars())


def kill_repeatedly(kills: int, folder: Path, dice: random.Random, *, postgresql: bool) -> Iterator[str]:
    """Kill a working process `kills` times, verify after each, and give what each had said last."""
    store = None
    for number in range(kills):
        if store is None or number % LIVES_OF_A_STORE == 0:
            url = fresh_postgresql(migrated=False) if postgresql else None
            store = Store(folder / f"store-{number}", url)
        said = store.kill_once(dice)
        store.verify()
        yield said


def main(kills: int, report: Path) -> None:
    """The long campaign, on both databases."""
    lines = ["# Killed at random points", "", f"`python -m tests.services.crash {kills}`: SIGKILL, then the"]
    lines[-1] += (
        " whole store checked and every acknowledged write looked up. What each process had said last:"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, postgresql in (("SQLite", False), ("PostgreSQL", True)):
            place = Path(folder) / name
            said = Counter(kill_repeatedly(kills // 2, place, random.Random(kills), postgresql=postgresql))
            told = ", ".join(f"{what}: {count}" for what, count in said.most_common())
            lines += ["", f"- {name}: {sum(said.values())} kills, every write there ({told})"]
            sys.stdout.write(lines[-1] + "\n")
    report.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
