"""Prove the laws of the gate for every shipped plan: `python tests/prove/prove.py`.

Prints what was looked at, plan by plan, and stops at the first violation. The same functions run on a sample
in the ordinary tests.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import product

from laws import combinations_at, gates_alone, order_and_number, pairs_at, places
from memory import remembered

from program.load import shipped_plans
from program.model import ReleaseBy

AT_LEAST = 1_000_000
STANDING = (ReleaseBy.NONE, ReleaseBy.PT, ReleaseBy.MEDICAL)


def prove(key: tuple[str, int]) -> tuple[str, dict[str, int]]:
    """All parts of the proof for one plan, with their counts."""
    plan = shipped_plans()[key]
    counts = {"gate inputs": gates_alone(plan)}
    here = places(plan)
    counts["joins"] = sum(order_and_number(place) for place in here)
    counts["combinations of gate results"] = sum(
        combinations_at(place, linked, standing)
        for place, linked, standing in product(here, (True, False), STANDING)
    )
    counts["entries remembered"] = sum(remembered(place) for place in here[:: max(1, len(here) // 3)])
    counts["pairs of facts"] = sum(pairs_at(place) for place in here)
    return f"{plan.id} version {plan.version}", counts


def main() -> int:
    enough = True
    with ProcessPoolExecutor() as pool:
        for name, counts in pool.map(prove, shipped_plans()):
            total = sum(counts.values())
            enough = enough and total >= AT_LEAST
            parts = ", ".join(f"{count:,} {what}" for what, count in counts.items())
            sys.stdout.write(f"{name}: {total:,} cases, no violation ({parts})\n")
            sys.stdout.flush()
    if not enough:
        sys.stdout.write(f"a plan had fewer than {AT_LEAST:,} cases\n")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
