"""The pictures of the reports, drawn as vectors; heights and letters carry what colour would."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from program.model import Action
from services.exports.records import (
    DecisionRow,
    EpisodeReport,
    SessionReport,
    Severity,
    StageSpan,
    Stretch,
    SymptomMark,
    WeekRow,
)
from services.exports.report import ink

GUTTER_PT = 44 * mm
#: The names of the two lanes of a session.
LANES_PT = 20 * mm
LANE_PT = 6.5 * mm
ROW_PT = 5 * mm
BARS_PT = 42 * mm
TALLEST_PT = 190 * mm
AXIS_PT = 5 * mm
SMALL_PT = 7.5
WEEK = timedelta(days=7)
#: A date needs so much room on an axis, a number so much over a bar.
DATE_ROOM_PT = 15 * mm
NUMBER_ROOM_PT = 6 * mm
_STEPS_MIN = (1, 2, 5, 10, 15, 30, 60, 120, 300)
_TICKS = 6
#: No gutter holds more.
MOST_LETTERS = 80
#: From nothing to the worst; a question that was not answered is worse than a clear one.
SEVERITIES: tuple[Severity, ...] = ("clear", "unknown", "watch", "act")
LETTERS = {Action.PROGRESS: "P", Action.HOLD: "H", Action.REGRESS: "B", Action.STOP: "S"}


def session_strip(session: SessionReport) -> Drawing | None:
    """What was asked over what was done on one time axis; null where neither can be drawn.

    A step by distance is drawn at the session's own pace; where that is unknown, what was asked is left out.
    """
    asked = _asked_stretches(session)
    lanes = [(name, lane) for name, lane in (("Done", session.done), ("Asked for", asked)) if lane]
    if not lanes:
        return None
    end_s = max(max(stretch.end_s for _, lane in lanes for stretch in lane), 1.0)
    drawing = Drawing(ink.WIDTH_PT, AXIS_PT + len(lanes) * LANE_PT)
    scale = (ink.WIDTH_PT - LANES_PT) / end_s
    for place, (name, lane) in enumerate(lanes):
        foot = AXIS_PT + place * LANE_PT
        _text(drawing, 0, foot + 2, name, ink.MUTED)
        for stretch in lane:
            gait = ink.GAITS[stretch.kind]
            x = LANES_PT + stretch.start_s * scale
            width = (stretch.end_s - stretch.start_s) * scale
            _box(drawing, x, foot, width, gait.height * (LANE_PT - 4), gait.fill)
    step_s = 60 * next((s for s in _STEPS_MIN if end_s / 60 / s <= _TICKS), _STEPS_MIN[-1])
    _line(drawing, LANES_PT, AXIS_PT, ink.WIDTH_PT, AXIS_PT)
    for second in range(0, int(end_s), step_s):
        x = LANES_PT + second * scale
        if x + DATE_ROOM_PT <= ink.WIDTH_PT:
            _text(drawing, x, 2, f"{second // 60} min", ink.MUTED)
    return drawing


def _asked_stretches(session: SessionReport) -> tuple[Stretch, ...]:
    stretches, at_s = [], 0.0
    for step in session.asked:
        duration_s = step.duration_s
        if duration_s is None and session.pace_s_per_km is not None and step.distance_m is not None:
            duration_s = step.distance_m / 1000 * session.pace_s_per_km
        if duration_s is None:
            return ()
        stretches.append(Stretch(step.kind, at_s, at_s + duration_s))
        at_s += duration_s
    return tuple(stretches)


def _row_pt(rows: int) -> float:
    """The height of a row, so that all of them stand on one page."""
    return min(ROW_PT, TALLEST_PT / rows)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of an episode, from the first week's start up to the end of its last."""

    first: date
    end: date

    @classmethod
    def of(cls, weeks: Sequence[WeekRow]) -> "Span":
        """The span of some weeks; at least one."""
        return cls(min(w.week_start for w in weeks), max(w.week_start for w in weeks) + WEEK)

    @property
    def week_pt(self) -> float:
        """The width of a week."""
        return (ink.WIDTH_PT - GUTTER_PT) * WEEK.days / (self.end - self.first).days

    def x(self, on: date) -> float:
        """Where a day begins; days outside are moved to the edge."""
        inside = min(max(on, self.first), self.end)
        return GUTTER_PT + (inside - self.first).days / WEEK.days * self.week_pt


def week_bars(weeks: Sequence[WeekRow], span: Span) -> Drawing:
    """Run minutes a week as bars, what was asked for as a thick line across; a week not known has a `?`."""
    drawing = Drawing(ink.WIDTH_PT, AXIS_PT + BARS_PT)
    known_s = [s for week in weeks for s in (week.run_time_s, week.asked_run_time_s) if s is not None]
    top_min = max(*known_s, 60.0) / 60
    scale = (BARS_PT - 10) / top_min
    step_min = next((s for s in _STEPS_MIN if top_min / s <= _TICKS), _STEPS_MIN[-1])
    for minute in range(0, int(top_min) + 1, step_min):
        y = AXIS_PT + minute * scale
        _line(drawing, GUTTER_PT, y, ink.WIDTH_PT, y)
        _text(drawing, GUTTER_PT - 4, y - 2, f"{minute} min", ink.MUTED, anchor="end")
    for week in weeks:
        x, width = span.x(week.week_start), span.week_pt
        if week.run_time_s is None:
            _text(drawing, x + width / 2, AXIS_PT + 3, "?", anchor="middle")
        else:
            height = week.run_time_s / 60 * scale
            _box(drawing, x + width * 0.15, AXIS_PT, width * 0.7, height, ink.GAITS["run"].fill)
            if width >= NUMBER_ROOM_PT and week.run_time_s > 0:
                inside = height > SMALL_PT + 4
                y, colour = (AXIS_PT + 3, ink.PAPER) if inside else (AXIS_PT + height + 3, ink.TEXT)
                _text(drawing, x + width / 2, y, f"{week.run_time_s / 60:.0f}", colour, anchor="middle")
        if week.asked_run_time_s is not None:
            y = AXIS_PT + week.asked_run_time_s / 60 * scale
            drawing.add(Line(x, y, x + width, y, strokeColor=ink.TEXT, strokeWidth=2))
    _week_axis(drawing, span)
    return drawing


def stage_ladder(stages: Sequence[str], stays: Sequence[StageSpan], span: Span) -> Drawing:
    """One row for each stage, the first at the bottom, with a bar for each stay on it."""
    row_pt = _row_pt(len(stages))
    drawing = Drawing(ink.WIDTH_PT, AXIS_PT + len(stages) * row_pt)
    for place, stage in enumerate(stages):
        foot = AXIS_PT + place * row_pt
        _text(drawing, 0, foot + row_pt * 0.2, stage, size=min(SMALL_PT, row_pt * 0.7))
        _line(drawing, 0, foot, ink.WIDTH_PT, foot)
        for stay in stays:
            if stay.stage_title == stage:
                x, end = span.x(stay.start), span.x(stay.end or span.end)
                _box(drawing, x, foot + row_pt * 0.15, max(end - x, 1.5), row_pt * 0.7, ink.GAITS["run"].fill)
    _week_axis(drawing, span)
    return drawing


def heat_strip(report: EpisodeReport, span: Span) -> Drawing:
    """A row for each symptom and a column for each week with its worst answer; decisions as letters above."""
    items = list(dict.fromkeys(mark.item for mark in report.symptoms))
    row_pt = _row_pt(len(items) + 1)
    drawing = Drawing(ink.WIDTH_PT, AXIS_PT + (len(items) + 1) * row_pt)
    for place, item in enumerate(reversed(items)):
        foot = AXIS_PT + place * row_pt
        _text(drawing, 0, foot + row_pt * 0.2, item, size=min(SMALL_PT, row_pt * 0.7))
        _line(drawing, 0, foot, ink.WIDTH_PT, foot)
        for start, severity in worst_by_week(report.symptoms, item, span).items():
            _mark(drawing, span.x(start), foot, span.week_pt, row_pt, severity)
    foot = AXIS_PT + len(items) * row_pt
    _text(drawing, 0, foot + row_pt * 0.2, "Decisions", size=min(SMALL_PT, row_pt * 0.7))
    _decision_letters(drawing, report.decisions, foot, span)
    _week_axis(drawing, span)
    return drawing


def worst_by_week(marks: Sequence[SymptomMark], item: str, span: Span) -> dict[date, Severity]:
    """The worst answer of each week that has one; not answered is worse than clear."""
    worst: dict[date, Severity] = {}
    for mark in marks:
        if mark.item == item and span.first <= mark.on < span.end:
            start = span.first + (mark.on - span.first) // WEEK * WEEK
            worst[start] = worst_of((worst.get(start, "clear"), mark.severity))
    return worst


def worst_of(severities: Iterable[Severity]) -> Severity:
    """The worst of some answers; at least one."""
    return SEVERITIES[max(SEVERITIES.index(severity) for severity in severities)]


def _mark(drawing: Drawing, x: float, foot: float, width: float, row_pt: float, severity: Severity) -> None:
    inner, full = max(width * 0.8, 1.0), row_pt * 0.8
    left = x + (width - inner) / 2
    if severity == "act":
        _box(drawing, left, foot + 1, inner, full, ink.TEXT, stroke=ink.TEXT)
    elif severity == "watch":
        _box(drawing, left, foot + 1, inner, full / 2, ink.MUTED, stroke=ink.MUTED)
    elif severity == "clear":
        _box(drawing, left, foot + 1, inner, 1, ink.MUTED, stroke=ink.MUTED)
    else:
        _box(drawing, left, foot + 1, inner, full, None, stroke=ink.MUTED)


def _decision_letters(drawing: Drawing, decisions: Sequence[DecisionRow], foot: float, span: Span) -> None:
    """The most cautious decision of each week, as its letter where there is room."""
    by_week: dict[date, Action] = {}
    for decision in decisions:
        if span.first <= decision.on < span.end:
            start = span.first + (decision.on - span.first) // WEEK * WEEK
            by_week[start] = max(by_week.get(start, decision.action), decision.action)
    size = min(SMALL_PT, span.week_pt * 1.3)
    for start, action in by_week.items():
        x = span.x(start) + span.week_pt / 2
        _text(drawing, x, foot + 3, LETTERS[action], anchor="middle", size=size, font=ink.BOLD)


def _week_axis(drawing: Drawing, span: Span) -> None:
    every = max(1, round(DATE_ROOM_PT / span.week_pt + 0.5))
    start, place = span.first, 0
    while start < span.end:
        if place % every == 0:
            x = span.x(start)
            drawing.add(Line(x, AXIS_PT, x, AXIS_PT - 3, strokeColor=ink.MUTED, strokeWidth=0.5))
            if x + DATE_ROOM_PT <= ink.WIDTH_PT + 1:
                _text(drawing, x, 1, f"{start.day} {start:%b} {start:%y}", ink.MUTED, size=SMALL_PT - 1)
        start, place = start + WEEK, place + 1


def _text(
    drawing: Drawing,
    x: float,
    y: float,
    text: str,
    colour: Color = ink.TEXT,
    *,
    anchor: Literal["start", "middle", "end"] = "start",
    size: float = SMALL_PT,
    font: str = ink.FONT,
) -> None:
    if x == 0:
        text = _fitted(text, GUTTER_PT - 4, size)
    drawing.add(String(x, y, text, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor))


def _fitted(text: str, width_pt: float, size: float) -> str:
    """The text, cut with an ellipsis where the gutter is too narrow for it."""
    ink.register_fonts()
    if stringWidth(text, ink.FONT, size) <= width_pt:
        return text
    text = text[:MOST_LETTERS]
    while text and stringWidth(f"{text}…", ink.FONT, size) > width_pt:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _box(
    drawing: Drawing,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: Color | None,
    *,
    stroke: Color = ink.PAPER,
) -> None:
    box = Rect(x, y, width, height)
    box.fillColor = fill
    box.strokeColor = stroke
    box.strokeWidth = 0.4
    drawing.add(box)


def _line(drawing: Drawing, x: float, y: float, to_x: float, to_y: float) -> None:
    drawing.add(Line(x, y, to_x, to_y, strokeColor=ink.LINE, strokeWidth=0.4))
