"""Small files of every format whose cadence counts otherwise than its format says."""

from itertools import pairwise

import pytest

from ingest import read_activity
from ingest.fit import read_fit
from tests.ingest.fit_builder import (
    CADENCE,
    DISTANCE,
    FIELD_DESCRIPTION,
    RECORD,
    SPEED,
    SPORT,
    START_S,
    STRING,
    TIMESTAMP,
    UINT8,
    UINT16,
    activity_file,
    add_session,
)

SECONDS = 900


def steps_at(second: int) -> int:
    """A run in every other minute, a walk between."""
    return (160 if second // 60 % 2 else 106) + second % 3


def speed_at(second: int) -> float:
    return 2.4 if second // 60 % 2 else 1.4


def walk_at(second: int) -> int:
    return 105 + second % 3


def fit(raw_of, mps_of, *, sport: int = 1, sub_sport: int = 0, name: bytes = b"") -> bytes:
    file = activity_file()
    if name:
        file.message(SPORT, f0=(0, sport), f1=(0, sub_sport), f3=(STRING, name))
    file.define(0, RECORD, (TIMESTAMP, DISTANCE, SPEED, CADENCE))
    way_m = 0.0
    for second in range(SECONDS):
        way_m += mps_of(second)
        file.add(0, START_S + second, round(way_m * 100), round(mps_of(second) * 1000), raw_of(second))
    length_ms = SECONDS * 1000
    add_session(
        file,
        elapsed_ms=length_ms,
        timer_ms=length_ms,
        distance_cm=round(way_m * 100),
        sport=sport,
        sub_sport=sub_sport,
    )
    return file.build()


def only(content: bytes):
    (activity,) = read_fit(content)
    return activity


def median_spm(activity) -> float | None:
    return activity.samples["cadence_spm"].median()


@pytest.mark.parametrize("sport", [1, 11, 17, 0], ids=["running", "walking", "hiking", "none"])
@pytest.mark.parametrize(
    ("raw_of", "mps_of", "rule", "spm"),
    [
        (walk_at, lambda _: 1.35, "fit_steps", 106),
        (lambda second: walk_at(second) // 2, lambda _: 1.35, "fit_strides_doubled", 104),
        (lambda second: 2 * walk_at(second), lambda _: 1.35, "fit_steps", 106),
        (steps_at, speed_at, "fit_steps", 108),
        (lambda second: steps_at(second) // 2, speed_at, "fit_strides_doubled", 108),
    ],
    ids=["a walk in steps", "in strides", "in steps counted twice", "both gaits in steps", "in strides "],
)
def test_a_fit_file_is_not_doubled_unless_it_counts_strides(raw_of, mps_of, rule, spm, sport):
    activity = only(fit(raw_of, mps_of, sport=sport))

    assert activity.provenance.cadence_rule == rule
    assert median_spm(activity) == pytest.approx(spm, abs=3)
    assert "cadence_impossible" not in activity.provenance.dropped


def test_the_laps_of_a_fit_file_follow_the_unit_of_its_records():
    file = activity_file().define(0, RECORD, (TIMESTAMP, DISTANCE, SPEED, CADENCE))
    for second in range(SECONDS):
        file.add(0, START_S + second, second * 135, 1_350, walk_at(second))
    file.message(
        19, f253=(0x86, START_S + SECONDS), f2=(0x86, START_S), f7=(0x86, SECONDS * 1000), f17=(UINT8, 106)
    )
    add_session(file, elapsed_ms=SECONDS * 1000, timer_ms=SECONDS * 1000, distance_cm=SECONDS * 135)

    assert only(file.build()).laps["cadence_spm"].to_list() == [106.0]


def test_a_cadence_of_no_gait_is_left_out_of_a_fit_file_too():
    activity = only(fit(lambda second: 117 + second % 3, lambda _: 3.0))

    assert activity.provenance.cadence_rule == "unknown"
    assert activity.samples["cadence_spm"].null_count() == SECONDS
    assert "cadence_unknown" in [note.code for note in activity.quality]


def test_a_rowing_machine_without_a_sport_is_no_run():
    activity = only(fit(lambda second: 19 + second % 3, lambda _: 3.4, sport=0))

    assert not activity.is_on_foot
    assert activity.provenance.cadence_rule == "none"
    assert "running_s" not in activity.provenance.dropped


@pytest.mark.parametrize(
    ("name", "is_foot"),
    [(b"Radfahren\0", False), (b"Rudern\0", False), (b"Laufen\0", True), (b"Blorp\0", True)],
)
def test_a_watch_may_name_a_sport_that_its_code_does_not(name, is_foot):
    activity = only(fit(lambda _: 0xFF, lambda _: 3.0, sport=0, name=name))

    assert activity.is_on_foot is is_foot


def test_a_ride_without_a_sport_and_without_a_cadence_is_asked_about():
    activity = only(fit(lambda _: 0xFF, lambda _: 4.5, sport=0))

    assert activity.provenance.sport == "other"
    assert activity.provenance.dropped["running_s"] == SECONDS - 1


def test_a_ride_is_none_on_foot_though_it_is_called_a_run():
    activity = only(fit(lambda second: 85 + second % 3, lambda _: 7.5))

    assert activity.provenance.sport == "other"
    assert "sport_guessed" in [note.code for note in activity.quality]


def pod_file(watch_of, pod_of, unit: bytes = b"RPM\0") -> bytes:
    """A watch with a pod beside it, of which each gives a cadence for each second."""
    file = activity_file(sport=1).message(
        FIELD_DESCRIPTION,
        f0=(UINT8, 0),
        f1=(UINT8, 7),
        f2=(UINT8, UINT8),
        f3=(STRING, b"Cadence\0"),
        f8=(STRING, unit),
        f14=(UINT16, RECORD),
        f15=(UINT8, 4),
    )
    file.define(0, RECORD, (TIMESTAMP, DISTANCE, SPEED, CADENCE), developer=((7, UINT8, 0),))
    for second, after in pairwise(range(SECONDS + 1)):
        file.add(0, START_S + second, after * 240, 2_400, watch_of(second), pod_of(second))
    return file.build()


@pytest.mark.parametrize(
    ("watch_of", "pod_of", "unit", "rule", "spm"),
    [
        (lambda s: 70 + s % 3 if s < 20 else 0, lambda s: 80 + s % 3, b"RPM\0", "fit_strides_doubled", 162),
        (
            lambda s: 70 + s % 3 if s < 20 else 0xFF,
            lambda s: 80 + s % 3,
            b"RPM\0",
            "fit_strides_doubled",
            162,
        ),
        (lambda s: 70 + s % 3 if s < 450 else 0, lambda s: 80 + s % 3, b"RPM\0", "fit_strides_doubled", 162),
        (lambda s: 70 + s % 3 if s < 450 else 0, lambda s: 160 + s % 3, b"spm\0", "fit_steps", 161),
        (lambda s: 70 + s % 3, lambda s: 80 + s % 3 if s < 450 else 0, b"RPM\0", "fit_strides_doubled", 142),
        (lambda s: 70 + s % 3, lambda s: 160 + s % 3, b"spm\0", "fit_strides_doubled", 142),
    ],
    ids=[
        "a few seconds of the watch",
        "and then nothing",
        "the watch dies",
        "the pod counts steps",
        "the pod dies",
        "both live",
    ],
)
def test_where_the_watch_or_the_pod_dies_the_other_is_used(watch_of, pod_of, unit, rule, spm):
    activity = only(pod_file(watch_of, pod_of, unit))

    assert activity.provenance.cadence_rule == rule
    assert median_spm(activity) == pytest.approx(spm, abs=1)


@pytest.mark.parametrize(
    ("raw_of", "mps", "rule", "spm"),
    [
        (walk_at, 1.4, "gpx_steps", 106),
        (walk_at, 1.75, "gpx_steps", 106),
        (lambda second: walk_at(second) / 2, 1.4, "gpx_strides_doubled", 106),
        (lambda second: 2 * walk_at(second), 1.4, "gpx_steps", 106),
        (lambda second: 320 + second % 3, 2.6, "gpx_steps", 160.5),
    ],
    ids=["steps", "a wrong position makes it faster", "strides", "counted twice", "a run counted twice"],
)
def test_a_walk_in_gpx_is_no_run_in_any_unit(gpx, straight, raw_of, mps, rule, spm):
    points = straight(600, mps, extensions=lambda second: f"<cad>{raw_of(second)}</cad>")
    activity = read_activity(gpx(points), "walk.gpx")

    assert activity.provenance.cadence_rule == rule
    assert median_spm(activity) == pytest.approx(spm, abs=0.6)


def test_a_position_that_settles_makes_no_run_of_a_walk(gpx, straight):
    def steps(second: int) -> str:
        return f"<cad>{walk_at(second)}</cad>"

    settling = straight(40, 2.6, extensions=steps)
    walk = straight(900, 1.3, start_s=40, start_m=104, extensions=lambda second: steps(second + 1))
    activity = read_activity(gpx(settling + walk), "walk.gpx")

    assert activity.provenance.cadence_rule == "gpx_steps"


def tcx(extra_of) -> bytes:
    points = "".join(
        f"<Trackpoint><Time>2026-05-14T04:{second // 60:02d}:{second % 60:02d}Z</Time>"
        f"<DistanceMeters>{second * 2.4:.1f}</DistanceMeters>{extra_of(second)}</Trackpoint>"
        for second in range(SECONDS)
    )
    activity = f'<Activity Sport="Running"><Lap><Track>{points}</Track></Lap></Activity>'
    return f"<TrainingCenterDatabase><Activities>{activity}</Activities></TrainingCenterDatabase>".encode()


@pytest.mark.parametrize("run_cadence_until", [20, 0, SECONDS])
def test_in_tcx_too_the_sensor_that_goes_on_is_used(run_cadence_until):
    def extra(second: int) -> str:
        pod = 70 + second % 3 if second < run_cadence_until else 0
        return (
            f"<Cadence>{80 + second % 3}</Cadence>"
            f"<Extensions><TPX><RunCadence>{pod}</RunCadence></TPX></Extensions>"
        )

    activity = read_activity(tcx(extra), "run.tcx")

    assert activity.provenance.cadence_rule == "tcx_strides_doubled"
    assert median_spm(activity) == (142 if run_cadence_until == SECONDS else 162)


@pytest.mark.parametrize("word", ["Radfahren", "Ciclismo", "Vélo", "Fietsen", "Велоспорт", "サイクリング"])
def test_a_ride_in_another_language_is_no_run(gpx, straight, word):
    assert not read_activity(gpx(straight(300, 4.4), sport=word), "ride.gpx").is_on_foot
