"""The weekly check-in: its answers, and the signs that are asked in it."""

from program.diary import CheckIn
from program.facts.memory import answered
from program.facts.readings import SILENT, read_signs
from program.facts.view import View
from program.gates import NOT_ASKED, Fact
from program.model import Missing, MissingKind

_ITEMS = ("energy", "mood", "illness", "confidence_0_10", "outside_runs", "sleep_hours_per_night")


def weekly_facts(view: View) -> dict[str, Fact]:
    """All facts of the check-in. Bad answers count while it is recent, good ones while it is valid."""
    recent = [item for item in view.case.check_ins if _age(item, view) <= view.number("check_in_days")]
    newest = max(
        (item for item in recent if item.date <= view.today),
        key=lambda item: (item.date, str(item.at), item.id),
        default=None,
    )
    valid = newest is not None and _is_of_this_week(newest, view)
    gap = (Missing(MissingKind.CHECK_IN, view.today),)
    facts = {
        "check_in": Fact("given", True, on=newest.date)
        if newest and valid
        else Fact("none", True, missing=gap)
    }
    for name in _ITEMS:
        facts[name] = _item(name, newest, valid)
    if newest is not None and _is_well_again(newest, view):
        facts["illness"] = Fact("none", valid, on=newest.date, because_of=(newest.id,))
    facts["feeding"] = _item("feeding", newest, valid) if _feeds(view) else NOT_ASKED
    if newest is not None and newest.feeding is not None:
        facts["feeding"] = _item("feeding", newest, valid)
    for measure, urgency in (("emergency_sign", "emergency"), ("same_day_sign", "same_day")):
        facts[measure] = _sign(measure, urgency, newest if valid else None, view)
    return facts


def _is_well_again(check_in: CheckIn, view: View) -> bool:
    """Whether the record knows that an illness of this check-in is over; its rest stands there, by date."""
    standing = view.case.standing
    if standing is None or any(bar.code == "illness" and bar.until is None for bar in standing.bars):
        return False
    return (check_in.id, "illness") in (*standing.rested, *standing.answered)


def _age(check_in: CheckIn, view: View) -> int:
    return (view.today - check_in.date).days


def _feeds(view: View) -> bool:
    return view.soon_after_birth and view.case.profile.feeding != "not_feeding"


def _is_of_this_week(check_in: CheckIn, view: View) -> bool:
    """Whether it looks back on this stage and its runs; where stages advance by session, recent is enough.

    A finding that was closed since asks for a new one in every plan.
    """
    since = view.evidence_since
    per_session = view.plan.advance == "per_session"
    if since is not None and not (per_session and since == view.since):
        after = check_in.at > since if check_in.at else check_in.date > since.date()
        if not after:
            return False
    if per_session:
        return True
    last = max((session.local_date for session in view.watched), default=None)
    return last is None or check_in.date >= last


def _item(name: str, check_in: CheckIn | None, valid: bool) -> Fact:
    value = getattr(check_in, name) if check_in else None
    if check_in is None or value is None:
        gap = Missing(MissingKind.CHECK_IN.of(name), check_in.date if check_in else None)
        return Fact(missing=(gap,) if check_in else ())
    return Fact(value, valid, on=check_in.date, because_of=(check_in.id,))


def _sign(measure: str, urgency: str, check_in: CheckIn | None, view: View) -> Fact:
    """Present where any recent entry or check-in says so; asked for explicitly at the check-in."""
    days = view.number("symptom_days")
    sources = [
        *((entry, view.day_of(entry)) for entry in view.case.symptoms),
        *((item, item.date) for item in view.case.check_ins),
    ]
    present = [
        (source, day)
        for source, day in sources
        if (day is None or (view.today - day).days <= days)
        and not answered(measure, source, view)
        and read_signs(urgency, source).value == "present"
    ]
    asked = check_in is not None and read_signs(urgency, check_in) != SILENT
    gap = () if asked else (Missing(MissingKind.CHECK_IN.of("signs"), check_in.date if check_in else None),)
    if present:
        days_known = [day for _, day in present if day is not None]
        ids = tuple(sorted(source.id for source, _ in present))
        return Fact("present", True, on=max(days_known, default=None), because_of=ids)
    return Fact("none" if asked else None, asked, missing=gap)
