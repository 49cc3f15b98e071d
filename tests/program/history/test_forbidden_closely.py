"""Running while it was forbidden, by what she was told and by what stood; and what is no evidence."""

from dataclasses import replace
from datetime import datetime

import pytest
from small_lives import BEGAN, COUCH, DAY, HOUR, MINUTE, PLANS, POSTNATAL, Life, an_outing, known_with, pain

from program.history.events import Begin, Entry, Order, Told
from program.history.fold import fold
from program.history.forbidden import Forbidden, asked_now, forbidden_asks
from program.model import Action, Outcome, ReleaseBy


def test_what_ran_while_it_was_forbidden_holds_for_the_therapist_and_takes_nothing() -> None:
    (ask,) = forbidden_asks(known_with(Life(), an_outing()), Forbidden(frozenset({"s"}), frozenset()))
    assert (ask.measure, ask.value, ask.is_new) == ("ran_while_forbidden", "open", True)
    assert ask.outcome == Outcome(Action.HOLD, False, 0, 0, ReleaseBy.PT, ask.outcome.urgency)


def test_without_a_gate_for_it_running_while_forbidden_waits_for_the_runner() -> None:
    gates = tuple(gate for gate in PLANS[POSTNATAL].gates if gate.id != "ran-while-forbidden")
    plans = PLANS | {POSTNATAL: PLANS[POSTNATAL].model_copy(update={"gates": gates})}
    known = known_with(Life(), an_outing(), plans=plans)
    (ask,) = forbidden_asks(known, Forbidden(frozenset({"s"}), frozenset()))
    assert ask.outcome == Outcome(Action.HOLD, False, release_by=ReleaseBy.RUNNER)


def _ran(life: Life, start: datetime) -> bool:
    """Whether a run that begins then is one while it was forbidden."""
    record = replace(life.record, events=(*life.events, an_outing("r", start)), cache={})
    return "r" in fold(record, start + DAY).ran_forbidden


def _ordered(life: Life) -> Life:
    """An order of which she was not told yet."""
    life.add(Order(id="o", happened_at=life.later(), known_at=life.now, role="pt", kind="no_running"))
    return life


def test_an_answer_counts_until_its_time_and_from_then_on_what_stands() -> None:
    until = Life().look().holds_until
    assert not _ran(_ordered(Life()), until - MINUTE)
    assert _ran(_ordered(Life()), until) and not _ran(Life(), until)


def test_what_stands_is_asked_of_her_own_plan() -> None:
    assert not _ran(Life(plan=COUCH, stage="week-5"), BEGAN + 3 * DAY)


def test_what_stands_is_asked_of_the_weeks_of_her_own_stage() -> None:
    """300 days after the birth: the plan asks for 84, and her stage may ask for more."""
    number = PLANS[POSTNATAL].settings["earliest_days_since_birth"]
    for days, is_forbidden in ((303, False), (304, True)):
        own = {"earliest_days_since_birth": number.model_copy(update={"value": days})}
        stages = tuple(stage.model_copy(update={"settings": own}) for stage in PLANS[POSTNATAL].stages)
        plans = PLANS | {POSTNATAL: PLANS[POSTNATAL].model_copy(update={"stages": stages})}
        record = Life().record
        events = (*record.events, an_outing("r", BEGAN + 3 * DAY))
        standing = fold(replace(record, events=events, plans=plans, cache={}), BEGAN + 4 * DAY)
        assert ("r" in standing.ran_forbidden) is is_forbidden


def test_an_answer_without_an_end_counts_until_the_next() -> None:
    life = _ordered(Life())
    life.events = [
        replace(each, holds_until=None) if isinstance(each, Told) else each for each in life.events
    ]
    assert not _ran(life, BEGAN + 3 * DAY)


def test_what_was_known_as_the_record_began_to_be_folded_is_no_reproach() -> None:
    life = Life()
    life.log(pain=pain(7))
    start = life.now + 20 * HOUR
    carried = Begin(
        id="k",
        happened_at=start + 2 * HOUR,
        known_at=start + 2 * HOUR,
        plan=POSTNATAL,
        stage="run-03",
        kind="carried",
    )
    assert _ran(life, start)
    life.add(carried)
    assert not _ran(life, start)
    life.events[-1] = replace(carried, known_at=start + 2 * HOUR - MINUTE)
    assert _ran(life, start)


def _evidence(life: Life, start: datetime) -> bool:
    """Whether a run that begins then shows something done, as far as what had happened goes."""
    name = life.run(start, 480, known=life.now + 9 * DAY, was_allowed=True)
    return name not in life.look().not_evidence


def test_a_rest_is_over_at_its_midnight() -> None:
    for minutes, is_evidence in ((-1, False), (0, True)):
        life = Life()
        life.log(pain=pain(7))
        until = life.look().rest_until
        assert until is not None
        assert _evidence(life, until + minutes * MINUTE) is is_evidence


def test_what_was_corrected_in_time_speaks_against_no_run() -> None:
    life = Life()
    life.edit(life.log(pain=pain(7)), pain=())
    assert _evidence(life, life.now + HOUR)


@pytest.mark.parametrize(("minutes", "is_evidence"), [(-1, False), (0, True)])
def test_a_run_counts_from_the_closing_on(minutes: int, is_evidence: bool) -> None:
    life = Life()
    life.log(heaviness_0_10=2)
    life.later(HOUR)
    life.close("heaviness")
    assert _evidence(life, life.now + minutes * MINUTE) is is_evidence


def test_a_closing_of_an_older_revision_answers_nothing_worse() -> None:
    life = Life()
    name = life.log(heaviness_0_10=2)
    life.close("heaviness")
    life.edit(name, heaviness_0_10=5)
    life.close("heaviness", frozenset({(name, 1)}))
    assert not _evidence(life, life.now + HOUR)


def test_a_run_counts_from_the_answer_of_the_morning_on() -> None:
    for minutes, is_evidence in ((-1, False), (0, True)):
        life = Life()
        far = life.run(life.now + DAY, 900, was_allowed=True)
        life.later(3 * DAY)
        life.note_run(far, "next_morning", life.now)
        life.tell()
        assert _evidence(life, life.now + minutes * MINUTE) is is_evidence


@pytest.mark.parametrize(("minutes", "is_in_time"), [(0, True), (1, False), (2, False), (3, True)])
def test_a_correction_is_in_time_where_no_run_began_since(minutes: int, is_in_time: bool) -> None:
    """Told at 0 and corrected at 2; a run that begins at that instant is the next session."""
    life = Life()
    name = life.log(pain=pain(7))
    life.add(replace(an_outing("r", life.now + minutes * MINUTE), was_allowed=True))
    life.later()
    life.edit(name, pain=())
    (first, _) = (event for event in life.events if isinstance(event, Entry))
    assert life.now - first.known_at == 2 * MINUTE
    assert (life.look(life.now + DAY).stage == "run-04") is is_in_time


def test_she_is_asked_whether_it_was_running_and_not_whether_it_was_the_same_run() -> None:
    none = Forbidden(frozenset(), frozenset())
    for question, names in (("ran", {"s"}), ("same_run", set()), (None, set())):
        known = replace(known_with(Life(), an_outing(question=question)), at=BEGAN + DAY)
        assert asked_now(known, none) == names
