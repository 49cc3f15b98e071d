"""Backup and restore of everything, at the server: one checked SQLite file, whichever database is in use."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from services.acts import Act
from services.context import Context, audit_key_of
from services.errors import RefusedError, in_service_words
from services.policy import Access, Actor, visit
from services.register import ORDER, RESTORED, caution_beside, mirror_caution, remembered_beside
from store import audit, caution, deletions, notices, people, reviews
from store.caution import Caution
from store.engine import Connection, Engine, opened, reading, writing
from store.errors import StoreError
from store.migrate import current_revision, upgrade
from store.notices import NewAlert
from store.whole import CheckReport, check, copy_all, key_chain, make_single_file, scrub

SAFETY_NAME = "before-restore.db"
_PREFIX = "stridegate-"
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class BackupReport:
    """A backup that was written and read back; `audit_head_sha256` proves the chain up to it."""

    path: Path
    row_count: int
    audit_head_sha256: str


@dataclass(frozen=True)
class RestoreReport:
    """A restore; `deleted_again` counts the people and runs that had to stay deleted."""

    row_count: int
    deleted_again: int
    safety_copy: Path


class Backups:
    """Writing and reading backups, while the server runs."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def backup(self, actor: Actor, path: Path, *, now: datetime) -> BackupReport:
        """Write one moment of the database into a file for its owner only, checked before it gets its name.

        Where `path` is a folder, the file is named after the moment, and what the rotation there has
        outlived is removed after it. Raises RefusedError where the file is there already or the copy
        does not check out.
        """
        self._note(actor, Act.BACKUP, now)
        if path.is_dir():
            report = self.backup(actor, path / f"{_PREFIX}{now:{_STAMP}}.db", now=now)
            self._remove_outlived(path, now)
            return report
        if path.exists():
            raise RefusedError(f"{path} is there already. Name another file, so that no backup is lost.")
        report = _write_checked(self._context.engine, path, self._audit_key)
        return BackupReport(path, report.row_count, report.audit_head_sha256)

    def restore(self, actor: Actor, path: Path, *, now: datetime, other_key: bool = False) -> RestoreReport:
        """Put a checked backup in place of everything, after a safety copy of what is there now.

        What was deleted since, by the register in the database and the one beside it, is
        deleted again in the same transaction. Raises RefusedError where the backup is not
        whole; then nothing was changed. `other_key` takes a backup whose secret.key is lost: its
        audit entries are believed as they stand, and that stands in the log.
        """
        self._note(actor, Act.RESTORE, now)
        if not path.is_file():
            raise RefusedError(f"There is no file {path}.")
        engine, home = self._context.engine, self._context.home
        with in_service_words(), tempfile.TemporaryDirectory(dir=home, prefix="restore-") as folder:
            with _opened_copy(path, Path(folder) / "backup.db", self._audit_key) as backup:
                key_chain(backup, whatever_it_is=other_key)
                report = check(backup)
                if report.faults:
                    raise RefusedError(
                        f"{path.name} is not whole, so nothing was changed. {report.faults[0]}"
                    )
                safety = home / SAFETY_NAME
                safety.unlink(missing_ok=True)
                _write_checked(engine, safety, self._audit_key)
                with writing(engine) as connection:
                    register = (*deletions.deletions(connection), *remembered_beside(home))
                    stops = (*caution.entries(connection), *caution_beside(home))
                    copy_all(backup, connection)
                    _keep_stopped(connection, stops, now)
                    again = sum(deletions.delete_again(connection, item) for item in register)
                    audit.append(
                        connection,
                        at_utc=now,
                        actor_kind="operator",
                        actor_id=actor.person_id,
                        action=Act.RESTORED,
                        about=f"chain head {report.audit_head_sha256[:16]}"
                        f"{', other key' if other_key else ''}",
                    )
            mirror_caution(home, engine, whole=True)
            scrub(engine)
        return RestoreReport(report.row_count, again, safety)

    def check(self, actor: Actor, *, now: datetime) -> CheckReport:
        """Check the database in use: file, references, every checksum, the audit chain."""
        self._note(actor, Act.CHECK, now)
        with in_service_words():
            return check(self._context.engine)

    def _remove_outlived(self, folder: Path, now: datetime) -> None:
        """Remove the folder's older backups, and the copy that a restore left."""
        oldest = now - self._context.backups_kept_for
        for old in folder.glob(f"{_PREFIX}*.db"):
            try:
                made = datetime.strptime(old.stem, f"{_PREFIX}{_STAMP}").replace(tzinfo=UTC)
            except ValueError:
                # Somebody else's file.
                continue
            if made < oldest:
                old.unlink()
        safety = self._context.home / SAFETY_NAME
        if safety.exists() and safety.stat().st_mtime < oldest.timestamp():
            safety.unlink()

    @property
    def _audit_key(self) -> bytes:
        return audit_key_of(self._context.secret_key)

    def _note(self, actor: Actor, doing: Act, now: datetime) -> None:
        with visit(
            self._context,
            actor,
            Access.OPERATION,
            subject_id=None,
            doing=doing,
            now=now,
            writes=True,
        ):
            pass


def _keep_stopped(connection: Connection, stops: tuple[Caution, ...], now: datetime) -> None:
    """A restore never un-stops anybody: what was stopped, held or closed since the backup is merged forward.

    Where no register is left beside the data, nobody knows what was stopped since, and every runner is held
    until her next entry; her therapist is told.
    """
    if stops:
        caution.merge(connection, stops)
        _order_again(connection)
        return
    runners = people.people_with_role(connection, "runner")
    caution.append(connection, *(Caution(runner.id, RESTORED, "opened", now) for runner in runners))
    key = f"{RESTORED}:{now.isoformat()}"
    for runner in runners:
        for link in people.links_of_runner(connection, runner.id):
            if link.ended_utc is None:
                alert = NewAlert(link.pt_id, runner.id, key, "red_flag", 0, now, None)
                notices.add_alert(connection, alert, now=now)


def _order_again(connection: Connection) -> None:
    """Put an order that only the register knows back as one that can be lifted; its words are lost."""
    newest = {(entry.runner_id, entry.code): entry for entry in caution.entries(connection)}
    for (runner_id, code), entry in newest.items():
        held = reviews.holds_of(connection, runner_id)
        if (
            not code.startswith(ORDER)
            or entry.kind != "opened"
            or people.person_by_id(connection, runner_id) is None
        ):
            continue
        if any(hold.ordered_utc == entry.at_utc for hold in held):
            continue
        reviews.add_hold(
            connection,
            runner_id=runner_id,
            kind="no_running",
            reason="Ordered before a restore, which lost its words.",
            on=entry.at_utc.date(),
            ordered_by=None,
            now=entry.at_utc,
        )


def _write_checked(engine: Engine, path: Path, audit_key: bytes) -> CheckReport:
    """Copy a database into a new file beside `path`, check the copy, then give it its name."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    os.close(handle)
    written = Path(name)
    try:
        with in_service_words(), opened(f"sqlite:///{written}", audit_key=audit_key) as target:
            upgrade(target)
            with writing(target) as connection:
                copy_all(engine, connection)
            report = check(target)
            make_single_file(target)
        if report.faults:
            raise RefusedError(f"The copy is not whole, so no backup was written. {report.faults[0]}")
        with written.open("rb") as file:
            os.fsync(file.fileno())
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)
    return report


@contextmanager
def _opened_copy(path: Path, into: Path, audit_key: bytes) -> Iterator[Engine]:
    """Open a copy of a backup and bring it to the newest schema; the backup itself stays as it is."""
    shutil.copyfile(path, into)
    with opened(f"sqlite:///{into}", audit_key=audit_key) as backup:
        try:
            with reading(backup) as connection:
                is_ours = current_revision(connection) is not None
            if not is_ours:
                raise RefusedError(f"{path.name} is no backup of Stridegate, so nothing was changed.")
            upgrade(backup)
        except StoreError as error:
            raise RefusedError(f"{path.name} is no backup that can be read. {error.message}") from error
        yield backup
