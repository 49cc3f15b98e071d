from dataclasses import replace

import polars as pl
import pytest

from analysis import assess_quality
from ingest.activity import Totals
from tests.analysis.test_quality import CLEAN, PROVENANCE, run_of, samples_of

#: Ten minutes at 2.5 m/s and 160 steps a minute.
WAY = CLEAN.samples.with_columns(distance_m=2.5 * pl.col("elapsed_s"))
RUN = replace(CLEAN, samples=WAY)


def says(totals: Totals, **changes: object) -> str | None:
    """Why the run does not count, null where it does."""
    return assess_quality(replace(RUN, totals=totals, **changes), run_of(600)).reason


@pytest.mark.parametrize(
    ("totals", "words"),
    [
        (Totals(), None),
        (Totals(600.0, 1500.0, 1600.0), None),
        (Totals(timer_s=571.5), None),
        (Totals(timer_s=571.0), "timer time 571 s against 600 s"),
        (Totals(timer_s=632.0), "timer time 632 s against 600 s"),
        (Totals(distance_m=1575.0), None),
        (Totals(distance_m=1580.0), "distance 1580 m against 1498 m"),
        (Totals(steps=1350.0), None),
        (Totals(steps=1300.0), "number of steps 1300 against 1597"),
        (Totals(steps=800.0), "number of steps 800 against 1597"),
        (Totals(steps=300.0), None),
    ],
    ids=lambda value: str(value).removeprefix("Totals"),
)
def test_a_total_that_contradicts_what_was_measured_keeps_a_run_from_counting(totals, words):
    said = says(totals)

    assert (said is None) == (words is None)
    assert words is None or words in (said or "")


def test_what_the_samples_do_not_cover_is_not_compared():
    half = WAY.with_columns(
        pl.when(pl.col("elapsed_s") < 300).then(pl.col(name)).alias(name)
        for name in ("distance_m", "cadence_spm")
    )

    assert "totals" not in (says(Totals(distance_m=3000.0, steps=2400.0), samples=half) or "")
    assert says(Totals(distance_m=1500.0), samples=samples_of(600)) is None


def test_a_distance_that_the_belt_corrected_is_not_compared():
    belt = replace(PROVENANCE, sub_sport="treadmill")

    assert says(Totals(distance_m=2000.0), provenance=belt) is None


def test_every_contradiction_is_told_in_one_note():
    quality = assess_quality(replace(RUN, totals=Totals(500.0, 2000.0, None)), run_of(600))

    (note,) = (note for note in quality.notes if note.code == "totals_disagree")
    assert "timer time 500 s against 600 s, distance 2000 m against 1498 m" in note.message
    assert not quality.counts_for_progress
