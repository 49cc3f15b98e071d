"""What importing costs: the processor time from a file's bytes to its stored run, and 1,000 files at once.

    STRIDEGATE_CORPUS=/path/to/watch/files python -m benchmarks.bulk [--files 1000] [--workers 2]

The first table has the median of several imports of one file into a store on SQLite, from bytes to the
commit; of that, reading, measuring and packing alone. The last line is the decision that an import ends with,
once for all of its files. Processor time of this process, so that a busy machine changes little.

Then `stridegate import` brings a folder of the sample runner's files, shifted in time, into a new data folder
with two processes that read. What the clock says counts only where the machine has nothing else to do.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.corpus import watch_files
from benchmarks.made_files import make_lean_hour
from ingest import read_activities
from sample_data.generate import make_bulk
from services import Upload, open_services
from services.measuring import measure
from services.packing import Owner, pack

#: Runs of about an hour and 50 kB, as four makes of watch write them.
FILES = (
    "fit/fgebhart_workoutizer__tests-data-example.fit",
    "fit/roznet_connectstats__ConnectStatsTests-samples-activity_modern_json-track_cs_5611.fit",
    "fit/fgebhart_workoutizer__tests-data-run_with_coordinates.fit",
    "fit/FABallemand_ezGPX__tests-test_files-files-garmin_forerunner45_run_error_1.fit",
)
SAMPLE = Path(__file__).parent.parent / "sample_data" / "files" / "week1-run1.fit"
#: Processor milliseconds of a file up to so many kilobytes, which is about an hour; more for a longer one.
GOAL_MS, GOAL_KILOBYTES = 20.0, 50.0
GOAL_FILES, GOAL_S = 1_000, 20.0
#: More than this waits for a processor already: others are at work.
QUIET_LOAD = 0.5


@dataclass(frozen=True)
class Cost:
    """Processor milliseconds of one file, and how long what it records lasted."""

    name: str
    kilobytes: float
    minutes: float
    read_ms: float
    measure_ms: float
    pack_ms: float
    stored_ms: float
    decide_ms: float

    @property
    def goal_ms(self) -> float:
        return GOAL_MS * max(1.0, self.kilobytes / GOAL_KILOBYTES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both parts; the exit status tells whether the goals are met, as far as they can be judged."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--smallest", action="store_true", help="only the smallest file")
    parser.add_argument("--files", type=int, default=GOAL_FILES, help="0: none at once")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(arguments)
    with watch_files(FILES, (), smallest=given.smallest) as paths:
        contents = [(path.name.split("-")[-1], path.read_bytes()) for path in paths]
    contents += [("made here, a lean hour", make_lean_hour()), ("the sample runner's", SAMPLE.read_bytes())]
    costs = [cost_of(name, content, given.rounds) for name, content in contents]
    met = report(costs)
    return 0 if (not given.files or import_at_once(given.files, given.workers)) and met else 1


def cost_of(name: str, content: bytes, rounds: int) -> Cost:
    """The medians over so many imports of one file, and of each step alone."""
    owner = Owner("nobody", "Europe/London", None, datetime.now(UTC))
    steps: list[tuple[float, float, float]] = []
    for _ in range(rounds + 1):
        with took_ms() as read:
            activities = [result.activity for result in read_activities(content, name) if result.activity]
        with took_ms() as measured:
            runs = [measure(activity) for activity in activities]
        with took_ms() as packed:
            for run in runs:
                pack(run, owner)
        steps.append((read[0], measured[0], packed[0]))
    read_ms, measure_ms, pack_ms = (statistics.median(step) for step in zip(*steps[1:], strict=True))
    stored_ms, decide_ms = stored(name, content, rounds)
    minutes = sum(activity.elapsed_time_s for activity in activities) / 60
    return Cost(name, len(content) / 1e3, minutes, read_ms, measure_ms, pack_ms, stored_ms, decide_ms)


@contextmanager
def took_ms() -> Iterator[list[float]]:
    """Give a list that holds the processor's milliseconds when the block ends."""
    found: list[float] = []
    begin = time.process_time()
    yield found
    found.append((time.process_time() - begin) * 1e3)


def stored(name: str, content: bytes, rounds: int) -> tuple[float, float]:
    """Processor milliseconds from bytes to a stored run, the median; and of the decision at the end."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as home:
        services = open_services(Path(home))
        runner = services.accounts.local_runner(now=now)
        uploads = [Upload(name, content)] * (rounds + 1)
        at_ms = [time.process_time() * 1e3]
        for _ in services.importing.add_files(runner, runner.person_id or "", uploads, now=now, anyway=True):
            at_ms.append(time.process_time() * 1e3)
        end_ms = time.process_time() * 1e3
        services.close()
    each = [after - before for before, after in pairwise(at_ms[1:])]
    return statistics.median(each), end_ms - at_ms[-1]


def report(costs: list[Cost]) -> bool:
    """Print the table, the worst row first; true where every row is within the goal."""
    columns = ("file", "kB", "minutes", "read ms", "measure ms", "pack ms", "bytes to stored ms", "goal")
    table = Table(*columns, title="FIT bytes to a stored run: processor time")
    for cost in sorted(costs, key=lambda cost: -cost.stored_ms):
        times_ms = (cost.read_ms, cost.measure_ms, cost.pack_ms, cost.stored_ms)
        is_met = "met" if cost.stored_ms <= cost.goal_ms else f"> {cost.goal_ms:.0f}"
        shown = (f"{number:.1f}" for number in times_ms)
        table.add_row(cost.name, f"{cost.kilobytes:.0f}", f"{cost.minutes:.0f}", *shown, is_met)
    table.caption = (
        f"Goal: {GOAL_MS:.0f} ms for an hour of 50 kB, more for more. The decision at an import's end: "
        f"{max(cost.decide_ms for cost in costs):.0f} ms."
    )
    Console(width=130).print(table)
    return all(cost.stored_ms <= cost.goal_ms for cost in costs)


def import_at_once(files: int, workers: int) -> bool:
    """Import so many files by the command line; true where the goal is met or cannot be judged."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        make_bulk(Path(folder, "files"), files)
        environment = os.environ | {"STRIDEGATE_HOME": str(Path(folder, "home"))}
        environment.pop("STRIDEGATE_DATABASE_URL", None)
        command = [sys.executable, "-c", "import cli; cli.main()", "import", str(Path(folder, "files"))]
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [*command, "--workers", str(workers), "--json"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        seconds, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    new = done.stdout.count('"verdict": "new"')
    work_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{files:,} files, {new:,} of them new, by {workers} processes that read: {seconds:.1f} s by the "
        f"clock, {work_s:.1f} s of processor, the start of the program included"
    )
    print(f"Goal: {GOAL_FILES:,} in under {GOAL_S:.0f} s on two cores.")
    if load > QUIET_LOAD:
        print(f"Others were at work (load {load:.1f}), so the clock says nothing here.")
    return load > QUIET_LOAD or seconds < GOAL_S * files / GOAL_FILES


if __name__ == "__main__":
    sys.exit(main())
