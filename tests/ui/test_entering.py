"""What she enters: files and symptoms. Nothing is chosen for her, and nothing is lost."""

from datetime import datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from program import shipped_plans
from program.asking import asked
from program.questions import QUESTIONS
from sample_data.runner import sample_runner
from sample_data.shift import shifted_fit
from services import Services, Upload
from tests.services.building import gpx_run
from ui.components.body_figure import PLACES
from ui.words import SITES


@pytest.fixture
def newest_run(services: Services, now: datetime) -> str:
    actor = services.accounts.local_runner(now=now)
    return services.runs.list_runs(actor, str(actor.person_id), now=now)[0].activity_id


def run_just_over(now: datetime) -> Upload:
    """One of the sample runs as if it had ended twenty minutes ago."""
    file = sample_runner(now.date()).files[-1]
    shift = now - timedelta(minutes=20) - file.end_utc
    return Upload(file.name, shifted_fit(file.content, shift))


@pytest.fixture
def unanswered_run(services: Services, now: datetime) -> str:
    """A run of a moment ago that nobody has said anything about yet."""
    actor = services.accounts.local_runner(now=now)
    uploads = [run_just_over(now)]
    (verdict,) = services.importing.add_files(actor, str(actor.person_id), uploads, now=now)
    return str(verdict.activity_id)


def entries(services: Services, run_id: str, now: datetime) -> list:
    actor = services.accounts.local_runner(now=now)
    told = services.diary.entries(actor, str(actor.person_id), now=now)
    return [item.entry for item in told if item.activity_id == run_id]


def save_button(at: AppTest):
    return next(button for button in at.button if button.label.startswith("Save"))


def group(at: AppTest, key_end: str):
    return next(item for item in at.button_group if str(item.key).endswith(key_end))


def test_nothing_is_chosen_beforehand_and_nothing_can_be_saved_untouched(
    sample_home, open_page, unanswered_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=unanswered_run)

    answers = [item for item in at.button_group if not str(item.key).startswith("log-phase")]
    assert answers
    assert all(item.value in (None, []) for item in answers)
    assert save_button(at).disabled


def test_save_is_one_button_whatever_its_words_say(
    sample_home, open_page, unanswered_run: str, now: datetime
) -> None:
    """A tap that comes before the page has counted again is a tap on it all the same."""
    at = open_page("how_was_it", run=unanswered_run)

    group(at, "-any").set_value("none").run()
    before = save_button(at)
    group(at, "-effort_0_10").set_value(3).run()
    group(at, "-sign").set_value("none").run()

    assert before.label != save_button(at).label
    assert before.proto.id == save_button(at).proto.id


def test_all_quiet_is_three_taps(
    sample_home, open_page, services: Services, unanswered_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=unanswered_run)

    group(at, "-any").set_value("none").run()
    group(at, "-effort_0_10").set_value(3).run()
    group(at, "-sign").set_value("none").run()
    assert save_button(at).label == "Save"
    save_button(at).click().run()

    (entry,) = entries(services, unanswered_run, now)
    assert entry.phase == "after"
    assert (entry.leak_urine, entry.heaviness_0_10, entry.pain, entry.signs) == ("none", 0, (), ())
    plan = shipped_plans()["postnatal-graded", 1]
    questions = asked(plan, "after", "running", pelvic=True)
    assert all(getattr(entry, question.id) is not None for question in questions)


def test_what_is_not_touched_stays_unknown(
    sample_home, open_page, services: Services, unanswered_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=unanswered_run)

    group(at, "-any").set_value("some").run()
    group(at, "-leak_urine").set_value("new_or_worse").run()
    assert "left open" in save_button(at).label
    save_button(at).click().run()

    (entry,) = entries(services, unanswered_run, now)
    assert entry.leak_urine == "new_or_worse"
    assert (entry.leak_stool, entry.heaviness_0_10, entry.pain, entry.effort_0_10, entry.signs) == (None,) * 5
    assert any("No running for now" in element.proto.body for element in at.get("html"))


def test_pain_is_asked_for_by_place_and_kept_even_without_one(
    sample_home, open_page, services: Services, unanswered_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=unanswered_run)
    group(at, "-any").set_value("some").run()
    group(at, "-pain").set_value("yes").run()
    group(at, "-sites").set_value(["knee"]).run()
    group(at, "-knee-score").set_value(4).run()
    group(at, "-knee-limp").set_value(False).run()
    save_button(at).click().run()

    (entry,) = entries(services, unanswered_run, now)
    (knee,) = entry.pain
    assert (knee.site, knee.score_0_10, knee.limp, knee.on_bone) == ("knee", 4, False, None)


def test_pain_that_is_a_sign_is_answered_before_it_is_saved(
    sample_home, open_page, services: Services, unanswered_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=unanswered_run)
    group(at, "-any").set_value("some").run()
    group(at, "-pain").set_value("yes").run()
    group(at, "-sites").set_value(["groin"]).run()

    shown = " ".join(item.value for item in at.markdown)
    assert any("Do not run or hop" in element.proto.body for element in at.get("html"))
    assert "Emergency:" in shown
    assert "Nobody has been alerted by this screen" in shown

    save_button(at).click().run()
    assert any("Emergency:" in element.proto.body for element in at.get("html"))
    assert not at.exception


def test_an_entry_can_be_changed_and_keeps_the_rest(
    sample_home, open_page, services: Services, newest_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=newest_run)
    assert any("You noted" in element.value for element in at.markdown)

    at.toggle[0].set_value(True).run()
    group(at, "-effort_0_10").set_value(6).run()
    save_button(at).click().run()

    entry = next(entry for entry in entries(services, newest_run, now) if entry.phase == "after")
    assert (entry.effort_0_10, entry.leak_urine, entry.pain) == (6, "none", ())


def test_the_same_as_last_time_shows_what_it_copies_and_asks_the_rest(
    sample_home, open_page, services: Services, newest_run: str, unanswered_run: str, now: datetime
) -> None:
    before = next(entry for entry in entries(services, newest_run, now) if entry.phase == "after")
    at = open_page("how_was_it", run=unanswered_run)
    group(at, "-any").set_value("same").run()

    shown = "\n".join(element.value for element in at.markdown)
    assert "Copied from" in shown
    assert "None: leak of urine" in shown
    save_button(at).click().run()

    (entry,) = entries(services, unanswered_run, now)
    copied = [question.id for question in QUESTIONS if question.nothing is not None]
    assert [getattr(entry, item) for item in copied] == [getattr(before, item) for item in copied]
    assert (entry.effort_0_10, entry.signs) == (None, None)


def test_none_of_the_rest_fills_only_what_it_names(
    sample_home, open_page, services: Services, unanswered_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=unanswered_run)
    group(at, "-any").set_value("some").run()
    assert not [item for item in at.button_group if str(item.key).endswith("-rest")]
    group(at, "-leak_wind").set_value("new_or_worse").run()
    rest = group(at, "-rest")
    assert "leak of urine" in rest.label
    assert "wind" not in rest.label
    rest.set_value("none").run()
    save_button(at).click().run()

    (entry,) = entries(services, unanswered_run, now)
    assert (entry.leak_wind, entry.leak_urine, entry.pain) == ("new_or_worse", "none", ())
    assert (entry.effort_0_10, entry.signs) == (None, None)


def test_the_next_morning_cannot_be_answered_before_it_comes(
    sample_home, open_page, unanswered_run: str
) -> None:
    at = open_page("how_was_it", run=unanswered_run, moment="next_morning")

    assert "This one waits: come back from Tue 24 Nov" in at.info[0].value
    assert not [button for button in at.button if button.label.startswith("Save")]


def test_what_was_noted_is_one_calm_line_and_its_history_stays(
    sample_home, open_page, services: Services, newest_run: str, now: datetime
) -> None:
    at = open_page("how_was_it", run=newest_run, moment="after")
    assert any(element.value == "No signs. Effort 3 of 10." for element in at.markdown)
    at.toggle[0].set_value(True).run()
    group(at, "-effort_0_10").set_value(6).run()
    save_button(at).click().run()

    at = open_page("how_was_it", run=newest_run, moment="after")

    shown = [element.value for element in at.markdown]
    assert "No signs. Effort 6 of 10." in shown
    assert any(value.endswith("No signs. Effort 3 of 10.") for value in shown)
    assert any(expander.label == "Earlier versions" for expander in at.expander)


def test_the_figure_says_in_words_which_places_it_marks(sample_home, open_page, unanswered_run: str) -> None:
    at = open_page("how_was_it", run=unanswered_run)
    group(at, "-any").set_value("some").run()
    group(at, "-pain").set_value("yes").run()
    group(at, "-sites").set_value(["knee", "hip"]).run()

    assert any("Marked: knee, hip." in element.proto.body for element in at.get("html"))
    assert set(PLACES) == set(SITES) - {"other"}


def test_each_file_gets_its_verdict(sample_home, open_page, now: datetime) -> None:
    known = sample_runner(now.date()).files[0]
    fresh = Upload("new.gpx", gpx_run(now - timedelta(hours=2)))
    at = open_page("add_runs")

    at.file_uploader[0].set_value(
        [
            (fresh.name, fresh.content, "application/octet-stream"),
            (known.name, known.content, "application/octet-stream"),
            ("holiday.fit", b"\xff\xd8\xff\xe0 a picture", "application/octet-stream"),
            ("empty.gpx", b"", "application/octet-stream"),
        ]
    ).run()

    assert not at.exception
    verdicts = [element.value for element in at.markdown if element.value.startswith(":material/")]
    assert [text.split("**")[1] for text in verdicts] == [
        "New run",
        "Already here",
        "Could not be read",
        "Could not be read",
    ]


def test_the_weekly_questions_start_empty_and_are_kept(
    sample_home, open_page, services: Services, now: datetime
) -> None:
    _confirm_what_waits(services, now)
    at = open_page("check_in")
    assert all(item.value in (None, []) for item in at.button_group)

    group(at, "-sleep").set_value(6).run()
    group(at, "-mood").set_value("low").run()
    group(at, "-harm").set_value(False).run()
    next(button for button in at.button if button.label == "Send").click().run()

    assert not at.error
    actor = services.accounts.local_runner(now=now)
    told = services.diary.check_ins(actor, str(actor.person_id), now=now)[0].check_in
    assert (told.sleep_hours_per_night, told.mood, told.harm_thoughts) == (6, "low", False)
    assert (told.energy, told.signs) == (None, None)


def test_the_weekly_answers_are_there_again_on_a_new_visit_until_they_are_sent(
    sample_home, open_page, services: Services, now: datetime
) -> None:
    _confirm_what_waits(services, now)
    at = open_page("check_in")
    group(at, "-sleep").set_value(6).run()
    group(at, "-harm").set_value(False).run()

    again = open_page("check_in")
    assert "They are not saved yet" in again.info[0].value
    assert (group(again, "-sleep").value, group(again, "-harm").value) == (6, False)
    assert group(again, "-mood").value is None
    group(again, "-sleep").set_value(None).run()
    assert group(again, "-sleep").value is None
    next(button for button in again.button if button.label == "Send").click().run()

    actor = services.accounts.local_runner(now=now)
    told = services.diary.check_ins(actor, str(actor.person_id), now=now)[0].check_in
    assert (told.sleep_hours_per_night, told.harm_thoughts) == (None, False)
    assert not [info for info in open_page("check_in").info if "not saved" in info.value]


def test_a_change_that_was_begun_is_there_again_after_another_page(
    sample_home, open_page, services: Services, newest_run: str
) -> None:
    at = open_page("how_was_it", run=newest_run)
    at.toggle[0].set_value(True).run()
    group(at, "-effort_0_10").set_value(6).run()

    at.switch_page("ui/pages/progress.py").run()
    at.switch_page("ui/pages/how_was_it.py").run()

    assert at.toggle[0].value
    assert group(at, "-effort_0_10").value == 6


def test_a_thought_of_harm_is_answered_at_once(
    sample_home, open_page, services: Services, now: datetime
) -> None:
    _confirm_what_waits(services, now)
    at = open_page("check_in")

    group(at, "-harm").set_value(True).run()

    assert any("You are not alone" in element.proto.body for element in at.get("html"))
    assert any("Nobody has been alerted" in element.value for element in at.markdown)


def _confirm_what_waits(services: Services, now: datetime) -> None:
    """Lets the waiting progress take effect, and takes this week's check-in for one that is open."""
    actor = services.accounts.local_runner(now=now)
    runner_id = str(actor.person_id)
    today = services.deciding.today(actor, runner_id, now=now)
    services.deciding.confirm_progress(actor, runner_id, today.answer.shown_sha256, now=now)


def test_a_run_without_a_file_is_kept_and_asked_about(
    sample_home, open_page, services: Services, now: datetime
) -> None:
    at = open_page("add_runs")
    at.time_input[0].set_value(time(7, 0))
    at.number_input[0].set_value(30)
    at.number_input[1].set_value(8)
    next(button for button in at.button if button.label == "Add this run").click().run()

    assert not at.error
    actor = services.accounts.local_runner(now=now)
    newest = services.runs.list_runs(actor, str(actor.person_id), now=now)[0]
    assert (newest.kind, newest.elapsed_time_s, newest.run_time_s) == ("hand", 1800, 480)


def test_a_run_in_the_future_is_refused_in_one_sentence(sample_home, open_page) -> None:
    at = open_page("add_runs")
    at.time_input[0].set_value(time(23, 45))
    at.number_input[0].set_value(30)
    next(button for button in at.button if button.label == "Add this run").click().run()

    assert "in the future" in at.error[0].value
