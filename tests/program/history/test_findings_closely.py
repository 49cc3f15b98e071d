"""Findings, what is left of them once erased, and alerts: where one fact ends and the next begins."""

from dataclasses import replace
from datetime import datetime

import pytest
from small_lives import BEGAN, DAY, HOUR, MINUTE, PLANS, POSTNATAL, Life, pain

from program import SymptomEntry
from program.history.asks import told_asks
from program.history.events import Begin, Birth, Carried, Close, Entry, Erased, Looked
from program.history.findings import find
from program.history.fold import fold
from program.history.known import known_by
from program.model import Action, Outcome, ReleaseBy

CARRIED = {"role": "system", "finding": "heaviness", "gate": "heaviness", "release_by": ReleaseBy.PT}


def _closing(key: str, at: datetime, *seen: tuple[str, int]) -> Close:
    return Close(
        id=f"x {key} {at}", happened_at=at, known_at=at, role="pt", finding=key, seen=frozenset(seen)
    )


# -- findings carried over


def test_a_finding_carried_over_counts_the_closings_of_its_own_before_it() -> None:
    life = Life()
    for key in ("heaviness", "leak-urine", "scar", "doming"):
        life.add(_closing(key, life.later()))
    name = life.act(Carried, **CARRIED)
    (finding,) = life.look().findings
    assert (finding.key, finding.number, finding.entries) == ("heaviness", 2, ((name, 1),))


@pytest.mark.parametrize(
    ("minutes", "is_named", "is_open"),
    [(-1, False, True), (-1, True, False), (0, False, False), (1, False, False)],
)
def test_a_finding_carried_over_is_closed_by_name_or_by_whoever_closed_it_since(
    minutes: int, is_named: bool, is_open: bool
) -> None:
    life = Life()
    life.later()
    life.add(Carried(id="c", happened_at=life.now, known_at=life.now, **CARRIED))  # type: ignore[arg-type]
    life.add(_closing("heaviness", life.now + minutes * MINUTE, *([("c", 1)] if is_named else [])))
    assert bool(life.look(life.now + HOUR).findings) is is_open


def test_a_closing_of_the_same_instant_lies_before_what_opens_then() -> None:
    """So what is opened with it is told anew."""
    life = Life()
    name = life.log(heaviness_0_10=2)
    again = SymptomEntry(id="t", phase="day", at=life.later(HOUR), heaviness_0_10=2)
    life.add(Entry(id="t", revision=1, happened_at=life.now, known_at=life.now, says=again))
    life.add(_closing("heaviness", life.now, (name, 1)))
    assert [(each.key, each.number) for each in life.look().findings] == [("heaviness", 2)]


# -- what was erased


@pytest.mark.parametrize("code", ["overshoot:lost", "gap:lost", "night-pain", "bone-stress:shin"])
def test_what_was_erased_bars_and_asks_no_step_and_no_rest(code: str) -> None:
    life = Life()
    life.act(Erased, code=code)
    standing = life.look()
    assert [bar.code for bar in standing.bars] == [code]
    assert (standing.stage, standing.rests, standing.steps, standing.listed) == ("run-04", (), (), ())
    (ask,) = told_asks(known_by(life.record, life.now))
    gate = PLANS[POSTNATAL].gate(code.partition(":")[0])
    of = gate.rows[0].outcome
    assert ask.outcome == Outcome(Action.HOLD, False, 0, 0, of.release_by, of.urgency)
    assert (ask.measure, ask.happened_at, ask.known_at) == (gate.measure, life.now, life.now)


def test_what_was_erased_of_a_gate_that_forbids_nothing_only_holds_and_hides_nothing_after_it() -> None:
    plan = PLANS[POSTNATAL]
    gap = plan.gate("gap")
    soft = gap.model_copy(update={"rows": tuple(row for row in gap.rows if row.running_allowed)})
    gates = tuple(soft if gate is gap else gate for gate in plan.gates)
    life = Life()
    for code in ("gap:lost", "heaviness"):
        life.act(Erased, code=code)
    plans = PLANS | {POSTNATAL: plan.model_copy(update={"gates": gates})}
    standing = fold(replace(life.record, plans=plans, cache={}), life.now)
    assert [bar.code for bar in standing.bars] == ["heaviness"]
    assert [bar.code for bar in standing.holds] == ["erased"]


# -- alerts


@pytest.mark.parametrize("acts", ["looks", "closes"])
def test_an_act_of_the_instant_of_the_alert_is_one_on_it(acts: str) -> None:
    life = Life()
    name = life.log(signs=("dizzy",))
    look = Looked(id="l", happened_at=life.now, known_at=life.now, role="pt", alert="sign:dizzy")
    life.add(look if acts == "looks" else _closing("sign:dizzy", life.now, (name, 1)))
    (alert,) = life.look().alerts
    assert (alert.key, alert.acted_at) == (f"sign:dizzy:{name}", life.now)


def test_a_birth_told_as_she_begins_was_told_before() -> None:
    life = Life()
    life.add(Birth(id="b", happened_at=BEGAN - 300 * DAY, known_at=BEGAN))
    assert not life.alert_keys()


def test_what_was_known_as_the_record_began_to_be_folded_is_history() -> None:
    life = Life()
    life.log(heaviness_0_10=2)
    life.add(
        Begin(id="k", happened_at=life.now, known_at=life.now, plan=POSTNATAL, stage="run-03", kind="carried")
    )
    assert not life.alert_keys()
    life.later()
    life.log(leak_urine="new_or_worse")
    assert life.alert_keys() == {"open:leak-urine:1"}


def test_what_is_closed_at_the_instant_of_a_rise_is_not_open_before_it() -> None:
    life = Life()
    first = life.log(pain=pain(3, "shin", on_bone=True))
    again = life.log(pain=pain(3, "shin", on_bone=True))
    assert f"urgency:same_day:{again}" not in life.alert_keys()
    life.add(_closing("bone-pain:shin", life.now, (first, 1)))
    assert f"urgency:same_day:{again}" in life.alert_keys()


# -- readings and closings


def test_a_finding_names_each_of_its_entries_once_with_the_newest_revision() -> None:
    life = Life()
    first = life.log(heaviness_0_10=2)
    other = life.log(heaviness_0_10=2)
    life.edit(first, heaviness_0_10=4)
    known = known_by(life.record, life.now)
    (finding,) = find(known, told_asks(known)).open
    assert finding.entries == ((first, 2), (other, 1))
