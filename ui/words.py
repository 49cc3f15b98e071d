"""The words of the screens: plain and kind. The words of a decision are made in `program`."""

from dataclasses import dataclass

import program

ADVICE = "This is advice to discuss with a physical therapist. It is not a diagnosis."
NOBODY_ALERTED = program.NOBODY_ALERTED
SOMEBODY_ALERTED = "A message was sent to {names}. Do not wait for an answer: please make the call yourself."
OWN_QUESTIONS = "These are plain questions of our own, not a validated medical scale."


@dataclass(frozen=True)
class Wording:
    """A word for an answer, and the icon that says the same without colour (Material Symbols)."""

    title: str
    icon: str


#: By the standing that an answer leaves her in.
ANSWERS = {
    "progress": Wording("Ready for the next step", "trending_up"),
    "hold": Wording("Stay on this step", "pause_circle"),
    "regress": Wording("One step back", "undo"),
    "stop": Wording("Stop running for now", "block"),
    "no_running": Wording("No running for now", "block"),
    "before_clearance": Wording("Not running yet", "hourglass_top"),
    "walking_weeks": Wording("Walking weeks", "directions_walk"),
    "plan_done": Wording("The plan is complete", "celebration"),
}
#: The tone of a standing that has none of its own; that the weeks of walking have no running is no alarm.
TONES = {
    "no_running": "stop",
    "before_clearance": "hold",
    "walking_weeks": "neutral",
    "plan_done": "progress",
}

DAYS_AHEAD = {
    "run": Wording("Run", "directions_run"),
    "walk": Wording("Walk", "directions_walk"),
    "rest": Wording("Rest", "spa"),
    "done": Wording("Done", "check_circle"),
    "check_in": Wording("Check-in", "event_available"),
}

#: What is missing, by the place where it is given; `{day}` is when.
MISSING = {
    "after": "How it was after the run of {day}",
    "next_morning": "How you felt on the morning of {day}",
    "day_after": "How the pain was a day later, {day}",
    "the night after the run": "The morning after the run of {day}",
    "more": "One more answer about {day}",
    "clear recording": "A clear recording of the run of {day}",
    "date of a run": "When the run was that you added",
    "check_in": "The weekly check-in",
    "you": "About you and the birth",
    "before": "The questions before running",
    "examined": "Your examination",
    "plan": "That you may follow this plan",
}

URGENCIES = {
    "emergency": Wording("Call for help now", "emergency"),
    "same_day": Wording("See somebody today", "medical_services"),
}
OUTCOMES = {
    "as_prescribed": Wording("As planned", "check_circle"),
    "partly": Wording("Part of it", "incomplete_circle"),
    "exceeded": Wording("More than planned", "north_east"),
    "not_comparable": Wording("Cannot be compared", "help"),
}
TOLD_OUTCOMES = {"as_prescribed": "As planned", "partly": "Only part of it", "exceeded": "More than planned"}
#: Why a session counted as it did, by the code of the comparison; `{limit}` is what it was held against.
REASONS = {
    "run_total_over": "More running in all than planned: {value}, at most {limit}.",
    "run_total_under": "Less running in all than planned: {value}, at least {limit}.",
    "run_extra": "A run of {value} that was not in the plan.",
    "runs_merged": "Two runs became one, without the walk between them: {value}.",
    "run_step_long": "A run was longer than planned: {value}, at most {limit}.",
    "break_short": "A walk between two runs was shorter than planned: {value}, at least {limit}.",
    "pace_fast": "A run was faster than the plan allows: {value}, at fastest {limit}.",
    "pace_unknown": "How fast a run was is not known, and the plan sets a limit.",
    "run_step_missing": "A planned run was left out.",
    "run_step_short": "A run was shorter than planned: {value}, at least {limit}.",
    "run_step_broken": "A run was broken by a stop or a walk.",
    "walk_step_short": "A planned walk was shorter: {value}, at least {limit}.",
    "nothing_prescribed": "Nothing was planned for this day.",
    "nothing_recorded": "No running or walking was recorded.",
    "units_mixed": "The plan mixes minutes and metres here, so it cannot be compared.",
    "distance_unknown": "The plan asks for metres, and the distance is not known.",
}
#: Why a recording does not count for progress, by the code of what speaks against it.
WHY_NOT = {
    "truncated": "The file is cut off, so more may have been run than it shows.",
    "damaged_part": "A part of the file is damaged, so more may have been run than it shows.",
    "clock_not_set": "The clock of the watch was not set, so nobody knows on which day this was.",
    "clock_unrepaired": "The clock was changed on the way, and for a part of it nobody knows what was done.",
    "totals_disagree": "The totals in the file do not fit what was recorded.",
    "no_cadence": "Your steps were not recorded, and speed cannot tell slow running from brisk walking.",
    "cadence_unit_unknown": "It is not certain what the watch counted: your steps, or those of one leg.",
    "cadence_gaps": "Your steps are missing for a good part of it.",
    "too_few_samples": "The watch wrote down too little to tell running from walking.",
    "recording_gaps": "A part of it was not recorded.",
    "uncertain_gait": "For a good part of it nobody can tell running from walking.",
    "not_on_foot": "Nobody was on foot in it.",
    "nothing_recorded": "The file is only a summary: how long it was and how far, and not what was run.",
}
STEP_RESULTS = {
    "done": Wording("done", "check"),
    "short": Wording("short", "south_west"),
    "long": Wording("longer", "north_east"),
    "missing": Wording("left out", "remove"),
    "extra": Wording("extra", "add"),
}
VERDICTS = {
    "new": Wording("New run", "check_circle"),
    "duplicate": Wording("Already here", "content_copy"),
    "ask": Wording("Maybe the same run", "help"),
    "not_a_run": Wording("Not a run, kept aside", "directions_bike"),
    "skipped": Wording("No activities, passed over", "skip_next"),
    "failed": Wording("Could not be read", "error"),
}
TRUTHS = {
    "met": Wording("fine", "check"),
    "not_met": Wording("not fine", "close"),
    "unknown": Wording("not known", "question_mark"),
}
PHASES = {"after": "Right after", "next_morning": "Next morning", "day_after": "A day after"}
SITES = {
    "pubic_symphysis": "Pubic bone",
    "tailbone": "Tailbone",
    "sacroiliac": "Back of the pelvis",
    "low_back": "Low back",
    "hip": "Hip",
    "groin": "Groin",
    "buttock": "Buttock",
    "thigh": "Thigh",
    "knee": "Knee",
    "shin": "Shin",
    "calf": "Calf",
    "achilles": "Achilles tendon",
    "ankle": "Ankle",
    "heel": "Heel",
    "foot": "Foot",
    "other": "Somewhere else",
}
PAIN_DETAILS = {
    "builds_up": "Did it grow while running?",
    "limp": "Did it change how you walk or run?",
    "on_bone": "Is it on one spot of bone you can point at?",
    "at_night": "Did it hurt at night or at rest?",
}
CHECK_IN = {
    "energy": ("Energy this week", {"good": "Good", "low": "Tired", "very_low": "Worn out"}),
    "mood": ("Mood this week", {"good": "Good", "low": "Low", "very_low": "Very low"}),
    "illness": (
        "Any illness?",
        {"none": "None", "mild": "A cold, above the neck", "fever_or_whole_body": "Fever, or the whole body"},
    ),
    "feeding": (
        "Breastfeeding",
        {"not_feeding": "Not feeding", "going_well": "Going well", "supply_falling": "Less milk than before"},
    ),
    "outside_runs": ("Runs or jumping sport that are not in the files?", {"none": "No", "some": "Yes"}),
}
PT_FIRST = (
    "Before high impact, a pelvic health physical therapist should examine you, whatever the kind of birth. "
    "What you write here is kept as told by yourself."
)
EXAMINED_FIRST = (
    "Before you run on an injury, somebody should have examined it and said that you may. "
    "What you write here is kept as told by yourself."
)
BIRTHS = {"vaginal": "Vaginal", "assisted": "Assisted (forceps or vacuum)", "caesarean": "Caesarean"}
FEEDING = {"not_feeding": "Not at the breast", "breastfeeding": "Breast", "mixed": "Both"}
REGIONS = {"uk": "United Kingdom", "us": "United States", "generic": "Elsewhere"}
INCONTINENCE = {"none": "None", "present": "Yes"}
GIRDLE = ("pubic_symphysis", "tailbone", "hip", "low_back", "sacroiliac")
EVIDENCE = {
    "trial": "proven in trials",
    "cohort": "from studies that watched people",
    "consensus": "agreed among experts",
    "expert_opinion": "expert opinion",
    "configured": "our own setting",
}
