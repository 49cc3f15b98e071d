"""The runner's rights: everything in one file, deletion for good, and who looked at what."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

import polars as pl

from services.acts import Act
from services.context import Context
from services.errors import NotFoundError
from services.exports import Part, json_part, table_parts, write_zip
from services.policy import Access, Actor, visit
from services.register import remember_beside
from store import audit, people
from store.deletions import Deletion, delete_person, remember_deletion
from store.engine import Connection
from store.export import ExportedTable, samples_about, tables_about
from store.whole import scrub

#: Columns that hold JSON text, which data.json shows as what it says.
_JSON_COLUMNS = frozenset(
    {
        "answers",
        "because_of",
        "barred",
        "bouts",
        "content",
        "device_splits",
        "dropped",
        "facts",
        "file_notes",
        "laps",
        "pauses",
        "quality_notes",
        "record",
        "seen",
        "workout_steps",
    }
)
_ABOUT = {
    "activity": "your runs, and what else your watch recorded",
    "audit": "who did what with your data, and when",
    "birth": "births and pregnancies, as you told them",
    "care_link": "who may or might look at your data",
    "caution": "which stops and findings were opened and closed, by their codes",
    "check_in": "your weekly check-ins, with every change",
    "closing": "who closed which finding, when and why",
    "closing_seen": "which answers each closing had seen",
    "decision": "every answer, with the facts that it was made from",
    "difference": "where what stands for you became another with a new edition, by its codes",
    "looked": "who acted on an alert about you",
    "measurement": "what was measured in each activity",
    "note": "notes to you",
    "record": "profile, readiness, examination, clearance and baseline, with every change",
    "run_told": "what you had been told when each run began",
    "symptom_revision": "your symptom entries, with every change",
    "unsaved": "what you tapped and have not saved yet",
    "well_again": "since when you were well again after an illness",
    "zone_change": "your time zones",
}


@dataclass(frozen=True)
class Deleted:
    """A deletion that was carried out; older backups hold the data until the day named."""

    person_id: str
    in_backups_until: date


@dataclass(frozen=True)
class Look:
    """What somebody did with one's data; `by_name` is null where no account is behind it any more."""

    at_utc: datetime
    by_name: str | None
    by_kind: str
    action: str
    about: str | None


class Rights:
    """What a person may ask for at any time."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def export(self, actor: Actor, person_id: str, out: IO[bytes], *, now: datetime) -> None:
        """Write everything about a person into one zip file: JSON, CSV and Parquet."""
        with visit(
            self._context, actor, Access.RIGHTS, subject_id=person_id, doing=Act.EXPORT, now=now
        ) as desk:
            if people.person_by_id(desk.connection, person_id) is None:
                raise NotFoundError("There is no such account.")
            write_zip(_parts(desk.connection, person_id), out, made_utc=now)

    def delete_everything(self, actor: Actor, person_id: str, *, now: datetime) -> Deleted:
        """Delete a person with all rows and samples; only audit entries without health data stay.

        It is remembered beside the database and carried out again after every restore.
        """
        with visit(
            self._context,
            actor,
            Access.RIGHTS,
            subject_id=person_id,
            doing=Act.DELETE_ACCOUNT,
            now=now,
            writes=True,
        ) as desk:
            if people.person_by_id(desk.connection, person_id) is None:
                raise NotFoundError("There is no such account.")
            deletion = Deletion(person_id, "person", now)
            remember_beside(self._context.home, deletion)
            delete_person(desk.connection, person_id)
            remember_deletion(desk.connection, deletion)
        scrub(self._context.engine)
        return Deleted(person_id, (now + self._context.backups_kept_for).date())

    def who_looked(self, actor: Actor, *, now: datetime) -> tuple[Look, ...]:
        """Return everything that others did with the actor's data, newest first."""
        person_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.ACCOUNT, subject_id=person_id, doing=Act.READ_AUDIT, now=now
        ) as desk:
            entries = audit.entries_about(desk.connection, person_id)
            ids = {entry.actor_id for entry in entries if entry.actor_id}
            found = [people.person_by_id(desk.connection, actor_id) for actor_id in ids]
        names = {person.id: person.display_name for person in found if person}
        return tuple(
            Look(entry.at_utc, names.get(entry.actor_id or ""), entry.actor_kind, entry.action, entry.about)
            for entry in entries
        )


def _parts(connection: Connection, person_id: str) -> Iterator[Part]:
    """Every table as JSON, CSV and Parquet, and the samples of every activity, one in memory at a time."""
    everything: dict[str, list[dict[str, object]]] = {}
    for table in tables_about(connection, person_id):
        if not table.rows:
            continue
        everything[table.name] = [_readable(table, row) for row in table.rows]
        frame = pl.DataFrame(table.rows, schema=list(table.columns), orient="row", infer_schema_length=None)
        yield from table_parts(f"tables/{table.name}", _ABOUT.get(table.name, table.name), frame)
    yield json_part("data.json", "all the tables in one file", everything)
    for samples in samples_about(connection, person_id):
        about = "what the watch recorded, one row a moment, in the activity of this id"
        yield Part(f"samples/{samples.activity_id}.parquet", about, samples.parquet)


def _readable(table: ExportedTable, row: tuple[object, ...]) -> dict[str, object]:
    return {
        name: json.loads(value) if name in _JSON_COLUMNS and isinstance(value, str) else value
        for name, value in zip(table.columns, row, strict=True)
    }
