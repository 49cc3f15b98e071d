"""What outings ask for, and what a case carries of what stands, by value."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from small_lives import (
    BEGAN,
    COUCH,
    DAY,
    HOUR,
    MINUTE,
    PLANS,
    POSTNATAL,
    Life,
    an_outing,
    known_with,
    with_numbers,
)

from program.history.episode import episode_bars
from program.history.events import Begin, Exam
from program.history.known import Known, known_by
from program.history.outings import outing_asks
from program.history.records import standing_record
from program.history.standing import Alert, Bar, Lifting, Rest, StandingFinding
from program.model import ReleaseBy, Urgency

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def _sizes(known: Known) -> list[object]:
    return [ask.value for ask in outing_asks(known) if ask.measure == "overshoot"]


@pytest.mark.parametrize(
    ("stage", "plan", "sure", "maybe", "runs"),
    [
        ("run-04", POSTNATAL, None, None, True),
        ("weeks-8-12", POSTNATAL, None, None, False),
        ("week-1", COUCH, None, None, True),
        ("run-04", COUCH, None, None, True),
        (None, None, None, None, True),
        ("weeks-8-12", POSTNATAL, None, 60.0, True),
        ("weeks-8-12", POSTNATAL, 60.0, None, True),
        ("run-04", POSTNATAL, 59.0, None, False),
        ("run-04", POSTNATAL, None, 59.0, False),
    ],
)
def test_without_a_number_the_stage_says_whether_it_may_have_been_running(
    stage: str | None, plan: tuple[str, int] | None, sure: float | None, maybe: float | None, runs: bool
) -> None:
    outing = an_outing(stage=stage, plan=plan, sure_s=sure, maybe_s=maybe)
    assert [each.id for each in known_with(Life(), outing).maybe_ran] == (["s"] if runs else [])


def test_a_run_is_held_against_its_own_session_and_without_one_against_the_longest() -> None:
    life = Life(plan=COUCH, stage="week-5")
    own = {"plan": COUCH, "stage": "week-5", "sure_s": 1200.0, "maybe_s": 1200.0}
    assert _sizes(known_with(life, an_outing(session="c", **own))) == []
    assert _sizes(known_with(life, an_outing(session="a", **own))) != []
    assert _sizes(known_with(life, an_outing(**{**own, "plan": None}))) == []


def test_what_was_asked_is_kept_with_the_run_and_counts_before_its_stage() -> None:
    assert _sizes(known_with(Life(), an_outing(asked_s=60.0, sure_s=480.0)))[0] == "exceeded_double"
    assert _sizes(known_with(Life(), an_outing(asked_s=900.0, sure_s=900.0, maybe_s=900.0))) == []


def test_what_compares_with_no_session_was_not_prescribed() -> None:
    assert _sizes(known_with(Life(), an_outing(outcome="not_comparable"))) == ["not_prescribed"]
    own = {"plan": POSTNATAL, "stage": "run-04"}
    assert _sizes(known_with(Life(), an_outing(**own, session="run"))) == []
    assert _sizes(known_with(Life(), an_outing(**own, session="other"))) == ["not_prescribed"]


def test_a_run_before_any_plan_was_not_prescribed_unless_the_first_act_could_weigh_it() -> None:
    early = an_outing(start=BEGAN - DAY)
    assert _sizes(known_with(Life(), early)) == []
    assert _sizes(known_with(Life(), replace(early, known_at=BEGAN))) == []
    assert _sizes(known_with(Life(), replace(early, known_at=BEGAN + HOUR))) == ["not_prescribed"]


def test_the_second_run_too_long_is_far_too_much_within_seven_dates_and_not_on_the_eighth() -> None:
    more: dict[str, Any] = {"outcome": "exceeded"}
    for days, size in ((6, "exceeded_far"), (7, "exceeded")):
        second = an_outing("t", BEGAN + HOUR + days * DAY, **more)
        assert _sizes(known_with(Life(), an_outing(**more), second)) == ["exceeded", size]


def test_four_runs_on_seven_dates_are_too_many_and_on_eight_are_not() -> None:
    for last, too_many in ((6, [4.0]), (7, [])):
        starts = [BEGAN + HOUR + day * DAY for day in (0, 2, 4, last)]
        known = known_with(Life(), *(an_outing(f"s {at:%d}", at) for at in starts))
        assert [ask.value for ask in outing_asks(known) if ask.measure == "runs_in_7_days"] == too_many


def test_a_run_without_a_stage_was_asked_for_no_second_of_running() -> None:
    for sure, size in ((180.0, "exceeded"), (180.5, "exceeded_far")):
        outing = an_outing(plan=POSTNATAL, stage=None, sure_s=sure, maybe_s=sure)
        assert _sizes(known_with(Life(), outing))[0] == size


def test_a_session_by_distance_asks_for_no_seconds() -> None:
    own = {"plan": ("delaware-soreness", 1), "stage": "level-1", "sure_s": 9000.0, "maybe_s": 9000.0}
    assert _sizes(known_with(Life(), an_outing(session="run", **own))) == []
    assert _sizes(known_with(Life(), an_outing(session="run", outcome="exceeded", **own))) != []


@pytest.mark.parametrize(("days", "size"), [(30, "exceeded_double"), (31, "exceeded_far")])
def test_more_than_double_of_the_longest_of_thirty_days_is_double(days: int, size: str) -> None:
    first = an_outing(sure_s=300.0, maybe_s=300.0)
    second = an_outing("t", BEGAN + HOUR + days * DAY, sure_s=700.0, maybe_s=700.0)
    assert _sizes(known_with(Life(), first, second))[0] == size


@pytest.mark.parametrize(
    ("stage", "session", "asked", "runs"),
    [
        ("week-5", "c", 1200.0, 1),
        ("week-5", "b", 960.0, 2),
        ("week-5", "a", 900.0, 3),
        ("week-1", "run", 480.0, 8),
        (None, None, 1200.0, 3),
    ],
)
def test_each_edge_of_a_prescribed_run_counts(
    stage: str | None, session: str | None, asked: float, runs: int
) -> None:
    """Each edge may be 100 s early or late here; without a session the first one's runs are counted."""
    life = Life(plan=COUCH, stage="week-5")
    plans = PLANS | {COUCH: with_numbers(COUCH, edge_s=100)}
    of: dict[str, Any] = {"plan": COUCH if stage else None, "stage": stage, "session": session}
    for more, is_more in ((200.0 * runs, False), (200.0 * runs + 1, True)):
        outing = an_outing(**of, sure_s=asked + more, maybe_s=None)
        assert bool(_sizes(known_with(life, outing, plans=plans))) is is_more


def test_without_a_stage_no_edge_counts() -> None:
    life = Life(plan=COUCH, stage="week-5")
    plans = PLANS | {COUCH: with_numbers(COUCH, edge_s=100)}
    outing = an_outing(plan=COUCH, stage=None, sure_s=70.0, maybe_s=70.0)
    assert _sizes(known_with(life, outing, plans=plans))[0] == "exceeded"


def test_how_much_is_more_is_a_number_of_the_stage() -> None:
    loose = with_numbers(COUCH, exceeded_tolerance_s=300).settings
    stages = tuple(stage.model_copy(update={"settings": loose}) for stage in PLANS[POSTNATAL].stages)
    looser = PLANS | {POSTNATAL: PLANS[POSTNATAL].model_copy(update={"stages": stages})}
    outing = an_outing(sure_s=750.0, maybe_s=750.0)
    for plans, sizes in ((PLANS, ["exceeded_far"]), (looser, [])):
        assert _sizes(known_with(Life(), outing, plans=plans)) == sizes


def test_far_too_much_is_a_finding_unless_it_is_asked_about_or_was_before() -> None:
    far = an_outing(sure_s=900.0, maybe_s=900.0)
    carried = Begin(
        id="k",
        happened_at=far.known_at,
        known_at=far.known_at,
        plan=POSTNATAL,
        stage="run-04",
        kind="carried",
    )
    for outing, more, key in (
        (far, (), "overshoot:s"),
        (replace(far, question="ran"), (), None),
        (far, (carried,), None),
        (replace(far, known_at=far.known_at + MINUTE), (carried,), "overshoot:s"),
    ):
        known = known_with(Life(), outing, *more)
        assert [ask.key for ask in outing_asks(known) if ask.measure == "overshoot"] == [key]


def test_runs_that_overlap_have_no_hours_between_them() -> None:
    known = known_with(Life(), an_outing(), an_outing("t", BEGAN + HOUR + timedelta(minutes=5)))
    assert [ask.value for ask in outing_asks(known) if ask.measure == "hours_between_runs"] == [0.0]


def test_a_clearance_lapses_at_the_midnight_after_its_last_day() -> None:
    life = Life()
    last = (BEGAN + 5 * DAY).date()
    life.act(Exam, item="clearance", is_good=True, role="pt", last_day=last)
    name = life.events[-2].id
    bars = [bar for bar in episode_bars(known_by(life.record, BEGAN + 9 * DAY)) if bar.code == "lapsed"]
    midnight = datetime(2026, 5, 9, 22, tzinfo=UTC)
    assert bars == [Bar("lapsed", ReleaseBy.PT, midnight, None, (name,))]


def test_a_stage_carried_over_was_entered_by_the_act_before_where_that_led_to_it() -> None:
    life = Life()
    life.later(5 * DAY)
    life.act(Begin, role="system", plan=POSTNATAL, stage="run-04", kind="carried")
    assert life.look().entered_at == BEGAN
    other = Life()
    other.later(5 * DAY)
    since = other.now - DAY
    other.act(Begin, role="system", plan=POSTNATAL, stage="run-03", kind="carried", happened_at=since)
    assert other.look().entered_at == since


def test_all_instants_of_a_case_carry_her_own_offset() -> None:
    standing = replace(
        Life().look(),
        at=NOON,
        rests=(Rest(NOON, "e 0", "limp"), Rest(NOON + DAY, "e 1", "pain")),
        bars=(Bar("illness", ReleaseBy.RUNNER, NOON, NOON + DAY),),
        holds=(Bar("clean_week", ReleaseBy.RUNNER, NOON, NOON + DAY),),
        findings=(StandingFinding("pain", 1, "pain", NOON, ReleaseBy.PT, Urgency.NONE, (("e 1", 1),)),),
        evidence_since=NOON,
        taken_back=("a", "b"),
        alerts=(Alert("taken-back:a", "taken_back", NOON),),
        orders=(Lifting("o", "no_running", NOON, ("A",), NOON + DAY),),
        before_rules=(("e 2", "pain", NOON), ("e 2", "pain", NOON + HOUR)),
    )
    found = standing_record(standing, zone="America/Los_Angeles")
    offset = timedelta(hours=-7)
    there = NOON.astimezone(ZoneInfo("America/Los_Angeles"))
    instants = [found.evidence_since, found.rest_until, found.taken_back[0][1]]
    for bar in (*found.bars, *found.holds):
        assert (bar.since, bar.until) == (there, there + DAY)
        instants += [bar.since, bar.until]
    for order in found.orders:
        assert (order.since, order.runner_from) == (there, there + DAY)
        instants += [order.since, order.runner_from]
    for finding in found.findings:
        assert finding.opened_at == there
        instants.append(finding.opened_at)
    assert all(each is not None and each.utcoffset() == offset for each in instants)
    assert [name for name, _ in found.taken_back] == ["a"]
    assert found.before_rules == (("e 2", "pain"),)
    assert (found.rest_gate, found.rest_source) == ("pain", "e 1")
    assert standing_record(replace(standing, rests=(Rest(NOON, "e 0", "limp"),))).rest_gate is None
