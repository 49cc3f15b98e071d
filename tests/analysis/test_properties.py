"""What holds for every outing, however strange."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analysis import find_bouts, measure_drift, summarise
from analysis.schema import BOUT_KINDS, Bouts
from benchmarks.gait_truth import Outing, Step, Watch, generate
from ingest import read_activity
from ingest.activity import DeviceSplits, Pauses, Samples

SECONDS = st.integers(1, 90)
VALUES = {
    "cadence_spm": st.none() | st.floats(0, 400),
    "speed_mps": st.none() | st.floats(0, 20),
    "stance_time_ms": st.none() | st.floats(0, 900),
}
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def recordings(draw: st.DrawFn) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, float]:
    """Samples at odd instants with any values, pauses, splits, and an elapsed time."""
    at_ms = sorted(draw(st.lists(st.integers(0, 600_000), max_size=60)))
    at_s = [ms / 1000 for ms in at_ms]
    channels = {name: [draw(value) for _ in at_s] for name, value in VALUES.items()}
    leaps = [draw(st.floats(0, 60)) for _ in at_s]
    start = pl.lit("2026-05-14T06:00:00Z").str.to_datetime(time_unit="ms", time_zone="UTC")
    frame = pl.DataFrame(
        {"elapsed_s": at_s, "timer_s": at_s, **channels},
        schema=dict.fromkeys(["elapsed_s", "timer_s", *VALUES], pl.Float64),
    ).with_columns(
        time_utc=start + pl.duration(milliseconds=(pl.col("elapsed_s") * 1000).round()),
        distance_m=pl.Series(leaps, dtype=pl.Float64).cum_sum() if draw(st.booleans()) else pl.lit(None),
    )
    missing = (name for name in Samples.column_names() if name not in frame.columns)
    samples = Samples.validate(frame.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)
    elapsed_time_s = (at_ms[-1] if at_ms else 0) / 1000 + draw(st.floats(0, 40))
    return samples, draw(_spans(elapsed_time_s, None)), draw(_spans(elapsed_time_s, "run")), elapsed_time_s


def _spans(elapsed_time_s: float, kind: str | None) -> st.SearchStrategy[pl.DataFrame]:
    def build(shares: list[float]) -> pl.DataFrame:
        edges = sorted({min(round(share * elapsed_time_s, 3), elapsed_time_s) for share in shares})
        rows = list(zip(edges[::2], edges[1::2], strict=False))
        frame = pl.DataFrame(rows, schema={"start_s": pl.Float64, "end_s": pl.Float64}, orient="row")
        if kind is None:
            return Pauses.validate(frame.with_columns(source=pl.lit("timer_event")), cast=True)
        unknown = (pl.lit(None).alias(name) for name in ("distance_m", "cadence_spm"))
        return DeviceSplits.validate(frame.with_columns(kind=pl.lit(kind)).with_columns(*unknown), cast=True)

    return st.lists(st.floats(0, 1), max_size=6).map(build)


@QUICK
@given(recordings(), st.booleans(), st.booleans())
def test_bouts_cover_any_recording_and_totals_are_the_sum_of_the_parts(
    recording: tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, float], cadence_known: bool, use_splits: bool
) -> None:
    samples, pauses, splits, elapsed_time_s = recording
    before = [frame.clone() for frame in (samples, pauses, splits)]

    bouts = find_bouts(
        samples,
        elapsed_time_s=elapsed_time_s,
        pauses=pauses,
        device_splits=splits,
        cadence_known=cadence_known,
        use_device_splits=use_splits,
    )
    summary = summarise(samples, bouts, pauses, elapsed_time_s=elapsed_time_s, distance_m=None)

    Bouts.validate(bouts)
    if elapsed_time_s > 0:
        assert bouts["start_s"][0] == 0
        assert bouts["end_s"][-1] == elapsed_time_s
    assert (bouts["uncertain_s"] <= bouts["end_s"] - bouts["start_s"] + 1e-6).all()
    parts = (getattr(summary, f"{kind}_time_s") for kind in BOUT_KINDS)
    assert sum(part or 0.0 for part in parts) == pytest.approx(elapsed_time_s)
    assert summary.uncertain_time_s <= elapsed_time_s + 1e-6
    paused_s = (pauses["end_s"] - pauses["start_s"]).sum()
    assert summary.pause_time_s == pytest.approx(paused_s, abs=1e-4)
    measure_drift(samples, bouts)
    for frame, copy in zip((samples, pauses, splits), before, strict=True):
        assert_frame_equal(frame, copy)


STEPS = st.lists(
    st.sampled_from(
        [
            Step("run", 60, 160, 2.5),
            Step("run", 30, 142, 2.0),
            Step("walk", 90, 110, 1.4),
            Step("walk", 45, 126, 1.7),
            Step("stand", 20),
            Step("pause", 25),
        ]
    ),
    min_size=2,
    max_size=8,
)


def bouts_of(outing: Outing, *, shift_s: float = 0.0) -> pl.DataFrame:
    pauses = outing.pauses.with_columns(pl.col("start_s", "end_s") + shift_s)
    if shift_s:
        before = pl.DataFrame({"start_s": [0.0], "end_s": [shift_s], "source": ["timer_event"]})
        pauses = pl.concat([before, pauses])
    return find_bouts(
        outing.samples.with_columns(pl.col("elapsed_s") + shift_s),
        elapsed_time_s=outing.elapsed_time_s + shift_s,
        pauses=pauses,
        cadence_known=outing.cadence_known,
    )


@QUICK
@given(STEPS, st.integers(0, 1000), st.integers(1, 5000))
def test_a_shift_in_time_changes_nothing_but_times(steps: list[Step], seed: int, shift_s: int) -> None:
    """The same outing, begun later under a first pause, has the same bouts, later."""
    outing = generate("shift", [Step("walk", 30, 110, 1.4), *steps], Watch(), seed)

    bouts = bouts_of(outing)
    later = bouts_of(outing, shift_s=float(shift_s))

    moved = bouts.with_columns(pl.col("start_s", "end_s") + float(shift_s))
    assert_frame_equal(later.tail(-1), moved, abs_tol=1e-6)


def test_the_clock_time_is_not_looked_at() -> None:
    outing = generate("clock", [Step("walk", 100, 110, 1.4), Step("run", 100, 160, 2.5)], Watch(), 1)
    years_later = outing.samples.with_columns(pl.col("time_utc") + pl.duration(days=700))

    assert_frame_equal(
        bouts_of(outing),
        find_bouts(
            years_later,
            elapsed_time_s=outing.elapsed_time_s,
            pauses=outing.pauses,
            cadence_known=True,
        ),
    )


def run_seconds(bouts: pl.DataFrame) -> float:
    return (bouts["end_s"] - bouts["start_s"]).filter(bouts["kind"].cast(pl.String) == "run").sum()


@pytest.mark.parametrize("seed", range(4))
def test_a_watch_file_and_a_bare_track_of_one_run_agree(seed: int) -> None:
    """A bare track has no speed of its own and a distance that GPS draws out; its cadence is the same."""
    session = [Step("run", 60, 158, 2.4), Step("walk", 90, 112, 1.4)] * 6
    steps = [Step("walk", 200, 112, 1.4), *session]

    watch = bouts_of(generate("watch", steps, Watch(), seed))
    track = bouts_of(generate("track", steps, Watch(bare_track=True), seed))

    assert track["kind"].to_list() == watch["kind"].to_list()
    assert run_seconds(track) == pytest.approx(run_seconds(watch), rel=0.05)
    assert track["start_s"].to_list() == pytest.approx(watch["start_s"].to_list(), abs=5)


PAIRS = {
    "FIT and TCX with cadence": (
        "fit/roznet_connectstats__ConnectStatsTests-samples-tcx-activity_234979239.fit",
        "tcx/roznet_connectstats__ConnectStatsTests-samples-tcx-activity_234979239.tcx",
    ),
    "FIT and GPX by speed": (
        "fit/gpsbabel_gpsbabel__reference-track-fit-sample.fit",
        "gpx/gpsbabel_gpsbabel__reference-track-fit-sample.gpx",
    ),
    "TCX and GPX by speed": (
        "tcx/gpsbabel_gpsbabel__reference-track-gtrnctr-lap_s.tcx",
        "gpx/gpsbabel_gpsbabel__reference-track-gtrnctr-lap_s.tcx.gpx",
    ),
}


@pytest.mark.corpus
@pytest.mark.parametrize("names", PAIRS.values(), ids=PAIRS)
def test_two_files_of_one_real_run_agree(corpus: Path, names: tuple[str, str]) -> None:
    summaries = []
    for name in names:
        activity = read_activity((corpus / name).read_bytes(), name)
        bouts = find_bouts(
            activity.samples,
            elapsed_time_s=activity.elapsed_time_s,
            pauses=activity.pauses,
            cadence_known=activity.provenance.cadence_rule not in ("none", "unknown"),
        )
        summaries.append(
            summarise(
                activity.samples,
                bouts,
                activity.pauses,
                elapsed_time_s=activity.elapsed_time_s,
                distance_m=activity.distance_m,
            )
        )
    one, other = summaries

    assert one.run_time_s == pytest.approx(other.run_time_s, rel=0.01)
    assert one.pause_time_s == pytest.approx(other.pause_time_s, abs=5)
    assert one.run_distance_m == pytest.approx(other.run_distance_m, rel=0.01)
    assert one.run_cadence_spm == other.run_cadence_spm
