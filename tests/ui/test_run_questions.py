"""What only she can say of her recordings, asked on Today and on Run."""

from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from services import Actor, HandRun, Services, Upload
from tests.services.building import gpx_run
from tests.ui.test_pages import words
from tests.ui.test_pt_pages import press
from ui.components.verdict_rows import MAYBE_A_RUN


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
