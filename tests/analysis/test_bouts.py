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
    """A watch without lag: (seconds, (cadence, speed)) one after the other; steps come and go by one."""
    end_s = sum(seconds for seconds, _ in spells)
    starts = np.cumsum([0.0, *(seconds for seconds, _ in spells)])[:-1]
    at_s = np.arange(0, end_s, every_s)
    place = np.searchsorted(starts, at_s, side="right") - 1
    cadence = [
        spells[i][1][0] and spells[i][1][0] + (-1, 0, 1, 0)[number % 4] for number, i in enumerate(place)
    ]
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
        pytest.param((138.0, 0.55), "stand", id="hardly moving: quick steps on the spot"),
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


@pytest.mark.parametrize(
    ("gait", "is_certain"),
    [
        pytest.param((120.0, 1.9), True, id="no cadence of running"),
        pytest.param((130.0, 1.9), False, id="walk or slow jog"),
        pytest.param((128.0, 1.4), True, id="too slow for a jog, and both say so"),
        pytest.param((138.0, 2.4), True, id="too fast for a walk, and both say so"),
        pytest.param((138.0, 1.9), False, id="slow jog or walk"),
        pytest.param((150.0, 1.9), True, id="no cadence of walking"),
        pytest.param((150.0, 1.0), False, id="quick short steps: down or up a steep path"),
        pytest.param((112.0, 2.65), False, id="long steps at a walking cadence"),
    ],
)
def test_where_honest_readings_of_one_gait_differ_it_is_uncertain(
    gait: tuple[float, float], is_certain: bool
) -> None:
    bouts = find(samples_of((600.0, gait)), 600.0)

    assert bouts["uncertain_s"].sum() == pytest.approx(0 if is_certain else 600, abs=20)


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


def test_a_gap_in_the_recording_is_unknown_and_may_have_been_run() -> None:
    samples = samples_of((300.0, RUN)).filter(~pl.col("elapsed_s").is_between(100, 160))

    bouts = find(samples, 300.0)

    assert kinds(bouts) == ["run", "unknown", "run"]
    assert bouts["uncertain_s"].to_list() == pytest.approx([0, 56, 0], abs=2)


def test_no_signal_at_all_is_unknown() -> None:
    bouts = find(Samples.create_empty(), 90.5)

    assert kinds(bouts) == ["unknown"]
    assert bouts.select("start_s", "end_s", "uncertain_s", "confidence_0_1").row(0) == (0.0, 90.5, 90.5, 0.5)


@pytest.mark.parametrize("every_s", [20.0, 60.0])
def test_a_recording_that_seldom_writes_is_known_as_far_as_it_writes(every_s: float) -> None:
    bouts = find(samples_of((600.0, WALK), (600.0, RUN), every_s=every_s), 1200.0)

    assert kinds(bouts) == ["walk", "run"]


def test_a_cadence_that_stays_the_same_wears_out_and_speed_decides() -> None:
    samples = samples_of((300.0, RUN), (300.0, (158.0, 1.3)), (60.0, (158.0, 0.0)))
    frozen = samples.with_columns(
        cadence_spm=pl.when(pl.col("elapsed_s") < 300).then("cadence_spm").otherwise(158)
    )

    bouts = find(frozen, 660.0)

    assert kinds(bouts) == ["run", "walk", "stand"]
    assert run_s(bouts) == pytest.approx(300, abs=25)


@pytest.mark.parametrize(
    ("speed_mps", "uncertain_s"),
    [pytest.param(2.2, 0, id="too fast for a walk"), pytest.param(1.8, 480, id="it may be a brisk walk")],
)
def test_a_slow_jogger_has_her_own_border(speed_mps: float, uncertain_s: float) -> None:
    bouts = find(samples_of(*[(120.0, (104.0, 1.3)), (120.0, (128.0, speed_mps))] * 4), 960.0)

    assert kinds(bouts) == ["walk", "run"] * 4
    assert bouts["uncertain_s"].sum() == pytest.approx(uncertain_s, abs=20)


def test_a_brisk_walk_beside_a_slow_one_is_no_running_that_counts() -> None:
    bouts = find(samples_of(*[(120.0, (104.0, 1.3)), (120.0, (123.0, 1.75))] * 4), 960.0)

    assert bouts["uncertain_s"].sum() >= run_s(bouts) - 20


def test_one_gait_of_many_cadences_has_no_border_of_its_own() -> None:
    """A long hike: fewer and fewer seconds from 100 to 150 steps a minute, and no valley between."""
    steps = np.repeat(np.arange(100.0, 150.0), np.linspace(60, 4, 50).astype(int))
    mixed = np.random.default_rng(3).permutation(steps)
    bouts = find(samples_of(*[(20.0, (float(spm), 1.4)) for spm in mixed[:200]]), 4000.0)

    certain_s = run_s(bouts) - bouts.filter(pl.col("kind") == "run")["uncertain_s"].sum()
    assert certain_s <= 20 * sum(spm >= 136 for spm in mixed[:200])


CAR = (0.0, 12.0)


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        pytest.param([(300.0, RUN), (600.0, CAR)], ["run", "not_on_foot"], id="home by car"),
        pytest.param([(600.0, CAR), (300.0, RUN)], ["not_on_foot", "run"], id="there by car"),
        pytest.param(
            [(300.0, RUN), (600.0, CAR), (300.0, WALK)], ["run", "not_on_foot", "walk"], id="between"
        ),
        pytest.param(
            [(300.0, RUN), *[(50.0, (30.0, 6.0)), (20.0, STAND)] * 8], ["run", "not_on_foot"], id="a slow bus"
        ),
        pytest.param([(900.0, (None, 22.0))], ["not_on_foot"], id="a train, without any cadence"),
        pytest.param([(900.0, (None, 2.8))], ["run"], id="a run without any cadence"),
        pytest.param([(600.0, WALK), (300.0, RUN)], ["walk", "run"], id="nothing but feet"),
    ],
)
def test_what_no_feet_did_is_kept_apart(
    spells: list[tuple[float, tuple[float | None, float | None]]], expected: list[str]
) -> None:
    bouts = find(samples_of(*spells), sum(seconds for seconds, _ in spells))

    found = [kind for kind in kinds(bouts) if kind != "stand"]
    assert found == expected
    assert bouts["uncertain_s"].sum() == 0


def test_no_time_at_all_gives_no_bouts() -> None:
    assert find(Samples.create_empty(), 0.0).equals(Bouts.create_empty())


def test_stance_time_settles_what_cadence_and_speed_leave_open() -> None:
    samples = samples_of((300.0, (136.0, 1.95)))

    on_the_ground = samples.with_columns(stance_time_ms=pl.lit(480.0))
    in_the_air = samples.with_columns(stance_time_ms=pl.lit(300.0))

    assert kinds(find(on_the_ground, 300.0)) == ["walk"]
    assert kinds(find(in_the_air, 300.0)) == ["run"]


@pytest.mark.parametrize(
    ("gait", "border_spm", "kind", "is_certain"),
    [
        pytest.param((131.0, 1.8), None, "walk", False, id="nobody can say"),
        pytest.param((131.0, 1.8), 122.0, "walk", False, id="her history alone counts nothing"),
        pytest.param((131.0, 1.8), 134.0, "walk", True, id="a walk by both borders"),
        pytest.param((138.0, 1.8), 122.0, "run", True, id="a run by both borders"),
        pytest.param((138.0, 1.8), 142.0, "run", False, id="she walks like this"),
    ],
)
def test_a_runners_own_border_confirms_or_widens_what_is_uncertain(
    gait: tuple[float, float], border_spm: float | None, kind: str, is_certain: bool
) -> None:
    bouts = find(samples_of((300.0, gait)), 300.0, settings=BoutSettings(border_spm=border_spm))

    assert kinds(bouts) == [kind]
    assert bouts["uncertain_s"].sum() == pytest.approx(0 if is_certain else 300, abs=20)


def test_two_gaits_of_one_session_find_their_own_border() -> None:
    """Run at 134 steps a minute: under the published border, but far from this runner's walk."""
    samples = samples_of((200.0, (102.0, 1.3)), *[(120.0, (138.0, 1.85)), (90.0, (102.0, 1.3))] * 4)

    assert kinds(find(samples, 1040.0)) == ["walk", *["run", "walk"] * 4]


def splits_of(*spans: tuple[str, float, float]) -> pl.DataFrame:
    frame = pl.DataFrame(spans, schema=["kind", "start_s", "end_s"], orient="row")
    unknown = (pl.lit(None).alias(name) for name in ("distance_m", "cadence_spm"))
    return DeviceSplits.validate(frame.with_columns(unknown), cast=True)


SPLITS = splits_of(("walk", 0.0, 60.0), ("run", 60.0, 126.0), ("walk", 126.0, 200.0))


def test_the_watchs_own_splits_are_evidence_with_their_late_ends_put_right() -> None:
    samples = samples_of((60.0, WALK), (60.0, RUN), (80.0, WALK))

    bouts = find(samples, 200.0, device_splits=SPLITS)

    assert bouts["start_s"].to_list() == pytest.approx([0, 60, 120], abs=1)
    assert set(bouts["source"]) == {"device"}
    assert bouts["uncertain_s"].sum() == 0


def test_the_watchs_own_splits_settle_what_the_signals_leave_open() -> None:
    samples = samples_of((200.0, (None, 1.8)))

    run, walk = (
        find(samples, 200.0, device_splits=splits_of((kind, 0.0, 200.0))) for kind in ("run", "walk")
    )

    assert (kinds(run), kinds(walk)) == (["run"], ["walk"])


@pytest.mark.parametrize("kind", ["run", "walk"])
def test_the_watchs_own_splits_never_decide_alone(kind: str) -> None:
    bouts = find(samples_of((200.0, (None, None))), 200.0, device_splits=splits_of((kind, 0.0, 200.0)))

    assert kinds(bouts) == ["unknown"]


def test_the_watchs_own_splits_can_be_ignored() -> None:
    samples = samples_of((60.0, WALK), (60.0, RUN), (80.0, WALK))

    ignored = find(samples, 200.0, device_splits=SPLITS, use_device_splits=False)

    assert ignored.equals(find(samples, 200.0))


def test_splits_that_the_signals_contradict_are_uncertain() -> None:
    bouts = find(samples_of((200.0, RUN)), 200.0, device_splits=splits_of(("walk", 0.0, 200.0)))

    assert bouts["uncertain_s"].sum() == pytest.approx(200, abs=10)
    assert bouts["confidence_0_1"].max() < 0.9


def test_what_splits_leave_out_is_detected_and_pauses_win() -> None:
    samples = samples_of((60.0, WALK), (60.0, RUN), (80.0, WALK))
    pauses = pl.DataFrame({"start_s": [20.0], "end_s": [40.0], "source": ["timer_event"]})

    bouts = find(samples, 200.0, pauses=pauses, device_splits=splits_of(("walk", 0.0, 50.0)))

    assert kinds(bouts) == ["walk", "pause", "walk", "run", "walk"]
    assert bouts["source"].to_list()[0] == "device"
    assert bouts["source"].to_list()[3:] == ["detected", "detected"]


PAUSED = pl.DataFrame({"start_s": [300.0], "end_s": [600.0], "source": ["timer_event"]})


@pytest.mark.parametrize(
    ("gait", "uncertain_s"),
    [
        pytest.param(RUN, 300, id="ran on"),
        pytest.param(STAND, 0, id="stood"),
        pytest.param(WALK, 160, id="walked: as far as it is by running, it may have been"),
    ],
)
def test_what_moved_while_the_watch_was_paused_may_have_been_run(
    gait: tuple[float, float], uncertain_s: float
) -> None:
    bouts = find(samples_of((300.0, RUN), (300.0, gait), (300.0, RUN)), 900.0, pauses=PAUSED)

    assert kinds(bouts) == ["run", "pause", "run"]
    assert bouts["uncertain_s"].to_list() == pytest.approx([0, uncertain_s, 0], abs=5)


def test_distance_that_grew_in_a_pause_without_records_may_have_been_run() -> None:
    samples = samples_of((900.0, RUN)).filter(~pl.col("elapsed_s").is_between(300, 600))

    bouts = find(samples, 900.0, pauses=PAUSED)

    assert kinds(bouts) == ["run", "pause", "run"]
    assert bouts["uncertain_s"].to_list() == pytest.approx([0, 300, 0], abs=5)
