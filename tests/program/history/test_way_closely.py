"""The way through the stages at its boundaries: what is in time, what counts at a yes, what an act weighs."""

from dataclasses import replace
from datetime import datetime

import pytest
from small_lives import BEGAN, COUCH, DAY, HOUR, MINUTE, PLANS, POSTNATAL, Life, index, with_numbers

from program.history.asks import Ask
from program.history.events import Advance, Begin
from program.history.known import known_by
from program.history.way import Group, Walker, Way
from program.model import Action, Outcome


def _ask(happened: datetime, known: datetime, drop: int = 1, key: str | None = None, name: str = "e") -> Ask:
    action = Action.REGRESS if drop else Action.HOLD
    outcome = Outcome(action, running_allowed=True, drop=drop)
    return Ask(name, 1, "pain", "pain_0_10", key, 5, happened, known, outcome)


def _walker(life: Life, *asks: Ask) -> Walker:
    return Walker(known_by(life.record, BEGAN + 60 * DAY), asks)


def _way(life: Life, *asks: Ask) -> Way:
    return _walker(life, *asks).walk()


def test_a_group_leads_down_by_its_largest_drop_or_by_that_of_the_facts_asked_about() -> None:
    one, two = _ask(BEGAN, BEGAN), _ask(BEGAN, BEGAN, 2)
    group = Group(POSTNATAL, 7, BEGAN, [one, two])
    assert (group.target(), group.target([one]), group.target([])) == (5, 6, 7)
    assert Group(POSTNATAL, 7, BEGAN).target() == 7 and Group(POSTNATAL, 1, BEGAN, [two]).target() == 0


def test_a_check_in_at_the_very_instant_lies_neither_after_it_nor_before_it_was_known() -> None:
    life = Life()
    moments = []
    for _ in range(3):
        life.later(DAY)
        life.check_in()
        moments.append(life.now)
    first, second, third = moments
    walker = _walker(life)
    assert walker.is_in_time(_ask(first, third))
    assert not walker.is_in_time(_ask(first - MINUTE, third))
    assert not walker.is_in_time(_ask(first, third + MINUTE))
    assert walker.is_in_time(_ask(first - MINUTE, second))


@pytest.mark.parametrize(("happened", "known", "taken"), [(0, 1, True), (1, 2, False), (-1, 0, False)])
def test_a_yes_is_taken_back_by_what_had_happened_by_then_and_became_known_after_it(
    happened: int, known: int, taken: bool
) -> None:
    life = Life()
    life.later(DAY)
    name = life.confirm()
    ask = _ask(life.now + happened * MINUTE, life.now + known * MINUTE, drop=0)
    assert _way(life, ask).taken_back == ({name: life.now + MINUTE} if taken else {})


def test_an_open_finding_counts_at_a_yes_however_old_it_is_and_what_only_holds_does_not() -> None:
    life = Life()
    life.later(20 * DAY)
    name = life.confirm()
    early = BEGAN + HOUR
    known = life.now + MINUTE
    walker = _walker(life)
    act = next(each for each in life.events if isinstance(each, Advance))
    counted = [_ask(early, known, 0, "heaviness"), _ask(early, known, 1), _ask(early, known, 0)]
    assert [walker._would_have_counted(ask, act) for ask in counted] == [True, True, False]
    assert act.id == name


def test_a_yes_to_a_stage_that_its_plan_does_not_have_is_taken_back_as_it_is_given() -> None:
    life = Life()
    name = life.act(Advance, plan=POSTNATAL, origin="run-04", to="no-such-stage", kind="confirm")
    way = _way(life)
    assert (
        way.taken_back == {name: life.now} and way.stage == Life().record.default_plan.stage_index["run-04"]
    )


def test_what_an_act_in_another_plan_could_not_weigh_takes_one_stage_there() -> None:
    life = Life()
    life.later(2 * DAY)
    life.act(Begin, plan=COUCH, stage="week-5", kind="switch")
    ask = _ask(BEGAN + DAY, life.now + HOUR, 2)
    assert _way(life, ask).stage == 3
    assert _way(life, replace(ask, known_at=life.now)).stage == 4
    low = Life()
    low.later(2 * DAY)
    low.act(Begin, plan=COUCH, stage="week-2", kind="switch")
    assert _way(low, ask).stage == 0


def test_facts_of_one_instant_and_name_are_walked_in_the_order_in_which_they_stand() -> None:
    at = BEGAN + DAY
    way = _way(Life(), _ask(at, at, 1), _ask(at, at, 2))
    assert [ask.drop for ask in way.groups[0].facts] == [1, 2]


def test_what_was_known_when_she_began_was_weighed_and_what_became_known_later_was_not() -> None:
    before = BEGAN - DAY
    place = Life().record.default_plan.stage_index["run-04"]
    assert _way(Life(), _ask(before, BEGAN)).stage == place
    assert _way(Life(), _ask(before, BEGAN + MINUTE)).stage == place - 1


# -- what an act does to the group of facts


def _placed(life: Life, stage: str, kind: str = "placed") -> None:
    life.act(Begin, role="pt", plan=POSTNATAL, stage=stage, kind=kind)


def test_what_arises_after_a_placing_steps_back_from_where_she_was_placed() -> None:
    life = Life()
    first = _ask(BEGAN + HOUR, BEGAN + HOUR)
    life.later(DAY)
    _placed(life, "run-07")
    assert _way(life, first, _ask(life.now + HOUR, life.now + HOUR)).stage == index("run-06")


def test_what_arises_after_she_went_lower_herself_is_of_the_same_week() -> None:
    life = Life()
    first = _ask(BEGAN + HOUR, BEGAN + HOUR)
    life.later(DAY)
    _placed(life, "run-02", "lower")
    second = _ask(life.now + HOUR, life.now + HOUR)
    assert _way(life, first, second).stage == index("run-02")
    assert len(_way(life, first, second).groups) == 1


def test_a_placing_weighs_what_was_known_and_the_rest_asks_its_own_step() -> None:
    life = Life()
    known = _ask(BEGAN + HOUR, BEGAN + HOUR, 2)
    life.later(DAY)
    _placed(life, "run-07")
    assert _way(life, known, _ask(BEGAN + HOUR, life.now + HOUR)).stage == index("run-03")
    assert _way(life, known, _ask(BEGAN + HOUR, life.now)).stage == index("run-07")


def test_what_happened_before_she_began_steps_back_once_however_often_she_is_placed() -> None:
    life = Life()
    life.later(2 * DAY)
    _placed(life, "run-07")
    way = _way(life, _ask(BEGAN - DAY, life.now + HOUR))
    assert (way.stage, len(way.groups)) == (index("run-03"), 1)


def test_to_choose_the_stage_that_stands_again_is_nothing_in_the_first_one_too() -> None:
    life = Life(stage="weeks-0-2")
    life.later(DAY)
    _placed(life, "weeks-0-2", "lower")
    way = _way(life)
    assert (way.stage, way.entered_at) == (0, BEGAN)


def test_a_lower_stage_of_another_plan_is_a_stage_of_that_plan() -> None:
    life = Life(stage="weeks-0-2")
    life.later(DAY)
    life.act(Begin, plan=COUCH, stage="week-3", kind="lower")
    way = _way(life)
    assert (way.plan, way.stage, way.entered_at) == (COUCH, 2, life.now)


def test_a_yes_counts_in_its_own_plan_and_from_its_own_stage() -> None:
    for plan, origin in ((COUCH, "week-9"), (POSTNATAL, "run-05")):
        life = Life()
        steps = PLANS[plan].stages
        to = steps[PLANS[plan].stage_index[origin] - 1].id
        name = life.act(Advance, plan=plan, origin=origin, to=to, kind="confirm")
        way = _way(life)
        assert (way.plan, way.stage) == (POSTNATAL, index("run-04"))
        assert way.taken_back == {name: life.now}


def test_a_yes_in_a_plan_that_no_longer_is_hers_is_none_though_the_places_are_the_same() -> None:
    life = Life(stage="weeks-0-2")
    name = life.act(Advance, plan=COUCH, origin="week-1", to="week-2", kind="confirm")
    assert _way(life).taken_back == {name: life.now}


def test_a_yes_that_never_stood_no_longer_stands_from_the_first_fact_on() -> None:
    life = Life()
    name = life.act(Advance, plan=POSTNATAL, origin="run-09", to="run-10", kind="confirm")
    soon, late = (_ask(life.now, life.now + hours * HOUR, 0, "heaviness", f"e {hours}") for hours in (1, 2))
    assert _way(life, soon, late).taken_back == {name: life.now + HOUR}


def test_a_week_of_facts_and_the_days_of_symptoms_are_those_of_the_plan() -> None:
    life = Life(plan=COUCH, stage="week-5")
    facts = [_ask(BEGAN + days * DAY, BEGAN + days * DAY) for days in (1, 6)]
    life.later(20 * DAY)
    name = life.act(Advance, plan=COUCH, origin="week-5", to="week-6", kind="confirm")
    old = _ask(life.now - 9 * DAY, life.now + HOUR, 0)
    for days, groups, taken in ((4, 2, ()), (10, 1, (name,))):
        plan = with_numbers(COUCH, check_in_days=days, symptom_days=days)
        record = replace(life.record, plans=PLANS | {COUCH: plan}, cache={})
        known = known_by(record, BEGAN + 60 * DAY)
        assert len(Walker(known, facts).walk().groups) == groups
        assert tuple(Walker(known, [old]).walk().taken_back) == taken


def test_a_stage_is_entered_at_the_act_and_again_when_a_step_back_became_known() -> None:
    life = Life()
    assert _way(life).entered_at == BEGAN
    assert _way(life, _ask(BEGAN + HOUR, BEGAN + 2 * HOUR)).entered_at == BEGAN + 2 * HOUR
    assert _way(life, _ask(BEGAN - HOUR, BEGAN + HOUR)).entered_at == BEGAN + HOUR


def test_to_be_placed_where_she_stands_enters_that_stage_anew() -> None:
    life = Life()
    life.later(DAY)
    _placed(life, "run-04")
    assert _way(life).entered_at == life.now


def test_what_is_carried_over_with_nothing_before_it_was_entered_when_it_says() -> None:
    life = Life()
    begun = next(event for event in life.events if isinstance(event, Begin))
    at = begun.happened_at - 5 * DAY
    life.events[life.events.index(begun)] = replace(begun, kind="carried", happened_at=at)
    assert _way(life).entered_at == at
