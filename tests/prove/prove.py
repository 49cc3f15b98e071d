"""Prove the laws of the gate for every shipped plan: `python tests/prove/prove.py`.

Writes what was looked at, plan by plan, to docs/proofs.md, and stops at the first violation. The same
functions run on a sample in the ordinary tests.
"""

import hashlib
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

from beside import standing_at
from laws import combinations_at, gates_alone, order_and_number, pairs_at, places, spending
from memory import remembered

from program.load import shipped_plans
from program.model import ReleaseBy

AT_LEAST = 1_000_000
ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "proofs.md"
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

"""


def prove(key: tuple[str, int]) -> tuple[str, dict[str, int]]:
    """All parts of the proof for one plan, with their counts."""
    plan = shipped_plans()[key]
    counts = {"gate inputs": gates_alone(plan)}
    here = places(plan)
    counts["joins"] = sum(order_and_number(place) for place in here)
    for beside, name in ((False, "combinations of gate results"), (True, "the same beside a standing")):
        counts[name] = sum(
            combinations_at(place, linked, standing, beside)
            for place, linked, standing in product(here, (True, False), STANDING)
        )
    counts["results spent"] = sum(spending(place) for place in here)
    counts["standings"] = sum(standing_at(place, most=300) for place in here[:: max(1, len(here) // 3)])
    counts["entries remembered"] = sum(remembered(place) for place in here[:: max(1, len(here) // 3)])
    counts["pairs of facts"] = sum(pairs_at(place) for place in here)
    return f"{plan.id} version {plan.version}", counts


def main() -> int:
    found = {}
    with ProcessPoolExecutor() as pool:
        for name, counts in pool.map(prove, shipped_plans()):
            found[name] = counts
            parts = ", ".join(f"{count:,} {what}" for what, count in counts.items())
            sys.stdout.write(f"{name}: {sum(counts.values()):,} cases, no violation ({parts})\n")
            sys.stdout.flush()
    PAGE.write_text(_page(found), "utf-8")
    few = [name for name, counts in found.items() if sum(counts.values()) < AT_LEAST]
    sys.stdout.writelines(f"{name} had fewer than {AT_LEAST:,} cases\n" for name in few)
    return 1 if few else 0


def _page(found: dict[str, dict[str, int]]) -> str:
    kinds = list(next(iter(found.values())))
    rows = [[name, *(counts[kind] for kind in kinds), sum(counts.values())] for name, counts in found.items()]
    table = [_row(["plan", *kinds, "all"]), _row(["---"] * (len(kinds) + 2)), *map(_row, rows)]
    return INTRODUCTION.format(code=code_sha256()) + "\n".join(table) + "\n"


def _row(cells: Iterable[str | int]) -> str:
    return f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else cell for cell in cells)} |"


def code_sha256() -> str:
    """A hash of all that decides, the plans included."""
    files = sorted(path for path in (ROOT / "program").rglob("*") if path.suffix in (".py", ".toml"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


if __name__ == "__main__":
    sys.exit(main())
