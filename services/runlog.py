"""A runner's whole log as sessions and as the frame that weeks are summed from."""

from collections.abc import Collection
from datetime import date, datetime

import polars as pl

from analysis.schema import RunLog
from ingest.frames import schema_of
from services.casebook import case_entries
from services.history import read_life
from services.sessions import HeldSession
from store import activities, diary
from store.activities import ActivityRow
from store.engine import Connection


def all_sessions(
    connection: Connection, runner_id: str, *, since: date, now: datetime
) -> tuple[HeldSession, ...]:
    """Return a runner's sessions from a local date on, as the gate reads them."""
    held = read_life(connection, runner_id, now=now).sessions
    return tuple(session for session in held if session.local_date >= since)


def run_log(connection: Connection, runner_id: str, *, since: date, now: datetime) -> pl.DataFrame:
    """Return a `RunLog`: one row a session with running in it, and one for everything else done."""
    found = all_sessions(connection, runner_id, since=since, now=now)
    sessions = [held for held in found if not held.is_deleted]
    in_sessions = {activity_id for held in sessions for activity_id in held.activity_ids}
    entries = case_entries(diary.entries_of(connection, runner_id, since=since), sessions)
    efforts = {
        entry.session: entry.effort_0_10
        for entry in entries
        if entry.session and entry.effort_0_10 is not None
    }
    rows = [_session_row(held, efforts.get(held.session_id)) for held in sessions]
    kept = activities.activities_of(connection, runner_id, since=since)
    there = {row.id for row in kept}
    rows += [_other_row(row) for row in kept if row.id not in in_sessions and _is_counted(row, there)]
    return RunLog.validate(pl.DataFrame(rows, schema=schema_of(RunLog), orient="row"))


def _session_row(held: HeldSession, effort_0_10: float | None) -> dict[str, object]:
    ids = {part.row.id for part in held.parts}
    # Two recordings that may be one run are one here.
    parts = [part for part in held.parts if part.row.twin_of not in ids or part.row.is_apart]
    found = [part.measurement for part in parts if part.measurement]
    longest = max(found, key=lambda m: m.run_time_s or 0.0, default=None)
    return {
        "local_date": held.local_date,
        "start_utc": held.start_utc,
        "end_utc": held.end_utc,
        "is_run": held.run_time_s is None or held.run_time_s > 0,
        "timer_time_s": sum(part.row.timer_time_s for part in parts),
        "run_time_s": _known_sum([m.run_time_s for m in found]),
        "run_distance_m": _known_sum([m.run_distance_m for m in found]),
        "longest_run_bout_s": max((m.longest_run_bout_s or 0.0 for m in found), default=None),
        "run_cadence_spm": longest.run_cadence_spm if longest else None,
        "run_pace_s_per_km": longest.run_pace_s_per_km if longest else None,
        "prescribed_run_time_s": held.prescribed.run_time_s if held.prescribed else None,
        "rpe_0_10": effort_0_10,
        "device_rpe_0_10": next(
            (part.row.device_rpe_0_10 for part in held.parts if part.row.device_rpe_0_10 is not None), None
        ),
    }


def _is_counted(row: ActivityRow, there: Collection[str]) -> bool:
    """Whether it has a place in time, and is not one run with another that is there."""
    return not row.is_undated and (row.is_apart or row.twin_of not in there)


def _other_row(row: ActivityRow) -> dict[str, object]:
    return {
        "local_date": row.local_date,
        "start_utc": row.start_utc,
        "end_utc": row.end_utc,
        "is_run": False,
        "timer_time_s": row.timer_time_s,
    }


def _known_sum(values: list[float | None]) -> float | None:
    """The sum of what is known, null where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
