"""Results as tables and lines on a terminal."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table

from analysis import RunSummary
from ingest import Skipped
from program import Decision, Explanation
from services import ImportVerdict
from services.analysing import Analysed
from services.measuring import Measured

S_PER_MIN = 60
M_PER_KM = 1000
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


def analysis_text(analysed: Analysed, measured: Measured) -> str:
    """What was measured of one activity, in two lines and one for each remark."""
    summary, provenance = measured.summary, measured.activity.provenance
    lines = [
        f"{label(analysed)}: {provenance.sport}, {provenance.start_utc:%Y-%m-%d %H:%M} UTC,"
        f" {clock(summary.timer_time_s)} of {clock(summary.elapsed_time_s)},"
        f" {number(summary.distance_m, 2, per=M_PER_KM)} km"
    ]
    if summary.run_time_s is not None:
        lines.append(
            f"  run {clock(summary.run_time_s)} in {summary.run_bout_count} bouts,"
            f" longest {clock(summary.longest_run_bout_s)}, {number(summary.run_cadence_spm)} spm,"
            f" {clock(summary.run_pace_s_per_km)} min/km; walk {clock(summary.walk_time_s)},"
            f" stand {clock(summary.stand_time_s)}, pause {clock(summary.pause_time_s)}{_apart(summary)}"
        )
    return "\n".join([*lines, *(f"  {note.message}" for note in measured.quality.notes)])


def skipped_line(analysed: Analysed, skipped: Skipped) -> str:
    """How many files of one kind in an archive were passed over."""
    what = "file that is no activity" if skipped.count == 1 else "files that are no activities"
    return f"{label(analysed)}: skipped: {skipped.count} {what} ({skipped.kind.replace('_', ' ')})"


def _apart(summary: RunSummary) -> str:
    """What is not known, not on foot or not certain, where there is any."""
    parts = {
        "not recorded": summary.unknown_time_s,
        "not on foot": summary.not_on_foot_time_s,
        "uncertain": summary.uncertain_time_s,
    }
    return "".join(f", {name} {clock(seconds)}" for name, seconds in parts.items() if seconds >= 1)


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
