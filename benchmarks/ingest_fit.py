"""How fast FIT bytes become a finished Activity, beside other readers, and with how much memory.

    STRIDEGATE_CORPUS=/path/to/watch/files python -m benchmarks.ingest_fit

One run, one table: the fastest of several rounds per reader by the processor's time, which a busy machine
disturbs least, the rounds of all readers interleaved. Ours goes the whole way from bytes to activities;
fitparse and fitdecode only iterate their messages; fitfast only reads the records into columns. Memory is
the growth of resident memory at its peak, over the file's size, while a fresh process that has imported
the reader and read nothing before reads the file. Without real files it reads files made here.
"""

import argparse
import io
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import fitdecode
import fitfast
import fitparse
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import watch_files
from ingest.fit import read_fit

#: Five files from small to large; the records of the largest are 45,805.
FILES = (
    "fit/dtcooper_python-fitparse__tests-files-garmin-fenix-5-run.fit",
    "fit/roznet_connectstats__ConnectStatsTests-samples-activity_modern_json-track_cs_5611.fit",
    "fit/GoldenCheetah_GoldenCheetah__test-runs-4077461142.zip-4077461142.fit",
    "fit/dtcooper_python-fitparse__tests-files-activity-large-fenxi2-multisport.fit",
    "fit/GoldenCheetah_GoldenCheetah__test-rides-MultiSport-2019-11-24.fit",
)
#: What must hold, by the least number of records: times faster than fitparse, and than fitfast.
GOALS = ((5_000, 120.0, 1.0), (1_000, 40.0, None))
MEMORY_GOAL = 12.0
MEMORY_GOAL_FROM_BYTES = 1_000_000


def ours(content: bytes) -> None:
    read_fit(content)


def with_fitparse(content: bytes) -> None:
    for _ in fitparse.FitFile(io.BytesIO(content)).get_messages():
        pass


def with_fitdecode(content: bytes) -> None:
    with fitdecode.FitReader(io.BytesIO(content)) as reader:
        for _ in reader:
            pass


def with_fitfast(content: bytes) -> None:
    fitfast.records(content)


READERS: dict[str, Callable[[bytes], None]] = {
    "ours": ours,
    "fitparse": with_fitparse,
    "fitdecode": with_fitdecode,
    "fitfast": with_fitfast,
}

_MEMORY_SCRIPT = """
import sys
from pathlib import Path
from ingest.fit import read_fit

def resident_kb(name):
    line = next(line for line in open("/proc/self/status") if line.startswith(name))
    return int(line.split()[1])

open("/proc/self/clear_refs", "w").write("5")
before_kb = resident_kb("VmRSS")
read_fit(Path(sys.argv[1]).read_bytes())
print(resident_kb("VmHWM") - before_kb)
"""


def memory_growth_bytes(path: Path) -> int:
    """How far resident memory grew at its peak while a fresh process read one file."""
    command = [sys.executable, "-c", _MEMORY_SCRIPT, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout) * 1024


def timed_ms(reader: Callable[[bytes], None], content: bytes) -> float:
    start = time.process_time()
    reader(content)
    return (time.process_time() - start) * 1e3


def fastest_ms(content: bytes, rounds: int) -> dict[str, float]:
    """The shortest time per reader; quick readers run five times as often."""
    times: dict[str, list[float]] = {name: [] for name in READERS}
    for reader in READERS.values():
        reader(content)  # warm-up
    for _ in range(rounds):
        for name, reader in READERS.items():
            repeats = 5 if name in ("ours", "fitfast") else 1
            times[name] += [timed_ms(reader, content) for _ in range(repeats)]
    return {name: min(values) for name, values in times.items()}


def main() -> int:
    """Print the table; the exit status tells whether every goal is met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--smallest", action="store_true", help="only the smallest file")
    arguments = parser.parse_args()
    with watch_files(FILES, (".fit",), smallest=arguments.smallest) as paths:
        return compare(paths, arguments.rounds)


def compare(paths: Sequence[Path], rounds: int) -> int:
    """Time every reader on every file, print the table, and give the exit status."""
    columns = (
        "file",
        "records",
        "ours ms",
        "x fitparse",
        "x fitdecode",
        "x fitfast",
        "memory x file",
        "goals",
    )
    table = Table(*columns, title="FIT bytes to a finished Activity: times faster than, and memory")
    all_met = True
    for path in paths:
        content = path.read_bytes()
        records = sum(len(activity.samples) for activity in read_fit(content))
        times_ms = fastest_ms(content, rounds)
        ratios = {other: times_ms[other] / times_ms["ours"] for other in READERS if other != "ours"}
        growth = memory_growth_bytes(path) / len(content)
        missed = missed_goals(records, len(content), ratios, growth)
        all_met &= not missed
        table.add_row(
            f"{path.name.split('-')[-1]} {len(content) / 1e3:,.0f} kB",
            f"{records:,}",
            f"{times_ms['ours']:.2f}",
            *(f"{ratios[other]:.1f}" for other in ("fitparse", "fitdecode", "fitfast")),
            f"{growth:.1f}",
            "; ".join(missed) or "met",
        )
    table.caption = (
        "Goals: 120 times faster than fitparse and faster than fitfast from 5,000 records on, "
        "40 times faster than fitparse at 1,000; memory below 12 times the file from 1 MB on."
    )
    Console(width=130).print(table)
    return 0 if all_met else 1


def missed_goals(records: int, size: int, ratios: dict[str, float], growth: float) -> list[str]:
    """The goals that apply to a file of that size and are not met, in words."""
    missed = []
    for least, over_fitparse, over_fitfast in GOALS:
        if records >= least * 0.95:  # the file of "5,000 records" has 4,948
            if ratios["fitparse"] < over_fitparse:
                missed.append(f"fitparse {ratios['fitparse']:.0f} < {over_fitparse:.0f}")
            if over_fitfast and ratios["fitfast"] < over_fitfast:
                missed.append(f"fitfast {ratios['fitfast']:.1f} < {over_fitfast:.0f}")
            break
    if size >= MEMORY_GOAL_FROM_BYTES and growth >= MEMORY_GOAL:
        missed.append(f"memory {growth:.1f} >= {MEMORY_GOAL:.0f}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
