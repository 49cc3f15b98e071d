"""The facts a gate may look at, each with its order from worst to best.

A number says which direction is worse; a level lists its values, the worst first. Unknown is not a value of
a fact: it stands beside the worst that is known, and each gate gives it a row of its own.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be known about one thing. `levels` is empty for numbers."""

    id: str
    unit: str
    worse: Literal["higher", "lower", "level"]
    levels: tuple[str, ...] = ()


def _number(measure_id: str, unit: str, worse: Literal["higher", "lower"] = "higher") -> Measure:
    return Measure(measure_id, unit, worse)


def _level(measure_id: str, *worst_to_best: str) -> Measure:
    return Measure(measure_id, "level", "level", worst_to_best)


_USUAL = ("new_or_worse", "same_but_no_signed_baseline", "as_signed_baseline", "none")

_ALL = (
    # Signs and memory.
    _level("emergency_sign", "present", "none"),
    _level("same_day_sign", "present", "none"),
    _number("open_stops", "findings"),
    _number("open_key_signs", "findings"),
    _level("pt_hold", "no_running", "no_progress", "none"),
    # Pelvic items.
    _level("leak_urine", *_USUAL),
    _level("leak_stool", *_USUAL),
    _level("leak_wind", *_USUAL),
    _number("heaviness_0_10", "0-10"),
    _level("bleeding", "new_or_more", "fading_but_late", "fading_after_birth", "period", "none"),
    _level("scar", *_USUAL),
    _level("doming", *_USUAL),
    _number("girdle_pain_0_10", "0-10"),
    # Pain.
    _number("bone_pain_0_10", "0-10"),
    _level("calf_pain", "soon_after_birth", "later", "none"),
    _number("pain_0_10", "0-10"),
    _number("next_morning_pain_0_10", "0-10"),
    _number("day_after_pain_0_10", "0-10"),
    _level("limp", "yes", "no"),
    _level("pain_builds_up", "yes", "no"),
    _level("night_pain", "yes", "no"),
    _number("repeated_pain_sessions", "sessions"),
    _level(
        "soreness",
        "warm_up_stayed",
        "warm_up_came_back",
        "during",
        "next_day",
        "joint_after",
        "warm_up_went_away",
        "muscle_only",
        "none",
    ),
    _level("swelling", "swollen", "stiff", "none"),
    _level("change", "more", "same_or_less"),
    # The check-in.
    _number("effort_0_10", "0-10"),
    _level("check_in", "none", "given"),
    _number("sleep_hours_per_night", "h", "lower"),
    _level("feeding", "supply_falling", "going_well", "not_feeding"),
    _level("energy", "very_low", "low", "good"),
    _level("mood", "very_low", "low", "good"),
    _level("illness", "fever_or_whole_body", "mild", "none"),
    _number("confidence_0_10", "0-10", "lower"),
    _level("outside_runs", "some", "none"),
    # The measured side.
    _number("sessions_missing", "sessions"),
    _level("overshoot", "exceeded", "not_prescribed", "none"),
    _number("open_windows", "sessions"),
    _number("hours_between_runs", "h", "lower"),
    _number("rest_days_between_runs", "d", "lower"),
    _number("runs_in_7_days", "sessions"),
    _number("advances_in_7_days", "stages"),
    _number("days_since_last_run", "d"),
    _level("stage_since", "unclear", "known"),
    # Readiness and record.
    _number("days_since_birth", "d", "lower"),
    _level("clearance", "none", "other_plan", "withdrawn", "lapsed", "self_stated_beside_pt", "valid"),
    _level("pelvic_questions", "unanswered", "answered"),
    _level("pelvic_assessment", "no", "yes"),
    _level("core_rehab", "no", "yes"),
    _level("pelvic_floor_rehab", "no", "yes"),
    _level("incontinence", "present", "same_but_no_signed_baseline", "as_signed_baseline", "none"),
    _number("readiness_girdle_pain_0_10", "0-10"),
    _level("load_tests", "not_free_of_symptoms", "free_of_symptoms"),
    _level("walk_30_min", "no", "yes"),
)

MEASURES: dict[str, Measure] = {measure.id: measure for measure in _ALL}
