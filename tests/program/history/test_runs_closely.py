"""What outings ask for, and what a case carries of what stands, by value."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from small_lives import BEGAN, COUCH, DAY, HOUR, POSTNATAL, Life

from program.history.episode import episode_bars
from program.history.events import Begin, Exam, Outing
from program.history.forbidden import Forbidden, asked_now, forbidden_asks
from program.history.known import Known, known_by
from program.history.outings import outing_asks
from program.history.records import standing_record
from program.history.standing import Alert, Bar, Lifting, Rest, StandingFinding
from program.model import Action, Outcome, ReleaseBy, Urgency

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def _outing(name: str = "s", start: datetime = BEGAN + HOUR, **more: object) -> Outing:
    said = {"end": start + HOUR, "local_date": start.date(), "sure_s": 480.0, "maybe_s": 480.0, **more}
    return Outing(id=name, happened_at=start, known_at=start + 2 * HOUR, **said)  # type: ignore[arg-type]


def _known(life: Life, *outings: Outing) -> Known:
    events = (*life.events, *outings)
    return known_by(replace(life.record, events=events, cache={}), BEGAN + 90 * DAY)


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
    outing = _outing(stage=stage, plan=plan, sure_s=sure, maybe_s=maybe)
    assert [each.id for each in _known(Life(), outing).maybe_ran] == (["s"] if runs else [])


def test_a_run_is_held_against_its_own_session_and_without_one_against_the_longest() -> None:
    life = Life(plan=COUCH, stage="week-5")
    own = {"plan": COUCH, "stage": "week-5", "sure_s": 1200.0, "maybe_s": 1200.0}
    assert _sizes(_known(life, _outing(session="c", **own))) == []
    assert _sizes(_known(life, _outing(session="a", **own))) != []
    assert _sizes(_known(life, _outing(**{**own, "plan": None}))) == []


def test_what_was_asked_is_kept_with_the_run_and_counts_before_its_stage() -> None:
    assert _sizes(_known(Life(), _outing(asked_s=60.0, sure_s=480.0)))[0] == "exceeded_double"
    assert _sizes(_known(Life(), _outing(asked_s=900.0, sure_s=900.0, maybe_s=900.0))) == []


def test_what_compares_with_no_session_was_not_prescribed() -> None:
    assert _sizes(_known(Life(), _outing(outcome="not_comparable"))) == ["not_prescribed"]
    own = {"plan": POSTNATAL, "stage": "run-04"}
    assert _sizes(_known(Life(), _outing(**own, session="run"))) == []
    assert _sizes(_known(Life(), _outing(**own, session="other"))) == ["not_prescribed"]


def test_a_run_before_any_plan_was_not_prescribed_unless_the_first_act_could_weigh_it() -> None:
    early = _outing(start=BEGAN - DAY)
    assert _sizes(_known(Life(), early)) == []
    assert _sizes(_known(Life(), replace(early, known_at=BEGAN))) == []
    assert _sizes(_known(Life(), replace(early, known_at=BEGAN + HOUR))) == ["not_prescribed"]


def test_the_second_run_too_long_is_far_too_much_within_seven_dates_and_not_on_the_eighth() -> None:
    more = {"outcome": "exceeded"}
    for days, size in ((6, "exceeded_far"), (7, "exceeded")):
        second = _outing("t", BEGAN + HOUR + days * DAY, **more)
        assert _sizes(_known(Life(), _outing(**more), second)) == ["exceeded", size]


def test_four_runs_on_seven_dates_are_too_many_and_on_eight_are_not() -> None:
    for last, too_many in ((6, [4.0]), (7, [])):
        starts = [BEGAN + HOUR + day * DAY for day in (0, 2, 4, last)]
        known = _known(Life(), *(_outing(f"s {at:%d}", at) for at in starts))
        assert [ask.value for ask in outing_asks(known) if ask.measure == "runs_in_7_days"] == too_many


def test_runs_that_overlap_have_no_hours_between_them() -> None:
    known = _known(Life(), _outing(), _outing("t", BEGAN + HOUR + timedelta(minutes=5)))
    assert [ask.value for ask in outing_asks(known) if ask.measure == "hours_between_runs"] == [0.0]


def test_what_ran_while_it_was_forbidden_holds_for_the_therapist_and_takes_nothing() -> None:
    (ask,) = forbidden_asks(_known(Life(), _outing()), Forbidden(frozenset({"s"}), frozenset()))
    assert (ask.measure, ask.value, ask.is_new) == ("ran_while_forbidden", "open", True)
    assert ask.outcome == Outcome(Action.HOLD, False, 0, 0, ReleaseBy.PT, ask.outcome.urgency)


def test_she_is_asked_whether_it_was_running_and_not_whether_it_was_the_same_run() -> None:
    none = Forbidden(frozenset(), frozenset())
    for question, names in (("ran", {"s"}), ("same_run", set()), (None, set())):
        known = replace(_known(Life(), _outing(question=question)), at=BEGAN + DAY)
        assert asked_now(known, none) == names


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
