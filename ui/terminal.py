"""Results as tables and lines on a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table

from program import Decision, Explanation
from services import ImportVerdict
from services.analysing import Analysed

S_PER_MIN = 60
ACTION_STYLES = {
    "stop": "bold red",
    "regress": "bold magenta",
    "hold": "bold yellow",
    "progress": "bold green",
}


def label(analysed: Analysed) -> str:
    """The name of a result for people: the file, and the member inside an archive."""
    return str(analysed.file) if analysed.member is None else f"{analysed.file} › {analysed.member}"


def clock(seconds: float | None) -> str:
    """Seconds as h:mm:ss or m:ss; a dash where unknown."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), S_PER_MIN)
    hours, minutes = divmod(minutes, S_PER_MIN)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def number(value: float | None, digits: int = 0, per: float = 1.0) -> str:
    """A number for people; a dash where unknown."""
    return "–" if value is None else f"{value / per:.{digits}f}"


def analysis_table(results: Sequence[Analysed]) -> Table:
    """One row an activity."""
    table = Table(title="What was measured", row_styles=["", "dim"])
    for name in ("file", "sport", "start (UTC)"):
        table.add_column(name, overflow="fold")
    for name in ("timer", "km", "run", "walk", "bouts", "longest", "spm", "min/km"):
        table.add_column(name, justify="right")
    table.add_column("remarks", overflow="fold")
    for analysed in results:
        if analysed.measured is None:
            continue
        summary, provenance = analysed.measured.summary, analysed.measured.activity.provenance
        table.add_row(
            label(analysed),
            provenance.sport,
            f"{provenance.start_utc:%Y-%m-%d %H:%M}",
            clock(summary.timer_time_s),
            number(summary.distance_m, 2, per=1000),
            clock(summary.run_time_s),
            clock(summary.walk_time_s),
            "–" if summary.run_bout_count is None else str(summary.run_bout_count),
            clock(summary.longest_run_bout_s),
            number(summary.run_cadence_spm),
            clock(summary.run_pace_s_per_km),
            ", ".join(note.code for note in analysed.measured.quality.notes),
        )
    return table


def verdict_line(verdict: ImportVerdict) -> str:
    """One activity of an import: the verdict, the file, and what it is the same as or why it failed."""
    name = verdict.file if verdict.member is None else f"{verdict.file} › {verdict.member}"
    rest = verdict.message or (f"of {verdict.other_id}" if verdict.other_id else "")
    return f"{verdict.verdict:<10} {name}  {rest}".rstrip()


def decision_panel(decision: Decision, explanation: Explanation) -> RenderableType:
    """The answer, its reasons, what is missing and what would change it."""
    findings = Table("gate", "value", "limit", "result", "source", title="Findings", row_styles=["", "dim"])
    for finding in decision.findings:
        value = "–" if finding.value is None else str(finding.value)
        findings.add_row(finding.gate, value, finding.limit, finding.result.value, finding.source)
    lines = [*explanation.reasons, *explanation.missing, *explanation.changes, explanation.next_step]
    answer = Panel(
        "\n".join(line for line in lines if line),
        title=explanation.headline,
        subtitle=f"{decision.plan} version {decision.plan_version}, {decision.on}",
        border_style=ACTION_STYLES[decision.action.value],
    )
    return Group(answer, findings, explanation.notice)
