"""What a therapist's file of a week has to hold besides the evidence, from the evidence itself."""

from collections.abc import Iterator
from datetime import date, timedelta

from program.record import Clearance
from services import Answer as KeptAnswer
from services import Packet
from services.exports.records import Answer, ReviewFile, ReviewLine, SymptomMark
from ui import format as fmt
from ui.components import finding_words
from ui.components.pt import marks, words
from ui.desk import Desk

DAYS = timedelta(days=7)


def review_file(packet: Packet, week_start: date, said: tuple[SymptomMark, ...], desk: Desk) -> ReviewFile:
    """Consent, goal, data, load, symptoms, plan and escalation of one week, and who reviewed it when."""
    end = week_start + DAYS
    facts = (
        Answer("Consent", _consent(packet, desk)),
        Answer("Diagnosis, goal of the plan of care", None),
        Answer("Plan and clearance", _plan(packet)),
        Answer("Days with data", _days_with_data(packet, week_start, end)),
        Answer("Load against the plan", _load(packet, week_start)),
        Answer("Symptoms", _symptoms(said)),
        Answer("Warning signs", _signs(said)),
        Answer("Open findings", _open(packet, desk)),
        Answer("Changes of the plan", _changes(packet, week_start, end, desk)),
        Answer("Who was told", _told(packet, week_start, end, desk)),
    )
    return ReviewFile(facts, tuple(_log(packet, week_start, end, desk)))


def _consent(packet: Packet, desk: Desk) -> str:
    link = packet.link
    if link is None:
        return "The runner herself"
    shares = "shares all of her history" if link.shared_from is None else f"shares from {link.shared_from}"
    return f"Linked with {desk.account.display_name} since {desk.local(link.began_utc).date()}; {shares}"


def _plan(packet: Packet) -> str:
    today = packet.today
    if today.plan is None:
        return "No plan chosen"
    stage = today.stage.title if today.stage else "not begun"
    return f"{today.plan.title}, version {today.plan.version}, {stage}. {cleared(packet.clearance)}"


def cleared(clearance: Clearance | None) -> str:
    """The clearance in one sentence."""
    if clearance is None:
        return "Nobody has signed a clearance."
    if clearance.withdrawn_on is not None:
        return f"The clearance was taken back on {clearance.withdrawn_on}."
    who = clearance.examined_by if clearance.role == "self_stated" else clearance.signed_by
    how = "Told by herself, examined by" if clearance.role == "self_stated" else "Cleared by"
    until = f", until {clearance.valid_until}" if clearance.valid_until else ""
    return f"{how} {who} on {clearance.signed_on}{until}."


def _days_with_data(packet: Packet, first: date, end: date) -> str:
    days = {session.local_date for session in packet.sessions}
    days |= {kept.local_date for kept in packet.entries if kept.entry is not None}
    found = sorted(day for day in days if first <= day < end)
    return f"{len(found)} of {DAYS.days}: {', '.join(map(fmt.day, found))}" if found else f"0 of {DAYS.days}"


def _load(packet: Packet, week_start: date) -> str:
    week = next(
        (week for week in packet.weeks.iter_rows(named=True) if week["week_start"] == week_start), None
    )
    if week is None:
        return "Nothing recorded"
    asked = week["prescribed_run_time_s"]
    against = "; nothing was asked for" if asked is None else f" of {fmt.clock(asked)} asked for"
    return f"{fmt.clock(week['run_time_s'])} run{against}"


def _symptoms(said: tuple[SymptomMark, ...]) -> str:
    if not said:
        return "Nothing noted. That is not the same as no symptoms."
    felt = [f"{mark.item.lower()} {mark.words} ({fmt.day(mark.on)})" for mark in said if _is_felt(mark)]
    unknown = sum(mark.severity == "unknown" for mark in said)
    gaps = f"; {fmt.count(unknown, 'question')} not answered" if unknown else ""
    return ("; ".join(felt) or "none felt") + gaps


def _is_felt(mark: SymptomMark) -> bool:
    return mark.severity in {"act", "watch"} and mark.item != marks.SIGNS


def _signs(said: tuple[SymptomMark, ...]) -> str:
    asked = [mark for mark in said if mark.item == marks.SIGNS]
    named = [f"{mark.words} ({fmt.day(mark.on)})" for mark in asked if mark.severity == "act"]
    if named:
        return "; ".join(named)
    return f"Asked and none, {fmt.count(len(asked), 'time')}" if asked else "Not asked: not known"


def _open(packet: Packet, desk: Desk) -> str:
    plan = packet.today.plan
    found = [
        f"{finding_words.label(found, plan)}, since {desk.local(found.opened_at).date()}"
        for found in packet.today.open_findings
    ]
    return "; ".join(found) or "None"


def _changes(packet: Packet, first: date, end: date, desk: Desk) -> str:
    def within(at_day: date) -> bool:
        return first <= at_day < end

    plan = packet.today.plan
    steps = [
        f"{words.STAGE_CHANGES.get(row.kind, row.kind)} "
        f"{plan.stage(row.stage_id).title if plan and row.stage_id in plan.stage_index else 'the end'}"
        f" ({fmt.day(desk.local(row.made_utc).date())})"
        for row in packet.way
        if within(desk.local(row.made_utc).date())
    ]
    orders = [
        f"{words.ORDERS[hold.kind].lower()} ordered ({fmt.day(hold.ordered_on)}): {hold.reason}"
        for hold in packet.holds
        if within(hold.ordered_on)
    ]
    return "; ".join([*steps, *orders]) or "None"


def _told(packet: Packet, first: date, end: date, desk: Desk) -> str:
    sent = [
        f"{alert.to_name} by message on {fmt.day(desk.local(alert.sent_utc).date())}"
        for answer in packet.answers
        if first <= answer.decision.on < end
        for alert in answer.alerts
    ]
    seen = [
        f"{row.examined_by} examined her on {row.examined_on}"
        for row in packet.findings
        if row.examined_by and row.closed_utc and first <= desk.local(row.closed_utc).date() < end
    ]
    return "; ".join(dict.fromkeys([*sent, *seen])) or "Nobody was alerted by a message"


def _log(packet: Packet, first: date, end: date, desk: Desk) -> Iterator[ReviewLine]:
    made = sorted(
        ((review.made_utc, review, answer) for answer in packet.answers for review in answer.reviews),
        key=lambda item: item[0],
    )
    for made_utc, review, answer in made:
        on = desk.local(made_utc).date()
        if first <= on < end:
            yield ReviewLine(
                on=on,
                by=who_said(review.by_id, packet, desk),
                said=_said(answer, review.kind, review.action),
                reason=review.because,
                minutes=review.minutes,
                live_contact=review.live_contact,
                next_review_on=review.next_review_on,
            )


def who_said(person_id: str | None, packet: Packet, desk: Desk) -> str:
    """The name of whoever signed: the therapist's own and the runner's, never another's."""
    names = {desk.account.person_id: desk.account.display_name, packet.runner_id: packet.name}
    return names.get(person_id or "", "another therapist")


def _said(answer: KeptAnswer, kind: str, action: str) -> str:
    machine = words.ANSWERS[answer.decision.action.value].title.lower()
    if kind == "override":
        return f"{machine}, overridden: {words.ANSWERS[action].title.lower()}"
    return f"{machine}, {words.REVIEWS.get(kind, kind)}"
