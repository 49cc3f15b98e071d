"""The fold and the gate together: a week as events, what stands at an instant, and the answer beside it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from weeks import case_of, clean_week, knee, plan_of

from program import Action, Decision, ReleaseBy
from program.evaluate import decide_only
from program.history.events import Begin, Close, Entry, Event, Exam, Outing, Record, Week, WellAgain
from program.history.fold import fold
from program.history.records import standing_record
from program.model import Truth

PLAN = plan_of("postnatal-graded")
KEY = (PLAN.id, PLAN.version)
Data = dict[str, Any]


def on(day: float, hour: float = 0) -> datetime:
    """An instant by days since the Monday of the week."""
    return datetime(2026, 11, 16, tzinfo=UTC) + timedelta(days=day, hours=hour)


def week() -> Data:
    data = clean_week("postnatal-graded", "run-04")
    data["check_ins"][0]["id"] = "check-in 2026-11-16"
    return data


def answer(data: Data, at: datetime, *acts: Event) -> Decision:
    """What she is told at an instant, alone, by what was known of the week by then."""
    case = case_of({**data, "now": at.isoformat(), "date": at.date().isoformat(), "pt": "alone"})
    begun = {"happened_at": on(-1, 20), "known_at": on(-1, 20)}
    events: list[Event] = [
        Begin(id="stage 1", plan=KEY, stage="run-04", kind="first", **begun),
        Exam(id="clearance 1", role="pt", item="clearance", is_good=True, **begun),
        *(_outing(session) for session in case.sessions or ()),
        *(
            Entry(id=entry.id, happened_at=entry.at, known_at=entry.at, revision=1, says=entry)
            for entry in case.symptoms
            if entry.at
        ),
        *(
            Week(id=item.id, happened_at=item.at, known_at=item.at, revision=1, says=item)
            for item in case.check_ins
            if item.at
        ),
        *acts,
    ]
    standing = fold(Record(events=tuple(events), plans={KEY: PLAN}, default_plan=PLAN), at)
    stands = {"standing": standing_record(standing), "stage": standing.stage}
    return decide_only(case.model_copy(update={**stands, "stage_since": standing.entered_at}), PLAN)


def _outing(session: Any) -> Outing:
    return Outing(
        id=session.id,
        happened_at=session.start,
        known_at=session.end,
        end=session.end,
        local_date=session.local_date,
        sure_s=session.run_time_s,
        maybe_s=session.run_time_s + session.uncertain_time_s,
        stage=session.stage,
        plan=KEY,
        session=session.session,
        asked_s=session.prescribed_run_time_s,
        outcome=session.outcome,
    )


def not_met(decision: Decision) -> set[str]:
    return {item.gate for item in decision.findings if item.result is Truth.NOT_MET}


def test_a_clean_week_progresses_as_ever() -> None:
    decision = answer(week(), on(6, 20.5))
    assert (decision.action, decision.next_stage) == (Action.PROGRESS, "run-05")


@pytest.mark.parametrize(
    ("day", "rest_days"), [(5, 2), (5.3, 2), (6.5, 1), (7.5, 1), (8, 0), (9.5, 0), (12, 0)]
)
def test_a_limp_costs_one_stage_and_two_days_at_every_look(day: float, rest_days: int) -> None:
    """Findings 1 and 2: neither is lost by looking, and neither grows by it."""
    data = week()
    data["symptoms"][-1]["pain"] = [knee(6, limp=True)]
    decision = answer(data, on(day, 9))
    assert (decision.action, decision.stage, decision.next_stage) == (Action.HOLD, "run-03", "run-03")
    assert (decision.running_allowed, decision.rest_days) == (True, rest_days)
    assert not_met(decision) >= {"limp", "pain"}
    assert ("ordered-rest" in not_met(decision)) is (rest_days > 0)


def test_a_shin_at_seven_waits_for_an_examination_and_starts_a_stage_lower() -> None:
    """Finding 13; closed, the rest still stands, and nothing that was done before shows anything."""
    data = week()
    data["symptoms"][-1]["pain"] = [{**knee(7), "site": "shin"}]
    decision = answer(data, on(6, 21))
    assert (decision.running_allowed, decision.release_by) == (False, ReleaseBy.PT)
    (found,) = decision.open_findings
    assert (found.gate, found.because_of) == ("bone-stress", ("m3",))
    looked = Close(
        id="closing 1",
        happened_at=on(6, 21.5),
        known_at=on(6, 21.5),
        finding=found.id,
        seen=frozenset({("m3", 1)}),
    )
    decision = answer(data, on(6, 22), looked)
    assert (decision.action, decision.running_allowed, decision.stage) == (Action.HOLD, True, "run-03")
    assert decision.open_findings == ()
    assert decision.rest_days == 1
    assert not_met(decision) >= {"check-in", "sessions-done", "ordered-rest"}


def test_more_than_double_steps_back_and_waits_for_the_morning_after() -> None:
    """Finding 32."""
    data = week()
    data["sessions"][-1].update(run_time_s=2400.0, outcome="exceeded")
    morning = data["symptoms"].pop()
    decision = answer(data, on(4, 12))
    assert (decision.running_allowed, decision.stage, decision.rest_days) == (False, "run-03", 2)
    assert not answer(data, on(5, 12)).running_allowed
    data["symptoms"].append(morning)
    decision = answer(data, on(5, 12))
    assert (decision.action, decision.running_allowed, decision.rest_days) == (Action.HOLD, True, 1)


def test_an_illness_ends_by_being_well_again_and_two_days() -> None:
    """Finding 19."""
    data = week()
    data["check_ins"][0]["illness"] = "fever_or_whole_body"
    decision = answer(data, on(7, 12))
    assert (decision.running_allowed, decision.release_by) == (False, ReleaseBy.RUNNER)
    well = WellAgain(id="well 1", happened_at=on(8), known_at=on(8, 10))
    decision = answer(data, on(8, 12), well)
    assert (decision.running_allowed, decision.release_by) == (False, ReleaseBy.NONE)
    assert answer(data, on(11, 12), well).action is Action.PROGRESS


def test_a_long_break_bars_until_somebody_looks_however_long_it_is() -> None:
    """Finding 3."""
    for day in (22, 40, 90, 400):
        decision = answer(week(), on(day, 12))
        assert (decision.action, decision.running_allowed, decision.stage) == (Action.HOLD, False, "run-03")
