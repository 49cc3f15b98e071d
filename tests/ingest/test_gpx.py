from datetime import timedelta

import pytest

from ingest import IngestError, read_activities, read_activity
from ingest.activity import Laps, Pauses, Samples

TPX = (
    ' xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1"'
    ' xmlns:ns3="http://www.garmin.com/xmlschemas/TrackPointExtension/v2"'
    ' xmlns:gpxdata="http://www.cluetrust.com/XML/GPXDATA/1/0"'
    ' xmlns:pwr="http://www.garmin.com/xmlschemas/PowerExtension/v1"'
)


def read(content: bytes):
    return read_activity(content, "run.gpx")


def codes(activity) -> set[str]:
    return {note.code for note in activity.quality}


def test_a_run_is_measured(gpx, straight):
    activity = read(gpx(straight(601, 3.0, ele=lambda second: 250 + second / 100)))

    Samples.validate(activity.samples)
    assert activity.provenance.format == "gpx"
    assert activity.provenance.sport == "running"
    assert activity.provenance.start_utc.isoformat() == "2026-05-14T04:05:59+00:00"
    assert activity.provenance.utc_offset_s is None
    assert activity.elapsed_time_s == 600
    assert activity.timer_time_s == 600
    assert activity.distance_m == pytest.approx(1800, rel=1e-3)
    assert activity.samples["speed_mps"].to_list() == pytest.approx([3.0] * 601, rel=1e-3)
    assert activity.samples["relative_altitude_m"][0] == 0
    assert activity.samples["relative_altitude_m"][-1] == pytest.approx(6)
    assert activity.provenance.cadence_rule == "none"
    assert not activity.quality
    assert not activity.provenance.dropped


@pytest.mark.parametrize(
    "extensions",
    [
        "<gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr><gpxtpx:cad>82</gpxtpx:cad></gpxtpx:TrackPointExtension>",
        "<ns3:TrackPointExtension><ns3:hr> 140 </ns3:hr><ns3:cad>82.0</ns3:cad></ns3:TrackPointExtension>",
        "<gpxdata:hr>140</gpxdata:hr><gpxdata:cadence>82</gpxdata:cadence>",
        "<undeclared:hr>140</undeclared:hr><undeclared:cadence>82</undeclared:cadence>",
        "<hr>140</hr><RunCadence>82</RunCadence>",
        "<heartrate>140</heartrate><Cadence>82</Cadence>",
        "<gpxtpx:hr>140</gpxtpx:hr><gpxtpx:cad>82</gpxtpx:cad><gpxdata:hr>99</gpxdata:hr><gpxdata:cadence>41</gpxdata:cadence>",
    ],
    ids=["tpx v1", "tpx v2", "gpxdata", "undeclared prefix", "bare", "other names", "the first of two"],
)
def test_every_vocabulary_of_extensions_is_read(gpx, straight, extensions):
    activity = read(gpx(straight(120, 3.0, extensions=extensions), root=TPX))

    assert activity.samples["heart_rate_bpm"].to_list() == [140.0] * 120
    assert activity.samples["cadence_spm"].to_list() == [164.0] * 120
    assert activity.provenance.cadence_rule == "gpx_strides_doubled"


def test_speed_and_power_of_the_file_are_kept(gpx, straight):
    extensions = "<gpxtpx:speed>3.1</gpxtpx:speed><pwr:PowerInWatts>240</pwr:PowerInWatts>"

    samples = read(gpx(straight(60, 3.0, extensions=extensions), root=TPX)).samples

    assert samples["speed_mps"].to_list() == [3.1] * 60
    assert samples["power_w"].to_list() == [240.0] * 60


@pytest.mark.parametrize(
    ("written", "expected_mps", "code"),
    [("10.8", 3.0, "speed_in_kmh"), ("55", 3.0, None), ("0", 3.0, None)],
)
def test_a_speed_against_its_distance_is_not_believed(gpx, straight, written, expected_mps, code):
    activity = read(gpx(straight(60, 3.0, extensions=f"<speed>{written}</speed>")))

    assert activity.samples["speed_mps"].mean() == pytest.approx(expected_mps, rel=1e-3)
    assert codes(activity) == ({code} if code else set())


@pytest.mark.parametrize(
    ("cadence", "speed_mps", "rule", "spm"),
    [(82, 3.0, "gpx_strides_doubled", 164), (164, 3.0, "gpx_steps", 164), (118, 3.0, "unknown", None)],
)
def test_the_cadence_rule_is_kept_with_its_reason(gpx, straight, cadence, speed_mps, rule, spm):
    activity = read(gpx(straight(60, speed_mps, extensions=f"<cad>{cadence}</cad>")))

    assert activity.provenance.cadence_rule == rule
    assert str(cadence) in activity.provenance.cadence_reason
    assert activity.samples["cadence_spm"].unique().to_list() == [spm]
    assert ("cadence_unknown" in codes(activity)) == (spm is None)


def test_a_ride_keeps_its_cadence_as_recorded(gpx, straight):
    activity = read(gpx(straight(60, 8.0, extensions="<cad>85</cad>"), sport="cycling"))

    assert not activity.is_on_foot
    assert activity.provenance.cadence_rule == "none"
    assert activity.samples["cadence_spm"].to_list() == [85.0] * 60


@pytest.mark.parametrize(
    ("speed_mps", "cadence", "rests", "is_run"),
    [
        (2.6, 80, 0, True),
        (2.6, 160, 0, True),
        (4.4, 88, 0, True),
        (4.6, 88, 0, False),
        (2.2, 75, 0, False),
        (2.6, 80, 20, False),
        (2.6, 60, 0, False),
        (2.6, 118, 0, False),
    ],
    ids="a run, of both legs, a fast one, a ride, a brisk walk, with the pedals at rest, slow, neither".split(
        ", "
    ),
)
def test_what_shows_running_is_on_foot_whatever_it_is_called(
    gpx, straight, speed_mps, cadence, rests, is_run
):
    def steps(second: int) -> str:
        return f"<cad>{0 if second % 100 < rests else cadence}</cad>"

    activity = read(gpx(straight(200, speed_mps, extensions=steps), sport="cycling"))

    assert activity.provenance.sport == ("generic" if is_run else "cycling")
    assert activity.is_on_foot is is_run
    assert ("sport_guessed" in codes(activity)) is is_run


def test_half_a_minute_of_running_is_none_under_another_label(gpx, straight):
    assert not read(gpx(straight(50, 2.6, extensions="<cad>80</cad>"), sport="cycling")).is_on_foot


@pytest.mark.parametrize(
    ("sport", "speed_mps", "is_foot"),
    [("other", 2.6, True), ("other", 1.0, False), ("other", 8.0, False), ("yoga", 2.6, False)],
)
def test_a_label_that_says_nothing_is_measured_like_a_run(gpx, straight, sport, speed_mps, is_foot):
    assert read(gpx(straight(120, speed_mps), sport=sport)).is_on_foot is is_foot


@pytest.mark.parametrize(
    ("sport", "speed_mps", "cadence", "asked_s"),
    [
        ("cycling", 2.0, 150, 119),
        ("cycling", 1.7, 140, 119),
        ("cycling", 1.5, 140, 0),
        ("cycling", 2.0, 139, 0),
        ("cycling", 2.0, 80, 0),
        ("soccer", 2.0, 80, 119),
        ("1", 2.0, 150, 119),
        ("swimming", 0.9, 150, 0),
    ],
)
def test_a_minute_that_may_be_running_is_counted_under_any_label(
    gpx, straight, sport, speed_mps, cadence, asked_s
):
    activity = read(gpx(straight(120, speed_mps, extensions=f"<cad>{cadence}</cad>"), sport=sport))

    if activity.is_on_foot:  # "soccer" is no word of GPX, so it is measured anyway
        assert sport == "soccer"
    else:
        assert activity.provenance.dropped.get("running_s", 0) == asked_s


def test_less_than_a_minute_of_it_is_not_asked_about(gpx, straight):
    activity = read(gpx(straight(58, 2.0, extensions="<cad>150</cad>"), sport="cycling"))

    assert "running_s" not in activity.provenance.dropped


def test_a_ride_without_a_sport_is_no_run(gpx, straight):
    activity = read(gpx(straight(120, 8.0), sport=None))

    assert activity.provenance.sport == "other"
    assert codes(activity) == {"sport_guessed"}


@pytest.mark.parametrize(
    ("written", "sport", "sub_sport"),
    [
        ("9", "running", None),
        ("Trail Run", "running", "trail"),
        ("treadmill_running", "running", "treadmill"),
        ("10", "walking", None),
        ("Hike", "hiking", None),
        ("mountain biking", "cycling", None),
        ("VirtualRide", "cycling", None),
        ("Motorcycle", "driving", None),
        ("Weight Training", "fitness_equipment", None),
        ("Blorp", "generic", None),
        (None, "generic", None),
    ],
)
def test_the_sport_is_read_in_the_words_of_vendors(gpx, straight, written, sport, sub_sport):
    provenance = read(gpx(straight(30, 2.0), sport=written)).provenance

    assert (provenance.sport, provenance.sub_sport) == (sport, sub_sport)


def test_a_gap_between_segments_is_a_pause(gpx, straight):
    activity = read(gpx(straight(60, 3.0), straight(60, 3.0, start_s=180, start_m=400)))

    Pauses.validate(activity.pauses)
    assert activity.pauses.rows() == [(59.0, 180.0, "segment_gap")]
    assert activity.elapsed_time_s == 239
    assert activity.timer_time_s == 118
    assert activity.distance_m == pytest.approx(2 * 59 * 3, rel=1e-3)
    assert activity.samples["timer_s"].to_list() == pytest.approx([*range(60), *range(59, 119)])


def test_the_usual_interval_between_segments_is_none(gpx, straight):
    activity = read(gpx(straight(60, 3.0), straight(60, 3.0, start_s=61, start_m=183)))

    assert activity.pauses.height == 0
    assert activity.distance_m == pytest.approx(120 * 3, rel=1e-3)


def test_stretches_of_different_days_are_different_activities(gpx, straight):
    content = gpx(straight(60, 3.0), straight(90, 2.0, start_s=86_400), straight(30, 2.0, start_s=86_700))

    activities = [result.activity for result in read_activities(content, "all.gpx")]

    assert [activity.elapsed_time_s for activity in activities] == [59, 329]
    assert [activity.pauses.height for activity in activities] == [0, 1]


def joined(*files: bytes) -> bytes:
    """The tracks of several files in one."""
    body = "".join(file[file.index(b"<trk>") : file.index(b"</gpx>")].decode() for file in files)
    return f'<gpx version="1.1">{body}</gpx>'.encode()


def test_tracks_of_one_outing_are_one_activity_and_other_sports_are_others(gpx, straight):
    first = gpx(straight(60, 3.0))
    second = gpx(straight(60, 3.0, start_s=300))
    ride = gpx(straight(60, 8.0, start_s=600), sport="cycling")

    results = list(read_activities(joined(first, second, ride), "all.gpx"))

    assert [result.activity.provenance.sport for result in results] == ["running", "cycling"]
    assert results[0].activity.pauses.rows() == [(59.0, 300.0, "segment_gap")]


def test_tracks_recorded_at_the_same_time_are_kept_apart(gpx, straight):
    content = joined(gpx(straight(60, 3.0)), gpx(straight(60, 2.0, start_s=1)))

    results = list(read_activities(content, "all.gpx"))

    assert [result.activity.samples.height for result in results] == [60, 60]


@pytest.mark.parametrize(
    "bad_time", ["2031-01-01T00:00:00Z", "2011-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "soon"]
)
@pytest.mark.parametrize("place", [0, 30, 59])
def test_one_bad_time_costs_one_point(gpx, straight, bad_time, place):
    points = straight(60, 3.0)
    points[place]["time"] = bad_time

    activity = read(gpx(points))

    assert activity.samples.height == 59
    assert sum(activity.provenance.dropped.values()) == 1
    assert activity.elapsed_time_s == (59 if place == 30 else 58)


def test_points_of_one_instant_are_joined(gpx, straight):
    points = straight(60, 3.0)
    doubled = [dict(points[20], extensions="<hr>150</hr>"), dict(points[20])]

    activity = read(gpx([*points[:20], *doubled, *points[21:]]))

    assert activity.samples.height == 60
    assert activity.samples["heart_rate_bpm"][20] == 150
    assert activity.provenance.dropped == {"time_doubled": 1}


def test_points_without_coordinates_are_kept_when_they_have_a_time(gpx, straight):
    points = straight(60, 3.0, extensions="<hr>140</hr>")
    for point in points[20:30]:
        del point["lat"], point["lon"]

    activity = read(gpx(points))

    assert activity.samples.height == 60
    assert activity.samples["distance_m"].null_count() == 10
    assert activity.samples["heart_rate_bpm"].null_count() == 0
    assert activity.distance_m == pytest.approx(177, rel=1e-3)


def test_a_treadmill_run_has_no_distance_but_is_read(gpx, straight):
    points = [{name: value for name, value in point.items() if name == "time"} for point in straight(60, 3.0)]

    activity = read(gpx(points))

    assert activity.distance_m is None
    assert activity.samples["speed_mps"].null_count() == 60
    assert activity.elapsed_time_s == 59


def test_spikes_are_left_out_and_counted(gpx, straight):
    points = straight(60, 3.0)
    points[30] |= {"lat": "0.1"}
    points[40] |= {"lat": "0", "lon": "0"}
    points[50] |= {"lat": "95"}

    activity = read(gpx(points))

    assert activity.distance_m == pytest.approx(177, rel=1e-3)
    assert activity.provenance.dropped == {"gps_spike": 1, "lat_impossible": 1}
    assert activity.samples["speed_mps"].drop_nulls().to_list() == pytest.approx([3.0] * 57, rel=1e-3)


def test_nonsense_values_become_null_and_are_counted(gpx, straight):
    def extensions(second: int) -> str:
        return f"<hr>{(255, 0, 140)[second % 3]}</hr><power>{'nan' if second % 2 else 'inf'}</power>"

    activity = read(gpx(straight(60, 3.0, ele="-32768", extensions=extensions)))

    assert activity.samples["heart_rate_bpm"].drop_nulls().unique().to_list() == [140.0]
    assert activity.samples["power_w"].null_count() == 60
    assert activity.samples["relative_altitude_m"].null_count() == 60
    assert activity.provenance.dropped == {
        "altitude_impossible": 60,
        "heart_rate_impossible": 20,
        "power_impossible": 60,
    }


def test_the_distance_of_the_device_is_better_than_that_of_its_positions(gpx, straight):
    points = straight(
        60, 3.0, extensions=lambda second: f"<gpxdata:distance>{second * 2.7}</gpxdata:distance>"
    )

    assert read(gpx(points, root=TPX)).distance_m == pytest.approx(59 * 2.7)


def test_a_distance_in_kilometres_is_not_believed(gpx, straight):
    points = straight(60, 3.0, extensions=lambda second: f"<distance>{second * 0.003}</distance>")

    assert read(gpx(points)).distance_m == pytest.approx(177, rel=1e-3)


@pytest.mark.parametrize(
    ("zone", "offset_s", "shift_s", "noted"),
    [
        ("Z", None, 0, False),
        ("+00:00", None, 0, False),
        ("+02:00", 7200, -7200, False),
        ("-0530", -19800, 19800, False),
        (".500Z", None, 0.5, False),
        ("", None, 0, True),
    ],
)
def test_time_zones(gpx, straight, zone, offset_s, shift_s, noted):
    points = straight(30, 3.0)
    start = read(gpx(points)).provenance.start_utc
    for point in points:
        point["time"] = str(point["time"]).removesuffix("Z") + zone

    activity = read(gpx(points))

    assert activity.provenance.start_utc == start + timedelta(seconds=shift_s)
    assert activity.provenance.utc_offset_s == offset_s
    assert (codes(activity) == {"time_zone_assumed"}) == noted


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ('<rte><rtept lat="1" lon="2"/></rte>', "not_an_activity", "1 route"),
        ('<wpt lat="1" lon="2"/><wpt lat="1" lon="3"/>', "not_an_activity", "2 waypoints"),
        ("<metadata/>", "empty_activity", "no recorded points"),
        ("<trk><trkseg/></trk>", "empty_activity", "no recorded points"),
        ('<trk><trkseg><trkpt lat="1" lon="2"/></trkseg></trk>', "no_timestamps", "without a time"),
        (
            '<trk><trkseg><trkpt lat="1" lon="2"><time>yesterday</time></trkpt></trkseg></trk>',
            "no_timestamps",
            "readable time",
        ),
        (
            '<trk><trkseg><trkpt lat="1" lon="2"><time>2026-01-01T10:00:00Z</time></trkpt></trkseg></trk>',
            "empty_activity",
            "single point",
        ),
        (
            '<trk><trkseg><trkpt lat="1" lon="2"><time>2026-01-01T10:00:00Z</time></trkpt>'
            '<trkpt lat="1" lon="2.1"><time>2026-01-01T10:00:00Z</time></trkpt></trkseg></trk>',
            "no_timestamps",
            "same time",
        ),
    ],
)
def test_what_is_no_activity_says_why(body, code, words):
    with pytest.raises(IngestError) as caught:
        read(f'<gpx version="1.0">{body}</gpx>'.encode())

    assert caught.value.code == code
    assert words in caught.value.message


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: b"\n\n  " + text.encode(),
        lambda text: text.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
        lambda text: text.replace("UTF-8", "UTF-16").encode("utf-16"),
        lambda text: text.replace("UTF-8", "utf-16").encode("utf-16-be"),
        lambda text: text.replace("UTF-8", "windows-1252").encode("cp1252"),
        lambda text: text.replace('<?xml version="1.0" encoding="UTF-8"?>\n', "").encode(),
        lambda text: text.replace(
            "http://www.topografix.com/GPX/1/1", "http://www.topografix.com/GPX/1/0"
        ).encode(),
        lambda text: text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").encode(),
    ],
    ids=[
        "BOM",
        "blanks",
        "latin-1",
        "utf-16",
        "utf-16 without BOM",
        "cp1252",
        "no declaration",
        "1.0",
        "prefix",
    ],
)
def test_every_way_to_write_the_same_file_reads_the_same(gpx, straight, encode):
    text = gpx(straight(60, 3.0)).decode().replace("Morning", "Früh")

    activity = read(encode(text))

    assert activity.samples.equals(read(text.encode()).samples)
    assert not activity.quality


def test_bytes_outside_the_encoding_cost_no_point(gpx, straight):
    activity = read(gpx(straight(60, 3.0)).replace(b"Morning", b"Fr\xfch"))

    assert activity.samples.height == 60
    assert codes(activity) == {"encoding_damaged"}


def test_an_encoding_that_nobody_knows_is_refused(gpx, straight):
    for name in (b"zip", b"unicode_escape", b"base64", b"punycode", b"no-such"):
        with pytest.raises(IngestError) as caught:
            read(gpx(straight(60, 3.0)).replace(b"UTF-8", name))
        assert caught.value.code in ("corrupt_file", "unknown_format")


@pytest.mark.parametrize("share", [0.3, 0.7, 0.999])
def test_a_cut_tail_costs_only_the_tail(gpx, straight, share):
    content = gpx(straight(3_000, 3.0))
    cut = content[: int(len(content) * share)]

    activity = read(cut)

    assert activity.samples.height == cut.count(b"</trkpt>")
    assert codes(activity) == {"truncated"}


@pytest.mark.parametrize("damage", [b"<<<<<<<<<<", bytes(8), b"</trkseg>", b"&&&", b"<a <b 'x", b"]]>"])
def test_damage_in_the_middle_costs_only_its_place(gpx, straight, damage):
    content = gpx(straight(3_000, 3.0))
    middle = len(content) // 2

    activity = read(content[:middle] + damage + content[middle + len(damage) :])

    assert activity.samples.height >= 2_997
    assert "damaged_part" in codes(activity)


def test_a_file_cut_before_its_first_point_says_where():
    with pytest.raises(IngestError) as caught:
        read(b'<gpx version="1.1"><trk><trkseg><trkpt lat="1" lo')

    assert caught.value.code == "truncated_file"
    assert caught.value.offset is not None


def test_nothing_that_tells_who_or_where_leaves(gpx, straight):
    points = straight(60, 3.0, ele="312.7")
    for point in points:
        point["lat"] = f"{float(str(point['lat'])) + 47.123456:.6f}"
    content = (
        gpx(points)
        .replace(b"Morning", b"Anna at home")
        .replace(b"<trk>", b'<wpt lat="47.2219" lon="8.6667"><name>Kita</name></wpt><trk>')
    )

    activity = read(content)

    assert activity.samples["relative_altitude_m"].to_list() == [0.0] * 60
    told = (
        repr(activity.provenance)
        + repr(activity.quality)
        + activity.samples.write_csv()
        + activity.laps.write_csv()
    )
    for secret in ("Anna", "Kita", "47.1", "47.2219", "8.6667", "312.7"):
        assert secret not in told


def test_laps_and_the_rest_are_empty_frames_of_the_contract(gpx, straight):
    activity = read(gpx(straight(30, 3.0)))

    assert activity.laps.height == activity.device_splits.height == activity.workout_steps.height == 0
    assert activity.laps.schema == Laps.create_empty().schema
