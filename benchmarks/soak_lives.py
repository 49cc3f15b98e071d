"""Many random lives, over all processors.

    python -m benchmarks.soak_lives docs/evidence/lives.md --lives 10000 [--first 0]

Each is lived through the services on SQLite against the laws and the oracle; one in fifteen is lived again,
changed. A part of them (`--first`, `--lives`) adds its row to the page, so that a campaign may be run in
parts; a row names its commit. A life that breaks a law is printed with its seed, and the status is 1.
"""

import argparse
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from multiprocessing import get_context
from os import cpu_count as processors
from pathlib import Path

from tests.lives.generator import random_life
from tests.lives.laws import broken_laws
from tests.lives.pairs import pairs_of
from tests.lives.twins import broken_twins
from ui.terminal.live import run_life

ROOT = Path(__file__).parents[1]
TWIN_EACH = 15
HEAD = """\
# Random lives

Written by `python -m benchmarks.soak_lives`: lives of thirty acts each, drawn by their seed, through
the services on SQLite; every answer is held against the laws and the oracle of `tests/lives`, and one life
in fifteen is lived again, changed: told in another order, with more looks, with an act less. Each row is
one part of the campaign.

| seeds | lives | acts | broke a law | pairs of act and state | minutes | on | commit |
| --- | ---: | ---: | ---: | ---: | ---: | --- | --- |
"""

Met = Counter[tuple[str, str]]


def live_one(seed: int) -> tuple[int, Met, list[str]]:
    """Live one life; give its seed, which acts met which state, and what broke."""
    life = random_life(seed)
    try:
        answers = run_life(life)
        broken = [str(each) for each in broken_laws(life, answers)]
        if seed % TWIN_EACH == 0:
            broken += [str(each) for each in broken_twins(life, answers, run_life)]
    except Exception as fault:  # noqa: BLE001 - whatever is raised is this life's, and is told
        return seed, Met(), [f"{type(fault).__name__}: {fault}"]
    return seed, Counter(pairs_of(life, answers)), broken


def main() -> int:
    """Live them all, print what broke, and write the row."""
    parser = argparse.ArgumentParser(prog="benchmarks.soak_lives", description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("--lives", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    wanted = parser.parse_args()
    began, met, broken = time.monotonic(), Met(), 0
    seeds = range(wanted.first, wanted.first + wanted.lives)
    with get_context("spawn").Pool(processors() or 1) as pool:
        for number, (seed, pairs, found) in enumerate(pool.imap_unordered(live_one, seeds, 8), start=1):
            met.update(pairs)
            broken += bool(found)
            for each in found:
                print(f"seed {seed}: {each}", flush=True)
            if number % 200 == 0:
                print(f"{number} lives, {broken} broke a law, {time.monotonic() - began:.0f} s", flush=True)
    minutes = (time.monotonic() - began) / 60
    row = (
        f"| {seeds.start} to {seeds.stop - 1} | {len(seeds):,} | {met.total():,} | {broken} | {len(met)} "
        f"| {minutes:.0f} | {datetime.now(UTC):%-d %B %Y} | {_commit()} |"
    )
    print(row)
    _add(wanted.page, row)
    return 1 if broken else 0


def _add(page: Path, row: str) -> None:
    kept = page.read_text(encoding="utf-8").splitlines() if page.exists() else []
    start = row.split("|")[1]
    rows = [
        line for line in kept if line.startswith("| ") and line[2].isdigit() and line.split("|")[1] != start
    ]
    rows = sorted([*rows, row], key=lambda line: int(line.split()[1]))
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")


def _commit() -> str:
    return subprocess.check_output(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, text=True).strip()


if __name__ == "__main__":
    sys.exit(main())
