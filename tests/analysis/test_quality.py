from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest

from analysis import Quality, assess_quality
from analysis.schema import Bouts
from ingest.activity import (
    Activity,
    DeviceSplits,
    Laps,
    Pauses,
    Provenance,
    QualityNote,
    Samples,
    WorkoutSteps,
)

PROVENANCE = Provenance(
    sha256="0" * 64,
    format="fit",
    device="watch",
    device_key=None,
    sport="running",
    sub_sport=None,
    start_utc=datetime(2026, 5, 14, 6, tzinfo=UTC),
    utc_offset_s=None,
    cadence_rule="fit_strides_doubled",
    cadence_reason="FIT counts one leg",
)


def samples_of(seconds: int, **channels: object) -> pl.DataFrame:
    start = pl.lit(PROVENANCE.start_utc).cast(pl.Datetime("ms", "UTC"))
    frame = pl.DataFrame({"elapsed_s": [float(s) for s in range(seconds)]}).with_columns(
        time_utc=start + pl.duration(seconds="elapsed_s"),
        timer_s=pl.col("elapsed_s"),
        **{
            name: pl.lit(value)
            for name, value in {"cadence_spm": 160.0, "speed_mps": 2.5, **channels}.items()
        },
    )
    missing = (name for name in Samples.column_names() if name not in frame.columns)
    return Samples.validate(frame.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)


def run_of(seconds: float, uncertain_s: float = 0.0) -> pl.DataFrame:
    row = {
        "kind": "run",
        "start_s": 0.0,
        "end_s": float(seconds),
        "distance_m": None,
        "cadence_spm": 160.0,
        "pace_s_per_km": None,
        "confidence_0_1": 0.9,
        "uncertain_s": uncertain_s,
        "source": "detected",
    }
    return Bouts.validate(pl.DataFrame([row], schema=Bouts.create_empty().schema), cast=True)


CLEAN = Activity(
    samples=samples_of(600),
    laps=Laps.create_empty(),
    pauses=Pauses.create_empty(),
    device_splits=DeviceSplits.create_empty(),
    workout_steps=WorkoutSteps.create_empty(),
    provenance=PROVENANCE,
    elapsed_time_s=600.0,
    distance_m=1500.0,
)


def judge(activity: Activity, bouts: pl.DataFrame | None = None) -> Quality:
    return assess_quality(activity, run_of(600) if bouts is None else bouts)


def codes(quality: Quality) -> set[str]:
    return {note.code for note in quality.notes}


def test_a_clean_run_counts_and_still_says_how_cadence_was_read() -> None:
    quality = judge(CLEAN)

    assert quality.counts_for_progress
    assert quality.reason is None
    assert codes(quality) == {"cadence_rule"}
    assert "FIT counts one leg." in quality.notes[0].message


def test_what_ingest_noted_comes_first() -> None:
    note = QualityNote("truncated_file", "The end of the file is missing.")

    assert judge(replace(CLEAN, quality=(note,))).notes[0] == note


@pytest.mark.parametrize(
    ("code", "counts"),
    [("truncated", False), ("damaged_part", False), ("clock_not_set", False), ("trailing_bytes", True)],
)
def test_a_file_that_may_hide_running_does_not_count(code: str, counts: bool) -> None:
    quality = judge(replace(CLEAN, quality=(QualityNote(code, "What reading found."),)))

    assert quality.counts_for_progress == counts
    assert quality.reason == (None if counts else "What reading found.")


@pytest.mark.parametrize(("rule", "code"), [("none", "no_cadence"), ("unknown", "cadence_unit_unknown")])
def test_without_a_known_cadence_a_run_does_not_count(rule: str, code: str) -> None:
    activity = replace(CLEAN, provenance=replace(PROVENANCE, cadence_rule=rule))

    quality = judge(activity)

    assert code in codes(quality)
    assert not quality.counts_for_progress
    assert quality.reason


def with_samples(samples: pl.DataFrame, **changes: object) -> Activity:
    return replace(CLEAN, samples=samples, **changes)


@pytest.mark.parametrize(("lost", "counts"), [(150, True), (151, False)], ids=["a quarter", "more"])
def test_cadence_may_drop_out_for_a_quarter_of_the_time(lost: int, counts: bool) -> None:
    is_lost = pl.col("elapsed_s") < lost
    samples = CLEAN.samples.with_columns(cadence_spm=pl.when(is_lost).then(0.0).otherwise(160.0))

    quality = judge(with_samples(samples))

    assert quality.counts_for_progress == counts
    assert ("cadence_gaps" in codes(quality)) != counts


@pytest.mark.parametrize(
    ("gap_s", "noted", "counts"), [(9, False, True), (40, True, True), (80, True, False)]
)
def test_gaps_are_noted_and_long_ones_count_against_the_run(gap_s: int, noted: bool, counts: bool) -> None:
    samples = CLEAN.samples.filter(~pl.col("elapsed_s").is_between(100, 100 + gap_s - 2))

    quality = judge(with_samples(samples))

    assert ("recording_gaps" in codes(quality)) == noted
    assert quality.counts_for_progress == counts


def test_a_recording_that_stops_before_the_end_has_a_gap() -> None:
    quality = judge(with_samples(CLEAN.samples.head(500)))

    assert "recording_gaps" in codes(quality)
    assert not quality.counts_for_progress


@pytest.mark.parametrize(("height", "counts"), [(29, False), (30, True)])
def test_too_few_samples_cannot_count(height: int, counts: bool) -> None:
    quality = judge(with_samples(samples_of(height), elapsed_time_s=float(height)), run_of(height))

    assert quality.counts_for_progress == counts
    assert ("too_few_samples" in codes(quality)) != counts


def test_samples_too_far_apart_cannot_count() -> None:
    quality = judge(with_samples(CLEAN.samples.gather_every(12)))

    assert {"too_few_samples", "recording_gaps"} <= codes(quality)
    assert not quality.counts_for_progress


@pytest.mark.parametrize("channel", [{"speed_mps": 13.0}, {"cadence_spm": 320.0}])
def test_spikes_are_named(channel: dict[str, float]) -> None:
    spiky = pl.concat([CLEAN.samples.head(599), samples_of(600, **channel).tail(1)])

    quality = judge(with_samples(spiky))

    assert "spikes" in codes(quality)
    assert quality.counts_for_progress


def test_a_treadmill_run_without_distance_still_counts() -> None:
    quality = judge(with_samples(samples_of(600, speed_mps=None), distance_m=None))

    assert "no_distance" in codes(quality)
    assert quality.counts_for_progress


def test_distance_along_a_bare_track_is_named() -> None:
    provenance = replace(PROVENANCE, format="gpx", cadence_rule="gpx_steps")

    assert "gps_only_distance" in codes(judge(replace(CLEAN, provenance=provenance)))


def pauses_of(seconds: float, source: str) -> pl.DataFrame:
    frame = pl.DataFrame({"start_s": [100.0], "end_s": [100.0 + seconds], "source": [source]})
    return Pauses.validate(frame)


def paused(seconds: float, source: str) -> Activity:
    samples = CLEAN.samples.with_columns(
        timer_s=pl.when(pl.col("elapsed_s") > 100)
        .then((pl.col("elapsed_s") - seconds).clip(lower_bound=100))
        .otherwise("elapsed_s")
    )
    return with_samples(samples, pauses=pauses_of(seconds, source))


@pytest.mark.parametrize(
    ("source", "words"),
    [("timer_event", "stops"), ("timer_total", "totals"), ("segment_gap", "segments")],
)
def test_pauses_say_where_they_come_from(source: str, words: str) -> None:
    quality = judge(paused(60, source))

    message = next(note.message for note in quality.notes if note.code == "pause_source")
    assert message.startswith("60 s")
    assert words in message
    assert quality.counts_for_progress


def laps_of(*metres: float, trigger: str | None = None) -> pl.DataFrame:
    n = len(metres)
    rows = {
        "lap_index": list(range(n)),
        "start_s": [100.0 * i for i in range(n)],
        "end_s": [100.0 * (i + 1) for i in range(n)],
        "distance_m": list(metres),
        "trigger": [trigger] * n,
    }
    missing = {name: [None] * n for name in Laps.column_names() if name not in rows}
    return Laps.validate(pl.DataFrame({**rows, **missing}), cast=True)


@pytest.mark.parametrize(
    ("laps", "suspected"),
    [
        pytest.param(laps_of(1000, 1001, 999, 420), True, id="kilometres"),
        pytest.param(laps_of(1609, 1610, 300), True, id="miles"),
        pytest.param(laps_of(500, 500, trigger="distance"), True, id="said by the watch"),
        pytest.param(laps_of(400, 200, 400, 200, trigger="manual"), False, id="repetitions"),
        pytest.param(laps_of(1000, 300, 310, 290, 305), False, id="one kilometre among repetitions"),
        pytest.param(Laps.create_empty(), False, id="none"),
    ],
)
def test_laps_made_by_distance_are_suspected(laps: pl.DataFrame, suspected: bool) -> None:
    quality = judge(replace(CLEAN, laps=laps))

    assert ("auto_laps" in codes(quality)) == suspected
    assert quality.counts_for_progress


@pytest.mark.parametrize(("uncertain_s", "counts"), [(60.0, True), (61.0, False)])
def test_uncertain_gait_may_be_a_tenth(uncertain_s: float, counts: bool) -> None:
    quality = judge(CLEAN, run_of(600, uncertain_s))

    assert quality.counts_for_progress == counts
    assert ("uncertain_gait" in codes(quality)) != counts


def test_all_reasons_are_given() -> None:
    provenance = replace(PROVENANCE, cadence_rule="none")

    quality = judge(with_samples(samples_of(20), elapsed_time_s=20.0, provenance=provenance), run_of(20, 20))

    assert quality.reason is not None
    assert quality.reason.count(".") == 3
