"""What the exports are made from. Callers map their own records to these; nothing here reads a store.

Null is unknown or not there, never zero. Dates are the runner's local days.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from program.explain import Explanation
from program.model import Action, Decision, Finding, OpenFinding, Truth
from program.plan import Plan
from program.steps import Step

Outcome = Literal["as_prescribed", "partly", "exceeded", "not_comparable"]
#: `unknown` was asked for and not answered; where there is no mark at all nothing was entered.
Severity = Literal["clear", "unknown", "watch", "act"]


@dataclass(frozen=True, slots=True)
class CalendarSession:
    """One planned session at local day and time; `key` names it for good, `duration_s` is its length."""

    key: str
    day: date
    at: time
    duration_s: float


@dataclass(frozen=True, slots=True)
class CalendarCheckIn:
    """The weekly check-in at local time, from `first_day` on for `weeks` weeks."""

    first_day: date
    at: time
    weeks: int = 1


@dataclass(frozen=True, slots=True)
class Stretch:
    """One bout as it was run: run, walk, stand or pause, `[start_s, end_s)` from the start of the session."""

    kind: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class SessionReport:
    """One session, what was asked beside what was done.

    `on` and `outcome` are null where it was not done; `done` is empty there and where it was told by hand.
    `reasons` say why the outcome is what it is, and why a run did not count.
    """

    title: str
    asked: tuple[Step, ...]
    on: date | None = None
    done: tuple[Stretch, ...] = ()
    outcome: Outcome | None = None
    reasons: tuple[str, ...] = ()
    run_time_s: float | None = None
    pace_s_per_km: float | None = None
    cadence_spm: float | None = None
    effort_0_10: float | None = None


@dataclass(frozen=True, slots=True)
class SymptomMark:
    """One answer of one day, in words and by how much it matters: `act` changes what is allowed."""

    item: str
    on: date
    severity: Severity
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One question of the check-in and its answer in words; null was not answered."""

    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class GateReport:
    """What one gate found, in words."""

    label: str
    value: str
    limit: str
    result: Truth
    source: str


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """A decision in words, with its findings and the hash of the facts it answers."""

    on: date
    action: Action
    running_allowed: bool
    headline: str
    reasons: tuple[str, ...]
    findings: tuple[GateReport, ...]
    missing: tuple[str, ...]
    changes: tuple[str, ...]
    next_step: str
    plan: str
    facts_sha256: str
    open_findings: tuple[str, ...] = ()

    @classmethod
    def of(cls, decision: Decision, explanation: Explanation, plan: Plan) -> "DecisionReport":
        """The record of a decision under the plan that it was made by."""
        return cls(
            decision.on,
            decision.action,
            decision.running_allowed,
            explanation.headline,
            explanation.reasons,
            tuple(_gate(finding, plan) for finding in decision.findings),
            explanation.missing,
            explanation.changes,
            explanation.next_step,
            f"{plan.title}, version {plan.version}",
            decision.facts_sha256,
            tuple(_open(finding, plan) for finding in decision.open_findings),
        )


def _gate(finding: Finding, plan: Plan) -> GateReport:
    label = plan.gate(finding.gate).label
    return GateReport(label, observed(finding), finding.limit, finding.result, finding.source)


_COUNTED = ("findings", "repetitions", "sessions", "stages")


def observed(finding: Finding) -> str:
    """The value that a gate saw, with its unit; a word of an ordered scale has none."""
    value, unit = finding.value, finding.unit
    if value is None:
        return "not known"
    if not isinstance(value, int | float):
        return str(value).replace("_", " ")
    known, unit = f"{value:g}", unit.removesuffix("s") if value == 1 and unit in _COUNTED else unit
    return f"{known} of 10" if unit == "0-10" else f"{known} {unit}".strip()


def _open(finding: OpenFinding, plan: Plan) -> str:
    since = f" since {finding.opened_on:%Y-%m-%d}" if finding.opened_on else ""
    return f"{plan.gate(finding.gate).label}: open{since} until a named person closes it."


@dataclass(frozen=True, slots=True)
class Release:
    """Who let a decision take effect or changed it: `said` is one phrase, such as `Released`."""

    said: str
    by: str
    on: date
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One act of a review, for the log of time: what was done by whom, why, and how they spoke."""

    on: date
    by: str
    said: str
    reason: str
    minutes: int | None = None
    live_contact: str | None = None
    next_review_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """What a therapist's file of a week has to hold besides the evidence: `facts` in order, and the log."""

    facts: tuple[Answer, ...]
    log: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class WeekReport:
    """All evidence of one week. `release` is null as long as nobody has signed."""

    runner: str
    plan_title: str
    stage_title: str
    week_start: date
    made_on: date
    sessions: tuple[SessionReport, ...]
    symptoms: tuple[SymptomMark, ...]
    check_in: tuple[Answer, ...]
    decision: DecisionReport | None
    release: Release | None
    notes: tuple[str, ...] = ()
    file: ReviewFile | None = None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of an episode; `asked_run_time_s` is null where the plan asked for no running."""

    week_start: date
    stage_title: str | None
    run_time_s: float | None
    asked_run_time_s: float | None
    longest_run_bout_s: float | None = None
    cadence_spm: float | None = None
    pace_s_per_km: float | None = None


@dataclass(frozen=True, slots=True)
class StageSpan:
    """A stay on one stage, from a day up to another (not included); null is still there."""

    stage_title: str
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision of an episode, and what became of it."""

    on: date
    action: Action
    headline: str
    release: Release | None = None


@dataclass(frozen=True, slots=True)
class EpisodeReport:
    """A whole return to running: `stages` are the titles of all stages of the plan in order."""

    runner: str
    plan_title: str
    made_on: date
    weeks: tuple[WeekRow, ...]
    stages: tuple[str, ...]
    stays: tuple[StageSpan, ...]
    symptoms: tuple[SymptomMark, ...]
    decisions: tuple[DecisionRow, ...]
    notes: tuple[str, ...] = ()
