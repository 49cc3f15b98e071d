"""The week and the episode for a physical therapist: as PDF, and as a page for the browser to print."""

from services.exports.records import EpisodeReport, WeekReport
from services.exports.report.episode import episode_document
from services.exports.report.page import inset, page
from services.exports.report.pdf import pdf
from services.exports.report.week import week_document


def week_report_pdf(report: WeekReport) -> bytes:
    """The week as a PDF on A4; the same bytes for the same report."""
    return pdf(week_document(report))


def week_report_page(report: WeekReport) -> str:
    """The week as one HTML page with nothing to load, to read on a screen or to print."""
    return page(week_document(report))


def week_report_inset(report: WeekReport) -> str:
    """The week as a sheet of HTML to lay into another page."""
    return inset(week_document(report))


def episode_report_pdf(report: EpisodeReport) -> bytes:
    """The episode as a PDF on A4; the same bytes for the same report."""
    return pdf(episode_document(report))


def episode_report_page(report: EpisodeReport) -> str:
    """The episode as one HTML page with nothing to load, to read on a screen or to print."""
    return page(episode_document(report))


def episode_report_inset(report: EpisodeReport) -> str:
    """The episode as a sheet of HTML to lay into another page."""
    return inset(episode_document(report))
