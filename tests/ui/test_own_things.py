"""My PT, my data, the next session, the week before the check-in: what she has a right to, and only she."""

from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from program import SymptomEntry
from services import ReviewRecord, Services
from tests.clinic import PT_EMAIL, RUNNER_EMAIL, Clinic
from tests.ui.test_pages import words
from ui.components import my_rights


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label.startswith(label)).click().run()
    assert not at.exception
    return at


def test_alone_she_is_told_that_nobody_reviews(sample_home, open_page) -> None:
    text = words(open_page("my_pt"))

    assert "Nobody looks at your runs but you" in text
    assert "print the report" in text


def test_with_a_therapist_she_sees_notes_reach_and_the_next_review(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    review = clinic.services.reviewing
    review.write_note(clinic.pt, clinic.runner_id, "Take *it* easy.", now=now, reach="video, Fridays")
    shown = clinic.services.deciding.today(clinic.runner, clinic.runner_id, now=now).answer.shown_sha256
    record = ReviewRecord("one more week", next_review_on=date(2026, 11, 30))
    review.override(clinic.pt, clinic.runner_id, shown, "hold", record, now=now)
    as_user(RUNNER_EMAIL)
    assert "1 new note from your PT" in [button.label for button in open_page("today").button]

    at = open_page("my_pt")
    texts = [element.value for element in at.text]

    assert "Take *it* easy." in texts
    assert any("video, Fridays" in text for text in texts)
    assert any("one more week" in text for text in texts)
    assert "Mon 30 Nov" in words(at)
    assert not any(b.label == "I have read them" for b in press(at, "I have read them").button)
    assert not any("new note" in button.label for button in open_page("today").button)


def test_she_ends_the_link_and_is_alone_from_then_on(clinic: Clinic, as_user, open_page) -> None:
    as_user(RUNNER_EMAIL)

    at = press(open_page("my_pt"), "Yes, end it")

    assert "Nobody looks at your runs but you" in words(at)


def test_a_therapist_has_no_such_page(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL)

    assert "Nobody looks" not in words(open_page("my_pt"))


def test_she_sees_who_looked(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    clinic.services.packets.packet(clinic.pt, clinic.runner_id, now=now)
    as_user(RUNNER_EMAIL)

    at = open_page("my_data")

    assert "looked at your week" in words(at)
    assert [line.value for line in at.text if line.value.endswith("all of it")]


def test_nothing_is_deleted_without_the_words(
    sample_home, services: Services, open_page, now: datetime
) -> None:
    at = open_page("my_data")
    at.text_input[1].set_value("delete")

    at = press(at, "Delete everything")

    assert "Nothing was deleted" in at.error[0].value
    actor = services.accounts.local_runner(now=now)
    assert services.runs.list_runs(actor, str(actor.person_id), now=now)


def test_everything_goes_with_the_words_and_she_is_told_about_backups(
    sample_home, services: Services, open_page, now: datetime
) -> None:
    before = services.accounts.local_runner(now=now).person_id
    at = open_page("my_data")
    at.text_input[1].set_value(my_rights.DELETE_WORD)

    at = press(at, "Delete everything")

    assert "Backups that were made before may hold it until Mon 28 Dec 2026" in words(at)
    actor = services.accounts.local_runner(now=now)
    assert actor.person_id != before
    assert not services.runs.list_runs(actor, str(actor.person_id), now=now)


def test_the_next_session_says_why_there_is_none(
    sample_home, services: Services, open_page, now: datetime
) -> None:
    actor = services.accounts.local_runner(now=now)
    assert "NewFiles" in words(open_page("next_session"))
    leak = SymptomEntry(id="new", phase="day", at=now, leak_urine="new_or_worse")
    services.diary.log(actor, str(actor.person_id), leak, now=now)

    at = open_page("next_session")

    assert "No running for now" in words(at)
    assert not at.get("download_button")


def test_the_check_in_shows_the_days_before_it(sample_home, open_page) -> None:
    text = words(open_page("check_in"))

    assert "Mon 16 Nov to Sun 22 Nov" in text
    assert text.count("As planned") >= 3
    assert "Sent to your PT" not in text


@pytest.mark.parametrize("label", ["Earlier run", "Later run"])
def test_a_run_has_a_way_to_the_one_before_and_after(sample_home, open_page, label: str) -> None:
    at = open_page("run")
    doors = {button.help: button for button in at.button if button.help}

    assert doors["Later run"].disabled
    assert not doors["Earlier run"].disabled
    if label == "Earlier run":
        newest = at.selectbox[0].value
        doors[label].click().run()
        assert at.selectbox[0].value != newest
