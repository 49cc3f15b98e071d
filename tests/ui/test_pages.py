"""Each page over the sample runner's weeks: it answers its one question, and shows no traceback."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from services import Services
from services.runs import Runs
from ui.words import ADVICE, NOBODY_ALERTED

PAGES = [
    "today",
    "add_runs",
    "how_was_it",
    "run",
    "progress",
    "check_in",
    "something_wrong",
    "why_wait",
    "start",
    "next_session",
    "my_pt",
    "my_data",
    "more",
]
#: Whoever advises says in one line that this is advice to discuss with a PT.
ADVISING = ["today", "run", "progress", "check_in", "next_session", "something_wrong", "why_wait", "start"]


def words(at: AppTest) -> str:
    """All words of a page in one text."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.error, at.warning, at.success, at.info)
    html = [element.proto.body for element in at.get("html")]
    return "\n".join([*(element.value for kind in kinds for element in kind), *html])


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_what_advises_says_so(sample_home, open_page, name: str) -> None:
    at = open_page(name)

    assert not at.error
    assert len(at.title) == 1
    assert (ADVICE in words(at)) == (name in ADVISING)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_helps_where_there_is_nothing_yet(home, open_page, name: str) -> None:
    at = open_page(name)

    assert not at.error
    assert len(at.title) == 1


def test_today_shows_the_answer_the_step_and_the_next_session(sample_home, open_page) -> None:
    text = words(open_page("today"))

    assert "Ready for the next step" in text
    assert "Run 4" in text
    assert "walk 5:00 · 4 × (run 2:00, walk 3:00) · walk 5:00" in text


def test_today_leads_a_newcomer_to_the_start(home, open_page) -> None:
    text = words(open_page("today"))

    assert "small step at a time" in text
    assert "Ready" not in text


def test_an_app_that_was_not_launched_shows_nothing(sample_home, open_page, monkeypatch) -> None:
    monkeypatch.delenv("STRIDEGATE_LAUNCHED")

    at = open_page("today")

    assert "launcher" in at.error[0].value
    assert not at.title


@pytest.mark.parametrize(
    ("shows", "verdict"),
    [
        ("three minutes too long", "More than planned"),
        ("at a crossing", "As planned"),
        ("without GPS", "As planned"),
        ("own run and walk splits", "As planned"),
    ],
)
def test_a_run_says_how_it_was_held_against_the_plan(
    sample_home, services: Services, open_page, run_of, shows: str, verdict: str
) -> None:
    at = open_page("run", run=run_of(services, shows))

    assert verdict in words(at)


def test_a_run_that_was_too_long_says_why(sample_home, services: Services, open_page, run_of) -> None:
    text = words(open_page("run", run=run_of(services, "three minutes too long")))

    assert "A run was longer than planned: 4:3" in text
    assert "More running in all than planned" in text


def test_a_pause_is_told_apart_from_the_time_on_the_watch(
    sample_home, services: Services, open_page, run_of
) -> None:
    assert "1:35 of pause" in words(open_page("run", run=run_of(services, "at a crossing")))


def test_progress_shows_the_ladder_and_why_she_stayed(sample_home, open_page) -> None:
    text = words(open_page("progress"))

    assert "you are here" in text
    assert "Pain was 4 out of 10" in text
    assert "more than the plan asked for" in text


def test_the_check_in_confirms_the_next_step(sample_home, open_page) -> None:
    at = open_page("check_in")
    yes = next(button for button in at.button if button.label.startswith("Yes, go on to Run 5"))

    yes.click().run()

    assert not at.exception
    assert not at.error
    assert "To your next session" in [link.proto.label for link in at.get("page_link")]
    assert "Run 5" in words(open_page("today"))


def test_a_warning_sign_is_answered_at_once_and_can_be_noted(sample_home, open_page) -> None:
    at = open_page("something_wrong")
    chest = next(box for box in at.checkbox if box.label.startswith("Chest pain"))

    chest.check().run()

    assert "Call the emergency number now" in words(at)
    assert NOBODY_ALERTED in words(at)
    next(button for button in at.button if "Note this" in button.label).click().run()
    assert "emergency help now" in words(at)
    assert "emergency help now" in words(open_page("today"))


def test_a_warning_sign_that_was_ticked_is_there_again_on_a_new_visit_until_it_is_noted(
    sample_home, open_page
) -> None:
    def is_chest_pain_ticked(at) -> bool:
        return next(box for box in at.checkbox if box.label.startswith("Chest pain")).value

    at = open_page("something_wrong")
    assert not any("here again" in note.value for note in at.info)
    next(box for box in at.checkbox if box.label.startswith("Chest pain")).check().run()

    again = open_page("something_wrong")

    assert is_chest_pain_ticked(again)
    assert any("here again" in note.value for note in again.info)
    assert "Call the emergency number now" in words(again)
    next(button for button in again.button if "Note this" in button.label).click().run()
    assert not is_chest_pain_ticked(open_page("something_wrong"))


def test_a_failing_service_shows_one_calm_sentence(sample_home, open_page, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(Runs, "list_runs", broken)

    at = open_page("run")

    assert not at.exception
    assert "What you entered before is safe" in at.error[0].value
    assert "secret detail" not in words(at)


def test_settings_change_the_units(sample_home, services: Services, open_page, now: datetime) -> None:
    at = open_page("my_data")
    at.button_group[0].set_value("mi")
    next(button for button in at.button if button.label == "Save").click().run()

    assert not at.error
    actor = services.accounts.local_runner(now=now)
    assert services.accounts.account(actor, now=now).distance_unit == "mi"
