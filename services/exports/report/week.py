"""The week of one runner on paper: the answer, the evidence, the file of the review, every check."""

from datetime import date, timedelta

from program.model import Truth
from services import figures
from services.exports.records import DecisionReport, ReviewFile, SessionReport, SymptomMark, WeekReport
from services.exports.report import charts, words
from services.exports.report.blocks import (
    Block,
    Bullets,
    Cell,
    Document,
    Figure,
    Figures,
    Grid,
    Heading,
    Picture,
    Text,
    row,
)

_DAYS = 7
_MARKS = {"act": "! ", "watch": "", "clear": "", "unknown": ""}


def week_document(report: WeekReport) -> Document:
    """The week in the order in which a PT asks: answer, sessions, symptoms, check-in, review, every check."""
    last = report.week_start + timedelta(days=_DAYS - 1)
    blocks: list[Block] = [
        Text(f"Week of {words.full_day(report.week_start)} to {words.full_day(last)}, {report.stage_title}."),
        _figures(report),
        *_answer(report.decision),
        *_sessions(report.sessions),
        *_symptoms(report.symptoms, report.week_start),
        *_check_in(report),
    ]
    if report.notes:
        blocks += [Heading("Notes"), Bullets(report.notes)]
    blocks += [Heading("Review"), Text(words.release(report.release), strong=True)]
    if report.file is not None:
        blocks += _file(report.file)
    blocks += [*_signature(report), *_findings(report.decision)]
    return Document(
        "Weekly report",
        f"{report.runner} · {report.plan_title} · made on {words.full_day(report.made_on)}",
        words.ADVICE,
        report.made_on,
        tuple(blocks),
    )


def _figures(report: WeekReport) -> Figures:
    """Sessions, minutes, the worst that was said, and whether the check-in came."""
    done = [session for session in report.sessions if session.on is not None]
    as_planned = sum(session.outcome == "as_prescribed" for session in done)
    asked_s = [words.asked_run_time_s(session) for session in report.sessions]
    run = figures.clock(sum(session.run_time_s or 0.0 for session in done))
    asked = None if None in asked_s else figures.clock(sum(each for each in asked_s if each is not None))
    worst = "nothing noted"
    if report.symptoms:
        worst = words.SEVERITIES[charts.worst_of(mark.severity for mark in report.symptoms)]
    return Figures(
        (
            Figure(f"{as_planned} of {len(report.sessions)}", "sessions as planned"),
            Figure(run if asked is None else f"{run} of {asked}", "minutes run"),
            Figure(worst, "worst symptom answer"),
            Figure("sent" if report.check_in else "not sent", "weekly check-in"),
        )
    )


def _answer(decision: DecisionReport | None) -> list[Block]:
    blocks: list[Block] = [Heading("The answer")]
    if decision is None:
        return [*blocks, Text("No decision has been made for this week yet.")]
    blocks += [Text(words.answer(decision), strong=True), Text(decision.headline)]
    if decision.reasons:
        blocks.append(Bullets(decision.reasons))
    blocks += [Text(text) for text in (*decision.missing, *decision.changes, decision.next_step) if text]
    return blocks


def _sessions(sessions: tuple[SessionReport, ...]) -> list[Block]:
    blocks: list[Block] = [Heading("Sessions: asked for and done")]
    if not sessions:
        return [*blocks, Text("No session was asked for and none was done.")]
    for session in sessions:
        drawing = charts.session_strip(session)
        if drawing is not None:
            which = f"{session.title}, {figures.day(session.on)}" if session.on else session.title
            blocks.append(Picture(drawing, f"{which}: {words.OUTCOMES[session.outcome]}"))
    blocks.append(Text("Tall and dark is running, low and light is walking."))
    head = ("Session", "Day", "Asked for", "Result", "Run time", "Pace", "Cadence", "Effort")
    rows = tuple(_session_row(session) for session in sessions)
    return [*blocks, Grid("Sessions in numbers", head, rows, (15, 12, 29, 26, 13, 12, 12, 11))]


def _session_row(session: SessionReport) -> tuple[Cell, ...]:
    result = "; ".join((words.OUTCOMES[session.outcome], *session.reasons))
    asked_s = words.asked_run_time_s(session)
    done = figures.clock(session.run_time_s)
    effort = words.number(session.effort_0_10)
    return (
        *row(session.title, figures.day(session.on), figures.steps_in_words(session.asked)),
        Cell(result, "act" if session.outcome == "exceeded" else None),
        *row(
            done if asked_s is None else f"{done} of {figures.clock(asked_s)}",
            words.pace(session.pace_s_per_km),
            words.number(session.cadence_spm, "spm"),
            effort if session.effort_0_10 is None else f"{effort} of 10",
        ),
    )


def _symptoms(marks: tuple[SymptomMark, ...], week_start: date) -> list[Block]:
    days = [week_start + timedelta(days=place) for place in range(_DAYS)]
    rows = []
    for item in dict.fromkeys(mark.item for mark in marks):
        by_day: dict[date, list[SymptomMark]] = {}
        for mark in marks:
            if mark.item == item:
                by_day.setdefault(mark.on, []).append(mark)
        rows.append((Cell(item), *(_symptom_cell(by_day.get(on, [])) for on in days)))
    blocks: list[Block] = [Heading("Symptoms")]
    if not rows:
        return [*blocks, Text("No symptom log was made this week. That is not the same as no symptoms.")]
    head = ("Symptom", *(figures.day(on) for on in days))
    legend = "! in a frame: changes what is allowed. Grey: to watch. ?: asked and not answered. –: no entry."
    return [*blocks, Grid("Symptoms by day", head, tuple(rows), (26, *(14,) * _DAYS)), Text(legend)]


def _symptom_cell(marks: list[SymptomMark]) -> Cell:
    if not marks:
        return Cell(figures.UNKNOWN)
    worst = charts.worst_of(mark.severity for mark in marks)
    said = "; ".join(
        "?" if mark.severity == "unknown" else f"{_MARKS[mark.severity]}{mark.words}" for mark in marks
    )
    return Cell(said, worst)


def _check_in(report: WeekReport) -> list[Block]:
    if not report.check_in:
        return [Heading("Weekly check-in"), Text("The check-in has not been filled in.")]
    rows = tuple(row(item.question, item.answer or "not answered") for item in report.check_in)
    return [Heading("Weekly check-in"), Grid("Answers", ("Question", "Answer"), rows, (60, 64))]


def _file(file: ReviewFile) -> list[Block]:
    """What the file of a week has to hold, and the log of time."""
    facts = tuple(row(fact.question, fact.answer or figures.UNKNOWN) for fact in file.facts)
    blocks: list[Block] = [Grid("For the file", ("What", "This week"), facts, (40, 100))]
    if not file.log:
        return [*blocks, Text("No review is on record for this week.")]
    head = ("Day", "By", "What", "Reason, or what was seen", "Minutes", "Spoke live", "Next review")
    log = tuple(
        row(
            figures.day(line.on),
            line.by,
            line.said,
            line.reason or figures.UNKNOWN,
            words.number(line.minutes),
            line.live_contact or "no",
            figures.day(line.next_review_on),
        )
        for line in file.log
    )
    minutes = sum(line.minutes or 0 for line in file.log)
    return [
        *blocks,
        Grid("Log of the review", head, log, (14, 20, 18, 46, 11, 16, 16)),
        Text(f"Minutes in all: {minutes}."),
    ]


def _signature(report: WeekReport) -> list[Block]:
    """Lines to sign by hand: what is not on record yet, and what no program may know."""
    if report.release is not None:
        return []
    head = ("Release or change to", "Reason", "Name and signature, credential", "Date")
    return [Grid("To sign", head, (row("", "", "", ""),), (30, 50, 40, 20), to_fill_in=True)]


def _findings(decision: DecisionReport | None) -> list[Block]:
    if decision is None:
        return []
    order = (Truth.NOT_MET, Truth.UNKNOWN, Truth.MET)
    rows = tuple(
        (
            Cell(gate.label),
            Cell(words.RESULTS[gate.result], "act" if gate.result is Truth.NOT_MET else None),
            *row(gate.value, gate.limit, gate.source),
        )
        for gate in sorted(decision.findings, key=lambda gate: order.index(gate.result))
    )
    head = ("Check", "Result", "Value", "Limit", "Source")
    origin = f"By {decision.plan}, for {words.full_day(decision.on)}; facts {decision.facts_sha256[:12]}."
    grid = Grid("What each check found", head, rows, (34, 14, 22, 30, 34))
    still_open: list[Block] = [Bullets(decision.open_findings)] if decision.open_findings else []
    return [Heading("Every check"), *still_open, grid, Text(origin)]
