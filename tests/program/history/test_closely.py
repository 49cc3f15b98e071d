"""Single rules of the fold, looked at closely: each test holds a line that nothing else would miss."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from small_lives import BEGAN, COUCH, DAY, HOUR, MINUTE, Life, pain

from program.history.events import (
    Begin,
    Birth,
    Close,
    Erased,
    Exam,
    Lift,
    Link,
    Looked,
    Order,
    Outing,
    Unreadable,
    Week,
    Zone,
)
from program.model import ReleaseBy


def test_a_birth_told_after_an_end_of_a_pregnancy_still_asks_for_its_weeks() -> None:
    """An examination a month after the birth clears nobody, whatever was said to have ended later."""
    life = Life()
    life.act(Birth, kind="pregnancy")
    life.act(Birth, kind="pregnancy_ended")
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert not life.bar_codes()
    born = life.now - 30 * DAY
    life.act(Birth, happened_at=born)
    assert life.bar_codes() == {"not_examined"}
    life.later(60 * DAY)
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert "not_examined" not in life.bar_codes()


def test_a_clearance_of_another_birth_is_asked_anew_in_a_plan_that_asks_for_none() -> None:
    """To have chosen another plan before is no way around it."""
    life = Life()
    life.act(Begin, plan=COUCH, stage="week-1", kind="switch")
    life.act(Birth, happened_at=life.now - 100 * DAY)
    assert not life.bar_codes(), "cleared since that birth"
    life.act(Birth, happened_at=life.now - 60 * DAY)
    assert life.bar_codes() == {"not_examined"}
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert not life.bar_codes()


def test_nobody_is_asked_in_such_a_plan_who_was_never_examined() -> None:
    life = Life(plan=COUCH, stage="week-1")
    life.events = [event for event in life.events if not isinstance(event, Exam)]
    life.act(Birth, happened_at=life.now - 60 * DAY)
    assert not life.bar_codes()


def test_a_pregnancy_and_a_birth_taken_back_end_each_by_its_own() -> None:
    life = Life()
    life.act(Birth, kind="pregnancy")
    life.act(Birth, kind="taken_back")
    assert {"pregnancy", "taken_back"} <= life.bar_codes()
    life.act(Birth, kind="pregnancy_ended")
    assert "pregnancy" not in life.bar_codes() and "taken_back" in life.bar_codes()
    life.act(Birth, happened_at=life.now - 100 * DAY)
    assert not {"pregnancy", "taken_back"} & life.bar_codes()


# -- breaks


def _gap_of(life: Life) -> datetime:
    """When the break after being placed grows too long: fourteen days on, at midnight in Berlin."""
    return life.now.replace(hour=22, minute=0) + 14 * DAY


def _gaps(life: Life, at: datetime | None = None) -> list[str]:
    return [finding.key for finding in life.look(at).findings if finding.gate == "gap"]


def test_a_break_is_too_long_from_its_midnight_on() -> None:
    life = Life()
    limit = _gap_of(life)
    assert not _gaps(life, limit - MINUTE) and _gaps(life, limit) == ["gap:stage 0"]
    assert life.look(limit).findings[0].opened_at == limit


def test_a_run_that_begins_at_that_midnight_comes_too_late() -> None:
    life = Life()
    limit = _gap_of(life)
    life.run(limit, 480, was_allowed=True)
    assert _gaps(life) == ["gap:stage 0"]


def test_a_run_told_at_that_midnight_is_told_in_time() -> None:
    life = Life()
    limit = _gap_of(life)
    life.add(
        Outing(
            id="s",
            happened_at=limit - DAY,
            end=limit - DAY + HOUR,
            known_at=limit,
            local_date=limit.date(),
            sure_s=9000,
            maybe_s=9000,
        )
    )
    assert not _gaps(life, limit + DAY)


def test_a_break_is_no_step_back_from_walking() -> None:
    life = Life(stage="run-01")
    life.log(leak_urine="new_or_worse")
    assert life.stage_now() == "weeks-8-12"
    life.later(30 * DAY)
    assert life.stage_now() == "weeks-8-12"


def test_runs_told_too_late_make_one_break_of_it_and_a_run_in_between_two() -> None:
    life = Life(linked=False)
    began = life.now
    life.later(40 * DAY)
    life.run(began + 5 * DAY, 9000, known=life.now + MINUTE)
    assert _gaps(life) == ["gap:stage 0"]
    name = life.run(began + 22 * DAY, 420, known=life.now + MINUTE, was_allowed=True)
    assert _gaps(life) == ["gap:stage 0", f"gap:{name}"]


def test_what_was_carried_over_begins_a_break_where_nothing_else_does() -> None:
    life = Life()
    life.events = [replace(each, kind="switch") if isinstance(each, Begin) else each for each in life.events]
    life.later(30 * DAY)
    assert not _gaps(life)
    name = life.act(Begin, role="system", plan=life.plan, stage="run-04", kind="carried")
    assert not _gaps(life, life.now + 14 * DAY)
    assert _gaps(life, life.now + 15 * DAY) == [f"gap:{name}"]


def test_a_break_ends_by_the_calendar_of_where_it_began() -> None:
    """So after a flight an answer may change between two midnights, and says so."""
    life = Life()
    limit = _gap_of(life)
    life.act(Zone, name="Asia/Tokyo")
    standing = life.look(limit - HOUR)
    assert standing.holds_until == limit and not standing.findings
    assert _gaps(life, limit) == ["gap:stage 0"]


# -- corrections, weeks and what is known too late


@pytest.mark.parametrize(("late", "is_given_back"), [(DAY, True), (DAY + MINUTE, False)])
def test_a_correction_is_in_time_for_a_day(late: timedelta, is_given_back: bool) -> None:
    life = Life()
    name = life.log(pain=pain(7))
    life.later(late - MINUTE)
    life.edit(name, pain=())
    assert (life.stage_now() == "run-04") is is_given_back


@pytest.mark.parametrize(("days", "stage"), [(7, "run-03"), (8, "run-02")])
def test_facts_step_back_together_for_a_week_of_dates(days: int, stage: str) -> None:
    life = Life()
    life.log(pain=pain(7))
    life.later(days * DAY)
    life.log(pain=pain(7))
    assert life.stage_now() == stage


@pytest.mark.parametrize(("days", "is_in_time"), [(14, True), (15, False)])
def test_a_fact_takes_a_stage_within_the_days_of_evidence(days: int, is_in_time: bool) -> None:
    life = Life(linked=False)
    felt = life.now + MINUTE
    for _ in range(2):
        life.later(DAY)
        life.run(life.now, 480, was_allowed=True)
    life.later(felt + days * DAY - life.now)
    life.log(ago=life.now + MINUTE - felt, heaviness_0_10=3)
    assert (life.stage_now() == "run-03") is is_in_time
    assert bool(life.look().listed) is not is_in_time


@pytest.mark.parametrize(("check_ins", "is_in_time"), [(1, True), (2, False)])
def test_a_fact_takes_a_stage_before_the_second_check_in(check_ins: int, is_in_time: bool) -> None:
    life = Life(linked=False)
    felt = life.now + MINUTE
    for _ in range(check_ins):
        life.later(4 * DAY)
        life.check_in()
    life.log(ago=life.now + MINUTE - felt, heaviness_0_10=3)
    assert (life.stage_now() == "run-03") is is_in_time


@pytest.mark.parametrize(("days", "is_taken_back"), [(7, True), (8, False)])
def test_what_only_holds_takes_a_yes_back_for_its_own_days(days: int, is_taken_back: bool) -> None:
    life = Life(linked=False)
    life.later(10 * DAY)
    yes = life.confirm()
    life.log(ago=days * DAY + MINUTE, pain=pain(4))
    assert life.look().taken_back == ((yes,) if is_taken_back else ())


def test_a_key_sign_takes_a_yes_back_however_old() -> None:
    life = Life(linked=False)
    life.later(10 * DAY)
    yes = life.confirm()
    life.log(ago=9 * DAY, heaviness_0_10=3)
    assert life.look().taken_back == (yes,)


def _owing() -> Life:
    """A life that owes a clean week since now."""
    life = Life(linked=False)
    felt = life.now + MINUTE
    life.later(16 * DAY)
    life.log(ago=life.now + MINUTE - felt, heaviness_0_10=3)
    assert life.look().listed
    return life


@pytest.mark.parametrize(("days", "is_over"), [(6, False), (7, True)])
def test_a_clean_week_is_a_week(days: int, is_over: bool) -> None:
    life = _owing()
    life.later(days * DAY)
    life.check_in()
    assert bool(life.look().listed) is not is_over


@pytest.mark.parametrize(("days", "is_over"), [(1, False), (10, False), (11, True)])
def test_a_clean_week_has_nothing_in_it(days: int, is_over: bool) -> None:
    """Something was asked on the third day; the check-in ends the week before it."""
    life = _owing()
    life.later(3 * DAY)
    life.log(pain=pain(4))
    life.later((days - 3) * DAY if days > 3 else days * DAY)
    life.check_in()
    assert bool(life.look().listed) is not is_over


def test_a_correction_leaves_a_clean_week_clean() -> None:
    life = _owing()
    life.later(3 * DAY)
    life.edit(life.log(pain=pain(7)), pain=())
    life.later(5 * DAY)
    life.check_in()
    assert not life.look().listed


def test_no_act_of_hers_ends_a_clean_week() -> None:
    life = _owing()
    life.act(Begin, plan=life.plan, stage="run-01", kind="lower")
    life.close("heaviness", role="runner")
    life.confirm()
    assert life.look().listed
    life.act(Lift, role="pt", order="none")
    assert not life.look().listed


# -- running while it was forbidden


def test_a_minute_surely_run_on_a_rest_day_is_found() -> None:
    life = Life()
    life.log(pain=pain(7))
    name = life.run(life.now + 20 * HOUR, 60)
    assert life.look().ran_forbidden == {name}


def test_a_run_that_begins_when_the_rest_ends_is_allowed() -> None:
    life = Life()
    life.log(pain=pain(7))
    until = life.look().rest_until
    assert until is not None
    life.run(until, 360)
    assert not life.look().ran_forbidden


@pytest.mark.parametrize(("days", "is_found"), [(83, True), (84, False)])
def test_running_before_the_weeks_after_a_birth_is_found(days: int, is_found: bool) -> None:
    life = Life()
    life.act(Birth, happened_at=life.now - 70 * DAY)
    life.act(Exam, item="clearance", is_good=True, role="pt")
    life.later((days - 70) * DAY)
    name = life.run(life.now, 480)
    assert (name in life.look().ran_forbidden) is is_found


def test_running_in_a_walking_stage_is_found_and_walking_is_not() -> None:
    life = Life(stage="weeks-8-12")
    life.run(life.now + DAY, 0)
    name = life.run(life.now + DAY, 120)
    assert life.look().ran_forbidden == {name}


def test_what_was_felt_while_running_does_not_speak_against_that_run() -> None:
    life = Life()
    start = life.now + 40 * HOUR
    name = life.run(start, 480)
    life.log(ago=life.now + MINUTE - start, session=name, phase="during", leak_urine="new_or_worse")
    assert name not in life.look().not_evidence
    life.log(ago=life.now + 2 * MINUTE - start, leak_wind="new_or_worse")
    assert name in life.look().not_evidence


@pytest.mark.parametrize(("days", "is_asked"), [(7, True), (8, False)])
def test_she_is_asked_for_the_days_of_symptoms(days: int, is_asked: bool) -> None:
    life = Life()
    life.log(pain=pain(7))
    name = life.run(life.now + 20 * HOUR, 0, maybe_s=300)
    assert (name in life.look(life.now + days * DAY).asked) is is_asked


def test_a_run_before_anything_was_told_was_allowed() -> None:
    life = Life()
    name = life.run(BEGAN - 5 * DAY, 480, known=life.now + HOUR)
    assert name not in life.look().ran_forbidden


# -- findings and alerts


def test_what_she_may_close_alone_her_therapist_closes_where_one_watches() -> None:
    for linked, who in ((True, ReleaseBy.PT), (False, ReleaseBy.RUNNER)):
        life = Life(linked=linked)
        life.later(20 * DAY)
        assert [finding.release_by for finding in life.look().findings] == [who]


def test_a_rise_of_urgency_is_told_where_what_was_open_was_less() -> None:
    life = Life()
    life.log(signs=("dizzy",))
    life.close("sign:dizzy")
    life.log(leak_urine="new_or_worse")
    first = life.log(pain=pain(3, "shin", on_bone=True))
    life.log(pain=pain(3, "shin", on_bone=True))
    assert _rises(life) == {f"urgency:same_day:{first}"}
    life.close("bone-pain:shin")
    again = life.log(pain=pain(3, "shin", on_bone=True))
    assert _rises(life) == {f"urgency:same_day:{first}", f"urgency:same_day:{again}"}


def _rises(life: Life) -> set[str]:
    return {key for key in life.alert_keys() if key.startswith("urgency:")}


def test_an_alert_is_named_after_the_first_that_opened_it() -> None:
    life = Life()
    life.log(leak_urine="new_or_worse")
    first = life.now
    life.later(HOUR)
    life.log(leak_urine="new_or_worse")
    assert [(alert.key, alert.kind, alert.since) for alert in life.look().alerts] == [
        ("open:leak-urine:1", "finding", first)
    ]


def test_a_birth_is_told_only_after_she_has_begun() -> None:
    life = Life()
    assert not life.alert_keys()
    name = life.act(Birth, kind="pregnancy")
    assert life.alert_keys() == {f"birth:{name}"}


def test_whoever_looked_before_has_not_acted_on_what_came_after() -> None:
    life = Life()
    life.act(Looked, role="pt", alert="leak-urine")
    life.log(leak_urine="new_or_worse")
    assert [alert.acted_at for alert in life.look().alerts] == [None]
    life.act(Looked, role="pt", alert="leak-urine")
    first = life.now
    life.act(Looked, role="pt", alert="leak-urine")
    assert [alert.acted_at for alert in life.look().alerts] == [first]


# -- what cannot be read


def test_a_row_that_cannot_be_read_holds_until_somebody_has_seen_it() -> None:
    life = Life()
    name = life.act(Unreadable, code="entry")
    life.act(Close, role="pt", finding="unreadable", seen=frozenset({(name, 1)}))
    assert not life.look().holds


def test_a_plan_that_cannot_be_read_forbids_running() -> None:
    life = Life()
    life.act(Unreadable, code="plan")
    assert life.bar_codes() == {"unreadable"} and not life.look().holds


def test_what_was_erased_and_is_no_finding_holds_for_the_days_of_symptoms() -> None:
    life = Life()
    life.act(Erased, code="pain")
    assert [bar.code for bar in life.look(life.now + 7 * DAY).holds] == ["erased"]
    assert not life.look(life.now + 8 * DAY).holds


def test_what_was_erased_and_is_nothing_hides_nothing_after_it() -> None:
    life = Life()
    life.act(Erased, code="sign:of-old")
    life.act(Erased, code="sign:calf_clot")
    assert life.open_keys() == ["sign:calf_clot"]


def test_a_closing_of_an_older_page_is_no_act_on_what_is_worse() -> None:
    life = Life()
    name = life.log(heaviness_0_10=2)
    life.close("heaviness")
    life.edit(name, heaviness_0_10=5)
    life.close("heaviness", frozenset({(name, 1)}))
    acted = {alert.key: alert.acted_at is not None for alert in life.look().alerts}
    assert acted == {"open:heaviness:1": True, "open:heaviness:2": False}


# -- pregnancies, orders, and what ends a clean week


def test_a_birth_ends_a_pregnancy() -> None:
    life = Life()
    life.act(Birth, kind="pregnancy")
    life.act(Birth)
    assert life.bar_codes() == {"not_examined"}


def test_she_may_lift_an_order_from_that_midnight_on() -> None:
    life = Life()
    life.act(Order, role="pt", person="A", kind="no_progress")
    life.act(Link, person="A", ends=True)
    runner_from = life.look().orders[0].runner_from
    assert runner_from is not None
    assert life.look(runner_from - MINUTE).orders[0].who == ()
    assert life.look(runner_from).orders[0].who == ("runner",)


def test_what_was_asked_on_the_day_of_the_check_in_is_of_its_week() -> None:
    life = _owing()
    life.later(8 * DAY)
    life.log(pain=pain(4))
    life.check_in()
    assert life.look().listed


def test_a_therapist_who_lets_go_on_has_seen_what_came_late() -> None:
    life = _owing()
    life.confirm("override", role="pt")
    assert not life.look().listed


def test_what_happened_before_she_began_and_is_told_after_it_steps_back_from_where_she_began() -> None:
    """Whoever chose that stage could not weigh it."""
    life = Life()
    began = life.stage_now()
    life.log(ago=life.now - BEGAN + HOUR, pain=pain(7))
    assert (life.stage_now(), began) == ("run-03", "run-04")


def test_what_was_known_before_she_began_takes_no_step() -> None:
    life = Life()
    life.events = [event for event in life.events if not isinstance(event, Begin)]
    life.log(ago=HOUR, pain=pain(7))
    life.act(Begin, plan=life.plan, stage="run-04", kind="placed", role="pt")
    assert life.stage_now() == "run-04"


def test_an_older_week_told_anew_ends_no_fever() -> None:
    life = Life()
    life.check_in()
    (before,) = (event for event in life.events if isinstance(event, Week))
    life.later(7 * DAY)
    life.check_in(illness="fever_or_whole_body")
    life.later(DAY)
    life.add(replace(before, revision=2, happened_at=life.now, known_at=life.now))
    assert life.bar_codes(life.now + 3 * DAY) == {"illness"}


@pytest.mark.parametrize("code", ["gap:lost", "ran_while_forbidden:lost", "overshoot:lost", "heaviness"])
def test_what_only_the_register_still_knows_bars_until_it_is_closed(code: str) -> None:
    life = Life()
    life.act(Erased, code=code)
    assert life.look(life.now + 40 * DAY).bars
    assert code in life.open_keys()
