"""The measured side: what was done, whether it was too much, and the rest between."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from program.case import Session
from program.facts.symptoms import in_window
from program.facts.view import View
from program.gates import ABSENT, NOT_ASKED, Fact
from program.measures import MEASURES
from program.model import Missing, MissingKind
from program.overshoot import is_answered, overshoot_level, overshoot_limits

#: The sizes after which nobody runs before the next morning is known.
_SIZES = ("exceeded_double", "exceeded_far")
#: A week of dates: the gates speak of 7 days, which is what their names say.
_WEEK = timedelta(days=7)


def measured_facts(view: View) -> dict[str, Fact]:
    """All facts of the sessions; unknown where the case does not know its sessions."""
    facts = {"stage_since": _stage_since(view), "advances_in_7_days": _advances(view)}
    if view.case.sessions is None:
        measures = ("sessions_missing", "overshoot", "open_windows", "hours_between_runs")
        others = ("rest_days_between_runs", "runs_in_7_days", "days_since_last_run")
        unknown = Fact(missing=(Missing(MissingKind.SESSIONS),))
        return facts | dict.fromkeys((*measures, *others), unknown)
    return facts | {
        "sessions_missing": _sessions_missing(view),
        "overshoot": _overshoot(view),
        "open_windows": _open_windows(view),
        "hours_between_runs": _hours_between(view),
        "rest_days_between_runs": _rest_days(view),
        "runs_in_7_days": _runs_in_7_days(view),
        "days_since_last_run": _days_since_last_run(view),
    }


def _sessions_missing(view: View) -> Fact:
    if view.stage is None:
        return ABSENT
    required = view.stage.required
    done = view.matched(view.counted)
    unusable = (session for session in view.evidence if not view.measurable(session))
    notes = [Missing(MissingKind.CLEAR_RECORDING, session.local_date, session.id) for session in unusable]
    notes += [Missing(MissingKind.SESSION.of(name)) for name in dict.fromkeys(required[done:])]
    short = len(required) - done
    return Fact(short, True, missing=tuple(notes) if short else ())


def _overshoot(view: View) -> Fact:
    """More than prescribed, or not prescribed at all; a deleted run still counts as too much."""
    found: dict[str, list[Session]] = {}
    undated = view.case.standing.undated if view.case.standing else ()
    unclear = [Missing(MissingKind.RUN_DATE, None, name) for name in undated]
    recent = (session for session in view.runs if session.deleted and _is_recent(session, view))
    for session in (*view.watched, *recent):
        too_much = _too_much(session, view)
        if too_much is not None:
            found.setdefault(too_much, []).append(session)
        elif not session.deleted and (view.outcome_of(session) is None or not view.measurable(session)):
            unclear.append(Missing(MissingKind.CLEAR_RECORDING, session.local_date, session.id))
    for level in MEASURES["overshoot"].levels[:-1]:
        if level in found:
            ids = tuple(session.id for session in found[level])
            on = max(session.local_date for session in found[level])
            return Fact(level, not unclear, on=on, because_of=ids, missing=tuple(unclear))
    return Fact("none" if not unclear else None, not unclear, missing=tuple(unclear))


def _too_much(session: Session, view: View) -> str | None:
    """More than asked, by its size where it is known what stands, or not asked at all; null where neither."""
    outcome = view.outcome_of(session)
    if outcome == "exceeded" or _is_higher_stage(session, view):
        return "exceeded" if view.case.standing is None else _how_far(session, view)
    strange = not _is_of_the_plan(session, view) or outcome == "not_comparable"
    return "not_prescribed" if strange and view.is_run(session) else None


def _how_far(session: Session, view: View) -> str:
    """How much more than asked it was; far too much is more all the same once it is known how she took it.

    That is known by her answers of the next morning, or where somebody has looked.
    """
    run_s = session.run_time_s or 0.0
    stage = next((stage for stage in view.plan.stages if stage.id == session.stage), None)
    level = overshoot_level(
        run_s,
        run_s + session.uncertain_time_s,
        session.prescribed_run_time_s,
        overshoot_limits(view.plan, stage, view.run_count(session)),
        is_second_in_a_week=any(
            earlier.start < session.start
            and session.local_date - earlier.local_date < _WEEK
            and view.outcome_of(earlier) == "exceeded"
            for earlier in view.runs
        ),
        is_exceeded=True,
    )
    at = (session.id, "overshoot")
    is_known = at in view.looked_at | view.before_rules or _morning_after(session, view)
    if level not in _SIZES or is_known:
        return "exceeded"
    return level


def _morning_after(session: Session, view: View) -> bool:
    """Whether it is known how the body took it; of a deleted run any note after its night says so."""
    told = [entry for phase in ("next_morning", "day_after") for entry in in_window(session, phase, view)]
    if session.deleted:
        over = view.night_over(session)
        told += [
            entry for entry in view.case.symptoms if entry.at is not None and over <= entry.at <= view.now
        ]
    return is_answered(told, view.plan, pelvic=view.pelvic)


def _is_of_the_plan(session: Session, view: View) -> bool:
    if view.case.standing is not None and session.stage is not None and view.began_before_stage(session):
        # It was held against what stood then, of this plan or of another.
        return True
    if session.stage not in view.plan.stage_index:
        return False
    return session.session in view.plan.stage(session.stage).required


def _is_higher_stage(session: Session, view: View) -> bool:
    if view.case.standing is not None and view.began_before_stage(session):
        return False
    index = view.plan.stage_index
    return view.stage is not None and index.get(session.stage or "", -1) > index[view.stage.id]


def _is_recent(session: Session, view: View) -> bool:
    since = view.caution_since is None or session.start >= view.caution_since
    return since and (view.today - session.local_date).days <= view.number("symptom_days")


def _open_windows(view: View) -> Fact:
    """Sessions whose next morning has not come yet, in hours since their end."""
    still_open = [
        session
        for session in view.watched
        if session.end > view.now
        or (_asks_next_morning(session, view) and view.now < view.night_over(session))
    ]
    gaps = tuple(Missing(MissingKind.NIGHT, session.local_date, session.id) for session in still_open)
    on = max((session.local_date for session in still_open), default=None)
    ids = tuple(session.id for session in still_open)
    return Fact(len(still_open), True, on=on, because_of=ids, missing=gaps)


def _asks_next_morning(session: Session, view: View) -> bool:
    return any(rule.phase == "next_morning" for rule in view.rules_for(session))


def _pairs(view: View) -> Iterator[tuple[Session, Session]]:
    """Each two runs that follow each other, the later one recent or counted; deleted runs are runs here."""
    watched = {session.id for session in view.watched}
    for earlier, later in pairwise(view.outings):
        if later.id in watched or _is_recent(later, view):
            yield earlier, later


def _hours_between(view: View) -> Fact:
    gaps = [
        (max(0.0, (later.start - earlier.end) / timedelta(hours=1)), later) for earlier, later in _pairs(view)
    ]
    if not gaps:
        return NOT_ASKED
    hours, later = min(gaps, key=lambda gap: gap[0])
    return Fact(round(hours, 2), True, on=later.local_date, because_of=(later.id,))


def _rest_days(view: View) -> Fact:
    gaps = [
        (max(0, (later.local_date - earlier.local_date).days - 1), later) for earlier, later in _pairs(view)
    ]
    if not gaps:
        return NOT_ASKED
    days, later = min(gaps, key=lambda gap: gap[0])
    return Fact(days, True, on=later.local_date, because_of=(later.id,))


def _runs_in_7_days(view: View) -> Fact:
    """The most runs on any 7 dates that end with a recent or counted run."""
    watched = {session.id for session in view.watched}
    runs = view.outings
    ends = [run.local_date for run in runs if run.id in watched or _is_recent(run, view)]
    counts = {end: sum(end - _WEEK < run.local_date <= end for run in runs) for end in ends}
    most = max(counts.values(), default=0)
    on = max((end for end in counts if counts[end] == most), default=None)
    last = (run.id for run in runs if run.local_date == on)
    return Fact(most, True, on=on, because_of=tuple(last) if view.case.standing else ())


def _since_missing() -> tuple[Missing, ...]:
    return (Missing(MissingKind.STAGE_BEGUN),)


def _stage_since(view: View) -> Fact:
    if view.since is None:
        return Fact("unclear", True, missing=_since_missing())
    return Fact("known", True, on=view.since.date())


def _advances(view: View) -> Fact:
    """Stages gone up within 7 days; without the history, a stage entered in that time may be several."""
    history = view.case.stage_history
    if history is not None:
        moments = [change.at for change in history if change.kind == "progress"]
        return Fact(sum(_within_week(moment, view) for moment in moments), True)
    if view.since is None:
        return Fact(missing=_since_missing())
    if not _within_week(view.since, view):
        return Fact(0, True)
    first = view.stage is not None and view.plan.stage_index[view.stage.id] == 0
    return Fact(0, True) if first else Fact(missing=(Missing(MissingKind.STAGE_HISTORY),))


def _within_week(moment: datetime, view: View) -> bool:
    return (view.today - moment.date()) < _WEEK


def _days_since_last_run(view: View) -> Fact:
    """Days since the last run, or since somebody signed or set the stage, whichever is later."""
    if view.case.standing is not None and view.case.standing.last_run_on is not None:
        return _days_by_record(view.case.standing.last_run_on, view)
    clearance = view.case.clearance
    placed = [
        change.at.date() for change in view.case.stage_history or () if change.kind in ("cleared", "placed")
    ]
    done = [run.local_date for run in view.runs if not run.deleted]
    starts = [view.since.date()] if view.since and not done else []
    signed = [clearance.signed_on] if clearance else []
    days = [day for day in (*done, *starts, *placed, *signed) if day <= view.today]
    if not days:
        return Fact(missing=(Missing(MissingKind.LAST_RUN),))
    return Fact((view.today - max(days)).days, True, on=max(days))


def _days_by_record(last: date, view: View) -> Fact:
    """The same by the whole record, which knows whose look ended a break; her own signature does not."""
    return Fact(max(0, (view.today - last).days), True, on=last)
