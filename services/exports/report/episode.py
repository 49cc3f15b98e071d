"""A whole return to running on paper: weeks, stages, symptoms and decisions under one axis."""

from program.model import Action
from services import figures
from services.exports.records import EpisodeReport, WeekRow
from services.exports.report import charts, words
from services.exports.report.blocks import Block, Bullets, Cell, Document, Grid, Heading, Picture, Text, row


def episode_document(report: EpisodeReport) -> Document:
    """The episode: pictures first, then the same in tables."""
    blocks: list[Block] = []
    if report.weeks:
        blocks += _pictures(report)
        blocks += _tables(report)
    else:
        blocks.append(Text("There is no week to show yet."))
    if report.notes:
        blocks += [Heading("Notes"), Bullets(report.notes)]
    return Document(
        "Return to running: report",
        f"{report.runner} · {report.plan_title} · made on {words.full_day(report.made_on)}",
        words.ADVICE,
        report.made_on,
        tuple(blocks),
    )


def _pictures(report: EpisodeReport) -> list[Block]:
    span = charts.Span.of(report.weeks)
    blocks: list[Block] = [
        Heading("Running each week"),
        Picture(
            charts.week_bars(report.weeks, span),
            "Bars: minutes of running in each week. Thick line: minutes that the plan asked for."
            " ?: not known.",
        ),
    ]
    if report.stages:
        said = "Her stages and the next one, the lowest at the bottom; bars show when she was on each."
        ladder = charts.stage_ladder(_stages_so_far(report), report.stays, span)
        blocks += [Heading("Stages"), Picture(ladder, said)]
    return [
        *blocks,
        Heading("Symptoms and decisions"),
        Picture(
            charts.heat_strip(report, span),
            "The worst answer of each week. Full black bar: changes what is allowed. Half grey bar: to"
            " watch. Thin line: none. Empty box: asked and not answered. Nothing: no entry."
            " Decisions: P progress, H hold, B step back, S stop; the most cautious of the week.",
        ),
    ]


def _stages_so_far(report: EpisodeReport) -> tuple[str, ...]:
    """From the lowest stage that she was on to the one after the highest; all where that is not known."""
    stays = {stay.stage_title for stay in report.stays}
    places = [place for place, title in enumerate(report.stages) if title in stays]
    return report.stages[places[0] : places[-1] + 2] if places else report.stages


def _tables(report: EpisodeReport) -> list[Block]:
    blocks: list[Block] = [Heading("Weeks")]
    head = ("Week of", "Stage", "Run", "Asked for", "Longest", "Cadence", "Pace")
    blocks.append(
        Grid("Weeks in numbers", head, tuple(map(_week, report.weeks)), (24, 44, 12, 15, 12, 16, 16))
    )
    symptoms = _symptom_rows(report)
    if symptoms:
        head = ("Symptom", "Weeks that act", "Weeks to watch", "Not answered", "Clear weeks", "Last to act")
        blocks += [Heading("Symptoms"), Grid("Symptoms in numbers", head, symptoms, (44, 18, 18, 18, 18, 22))]
    if report.decisions:
        rows = tuple(
            (
                Cell(words.full_day(decision.on)),
                Cell(words.ACTIONS[decision.action], "act" if decision.action is Action.STOP else None),
                *row(decision.headline, words.release(decision.release)),
            )
            for decision in report.decisions
        )
        head = ("Date", "Answer", "In words", "Release")
        blocks += [Heading("Decisions"), Grid("Decisions by date", head, rows, (24, 16, 52, 50))]
    return blocks


def _week(week: WeekRow) -> tuple[Cell, ...]:
    return row(
        words.full_day(week.week_start),
        week.stage_title or figures.UNKNOWN,
        figures.clock(week.run_time_s),
        figures.clock(week.asked_run_time_s),
        figures.clock(week.longest_run_bout_s),
        words.number(week.cadence_spm, "spm"),
        words.pace(week.pace_s_per_km),
    )


def _symptom_rows(report: EpisodeReport) -> tuple[tuple[Cell, ...], ...]:
    span = charts.Span.of(report.weeks)
    rows = []
    for item in dict.fromkeys(mark.item for mark in report.symptoms):
        worst = list(charts.worst_by_week(report.symptoms, item, span).values())
        acts = [mark.on for mark in report.symptoms if mark.item == item and mark.severity == "act"]
        counts = (str(worst.count(severity)) for severity in ("act", "watch", "unknown", "clear"))
        rows.append(row(item, *counts, words.full_day(max(acts)) if acts else "never"))
    return tuple(rows)
