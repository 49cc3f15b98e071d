"""From the evidence of a review to the records that a report is printed from."""

from datetime import date, timedelta

from services import Answer, Packet, Review
from services.diary import week_of
from services.exports.records import Answer as SaidAnswer
from services.exports.records import (
    DecisionReport,
    DecisionRow,
    EpisodeReport,
    Release,
    SessionReport,
    StageSpan,
    Stretch,
    WeekReport,
    WeekRow,
)
from services.sessions import HeldSession
from ui.components.pt import evidence, marks, review_file, words
from ui.components.pt.sessions import notes, stretches
from ui.desk import Desk

LAST_DAY = timedelta(days=6)


def week_report(packet: Packet, week_start: date, desk: Desk) -> WeekReport:
    """All evidence of one week of the packet, with the answer that holds at its end."""
    last, today = week_start + LAST_DAY, packet.today
    answer = next((found for found in packet.answers if found.decision.on <= last), None)
    sent = next((found for found in packet.check_ins if found.week_start == week_start), None)
    shown = answer or today.answer
    said = marks.of_entries(packet, shown.decision, first=week_start, last=last)
    return WeekReport(
        runner=packet.name,
        plan_title=today.plan.title if today.plan else "No plan",
        stage_title=today.stage.title if today.stage else "not begun",
        week_start=week_start,
        made_on=desk.today,
        sessions=tuple(
            _session(session, desk) for session in packet.sessions if week_start <= session.local_date <= last
        ),
        symptoms=said,
        check_in=tuple(SaidAnswer(*line) for line in evidence.answers(sent)) if sent else (),
        decision=DecisionReport.of(answer.decision, answer.explanation, today.plan)
        if answer and today.plan
        else None,
        release=_release(answer, packet, desk) if answer else None,
        notes=tuple(note.words for note in today.notes if week_start <= note.made_utc.date() <= last),
        file=review_file.review_file(packet, week_start, said, desk),
    )


def episode_report(packet: Packet, desk: Desk) -> EpisodeReport:
    """The whole way so far, with the answers and symptoms that the packet holds."""
    plan = packet.today.plan
    first = week_of(min((row.made_utc.date() for row in packet.way), default=packet.today.on))
    return EpisodeReport(
        runner=packet.name,
        plan_title=plan.title if plan else "No plan",
        made_on=desk.today,
        weeks=tuple(_week(week, packet) for week in packet.weeks.iter_rows(named=True)),
        stages=tuple(stage.title for stage in plan.stages) if plan else (),
        stays=_stays(packet),
        symptoms=marks.of_entries(packet, packet.today.answer.decision, first=first, last=packet.today.on),
        decisions=tuple(
            DecisionRow(
                found.decision.on,
                found.decision.action,
                found.explanation.headline,
                _release(found, packet, desk),
            )
            for found in reversed(packet.answers)
            if found.asked_by in {"check_in", "weekly"} or found.reviews
        ),
    )


def _session(session: HeldSession, desk: Desk) -> SessionReport:
    found = [part.measurement for part in session.parts if part.measurement]
    only = found[0] if len(found) == 1 else None
    return SessionReport(
        title=session.prescribed.title if session.prescribed else "Outing",
        asked=session.prescribed.steps if session.prescribed else (),
        on=session.local_date,
        done=tuple(Stretch(*stretch) for stretch in stretches(session)),
        outcome=session.outcome,  # pyright: ignore[reportArgumentType]  both rooms name the same outcomes
        reasons=notes(session, desk.units),
        run_time_s=session.run_time_s,
        pace_s_per_km=only.run_pace_s_per_km if only else None,
        cadence_spm=only.run_cadence_spm if only else None,
    )


def _release(answer: Answer, packet: Packet, desk: Desk) -> Release | None:
    said: Review | None = next((review for review in answer.reviews if not review.is_voided), None)
    if said is None:
        return None
    return Release(
        words.REVIEWS.get(said.kind, said.kind).capitalize(),
        review_file.who_said(said.by_id, packet, desk),
        desk.local(said.made_utc).date(),
        said.because or None,
    )


def _stays(packet: Packet) -> tuple[StageSpan, ...]:
    plan, way = packet.today.plan, packet.way
    if plan is None:
        return ()
    ends = [row.made_utc.date() for row in way[1:]]
    return tuple(
        StageSpan(plan.stage(row.stage_id).title, row.made_utc.date(), end)
        for row, end in zip(way, [*ends, None], strict=True)
        if row.stage_id in plan.stage_index
    )


def _week(week: dict, packet: Packet) -> WeekRow:
    start: date = week["week_start"]
    stays = [stay for stay in _stays(packet) if stay.start <= start + LAST_DAY]
    return WeekRow(
        week_start=start,
        stage_title=stays[-1].stage_title if stays else None,
        run_time_s=week["run_time_s"],
        asked_run_time_s=week["prescribed_run_time_s"],
        longest_run_bout_s=week["longest_run_bout_s"],
        cadence_spm=week["run_cadence_spm"],
        pace_s_per_km=week["run_pace_s_per_km"],
    )
