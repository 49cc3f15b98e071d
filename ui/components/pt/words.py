"""The words and tones of the therapist's side, shorter than the runner's."""

from datetime import date

from services import CaseloadRow, Need, Standing
from ui.words import TONES, Wording

NEEDS = {
    Need.STOP: Wording("Stop sign", "emergency"),
    Need.OPEN_FINDING: Wording("Open finding", "flag"),
    Need.REGRESS: Wording("Step back", "undo"),
    Need.EXCEEDED: Wording("Did more", "north_east"),
    Need.OVERDUE: Wording("Overdue", "schedule"),
    Need.WAITING: Wording("Waits for you", "approval"),
    Need.STEADY: Wording("Steady", "check"),
}
NEED_TONES = {
    Need.STOP: "stop",
    Need.OPEN_FINDING: "stop",
    Need.REGRESS: "regress",
    Need.EXCEEDED: "regress",
    Need.OVERDUE: "hold",
    Need.WAITING: "progress",
    Need.STEADY: "neutral",
}
ANSWERS = {
    "progress": Wording("Progress", "trending_up"),
    "hold": Wording("Hold", "pause_circle"),
    "regress": Wording("Step back", "undo"),
    "stop": Wording("Stop", "block"),
    "no_running": Wording("No running", "block"),
    "before_clearance": Wording("Not cleared", "hourglass_top"),
    "walking_weeks": Wording("Walking", "directions_walk"),
    "plan_done": Wording("Plan done", "celebration"),
}
NO_ANSWER = Wording("No plan yet", "help")
ASKED_BY = {
    "look": "a look",
    "check_in": "the check-in",
    "symptom": "a symptom entry",
    "import": "new runs",
    "plan": "a new plan",
    "record": "a record",
    "review": "a review",
    "link": "a care link",
    "weekly": "the weekly round",
    "upgrade": "an update",
}
REVIEWS = {
    "release": "released",
    "confirm": "confirmed by the runner",
    "override": "overridden",
    "agree": "signed as it is",
}
STAGE_CHANGES = {
    "cleared": "began at",
    "first": "began at",
    "carried": "carried over at",
    "placed": "placed at",
    "switch": "another plan, at",
    "lower": "chose to go back to",
    "progress": "on to",
    "regress": "back to",
    "taken_back": "a step on was taken back: back to",
    "given_back": "a step back was given back: again at",
}
ORDERS = {"no_progress": "No progress", "no_running": "No running"}
RESULTS = {"met": "met", "not_met": "not met", "unknown": "not known"}
QUALITIES = {
    "good": "Good",
    "working_on_it": "Working on it",
    "not_yet": "Not yet",
    "not_tested": "Not tested",
}


def answer(standing: Standing | None) -> tuple[Wording, str]:
    """Icon and word for an answer, and the tone it is shown in."""
    if standing is None:
        return NO_ANSWER, "neutral"
    return ANSWERS[standing], TONES.get(standing, standing)


def due(row: CaseloadRow, today: date) -> str:
    """What is late or comes next, in a few words."""
    late = [
        word
        for word, is_late in (("check-in late", row.check_in_is_overdue), ("log late", row.log_is_overdue))
        if is_late
    ]
    if row.plan_title is None:
        late.insert(0, "plan to choose")
    if row.next_review_on is not None:
        when = "today" if row.next_review_on == today else f"{row.next_review_on.day} {row.next_review_on:%b}"
        late.append(f"review {when}" if row.next_review_on >= today else f"review was due {when}")
    return ", ".join(late) or "–"


def ago(day: date | None, today: date) -> str:
    """How long ago a day was."""
    if day is None:
        return "never"
    days = (today - day).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"
