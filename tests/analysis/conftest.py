"""Sessions written as people write them, as the frames that analysis takes.

`W5:00 4x(R1:00 W1:30)`: W walk, R run, S stand, P pause; minutes and seconds. `R1:00~8` has eight
seconds of uncertain gait, `R400m` goes by distance.
"""

import re
from collections.abc import Callable

import polars as pl
import pytest

from analysis.execution import Tolerances
from analysis.schema import Bouts, PrescribedSteps

KINDS = {"R": "run", "W": "walk", "S": "stand", "P": "pause"}
SPEED_MPS = {"R": 2.4, "W": 1.4}
CADENCE_SPM = {"R": 160.0, "W": 112.0}
TOKEN = re.compile(r"([RWSP])(?:(\d+):(\d+(?:\.\d+)?)|(\d+)m)(?:~(\d+))?$")


def tokens(text: str) -> list[tuple[str, float | None, float | None, float]]:
    """(letter, seconds, metres, uncertain seconds) of each part, repetitions written out."""
    while group := re.search(r"(\d+)x\(([^()]*)\)", text):
        text = text[: group.start()] + " ".join([group[2]] * int(group[1])) + text[group.end() :]
    found = []
    for part in text.split():
        match = TOKEN.match(part)
        assert match, f"{part!r} is no step"
        letter, minutes, seconds, metres, uncertain = match.groups()
        size_s = None if metres else int(minutes) * 60 + float(seconds)
        found.append((letter, size_s, float(metres) if metres else None, float(uncertain or 0)))
    return found


def bouts_of(text: str, *, run_mps: float | None = SPEED_MPS["R"]) -> pl.DataFrame:
    speeds = {**SPEED_MPS, "R": run_mps}
    rows, at_s = [], 0.0
    for letter, size_s, _, uncertain_s in tokens(text):
        assert size_s is not None
        speed = speeds.get(letter, 0.0)
        rows.append(
            {
                "kind": KINDS[letter],
                "start_s": at_s,
                "end_s": at_s + size_s,
                "distance_m": None if speed is None else speed * size_s,
                "cadence_spm": CADENCE_SPM.get(letter),
                "pace_s_per_km": 1000 / speed if speed else None,
                "confidence_0_1": 0.95,
                "uncertain_s": uncertain_s,
                "source": "detected",
            }
        )
        at_s += size_s
    return Bouts.validate(pl.DataFrame(rows, schema=Bouts.create_empty().schema))


def steps_of(text: str, **on_runs: float) -> pl.DataFrame:
    """The prescribed steps; `on_runs` sets columns such as the pace ceiling on every run step."""
    rows = [
        {
            "step_index": index,
            "kind": KINDS[letter],
            "duration_s": size_s,
            "distance_m": metres,
            **(on_runs if letter == "R" else {}),
        }
        for index, (letter, size_s, metres, _) in enumerate(tokens(text))
    ]
    return PrescribedSteps.validate(pl.DataFrame(rows, schema=PrescribedSteps.create_empty().schema))


@pytest.fixture(scope="session")
def bouts() -> Callable[..., pl.DataFrame]:
    return bouts_of


@pytest.fixture(scope="session")
def prescribed() -> Callable[..., pl.DataFrame]:
    return steps_of


@pytest.fixture(scope="session")
def tolerances() -> Tolerances:
    return Tolerances(
        step_share=0.1,
        step_s=5,
        over_share=0.1,
        over_s=6,
        total_share=0.1,
        total_s=10,
        total_over_share=0.1,
        total_over_s=15,
        break_min_share=0.5,
        walk_min_share=0,
        run_gap_s=12,
        extra_run_s=10,
        edge_s=2,
        pace_share=0.05,
    )
