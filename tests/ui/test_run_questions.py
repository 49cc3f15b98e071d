"""What only she can say of her recordings, asked on Today and on Run."""

from datetime import date, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from services import Actor, HandRun, Services, Upload
from tests.services.building import gpx_run, lively_run
from tests.ui.test_pages import words
from tests.ui.test_pt_pages import press
from ui.components.verdict_rows import MAYBE_A_RUN, NO_DATE


@pytest.fixture
def alone(services: Services, now: datetime) -> tuple[Actor, str]:
    actor = services.accounts.local_runner(now=now)
    return actor, str(actor.person_id)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def test_a_ride_that_looks_like_running_is_asked_about(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    content = gpx_run(now - timedelta(hours=3), ((8.0, 85, 600), (2.0, 150, 300)), "cycling")
    at = open_page("add_runs")
    at.file_uploader[0].set_value([("ride.gpx", content, "application/octet-stream")]).run()
    assert MAYBE_A_RUN.title in words(at)
    assert "It is the same run" not in labels(at)

    at = open_page("today")
    assert "Was this a run?" in [item.value for item in at.subheader]
    press(at, "No, not a run")

    assert "Was this a run?" not in [item.value for item in open_page("today").subheader]


def test_a_run_told_beside_a_recording_is_asked_about_on_both_pages(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    began = now - timedelta(hours=3)
    file = Upload("run.gpx", gpx_run(began, ((2.6, 160, 480),)))
    assert all(services.importing.add_files(*alone, [file], now=now - timedelta(minutes=2)))
    told = HandRun(began + timedelta(minutes=13), 900.0, 900.0)
    run_id = services.runs.add_by_hand(*alone, told, now=now - timedelta(minutes=1))
    assert "The same run?" in [item.value for item in open_page("today").subheader]
    at = open_page("run", run=run_id)
    assert "You told of 15 min running" in words(at)

    press(at, "It is the same run")

    assert not services.deciding.today(*alone, now=now).questions
    assert "The same run?" not in [item.value for item in open_page("run", run=run_id).subheader]


def test_a_run_from_the_future_is_asked_about_where_it_was_added(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    content = lively_run(now + timedelta(days=100))
    at = open_page("add_runs")
    at.file_uploader[0].set_value([("ahead.gpx", content, "application/octet-stream")]).run()
    assert NO_DATE.title in words(at)
    assert "When was this run?" in [item.value for item in at.subheader]
    (asked,) = services.deciding.today(*alone, now=now).questions

    at = open_page("run", run=asked.activity_id)
    assert "When was this run?" in [item.value for item in at.subheader]
    assert "The day and time are not known yet." in words(at)
    at.date_input(key=f"day-asked-{asked.activity_id}").set_value(date(2026, 11, 21))
    at.time_input(key=f"time-asked-{asked.activity_id}").set_value(time(6, 10))
    press(at, "Keep this start")

    assert not services.deciding.today(*alone, now=now).questions
    at = open_page("run", run=asked.activity_id)
    assert "Sat 21 Nov 2026, 06:10" in words(at)
    assert "The file says Wed 3 Mar 2027" in words(at)


def test_the_same_run_by_another_clock_is_asked_about_where_it_was_added(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    began = now - timedelta(hours=4)
    file = Upload("run.gpx", lively_run(began))
    assert all(services.importing.add_files(*alone, [file], now=now - timedelta(minutes=2)))
    at = open_page("add_runs")
    again = lively_run(began + timedelta(hours=1), creator="another")
    at.file_uploader[0].set_value([("again.gpx", again, "application/octet-stream")]).run()
    assert "The same run?" in [item.value for item in at.subheader]
    assert "second by second" in words(at)

    press(at, "It is the same run")

    assert not services.deciding.today(*alone, now=now).questions


def test_the_day_and_start_of_a_run_can_be_set_right(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    run = services.runs.list_runs(*alone, now=now)[0]
    at = open_page("run", run=run.activity_id)
    assert f"{run.local_start:%Y, %H:%M}" in words(at)
    at.time_input(key=f"time-{run.activity_id}").set_value(time(5, 45))
    press(at, "Keep this start")

    told = services.runs.list_runs(*alone, now=now)[0]
    assert (told.activity_id, told.local_start.hour, told.local_start.minute) == (run.activity_id, 5, 45)
    assert told.start_as_read == run.local_start


def test_a_start_after_it_was_added_is_refused_in_one_sentence(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    run = services.runs.list_runs(*alone, now=now)[0]
    at = open_page("run", run=run.activity_id)
    at.date_input(key=f"day-{run.activity_id}").set_value(now.date())
    at.time_input(key=f"time-{run.activity_id}").set_value(time(23, 0))
    press(at, "Keep this start")
    assert "so it was not run after that" in words(at) + " ".join(item.value for item in at.error)
    assert services.runs.list_runs(*alone, now=now)[0].start_as_read is None
