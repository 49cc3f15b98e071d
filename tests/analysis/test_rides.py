"""What was not on foot: where it lies, what it looks like, and what of it can be cut off."""

import polars as pl
import pytest

from analysis import Kept, find_rides, without_rides
from analysis.rides import in_words
from analysis.schema import BOUT_KINDS

CAR, RUN = ("not_on_foot", 660, 6_600.0, 0.0), ("run", 600, 1_500.0, 0.0)
BUS = ("not_on_foot", 600, 2_000.0, 0.0)
DOOR = ("walk", 20, 25.0, 0.0)


def bouts(*spans: tuple[str, int, float, float]) -> pl.DataFrame:
    """Kind, seconds, metres and uncertain seconds, one after the other."""
    rows, at_s = [], 0.0
    for kind, seconds, metres, uncertain_s in spans:
        rows.append((kind, at_s, at_s + seconds, metres, uncertain_s))
        at_s += seconds
    names = ("kind", "start_s", "end_s", "distance_m", "uncertain_s")
    return pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.col("kind").cast(pl.Enum(BOUT_KINDS))
    )


@pytest.mark.parametrize(
    ("spans", "words", "kept"),
    [
        ([RUN, CAR], ["The last 11 minutes look like a car, a bus or a train"], Kept(0.0, 600.0)),
        ([RUN, CAR, DOOR], ["The last 11 minutes look like a car, a bus or a train"], Kept(0.0, 600.0)),
        (
            [BUS, RUN],
            ["The first 10 minutes look like wheels: a bus, a car or a bicycle"],
            Kept(600.0, 1_200.0),
        ),
        ([RUN, CAR, RUN], ["From minute 10 on, 11 min look like a car, a bus or a train"], None),
        (
            [RUN, CAR, ("walk", 90, 90.0, 0.0)],
            ["From minute 10 on, 11 min look like a car, a bus or a train"],
            None,
        ),
        # What may have been run is never cut off with the way to the door.
        (
            [RUN, CAR, ("walk", 20, 40.0, 5.0)],
            ["From minute 10 on, 11 min look like a car, a bus or a train"],
            None,
        ),
        (
            [RUN, CAR, ("unknown", 20, 0.0, 20.0)],
            ["From minute 10 on, 11 min look like a car, a bus or a train"],
            None,
        ),
        ([CAR], ["These 11 min look like a car, a bus or a train"], None),
        ([RUN], [], None),
    ],
)
def test_what_was_seen_and_what_can_be_cut_off(spans: list, words: list[str], kept: Kept | None) -> None:
    frame = bouts(*spans)

    assert [in_words(ride) for ride in find_rides(frame)] == words
    assert without_rides(frame) == kept


def test_both_ends_can_be_cut_off_and_no_run_with_them() -> None:
    frame = bouts(BUS, RUN, CAR, DOOR, CAR)

    kept = without_rides(frame)

    assert kept is not None
    assert kept == Kept(600.0, 1_200.0)
    runs = frame.filter(pl.col("kind") == "run")
    assert runs.filter(pl.col("start_s") >= kept.start_s, pl.col("end_s") <= kept.end_s).height == runs.height
