"""The runner's rights: everything in one file, deletion for good, and who looked at what."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from services.context import Context
from services.errors import NotFoundError
from services.policy import Access, Actor, visit
from services.register import KEPT_FOR, remember_beside
from store import audit, people
from store.deletions import Deletion, delete_person, remember_deletion
from store.engine import Connection
from store.export import ExportedTable, samples_about, tables_about
from store.whole import scrub

_README = """Everything that Stridegate keeps about you, as of {now} (UTC).

data.json            every table below in one file
tables/NAME.csv      one file a table; times are UTC, numbers SI with the unit in the name
samples/ID.parquet   what your watch recorded in the activity ID, one row a moment (Apache Parquet:
                     read it with pandas, polars, DuckDB, R or a spreadsheet that knows the format)

Columns such as "answers", "record", "bouts" and "laps" hold JSON text. There are no coordinates,
names of places or serial numbers in it: they were dropped when your files were read.
The table "audit" shows who did what with your data, and when.
"""


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

    def export(self, actor: Actor, person_id: str, out: BinaryIO, *, now: datetime) -> None:
        """Write everything about a person into one zip file: JSON, CSV and Parquet."""
        with (
            visit(self._context, actor, Access.RIGHTS, subject_id=person_id, doing="export", now=now) as desk,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            if people.person_by_id(desk.connection, person_id) is None:
                raise NotFoundError("There is no such account.")
            archive.writestr("README.txt", _README.format(now=now.isoformat(timespec="minutes")))
            _write_tables(archive, desk.connection, person_id)
            for samples in samples_about(desk.connection, person_id):
                archive.writestr(f"samples/{samples.activity_id}.parquet", samples.parquet)

    def delete_everything(self, actor: Actor, person_id: str, *, now: datetime) -> Deleted:
        """Delete a person with all rows and samples; only audit entries without health data stay.

        It is remembered beside the database and carried out again after every restore.
        """
        with visit(
            self._context,
            actor,
            Access.RIGHTS,
            subject_id=person_id,
            doing="delete account",
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
        return Deleted(person_id, (now + KEPT_FOR).date())

    def who_looked(self, actor: Actor, *, now: datetime) -> tuple[Look, ...]:
        """Return everything that others did with the actor's data, newest first."""
        person_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.ACCOUNT, subject_id=person_id, doing="read audit", now=now
        ) as desk:
            entries = audit.entries_about(desk.connection, person_id)
            ids = {entry.actor_id for entry in entries if entry.actor_id}
            found = [people.person_by_id(desk.connection, actor_id) for actor_id in ids]
        names = {person.id: person.display_name for person in found if person}
        return tuple(
            Look(entry.at_utc, names.get(entry.actor_id or ""), entry.actor_kind, entry.action, entry.about)
            for entry in entries
        )


def _write_tables(archive: zipfile.ZipFile, connection: Connection, person_id: str) -> None:
    everything: dict[str, list[dict[str, object]]] = {}
    for table in tables_about(connection, person_id):
        archive.writestr(f"tables/{table.name}.csv", _csv(table))
        everything[table.name] = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    archive.writestr("data.json", json.dumps(everything, default=str, indent=1, ensure_ascii=False))


def _csv(table: ExportedTable) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue()
