"""What of a file is no run, told in words: a ride at an end, a summary, what an archive holds besides."""

import ast
import inspect
import io
import zipfile
from datetime import datetime, timedelta

import pytest

from analysis import quality
from services import Actor, Services, Upload
from tests.ingest.fit_builder import activity_file
from tests.services.building import gpx_run
from tests.services.test_importing import summary_file
from tests.ui.test_pages import words
from tests.ui.test_pt_pages import press
from tests.ui.test_run_questions import labels
from ui.components.verdict_rows import BY_HAND, NOT_MEASURED
from ui.words import VERDICTS, WHY_NOT

CUT, KEEP, ALL = "Cut it off", "Keep as it is", "Show all of it"
SEEN = "The last 7 minutes look like a car, a bus or a train"


@pytest.fixture
def alone(services: Services, now: datetime) -> tuple[Actor, str]:
    actor = services.accounts.local_runner(now=now)
    return actor, str(actor.person_id)


def test_a_ride_home_is_cut_off_and_put_back(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    content = gpx_run(now - timedelta(hours=3), ((2.6, 160, 600), (12.0, 0, 420)))
    (verdict,) = services.importing.add_files(*alone, [Upload("home.gpx", content)], now=now)
    at = open_page("run", run=verdict.activity_id)
    assert SEEN in words(at)
    assert {CUT, KEEP} <= set(labels(at))

    press(at, CUT)
    assert "The recording is kept whole." in words(at)
    assert ALL in labels(at)
    assert CUT not in labels(at)

    press(at, ALL)
    assert CUT in labels(at)
    assert KEEP not in labels(at)


def test_what_was_seen_is_told_where_the_file_is_added(
    alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    content = gpx_run(now - timedelta(hours=3), ((2.6, 160, 600), (12.0, 0, 420)))
    at = open_page("add_runs")
    at.file_uploader[0].set_value([("home.gpx", content, "application/octet-stream")]).run()

    assert not at.exception
    assert SEEN in words(at)


def test_a_summary_says_that_it_is_none_and_how_to_tell_it(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    content = summary_file(now - timedelta(hours=3))
    at = open_page("add_runs")
    at.file_uploader[0].set_value([("summary.tcx", content, "application/octet-stream")]).run()
    assert NOT_MEASURED.title in words(at)
    assert BY_HAND in words(at)

    newest = services.runs.list_runs(*alone, now=now)[0]
    at = open_page("run", run=newest.activity_id)
    assert WHY_NOT["nothing_recorded"] in words(at)


def test_what_an_archive_holds_besides_is_one_row(alone: tuple[Actor, str], now: datetime, open_page) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for day in range(3):
            archive.writestr(f"{day}.fit", activity_file(file_type=32).build())
    at = open_page("add_runs")
    at.file_uploader[0].set_value([("daily.zip", content.getvalue(), "application/zip")]).run()

    assert not at.exception
    assert VERDICTS["skipped"].title in words(at)
    assert "3 files that are no activities" in words(at)
    assert VERDICTS["failed"].title not in words(at)


def blocking_codes() -> set[str]:
    """The codes of all notes that keep a run from counting."""
    found = set(quality.QualitySettings().blocking_notes) | {"nothing_recorded"}
    for node in ast.walk(ast.parse(inspect.getsource(quality))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_Check" and node.keywords:
            note = node.args[0]
            assert isinstance(note, ast.Call)
            assert isinstance(note.args[0], ast.Constant)
            found.add(str(note.args[0].value))
    return found


def test_each_reason_not_to_count_has_a_sentence() -> None:
    assert blocking_codes() == set(WHY_NOT)
    assert all(sentence.endswith(".") for sentence in WHY_NOT.values())
