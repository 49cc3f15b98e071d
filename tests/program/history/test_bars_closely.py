"""What forbids, what holds, and when it ends, at the very instant; and the fold's own parts by value."""

from dataclasses import replace
from datetime import datetime

import pytest
from small_lives import BEGAN, CALM, COUCH, DAY, HOUR, MINUTE, PLANS, POSTNATAL, Life, pain, with_numbers

from program import Plan, SymptomEntry
from program.history.events import (
    Begin,
    Entry,
    Erased,
    Exam,
    Lift,
    Order,
    Outing,
    PlanKey,
    Unreadable,
    WellAgain,
)
from program.history.fold import fold, was_clean_week
from program.history.standing import Bar, Standing
from program.model import ReleaseBy

BAD = {"item": "girdle_pain", "is_good": False}


def _under(life: Life, plan: Plan, key: PlanKey = POSTNATAL, at: datetime | None = None) -> Standing:
    """What stands where the plan of that name is another one."""
    return fold(replace(life.record, plans=PLANS | {key: plan}, cache={}), at or life.now)


def _entry(name: str, at: datetime, **says: object) -> Entry:
    said = SymptomEntry(id=name, phase="day", at=at, **says)  # type: ignore[arg-type]
    return Entry(id=name, revision=1, happened_at=at, known_at=at, says=said)


# -- illness


def _ill() -> Life:
    life = Life()
    life.check_in(illness="fever_or_whole_body")
    return life


def test_an_illness_rests_until_a_midnight_and_not_at_it() -> None:
    life = _ill()
    life.act(WellAgain)
    (bar,) = life.look().bars
    assert (bar.code, bar.until) == ("illness", datetime(2026, 5, 6, 22, tzinfo=BEGAN.tzinfo))
    assert bar.until is not None
    assert life.bar_codes(bar.until - MINUTE) == {"illness"} and not life.bar_codes(bar.until)


def test_a_check_in_of_the_same_day_says_that_she_is_well() -> None:
    life = _ill()
    life.later(HOUR)
    life.check_in()
    (bar,) = life.look().bars
    assert bar.until is not None


def test_to_be_well_again_is_told_after_the_illness() -> None:
    life = _ill()
    life.add(WellAgain(id="w", happened_at=life.now, known_at=life.now))
    (bar,) = life.look().bars
    assert bar.until is None


# -- what cannot be read, and what was erased


def test_what_was_erased_holds_until_a_midnight_and_not_at_it() -> None:
    life = Life()
    life.act(Erased, code="pain")
    until = life.look().holds[0].until
    assert until is not None
    assert life.look(until - MINUTE).holds and not life.look(until).holds


def test_after_a_restore_only_what_is_said_later_speaks() -> None:
    life = Life()
    life.act(Unreadable, code="restored")
    life.add(_entry("e", life.now, **CALM))
    assert life.bar_codes() == {"restored"}
    life.log(**CALM)
    assert not life.bar_codes()


def test_a_plan_that_is_no_more_forbids_running_since_it_was_chosen() -> None:
    life = Life()
    life.act(Begin, plan=COUCH, stage="week-1", kind="switch")
    life.act(Begin, plan=("her-own", 2), stage="week-1", kind="switch")
    assert life.look().bars == (Bar("unreadable", ReleaseBy.PT, life.now, because_of=("her-own 2",)),)


# -- clean weeks


def _owing() -> Life:
    """A life that owes a clean week since now."""
    life = Life(linked=False)
    felt = life.now + MINUTE
    life.later(16 * DAY)
    life.log(ago=life.now + MINUTE - felt, heaviness_0_10=3)
    assert life.look().listed
    return life


def test_an_act_of_the_very_instant_could_not_weigh_what_came_late() -> None:
    life = _owing()
    life.add(Lift(id="l", happened_at=life.now, known_at=life.now, role="pt", order="none"))
    assert life.look().listed
    life.act(Lift, role="pt", order="none")
    assert not life.look().listed


def test_a_clean_week_begins_after_what_was_told_with_what_came_late() -> None:
    life = _owing()
    life.add(_entry("x", life.now, pain=pain(4)))
    life.later(7 * DAY)
    life.check_in()
    assert not life.look().listed


def test_a_week_with_a_run_is_clean_where_the_run_was_allowed() -> None:
    for allowed in (True, False):
        life = Life()
        life.run(life.now + DAY, 480, was_allowed=allowed)
        life.later(3 * DAY)
        life.check_in()
        assert was_clean_week(life.record, life.now) is allowed


def test_a_week_with_a_run_in_it_that_nobody_asked_about_is_judged_by_what_stood() -> None:
    """Her last answer had long passed when she ran; what stood then forbade it."""
    life = Life()
    life.add(Order(id="o", happened_at=life.later(), known_at=life.now, role="pt", kind="no_running"))
    life.run(life.now + 3 * DAY, 480)
    life.later(DAY)
    life.check_in()
    assert not was_clean_week(life.record, life.now)


# -- the next stage


@pytest.mark.parametrize(
    ("stage", "stages", "holds"),
    [
        ("weeks-0-2", 21, False),
        ("weeks-4-6", 21, False),
        ("weeks-6-8", 21, False),
        ("weeks-8-12", 21, True),
        ("weeks-8-12", 6, True),
        ("weeks-8-12", 5, False),
    ],
)
def test_what_bars_running_holds_the_last_walking_stage_and_no_earlier_one(
    stage: str, stages: int, holds: bool
) -> None:
    """In the plan in force, whatever the default one says."""
    life = Life(stage=stage)
    life.act(Exam, role="pt", **BAD)
    own: PlanKey = ("her-own", 1)
    life.events = [replace(each, plan=own) if isinstance(each, Begin) else each for each in life.events]
    first = PLANS[POSTNATAL].stages[:stages]
    plans = PLANS | {own: PLANS[POSTNATAL].model_copy(update={"id": "her-own", "stages": first})}
    standing = fold(replace(life.record, plans=plans, default_plan=PLANS[COUCH], cache={}), life.now)
    assert [bar.code for bar in standing.holds] == (["bad:girdle_pain"] if holds else [])
    assert not standing.bars


def test_an_order_holds_beside_what_bars_the_next_stage() -> None:
    life = Life(stage="weeks-8-12")
    name = life.act(Order, role="pt", kind="no_progress")
    life.act(Exam, role="pt", **BAD)
    assert [bar.code for bar in life.look().holds] == ["bad:girdle_pain", f"order:{name}"]


# -- the parts of the fold


def test_what_stands_says_for_each_run_the_stage_as_told() -> None:
    life = Life()
    first = life.run(life.now + DAY, 480)
    life.log(pain=pain(7))
    second = life.run(life.now + 3 * DAY, 360)
    early = life.run(BEGAN - 5 * DAY, 480, known=life.now)
    assert dict(life.look().stage_told) == {first: "run-04", second: "run-03", early: None}


def test_a_run_while_it_was_forbidden_ends_no_break_once_the_limit_has_passed() -> None:
    """Else telling of it would give a stage."""
    for allowed in (True, False):
        life = Life(linked=False)
        began = life.now
        life.later(16 * DAY)
        life.run(began + 10 * DAY, 480, known=life.now, was_allowed=allowed)
        gaps = [each.key for each in life.look().findings if each.gate == "gap"]
        assert gaps == ([] if allowed else ["gap:stage 0"])


def test_how_long_an_answer_holds_is_asked_of_the_plan_in_force() -> None:
    life = Life(plan=COUCH, stage="week-2")
    life.run(life.now + DAY, 540)
    end = max(each.end for each in life.events if isinstance(each, Outing))
    slower = with_numbers(COUCH, hours_between_runs=25)
    at = end + 24 * HOUR + MINUTE
    assert _under(life, slower, COUCH, at).holds_until == min(end + 25 * HOUR, life.look(at).holds_until)
    assert life.look(at).holds_until != end + 25 * HOUR
