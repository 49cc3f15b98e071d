"""A long campaign of damaged GPX, TCX and archive files; writes `docs/fuzz-xml.md`.

    STRIDEGATE_CORPUS=/path/to/watch/files python -m benchmarks.fuzz_xml --xml 50000 --archives 10000

Every input is a real file of the corpus, damaged in up to six places. Each has to give results and
nothing else, within the time limit; every activity has to keep the contract; and where the fast way
reads a text at all, it has to read what the safe way reads. An input that fails is kept beside the
report, under its number. Without real files it damages files made here, and writes no page.
"""

import argparse
import gzip
import io
import random
import resource
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import lxml.etree
import polars as pl

from benchmarks.corpus import seed_folder
from ingest import Activity, read_activities
from ingest.activity import Laps, Pauses, Samples
from ingest.errors import IngestError
from ingest.xml.parse import read_document
from ingest.xml.shapes import read_by_shape
from ingest.xml.text import to_utf8
from tests.ingest.ways import assert_same_points

TARGET = Path(__file__).parent.parent / "docs" / "fuzz-xml.md"
LIMIT_S = 20
#: Seeds are cut to this, so that the campaign covers many inputs; a few stay whole.
SEED_BYTES = 20_000
PIECES = rb"""< > </ /> " ' & &#0; &lt; &#x41; <!-- --> <![CDATA[ ]]> <?x?> <!DOCTYPE <trkpt/> <trkpt>
    </trkpt> <trkseg> </trkseg> </trk> <trk> </gpx> <wpt> <Lap> </Lap> </Track> </Activity> <Activity>
    <Trackpoint> </Trackpoint> <time> </time> <ele> <hr>1</hr> <a:b> xmlns='x' xmlns:a="b" lat="1" lat='-91'
    NaN inf -1e999 1e308 0x10 1_000 2026-05-14T04:06:09Z 9999-12-31T23:59:59Z 0001-01-01T00:00:00Z
    2026-02-30T25:61:61Z""".split()
NOISE = [b"\0", b"\1", b"\x1f", b"\xff", b"\xfe\xff", b"\xe2\x80", b"\xef\xbb\xbf", b"\n", b" " * 50]
NOISE += [b"PK\3\4", b"PK\1\2", b"\x1f\x8b"]


class HangError(Exception):
    """An input took longer than `LIMIT_S`."""


@dataclass
class Tally:
    """What the campaign has seen of one kind of input."""

    inputs: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    by_shape: int = 0
    slowest_s: float = 0.0
    failures: list[str] = field(default_factory=list)


def damaged(seed: bytes, other: bytes, rng: random.Random) -> bytes:
    """The seed with one to six stretches replaced, removed, doubled, or taken from another file."""
    content = bytearray(seed)
    is_light = rng.random() < 0.5
    for _ in range(1 if is_light else rng.randint(1, 6)):
        start = rng.randint(0, len(content))
        length = int(rng.expovariate(1 / (2 if is_light else rng.choice((2, 30, 2_000)))))
        stop = min(len(content), start + length)
        match rng.randint(0, 6):
            case 0:
                del content[start:stop]
            case 1:
                content[start:stop] = rng.choice(PIECES)
            case 2:
                content[start:start] = rng.choice(PIECES + NOISE)
            case 3:
                content[start:start] = content[start:stop]
            case 4:
                place = rng.randint(0, len(other))
                content[start:stop] = other[place : place + length]
            case 5:
                content[start:stop] = rng.randbytes(stop - start)
            case _:
                if start < len(content):
                    content[start] ^= 1 << rng.randint(0, 7)
    return bytes(content[: rng.randint(0, len(content))] if rng.random() < 0.1 else content)


def check_activity(activity: Activity) -> None:
    Samples.validate(activity.samples)
    Laps.validate(activity.laps)
    Pauses.validate(activity.pauses)
    assert -1e-6 <= activity.timer_time_s <= activity.elapsed_time_s


def check_results(content: bytes, tally: Tally) -> None:
    for result in read_activities(content, "input"):
        if result.skipped is not None:
            tally.codes["skipped"] += 1
        elif result.activity is not None:
            tally.codes["ok"] += 1
            check_activity(result.activity)
        elif result.error is not None:
            tally.codes[result.error.code] += 1
            if result.error.code == "unreadable" and result.error.__cause__ is not None:
                raise result.error.__cause__


def check_ways(content: bytes, tally: Tally) -> None:
    """Whether the fast way, where it reads the text, reads what the safe one reads."""
    kind = "tcx" if b"TrainingCenterDatabase" in content else "gpx"
    try:
        text, _ = to_utf8(content)
        fast = read_by_shape(text, kind)
    except IngestError:
        return
    if fast is None:
        return
    tally.by_shape += 1
    safe = read_document(text, kind)
    assert safe.damaged_at is None
    assert_same_points(fast, safe)
    assert (fast.tracks, fast.laps, fast.others) == (safe.tracks, safe.laps, safe.others)


def seeds_of(corpus: Path) -> tuple[list[bytes], list[bytes]]:
    """XML files, long ones cut in the middle of their points, and archives."""
    xml: list[bytes] = []
    for path in sorted(corpus.rglob("*.[gt][pc]x*")):
        content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        xml.append(shortened(content) if len(content) > SEED_BYTES else content)
    archives = [path.read_bytes() for path in sorted(corpus.rglob("*.zip")) if path.stat().st_size < 200_000]
    rng = random.Random(0)
    for _ in range(20):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(3):
                content = rng.choice(xml)
                name, data = (
                    (f"{number}.gpx", content) if number else ("deep/a.tcx.gz", gzip.compress(content))
                )
                archive.writestr(name, data)
        archives += [target.getvalue(), gzip.compress(rng.choice(xml))]
    return xml, archives


def shortened(content: bytes) -> bytes:
    """The beginning and the end of a file, cut between two points so that it stays whole."""
    for tag in (b"<trkpt", b"<Trackpoint>"):
        first, second = content.rfind(tag, 0, SEED_BYTES), content.rfind(tag)
        if 0 <= first < second:
            return content[:first] + content[second:]
    return content[:SEED_BYTES]


def raise_hang(_signal: int, _frame: FrameType | None) -> None:
    raise HangError(f"longer than {LIMIT_S} s")


def campaign(
    name: str,
    seeds: list[bytes],
    count: int,
    rng: random.Random,
    checks: list[Callable[[bytes, Tally], None]],
) -> Tally:
    tally = Tally()
    for number in range(count):
        content = damaged(rng.choice(seeds), rng.choice(seeds), rng)
        began = time.perf_counter()
        signal.alarm(LIMIT_S)
        try:
            for check in checks:
                check(content, tally)
        except BaseException as fault:  # whatever comes out is the finding
            if isinstance(fault, KeyboardInterrupt):
                raise
            tally.failures.append(f"{name} {number}: {type(fault).__name__}: {str(fault)[:200]}")
            TARGET.with_name(f"fuzz-{name}-{number}.bin").write_bytes(content)
        finally:
            signal.alarm(0)
        tally.inputs += 1
        tally.slowest_s = max(tally.slowest_s, time.perf_counter() - began)
        if number % 5_000 == 0:
            print(f"{name} {number}: {len(tally.failures)} failures", flush=True)
    return tally


def report(tallies: dict[str, Tally], seeds: str, seed: int, grown_mb: float) -> str:
    lines = [
        "# Fuzzing the XML and archive readers",
        "",
        f"`benchmarks/fuzz_xml.py` writes this page: {seeds}, damaged in up to six places. Each input has",
        f"to give results and nothing else within {LIMIT_S} s, each activity has to keep its contract, and",
        "where the fast way reads a text at all it has to read what the safe way reads.",
        "",
        f"Seed {seed}; polars {pl.__version__}, lxml {lxml.etree.__version__}, libxml2 "
        f"{'.'.join(map(str, lxml.etree.LIBXML_VERSION))}. Resident memory of the one process grew by "
        f"{grown_mb:.0f} MB over the whole campaign.",
        "",
        "| inputs | how many | failures | slowest s | read by shape too | results |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, tally in tallies.items():
        codes = ", ".join(f"{count:,} {code}" for code, count in tally.codes.most_common())
        cells = (
            name,
            f"{tally.inputs:,}",
            str(len(tally.failures)),
            f"{tally.slowest_s:.2f}",
            f"{tally.by_shape:,}",
        )
        lines.append(f"| {' | '.join(cells)} | {codes} |")
    failures = [f"- {failure}" for tally in tallies.values() for failure in tally.failures]
    return "\n".join([*lines, "", *failures, *([""] if failures else [])])


def main() -> int:
    """Run both campaigns; the exit status is 1 where an input failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--xml", type=int, default=50_000)
    parser.add_argument("--archives", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with seed_folder((".gpx", ".tcx")) as (folder, is_corpus):
        xml, archives = seeds_of(folder)
    signal.signal(signal.SIGALRM, raise_hang)
    rng = random.Random(arguments.seed)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tallies = {
        "GPX and TCX": campaign("xml", xml, arguments.xml, rng, [check_results, check_ways]),
        "zip and gzip": campaign("archives", archives, arguments.archives, rng, [check_results]),
    }
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb) / 1024
    text = report(tallies, "real files" if is_corpus else "files made here", arguments.seed, grown_mb)
    print(text)
    if is_corpus:
        TARGET.write_text(text)
    return 1 if any(tally.failures for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
