"""A clock that is set while it records: what is put back, what is left alone, and what is said."""

import numpy as np
import pytest

from tests.ingest.clocked import (
    DAY_S,
    SECONDS,
    Write,
    activities_of,
    codes_of,
    fit,
    gpx,
    set_by,
    tcx,
)
from tests.ingest.fit_builder import ENUM, LAP, SPLIT, START_S, UINT32, FitFile

FORMATS = pytest.mark.parametrize("write", [fit, gpx, tcx], ids=["fit", "gpx", "tcx"])
#: Of the formats, only FIT tells how long it was from beginning to end.
STOP, START = 4, 0


def by_turns(*, ahead_s: int, turn: int) -> np.ndarray:
    """Two clocks, the second ahead, that write so many points in turn."""
    stamps = set_by()
    stamps[np.arange(SECONDS) // turn % 2 == 1] += ahead_s
    return stamps


def assert_whole(content: bytes, *, notes: frozenset[str] = frozenset({"clock_repaired"})) -> None:
    """One activity, each second where it was, nothing lost."""
    (activity,) = activities_of(content)
    assert activity.samples["elapsed_s"].to_list() == pytest.approx(list(range(SECONDS)), abs=2.1)
    assert codes_of(activity) - {"time_zone_assumed"} == notes
    assert activity.pauses.is_empty()


def test_a_clock_that_runs_on_is_left_alone():
    for content in (fit(set_by()), gpx(set_by()), tcx(set_by())):
        assert_whole(content, notes=frozenset())


@FORMATS
@pytest.mark.parametrize(("point", "back_s"), [(25, 8), (150, 60), (280, 3_600), (150, 20 * DAY_S)])
def test_a_clock_set_back_hides_no_second(write: Write, point: int, back_s: int):
    assert_whole(write(set_by((point, -back_s))))


@pytest.mark.parametrize(
    ("point", "on_s"), [(25, 10), (150, 60), (280, 600), (25, 3 * 3_600), (150, 20 * DAY_S)]
)
def test_a_clock_set_on_is_put_back_by_the_total(point: int, on_s: int):
    assert_whole(fit(set_by((point, on_s))))
    assert_whole(fit(set_by((point, on_s)), start_s=on_s))
    assert_whole(fit(set_by((point, on_s)), events=[(0, START), (SECONDS - 1 + on_s, STOP)]))


@FORMATS
@pytest.mark.parametrize(
    "jumps",
    [
        [(100, 900), (200, -900)],
        [(100, -900), (200, 900)],
        [(100, 15), (200, -15)],
        [(50, -40), (150, -40), (250, -40)],
        [(100, -300), (200, 3_600), (250, -3_600)],
    ],
)
def test_several_settings(write: Write, jumps: list[tuple[int, int]]):
    assert_whole(write(set_by(*jumps)))


@FORMATS
@pytest.mark.parametrize("ahead_s", [20, 7_200, -300])
@pytest.mark.parametrize("turn", [1, 7])
def test_two_clocks_by_turns(write: Write, ahead_s: int, turn: int):
    (activity,) = activities_of(write(by_turns(ahead_s=ahead_s, turn=turn)))

    assert activity.samples.height == SECONDS
    assert activity.elapsed_time_s == pytest.approx(SECONDS, abs=3)
    assert codes_of(activity) == {"clock_repaired"}


@pytest.mark.parametrize("places", [True, False])
def test_without_any_place_the_order_of_the_file_counts(places: bool):
    assert_whole(
        gpx(set_by((150, -120)), places=places),
        notes=frozenset({"clock_repaired"} | (set() if places else {"cadence_unknown"})),
    )
    assert_whole(fit(set_by((150, -120)), with_distance=places))


def test_local_stamps_at_the_end_of_summer_time_keep_their_first_clock():
    (activity,) = activities_of(gpx(set_by((150, -3_600)), zone=""))

    assert activity.provenance.start_utc.isoformat() == "2026-05-14T04:00:00+00:00"
    assert activity.elapsed_time_s == SECONDS - 1


@FORMATS
def test_the_clock_after_it_was_set_is_the_right_one(write: Write):
    (activity,) = activities_of(write(set_by((100, -300))))

    assert activity.provenance.start_utc.isoformat() == "2026-05-14T03:55:00+00:00"
    assert "300 s back" in activity.quality[0].message


@FORMATS
def test_the_way_tells_how_long_it_was_until_the_clock_ran_again(write: Write):
    """Twenty seconds are missing where the clock was set."""
    (activity,) = activities_of(_without(write, set_by((150, -120)), np.r_[0:150, 170:SECONDS]))

    assert activity.elapsed_time_s == pytest.approx(SECONDS - 1, abs=3)


def _without(write: Write, stamps: np.ndarray, kept: np.ndarray) -> bytes:
    """What the format writes, with only some of its points."""
    content = write(stamps)
    if content[8:12] == b".FIT":
        file = FitFile()
        # The points stand one after the other, each of 12 bytes, behind their definition.
        head = content.index((START_S).to_bytes(4, "little"))
        size = 1 + 4 + 4 + 2 + 1
        body = content[14:-2]
        first = head - 1 - 14
        rows = [body[first + size * row : first + size * (row + 1)] for row in kept.tolist()]
        return file.raw(body[:first] + b"".join(rows) + body[first + size * SECONDS :]).build()
    mark = b"<trkpt" if b"<trkpt" in content else b"<Trackpoint>"
    end = mark.replace(b"<", b"</").rstrip(b">") + b">"
    parts = content.split(mark)
    rows = [part.split(end)[0] + end for part in parts[1:]]
    tail = parts[-1].split(end)[1]
    return parts[0] + b"".join(mark + rows[row] for row in kept.tolist()) + tail


@FORMATS
def test_what_was_not_recorded_for_long_while_the_clock_was_set_is_said(write: Write):
    (activity,) = activities_of(_without(write, set_by((100, -250)), np.r_[0:100, 200:SECONDS]))

    assert {"clock_repaired", "clock_unrepaired"} <= codes_of(activity)
    (note,) = (note for note in activity.quality if note.code == "clock_unrepaired")
    assert "101 s" in note.message


@FORMATS
def test_a_few_points_with_a_clock_of_their_own_are_left_out_and_counted(write: Write):
    (activity,) = activities_of(write(set_by((150, -2_000), (153, 2_000))))

    assert activity.samples.height == SECONDS - 3
    assert sum(activity.provenance.dropped.values()) == 3
    assert not codes_of(activity)


# What looks like it


@pytest.mark.parametrize("paused_s", [100, 2_000])
def test_a_break_without_a_mark_stays_a_break(paused_s: int):
    """The total has it, or there is none."""
    stamps = set_by(paused=[(150, paused_s)])

    for content in (fit(stamps, told_s=SECONDS + paused_s), fit(stamps, told_s=None), gpx(stamps)):
        (activity,) = activities_of(content)
        assert activity.elapsed_time_s == pytest.approx(SECONDS - 1 + paused_s, abs=1)
        assert "clock_repaired" not in codes_of(activity)
    assert ("clock_doubtful" in codes_of(activity)) == (paused_s > 180)


def test_a_break_that_timer_events_tell_is_no_clock_though_the_total_lacks_it():
    stamps = set_by(paused=[(150, 400)])

    (activity,) = activities_of(fit(stamps, events=[(0, START), (149, STOP), (550, START), (699, STOP)]))

    assert "clock_repaired" not in codes_of(activity)
    assert activity.elapsed_time_s == SECONDS - 1 + 400


def test_points_written_late_with_their_true_times_are_put_in_order():
    order = np.r_[0:150, 170:200, 150:170, 200:SECONDS]
    content = _without(fit, set_by(), order)

    (activity,) = activities_of(content)

    assert activity.samples["distance_m"].is_sorted()
    assert activity.elapsed_time_s == SECONDS
    assert codes_of(activity) == {"clock_went_back"}


def test_segments_in_another_order_are_put_in_order():
    stamps = set_by()
    content = _without(gpx, stamps, np.r_[150:SECONDS, 0:150])
    middle = content.index(b"<trkpt", content.index(b"04:04:59"))
    content = content[:middle] + b"</trkseg><trkseg>" + content[middle:]

    (activity,) = activities_of(content)

    assert activity.elapsed_time_s == SECONDS - 1
    assert not codes_of(activity)


def test_one_run_recorded_twice_in_one_track_is_not_run_twice():
    content = _without(gpx, set_by(), np.r_[0:SECONDS, 0:SECONDS])
    middle = content.index(b"<trkpt", content.index(b"04:04:59"))
    content = content[:middle] + b"</trkseg><trkseg>" + content[middle:]

    (activity,) = activities_of(content)

    assert activity.elapsed_time_s == SECONDS - 1
    assert not codes_of(activity) & {"clock_repaired", "clock_unrepaired"}


# Activities


@FORMATS
def test_three_hours_without_a_point_are_two_activities(write: Write):
    first, second = activities_of(write(set_by(paused=[(150, 4 * 3_600)]), **_told(write, 4 * 3_600)))

    assert (first.elapsed_time_s, second.elapsed_time_s) == (149, 149)
    assert (second.provenance.start_utc - first.provenance.start_utc).total_seconds() == 150 + 4 * 3_600
    assert (first.pauses.height, second.pauses.height) == (0, 0)


def _told(write: Write, more_s: int) -> dict[str, int]:
    return {"told_s": SECONDS + more_s, "timer_s": SECONDS} if write is fit else {}


def test_midnight_alone_cuts_nothing():
    stamps = set_by() + 20 * 3_600 - 150

    for content in (fit(stamps), gpx(stamps), tcx(stamps)):
        assert len(activities_of(content)) == 1


@pytest.mark.parametrize("write", [gpx, tcx, lambda stamps: fit(stamps, told_s=None)])
def test_hours_that_pass_in_mid_stride_and_nothing_explains_do_not_count(write: Write):
    activities = activities_of(write(set_by((150, 4 * 3_600))))

    assert len(activities) == 2
    assert all("clock_unrepaired" in codes_of(activity) for activity in activities)


def test_the_lap_of_two_activities_is_neither_s():
    first, second = activities_of(tcx(set_by(paused=[(150, 4 * 3_600)])))

    assert (first.laps.height, second.laps.height) == (0, 0)
    assert first.distance_m == pytest.approx(372.5)
    assert first.provenance.dropped["lap_across_activities"] == 1


# What else was stamped


def test_laps_follow_the_clock_of_their_points():
    laps = activities_of(tcx(set_by((120, -200)), laps=(0, 100, 200)))[0].laps

    assert laps["start_s"].to_list() == [0, 100, 200]


def test_laps_and_splits_of_fit_follow_the_clock():
    stamps = set_by((120, -200))
    file = FitFile().raw(fit(stamps)[14:-2])
    for first, last in ((0, 99), (100, 199), (200, 299)):
        begin, end = (START_S + int(stamps[point]) for point in (first, last))
        file.message(LAP, f253=(UINT32, end), f2=(UINT32, begin), f7=(UINT32, 100_000))
        file.message(SPLIT, f0=(ENUM, 17), f9=(UINT32, begin), f27=(UINT32, end))

    (activity,) = activities_of(file.build())

    assert activity.laps["start_s"].to_list() == pytest.approx([0, 100, 200], abs=1)
    assert activity.device_splits["start_s"].to_list() == pytest.approx([0, 100, 200], abs=1)


def test_what_no_clock_can_have_stamped_is_left_out_and_counted():
    file = FitFile().raw(fit(set_by((120, -200)))[14:-2])
    file.message(LAP, f2=(UINT32, START_S + 90_000), f7=(UINT32, 200_000))

    (activity,) = activities_of(file.build())

    assert activity.laps.is_empty()
    assert activity.provenance.dropped["lap_time_unknown"] == 1


def test_a_break_before_the_clock_was_set_is_where_it_was():
    stamps = set_by((200, -300), paused=[(100, 60)])
    events = [(0, START), (99, STOP), (160, START), (int(stamps[-1]), STOP)]

    (activity,) = activities_of(fit(stamps, told_s=SECONDS + 60, timer_s=SECONDS, events=events))

    ((start_s, end_s, source),) = [row for row in activity.pauses.rows() if row[1] - row[0] > 2]
    assert (start_s, end_s, source) == (99, pytest.approx(160, abs=2), "timer_event")
    assert activity.timer_time_s == pytest.approx(SECONDS, abs=1)
