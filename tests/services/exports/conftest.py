"""A week that went wrong and a return that went on, as the reports take them."""

from datetime import date, timedelta

import pytest

from program.model import Action, Truth
from program.steps import parse_steps
from services.exports.records import (
    Answer,
    DecisionReport,
    DecisionRow,
    EpisodeReport,
    GateReport,
    Release,
    ReviewFile,
    ReviewLine,
    SessionReport,
    StageSpan,
    Stretch,
    SymptomMark,
    WeekReport,
    WeekRow,
)

MONDAY = date(2026, 11, 16)


def stretches(*spans: tuple[str, float]) -> tuple[Stretch, ...]:
    done, at_s = [], 0.0
    for kind, seconds in spans:
        done.append(Stretch(kind, at_s, at_s + seconds))
        at_s += seconds
    return tuple(done)


@pytest.fixture
def week() -> WeekReport:
    asked = parse_steps("walk 5:00, 8 x (run 1:00, walk 1:30), walk 5:00")
    pairs = [("run", 62.0), ("walk", 88.0)]
    return WeekReport(
        runner="Łucja Ørsted-Nguyễn",
        plan_title="Return after birth",
        stage_title="Stage 3",
        week_start=MONDAY,
        made_on=MONDAY + timedelta(days=6),
        sessions=(
            SessionReport(
                "Session 1",
                asked,
                MONDAY,
                stretches(("walk", 300.0), *pairs * 8, ("walk", 280.0)),
                "as_prescribed",
                run_time_s=496.0,
                pace_s_per_km=412.0,
                cadence_spm=164.0,
                effort_0_10=3.0,
            ),
            SessionReport(
                "Session 2",
                asked,
                MONDAY + timedelta(days=2),
                stretches(("run", 130.0), ("stand", 30.0), *pairs * 7, ("pause", 60.0)),
                "exceeded",
                ("the first run bout was 2:10 instead of 1:00",),
                run_time_s=564.0,
            ),
            SessionReport("Session 3", asked),
        ),
        symptoms=(
            SymptomMark("Leak of urine", MONDAY, "clear", "none"),
            SymptomMark("Leak of urine", MONDAY + timedelta(days=3), "act", "new or worse"),
            SymptomMark("Knee pain", MONDAY, "watch", "3 of 10"),
            SymptomMark("Knee pain", MONDAY + timedelta(days=1), "unknown", ""),
        ),
        check_in=(Answer("Energy this week", "Tired"), Answer("Mood this week", None)),
        decision=DecisionReport(
            on=MONDAY + timedelta(days=6),
            action=Action.STOP,
            running_allowed=False,
            headline="Stop: no running until somebody has looked at this.",
            reasons=("A leak of urine was new or worse on Thursday 19 November.",),
            findings=(
                GateReport("Pain while running", "3", "at most 3", Truth.MET, "consensus"),
                GateReport("Leak of urine", "new or worse", "none", Truth.NOT_MET, "Goom 2019"),
                GateReport("Next-morning log", "not known", "answered", Truth.UNKNOWN, "opinion"),
            ),
            missing=("Still missing: next morning – pain on Tuesday 17 November.",),
            changes=(),
            next_step="Please let your physical therapist look at this first.",
            plan="Return after birth, version 1",
            facts_sha256="ab12" * 16,
            open_findings=("Leak of urine: open since 2026-11-19 until a named person closes it.",),
        ),
        release=None,
        notes=("Session 2: distance from GPS only.",),
        file=ReviewFile(
            facts=(
                Answer("Consent", "Linked with Pat since 2026-10-12"),
                Answer("Diagnosis, goal of the plan of care", None),
            ),
            log=(
                ReviewLine(
                    on=MONDAY + timedelta(days=6),
                    by="Pat",
                    said="stop, signed as it is",
                    reason="Leaked twice",
                    minutes=12,
                    live_contact="video",
                    next_review_on=MONDAY + timedelta(days=14),
                ),
            ),
        ),
    )


@pytest.fixture
def episode() -> EpisodeReport:
    stages = ("Stage 1", "Stage 2", "Stage 3")
    days = [MONDAY + timedelta(weeks=place) for place in range(5)]
    return EpisodeReport(
        runner="Łucja Ørsted",
        plan_title="Return after birth",
        made_on=days[-1],
        weeks=(
            WeekRow(days[0], "Stage 1", 480.0, 480.0, 60.0, 164.0, 412.0),
            WeekRow(days[1], "Stage 2", 900.0, 720.0, 90.0, 165.0, 410.0),
            WeekRow(days[2], "Stage 1", None, 480.0),
            WeekRow(days[3], None, 0.0, None),
            WeekRow(days[4], "Stage 2", 5400.0, 720.0, 95.0, 166.0, 401.0),
        ),
        stages=stages,
        stays=(
            StageSpan("Stage 1", days[0], days[1]),
            StageSpan("Stage 2", days[1], days[2]),
            StageSpan("Stage 1", days[2], days[4]),
            StageSpan("Stage 2", days[4]),
        ),
        symptoms=(
            SymptomMark("Leak of urine", days[0], "clear", "none"),
            SymptomMark("Leak of urine", days[1], "act", "new or worse"),
            SymptomMark("Leak of urine", days[1] + timedelta(days=1), "clear", "none"),
            SymptomMark("Knee pain", days[2], "unknown", ""),
            SymptomMark("Knee pain", days[4], "watch", "3 of 10"),
        ),
        decisions=(
            DecisionRow(
                days[0] + timedelta(days=6),
                Action.PROGRESS,
                "Ready for Stage 2.",
                Release("Released", "Dr Jane Roe", days[1], "steady"),
            ),
            DecisionRow(days[1] + timedelta(days=6), Action.STOP, "Stop."),
        ),
    )
