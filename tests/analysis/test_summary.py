from dataclasses import asdict

import polars as pl
import pytest

from analysis import measure_drift, summarise
from analysis.schema import Bouts
from ingest.activity import Pauses, Samples

NO_PAUSES = Pauses.create_empty()


def bout(kind: str, start_s: float, end_s: float, **fields: object) -> dict[str, object]:
    return {
        "kind": kind,
        "start_s": start_s,
        "end_s": end_s,
        "distance_m": None,
        "cadence_spm": 160.0 if kind == "run" else None,
        "pace_s_per_km": None,
        "confidence_0_1": 0.9,
        "uncertain_s": 0.0,
        "source": "detected",
        **fields,
    }


def bouts_of(*rows: dict[str, object]) -> pl.DataFrame:
    return Bouts.validate(pl.DataFrame(rows, schema=Bouts.create_empty().schema), cast=True)


def samples_of(rows: dict[str, list[float | None]]) -> pl.DataFrame:
    start = pl.lit("2026-05-14T06:00:00Z").str.to_datetime(time_unit="ms", time_zone="UTC")
    frame = pl.DataFrame(rows).with_columns(
        time_utc=start + pl.duration(milliseconds=(pl.col("elapsed_s") * 1000).round()),
        timer_s=pl.col("elapsed_s"),
    )
    missing = (name for name in Samples.column_names() if name not in frame.columns)
    return Samples.validate(frame.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)


SESSION = bouts_of(
    bout("walk", 0, 100, distance_m=140.0),
    bout("run", 100, 160, distance_m=150.0),
    bout("pause", 160, 190),
    bout("run", 190, 310, distance_m=350.0),
    bout("stand", 310, 330, distance_m=0.0),
)
STEADY = samples_of(
    {
        "elapsed_s": [float(s) for s in range(330)],
        "cadence_spm": [110.0] * 100 + [160.0] * 210 + [0.0] * 20,
        "heart_rate_bpm": [120.0] * 160 + [90.0] * 30 + [150.0] * 140,
    }
)


def test_the_figures_of_a_session() -> None:
    summary = summarise(STEADY, SESSION, NO_PAUSES, elapsed_time_s=330.0, distance_m=640.0)

    assert asdict(summary) == {
        "elapsed_time_s": 330.0,
        "timer_time_s": 300.0,
        "distance_m": 640.0,
        "run_time_s": 180.0,
        "walk_time_s": 100.0,
        "stand_time_s": 20.0,
        "pause_time_s": 30.0,
        "unknown_time_s": 0.0,
        "not_on_foot_time_s": 0.0,
        "uncertain_time_s": 0.0,
        "run_distance_m": 500.0,
        "run_bout_count": 2,
        "longest_run_bout_s": 120.0,
        "run_cadence_spm": 160.0,
        "run_pace_s_per_km": pytest.approx(360.0),
        "mean_heart_rate_bpm": pytest.approx((160 * 120 + 140 * 150) / 300),
        "bouts_source": "detected",
    }


def test_cadence_is_the_median_over_time_not_over_samples() -> None:
    """Three seconds at 150 in three samples, eight at 170 in two."""
    samples = samples_of(
        {
            "elapsed_s": [0.0, 1.0, 2.0, 3.0, 7.0, 11.0],
            "cadence_spm": [150.0, 150.0, 150.0, 170.0, 170.0, 150.0],
        }
    )

    summary = summarise(samples, bouts_of(bout("run", 0, 12)), NO_PAUSES, elapsed_time_s=12, distance_m=None)

    assert summary.run_cadence_spm == 170.0


def test_drop_outs_do_not_lower_the_cadence() -> None:
    samples = samples_of({"elapsed_s": [float(s) for s in range(10)], "cadence_spm": [0.0] * 6 + [160.0] * 4})

    summary = summarise(samples, bouts_of(bout("run", 0, 10)), NO_PAUSES, elapsed_time_s=10, distance_m=None)

    assert summary.run_cadence_spm == 160.0


def test_a_cadence_of_unknown_unit_is_not_summed_up() -> None:
    unknown = SESSION.with_columns(cadence_spm=pl.lit(None, pl.Float64))

    assert summarise(STEADY, unknown, NO_PAUSES, elapsed_time_s=330, distance_m=None).run_cadence_spm is None


def test_run_distance_is_unknown_where_one_runs_is() -> None:
    bouts = bouts_of(bout("run", 0, 60, distance_m=150.0), bout("walk", 60, 90), bout("run", 90, 150))

    summary = summarise(Samples.create_empty(), bouts, NO_PAUSES, elapsed_time_s=150, distance_m=None)

    assert summary.run_distance_m is None
    assert summary.run_pace_s_per_km is None


def test_without_running_sums_are_zero_and_rates_unknown() -> None:
    bouts = bouts_of(bout("walk", 0, 600, distance_m=800.0))

    summary = summarise(Samples.create_empty(), bouts, NO_PAUSES, elapsed_time_s=600, distance_m=800)

    assert (summary.run_time_s, summary.run_bout_count, summary.longest_run_bout_s) == (0.0, 0, 0.0)
    assert summary.run_distance_m == 0.0
    assert summary.run_cadence_spm is None
    assert summary.run_pace_s_per_km is None
    assert summary.mean_heart_rate_bpm is None


def test_a_ride_has_totals_and_no_running() -> None:
    pauses = pl.DataFrame({"start_s": [10.0], "end_s": [40.0], "source": ["timer_event"]})

    summary = summarise(STEADY, None, pauses, elapsed_time_s=330, distance_m=9000.0)

    assert (summary.timer_time_s, summary.pause_time_s, summary.distance_m) == (300.0, 30.0, 9000.0)
    unknown = {name for name, value in asdict(summary).items() if value is None}
    assert unknown == {
        "run_time_s",
        "walk_time_s",
        "stand_time_s",
        "run_distance_m",
        "run_bout_count",
        "longest_run_bout_s",
        "run_cadence_spm",
        "run_pace_s_per_km",
        "bouts_source",
    }


def test_any_device_bout_names_the_device_as_source() -> None:
    bouts = bouts_of(bout("walk", 0, 60, source="device"), bout("run", 60, 120))

    summary = summarise(Samples.create_empty(), bouts, NO_PAUSES, elapsed_time_s=120, distance_m=None)

    assert summary.bouts_source == "device"


def drifting(seconds: int = 600) -> pl.DataFrame:
    share = [s / seconds for s in range(seconds)]
    return samples_of(
        {
            "elapsed_s": [float(s) for s in range(seconds)],
            "cadence_spm": [166.0 - 12 * x for x in share],
            "speed_mps": [2.5 if x < 0.5 else 2.0 for x in share],
            "stance_time_ms": [260.0 + 30 * x for x in share],
            "stance_balance_pct": [50.0 if x < 0.5 else 51.5 for x in share],
        }
    )


def test_drift_is_the_last_third_against_the_first() -> None:
    drift = measure_drift(drifting(), bouts_of(bout("run", 0, 600)))

    assert drift.cadence_drift_spm == pytest.approx(-8, abs=0.1)
    assert drift.pace_drift_s_per_km == pytest.approx(500 - 400)
    assert drift.stance_time_drift_ms == pytest.approx(20, abs=0.2)
    assert drift.stance_balance_pct == pytest.approx(50.75, abs=0.8)
    assert drift.stance_balance_drift_pct == pytest.approx(1.5)


def test_drift_leaves_walks_out() -> None:
    samples = pl.concat([drifting(600), drifting(600).with_columns(pl.col("elapsed_s") + 600)])
    walk_first = bouts_of(bout("walk", 0, 600), bout("run", 600, 1200))

    drift = measure_drift(samples, walk_first)

    assert drift.cadence_drift_spm == pytest.approx(-8, abs=0.1)


@pytest.mark.parametrize(("seconds", "is_known"), [(179, False), (180, True)])
def test_drift_needs_a_minute_in_each_third(seconds: int, is_known: bool) -> None:
    drift = measure_drift(drifting(seconds), bouts_of(bout("run", 0, seconds)))

    assert (drift.cadence_drift_spm is not None) == is_known
    assert (drift.pace_drift_s_per_km is not None) == is_known


def test_drift_of_what_was_not_measured_is_unknown() -> None:
    samples = drifting().with_columns(
        pl.lit(None, pl.Float64).alias(name) for name in ("speed_mps", "stance_time_ms", "stance_balance_pct")
    )
    unknown_unit = bouts_of(bout("run", 0, 600, cadence_spm=None))

    drift = measure_drift(samples, unknown_unit)

    assert set(asdict(drift).values()) == {None}
