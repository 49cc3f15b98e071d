"""Throw damaged FIT files at the reader: each must end as activities or as one refusal, in time.

    STRIDEGATE_CORPUS=/path/to/watch/files nice python -m benchmarks.fuzz_fit --inputs 200000

Each input is a real file of the corpus with some mutations, its checksums put right in most cases so
that the damage is met inside and not at the door. It must give activities whose frames hold their
contracts, or an IngestError. Anything else (another error, a frame that breaks its contract, more
than the time limit) is a failure: its input is written to a folder, and the exit status is 1.
Without real files it damages files made here, and writes no page.
fitparse is kept out, so that it cannot hide a fault of the columnar reader. The seed makes a run
repeatable; the result is written as a page.
"""

import argparse
import multiprocessing
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import NoReturn

import ingest.fit
from benchmarks.corpus import seed_folder
from ingest.activity import DeviceSplits, Laps, Pauses, Samples, WorkoutSteps
from ingest.errors import IngestError
from ingest.fit.checksum import crc16
from ingest.fit.container import is_fit

TIME_LIMIT_S = 5.0
MAX_MUTATIONS = 12
#: Above this a file is taken one time in a hundred, so that the campaign is not spent on walking long files.
LARGE_BYTES = 60_000
LARGE_EVERY = 100
#: What begins like a definition: its header, the reserved byte, the byte order.
DEFINITION = re.compile(rb"[\x40-\x4f\x60-\x6f]\x00[\x00\x01]")
#: Frames are held against their contracts in every so many inputs; it takes ten times the reading.
VALIDATED_EVERY = 10

INTERESTING = (
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\x40",
    b"\x60",
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
)

Mutation = Callable[[bytearray, random.Random], None]


def _flip_bit(data: bytearray, rng: random.Random) -> None:
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _set_byte(data: bytearray, rng: random.Random) -> None:
    data[rng.randrange(len(data))] = rng.randrange(256)


def _interesting(data: bytearray, rng: random.Random) -> None:
    value, at = rng.choice(INTERESTING), rng.randrange(len(data))
    data[at : at + len(value)] = value


def _insert(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    data[at:at] = rng.randbytes(rng.choice((1, 1, 2, 4, 40)))


def _delete(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data))
    del data[at : at + rng.choice((1, 1, 2, 4, 40))]


def _trash(data: bytearray, rng: random.Random) -> None:
    at, length = rng.randrange(len(data)), rng.choice((8, 64, 512))
    data[at : at + length] = rng.randbytes(min(length, len(data) - at))


def _repeat(data: bytearray, rng: random.Random) -> None:
    at, length = rng.randrange(len(data)), rng.choice((8, 64, 512))
    data[at:at] = data[at : at + length] * rng.choice((1, 2, 20))


def _cut(data: bytearray, rng: random.Random) -> None:
    del data[rng.randrange(len(data)) :]


def _change_definition(data: bytearray, rng: random.Random) -> None:
    """Meddle with a place that looks like a definition: sizes, base types, message number, byte order."""
    starts = [match.start() for match in islice(DEFINITION.finditer(data), 400)]
    if starts:
        at = rng.choice(starts) + rng.choice((2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14))
        if at < len(data):
            data[at] = rng.choice(
                (0, 1, 2, 3, 7, 8, 0x83, 0x86, 0x88, 0x89, 0x8F, 18, 19, 20, 0xFF, rng.randrange(256))
            )


def _splice(data: bytearray, rng: random.Random) -> None:
    at, target = rng.randrange(len(data)), rng.randrange(len(data))
    data[target : target + 100] = data[at : at + 100]


MUTATIONS: tuple[Mutation, ...] = (
    _flip_bit, _set_byte, _set_byte, _interesting, _interesting, _insert, _delete, _trash, _repeat, _cut,
    _change_definition, _change_definition, _change_definition, _splice,
)  # fmt: skip


def mutate(content: bytes, rng: random.Random) -> bytes:
    """The content with one to twelve mutations; four times out of five with length and checksum put right."""
    data = bytearray(content)
    for _ in range(rng.randint(1, MAX_MUTATIONS)):
        if len(data) > 1:
            rng.choice(MUTATIONS)(data, rng)
    if rng.random() < 0.8 and is_fit(bytes(data)) and len(data) > data[0] + 2:
        data[4:8] = (len(data) - data[0] - 2).to_bytes(4, "little")
        data[-2:] = crc16(bytes(data[:-2])).to_bytes(2, "little")
    return bytes(data)


@dataclass
class Outcome:
    """What became of the inputs of one worker."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    failures: list[tuple[str, bytes]] = field(default_factory=list)
    memory_bytes: int = 0


def _no_second_reader(_: bytes) -> NoReturn:
    raise AssertionError("the columnar reader met something unexpected")


def check(content: bytes, *, validate: bool) -> str:
    """How reading the content ended: `activity`, or the code of the refusal.

    Raises whatever it must not end with.
    """
    try:
        activities = ingest.fit.read_fit(content, serial_key=b"fuzz")
    except IngestError as error:
        return error.code
    assert activities
    for activity in activities if validate else ():
        Samples.validate(activity.samples)
        Laps.validate(activity.laps)
        Pauses.validate(activity.pauses)
        DeviceSplits.validate(activity.device_splits)
        WorkoutSteps.validate(activity.workout_steps)
        assert 0 <= activity.timer_time_s <= activity.elapsed_time_s
    return "activity"


def run(seeds: Sequence[bytes], count: int, seed: int) -> Outcome:
    """Check so many mutants of the seeds."""
    ingest.fit.rewrite = _no_second_reader
    rng = random.Random(seed)
    small = [content for content in seeds if len(content) <= LARGE_BYTES] or list(seeds)
    large = [content for content in seeds if len(content) > LARGE_BYTES] or small
    outcome = Outcome()
    for number in range(count):
        content = mutate(rng.choice(large if number % LARGE_EVERY == 0 else small), rng)
        start = time.perf_counter()
        try:
            outcome.counts[check(content, validate=False)] += 1
            elapsed_s = time.perf_counter() - start
            if number % VALIDATED_EVERY == 0:
                check(content, validate=True)
        except BaseException as fault:
            if isinstance(fault, KeyboardInterrupt):
                raise
            cause = fault.__context__ if isinstance(fault, AssertionError) and fault.__context__ else fault
            elapsed_s = time.perf_counter() - start
            outcome.failures.append((f"{type(cause).__name__}: {str(cause)[:200]}", content))
        if elapsed_s > TIME_LIMIT_S:
            outcome.failures.append((f"took {elapsed_s:.1f} s", content))
        outcome.slowest_s = max(outcome.slowest_s, elapsed_s)
    outcome.memory_bytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return outcome


def page(outcomes: list[Outcome], arguments: argparse.Namespace, seeds: int, spent_s: float) -> str:
    """The campaign's result as a Markdown page."""
    counts = sum((outcome.counts for outcome in outcomes), Counter[str]())
    failures = [reason for outcome in outcomes for reason, _ in outcome.failures]
    slowest_s = max(outcome.slowest_s for outcome in outcomes)
    memory_bytes = max(outcome.memory_bytes for outcome in outcomes)
    lines = [
        "# The FIT reader under fire",
        "",
        "Made by `benchmarks/fuzz_fit.py`; what it does stands at its top.",
        "",
        f"- {datetime.now(UTC):%Y-%m-%d}: {arguments.inputs:,} inputs out of {seeds} seed files,",
        f"  seed {arguments.seed}, {arguments.workers} workers, {spent_s / 60:.0f} minutes.",
        f"- Slowest input: {slowest_s:.2f} s (limit {TIME_LIMIT_S:.0f} s).",
        f"- Most memory of a worker, seed files included: {memory_bytes / 1e6:.0f} MB.",
        f"- Failures: {len(failures)}.",
        "",
        "| ended as | inputs |",
        "| --- | ---: |",
        *(f"| {code} | {count:,} |" for code, count in counts.most_common()),
        *(f"| **failed**: {reason} | {count:,} |" for reason, count in Counter(failures).most_common()),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run the campaign; the exit status tells whether there was no failure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--page", type=Path, help="where to write the result")
    parser.add_argument(
        "--failures", type=Path, default=Path("fuzz-failures"), help="folder for inputs that failed"
    )
    arguments = parser.parse_args()
    with seed_folder((".fit",)) as (folder, is_corpus):
        seeds = [path.read_bytes() for path in sorted(folder.rglob("*.fit")) if path.stat().st_size]
    start = time.monotonic()
    share = -(-arguments.inputs // arguments.workers)
    # Not by fork: polars' threads do not survive one.
    with ProcessPoolExecutor(arguments.workers, multiprocessing.get_context("spawn")) as pool:
        tasks = [
            pool.submit(run, seeds, share, arguments.seed * 1_000 + worker)
            for worker in range(arguments.workers)
        ]
        outcomes = [task.result() for task in tasks]
    text = page(outcomes, arguments, len(seeds), time.monotonic() - start)
    print(text)
    if arguments.page and is_corpus:
        arguments.page.write_text(text)
    found = [failure for outcome in outcomes for failure in outcome.failures]
    for number, (reason, content) in enumerate(found[:50]):
        arguments.failures.mkdir(exist_ok=True)
        (arguments.failures / f"{number:03d}.fit").write_bytes(content)
        print(number, reason, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
