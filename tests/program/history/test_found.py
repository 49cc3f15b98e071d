"""What was found in the gate over time, each as a small life told to the fold itself."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from small_lives import BEGAN, CALM, DAY, HOUR, MINUTE, Life, index, pain

from program.history.events import (
    Begin,
    Birth,
    Carried,
    Entry,
    Erased,
    Exam,
    Lift,
    Link,
    Looked,
    Order,
    Outing,
    Told,
    Unreadable,
    WellAgain,
)
from program.history.fold import night_over
from program.model import ReleaseBy, Urgency

RUN_4 = index("run-04")


def test_a_clean_week_and_a_yes_lead_one_stage_on() -> None:
    life = Life()
    life.clean_week()
    life.confirm("release", role="pt")
    standing = life.look()
    assert standing.stage == "run-05" and not standing.is_barred and not standing.holds


# -- 1: the rest that was ordered


def test_rest_stands_however_often_anybody_looks() -> None:
    life = Life()
    life.log(pain=pain(7, limp=True, builds_up=True))
    first = life.look()
    assert first.stage == "run-03" and first.rest_until is not None
    for minutes in (1, 60, 600, 1440):
        again = life.look(life.now + minutes * MINUTE)
        assert (again.stage, again.rest_until) == ("run-03", first.rest_until)
        assert again.is_barred
    assert life.look(first.rest_until).rest_until is None


def test_rest_ends_at_midnight_where_she_is() -> None:
    life = Life()
    life.log(pain=pain(7))
    assert life.look().rest_until == datetime(2026, 5, 6, 22, tzinfo=UTC)  # Two days, in Berlin's summer.


# -- 2 and 3: a break


@pytest.mark.parametrize("days", [15, 20, 40, 90, 200])
def test_a_break_is_one_stage_however_long_and_however_often_looked_at(days: int) -> None:
    life = Life()
    life.clean_week()
    start = life.now
    for hours in range(4):
        standing = life.look(start + days * DAY + hours * HOUR)
        assert standing.stage == "run-03"
        assert [finding.key.partition(":")[0] for finding in standing.findings] == ["gap"]
        assert standing.is_barred


def test_two_weeks_are_no_break_yet() -> None:
    life = Life()
    life.clean_week()
    assert life.look(life.now + 12 * DAY).stage == "run-04"


def test_a_break_is_counted_from_being_placed_where_she_never_ran() -> None:
    life = Life()
    life.act(Begin, role="pt", plan=life.plan, stage="run-05", kind="placed")
    standing = life.look(life.now + 90 * DAY)
    assert standing.stage == "run-04" and standing.is_barred


def test_closing_a_break_is_a_look_from_which_the_next_one_is_counted() -> None:
    life = Life()
    life.later(20 * DAY)
    key = life.look().findings[0].key
    life.close(key)
    assert life.look().stage == "run-03" and not life.look().is_barred
    assert life.look(life.now + 14 * DAY).stage == "run-03"
    assert life.look(life.now + 16 * DAY).stage == "run-02"


def test_walking_weeks_know_no_break_from_running() -> None:
    life = Life(stage="weeks-8-12")
    standing = life.look(life.now + 60 * DAY)
    assert standing.stage == "weeks-8-12" and not standing.findings


@pytest.mark.parametrize(("seconds", "is_undone"), [(480, True), (2400, False)])
def test_telling_later_of_a_run_undoes_a_break_only_where_it_is_harmless(
    seconds: int, is_undone: bool
) -> None:
    life = Life(linked=False)
    life.clean_week()
    last = life.now
    life.later(20 * DAY)
    assert life.tell().stage == "run-03"
    life.run(last + 10 * DAY, seconds, known=life.now + MINUTE, was_allowed=True)
    assert any(key.startswith("gap:") for key in life.open_keys()) is not is_undone
    if not is_undone:
        assert index(life.stage_now()) <= RUN_4 - 1


# -- 4: alerts


def test_each_new_sign_and_each_rise_of_urgency_is_told_once() -> None:
    life = Life()
    life.log(signs=("dizzy",))
    one = life.alert_keys()
    life.later(2 * DAY)
    life.log(signs=("calf_clot",))
    two = life.alert_keys()
    name = life.log(signs=("chest_pain",))
    three = life.alert_keys()
    assert one < two < three
    assert three - two == {f"sign:chest_pain:{name}"}, "the sign's own alert tells the rise, once"
    life.edit(name, signs=("chest_pain",), bleeding="none")
    assert life.alert_keys() == three


def test_the_same_sign_in_another_entry_is_told_again() -> None:
    life = Life()
    life.log(signs=("dizzy",))
    one = life.alert_keys()
    life.log(signs=("dizzy",))
    assert len(life.alert_keys() - one) == 1


def test_somebody_who_looked_has_acted() -> None:
    life = Life()
    name = life.log(signs=("dizzy",))
    life.act(Looked, role="pt", alert=f"sign:dizzy:{name}")
    acted = {alert.key: alert.acted_at for alert in life.look().alerts}
    assert acted[f"sign:dizzy:{name}"] == life.now


# -- 5: closings


def test_a_closing_answers_what_it_saw() -> None:
    life = Life()
    life.log(signs=("dizzy",))
    seen = frozenset(life.look().findings[0].entries)
    life.log(signs=("calf_clot",))
    life.close("sign:dizzy", seen)
    assert life.open_keys() == ["sign:calf_clot"] and life.look().is_barred


def test_a_closing_of_an_older_page_leaves_the_newer_entry_open() -> None:
    life = Life()
    life.log(heaviness_0_10=1)
    seen = frozenset(life.look().findings[0].entries)
    newer = life.log(heaviness_0_10=9)
    life.close("heaviness", seen)
    assert [finding.entries for finding in life.look().findings] == [((newer, 1),)]


def test_a_worse_edit_opens_again_and_the_same_does_not() -> None:
    life = Life()
    name = life.log(heaviness_0_10=2)
    life.close("heaviness")
    life.edit(name, heaviness_0_10=2, bleeding="none")
    life.edit(name, heaviness_0_10=1)
    assert not life.open_keys()
    life.edit(name, heaviness_0_10=5)
    assert life.open_keys() == ["heaviness"]
    assert life.look().findings[0].number == 2


def test_bone_pain_is_one_finding_a_place() -> None:
    life = Life()
    life.log(pain=(*pain(3, "shin", on_bone=True), *pain(2, "groin")))
    assert set(life.open_keys()) >= {"bone-pain:shin", "bone-pain:groin"}


# -- 8: choosing again


def test_choosing_the_same_stage_again_is_nothing() -> None:
    life = Life(linked=False)
    life.clean_week(run_s=700)
    before = life.look()
    life.act(Begin, plan=life.plan, stage="run-04", kind="lower")
    after = life.look()
    assert (after.stage, after.rests, after.entered_at) == (before.stage, before.rests, before.entered_at)


def test_choosing_again_ends_no_break() -> None:
    life = Life(linked=False)
    life.later(30 * DAY)
    life.act(Begin, plan=life.plan, stage="run-04", kind="lower")
    assert life.look().is_barred and life.stage_now() == "run-03"


def test_a_lower_stage_is_taken_at_once_and_keeps_the_rest() -> None:
    life = Life(linked=False)
    life.log(pain=pain(7))
    rest = life.look().rest_until
    life.act(Begin, plan=life.plan, stage="run-01", kind="lower")
    assert life.stage_now() == "run-01" and life.look().rest_until == rest


# -- 9, 10, 29, 30: episodes


def test_an_examination_before_this_birth_opens_no_running() -> None:
    life = Life()
    life.act(Birth, happened_at=life.now - 60 * DAY)
    assert "not_examined" in life.bar_codes()
    life.act(Exam, item="clearance", is_good=True, happened_at=life.now - 57 * DAY, role="pt")
    assert "not_examined" in life.bar_codes()
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert "not_examined" not in life.bar_codes()


def test_an_earlier_birth_date_is_never_bolder() -> None:
    life = Life()
    life.act(Birth, happened_at=life.now - 60 * DAY)
    life.act(Birth, happened_at=life.now - 400 * DAY)
    assert "not_examined" in life.bar_codes()


def test_readiness_of_an_earlier_birth_is_asked_anew() -> None:
    life = Life(plan=("couch-to-5k", 1), stage="week-1")
    life.act(Exam, item="core", is_good=True, happened_at=life.now - 200 * DAY)
    assert not life.bar_codes()
    life.act(Birth, happened_at=life.now - 60 * DAY)
    codes = {bar.code: bar.because_of for bar in life.look().bars}
    assert codes["not_examined"] == ("clearance", "core")


@pytest.mark.parametrize("days", [1, 365, 400, 4000])
def test_a_known_leak_never_lapses(days: int) -> None:
    life = Life()
    life.act(Exam, item="incontinence", is_good=False)
    assert "bad:incontinence" in life.bar_codes(life.now + days * DAY)


def test_a_therapist_answers_a_known_leak_anew() -> None:
    life = Life()
    life.act(Exam, item="incontinence", is_good=False)
    life.act(Exam, item="incontinence", is_good=True, role="pt")
    assert not life.bar_codes()


def test_her_own_answer_needs_an_examination_and_a_fresh_check_in_after_it() -> None:
    life = Life(linked=False)
    life.act(Exam, item="incontinence", is_good=False)
    life.act(Exam, item="incontinence", is_good=True, is_self_stated=True)
    life.check_in()
    assert life.bar_codes() == {"bad:incontinence"}
    life.act(Exam, item="assessment", is_good=True, is_self_stated=True)
    assert life.bar_codes() == {"fresh_check_in:incontinence"}
    life.check_in()
    assert not life.bar_codes()


def test_an_examination_from_before_a_bad_answer_does_not_answer_it() -> None:
    life = Life(linked=False)
    life.act(Exam, item="assessment", is_good=True, happened_at=life.now - 3 * DAY)
    life.act(Exam, item="incontinence", is_good=False)
    life.act(Exam, item="incontinence", is_good=True, is_self_stated=True)
    life.check_in()
    assert life.bar_codes() == {"bad:incontinence"}


def test_a_clearance_lapses_half_a_year_after_its_examination() -> None:
    life = Life()
    assert "lapsed" not in life.bar_codes(life.now + 152 * DAY)
    assert "lapsed" in life.bar_codes(life.now + 153 * DAY)


def test_a_clearance_holds_no_longer_than_it_was_signed_for() -> None:
    life = Life()
    life.act(Exam, item="clearance", is_good=True, role="pt", last_day=life.now.date())
    assert not life.bar_codes()
    assert life.bar_codes(life.now + DAY) == {"lapsed"}


def test_her_own_answer_beside_a_therapist_opens_nothing() -> None:
    life = Life()
    life.act(Exam, item="girdle_pain", is_good=False)
    life.act(Exam, item="girdle_pain", is_good=True, is_self_stated=True)
    assert life.bar_codes() == {"bad:girdle_pain"}


@pytest.mark.parametrize("stage", ["weeks-4-6", "run-04"])
@pytest.mark.parametrize("kind", ["taken_back", "pregnancy"])
def test_a_birth_taken_back_and_a_pregnancy_hold_all(kind: str, stage: str) -> None:
    life = Life(stage=stage)
    life.act(Birth, kind=kind)
    assert kind in life.bar_codes()


def test_a_pregnancy_ends_quietly_and_then_somebody_examines() -> None:
    life = Life()
    life.act(Birth, kind="pregnancy")
    life.act(Birth, kind="pregnancy_ended")
    assert life.bar_codes() == {"not_examined"}
    life.later(DAY)
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert not life.bar_codes()


def test_walking_goes_on_without_an_examination_up_to_the_first_run() -> None:
    for stage, held in (("weeks-4-6", False), ("weeks-8-12", True)):
        life = Life(stage=stage)
        life.act(Birth, happened_at=life.now - 30 * DAY)
        standing = life.look()
        assert not standing.bars and any(bar.code == "not_examined" for bar in standing.holds) is held


# -- 11: yes first, upload afterwards


@pytest.mark.parametrize(("seconds", "is_step"), [(600, False), (2400, True)])
def test_an_advance_is_taken_back_for_what_is_known_to_be_bad(seconds: int, is_step: bool) -> None:
    life = Life(linked=False)
    life.clean_week()
    yes = life.confirm()
    assert life.stage_now() == "run-05"
    life.run(life.now - 20 * HOUR, seconds, known=life.now + MINUTE)
    standing = life.look()
    assert standing.taken_back == (yes,) and f"taken-back:{yes}" in life.alert_keys()
    steps = sum(step.drop for step in standing.steps)
    assert index(standing.stage) == RUN_4 - steps and standing.rest_until is not None
    assert steps == 0 or is_step


def test_a_late_harmless_entry_takes_nothing() -> None:
    life = Life(linked=False)
    life.clean_week()
    life.confirm()
    life.log(ago=20 * HOUR, pain=pain(2))
    assert life.stage_now() == "run-05" and not life.look().taken_back


def test_taken_back_stays_taken_when_the_stage_is_earned_again() -> None:
    life = Life(linked=False)
    life.clean_week()
    first = life.confirm()
    life.run(life.now - 20 * HOUR, 600, known=life.now + MINUTE)
    assert life.look().taken_back == (first,) and life.stage_now() == "run-04"
    life.later(4 * DAY)
    life.clean_week()
    life.confirm()
    assert life.stage_now() == "run-05" and life.look().taken_back == (first,)


# -- 13: what hurts orders rest at once


def test_pain_orders_rest_and_a_step_at_once() -> None:
    life = Life()
    life.log(pain=pain(10, site="shin"))
    assert life.look().is_barred and index(life.stage_now()) < RUN_4


# -- 16: an order that outlives its therapist


def test_an_order_can_always_be_lifted_by_somebody() -> None:
    life = Life()
    order = life.act(Order, role="pt", person="A", kind="no_running")
    life.act(Link, person="A", ends=True)

    def may_lift(days: int = 0) -> tuple[str, ...]:
        return {each.order: each.who for each in life.look(life.now + days * DAY).orders}[order]

    assert may_lift() == () and life.look().is_barred
    assert may_lift(13) == () and may_lift(14) == ("runner",)
    life.act(Link, person="B")
    assert may_lift() == ("B",)
    life.act(Lift, role="pt", person="B", order=order)
    assert not life.look().orders and not life.look().is_barred


def test_an_order_of_no_progress_only_holds() -> None:
    life = Life()
    order = life.act(Order, role="pt", kind="no_progress")
    standing = life.look()
    assert not standing.is_barred and [bar.code for bar in standing.holds] == [f"order:{order}"]


# -- 17: edits


def test_edits_cost_nothing_more() -> None:
    life = Life()
    name = life.log(leak_urine="new_or_worse")
    before = life.look()
    for _ in range(3):
        life.edit(name, leak_urine="new_or_worse")
        after = life.look()
        assert (after.stage, after.rests, after.findings) == (before.stage, before.rests, before.findings)


def test_an_edit_for_the_better_begins_no_rest_anew() -> None:
    life = Life()
    name = life.log(pain=pain(9))
    rest = life.look().rest_until
    life.later(20 * HOUR)
    life.edit(name, pain=pain(7))
    assert life.look().rest_until == rest and life.stage_now() == "run-03"
    life.later(2 * DAY)
    life.edit(name, pain=pain(6))
    assert life.look().rest_until is None


def test_four_complaints_of_one_evening_are_one_stage() -> None:
    life = Life()
    life.log(leak_urine="new_or_worse")
    life.log(leak_stool="new_or_worse")
    life.log(heaviness_0_10=3)
    life.log(bleeding="new_or_more")
    assert life.stage_now() == "run-03" and len(life.open_keys()) == 4


def test_a_slip_is_given_back_within_a_day() -> None:
    life = Life()
    name = life.log(pain=pain(9))
    assert life.stage_now() == "run-03"
    life.edit(name, pain=())
    assert life.stage_now() == "run-04" and not life.look().is_barred


def test_a_slip_is_not_given_back_later() -> None:
    life = Life()
    name = life.log(pain=pain(9))
    life.later(25 * HOUR)
    life.edit(name, pain=())
    assert life.stage_now() == "run-03" and life.look().is_barred


def test_a_slip_is_not_given_back_after_the_next_run() -> None:
    life = Life()
    name = life.log(pain=pain(9))
    life.run(life.now + HOUR, 420)
    life.edit(name, pain=())
    assert life.stage_now() == "run-03"


def test_a_correction_gives_back_no_finding() -> None:
    life = Life()
    name = life.log(leak_urine="new_or_worse")
    life.edit(name, leak_urine="none")
    assert life.stage_now() == "run-04" and life.look().is_barred
    assert f"corrected:{name}/leak-urine" in life.alert_keys()
    assert life.look().findings[0].corrected == "in_time"
    life.close("leak-urine", kind="mistake")
    assert not life.look().is_barred


def test_an_edit_that_says_the_same_corrects_nothing() -> None:
    life = Life()
    name = life.log(leak_urine="new_or_worse")
    life.edit(name, leak_urine="new_or_worse", heaviness_0_10=0)
    assert life.look().findings[0].corrected is None


def test_a_late_correction_is_told_and_may_be_said_again() -> None:
    life = Life()
    name = life.log(leak_urine="new_or_worse")
    life.later(2 * DAY)
    life.edit(name, leak_urine="none")
    assert life.look().findings[0].corrected == "late"
    assert f"corrected:{name}/leak-urine" in life.alert_keys()
    life.edit(name, leak_urine="new_or_worse")
    assert life.look().findings[0].corrected is None


def test_of_two_notes_one_corrected_is_no_correction() -> None:
    life = Life()
    name = life.log(leak_urine="new_or_worse")
    life.log(leak_urine="new_or_worse")
    life.edit(name, leak_urine="none")
    assert life.look().findings[0].corrected is None


def test_a_withdrawn_sign_stays_open() -> None:
    life = Life()
    name = life.log(signs=("chest_pain",))
    life.edit(name)
    assert life.open_keys() == ["sign:chest_pain"]


def test_two_weeks_of_complaints_step_twice_one_week_once() -> None:
    life = Life()
    life.log(pain=pain(7))
    life.later(2 * DAY)
    life.log(leak_urine="new_or_worse")
    assert life.stage_now() == "run-03"
    life.later(2 * DAY)
    life.check_in()
    life.later(HOUR)
    life.log(pain=pain(8))
    assert life.stage_now() == "run-02"


def test_a_week_ends_without_a_check_in_too() -> None:
    life = Life()
    life.log(pain=pain(7))
    life.later(10 * DAY)
    life.log(pain=pain(8))
    assert life.stage_now() == "run-02"


# -- 18: running while it was forbidden


def test_runs_while_it_was_forbidden_are_found_and_no_evidence() -> None:
    life = Life()
    life.log(signs=("calf_clot",))
    life.clean_week(run_s=480)
    standing = life.look()
    assert len(standing.ran_forbidden) == 3 and standing.ran_forbidden <= standing.not_evidence
    for key in life.open_keys():
        life.close(key)
    after = life.look()
    assert not after.findings and after.stage == "run-04"
    assert after.evidence_since == life.now


def test_before_anybody_knew_there_is_no_reproach() -> None:
    life = Life()
    name = life.run(life.now + 40 * HOUR, 480)
    life.log(ago=24 * HOUR, signs=("calf_clot",))
    standing = life.look()
    assert not standing.ran_forbidden and standing.not_evidence == {name}


def test_a_run_on_a_rest_day_is_a_finding_of_its_own() -> None:
    life = Life()
    life.log(pain=pain(7))
    until = life.look().rest_until
    assert until is not None
    name = life.run(life.now + 20 * HOUR, 420)
    standing = life.look()
    key = f"ran_while_forbidden:{name}"
    assert standing.ran_forbidden == {name} and name in standing.not_evidence
    assert f"open:{key}:1" in life.alert_keys()
    assert life.look(until + 2 * DAY).is_barred
    life.close(key, kind="mistake")
    assert name in life.look().not_evidence and key not in life.open_keys()


def test_a_run_that_may_have_been_one_is_asked_about() -> None:
    life = Life()
    life.log(pain=pain(7))
    name = life.run(life.now + 20 * HOUR, 0, maybe_s=300)
    standing = life.look()
    assert standing.asked == {name} and not standing.ran_forbidden


def test_a_minute_is_needed_to_have_run() -> None:
    life = Life()
    life.log(pain=pain(7))
    life.run(life.now + 20 * HOUR, 59)
    assert not life.look().ran_forbidden and not life.look().asked


# -- 19: fever


def test_an_illness_ends_by_being_well_again() -> None:
    life = Life()
    life.check_in(illness="fever_or_whole_body")
    life.later(3 * DAY)
    life.check_in(illness="mild")
    assert life.bar_codes(life.now + 3 * DAY) == {"illness"}
    life.check_in(illness="none")
    assert life.bar_codes(life.now + 2 * DAY) == {"illness"}
    assert not life.bar_codes(life.now + 3 * DAY)
    life.act(WellAgain, happened_at=life.now - DAY)
    assert life.bar_codes() == {"illness"}
    assert not life.bar_codes(life.now + 2 * DAY)


def test_a_run_from_before_any_plan_is_not_held_against_one() -> None:
    life = Life()
    life.run(life.now - 3 * DAY, 2400)
    assert not life.open_keys() and not life.bar_codes()
    assert life.look().stage == "run-04"


def test_what_a_restore_lost_of_running_while_forbidden_stands() -> None:
    life = Life()
    life.act(Erased, role="system", code="ran_while_forbidden:s 99")
    assert life.open_keys() == ["ran_while_forbidden:s 99"]


# -- 22: a night


def test_a_night_is_over_in_the_early_morning() -> None:
    life = Life()
    life.run(datetime(2026, 5, 5, 4, tzinfo=UTC), 480)
    known, outing = _outing(life)
    assert night_over(known, outing) == datetime(2026, 5, 6, 2, tzinfo=UTC)  # 04:00 in Berlin.


def test_a_night_is_eight_hours_at_least() -> None:
    life = Life()
    life.run(datetime(2026, 5, 5, 20, tzinfo=UTC), 480)
    known, outing = _outing(life)
    assert night_over(known, outing) == outing.end + 8 * HOUR


def _outing(life: Life):
    from program.history.events import Outing
    from program.history.known import known_by

    known = known_by(life.record, life.now)
    return known, known.of(Outing)[-1]


# -- 23: walking weeks


def test_walking_weeks_alert_too() -> None:
    life = Life(stage="weeks-8-12")
    life.log(leak_urine="new_or_worse", heaviness_0_10=8)
    assert {"open:leak-urine:1", "open:heaviness:1"} <= life.alert_keys()


# -- 28: after an emergency


def test_after_a_closing_only_what_came_later_speaks_for_going_on() -> None:
    life = Life(linked=False)
    life.clean_week()
    life.log(signs=("chest_pain",))
    finding = life.look().findings[0]
    assert (finding.release_by, finding.urgency) == (ReleaseBy.MEDICAL, Urgency.EMERGENCY)
    life.later(25 * HOUR)
    life.close("sign:chest_pain", role="runner")
    assert not life.open_keys() and life.look().evidence_since == life.now


def test_a_mistake_that_was_noted_keeps_the_evidence() -> None:
    life = Life()
    life.clean_week()
    before = life.look().evidence_since
    life.log(signs=("chest_pain",))
    life.close("sign:chest_pain", kind="mistake")
    assert life.look().evidence_since == before


def test_her_own_closing_beside_a_therapist_closes_nothing() -> None:
    life = Life()
    life.log(leak_urine="new_or_worse")
    life.close("leak-urine", role="runner")
    assert life.open_keys() == ["leak-urine"]


# -- 32: the size of too much


def test_more_than_double_is_a_step_and_told() -> None:
    life = Life()
    name = life.run(life.now + 40 * HOUR, 9000)
    standing = life.look()
    assert standing.stage == "run-03" and standing.is_barred
    assert life.alert_keys() == {f"open:overshoot:{name}:1"}


def test_what_may_have_been_run_never_steps_back() -> None:
    life = Life()
    life.run(life.now + 40 * HOUR, 480, maybe_s=9000)
    assert life.stage_now() == "run-04" and life.look().rest_until is not None


def far_too_much(life: Life) -> str:
    """A run far above what was asked; what it opens."""
    return f"overshoot:{life.run(life.now + 20 * HOUR, 700)}"


def test_far_too_much_waits_for_the_next_morning_and_is_told_once() -> None:
    life = Life()
    key = far_too_much(life)
    name = key.removeprefix("overshoot:")
    assert life.open_keys() == [key] and life.alert_keys() == {f"open:{key}:1"}
    life.note_run(name, "next_morning", life.now)  # the same afternoon
    assert key in life.bar_codes()
    life.later(14 * HOUR)
    life.log(session=name, phase="next_morning", pain=())
    assert key in life.bar_codes(), "leaks and heaviness are asked too"
    life.note_run(name, "next_morning", life.now)
    assert key not in life.bar_codes()
    assert life.open_keys() == [key], "somebody looks all the same"
    assert life.alert_keys() == {f"open:{key}:1"}
    assert (name, "overshoot") not in life.look().answered, "the hold of its week stays"
    life.close(key)
    assert life.open_keys() == []


def test_a_therapist_who_has_looked_needs_no_morning() -> None:
    life = Life()
    key = far_too_much(life)
    life.close(key)
    assert life.open_keys() == [] and key not in life.bar_codes()


def test_a_morning_that_is_taken_back_is_not_answered() -> None:
    life = Life()
    key = far_too_much(life)
    life.later(14 * HOUR)
    said = life.note_run(key.removeprefix("overshoot:"), "next_morning", life.now)
    assert key not in life.bar_codes()
    life.edit(said)
    assert key in life.bar_codes()


@pytest.mark.parametrize("days_after", [30, 200])
def test_no_week_ends_the_question_and_it_can_always_be_answered(days_after: int) -> None:
    life = Life()
    key = far_too_much(life)
    life.later(days_after * DAY)
    assert key in life.bar_codes()
    life.note_run(key.removeprefix("overshoot:"), "next_morning", life.now)
    assert key not in life.bar_codes()


def test_the_morning_after_a_deleted_run_is_any_day_after_it() -> None:
    life = Life()
    key = far_too_much(life)
    (run,) = [event for event in life.events if isinstance(event, Outing) and f"overshoot:{event.id}" == key]
    life.later()
    life.add(replace(run, known_at=life.now, is_deleted=True))
    life.log(**CALM)
    assert key in life.bar_codes()
    life.later(14 * HOUR)
    life.log(**CALM)
    assert key not in life.bar_codes()


def test_far_too_much_of_which_a_restore_knows_only_the_code_can_be_answered() -> None:
    life = Life()
    life.act(Erased, role="system", code="overshoot:s 99")
    assert "overshoot:s 99" in life.bar_codes()
    life.log(**CALM)
    assert "overshoot:s 99" in life.bar_codes()
    life.later(DAY)
    life.log(**CALM)
    assert "overshoot:s 99" not in life.bar_codes()


def test_the_second_within_a_week_is_far_too_much() -> None:
    life = Life()
    life.run(life.now + 20 * HOUR, 560)
    assert life.open_keys() == []
    second = life.run(life.now + 3 * DAY, 480, outcome="exceeded")
    assert life.open_keys() == [f"overshoot:{second}"]


def test_before_its_morning_is_answered_a_run_shows_nothing() -> None:
    life = Life()
    far_too_much(life)
    early = life.run(life.now + 2 * DAY, 480)
    assert early in life.look().not_evidence & life.look().ran_forbidden


def test_after_its_morning_a_run_counts_though_nobody_has_looked() -> None:
    life = Life()
    key = far_too_much(life)
    life.later(14 * HOUR)
    life.note_run(key.removeprefix("overshoot:"), "next_morning", life.now)
    life.tell()
    later = life.run(life.now + 2 * DAY, 480)
    assert key in life.open_keys() and later not in life.look().not_evidence


# -- the clock, and what was carried over


def test_a_clock_ahead_is_no_future() -> None:
    life = Life()
    said = life.log(signs=("chest_pain",))
    ahead = next(event for event in life.events if isinstance(event, Entry) and event.id == said)
    life.events.remove(ahead)
    life.add(Entry(id=said, revision=1, happened_at=life.now + 2 * DAY, known_at=life.now, says=ahead.says))
    assert life.open_keys() == ["sign:chest_pain"]


def test_what_is_carried_over_stands_until_somebody_closes_it() -> None:
    life = Life()
    life.act(Carried, role="system", finding="leak-urine", gate="leak-urine", release_by=ReleaseBy.PT)
    assert life.open_keys() == ["leak-urine"] and life.look().is_barred
    assert not life.alert_keys()
    life.close("leak-urine")
    assert not life.open_keys()


def test_what_is_carried_over_is_named_by_its_own_entries_where_they_are_open() -> None:
    life = Life()
    name = life.log(signs=("calf_clot",))
    life.act(
        Carried,
        role="system",
        finding="same-day-sign",
        gate="same-day-sign",
        release_by=ReleaseBy.MEDICAL,
        entries=(name,),
    )
    assert life.open_keys() == ["sign:calf_clot"]


def test_the_stage_in_force_is_carried_over() -> None:
    life = Life()
    life.log(pain=pain(7))
    life.act(Begin, role="system", plan=life.plan, stage="run-02", kind="carried")
    standing = life.look()
    assert standing.stage == "run-02" and standing.rest_until is not None and life.now > BEGAN


# -- what the fold cannot know by itself


def test_what_a_gate_forbade_stays_forbidden_until_another_answer() -> None:
    life = Life()
    holds = life.look().holds_until
    life.add(
        Told(
            id="decision x",
            happened_at=life.now,
            known_at=life.now + MINUTE,
            stage="run-04",
            running_allowed=False,
            holds_until=holds,
        )
    )
    name = life.run(life.now + 3 * DAY, 480)
    assert life.look().ran_forbidden == {name}


def test_of_two_answers_of_one_instant_the_later_number_is_the_newest() -> None:
    """A command may tell twice in one transaction, and the tenth decision comes after the ninth."""
    life, told = Life(), BEGAN + 3 * DAY
    for number, allowed in ((9, False), (10, True)):
        life.add(
            Told(
                id=f"decision {number}",
                happened_at=told,
                known_at=told,
                stage="run-04",
                running_allowed=allowed,
                holds_until=told + 7 * DAY,
            )
        )
    life.run(told + HOUR, 480)
    assert life.look().ran_forbidden == frozenset()


def test_what_was_kept_with_a_run_is_not_asked_again() -> None:
    life = Life()
    name = life.run(life.now + DAY, 480, was_allowed=False)
    assert life.look().ran_forbidden == {name}


def test_a_run_told_by_hand_on_a_rest_day_is_asked_about_for_a_week() -> None:
    life = Life()
    life.log(pain=pain(7))
    name = life.run(life.now + 20 * HOUR, 0, maybe_s=480, is_by_hand=True)
    assert life.look().asked == {name} and name in life.look().not_evidence
    assert not life.look(life.now + 9 * DAY).asked


def test_what_cannot_be_read_holds_and_a_plan_that_cannot_forbids() -> None:
    life = Life()
    life.act(Unreadable, code="entry")
    assert not life.look().bars and [bar.code for bar in life.look().holds] == ["unreadable"]
    life.act(Begin, plan=("gone", 1), stage="run-04", kind="switch")
    standing = life.look()
    assert standing.stage is None and "unreadable" in life.bar_codes()
    life.log(signs=("chest_pain",))
    assert life.open_keys() == ["sign:chest_pain"]


def test_after_a_restore_everybody_holds_until_her_next_entry() -> None:
    life = Life()
    life.act(Unreadable, code="restored")
    assert life.bar_codes() == {"restored"}
    life.log(pain=())
    assert not life.bar_codes()


def test_what_was_erased_keeps_its_finding_without_content() -> None:
    life = Life()
    life.act(Erased, code="sign:calf_clot")
    assert life.open_keys() == ["sign:calf_clot"] and life.stage_now() == "run-04"
    life.close("sign:calf_clot")
    assert not life.open_keys()
