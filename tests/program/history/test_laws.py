"""The laws that the fold keeps, over lives that nobody thought of."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from small_lives import DAY, HOUR, MINUTE, PLANS, Life, index, pain

from program import SymptomEntry
from program.history.events import (
    Begin,
    Birth,
    Entry,
    Event,
    Exam,
    Lift,
    Link,
    Order,
    Outing,
    Record,
    Told,
    WellAgain,
    Zone,
)
from program.history.fold import fold, was_allowed
from program.history.standing import Standing

COMPLAINTS: tuple[dict[str, Any], ...] = (
    {"pain": pain(2)},
    {"pain": pain(7)},
    {"pain": pain(4, limp=True)},
    {"leak_urine": "new_or_worse"},
    {"heaviness_0_10": 3},
    {"signs": ("dizzy",)},
    {"signs": ("chest_pain",), "leak_urine": "new_or_worse"},
    {"pain": pain(3, "shin", on_bone=True)},
)
ACTS = st.tuples(
    st.sampled_from(
        "wait wait log log late edit withdraw run run far check_in confirm close order lift unlink link"
        " lower placed birth leak_known leak_gone fever well".split()
    ),
    st.integers(0, 30),
)
LIVES = st.lists(ACTS, min_size=2, max_size=9)


def lived(acts: list[tuple[str, int]]) -> Life:
    """A life of acts, each with a number that it uses as it likes."""
    life = Life()
    for act, number in acts:
        do(life, act, number)
    return life


def do(life: Life, act: str, number: int) -> None:
    said = COMPLAINTS[number % len(COMPLAINTS)]
    entries = [event.id for event in life.events if isinstance(event, Entry) and event.id.startswith("e")]
    if act == "wait":
        life.later(number * 17 * HOUR)
    elif act == "log":
        life.log(**said)
    elif act == "late":
        life.log(ago=number * 5 * HOUR, **said)
    elif act == "edit" and entries:
        life.edit(entries[number % len(entries)], **said)
    elif act == "withdraw" and entries:
        life.edit(entries[-1])
    elif act in ("run", "far"):
        life.run(life.now + number * HOUR, 480 if act == "run" else 600 + 100 * number)
    elif act == "check_in":
        life.check_in()
    elif act == "fever":
        life.check_in(illness="fever_or_whole_body")
    elif act == "confirm" and life.stage_now():
        life.confirm()
    elif act == "close" and (keys := life.open_keys()):
        life.close(keys[number % len(keys)])
    else:
        _by_people(life, act, number)


def _by_people(life: Life, act: str, number: int) -> None:
    orders = [event.id for event in life.events if isinstance(event, Order)]
    if act == "order":
        life.act(Order, role="pt", kind=("no_running", "no_progress")[number % 2])
    elif act == "lift" and orders:
        life.act(Lift, role="pt", order=orders[number % len(orders)])
    elif act in ("link", "unlink"):
        life.act(Link, person="A", ends=act == "unlink")
    elif act in ("lower", "placed"):
        stage = PLANS[life.plan].stages[5 + number % 5].id
        life.act(Begin, plan=life.plan, stage=stage, kind=act)
    elif act == "birth":
        life.act(Birth, happened_at=life.now - number * DAY, kind="birth" if number % 2 else "pregnancy")
    elif act in ("leak_known", "leak_gone"):
        life.act(Exam, item="incontinence", is_good=act == "leak_gone", role="pt")
    elif act == "well":
        life.act(WellAgain, happened_at=life.now - number * HOUR)


def stands(standing: Standing) -> tuple[object, ...]:
    """What an answer is made of: all of it but the instant, and how long it holds."""
    return (
        standing.stage,
        standing.entered_at,
        {rest for rest in standing.rests if rest.until > standing.at},
        standing.bars,
        standing.holds,
        standing.findings,
        standing.taken_back,
        standing.listed,
        standing.evidence_since,
        standing.not_evidence,
        [(order.order, order.who) for order in standing.orders],
        [(alert.key, alert.since, alert.acted_at) for alert in standing.alerts],
    )


@given(acts=LIVES, shuffled=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_events_is_nothing(acts: list[tuple[str, int]], shuffled: Any) -> None:
    life = lived(acts)
    before = life.look()
    shuffled.shuffle(life.events)
    assert life.look() == before


@given(acts=LIVES, days=st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_an_answer_holds_until_it_says(acts: list[tuple[str, int]], days: int) -> None:
    life = lived(acts)
    standing = life.look(life.now + days * DAY)
    for _ in range(4):
        assert standing.holds_until > standing.at
        for part in (0.3, 0.7, 0.999):
            moment = standing.at + (standing.holds_until - standing.at) * part
            assert stands(life.look(moment)) == stands(standing)
        standing = life.look(standing.holds_until)


@given(acts=LIVES)
@settings(max_examples=40, deadline=None)
def test_nothing_that_is_owed_comes_from_what_was_told(acts: list[tuple[str, int]]) -> None:
    life = lived(acts)
    record = life.record
    kept = [_as_kept(event, record) for event in life.events]
    silent = [event for event in kept if not isinstance(event, Told)]
    with_told = fold(replace(record, events=tuple(kept), cache={}), life.now)
    without = fold(replace(record, events=tuple(silent), cache={}), life.now)
    assert stands(with_told) == stands(without)


def _as_kept(event: Event, record: Record) -> Event:
    """A run with what the services keep of it: whether it was allowed, and what it was held against."""
    if not isinstance(event, Outing):
        return event
    told = next(stage for name, stage in fold(record, event.known_at).stage_told if name == event.id)
    plan = ("postnatal-graded", 1)
    session = PLANS[plan].stage(told).required[0] if told else None
    return replace(event, was_allowed=was_allowed(record, event), plan=plan, stage=told, session=session)


@given(acts=LIVES)
@settings(max_examples=30, deadline=None)
def test_looking_before_changes_nothing_after(acts: list[tuple[str, int]]) -> None:
    life = lived(acts)
    fresh = fold(replace(life.record, cache={}), life.now)
    record = life.record
    for hours in (30, 3, 40, 0):
        fold(record, life.now - hours * HOUR)
    assert fold(record, life.now) == fresh


@given(acts=LIVES, more=st.sampled_from(COMPLAINTS), ago=st.integers(0, 40 * 24))
@settings(max_examples=40, deadline=None)
def test_telling_of_a_complaint_is_never_bolder_than_not(
    acts: list[tuple[str, int]], more: dict[str, Any], ago: int
) -> None:
    """Without choices of a lower stage: the facts around one step back together, from where they began.

    So a complaint before she goes lower herself may spare the next one its step.
    """
    life = lived([each for each in acts if each[0] != "lower"])
    before = life.look(life.now + MINUTE)
    felt = max(life.now + MINUTE - ago * HOUR, life.events[3].known_at)
    said = SymptomEntry(id="more", phase="day", at=felt, **more)
    life.add(Entry(id="more", revision=1, happened_at=felt, known_at=life.now + MINUTE, says=said))
    after = life.look(life.now + MINUTE)
    if before.stage and after.stage:
        assert index(after.stage) <= index(before.stage)
    bars = {bar.code for bar in before.bars}
    if after.stage and PLANS[life.plan].stage(after.stage).kind != "running":
        bars -= {"not_examined"}  # nobody has to be examined for a walk
    assert bars <= {bar.code for bar in after.bars}
    assert {bar.code for bar in before.holds} <= {bar.code for bar in after.holds}
    assert set(before.rests) <= set(after.rests)
    assert before.not_evidence <= after.not_evidence


FACTS = st.lists(
    st.tuples(st.sampled_from(COMPLAINTS), st.integers(1, 60), st.integers(0, 95)), min_size=1, max_size=4
)


@given(facts=FACTS)
@settings(max_examples=40, deadline=None)
def test_what_is_known_before_the_second_check_in_counts_in_any_order(
    facts: list[tuple[dict[str, Any], int, int]],
) -> None:
    """Check-ins after 72 and 168 hours; each fact in the first days, known at once or up to four later."""

    def life_of(late: bool, says_yes: bool) -> Standing:
        life = Life()
        events: list[tuple[int, str, dict[str, Any], int]] = []
        for said, hour, delay in facts:
            events.append((hour + (delay if late else 0), "log", said, hour))
        events += [(72, "check_in", {}, 72), (168, "check_in", {}, 168)]
        start = life.now
        for known, act, said, hour in sorted(events, key=lambda event: (event[0], event[1])):
            life.now = max(start + known * HOUR, life.now)
            if act == "log":
                life.log(ago=life.now + MINUTE - (start + hour * HOUR), **said)
                continue
            life.check_in()
            if known == 72 and says_yes:
                life.confirm()
        return life.look()

    in_time, late = life_of(late=False, says_yes=False), life_of(late=True, says_yes=False)
    assert late.stage == in_time.stage
    assert {finding.key for finding in late.findings} == {finding.key for finding in in_time.findings}
    known_late = [said for said, hour, delay in facts if hour + delay > 72 and said != COMPLAINTS[0]]
    if known_late:
        replayed = life_of(late=True, says_yes=True)
        assert replayed.taken_back and replayed.stage == in_time.stage


def test_two_advances_fall_where_both_were_given_without_knowing() -> None:
    life = Life(linked=False)
    life.later(2 * DAY)
    felt = life.now - HOUR
    life.check_in()
    life.confirm()
    life.later(HOUR)
    life.confirm()
    assert life.stage_now() == "run-06"
    life.log(ago=life.now + MINUTE - felt, pain=pain(7))
    assert life.stage_now() == "run-03" and len(life.look().taken_back) == 2


def test_what_becomes_known_too_late_takes_nothing_and_holds_for_a_clean_week() -> None:
    life = Life(linked=False)
    felt = life.now + HOUR
    life.clean_week()
    yes = life.confirm()
    life.clean_week()
    name = life.log(ago=life.now + MINUTE - felt, pain=pain(7))
    standing = life.look()
    assert standing.stage == "run-05" and not standing.taken_back
    assert set(standing.listed) == {yes, f"{name}/pain"}
    assert standing.rest_until is not None and any(
        bar.code.startswith("clean_week") for bar in standing.holds
    )
    life.later(DAY)
    life.check_in()
    assert life.look().listed
    life.later(7 * DAY)
    life.check_in()
    assert not life.look().listed


def test_her_therapist_ends_what_is_owed_for_being_late() -> None:
    life = Life()
    felt = life.now + HOUR
    life.later(20 * DAY)
    life.log(ago=life.now + MINUTE - felt, pain=pain(7))
    assert life.look().listed
    here = life.stage_now()
    life.act(Begin, role="pt", plan=life.plan, stage=here, kind="placed")
    assert not life.look().listed


def test_another_plan_keeps_the_caps_of_what_was_not_seen() -> None:
    life = Life()
    felt = life.now + HOUR
    life.later(DAY)
    life.act(Begin, plan=("couch-to-5k", 1), stage="week-3", kind="switch")
    assert life.look().plan == ("couch-to-5k", 1) and life.stage_now() == "week-3"
    life.log(ago=life.now + MINUTE - felt, pain=pain(7))
    assert life.stage_now() == "week-2"


def test_what_was_owed_before_another_plan_stays_owed() -> None:
    life = Life()
    life.log(leak_urine="new_or_worse")
    life.log(pain=pain(7))
    before = life.look()
    life.act(Begin, plan=("couch-to-5k", 1), stage="week-1", kind="switch")
    after = life.look()
    assert after.findings == before.findings and after.rests == before.rests and after.is_barred


def test_choosing_lower_begins_no_week_anew() -> None:
    """Facts of one week step back together, from the stage on which the first of them arose."""
    life = Life()
    life.log(pain=pain(7))
    life.act(Begin, plan=life.plan, stage="run-02", kind="lower")
    life.log(pain=pain(8))
    assert life.stage_now() == "run-02"


def test_a_flight_moves_no_rest() -> None:
    life = Life()
    life.log(pain=pain(7))
    rest = life.look().rest_until
    life.act(Zone, name="Pacific/Kiritimati")
    assert life.look().rest_until == rest
    assert life.look().holds_until - life.now <= timedelta(hours=24)
