"""The facts a gate may look at, each with its order from worst to best.

A number says which direction is worse; a level lists its values, the worst first. Unknown is not a value of
a fact: it stands beside the worst that is known, and each gate gives it a row of its own.
"""

from dataclasses import dataclass
from typing import Literal

from program.questions import BY_ID


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be known about one thing. `levels` is empty for numbers."""

    id: str
    unit: str
    worse: Literal["higher", "lower", "level"]
    levels: tuple[str, ...] = ()


def _by_its_answers(question: str) -> Measure:
    """A question whose answers are judged as they are."""
    return Measure(question, "level", "level", BY_ID[question].levels[::-1])


_USUAL = ("new_or_worse", "same_but_no_signed_baseline", "as_signed_baseline", "none")

_ALL = (
    # Signs and memory.
    Measure("emergency_sign", "level", "level", ("present", "none")),
    Measure("same_day_sign", "level", "level", ("present", "none")),
    Measure("open_stops", "findings", "higher"),
    Measure("open_key_signs", "findings", "higher"),
    Measure("pt_hold", "level", "level", ("no_running", "no_progress", "none")),
    # Pelvic items.
    Measure("leak_urine", "level", "level", _USUAL),
    Measure("leak_stool", "level", "level", _USUAL),
    Measure("leak_wind", "level", "level", _USUAL),
    Measure("heaviness_0_10", "0-10", "higher"),
    Measure(
        "bleeding",
        "level",
        "level",
        ("new_or_more", "fading_but_late", "fading_after_birth", "period", "none"),
    ),
    Measure("scar", "level", "level", _USUAL),
    Measure("doming", "level", "level", _USUAL),
    Measure("girdle_pain_0_10", "0-10", "higher"),
    # Pain.
    Measure("bone_pain_0_10", "0-10", "higher"),
    Measure("bone_stress", "level", "level", ("suspected", "none")),
    Measure("calf_pain", "level", "level", ("soon_after_birth", "later", "none")),
    Measure("pain_0_10", "0-10", "higher"),
    Measure("next_morning_pain_0_10", "0-10", "higher"),
    Measure("day_after_pain_0_10", "0-10", "higher"),
    Measure("limp", "level", "level", ("yes", "no")),
    Measure("pain_builds_up", "level", "level", ("yes", "no")),
    Measure("night_pain", "level", "level", ("yes", "no")),
    Measure("repeated_pain_sessions", "sessions", "higher"),
    _by_its_answers("soreness"),
    _by_its_answers("swelling"),
    _by_its_answers("change"),
    # The check-in.
    Measure("effort_0_10", "0-10", "higher"),
    Measure("check_in", "level", "level", ("none", "given")),
    Measure("sleep_hours_per_night", "h", "lower"),
    Measure("feeding", "level", "level", ("supply_falling", "going_well", "not_feeding")),
    Measure("energy", "level", "level", ("very_low", "low", "good")),
    Measure("mood", "level", "level", ("very_low", "low", "good")),
    Measure("illness", "level", "level", ("fever_or_whole_body", "mild", "none")),
    Measure("confidence_0_10", "0-10", "lower"),
    Measure("outside_runs", "level", "level", ("some", "none")),
    # The measured side.
    Measure("sessions_missing", "sessions", "higher"),
    Measure(
        "overshoot",
        "level",
        "level",
        ("exceeded_double", "exceeded_far", "exceeded", "not_prescribed", "none"),
    ),
    Measure("open_windows", "sessions", "higher"),
    Measure("hours_between_runs", "h", "lower"),
    Measure("rest_days_between_runs", "d", "lower"),
    Measure("runs_in_7_days", "sessions", "higher"),
    Measure("advances_in_7_days", "stages", "higher"),
    Measure("days_since_last_run", "d", "higher"),
    Measure("stage_since", "level", "level", ("unclear", "known")),
    # What stands by the whole record.
    Measure("ordered_rest", "level", "level", ("stands", "none")),
    Measure("barred", "level", "level", ("medical", "pt", "runner", "date", "none")),
    Measure("held", "level", "level", ("stands", "none")),
    Measure("ran_while_forbidden", "level", "level", ("open", "none")),
    Measure("advance_taken_back", "level", "level", ("taken_back", "none")),
    Measure("clean_week", "level", "level", ("owed", "none")),
    Measure(
        "episode",
        "level",
        "level",
        ("pregnant", "birth_taken_back", "not_examined", "known_bad", "fits"),
    ),
    Measure("recordings", "level", "level", ("disagree", "none")),
    # Readiness and record.
    Measure("days_since_birth", "d", "lower"),
    Measure(
        "clearance",
        "level",
        "level",
        ("none", "other_plan", "withdrawn", "lapsed", "self_stated_beside_pt", "valid"),
    ),
    Measure("pelvic_questions", "level", "level", ("unanswered", "answered")),
    Measure("pelvic_assessment", "level", "level", ("no", "yes")),
    Measure("core_rehab", "level", "level", ("no", "yes")),
    Measure("pelvic_floor_rehab", "level", "level", ("no", "yes")),
    Measure(
        "incontinence",
        "level",
        "level",
        ("present", "same_but_no_signed_baseline", "as_signed_baseline", "none"),
    ),
    Measure("readiness_girdle_pain_0_10", "0-10", "higher"),
    Measure("load_tests", "level", "level", ("not_free_of_symptoms", "free_of_symptoms")),
    Measure("walk_30_min", "level", "level", ("no", "yes")),
)

MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
