"""Prove the laws of the gate for every shipped plan: `python tests/prove/prove.py`.

Writes what was looked at, plan by plan, to docs/proofs.md, and stops at the first violation. The same
functions run on a sample in the ordinary tests.
"""

import hashlib
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from alphabet import KINDS, Start
from beside import standing_at
from laws import Place, combinations_at, gates_alone, order_and_number, pairs_at, places, spending
from memory import remembered
from two_events import SHORT, lives_from, starts_of

from program.load import shipped_plans
from program.model import ReleaseBy
from program.plan import Plan

AT_LEAST = 1_000_000
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "proofs.md"
#: Of the processor, all parts together.
SECONDS = "seconds"
STANDING = (ReleaseBy.NONE, ReleaseBy.PT, ReleaseBy.MEDICAL)


INTRODUCTION = """# The laws of the gate, proved

Written by `make prove` (`python tests/prove/prove.py`), which stops at the first violation; there was none.
Code and plans: `{code}`.

- *Unknown never gives progress*: each gate over all its inputs, known, partly known and unknown; every set
  of gate results; every pair of facts in all their states.
- *A worse fact never gives a bolder answer* (running allowed, action, stages back, days of rest, urgency):
  each gate along its declared order; every set of results with one more; every pair of facts along the order
  of each. The join of results is shown to heed neither order nor number nor grouping, so that a set stands
  for every list of gates that gives it.
- *A stop or a key sign never leaves running allowed*: each gate, and every set of results, with a PT and
  without, under each release rule that a link left behind.
- *An open finding is never forgotten*: every way to open one, felt up to 400 days ago, at stages begun today
  or long before, closed too early, in time or never.
- *What stands is spent once, and is never bolder*: beside a standing each result changes in nothing but its
  step back, which becomes a hold; every set of results there; whole cases with each thing that may stand, and
  an even sample of each two, against the same case with nothing standing.
- *A life keeps the laws over any two events*: {kinds} kinds of facts and acts from the middle of the default
  plan, {short} of them elsewhere; each ordered pair at once, over a day, late, the other way round, a week
  after and too late, with a look between or none. Looking changes nothing, and the order of telling is
  nothing. A life with one more event is never bolder than without it, but for what its kind may end, and one
  with a worse event never than with a better one. No finding and no alert is forgotten, none is told twice.
  Running while it was forbidden is found and no evidence. No answer changes before it says.

"""


@dataclass(frozen=True)
class Job:
    """A part of the proof for one plan; `start` is where lives of two events begin."""

    key: tuple[str, int]
    part: str
    start: Start | None = None


#: Each part of the proof, and how it counts what it looks at.
PARTS: dict[str, Callable[[Plan], int]] = {
    "gate inputs": gates_alone,
    "joins": lambda plan: sum(map(order_and_number, places(plan))),
    "combinations of gate results": lambda plan: _combinations(plan, beside=False),
    "the same beside a standing": lambda plan: _combinations(plan, beside=True),
    "results spent": lambda plan: sum(map(spending, places(plan))),
    "standings": lambda plan: sum(standing_at(place, most=300) for place in _few(plan)),
    "entries remembered": lambda plan: sum(map(remembered, _few(plan))),
    "pairs of facts": lambda plan: sum(map(pairs_at, places(plan))),
}
TWO_EVENTS = "lives of two events"


def _combinations(plan: Plan, beside: bool) -> int:
    ways = product(places(plan), (True, False), STANDING)
    return sum(combinations_at(place, linked, standing, beside) for place, linked, standing in ways)


def _few(plan: Plan) -> list[Place]:
    here = places(plan)
    return here[:: max(1, len(here) // 3)]


def prove(job: Job) -> tuple[int, float]:
    """How much was looked at in one part, and the seconds that it took."""
    began, plan = time.process_time(), shipped_plans()[job.key]
    if job.start is None:
        count = PARTS[job.part](plan)
    else:
        count = lives_from(job.start, dict(starts_of(plan))[job.start])
    return count, time.process_time() - began


def main() -> int:
    lives = [
        Job(key, TWO_EVENTS, start) for key, plan in shipped_plans().items() for start, _ in starts_of(plan)
    ]
    jobs = [*lives, *(Job(key, part) for key in shipped_plans() for part in PARTS)]
    found = {_name(key): dict.fromkeys((*PARTS, TWO_EVENTS, SECONDS), 0) for key in shipped_plans()}
    with ProcessPoolExecutor() as pool:
        for job, (count, seconds) in zip(jobs, pool.map(prove, jobs), strict=True):
            name = _name(job.key)
            found[name][job.part] += count
            found[name][SECONDS] += round(seconds)
            sys.stdout.write(f"{name}: {count:,} {job.part}, no violation, {seconds:.0f} s\n")
            sys.stdout.flush()
    PAGE.write_text(_page(found), "utf-8")
    few = [name for name, counts in found.items() if _all(counts) < AT_LEAST]
    sys.stdout.writelines(f"{name} had fewer than {AT_LEAST:,} cases\n" for name in few)
    return 1 if few else 0


def _name(key: tuple[str, int]) -> str:
    return f"{key[0]} version {key[1]}"


def _all(counts: dict[str, int]) -> int:
    return sum(counts.values()) - counts[SECONDS]


def _page(found: dict[str, dict[str, int]]) -> str:
    kinds = [*PARTS, TWO_EVENTS]
    rows = [
        [name, *(counts[kind] for kind in kinds), _all(counts), counts[SECONDS]]
        for name, counts in found.items()
    ]
    table = [_row(["plan", *kinds, "all", SECONDS]), _row(["---"] * (len(kinds) + 3)), *map(_row, rows)]
    return (
        INTRODUCTION.format(code=code_sha256(), kinds=len(KINDS), short=len(SHORT)) + "\n".join(table) + "\n"
    )


def _row(cells: Iterable[str | int]) -> str:
    return f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else cell for cell in cells)} |"


def code_sha256() -> str:
    """A hash of all that decides, the plans included."""
    files = sorted(path for path in (ROOT / "program").rglob("*") if path.suffix in (".py", ".toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
