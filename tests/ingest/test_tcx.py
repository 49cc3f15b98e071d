from collections.abc import Iterable

import polars as pl
import pytest

from ingest import IngestError, read_activities, read_activity
from ingest.activity import Laps, Pauses, Samples, Totals


def stamp(second: float) -> str:
    return (
        f"2026-05-14T{6 + int(second) // 3600:02d}:{int(second) // 60 % 60:02d}:{int(second) % 60:02d}.000Z"
    )


def point(second: float, distance_m: float | None = None, more: str = "") -> str:
    way = "" if distance_m is None else f"<DistanceMeters>{distance_m}</DistanceMeters>"
    return f"<Trackpoint><Time>{stamp(second)}</Time>{way}{more}</Trackpoint>"


def points(first: int, stop: int, speed_mps: float, start_m: float = 0.0, more: str = "") -> str:
    return "".join(
        point(second, start_m + (second - first) * speed_mps, more) for second in range(first, stop)
    )


def lap(start: float, tracks: Iterable[str], timer_s: float, distance_m: float, more: str = "") -> str:
    body = "".join(f"<Track>{track}</Track>" for track in tracks)
    return (
        f'<Lap StartTime="{stamp(start)}"><TotalTimeSeconds>{timer_s}</TotalTimeSeconds>'
        f"<DistanceMeters>{distance_m}</DistanceMeters>{more}{body}</Lap>"
    )


def activity_of(
    *laps: str, sport: str = "Running", device: str = "Garmin Forerunner 245", unit: str = "3412345678"
) -> str:
    return (
        f'<Activity Sport="{sport}"><Id>{stamp(0)}</Id>{"".join(laps)}'
        f"<Creator><Name>{device}</Name><UnitId>{unit}</UnitId></Creator></Activity>"
    )


def tcx(*activities: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f"<Activities>{''.join(activities)}</Activities></TrainingCenterDatabase>"
    ).encode()


def read(content: bytes, **more: object):
    return read_activity(content, "run.tcx", **more)


def test_a_run_with_laps_is_measured():
    more = "<HeartRateBpm><Value>140</Value></HeartRateBpm><AltitudeMeters>250</AltitudeMeters>"
    first = lap(
        0,
        [points(0, 60, 3.0, more=more)],
        60,
        180,
        "<Intensity>Active</Intensity><TriggerMethod>Time</TriggerMethod>",
    )
    second = lap(
        60,
        [points(60, 121, 1.5, 180, more)],
        60,
        90,
        "<Intensity>Resting</Intensity><TriggerMethod>Manual</TriggerMethod>",
    )

    activity = read(tcx(activity_of(first, second)))

    Samples.validate(activity.samples)
    Laps.validate(activity.laps)
    assert activity.provenance.format == "tcx"
    assert activity.provenance.sport == "running"
    assert activity.provenance.device == "Garmin Forerunner 245"
    assert activity.distance_m == 270
    assert activity.elapsed_time_s == activity.timer_time_s == 120
    assert activity.samples["heart_rate_bpm"].to_list() == [140.0] * 121
    assert activity.laps.select(
        "start_s", "end_s", "timer_time_s", "distance_m", "intensity", "trigger"
    ).rows() == [
        (0.0, 60.0, 60.0, 180.0, "active", "time"),
        (60.0, 120.0, 60.0, 90.0, "rest", "manual"),
    ]
    assert not activity.quality


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ("<Cadence>82</Cadence>", "tcx_strides_doubled"),
        (
            "<Extensions><TPX xmlns='http://x'><Speed>3</Speed><RunCadence>82</RunCadence></TPX></Extensions>",
            "tcx_strides_doubled",
        ),
        (
            "<Extensions><ns3:TPX><ns3:RunCadence>82</ns3:RunCadence></ns3:TPX></Extensions>",
            "tcx_strides_doubled",
        ),
        (
            "<Extensions><ActivityTrackpointExtension SourceSensor='Footpod'><RunCadence>82</RunCadence>"
            "</ActivityTrackpointExtension></Extensions>",
            "tcx_strides_doubled",
        ),
        ("<Cadence>164</Cadence>", "tcx_steps"),
    ],
)
def test_cadence_in_every_place_becomes_steps_of_both_legs(more, rule):
    activity = read(
        tcx(activity_of(lap(0, [points(0, 60, 3.0, more=more)], 60, 177, "<Cadence>80</Cadence>")))
    )

    assert activity.provenance.cadence_rule == rule
    assert activity.samples["cadence_spm"].to_list() == [164.0] * 60


def test_the_cadence_of_laps_follows_the_rule_of_the_samples():
    more = "<Extensions><LX><AvgRunCadence>81</AvgRunCadence></LX></Extensions>"
    content = tcx(activity_of(lap(0, [points(0, 60, 3.0, more="<Cadence>82</Cadence>")], 60, 177, more)))

    assert read(content).laps["cadence_spm"].to_list() == [162.0]


def test_speed_and_power_of_the_extension_are_read():
    more = "<Extensions><ns3:TPX><ns3:Speed>3.1</ns3:Speed><ns3:Watts>230</ns3:Watts></ns3:TPX></Extensions>"

    samples = read(tcx(activity_of(lap(0, [points(0, 60, 3.0, more=more)], 60, 177)))).samples

    assert samples["speed_mps"].to_list() == [3.1] * 60
    assert samples["power_w"].to_list() == [230.0] * 60


def test_a_new_track_after_a_gap_is_a_pause():
    content = tcx(activity_of(lap(0, [points(0, 60, 3.0), points(100, 161, 3.0, 177)], 119, 357)))

    activity = read(content)

    Pauses.validate(activity.pauses)
    assert activity.pauses.rows() == [(59.0, 100.0, "segment_gap")]
    assert activity.timer_time_s == 119


def test_a_pause_that_only_the_totals_tell_lies_in_the_longest_silence():
    content = tcx(activity_of(lap(0, [points(0, 60, 3.0) + points(90, 121, 3.0, 177)], 90, 267)))

    activity = read(content)

    assert activity.pauses.rows() == [(59.0, 89.0, "timer_total")]
    assert activity.timer_time_s == 90
    assert not activity.quality


def test_a_pause_that_has_no_place_is_told():
    activity = read(tcx(activity_of(lap(0, [points(0, 121, 3.0)], 80, 360))))

    assert activity.pauses.height == 0
    assert [note.code for note in activity.quality] == ["pause_unplaced"]
    assert "40 s" in activity.quality[0].message


def test_distances_that_begin_anew_in_each_lap_are_added_up():
    content = tcx(
        activity_of(lap(0, [points(0, 60, 3.0)], 60, 177), lap(60, [points(60, 120, 2.0)], 60, 118))
    )

    way_m = read(content).samples["distance_m"]

    assert way_m.is_sorted()
    assert way_m[-1] == pytest.approx(177 + 118)


def test_small_falls_of_the_distance_do_not_add_up():
    jitter = "".join(point(second, 50 + second * 2 - (second % 2) * 3) for second in range(60))

    assert read(tcx(activity_of(lap(0, [jitter], 60, 166)))).samples["distance_m"][-1] == 50 + 58 * 2


def test_a_distance_that_counts_on_from_an_earlier_activity_is_taken_back():
    content = tcx(activity_of(lap(0, [points(0, 60, 3.0, start_m=9_000)], 60, 177)))

    assert read(content).samples["distance_m"].to_list() == [3.0 * second for second in range(60)]


def test_each_activity_of_a_multisport_file_is_one():
    run = activity_of(lap(0, [points(0, 60, 3.0)], 60, 177))
    ride = activity_of(lap(3_600, [points(3_600, 3_700, 8.0)], 100, 792), sport="Biking")
    other = activity_of(lap(8_000, [points(8_000, 8_060, 1.0)], 60, 59), sport="Other")
    content = tcx(
        f"<MultiSportSession><FirstSport>{run}</FirstSport><NextSport>{ride}</NextSport></MultiSportSession>{other}"
    )

    results = list(read_activities(content, "all.tcx"))

    assert [result.activity.provenance.sport for result in results] == ["running", "cycling", "other"]
    assert [result.activity.laps.height for result in results] == [1, 1, 1]
    assert [result.activity.is_on_foot for result in results] == [True, False, False]


def test_a_course_is_no_activity():
    course = f"<Courses><Course><Name>Home loop</Name><Track>{points(0, 60, 3.0)}</Track></Course></Courses>"

    with pytest.raises(IngestError) as caught:
        read(tcx().replace(b"<Activities></Activities>", course.encode()))

    assert caught.value.code == "not_an_activity"
    assert "1 course" in caught.value.message


def test_points_of_a_course_beside_an_activity_do_not_count():
    run = activity_of(lap(0, [points(0, 60, 3.0)], 60, 177))
    course = f"<Courses><Course><Track>{points(60, 120, 3.0)}</Track></Course></Courses>"

    assert read(tcx(run).replace(b"<Activities>", course.encode() + b"<Activities>")).samples.height == 60


@pytest.mark.parametrize("body", ["", "<Activity Sport='Running'/>", activity_of(lap(0, [""], 0, 100))])
def test_an_activity_without_points_is_empty(body):
    with pytest.raises(IngestError) as caught:
        read(tcx(body))

    assert caught.value.code == "empty_activity"


def test_a_lap_without_a_start_begins_at_its_first_point():
    laps = lap(0, [points(0, 60, 3.0)], 60, 177) + lap(60, [points(60, 121, 3.0, 180)], 60, 180)

    activity = read(tcx(activity_of(laps.replace(f' StartTime="{stamp(60)}"', ""))))

    assert activity.laps["start_s"].to_list() == [0.0, 60.0]


def test_a_lap_that_starts_before_its_first_point_starts_the_activity():
    activity = read(tcx(activity_of(lap(0, [points(4, 60, 3.0)], 65, 200))))

    assert activity.samples["elapsed_s"][0] == 4
    assert activity.elapsed_time_s == 65
    assert activity.provenance.start_utc.isoformat() == "2026-05-14T06:00:00+00:00"


def test_the_serial_number_stays_only_as_a_keyed_hash():
    content = tcx(
        activity_of(lap(0, [points(0, 60, 3.0)], 60, 177), device="Forerunner305 (Unit ID 3412345678)")
    )

    without_key, with_key = read(content), read(content, serial_key=b"key")

    assert without_key.provenance.device_key is None
    assert with_key.provenance.device_key is not None
    assert with_key.provenance.device_key != read(content, serial_key=b"other key").provenance.device_key
    assert with_key.provenance.device == "Forerunner305"
    assert "3412345678" not in repr(with_key.provenance)


@pytest.mark.parametrize(
    ("written", "device"),
    [
        ("Anna's Apple Watch", "Apple Watch"),
        ("Apple Watch von Anna", "Apple Watch"),
        ("Apple Watch de Anna Smith", "Apple Watch"),
        ("Garmin Anna's watch", "Garmin"),
        ("Anna", None),
        ("Polar M400", "Polar M400"),
        ("", None),
    ],
)
def test_a_device_name_tells_no_person(written, device):
    content = tcx(activity_of(lap(0, [points(0, 60, 3.0)], 60, 177), device=written))

    assert read(content).provenance.device == device


def test_the_totals_of_the_laps_are_added_up():
    steps = "<Extensions><LX><Steps>160</Steps></LX></Extensions>"
    laps = [
        lap(0, [points(0, 60, 3.0)], 60, 180, steps),
        lap(60, [points(60, 121, 3.0, 180)], 61, 183, steps),
    ]

    assert read(tcx(activity_of(*laps))).totals == Totals(timer_s=121.0, distance_m=363.0, steps=320.0)
    assert read(tcx(activity_of(laps[0], laps[1].replace(steps, "")))).totals.steps is None


def test_a_total_that_the_points_do_not_bear_out_is_told():
    activity = read(tcx(activity_of(lap(0, [points(0, 60, 3.0)], 60, 5_000))))

    assert activity.distance_m == 5_000
    assert [note.code for note in activity.quality] == ["distance_mismatch"]


def test_a_watch_that_never_saw_a_satellite_is_told():
    content = tcx(activity_of(lap(0, [points(0, 60, 3.0)], 60, 177))).replace(b"2026-05-14", b"1989-12-31")

    assert [note.code for note in read(content).quality] == ["clock_not_set"]


def test_points_with_nothing_but_a_time_are_kept():
    content = tcx(activity_of(lap(0, ["".join(point(second) for second in range(60))], 60, 0)))

    activity = read(content)

    assert activity.samples.height == 60
    assert activity.distance_m is None
    assert activity.samples.select(pl.col("distance_m", "speed_mps").null_count()).row(0) == (60, 60)


def bare_lap(at_s: int, seconds: float, metres: float) -> str:
    return lap(at_s, [], seconds, metres)


def test_laps_without_points_are_a_summary_of_what_they_add_up_to():
    activity = read(tcx(activity_of(bare_lap(0, 600, 1_500), bare_lap(660, 300, 700))))

    assert activity.samples.is_empty()
    assert (activity.elapsed_time_s, activity.timer_time_s, activity.distance_m) == (960.0, 900.0, 2_200.0)
    assert activity.pauses.select("start_s", "end_s").rows() == [(600.0, 660.0)]
    assert activity.laps.height == 2


def test_laps_without_a_time_are_nothing():
    with pytest.raises(IngestError) as caught:
        read(tcx(activity_of(bare_lap(0, 0, 1_500))))

    assert caught.value.code == "empty_activity"
