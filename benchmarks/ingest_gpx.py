"""How fast GPX and TCX bytes become a finished Activity, beside gpxpy, and with how much memory.

    STRIDEGATE_CORPUS=/path/to/watch/files python -m benchmarks.ingest_gpx

One run, one table: the median of several rounds per reader by the processor's time, which a busy machine
disturbs least, the rounds of all readers interleaved. Ours goes the whole way from bytes to activities;
gpxpy only parses, with lxml (which it takes where that is installed) and with ElementTree; it reads no TCX.
Memory is the growth of resident memory at its peak, over the file's size, while a fresh process
that has imported `ingest` and read nothing before reads the file: what numpy, polars and lxml load
of themselves at their first use counts in full. Without real files it reads files made here.
"""

import argparse
import gzip
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from xml.etree import ElementTree as StandardEtree

import gpxpy
import gpxpy.parser
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import watch_files
from ingest import read_activities

FILES = (
    "gpx/SamR1_FitTrackee__e2e-test.gpx",
    "gpx/georust_gpx__tests-fixtures-garmin_with_extensions.gpx",
    "gpx/FABallemand_ezGPX__tests-test_files-files-strava_run_2.gpx",
    "gpx/FABallemand_ezGPX__tests-test_files-files-trace_de_trail_1.gpx",
    "gpx/GoldenCheetah_sweatpy__sweat-examples-data-4801048867_strava.gpx",
    "gpx/time4tea_gopro-dashboard-overlay__tests-gpx-test.gpx.gz",
    "tcx/roznet_connectstats__ConnectStatsTests-samples-tcx-activity_234979239.tcx",
    "tcx/GoldenCheetah_GoldenCheetah__test-rides-activity_165850259_multi-session.tcx",
    "tcx/GoldenCheetah_sweatpy__sweat-examples-data-3173437224.tcx",
)
#: What must hold: times faster than gpxpy as it is installed here, with lxml, but for a file so small that
#: either takes a millisecond or two; and memory over the file's size.
SPEED_GOAL, SPEED_GOAL_FROM_BYTES = 10.0, 64_000
MEMORY_GOAL, MEMORY_GOAL_FROM_BYTES = 12.0, 1_000_000
_LXML_ETREE = gpxpy.parser.mod_etree


def ours(content: bytes) -> None:
    for result in read_activities(content, "file"):
        assert result.activity


def with_gpxpy_lxml(content: bytes) -> None:
    gpxpy.parser.mod_etree = _LXML_ETREE
    gpxpy.parse(content)


def with_gpxpy_standard(content: bytes) -> None:
    gpxpy.parser.mod_etree = StandardEtree
    gpxpy.parse(content)


_MEMORY_SCRIPT = """
import sys
from pathlib import Path
from ingest import read_activities

def resident_kb(name):
    line = next(line for line in open("/proc/self/status") if line.startswith(name))
    return int(line.split()[1])

open("/proc/self/clear_refs", "w").write("5")
before_kb = resident_kb("VmRSS")
list(read_activities(Path(sys.argv[1]).read_bytes(), "file"))
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


def median_ms(readers: dict[str, Callable[[bytes], None]], content: bytes, rounds: int) -> dict[str, float]:
    """The median time per reader."""
    times: dict[str, list[float]] = {name: [] for name in readers}
    for reader in readers.values():
        reader(content)  # warm-up
    for _ in range(rounds):
        for name, reader in readers.items():
            times[name].append(timed_ms(reader, content))
    return {name: median(values) for name, values in times.items()}


def main() -> int:
    """Print the table; the exit status tells whether every goal is met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--smallest", action="store_true", help="only the smallest file")
    arguments = parser.parse_args()
    with watch_files(FILES, (".gpx", ".tcx"), smallest=arguments.smallest) as paths:
        return compare(paths, arguments.rounds)


def compare(paths: Sequence[Path], rounds: int) -> int:
    """Time every reader on every file, print the table, and give the exit status."""
    columns = (
        "file",
        "kB",
        "points",
        "ours ms",
        "MB/s",
        "x gpxpy + lxml",
        "x gpxpy + ET",
        "memory",
        "goals",
    )
    table = Table(
        *columns,
        title="GPX and TCX bytes to a finished Activity: times faster than, and memory over file size",
    )
    all_met = True
    for path in paths:
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        peers = {"lxml": with_gpxpy_lxml, "standard": with_gpxpy_standard} if ".gpx" in path.suffixes else {}
        times_ms = median_ms({"ours": ours, **peers}, content, rounds)
        ratios = {peer: times_ms[peer] / times_ms["ours"] for peer in peers}
        memory = memory_growth_bytes(path) / len(content)
        missed = missed_goals(len(content), ratios, memory)
        all_met &= not missed
        table.add_row(
            path.name.split("-")[-1],
            f"{len(content) / 1e3:,.0f}",
            f"{content.count(b'<trkpt') + content.count(b'<Trackpoint>'):,}",
            f"{times_ms['ours']:.1f}",
            f"{len(content) / times_ms['ours'] / 1e3:.0f}",
            *(f"{ratios[peer]:.1f}" if peer in ratios else "" for peer in ("lxml", "standard")),
            f"{memory:.1f}",
            "; ".join(missed) or "met",
        )
    table.caption = (
        "Goals: 10 times faster than gpxpy as it is installed here, with lxml, on each file from 64 kB on; "
        "memory below 12 times the file from 1 MB on."
    )
    Console(width=150).print(table)
    return 0 if all_met else 1


def missed_goals(size: int, ratios: dict[str, float], memory: float) -> list[str]:
    """The goals that apply to a file of that size and are not met, in words."""
    missed = []
    if size >= SPEED_GOAL_FROM_BYTES and ratios and ratios["lxml"] < SPEED_GOAL:
        missed.append(f"{ratios['lxml']:.1f} < {SPEED_GOAL:.0f}")
    if size >= MEMORY_GOAL_FROM_BYTES and memory >= MEMORY_GOAL:
        missed.append(f"memory {memory:.1f} >= {MEMORY_GOAL:.0f}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
