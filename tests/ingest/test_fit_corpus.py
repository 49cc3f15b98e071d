"""Every value of every sample of every FIT file at hand, held against another library's reading."""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.activity import Activity, DeviceSplits, Laps, Pauses, Samples, WorkoutSteps
from ingest.errors import IngestError
from ingest.fit import read_fit
from tests.ingest.fit_oracle import EPOCH_S, Row, read

#: fitparse takes a second for 250 kB, so larger files are left to the slow tests.
QUICK_BYTES = 30_000

Take = Callable[[Row], float | None]


def _first(*names: str) -> Take:
    """The first of the names that the file has, or else that was expanded from another field."""

    def take(row: Row) -> float | None:
        return next((row.native[name] for name in names if name in row.native), row.expanded.get(names[-1]))

    return take


def _strides(row: Row) -> float | None:
    if "cadence" in row.native:
        return row.native["cadence"] + row.native.get("fractional_cadence", 0.0)
    return row.native.get("cadence256")


#: How to take each channel out of a record as the other library gives it, and what it can hold at all.
CHANNELS: dict[str, tuple[Take, float, float]] = {
    "distance_m": (_first("distance"), 0, 2e6),
    "speed_mps": (_first("enhanced_speed", "speed"), 0, 100),
    "heart_rate_bpm": (_first("heart_rate"), 20, 250),
    "relative_altitude_m": (_first("enhanced_altitude", "altitude"), -500, 9_000),
    "vertical_oscillation_mm": (_first("vertical_oscillation"), 0, 1_000),
    "stance_time_ms": (_first("stance_time"), 0, 10_000),
    "stance_balance_pct": (_first("stance_time_balance"), 0, 100),
    "step_length_mm": (_first("step_length"), 0, 10_000),
    "power_w": (_first("power"), 0, 3_000),
    "cadence_spm": (_strides, 0, 300),
}
#: Native field, names and factor of what a pod may tell where the watch tells nothing.
PODS: dict[str, tuple[int, tuple[str, ...], float]] = {
    "distance_m": (5, ("Distance",), 1),
    "speed_mps": (6, ("Speed", "Instantaneous Speed"), 1),
    "heart_rate_bpm": (3, ("Heart Rate",), 1),
    "vertical_oscillation_mm": (39, ("Vertical Oscillation",), 10),
    "stance_time_ms": (41, ("Ground Time",), 1),
    "power_w": (7, ("Power", "RP_Power"), 1),
    "cadence_spm": (4, ("Cadence",), 1),
}
#: Of one leg on foot.
MAX_STRIDES_PER_MIN = 130


#: Damaged files that are not compared, and why.
NOT_COMPARED = {
    "devfields-dev-index-reused-input.fit": "fitparse goes by a pod's first description, we by its latest",
    "sensors-hr-power-distance-anomalies-input.fit": "its distance begins again; ours is counted on",
    "protocol-invalid-base-type-input.fit": "fitparse reads a type that does not exist as bytes, we as null",
    "structural-chained-two-activities-input.fit": "both activities claim the same time",
}

#: Files whose cadence is not compared, by the end of their name, and why.
CADENCE_JUDGED = {
    "20170518-191602-1740899583.fit": "the machine's own cadence dies, and the pod's goes on",
    "Move_2019_03_17_10_24_32_Running.fit": "one leg is lost for 1,000 s, which is put right",
}


def _pod(channel: str) -> Take:
    number, names, factor = PODS.get(channel, (-1, (), 1))

    def take(row: Row) -> float | None:
        for (name, _, native), value in row.pods.items():
            if native == number or name in names:
                return value * factor
        return None

    return take


def _files(folder: str) -> list[object]:
    root = os.environ.get("STRIDEGATE_CORPUS")
    paths = sorted((Path(root) / folder).rglob("*.fit")) if root else []
    return [
        pytest.param(path, id=path.stem[-40:], marks=[pytest.mark.slow] * (path.stat().st_size > QUICK_BYTES))
        for path in paths
    ] or [pytest.param(None, marks=pytest.mark.skip(reason="STRIDEGATE_CORPUS is not set"))]


def activities_of(path: Path) -> tuple[Activity, ...]:
    """The activities of the file, none where it is refused."""
    try:
        return read_fit(path.read_bytes())
    except IngestError:
        return ()


def seconds_of(activity: Activity) -> np.ndarray:
    return activity.samples["time_utc"].dt.epoch("s").to_numpy() - EPOCH_S


@pytest.mark.corpus
@pytest.mark.parametrize("path", _files("fit"))
def test_every_sample_equals_another_librarys(path: Path):
    activities = activities_of(path)
    reading = read(path.read_bytes())
    rows = [row for row in reading.rows if row.time_s is not None]
    if not activities:
        return
    times_s = np.concatenate([seconds_of(activity) for activity in activities])
    expected_s = np.unique([row.time_s for row in rows])
    assert reading.is_complete
    if any(note.code == "clock_repaired" for activity in activities for note in activity.quality):
        # GPS set the clock on the way; what was written before lies elsewhere now, and all of it is there.
        assert len(np.unique(times_s)) == len(expected_s)
        return
    assert np.array_equal(np.unique(times_s), expected_s)
    for channel in CHANNELS:
        _compare(path.name, channel, activities, rows)


@pytest.mark.corpus
@pytest.mark.parametrize("path", _files("bad"))
def test_every_sample_saved_from_a_damaged_file_equals_another_librarys(path: Path):
    """The other libraries stop at the damage, so what they read before it is what is compared.

    What they took for a record in the damage itself betrays itself by its time.
    """
    activities = activities_of(path)
    rows = [row for row in read(path.read_bytes()).rows if row.time_s is not None]
    usual_s = np.median([row.time_s for row in rows]) if rows else 0
    rows = [row for row in rows if abs((row.time_s or 0) - usual_s) < 14 * 86_400]
    if not activities or not rows or path.name.endswith(tuple(NOT_COMPARED)):
        return
    times_s = np.concatenate([seconds_of(activity) for activity in activities])
    assert not {row.time_s for row in rows} - set(times_s.tolist())
    for channel in CHANNELS:
        _compare(path.name, channel, activities, rows)


def _compare(name: str, channel: str, activities: tuple[Activity, ...], rows: list[Row]) -> None:
    take, low, high = CHANNELS[channel]
    if channel == "cadence_spm" and name.endswith(tuple(CADENCE_JUDGED)):
        return
    pod = _pod(channel)
    if not any((take(row) or 0) > 0 for row in rows) and any(pod(row) is not None for row in rows):
        take = pod
    if all(take(row) is None for row in rows):
        return  # what the watch lacks is null, or derived: tested with files made for it
    latest: dict[float, float] = {}
    read_s = [row.time_s for row in rows]
    for row in sorted(rows, key=lambda row: row.time_s or 0.0):
        value = take(row)
        if value is not None:
            latest[row.time_s or 0.0] = value if low <= value <= high else np.nan
    for activity in activities:
        expected = np.array([latest.get(second, np.nan) for second in seconds_of(activity)])
        if channel == "cadence_spm" and activity.is_on_foot:
            expected = np.where(expected > MAX_STRIDES_PER_MIN, np.nan, expected) * 2
        if np.isnan(expected).all():
            continue
        is_compared = np.isin(seconds_of(activity), read_s)
        ours, expected = activity.samples[channel].to_numpy()[is_compared], expected[is_compared]
        is_shifted = channel == "relative_altitude_m" or (channel == "distance_m" and len(activities) > 1)
        if is_shifted:
            expected = expected - np.nanmedian(expected - ours)
        falls = activity.provenance.dropped.get("distance_falls", 0) if channel == "distance_m" else 0
        assert _differences(ours, expected) <= falls, (name, channel)


def _differences(ours: np.ndarray, expected: np.ndarray) -> int:
    same = np.isclose(ours, expected, rtol=0, atol=1e-6, equal_nan=True)
    return len(same) - int(same.sum())


def runs_of(corpus: Path) -> list[Activity]:
    """All runs in files of one session, the damaged ones left out."""
    found = (activities_of(path) for path in sorted((corpus / "fit").glob("*.fit")))
    return [one[0] for one in found if len(one) == 1 and one[0].provenance.sport == "running"]


@pytest.mark.corpus
def test_the_last_samples_distance_is_within_a_percent_of_the_sessions(corpus: Path):
    checked = 0
    for activity in runs_of(corpus):
        ours_m = activity.samples["distance_m"].drop_nulls()
        if activity.distance_m and len(ours_m):
            assert ours_m[-1] == pytest.approx(activity.distance_m, rel=0.01), activity.provenance
            checked += 1
    assert checked > 40


@pytest.mark.corpus
def test_runners_take_130_to_200_steps_a_minute(corpus: Path):
    checked = 0
    for activity in runs_of(corpus):
        fast = activity.samples.filter(activity.samples["speed_mps"] > 2.3)["cadence_spm"].drop_nulls()
        if len(fast) > 60:
            assert 130 <= np.median(fast.to_numpy()) <= 200, activity.provenance
            checked += 1
    assert checked > 30


@pytest.mark.corpus
def test_every_file_keeps_the_contracts_and_tells_no_place(corpus: Path):
    """Also: pauses in order and inside, timer time as far as the totals tell it."""
    for path in sorted(corpus.rglob("*.fit")):
        for activity in activities_of(path):
            Samples.validate(activity.samples)
            Laps.validate(activity.laps)
            Pauses.validate(activity.pauses)
            DeviceSplits.validate(activity.device_splits)
            WorkoutSteps.validate(activity.workout_steps)
            assert 0 <= activity.timer_time_s <= activity.elapsed_time_s
            assert (activity.samples["timer_s"] <= activity.timer_time_s + 1e-6).all(), path.name
            assert (activity.samples["elapsed_s"] <= activity.elapsed_time_s).all(), path.name
            assert activity.pauses["end_s"].max() is None or activity.pauses["end_s"].is_sorted()
