"""Words and numbers as the reports print them: a dash is unknown."""

from datetime import date

from program.explain import NOTICE
from program.model import Action, Truth
from services import figures
from services.exports.records import DecisionReport, Release, SessionReport, Severity

ADVICE = f"This is advice to discuss with a physical therapist. {NOTICE}"
ACTIONS = {
    Action.PROGRESS: "Progress",
    Action.HOLD: "Hold",
    Action.REGRESS: "Step back",
    Action.STOP: "Stop",
}
RESULTS = {Truth.MET: "met", Truth.NOT_MET: "NOT met", Truth.UNKNOWN: "not known"}
#: How the worst answer of a week reads at a glance.
SEVERITIES: dict[Severity, str] = {
    "act": "! acts",
    "watch": "to watch",
    "unknown": "? not answered",
    "clear": "clear",
}
OUTCOMES = {
    "as_prescribed": "As planned",
    "partly": "Part of it",
    "exceeded": "More than planned",
    "not_comparable": "Cannot be compared",
    None: "Not done",
}


def number(value: float | None, unit: str = "") -> str:
    """A whole number and its unit."""
    return figures.UNKNOWN if value is None else f"{value:.0f} {unit}".strip()


def pace(seconds_per_km: float | None) -> str:
    """Pace as `m:ss /km`."""
    return figures.UNKNOWN if seconds_per_km is None else f"{figures.clock(seconds_per_km)} /km"


def full_day(on: date) -> str:
    """A date as `2 March 2026`."""
    return f"{on.day} {on:%B %Y}"


def asked_run_time_s(session: SessionReport) -> float | None:
    """Seconds of running that a session asks for; null where a run is by distance."""
    runs = [step.duration_s for step in session.asked if step.kind == "run"]
    return None if None in runs else float(sum(run for run in runs if run is not None))


def answer(decision: DecisionReport) -> str:
    """The answer in a few words: the action, and whether running is allowed."""
    allowed = "running allowed" if decision.running_allowed else "NO running until released"
    return f"{ACTIONS[decision.action]} – {allowed}"


def release(signed: Release | None) -> str:
    """Who signed, when and why; or that nobody did."""
    if signed is None:
        return "Not released or changed by anybody yet."
    reason = f": {signed.reason}" if signed.reason else "."
    return f"{signed.said} by {signed.by} on {full_day(signed.on)}{reason}"
