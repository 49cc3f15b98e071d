import numpy as np
import pytest

from ingest.cadence import judge_cadence, read_cadence

NAN = float("nan")


def judge(cadence, speed_mps, seconds: int = 300, declared=None):
    """A steady outing; a cadence or a speed of several values takes turns every minute."""
    time_s = np.arange(float(seconds))
    minute = (time_s // 60).astype(int)
    raw, mps = (
        np.resize(np.atleast_1d(values).astype(float), minute.max() + 1)[minute]
        for values in (cadence, speed_mps)
    )
    # A real cadence varies; one value that is held is worth little.
    return judge_cadence(time_s, mps, raw + np.where(time_s % 2 < 1, 0.5, -0.5) * raw / 100, declared)


@pytest.mark.parametrize("declared", [None, "strides"])
@pytest.mark.parametrize(
    ("cadence", "speed_mps", "unit"),
    [
        (106, 1.35, "steps"),
        (53, 1.35, "strides"),
        (212, 1.35, "doubled_steps"),
        (160, 2.6, "steps"),
        (80, 2.6, "strides"),
        (320, 2.6, "doubled_steps"),
        ([106, 160], [1.4, 2.5], "steps"),
        ([53, 80], [1.4, 2.5], "strides"),
        ([212, 320], [1.4, 2.5], "doubled_steps"),
        (128, 2.0, "steps"),
        (64, 2.0, "strides"),
        (118, 1.5, "steps"),
        (75, 1.6, "strides"),
        (92, 4.5, "strides"),
    ],
)
def test_the_speed_tells_the_unit_whatever_is_declared(cadence, speed_mps, unit, declared):
    found = judge(cadence, speed_mps, declared=declared)

    assert found.unit == unit
    assert found.factor == {"steps": 1.0, "strides": 2.0, "doubled_steps": 0.5}[unit]
    assert (found.factors == found.factor).all()
    assert found.reason.endswith(".")
    assert found.reason.count(". ") == 0


@pytest.mark.parametrize("declared", [None, "strides"])
@pytest.mark.parametrize(
    ("cadence", "speed_mps"), [(118, 3.0), (34, 3.4), (60, 7.0)], ids=["neither", "strokes", "pedals"]
)
def test_what_is_no_gait_is_unknown(cadence, speed_mps, declared):
    found = judge(cadence, speed_mps, declared=declared)

    assert found.unit == "unknown"
    assert np.isnan(found.factors).all()
    assert str(cadence) in found.reason


@pytest.mark.parametrize(
    ("cadence", "declared", "unit", "why"),
    [
        (80, "strides", "strides", "a run of 160 steps"),
        (53, "strides", "strides", "a walk of 106 steps"),
        (106, "strides", "steps", "nobody takes 212 steps for long"),
        ([106, 160], "strides", "steps", "nor 320"),
        (93, "strides", "unknown", "a quick run or a stroll"),
        ([58, 93], "strides", "strides", "beside a walk it is a run"),
        (212, "strides", "doubled_steps", "only a walk counted twice is left"),
        (80, None, "unknown", "one leg running, or both strolling"),
        (106, None, "unknown", "one gait alone"),
        ([106, 160], None, "steps", "both gaits show"),
        ([53, 80], None, "strides", "both gaits show"),
        ([212, 320], None, "doubled_steps", "both gaits show"),
        (160, None, "steps", "no leg swings as often, and no walk counted twice is so slow"),
        (186, None, "unknown", "a quick run, or a walk counted twice"),
    ],
)
def test_without_a_speed_what_is_declared_stands_unless_it_is_impossible(cadence, declared, unit, why):
    assert judge(cadence, NAN, declared=declared).unit == unit, why
    assert judge(cadence, 0.0, declared=declared).unit == unit, "a speed of 0 is none"


@pytest.mark.parametrize(("seconds", "unit"), [(65, "steps"), (40, "unknown")])
def test_less_than_a_minute_with_a_speed_tells_nothing(seconds, unit):
    assert judge(106, 1.35, seconds).unit == unit


@pytest.mark.parametrize("seconds", [1, 10, 24])
def test_a_few_seconds_are_what_is_declared_or_unknown(seconds):
    assert judge(120, 3.0, seconds, "strides").unit == "strides"
    assert judge(120, 3.0, seconds).unit == "unknown"


@pytest.mark.parametrize("cadence", [0.0, NAN, 900.0])
def test_a_cadence_without_a_step_says_nothing(cadence):
    assert judge(cadence, 3.0).unit == "unknown"
    assert judge(cadence, 3.0, declared="strides").unit == "strides"


def test_a_walk_whose_position_settles_for_a_while_stays_a_walk():
    speed_mps = np.full(30, 1.3)
    speed_mps[0] = 2.6

    assert judge(102, speed_mps, 1_800).unit == "steps"
    assert judge(102, speed_mps, 1_800, "strides").unit == "steps"


def test_a_sensor_that_hangs_decides_nothing():
    time_s = np.arange(1_200.0)
    is_live = time_s < 240
    cadence = np.where(is_live, 53 + time_s % 3, 80.0)
    speed_mps = np.where(is_live, 1.4, 1.3)

    assert judge_cadence(time_s, speed_mps, cadence).unit == "strides"


def test_a_spell_of_another_unit_gets_its_own_factor():
    time_s = np.arange(1_800.0)
    is_lost = (time_s >= 630) & (time_s < 950)
    steps = np.where((time_s // 60) % 2 < 1, 158.0, 106.0) + time_s % 3
    speed_mps = np.where((time_s // 60) % 2 < 1, 2.5, 1.4)

    for factor, unit in ((2.0, "strides"), (1.0, "steps")):
        for change in (0.5, 2.0):
            raw = steps / factor * np.where(is_lost, change, 1.0)
            found = judge_cadence(time_s, speed_mps, raw, "strides")
            read = raw * found.factors
            assert found.unit == unit
            assert (np.abs(read - steps) < 1e-9).mean() > 0.98
            assert "put right" in found.reason


def test_short_steps_up_a_steep_hill_are_no_spell():
    time_s = np.arange(1_200.0)
    is_hill = (time_s > 300) & (time_s < 700)
    cadence = np.where(is_hill, 75.0, 79.0) + time_s % 3

    found = judge_cadence(time_s, np.where(is_hill, 0.8, 2.6), cadence, "strides")

    assert found.unit == "strides"
    assert (found.factors == 2.0).all()


def test_records_of_every_eight_seconds_are_enough():
    time_s = np.arange(0.0, 900.0, 8.0)
    cadence = 53.0 + np.arange(len(time_s)) % 3

    assert judge_cadence(time_s, np.full(len(time_s), 1.4), cadence).unit == "strides"


@pytest.mark.parametrize(("format_name", "word"), [("fit", "fit"), ("gpx", "gpx"), ("tcx", "tcx")])
def test_the_rule_is_a_word_of_the_contract(format_name, word):
    time_s = np.arange(300.0)
    speed_mps = np.full(300, 2.6)
    wobble = time_s % 2

    for raw, rule in ((80, "strides_doubled"), (160, "steps"), (320, "steps")):
        read = read_cadence(format_name, time_s, speed_mps, raw + wobble, on_foot=True)
        assert read.rule == f"{word}_{rule}"
        assert read.steps_per_min is not None
        assert np.median(read.steps_per_min) == pytest.approx(160, abs=2)


def test_what_is_impossible_in_its_unit_is_left_out_and_counted():
    time_s = np.arange(300.0)
    raw = 80 + time_s % 2
    raw[[50, 51]] = 140

    read = read_cadence("fit", time_s, np.full(300, 2.6), raw, on_foot=True, declared="strides")

    assert read.impossible == 2
    assert read.steps_per_min is not None
    assert np.flatnonzero(np.isnan(read.steps_per_min)).tolist() == [50, 51]
    assert read_cadence("fit", time_s, np.full(300, 8.0), raw, on_foot=False).impossible == 0


def test_values_that_would_be_impossible_as_strides_are_judged_before_any_is_left_out():
    time_s = np.arange(300.0)
    read = read_cadence("fit", time_s, np.full(300, 2.4), 162 + time_s % 3, on_foot=True, declared="strides")

    assert (read.rule, read.impossible) == ("fit_steps", 0)


def test_an_unknown_unit_leaves_the_cadence_out_and_says_so():
    time_s = np.arange(300.0)
    read = read_cadence("tcx", time_s, np.full(300, 3.0), 118 + time_s % 2, on_foot=True)

    assert read.rule == "unknown"
    assert read.steps_per_min is not None
    assert np.isnan(read.steps_per_min).all()
    assert [note.code for note in read.notes] == ["cadence_unknown"]


def test_a_wrong_speed_makes_no_spell_of_a_walk():
    """Without a jump of the cadence itself a speed that errs for a minute or two changes nothing."""
    time_s = np.arange(1_800.0)
    is_wrong = (time_s > 600) & (time_s < 720)

    found = judge_cadence(time_s, np.where(is_wrong, 2.8, 1.3), 47 + time_s % 3, "strides")

    assert (found.factors == 2.0).all()


def test_a_bus_that_shakes_the_wrist_makes_no_spell():
    time_s = np.arange(1_800.0)
    is_bus = time_s > 1_200
    cadence = np.where(is_bus, 42.0, 80.0) + time_s % 3

    found = judge_cadence(time_s, np.where(is_bus, 8.0, 2.5), cadence, "strides")

    assert (found.factors == 2.0).all()


def test_whole_values_within_a_spell_stay_whole():
    time_s = np.arange(1_200.0)
    is_lost = (time_s > 400) & (time_s < 800) & (time_s % 20 > 3)
    cadence = np.where(is_lost, 40.0, 80.0) + time_s % 2

    found = judge_cadence(time_s, np.full(1_200, 2.6), cadence, "strides")
    steps = cadence * found.factors

    assert (np.abs(steps - 161) < 4).mean() > 0.98
