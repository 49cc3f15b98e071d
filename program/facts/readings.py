"""What one diary entry or check-in says about one measure, by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import inf
from typing import get_args

from program.diary import CheckIn, PainAt, Phase, SymptomEntry
from program.facts.view import View
from program.gates import Value
from program.model import MissingKind
from program.plan import Item
from program.signs import sign_list


@dataclass(frozen=True, slots=True)
class Reading:
    """The worst that is known, null where nothing is, and the names of questions left open beneath it."""

    value: Value = None
    open_questions: tuple[str, ...] = ()


SILENT = Reading()
#: Where a place is named and its score is not: the least there is above none.
_SOME_PAIN = 1
_Reader = Callable[[SymptomEntry, View], Reading]


def read(measure: str, entry: SymptomEntry, view: View) -> Reading:
    """What the entry says about the measure; SILENT where it does not speak of it."""
    return _READERS[measure](entry, view)


def read_signs(urgency: str, source: SymptomEntry | CheckIn) -> Reading:
    """Whether a sign of that urgency is reported; a yes to harm counts as its sign."""
    signs = list(source.signs or ())
    answered = source.signs is not None
    if isinstance(source, CheckIn):
        if source.harm_thoughts:
            signs.append("harm_thoughts")
        answered = answered and source.harm_thoughts is not None
    if any(sign_list().sign(sign).urgency == urgency for sign in signs):
        return Reading("present")
    return Reading("none") if answered else SILENT


def _sign(urgency: str, entry: SymptomEntry, _view: View) -> Reading:
    return read_signs(urgency, entry)


def usual(item: str, value: str | None, on: date | None, view: View) -> Value:
    """A 'none, as usual, new or worse' answer; as usual counts only against a signed baseline.

    What the floor gives a ceiling of nothing is never usual, whoever signed it.
    """
    if value != "as_baseline":
        return value
    if ceiling(item, view) == 0:
        return "same_but_no_signed_baseline"
    signed = baseline_holds(on, view) and any(usual.item == item for usual in view.case.baseline.usual)  # type: ignore[union-attr]
    return "as_signed_baseline" if signed else "same_but_no_signed_baseline"


def baseline_holds(on: date | None, view: View) -> bool:
    """Whether a baseline was signed by a PT on or before that day, and is not too old."""
    baseline = view.case.baseline
    if baseline is None or baseline.signed_by is None or baseline.signed_on is None:
        return False
    age = ((on or view.today) - baseline.signed_on).days
    return on is not None and 0 <= age <= view.number("baseline_days")


def ceiling(name: str, view: View) -> float:
    """The most of it that a signed baseline may call usual; no limit where the floor names none."""
    most = view.plan.baseline_ceilings.get(name)
    return inf if most is None else most.value


def above_usual(pain: PainAt, on: date | None, view: View) -> int | None:
    """The score, or 0 where a signed baseline covers it; null where not answered."""
    if pain.score_0_10 is None or not baseline_holds(on, view):
        return pain.score_0_10
    covered = (
        item.score_0_10
        for item in view.case.baseline.pain  # type: ignore[union-attr]
        if item.site == pain.site and pain.site in view.plan.sites["girdle"]
    )
    usual_score = min(max(covered, default=0), ceiling("girdle_pain_0_10", view))
    return 0 if pain.score_0_10 <= usual_score else pain.score_0_10


def _usual_item(item: str, entry: SymptomEntry, view: View) -> Reading:
    return Reading(usual(item, getattr(entry, item), view.day_of(entry), view))


def _plain_item(item: str, entry: SymptomEntry, _view: View) -> Reading:
    return Reading(getattr(entry, item))


def _heaviness(entry: SymptomEntry, view: View) -> Reading:
    score, on = entry.heaviness_0_10, view.day_of(entry)
    if score is not None and baseline_holds(on, view):
        signed = view.case.baseline.heaviness_0_10 or 0  # type: ignore[union-attr]
        usual_score = min(signed, ceiling("heaviness_0_10", view))
        return Reading(0 if score <= usual_score else score)
    return Reading(score)


def _bleeding(entry: SymptomEntry, view: View) -> Reading:
    if entry.bleeding != "fading_after_birth":
        return Reading(entry.bleeding)
    on = view.day_of(entry)
    days = None if on is None else view.days_since_birth(on)
    fading = days is not None and 0 <= days <= view.number("fading_bleeding_days")
    return Reading("fading_after_birth" if fading else "fading_but_late")


def _pain_scores(entry: SymptomEntry, scores: list[int | None]) -> Reading:
    """The worst of the scores; a score that was not given leaves the question open."""
    if entry.pain is None:
        return SILENT
    known = [score for score in scores if score is not None]
    return Reading(max(known, default=0), (MissingKind.PAIN_SCORE,) if len(known) < len(scores) else ())


def _pain(entry: SymptomEntry, _view: View) -> Reading:
    return _pain_scores(entry, [pain.score_0_10 for pain in entry.pain or ()])


def _girdle(entry: SymptomEntry, view: View) -> Reading:
    """A key sign at any score: a place named without one counts."""
    if entry.pain is None:
        return SILENT
    on, sites = view.day_of(entry), view.plan.sites["girdle"]
    scores = [above_usual(pain, on, view) for pain in entry.pain if pain.site in sites]
    worst = max((_SOME_PAIN if score is None else score for score in scores), default=0)
    return Reading(worst, (MissingKind.PAIN_SCORE,) if None in scores else ())


def _in_phase(phase: str, entry: SymptomEntry, view: View) -> Reading:
    if entry.phase != phase:
        return SILENT
    on = view.day_of(entry)
    return _pain_scores(entry, [above_usual(pain, on, view) for pain in entry.pain or ()])


def _bone(entry: SymptomEntry, view: View) -> Reading:
    if entry.pain is None:
        return SILENT
    worst, questions = 0, set()
    for pain in entry.pain:
        if pain.score_0_10 == 0:
            continue
        if pain.site in view.plan.sites["bone"] or pain.on_bone:
            worst = max(worst, _SOME_PAIN if pain.score_0_10 is None else pain.score_0_10)
            questions |= {MissingKind.PAIN_SCORE} if pain.score_0_10 is None else set()
        elif pain.on_bone is None:
            questions.add(MissingKind.PAIN_ON_BONE)
    return Reading(worst, tuple(sorted(questions)))


def _calf(entry: SymptomEntry, view: View) -> Reading:
    if entry.pain is None:
        return SILENT
    if not any(pain.site in view.plan.sites["calf"] and pain.score_0_10 != 0 for pain in entry.pain):
        return Reading("none")
    on = view.day_of(entry) or view.today
    days = view.days_since_birth(on)
    soon = view.plan.population == "postpartum" if days is None else days <= view.number("calf_days")
    return Reading("soon_after_birth" if soon else "later")


def _bone_stress(entry: SymptomEntry, view: View) -> Reading:
    """Pain where bones break under load, that is strong or behaves as bone does."""
    if entry.pain is None:
        return SILENT
    here = [
        pain for pain in entry.pain if pain.site in view.plan.sites["bone_stress"] and pain.score_0_10 != 0
    ]
    strong = view.number("bone_stress_from_0_10")
    if any(pain.limp or pain.builds_up or pain.at_night or (pain.score_0_10 or 0) >= strong for pain in here):
        return Reading("suspected")
    return Reading("none", (MissingKind.PAIN_SCORE,) if any(pain.score_0_10 is None for pain in here) else ())


def _asked_of_pain(
    field: str, name: str, phases: tuple[Phase, ...], entry: SymptomEntry, _view: View
) -> Reading:
    """One yes-or-no question beneath each pain; it needs an answer in these phases only."""
    if entry.pain is None:
        return SILENT
    answers = [getattr(pain, field) for pain in entry.pain if pain.score_0_10 != 0]
    needed = entry.phase in phases and None in answers
    return Reading("yes" if True in answers else "no", (name,) if needed else ())


_READERS: dict[str, _Reader] = {
    "emergency_sign": partial(_sign, "emergency"),
    "same_day_sign": partial(_sign, "same_day"),
    "leak_urine": partial(_usual_item, "leak_urine"),
    "leak_stool": partial(_usual_item, "leak_stool"),
    "leak_wind": partial(_usual_item, "leak_wind"),
    "scar": partial(_usual_item, "scar"),
    "doming": partial(_usual_item, "doming"),
    "heaviness_0_10": _heaviness,
    "bleeding": _bleeding,
    "girdle_pain_0_10": _girdle,
    "bone_pain_0_10": _bone,
    "bone_stress": _bone_stress,
    "calf_pain": _calf,
    "pain_0_10": _pain,
    "next_morning_pain_0_10": partial(_in_phase, "next_morning"),
    "day_after_pain_0_10": partial(_in_phase, "day_after"),
    "limp": partial(_asked_of_pain, "limp", MissingKind.LIMP, get_args(Phase)),
    "pain_builds_up": partial(_asked_of_pain, "builds_up", MissingKind.PAIN_BUILDS_UP, ("during", "after")),
    "night_pain": partial(
        _asked_of_pain, "at_night", MissingKind.PAIN_AT_NIGHT, ("next_morning", "day_after", "day")
    ),
    "effort_0_10": partial(_plain_item, "effort_0_10"),
    "soreness": partial(_plain_item, "soreness"),
    "swelling": partial(_plain_item, "swelling"),
    "change": partial(_plain_item, "change"),
}

#: The measures that an entry may speak of by itself.
SPOKEN_OF = frozenset(_READERS)
#: The measures that each item of the diary speaks of.
MEASURES_OF: dict[Item, tuple[str, ...]] = {
    "leak_urine": ("leak_urine",),
    "leak_stool": ("leak_stool",),
    "leak_wind": ("leak_wind",),
    "heaviness_0_10": ("heaviness_0_10",),
    "bleeding": ("bleeding",),
    "scar": ("scar",),
    "doming": ("doming",),
    "pain": (
        "pain_0_10",
        "girdle_pain_0_10",
        "bone_pain_0_10",
        "bone_stress",
        "calf_pain",
        "limp",
        "pain_builds_up",
        "night_pain",
    ),
    "effort_0_10": ("effort_0_10",),
    "soreness": ("soreness",),
    "swelling": ("swelling",),
    "change": ("change",),
}
#: Measures that are asked of somebody with pelvic questions only.
PELVIC = (
    "leak_urine",
    "leak_stool",
    "leak_wind",
    "heaviness_0_10",
    "bleeding",
    "scar",
    "doming",
    "girdle_pain_0_10",
)
