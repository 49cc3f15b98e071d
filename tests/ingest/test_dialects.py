"""GPX as apps and vendors write it, against the format and beside it."""

from datetime import UTC, datetime

import pytest

from ingest import read_activity
from ingest.xml.read import FAST_FROM_BYTES


def test_a_decimal_comma_is_read_as_a_point_and_noted(gpx, straight):
    points = [
        point | {"lat": str(point["lat"]).replace(".", ","), "lon": "7,5"} for point in straight(60, 3.0)
    ]

    activity = read_activity(gpx(points), "run.gpx")

    assert activity.distance_m == pytest.approx(177, rel=0.01)
    assert "decimal_comma" in [note.code for note in activity.quality]


def test_a_comma_among_points_is_no_number(gpx, straight):
    points = straight(60, 3.0)
    points[5]["ele"] = "1,5"
    points[6]["ele"] = "2.5"

    activity = read_activity(gpx(points), "run.gpx")

    assert activity.provenance.dropped["altitude_impossible"] == 1


@pytest.mark.parametrize(
    ("template", "offset_s"),
    [
        ("2026-05-14T04:05:%02dZ", None),
        ("2026-05-14 04:05:%02dZ", None),
        ("2026-05-14t04:05:%02dz", None),
        ("2026-05-14T04:05:%02d", None),
        ("2026-05-14T04:05:%02d.000Z", None),
        ("2026-05-14T04:05:%02d,000Z", None),
        ("2026-05-14T06:05:%02d+02:00", 7200),
        ("2026-05-14T06:05:%02d.123456+0200", 7200),
        ("2026-05-13 23:05:%02d -05", -18000),
        ("20260514T06:05:%02d+02:00", 7200),
    ],
)
def test_times_are_read_in_the_forms_that_apps_write(gpx, straight, template, offset_s):
    points = [point | {"time": template % second} for second, point in enumerate(straight(50, 3.0))]

    activity = read_activity(gpx(points), "run.gpx")

    start = activity.provenance.start_utc.replace(microsecond=0)
    assert start == datetime(2026, 5, 14, 4, 5, 0, tzinfo=UTC)
    assert activity.provenance.utc_offset_s == offset_s
    assert activity.samples.height == 50
    is_zoned = template.endswith(("Z", "z", "0", "5"))
    assert ("time_zone_assumed" in [note.code for note in activity.quality]) != is_zoned


@pytest.mark.parametrize(
    "time", ["2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01", "now"]
)
def test_what_is_no_time_is_dropped_and_counted(gpx, straight, time):
    points = straight(20, 3.0)
    points[4]["time"] = time

    activity = read_activity(gpx(points), "run.gpx")

    assert activity.provenance.dropped["time_missing"] == 1
    assert activity.samples.height == 19


def test_a_file_written_newest_first_is_turned_round(gpx, straight):
    points = straight(60, 3.0)

    activity = read_activity(gpx(points[40:][::-1], points[:40][::-1]), "run.gpx")

    assert activity.samples.height == 60
    assert activity.distance_m == pytest.approx(177, rel=0.01)
    assert "time_not_in_order" not in activity.provenance.dropped


def tcx_of_other(extension: str, speed_mps: float = 1.4) -> bytes:
    points = "".join(
        f"<Trackpoint><Time>2026-05-14T04:{second // 60:02d}:{second % 60:02d}Z</Time>"
        f"<DistanceMeters>{second * speed_mps}</DistanceMeters>{extension}</Trackpoint>"
        for second in range(120)
    )
    activity = f'<Activity Sport="Other"><Lap><Track>{points}</Track></Lap></Activity>'
    return f"<TrainingCenterDatabase><Activities>{activity}</Activities></TrainingCenterDatabase>".encode()


STEPS = "<Extensions><TPX><RunCadence>55</RunCadence></TPX></Extensions>"


@pytest.mark.parametrize(
    ("extension", "speed_mps", "sport"),
    [
        (STEPS, 1.4, "generic"),
        (STEPS, 0.0, "other"),
        (STEPS, 8.0, "other"),
        ("", 1.4, "other"),
        ("<Cadence>55</Cadence>", 1.4, "other"),
    ],
    ids=["a walk", "strength", "a ride", "a swim", "a row"],
)
def test_other_of_tcx_is_on_foot_only_where_it_counts_steps_on_the_way(extension, speed_mps, sport):
    activity = read_activity(tcx_of_other(extension, speed_mps), "walk.tcx")

    assert activity.provenance.sport == sport
    assert activity.is_on_foot == (sport == "generic")
    assert ("sport_guessed" in [note.code for note in activity.quality]) == activity.is_on_foot


def test_points_without_anything_do_not_upset_the_fast_way(gpx, straight):
    points = straight(1_000, 3.0)
    points[500:500] = [{}] * 3
    content = gpx(points)
    assert len(content) > FAST_FROM_BYTES

    activity = read_activity(content, "run.gpx")

    assert activity.samples.height == 1_000
    assert activity.provenance.dropped["time_missing"] == 3
