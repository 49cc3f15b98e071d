"""The long view says the same as the short one, and never calls what is missing fine."""

from datetime import UTC, date, datetime, timedelta

import pytest

from program import PainAt, SymptomEntry
from program.measures import MEASURES
from program.questions import BY_ID, QUESTIONS
from services import Actor, HandRun, ReviewRecord, Services
from services.symptom_weeks import RunOfWeek, symptom_weeks
from tests.services.conftest import WEEKS_END, Clinic

MONDAY = date(2026, 5, 4)
RUN = RunOfWeek(
    "run", MONDAY, frozenset({("after", "pain"), ("next_morning", "pain"), ("after", "effort_0_10")})
)
AT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def said(phase: str, **answers: object) -> tuple[date, SymptomEntry]:
    session = None if phase == "day" else "run"
    entry = SymptomEntry.model_validate(
        {"id": phase, "phase": phase, "session": session, "at": AT, **answers}
    )
    return MONDAY, entry


def week(entries: list[tuple[date, SymptomEntry]], item: str, *, today: date = MONDAY + timedelta(days=6)):
    return next(found for found in symptom_weeks(entries, [RUN], today=today) if found.item == item)


def test_the_worst_answer_of_a_week_is_the_answer_of_the_week() -> None:
    mild, bad = (PainAt(site="knee", score_0_10=score) for score in (2, 5))
    found = week([said("after", pain=(mild,)), said("next_morning", pain=(bad,))], "pain")

    assert (found.value, found.share_0_1, found.is_complete) == (5, 0.5, True)


def test_no_log_at_all_is_unknown() -> None:
    found = week([], "pain")

    assert (found.value, found.share_0_1, found.is_complete) == (None, None, False)


def test_a_clear_answer_with_a_morning_missing_is_not_complete() -> None:
    entries = [said("after", pain=(), effort_0_10=3)]

    assert not week(entries, "pain").is_complete
    assert week(entries, "effort_0_10").is_complete


def test_the_morning_after_a_run_of_today_is_not_missing_yet() -> None:
    assert week([said("after", pain=())], "pain", today=MONDAY).is_complete


def test_pain_without_a_score_is_not_known() -> None:
    assert week([said("after", pain=(PainAt(site="knee"),))], "pain").value is None


def test_a_question_that_nobody_asked_nor_answered_has_no_week() -> None:
    assert all(found.item != "leak_urine" for found in symptom_weeks([], [RUN], today=MONDAY))


@pytest.mark.parametrize("item", [question.id for question in QUESTIONS if question.kind == "word"])
def test_words_stand_in_the_order_of_the_gates(item: str) -> None:
    """Best to worst here, worst to best there, for the words that both know."""
    kept = BY_ID[item].levels
    levels = [level for level in reversed(MEASURES[item].levels) if level in kept]

    assert [level for level in kept if level in levels] == levels


def test_the_long_view_sums_up_as_the_weeks_do(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    short = weeks.runs.weeks(sample, runner_id, now=WEEKS_END)
    trends = weeks.looking_back.trends(sample, runner_id, now=WEEKS_END)

    for name in ("week_start", "run_time_s", "longest_run_bout_s", "run_cadence_spm", "run_pace_s_per_km"):
        assert trends.weeks[name].to_list() == short[name].to_list(), name
    done = {row.week_start: row for row in trends.asked}
    full = done[trends.weeks["week_start"][0]]
    assert full.run_time_s == 3 * 4 * 30
    assert full.least_s < full.run_time_s < full.most_s


def test_answers_are_those_of_the_check_ins_newest_first(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    trends = weeks.looking_back.trends(sample, runner_id, now=WEEKS_END, with_reasons=3)

    kept = weeks.deciding.history(sample, runner_id, now=WEEKS_END)
    check_ins = [answer for answer in kept if answer.asked_by == "check_in"]
    told = [mark.decision_id for mark in trends.answers]
    assert [name for name in told if name in {a.decision_id for a in check_ins}] == [
        answer.decision_id for answer in check_ins
    ]
    assert told == sorted(told, reverse=True)
    by_id = {answer.decision_id: answer.explanation.reasons for answer in kept}
    assert [mark.reasons for mark in trends.answers[:3]] == [by_id[name] for name in told[:3]]
    assert trends.answers[2].reasons
    assert not any(mark.reasons for mark in trends.answers[3:])


def test_a_key_sign_and_its_missing_logs_show_in_the_long_view(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    later = WEEKS_END + timedelta(hours=1)
    weeks.runs.add_by_hand(
        sample, runner_id, HandRun(WEEKS_END - timedelta(minutes=50), 600.0, 60.0), now=later
    )
    leak = SymptomEntry(id="new", phase="day", at=later, leak_urine="new_or_worse")
    weeks.diary.log(sample, runner_id, leak, now=later)

    trends = weeks.looking_back.trends(sample, runner_id, now=later)

    assert (trends.answers[0].running_allowed, trends.answers[0].on) == (False, date(2026, 5, 19))
    newest = {
        found.item: found for found in trends.symptoms if found.week_start == trends.weeks["week_start"][-1]
    }
    assert newest["leak_urine"].value == "new_or_worse"
    assert not newest["heaviness_0_10"].is_complete


def test_a_runner_without_anything_has_an_empty_long_view(services: Services, runner: Actor) -> None:
    trends = services.looking_back.trends(runner, runner.person_id or "", now=WEEKS_END)

    assert trends.weeks.is_empty()
    assert (trends.asked, trends.symptoms, trends.answers) == ((), (), ())


def test_a_runner_sees_who_looks_after_her_and_what_they_wrote(clinic: Clinic) -> None:
    services, now = clinic.services, WEEKS_END
    services.reviewing.write_note(
        clinic.pt, clinic.runner_id, "Well done.", now=now, reach="video on Fridays"
    )
    decision = services.deciding.today(clinic.runner, clinic.runner_id, now=now).answer.shown_sha256
    record = ReviewRecord("keep going", next_review_on=date(2026, 5, 25))
    services.reviewing.override(clinic.pt, clinic.runner_id, decision, "hold", record, now=now)

    mine = services.care.beside_me(clinic.runner, now=now)

    assert [link.other_name for link in mine.in_force] == ["Therapist"]
    assert len(mine.links) == 2
    assert (mine.notes[0].words, mine.notes[0].by_name, mine.notes[0].is_new) == (
        "Well done.",
        "Therapist",
        True,
    )
    assert (mine.reach, mine.next_review_on) == ("video on Fridays", date(2026, 5, 25))
    assert (mine.reviews[0].kind, mine.reviews[0].because) == ("override", "keep going")
    services.deciding.notes_seen(clinic.runner, clinic.runner_id, now=now)
    assert not services.care.beside_me(clinic.runner, now=now).notes[0].is_new
