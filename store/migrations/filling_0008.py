"""What migration 0008 fills from the rows that were there: it belongs to it, and never changes either."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from store.types import UtcDateTime

#: Where a row of a runner says when it became known.
_KNOWN = {
    "stage_change": ("made_utc",),
    "decision": ("made_utc",),
    "check_in": ("made_utc",),
    "record": ("made_utc",),
    "activity": ("imported_utc",),
    "tombstone": ("deleted_utc",),
    "hold": ("ordered_utc",),
    "review": ("made_utc",),
    "open_finding": ("opened_utc", "closed_utc"),
    "care_link": ("began_utc", "ended_utc"),
}
#: Columns whose values Python has to understand; all others are handed on as they are.
#: What becomes known grows strictly.
_NEXT = timedelta(microseconds=1)

_TYPES: dict[str, Any] = {
    "on_date": sa.Date(),
    "examined_on": sa.Date(),
    "week_start": sa.Date(),
    "was_allowed": sa.Boolean(),
}


def _table(name: str, columns: Iterable[str]) -> sa.TableClause:
    return sa.table(
        name,
        *(
            sa.column(column, UtcDateTime() if column.endswith("_utc") else _TYPES.get(column))
            for column in columns
        ),
    )


def _rows(name: str, *columns: str, order: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    table = _table(name, columns)
    query = sa.select(*table.c).order_by(*(table.c[column] for column in order))
    return [dict(row) for row in op.get_bind().execute(query).mappings()]


def _add(name: str, values: dict[str, Any]) -> None:
    op.get_bind().execute(_table(name, values).insert().values(values))


def _said(text: str | None) -> dict[str, Any]:
    """What kept JSON says; nothing where it cannot be read, which is the reader's to tell."""
    try:
        said = json.loads(text or "{}")
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def fill_happened() -> None:
    revisions = _table("symptom_revision", ("entry_id", "revision", "answers", "made_utc"))
    first = sa.select(revisions.c.entry_id, sa.func.min(revisions.c.revision).label("revision"))
    oldest = first.group_by(revisions.c.entry_id).subquery()
    query = sa.select(*revisions.c).join(
        oldest, sa.and_(oldest.c.entry_id == revisions.c.entry_id, oldest.c.revision == revisions.c.revision)
    )
    entry = _table("symptom_entry", ("id", "happened_utc"))
    for row in op.get_bind().execute(query).mappings().all():
        at = _instant_of(_said(row["answers"]).get("at"))
        if at is not None:
            happened = min(at, row["made_utc"])
            op.get_bind().execute(
                entry.update().where(entry.c.id == row["entry_id"]).values(happened_utc=happened)
            )


def _instant_of(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return at.astimezone(UTC) if at.tzinfo is not None else None


def number_findings() -> None:
    finding = _table("open_finding", ("id", "key", "number"))
    numbers: dict[tuple[str, str], int] = {}
    for row in _rows("open_finding", "id", "runner_id", "gate", order=("id",)):
        which = (row["runner_id"], row["gate"])
        numbers[which] = numbers.get(which, 0) + 1
        values = {"key": row["gate"], "number": numbers[which]}
        op.get_bind().execute(finding.update().where(finding.c.id == row["id"]).values(values))


def copy_closings() -> None:
    """An old closing names all that had been written before it: that is what it answered."""
    said = list(_told_before())
    ids = _table("closing", ("id",))
    closed = ("closed_utc", "closed_by", "closed_because", "examined_by", "examined_on", "self_stated")
    for row in _rows("open_finding", "id", "runner_id", "key", *closed, order=("id",)):
        if row["closed_utc"] is None:
            continue
        _add(
            "closing",
            {
                "runner_id": row["runner_id"],
                "finding_key": row["key"],
                "closed_utc": row["closed_utc"],
                "closed_by": row["closed_by"],
                "role": "self_stated" if row["self_stated"] else "pt",
                "kind": "looked",
                "because": row["closed_because"] or "",
                "examined_by": row["examined_by"],
                "examined_on": row["examined_on"],
            },
        )
        closing_id = op.get_bind().execute(sa.select(sa.func.max(ids.c.id))).scalar_one()
        for runner_id, source, number, made_utc in said:
            if runner_id == row["runner_id"] and made_utc <= row["closed_utc"]:
                _add("closing_seen", {"closing_id": closing_id, "source": source, "revision": number})


def _told_before() -> Iterator[tuple[str, str, int, datetime]]:
    """Each revision of each entry and check-in: whose, its name as a source, its number, when written."""
    owner = {row["id"]: row["runner_id"] for row in _rows("symptom_entry", "id", "runner_id")}
    for row in _rows("symptom_revision", "entry_id", "revision", "made_utc"):
        yield owner[row["entry_id"]], str(row["entry_id"]), row["revision"], row["made_utc"]
    for row in _rows("check_in", "runner_id", "week_start", "revision", "made_utc"):
        source = f"check-in {row['week_start'].isoformat()}"
        yield row["runner_id"], source, row["revision"], row["made_utc"]


def fill_births() -> None:
    """Each change of the birth date that a profile ever said; one taken out again was taken back."""
    before: dict[str, date | None] = {}
    columns = ("runner_id", "kind", "revision", "content", "made_utc", "made_by")
    for row in _rows("record", *columns, order=("runner_id", "kind", "revision")):
        if row["kind"] != "profile":
            continue
        said, had = _day_of(_said(row["content"]).get("birth_date")), before.get(row["runner_id"])
        if said == had:
            continue
        before[row["runner_id"]] = said
        _add(
            "birth",
            {
                "runner_id": row["runner_id"],
                "kind": "taken_back" if said is None else "birth",
                "on_date": said or had,
                "known_utc": row["made_utc"],
                "made_by": row["made_by"],
            },
        )


def _day_of(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def fill_zones() -> None:
    runners = {row["person_id"] for row in _rows("role", "person_id", "role") if row["role"] == "runner"}
    for row in _rows("person", "id", "time_zone", "created_utc", order=("id",)):
        if row["id"] in runners:
            values = {"runner_id": row["id"], "from_utc": row["created_utc"], "time_zone": row["time_zone"]}
            _add("zone_change", values)


def fill_run_told() -> None:
    """What the kept decisions and stages had told her when each run began; nothing where they are silent."""
    stages = _by_runner(
        "stage_change", "runner_id", "plan_id", "plan_version", "stage_id", "made_utc", order=("id",)
    )
    answers = _by_runner("decision", "runner_id", "running_allowed", "made_utc", order=("id",))
    for run in _rows("activity", "id", "runner_id", "start_utc", "imported_utc", order=("id",)):
        stage = _told_at(stages.get(run["runner_id"], []), run["start_utc"])
        answer = _told_at(answers.get(run["runner_id"], []), run["start_utc"])
        if stage is None and answer is None:
            continue
        _add(
            "run_told",
            {
                "activity_id": run["id"],
                "runner_id": run["runner_id"],
                "plan_id": stage and stage["plan_id"],
                "plan_version": stage and stage["plan_version"],
                "stage_id": stage and stage["stage_id"],
                "was_allowed": bool(answer["running_allowed"]) if answer else None,
                "known_utc": run["imported_utc"],
            },
        )


def _by_runner(name: str, *columns: str, order: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(name, *order, *columns, order=order):
        found.setdefault(row["runner_id"], []).append(row)
    return found


def _told_at(rows: list[dict[str, Any]], at: datetime) -> dict[str, Any] | None:
    return next((row for row in reversed(rows) if row["made_utc"] <= at), None)


def carry_stages_over() -> None:
    known = _newest_known()
    in_force: dict[str, dict[str, Any]] = {}
    columns = ("runner_id", "plan_id", "plan_version", "stage_id", "made_utc")
    for row in _rows("stage_change", "id", *columns, order=("id",)):
        in_force[row["runner_id"]] = {column: row[column] for column in columns}
    for runner_id, row in sorted(in_force.items()):
        _add(
            "stage_change",
            {**row, "kind": "carried", "because": "carried over", "known_utc": known[runner_id] + _NEXT},
        )


def register_what_stands() -> None:
    """Findings and orders that stand open begin the register: a restore of an older copy finds them there."""
    found = [
        (row["opened_utc"], row["runner_id"], row["key"])
        for row in _rows("open_finding", "runner_id", "key", "opened_utc", "closed_utc")
        if row["closed_utc"] is None
    ]
    found += [
        (row["ordered_utc"], row["runner_id"], f"order:{row['ordered_utc'].isoformat()}")
        for row in _rows("hold", "runner_id", "ordered_utc", "lifted_on")
        if row["lifted_on"] is None
    ]
    previous = "0" * 64
    for seq, (at_utc, runner_id, code) in enumerate(sorted(found), start=1):
        at_us = int(at_utc.timestamp() * 1_000_000)
        text = "\x1f".join((previous, str(seq), runner_id, code, "opened", str(at_us)))
        values = {
            "seq": seq,
            "runner_id": runner_id,
            "code": code,
            "kind": "opened",
            "at_utc": at_utc,
            "previous_sha256": previous,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        }
        _add("caution", values)
        previous = values["sha256"]


def _newest_known() -> dict[str, datetime]:
    """When the newest row of each runner became known."""
    newest: dict[str, datetime] = {}
    owner = {row["id"]: row["runner_id"] for row in _rows("symptom_entry", "id", "runner_id")}
    said = [
        (owner[row["entry_id"]], row["made_utc"]) for row in _rows("symptom_revision", "entry_id", "made_utc")
    ]
    kept = [
        (row["runner_id"], row[column])
        for table, columns in _KNOWN.items()
        for row in _rows(table, "runner_id", *columns)
        for column in columns
    ]
    for runner_id, at in (*said, *kept):
        if at is not None:
            newest[runner_id] = max(newest.get(runner_id, at), at)
    return newest
