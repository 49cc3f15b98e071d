"""What an act and a look cost: random lives of 30 acts through the services, on SQLite.

`python -m benchmarks.lives [--lives 10] [--profile]`

Processor time, so that a busy machine changes little. The peer is the same acts without deciding: what is
left of an act once reading the record, folding, deciding and telling are taken out, which is its permission,
its own rows, their commit, and the store that each life is lived in. A look is one reading of Today.
"""

import argparse
import cProfile
import pstats
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

from services import telling
from services.deciding import Deciding
from tests.lives.generator import random_life
from ui.terminal.live import run_life

#: What deciding is made of: none of them calls another.
DECIDING = ("open_book", "_found", "_tell", "mark_older")


def main() -> None:
    """Print one line a kind of cost."""
    parser = argparse.ArgumentParser(prog="benchmarks.lives", description="What an act and a look cost.")
    parser.add_argument("--lives", type=int, default=10)
    parser.add_argument("--profile", action="store_true", help="print where the time goes instead")
    wanted = parser.parse_args()
    lives = [random_life(seed) for seed in range(wanted.lives)]
    run_life({**lives[0], "acts": lives[0]["acts"][:1]})
    profile = cProfile.Profile(time.process_time)
    with profile if wanted.profile else nullcontext():
        print_costs(lives)
    if wanted.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(80)


def print_costs(lives: list[dict[str, Any]]) -> None:
    """Live them all and print what that took."""
    spent_s, calls = defaultdict[str, float](float), Counter[str]()
    acts = sum(len(life["acts"]) for life in lives)
    with timed(spent_s, calls):
        started = time.process_time()
        for life in lives:
            run_life(life)
        all_s = time.process_time() - started
    deciding_s = sum(spent_s[name] for name in DECIDING)
    print(f"{len(lives)} lives, {acts} acts, {all_s:.1f} s at work")
    print(f"an act, its answer looked at:  {1000 * all_s / acts:6.1f} ms")
    print(f"the same without deciding:     {1000 * (all_s - deciding_s) / acts:6.1f} ms")
    for name in ("today", *DECIDING):
        print(f"{name:>12}: {1000 * spent_s[name] / max(1, calls[name]):6.1f} ms each, {calls[name]} times")


@contextmanager
def timed(spent_s: defaultdict[str, float], calls: Counter[str]) -> Iterator[None]:
    """Count the processor time of looks, and of what deciding is made of, while the block runs."""

    def counting(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any, **more: Any) -> Any:
            started = time.process_time()
            try:
                return work(*args, **more)
            finally:
                spent_s[name] += time.process_time() - started
                calls[name] += 1

        return counted

    with patch.object(Deciding, "today", counting("today", Deciding.today)):
        patches = [patch.object(telling, name, counting(name, getattr(telling, name))) for name in DECIDING]
        for each in patches:
            each.start()
        try:
            yield
        finally:
            for each in patches:
                each.stop()


if __name__ == "__main__":
    main()
