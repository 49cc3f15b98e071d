"""GPX as apps and vendors write it, against the format and beside it."""

from datetime import UTC, datetime

import pytest

from ingest import read_activity


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
