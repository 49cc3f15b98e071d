"""Files to take away, made from frozen records: workout, calendar, reports, archive. No store, no clock.

    next_session_workout(steps, title=…, created_utc=…)   -> FIT workout for the watch
    reminders_calendar(sessions, check_in, owner=…, zone=…, morning_at=…, made_utc=…)  -> .ics
    week_report_pdf(report), episode_report_pdf(report)   -> PDF; …_page(report) -> the same as HTML;
        …_inset(report) -> the same as a part of another page
    export_zip(parts, made_utc=…), write_zip(parts, file, made_utc=…)  -> zip with a README

The caller checks permission, and for the first two that the stage is in force and running is allowed.
"""

from services.exports.archive import Part, export_zip, json_part, table_parts, write_zip
from services.exports.reminders import reminders_calendar
from services.exports.report import (
    episode_report_inset,
    episode_report_page,
    episode_report_pdf,
    week_report_inset,
    week_report_page,
    week_report_pdf,
)
from services.exports.workout import next_session_workout

__all__ = [
    "Part",
    "episode_report_inset",
    "episode_report_page",
    "episode_report_pdf",
    "export_zip",
    "json_part",
    "next_session_workout",
    "reminders_calendar",
    "table_parts",
    "week_report_inset",
    "week_report_page",
    "week_report_pdf",
    "write_zip",
]
