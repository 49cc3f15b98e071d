"""What was not used of a recording, by reason: every point and every second once."""

from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType

import numpy as np
import polars as pl
import pytest

from analysis import Aside, find_bouts, set_aside
from analysis.schema import Bouts
from ingest.activity import Activity, DeviceSplits, Laps, Pauses, Provenance, Samples, WorkoutSteps
from ingest.frames import empty_frame, frame

START = datetime(2026, 5, 14, 6, tzinfo=UTC)


def activity(seconds: int, *, sport: str = "running", paused: tuple[float, float] | None = None) -> Activity:
    at_s = np.arange(float(seconds))
    samples = frame(
        Samples,
        seconds,
        time_utc=(at_s * 1000).astype(np.int64),
        elapsed_s=at_s,
        timer_s=at_s,
        distance_m=3.0 * at_s,
        speed_mps=np.full(seconds, 3.0),
        cadence_spm=np.full(seconds, 165.0),
    )
    spans = np.array([paused] if paused else []).reshape(-1, 2)
    pauses = frame(
        Pauses, len(spans), start_s=spans[:, 0], end_s=spans[:, 1], source=[*["timer_event"] * len(spans)]
    )
    return Activity(
        samples=samples,
        laps=empty_frame(Laps),
        pauses=pauses,
        device_splits=empty_frame(DeviceSplits),
        workout_steps=empty_frame(WorkoutSteps),
        provenance=Provenance(
            "0" * 64, "fit", None, None, sport, None, START, None, "fit_strides_doubled", "The file says so."
        ),
        elapsed_time_s=float(seconds),
        distance_m=3.0 * (seconds - 1),
    )


def bouts_of(one: Activity) -> pl.DataFrame:
    return find_bouts(one.samples, elapsed_time_s=one.elapsed_time_s, pauses=one.pauses, cadence_known=True)


def test_what_was_all_used_sets_nothing_aside() -> None:
    one = activity(300)

    assert set_aside(one, bouts_of(one)) == {}


def test_a_pause_is_set_aside_with_its_points_and_metres_and_so_is_what_was_run_in_it() -> None:
    found = set_aside(one := activity(300, paused=(100.0, 200.0)), bouts_of(one))

    assert found["pause"] == Aside(points=100, seconds_s=100.0, distance_m=300.0)
    assert found["moved_in_pauses"] == Aside(seconds_s=100.0)


@pytest.mark.parametrize(("sport", "kind"), [("cycling", "not_on_foot"), ("running", "unknown")])
def test_without_bouts_all_but_the_pauses_is_of_one_kind(sport: str, kind: str) -> None:
    one = activity(300, sport=sport, paused=(100.0, 200.0))

    found = set_aside(one, Bouts.create_empty())

    assert found["pause"] == Aside(points=100, seconds_s=100.0)
    assert found[kind] == Aside(points=200, seconds_s=200.0, distance_m=897.0)


def test_what_reading_left_out_is_told_as_points_or_as_values() -> None:
    one = activity(300)
    origin = replace(
        one.provenance,
        dropped=MappingProxyType({"time_missing": 3, "gps_jump": 2, "clock_set": 1, "running_s": 90}),
        dropped_s=MappingProxyType({"clock_set": 3600.0}),
        dropped_m=MappingProxyType({"gps_jump": 800.0}),
    )

    assert set_aside(replace(one, provenance=origin), bouts_of(one)) == {
        "time_missing": Aside(points=3),
        "gps_jump": Aside(values=2, distance_m=800.0),
        "clock_set": Aside(values=1, seconds_s=3600.0),
        "may_have_run": Aside(seconds_s=90.0),
    }


def test_what_the_total_has_beyond_the_records_was_not_recorded() -> None:
    one = activity(100)
    one = replace(one, elapsed_time_s=400.0, distance_m=1_000.0)

    assert set_aside(one, bouts_of(one))["unknown"].distance_m == pytest.approx(1_000.0 - 297.0)
