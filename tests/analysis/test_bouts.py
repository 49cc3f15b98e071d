import numpy as np
import polars as pl
import pytest

from analysis import BoutSettings, find_bouts
from analysis.schema import Bouts
from ingest.activity import DeviceSplits, Pauses, Samples

RUN, WALK, STAND = (158.0, 2.6), (110.0, 1.4), (0.0, 0.0)
NO_PAUSES = Pauses.create_empty()


def samples_of(
    *spells: tuple[float, tuple[float | None, float | None]], every_s: float = 1.0
) -> pl.DataFrame:
    """A watch without lag or noise: (seconds, (cadence, speed)) one after the other."""
    end_s = sum(seconds for seconds, _ in spells)
    starts = np.cumsum([0.0, *(seconds for seconds, _ in spells)])[:-1]
    at_s = np.arange(0, end_s, every_s)
    place = np.searchsorted(starts, at_s, side="right") - 1
    cadence = [spells[i][1][0] for i in place]
    speed = [spells[i][1][1] for i in place]
    start = pl.lit("2026-05-14T06:00:00Z").str.to_datetime(time_unit="ms", time_zone="UTC")
    frame = pl.DataFrame(
        {"elapsed_s": at_s, "timer_s": at_s, "cadence_spm": cadence, "speed_mps": speed},
        schema_overrides={"cadence_spm": pl.Float64, "speed_mps": pl.Float64},
        strict=False,
    ).with_columns(
        time_utc=start + pl.duration(milliseconds=(pl.col("elapsed_s") * 1000).round()),
        distance_m=pl.when(pl.col("speed_mps").is_not_null().any()).then(
            pl.col("speed_mps").fill_null(0).cum_sum() * every_s
        ),
    )
    missing = (name for name in Samples.column_names() if name not in frame.columns)
    return Samples.validate(frame.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)


def find(samples: pl.DataFrame, elapsed_time_s: float, **options: object) -> pl.DataFrame:
    arguments: dict[str, object] = {"pauses": NO_PAUSES, "cadence_known": True, **options}
    return find_bouts(samples, elapsed_time_s=elapsed_time_s, **arguments)  # pyright: ignore[reportArgumentType]


def kinds(bouts: pl.DataFrame) -> list[str]:
    return bouts["kind"].cast(pl.String).to_list()


def run_s(bouts: pl.DataFrame) -> float:
    return (bouts["end_s"] - bouts["start_s"]).filter(bouts["kind"].cast(pl.String) == "run").sum()


def test_thirty_second_runs_are_found_with_their_edges() -> None:
    spells = [(300.0, WALK), *[(30.0, RUN), (90.0, WALK)] * 8]

    bouts = find(samples_of(*spells), 1260.0)

    runs = bouts.filter(pl.col("kind") == "run")
    expected = [300.0 + 120 * i for i in range(8)]
    assert runs["start_s"].to_list() == pytest.approx(expected, abs=2.0)
    assert runs["end_s"].to_list() == pytest.approx([s + 30 for s in expected], abs=2.0)
    assert bouts["uncertain_s"].sum() == 0


def test_a_bout_carries_distance_cadence_and_pace() -> None:
    bouts = find(samples_of((120.0, WALK), (300.0, RUN), (120.0, WALK)), 540.0)

    run = bouts.row(1, named=True)
    assert run["cadence_spm"] == 158.0
    assert run["pace_s_per_km"] == pytest.approx(1000 / 2.6, rel=0.02)
    assert run["distance_m"] == pytest.approx(780, rel=0.02)
    assert run["source"] == "detected"
    assert run["confidence_0_1"] > 0.95
    assert bouts["distance_m"].sum() == pytest.approx(120 * 1.4 * 2 + 780, abs=3)


@pytest.mark.parametrize(
    ("gait", "kind"),
    [
        pytest.param((140.0, 2.0), "run", id="slow jog"),
        pytest.param((130.0, 1.9), "walk", id="brisk walk"),
        pytest.param((142.0, 1.6), "run", id="very slow jog"),
        pytest.param((150.0, 1.3), "run", id="uphill jog"),
        pytest.param((138.0, 0.55), "walk", id="stairs"),
        pytest.param((152.0, 0.95), "walk", id="steep descent with quick steps"),
        pytest.param((139.0, 2.6), "run", id="long legs"),
        pytest.param((128.0, 1.5), "walk", id="short legs"),
        pytest.param((160.0, None), "run", id="treadmill run without speed"),
        pytest.param((115.0, None), "walk", id="treadmill walk without speed"),
        pytest.param((None, 2.8), "run", id="run without cadence"),
        pytest.param((None, 1.4), "walk", id="walk without cadence"),
        pytest.param((160.0, 0.0), "run", id="speed stuck under running steps"),
        pytest.param((0.0, 2.8), "run", id="arms still on a buggy"),
        pytest.param((80.0, 2.9), "run", id="one foot counted all the way"),
        pytest.param((0.0, 0.0), "stand", id="standing"),
        pytest.param((None, 0.0), "stand", id="standing without cadence"),
    ],
)
def test_one_gait_all_the_way(gait: tuple[float | None, float | None], kind: str) -> None:
    bouts = find(samples_of((600.0, gait)), 600.0)

    assert kinds(bouts) == [kind]


def test_speed_alone_is_less_certain_than_speed_and_cadence() -> None:
    spells = [(120.0, WALK), (240.0, RUN)]

    both = find(samples_of(*spells), 360.0)
    speed_only = find(samples_of(*spells), 360.0, cadence_known=False)

    assert kinds(speed_only) == kinds(both)
    assert speed_only["confidence_0_1"].max() < both["confidence_0_1"].min()
    assert speed_only["cadence_spm"].null_count() == speed_only.height


def test_speed_near_the_border_without_cadence_is_uncertain() -> None:
    bouts = find(samples_of((600.0, (None, 1.9))), 600.0)

    assert bouts["uncertain_s"].sum() > 500


@pytest.mark.parametrize("lost", [None, 0.0, 79.0], ids=["null", "zero", "one foot"])
def test_a_drop_out_of_cadence_is_bridged(lost: float | None) -> None:
    samples = samples_of((60.0, WALK), (100.0, RUN), (12.0, (lost, 2.6)), (100.0, RUN), (60.0, WALK))

    assert kinds(find(samples, 332.0)) == ["walk", "run", "walk"]


def test_a_leap_of_gps_while_standing_is_no_run() -> None:
    samples = samples_of((120.0, WALK), (60.0, STAND), (15.0, (0.0, 5.0)), (60.0, STAND), (120.0, WALK))

    assert kinds(find(samples, 375.0)) == ["walk", "stand", "walk"]


def test_a_climb_counted_twice_is_a_walk() -> None:
    climb = [(20.0, (84.0, 1.0)), (25.0, (158.0, 1.05))] * 8

    assert kinds(find(samples_of(*climb), 360.0)) == ["walk"]


def test_a_spike_of_cadence_makes_no_run() -> None:
    samples = samples_of((200.0, WALK), (2.0, (236.0, 1.4)), (200.0, WALK))

    assert kinds(find(samples, 402.0)) == ["walk"]


@pytest.mark.parametrize(("seconds", "expected"), [(4.0, ["run"]), (20.0, ["run", "walk", "run"])])
def test_only_a_walk_that_lasts_interrupts_a_run(seconds: float, expected: list[str]) -> None:
    samples = samples_of((120.0, RUN), (seconds, WALK), (120.0, RUN))

    assert kinds(find(samples, 240.0 + seconds)) == expected


def test_a_stop_is_a_stand() -> None:
    bouts = find(samples_of((120.0, RUN), (30.0, STAND), (120.0, RUN)), 270.0)

    assert kinds(bouts) == ["run", "stand", "run"]
    assert bouts["end_s"][1] - bouts["start_s"][1] == pytest.approx(30, abs=4)


@pytest.mark.parametrize("every_s", [2.0, 5.0, 8.0])
def test_smart_recording_finds_the_same_bouts(every_s: float) -> None:
    spells = [(304.0, WALK), (120.0, RUN), (96.0, WALK), (120.0, RUN), (96.0, WALK)]

    bouts = find(samples_of(*spells, every_s=every_s), 736.0)

    assert kinds(bouts) == ["walk", "run", "walk", "run", "walk"]
    assert run_s(bouts) == pytest.approx(240, abs=8)


def test_pauses_are_bouts_with_their_exact_times() -> None:
    pauses = pl.DataFrame({"start_s": [100.25], "end_s": [131.75], "source": ["timer_event"]})
    samples = samples_of((300.0, RUN)).filter(~pl.col("elapsed_s").is_between(101, 131))

    bouts = find(samples, 300.4, pauses=pauses)

    assert kinds(bouts) == ["run", "pause", "run"]
    assert bouts.select("start_s", "end_s").rows() == [(0.0, 100.25), (100.25, 131.75), (131.75, 300.4)]


def test_a_gap_in_the_recording_is_uncertain() -> None:
    samples = samples_of((300.0, RUN)).filter(~pl.col("elapsed_s").is_between(100, 160))

    bouts = find(samples, 300.0)

    assert kinds(bouts) == ["run"]
    assert bouts["uncertain_s"].item() == pytest.approx(55, abs=4)


def test_no_signal_at_all_is_one_uncertain_stand() -> None:
    bouts = find(Samples.create_empty(), 90.5)

    assert kinds(bouts) == ["stand"]
    assert bouts.select("start_s", "end_s", "uncertain_s", "confidence_0_1").row(0) == (0.0, 90.5, 90.5, 0.5)


def test_no_time_at_all_gives_no_bouts() -> None:
    assert find(Samples.create_empty(), 0.0).equals(Bouts.create_empty())


def test_stance_time_settles_what_cadence_and_speed_leave_open() -> None:
    samples = samples_of((300.0, (136.0, 1.95)))

    on_the_ground = samples.with_columns(stance_time_ms=pl.lit(480.0))
    in_the_air = samples.with_columns(stance_time_ms=pl.lit(300.0))

    assert kinds(find(on_the_ground, 300.0)) == ["walk"]
    assert kinds(find(in_the_air, 300.0)) == ["run"]


def test_the_runners_own_border_decides() -> None:
    samples = samples_of((300.0, (136.0, 1.95)))

    assert kinds(find(samples, 300.0, settings=BoutSettings(border_spm=130.0))) == ["run"]
    assert kinds(find(samples, 300.0, settings=BoutSettings(border_spm=142.0))) == ["walk"]


def test_two_gaits_of_one_session_find_their_own_border() -> None:
    """Run at 134 steps a minute: under the published border, but far from this runner's walk."""
    samples = samples_of((200.0, (102.0, 1.3)), *[(120.0, (138.0, 1.85)), (90.0, (102.0, 1.3))] * 4)

    assert kinds(find(samples, 1040.0)) == ["walk", *["run", "walk"] * 4]


def splits_of(*spans: tuple[str, float, float]) -> pl.DataFrame:
    frame = pl.DataFrame(spans, schema=["kind", "start_s", "end_s"], orient="row")
    unknown = (pl.lit(None).alias(name) for name in ("distance_m", "cadence_spm"))
    return DeviceSplits.validate(frame.with_columns(unknown), cast=True)


SPLITS = splits_of(("walk", 0.0, 63.5), ("run", 63.5, 124.0), ("walk", 124.0, 200.0))


def test_the_watchs_own_splits_decide() -> None:
    samples = samples_of((60.0, WALK), (60.0, RUN), (80.0, WALK))

    bouts = find(samples, 200.0, device_splits=SPLITS)

    assert bouts.select("start_s", "end_s").rows() == [(0.0, 63.5), (63.5, 124.0), (124.0, 200.0)]
    assert set(bouts["source"]) == {"device"}
    assert bouts["uncertain_s"].sum() == 0


def test_the_watchs_own_splits_can_be_ignored() -> None:
    samples = samples_of((60.0, WALK), (60.0, RUN), (80.0, WALK))

    ignored = find(samples, 200.0, device_splits=SPLITS, use_device_splits=False)

    assert ignored.equals(find(samples, 200.0))


def test_splits_that_the_signals_contradict_are_uncertain() -> None:
    samples = samples_of((200.0, RUN))

    bouts = find(samples, 200.0, device_splits=splits_of(("walk", 0.0, 200.0)))

    assert kinds(bouts) == ["walk"]
    assert bouts["uncertain_s"].item() == 200.0
    assert bouts["confidence_0_1"].item() < 0.1


def test_what_splits_leave_out_is_detected_and_pauses_win() -> None:
    samples = samples_of((60.0, WALK), (60.0, RUN), (80.0, WALK))
    pauses = pl.DataFrame({"start_s": [20.0], "end_s": [40.0], "source": ["timer_event"]})

    bouts = find(samples, 200.0, pauses=pauses, device_splits=splits_of(("walk", 0.0, 50.0)))

    assert kinds(bouts) == ["walk", "pause", "walk", "run", "walk"]
    assert bouts["source"].to_list()[0] == "device"
    assert bouts["source"].to_list()[3:] == ["detected", "detected"]
