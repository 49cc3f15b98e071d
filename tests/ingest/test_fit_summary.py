"""Everything in a FIT file besides the records: sessions, laps, pauses, splits, steps, device."""

from itertools import pairwise

import pytest

from ingest.activity import Activity, DeviceSplits, Laps, Pauses, Samples, Totals, WorkoutSteps
from ingest.errors import IngestError
from ingest.fit import read_fit
from ingest.fit.profile import FIT_EPOCH_S
from tests.ingest.fit_builder import (
    ACTIVITY,
    CADENCE,
    DEVICE_INFO,
    DISTANCE,
    ENUM,
    LAP,
    RECORD,
    SPLIT,
    START_S,
    STRING,
    TIMESTAMP,
    UINT8,
    UINT16,
    UINT32,
    UINT32Z,
    WORKOUT_STEP,
    FitFile,
    activity_file,
    add_session,
    add_timer_event,
    run_file,
)

STOP, START, STOP_ALL = 1, 0, 4


def all_of(file: FitFile) -> tuple[Activity, ...]:
    """The file's activities, their frames held against their contracts."""
    activities = read_fit(file.build())
    for activity in activities:
        Samples.validate(activity.samples)
        Laps.validate(activity.laps)
        Pauses.validate(activity.pauses)
        DeviceSplits.validate(activity.device_splits)
        WorkoutSteps.validate(activity.workout_steps)
        ends_s = activity.pauses.select("start_s", "end_s").rows()
        assert all(0 <= start_s < end_s <= activity.elapsed_time_s for start_s, end_s in ends_s)
        assert all(before[1] <= after[0] for before, after in pairwise(ends_s))
    return activities


def only(file: FitFile) -> Activity:
    (activity,) = all_of(file)
    return activity


def pauses_of(file: FitFile) -> list[tuple[float, float, str]]:
    return only(file).pauses.rows()


def test_the_session_tells_sport_and_totals():
    file = add_session(run_file(), elapsed_ms=60_400, timer_ms=60_400, distance_cm=16_900, sub_sport=1)
    activity = only(file)
    assert (activity.provenance.sport, activity.provenance.sub_sport) == ("running", "treadmill")
    assert (activity.elapsed_time_s, activity.timer_time_s, activity.distance_m) == (60.4, 60.4, 169.0)


def test_effort_and_feeling_as_the_watch_asked():
    file = run_file().message(
        18, f2=(UINT32, START_S), f5=(ENUM, 1), f193=(UINT8, 40), f192=(UINT8, 75), f7=(UINT32, 59_000)
    )
    activity = only(file)
    assert (activity.device_rpe_0_10, activity.device_feel) == (4.0, 75.0)


def test_effort_beyond_its_scale_is_null():
    file = run_file().message(18, f2=(UINT32, START_S), f5=(ENUM, 1), f193=(UINT8, 110), f192=(UINT8, 101))
    activity = only(file)
    assert (activity.device_rpe_0_10, activity.device_feel) == (None, None)


@pytest.mark.parametrize(
    ("sport", "sub_sport", "expected"),
    [
        (11, 0, ("walking", "generic")),
        (2, 6, ("cycling", "indoor_cycling")),
        (4, 1, ("running", "treadmill")),
        (4, 45, ("running", "indoor_running")),
        (4, 27, ("walking", "indoor_walking")),
        (4, 15, ("fitness_equipment", "elliptical")),
        (0, 3, ("generic", "trail")),
        (0, 20, ("other", "strength_training")),
        (0, 17, ("other", "lap_swimming")),
        (0, 240, ("generic", "unknown_240")),
        (250, 240, ("unknown_250", "unknown_240")),
    ],
)
def test_sports_in_words(sport: int, sub_sport: int, expected: tuple[str, str]):
    activity = only(add_session(run_file(), sport=sport, sub_sport=sub_sport))
    assert (activity.provenance.sport, activity.provenance.sub_sport) == expected


def test_without_sport_on_wheels_is_no_run():
    file = activity_file().define(0, RECORD, (TIMESTAMP, DISTANCE, (6, UINT16)))
    for second in range(30):
        file.add(0, START_S + second, second * 800, 8_000)
    activity = only(file)
    assert not activity.is_on_foot
    assert [note.code for note in activity.quality] == ["sport_guessed"]


@pytest.mark.parametrize(("sport", "sub_sport"), [(2, 0), (5, 17), (10, 20), (4, 15), (7, 0)], ids=str)
def test_what_shows_running_is_on_foot_whatever_the_watch_calls_it(sport: int, sub_sport: int):
    activity = only(add_session(run_file(120), elapsed_ms=120_000, sport=sport, sub_sport=sub_sport))
    assert activity.provenance.sport == "generic"
    assert [note.code for note in activity.quality if note.code == "sport_guessed"]
    ridden = run_file(120, cadence=80, speed_mmps=6_000)
    assert not only(add_session(ridden, elapsed_ms=120_000, sport=sport, sub_sport=sub_sport)).is_on_foot


def test_without_a_session_the_first_lap_names_the_sport():
    file = activity_file().define(0, RECORD, (TIMESTAMP, CADENCE)).add(0, START_S, 80)
    file.message(LAP, f2=(UINT32, START_S), f7=(UINT32, 1_000), f25=(ENUM, 11))
    assert only(file).provenance.sport == "walking"


def test_a_session_without_a_sport_takes_that_of_the_sport_message():
    activity = only(add_session(activity_file(sport=2), sport=0xFF))
    assert activity.provenance.sport == "cycling"


def test_a_sport_message_without_a_sport_leaves_it_to_the_lap():
    file = activity_file(sport=0xFF).message(LAP, f25=(ENUM, 11)).define(0, RECORD, (TIMESTAMP,))
    assert only(file.add(0, START_S)).provenance.sport == "walking"


@pytest.mark.parametrize(
    ("start_s", "expected"),
    [
        (START_S - 30 * 86_400, START_S),
        (START_S + 7_200, START_S),
        (START_S - 300, START_S - 300),
    ],
    ids=["last month", "in a zone further east", "while waiting for satellites"],
)
def test_a_session_far_from_its_records_takes_their_time(start_s: int, expected: int):
    activity = only(add_session(run_file(), start_s=start_s))
    assert activity.provenance.start_utc.timestamp() == FIT_EPOCH_S + expected
    assert activity.elapsed_time_s <= 360
    assert [note.code for note in activity.quality] == (["start_mismatch"] if start_s != expected else [])


def test_a_session_that_tells_of_no_way_leaves_it_to_the_records():
    activity = only(add_session(run_file(), distance_cm=0))
    assert (activity.distance_m, activity.quality) == (165.2, ())


def test_records_that_go_on_for_a_day_behind_their_session_still_count():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, CADENCE))
    for minute in range(24 * 60):
        file.add(0, START_S + 60 * minute, 80)
    assert only(add_session(file)).samples.height == 24 * 60


@pytest.mark.parametrize("days", [-3, 3])
def test_records_days_away_from_their_session_are_left_out_and_counted(days: int):
    """As of a watch whose clock was set by the first satellite."""
    file = run_file().define(0, RECORD, (TIMESTAMP, CADENCE))
    for second in range(5):
        file.add(0, START_S + days * 86_400 + second, 80)
    activity = only(add_session(file))
    assert activity.provenance.start_utc.timestamp() == FIT_EPOCH_S + START_S
    assert (activity.elapsed_time_s, activity.samples.height) == (60, 60)
    assert activity.provenance.dropped["time_impossible"] == 5


def test_a_session_without_records_is_an_activity():
    activity = only(add_session(activity_file(), elapsed_ms=1_800_000, distance_cm=500_000))
    assert activity.samples.height == 0
    assert (activity.elapsed_time_s, activity.distance_m) == (1_800.0, 5_000.0)


@pytest.mark.parametrize(("told_m", "codes"), [(165.2, []), (183.0, []), (200.0, ["distance_mismatch"])])
def test_a_total_far_from_the_records_is_said(told_m: float, codes: list[str]):
    activity = only(add_session(run_file(seconds=60), distance_cm=round(told_m * 100)))
    assert activity.distance_m == told_m
    assert [note.code for note in activity.quality] == codes


def test_records_behind_the_sessions_total_still_count():
    activity = only(add_session(run_file(seconds=60), elapsed_ms=30_000, timer_ms=30_000))
    assert activity.elapsed_time_s == 59.0
    assert activity.timer_time_s == 59.0


def test_records_before_the_sessions_start_still_count():
    activity = only(
        add_session(run_file(seconds=60), start_s=START_S + 5, elapsed_ms=55_000, timer_ms=55_000)
    )
    assert activity.samples.height == 60
    assert activity.elapsed_time_s == 60.0


def test_no_time_at_all():
    file = activity_file().message(18, f5=(ENUM, 1), f7=(UINT32, 60_000))
    with pytest.raises(IngestError) as caught:
        read_fit(file.build())
    assert caught.value.code == "no_timestamps"


def test_neither_records_nor_session():
    with pytest.raises(IngestError) as caught:
        read_fit(activity_file().build())
    assert caught.value.code == "empty_activity"


@pytest.mark.parametrize(
    ("file_type", "word"),
    [
        (2, "settings"),
        (5, "workout"),
        (6, "course"),
        (32, "monitoring"),
        (20, "is an activity summary"),
        (99, "a type 99"),
    ],
)
def test_a_file_that_is_no_activity_says_what_it_is(file_type: int, word: str):
    file = activity_file(file_type=file_type).define(0, RECORD, (TIMESTAMP,)).add(0, START_S)
    with pytest.raises(IngestError, match=f"{word}.* export the recorded activity") as caught:
        read_fit(file.build())
    assert caught.value.code == "not_an_activity"


# Pauses


def paused_run(*events: tuple[int, int], gap: tuple[int, int] | None = None, seconds: int = 100) -> FitFile:
    """A run of one record a second, silent in the gap, with timer events."""
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, CADENCE))
    for second in range(seconds + 1):
        if gap is None or not gap[0] < second < gap[1]:
            file.add(0, START_S + second, 80)
    for second, kind in events:
        add_timer_event(file, second, kind)
    return file


def test_a_pause_lasts_from_stop_to_start():
    assert pauses_of(paused_run((20, STOP), (50, START))) == [(20.0, 50.0, "timer_event")]


def test_a_second_stop_and_a_second_start_change_nothing():
    events = ((0, START), (20, STOP), (25, STOP_ALL), (50, START), (60, START))
    assert pauses_of(paused_run(*events)) == [(20.0, 50.0, "timer_event")]


def test_the_last_stop_lasts_until_the_end():
    file = add_session(paused_run((90, STOP_ALL), seconds=90), elapsed_ms=120_000, timer_ms=90_000)
    assert pauses_of(file) == [(90.0, 120.0, "timer_event")]


def test_events_of_another_kind_are_no_pause():
    file = paused_run().message(21, f253=(UINT32, START_S + 9), f0=(ENUM, 26), f1=(ENUM, 1))
    assert pauses_of(file) == []


@pytest.mark.parametrize("stop_s", [-START_S, -100, 0, 20])
def test_a_stop_that_no_start_follows_does_not_swallow_a_run_that_was_never_paused(stop_s: int):
    activity = only(add_session(paused_run((stop_s, STOP_ALL)), elapsed_ms=100_000, timer_ms=100_000))
    assert (activity.pauses.height, activity.timer_time_s) == (0, 100.0)


def test_the_stop_of_one_session_does_not_pause_the_next():
    file = add_session(paused_run((0, START), (50, STOP_ALL)), elapsed_ms=50_000, timer_ms=50_000)
    file = add_session(file, start_s=START_S + 51, elapsed_ms=49_000, timer_ms=49_000, sport=2)
    assert [activity.pauses.height for activity in all_of(file)] == [0, 0]


def test_the_totals_give_the_exact_length_where_they_agree():
    file = paused_run((20, STOP), (50, START), gap=(20, 50))
    file = add_session(file, elapsed_ms=100_000, timer_ms=70_600)
    activity = only(file)
    assert activity.pauses.rows() == [(20.0, pytest.approx(49.4), "timer_event")]
    assert activity.timer_time_s == pytest.approx(70.6)


def test_a_pause_only_the_totals_tell_is_put_where_the_records_are_silent():
    file = add_session(paused_run(gap=(30, 70)), elapsed_ms=100_000, timer_ms=62_000)
    assert pauses_of(file) == [(30.0, 68.0, "timer_total")]


def test_several_silences_share_what_only_the_totals_tell():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, CADENCE))
    for second in (*range(20), *range(60, 80), *range(100, 121)):
        file.add(0, START_S + second, 80)
    file = add_session(file, elapsed_ms=120_000, timer_ms=61_000)
    assert pauses_of(file) == [(19.0, 60.0, "timer_total"), (79.0, 97.0, "timer_total")]


def test_a_pause_that_fits_nowhere_is_left_out_and_said():
    activity = only(add_session(paused_run(), elapsed_ms=100_000, timer_ms=60_000))
    assert activity.pauses.height == 0
    (note,) = activity.quality
    assert note.code == "pause_unplaced"
    assert "40 s" in note.message


def test_a_stop_without_a_start_ends_with_the_next_record_where_the_totals_say_so():
    file = paused_run((30, STOP), (100, STOP_ALL), gap=(30, 70))
    assert pauses_of(add_session(file, elapsed_ms=100_000, timer_ms=60_000)) == [(30.0, 70.0, "timer_event")]


def test_events_rule_where_they_tell_of_more_pause_than_the_totals():
    file = paused_run((20, STOP), (50, START))
    assert pauses_of(add_session(file, elapsed_ms=100_000, timer_ms=100_000)) == [(20.0, 50.0, "timer_event")]


# Laps, splits, steps


def test_laps():
    file = add_session(run_file(seconds=60))
    times = (TIMESTAMP, (2, UINT32), (7, UINT32), (8, UINT32))
    rest = ((9, UINT32), (17, UINT8), (80, UINT8), (23, ENUM), (24, ENUM), (71, UINT16))
    file.define(1, LAP, (*times, *rest))
    file.add(1, START_S + 20, START_S, 20_000, 19_500, 5_600, 79, 64, 2, 1, 0)
    file.add(1, START_S + 60, START_S + 20, 40_000, 40_000, 11_200, 0xFF, 0xFF, 0xFF, 7, 0xFFFF)
    assert only(file).laps.rows() == [
        (0, 0.0, 20.0, 19.5, 56.0, 159.0, "warmup", "time", 0),
        (1, 20.0, 60.0, 40.0, 112.0, None, None, "session_end", None),
    ]


def test_a_lap_without_a_start_is_counted_back_from_its_end():
    file = add_session(run_file()).message(LAP, f253=(UINT32, START_S + 60), f7=(UINT32, 60_000))
    assert only(file).laps.select("start_s", "end_s").rows() == [(0.0, 60.0)]


def test_only_the_gait_splits_count():
    """Interval splits lie over the same time; counting both would double the load."""
    file = add_session(run_file())
    file.define(1, SPLIT, ((0, ENUM), (9, UINT32), (27, UINT32), (3, UINT32), (29, UINT16)))
    for kind, start, end in ((18, 20, 50), (17, 0, 20), (3, 0, 60), (22, 50, 60), (12, 0, 20)):
        file.add(1, kind, START_S + start, START_S + end, 100 * (end - start), 80 * 128 + 64)
    assert only(file).device_splits.rows() == [
        ("run", 0.0, 20.0, 20.0, 161.0),
        ("walk", 20.0, 50.0, 30.0, 161.0),
        ("stand", 50.0, 60.0, 10.0, 161.0),
    ]


def test_a_split_without_an_end_lasts_as_long_as_it_says():
    file = add_session(run_file())
    file.message(SPLIT, f0=(ENUM, 17), f9=(UINT32, START_S), f1=(UINT32, 12_500))
    assert only(file).device_splits.select("kind", "start_s", "end_s").rows() == [("run", 0.0, 12.5)]


def test_workout_steps():
    file = run_file()
    file.define(1, WORKOUT_STEP, ((254, UINT16), (1, ENUM), (2, UINT32), (4, UINT32), (7, ENUM)))
    file.add(1, 0, 0, 300_000, 0xFFFFFFFF, 2)
    file.add(1, 1, 1, 40_000, 0xFFFFFFFF, 0)
    file.add(1, 2, 28, 90_000, 0xFFFFFFFF, 1)
    file.add(1, 3, 6, 1, 8, 0xFF)
    file.add(1, 4, 5, 0xFFFFFFFF, 0xFFFFFFFF, 3)
    file.add(1, 5, 2, 130, 0xFFFFFFFF, 0)
    assert only(file).workout_steps.rows() == [
        (0, "time", 300.0, None, "warmup", None, None),
        (1, "distance", None, 400.0, "active", None, None),
        (2, "time", 90.0, None, "rest", None, None),
        (3, "repeat", None, None, None, 1, 8),
        (4, "open", None, None, "cooldown", None, None),
        (5, "other", None, None, "active", None, None),
    ]


# Several sessions, several files


def multisport(*, counts_on: bool) -> FitFile:
    """A ride of 60 s and a run of 60 s; the distance counts on or begins again."""
    file = activity_file().define(0, RECORD, (TIMESTAMP, DISTANCE, CADENCE))
    for second in range(121):
        metres = second * 5 if second < 60 else 300 * counts_on + (second - 60) * 3
        file.add(0, START_S + second, metres * 100, 80)
    add_timer_event(file, 20, STOP)
    add_timer_event(file, 30, START)
    add_timer_event(file, 80, STOP)
    add_timer_event(file, 85, START)
    file.message(LAP, f2=(UINT32, START_S), f7=(UINT32, 60_000), f253=(UINT32, START_S + 60))
    file.message(LAP, f2=(UINT32, START_S + 60), f7=(UINT32, 60_000), f253=(UINT32, START_S + 120))
    add_session(file, start_s=START_S + 60, distance_cm=18_000, timer_ms=55_000)
    return add_session(file, distance_cm=29_500, sport=2, timer_ms=50_000)


@pytest.mark.parametrize("counts_on", [False, True])
def test_one_activity_per_session(counts_on: bool):
    ride, run = all_of(multisport(counts_on=counts_on))
    assert (ride.provenance.sport, run.provenance.sport) == ("cycling", "running")
    assert (ride.samples.height, run.samples.height) == (60, 61)
    assert ride.pauses.rows() == [(20.0, 30.0, "timer_event")]
    assert run.pauses.rows() == [(20.0, 25.0, "timer_event")]
    assert run.samples["distance_m"][-1] == pytest.approx(180, abs=6)
    assert run.samples["elapsed_s"][0] == 0.0
    assert (ride.laps.height, run.laps.height) == (1, 1)
    assert ride.samples["cadence_spm"][0] == 80.0
    assert run.samples["cadence_spm"][0] == 160.0


def test_a_session_ends_where_the_next_begins():
    file = add_session(multisport(counts_on=True), start_s=START_S + 90, elapsed_ms=30_000)
    first, second, third = all_of(file)
    assert [activity.elapsed_time_s for activity in (first, second, third)] == [60.0, 30.0, 30.0]


def test_a_session_from_before_the_clock_was_set_is_passed_over():
    activity = only(add_session(add_session(run_file()), start_s=1_000))
    assert activity.provenance.start_utc.year == 2026


def test_a_session_that_is_written_twice_counts_once():
    file = add_session(add_session(run_file(), distance_cm=1_000), distance_cm=16_800)
    assert only(file).distance_m == 168.0


def test_a_session_without_a_start_among_others_is_passed_over():
    assert len(all_of(add_session(run_file()).message(18, f5=(ENUM, 2), f7=(UINT32, 9_000)))) == 1


def test_a_session_without_a_start_begins_with_the_records():
    activity = only(run_file().message(18, f5=(ENUM, 11), f7=(UINT32, 80_000)))
    assert (activity.provenance.sport, activity.elapsed_time_s) == ("walking", 80.0)


def test_chained_files_give_an_activity_each():
    content = add_session(run_file(seconds=60)).build() + add_session(run_file(seconds=30), sport=11).build()
    run, walk = read_fit(content)
    assert (run.provenance.sport, walk.provenance.sport) == ("running", "walking")
    assert (run.samples.height, walk.samples.height) == (60, 30)
    assert run.provenance.sha256 == walk.provenance.sha256


def test_a_chained_part_that_is_no_activity_is_passed_over():
    assert len(read_fit(activity_file(file_type=2).build() + run_file().build())) == 1


def test_no_more_chained_files_than_any_watch_writes():
    with pytest.raises(IngestError) as caught:
        read_fit(run_file(seconds=2).build() * 21)
    assert caught.value.code == "too_large"


def test_the_totals_of_the_session_are_kept():
    file = run_file().message(
        18,
        f2=(UINT32, START_S),
        f7=(UINT32, 61_000),
        f8=(UINT32, 60_000),
        f9=(UINT32, 16_800),
        f10=(UINT32, 80),
    )
    assert only(file).totals == Totals(timer_s=60.0, distance_m=168.0, steps=160.0)
    assert only(run_file()).totals == Totals()


# Where it came from


@pytest.mark.parametrize(
    ("local_less_utc_s", "expected"),
    [
        (7_200, 7_200),
        (-34_200, -34_200),
        (20_700, 20_700),
        (7_203, 7_200),
        (0, 0),
        (7_500, None),
        (60_000, None),
    ],
)
def test_the_offset_from_utc(local_less_utc_s: int, expected: int | None):
    file = run_file().message(
        ACTIVITY, f253=(UINT32, START_S + 60), f5=(UINT32, START_S + 60 + local_less_utc_s)
    )
    assert only(file).provenance.utc_offset_s == expected


def test_the_device_in_words_and_its_serial_as_a_keyed_hash():
    content = run_file().build()
    (plain,) = read_fit(content)
    (keyed,) = read_fit(content, serial_key=b"key of one database")
    (other,) = read_fit(content, serial_key=b"key of another")
    assert plain.provenance.device == "Garmin Forerunner 965"
    assert plain.provenance.device_key is None
    assert keyed.provenance.device_key != other.provenance.device_key
    assert len(keyed.provenance.device_key or "") == 64
    assert "12345" not in repr(keyed)


def test_the_device_of_the_creating_device_info():
    file = FitFile().message(0, f0=(ENUM, 4))
    file.message(
        DEVICE_INFO,
        f0=(UINT8, 0),
        f2=(UINT16, 294),
        f3=(UINT32Z, 77),
        f4=(UINT16, 812),
        f27=(STRING, b"COROS PACE Pro\0"),
    )
    file.define(0, RECORD, (TIMESTAMP, CADENCE)).add(0, START_S, 80)
    assert only(file).provenance.device == "COROS PACE Pro"


def test_no_more_sessions_than_any_watch_writes():
    file = activity_file().define(1, 18, ((2, UINT32), (5, ENUM)))
    for number in range(51):
        file.add(1, START_S + number, 1)
    with pytest.raises(IngestError) as caught:
        read_fit(file.build())
    assert caught.value.code == "too_large"
