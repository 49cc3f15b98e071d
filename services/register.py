"""Who stays deleted and who stays stopped: files beside the database, which a restore still finds."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from services.errors import RefusedError
from store import caution
from store.caution import Caution
from store.deletions import Deletion
from store.engine import Engine, reading

DELETIONS_NAME = "deletions.jsonl"
CAUTION_NAME = "caution.jsonl"
#: The code of a runner whose stops nobody knows after a restore; it ends with her next entry.
RESTORED = "restored"
#: How the code of an order begins.
ORDER = "order:"
#: How a source is called that only the register knows.
FROM_REGISTER = "caution "
_TAIL_BYTES = 4096
BACKUP_DAYS_VARIABLE = "STRIDEGATE_BACKUP_DAYS"
#: How long the rotation keeps backups where nobody says otherwise.
BACKUPS_KEPT_FOR = timedelta(days=35)
_LONGEST = 3650


def backups_kept_for(environment: Mapping[str, str]) -> timedelta:
    """Read how long backups are kept: what was deleted is gone from all of them after that.

    Raises RefusedError where the setting is not a number of days.
    """
    days = environment.get(BACKUP_DAYS_VARIABLE)
    if not days:
        return BACKUPS_KEPT_FOR
    if not days.isascii() or not days.isdigit() or not 1 <= int(days) <= _LONGEST:
        raise RefusedError(f"{BACKUP_DAYS_VARIABLE} is a whole number of days from 1 to {_LONGEST}.")
    return timedelta(days=int(days))


def remember_beside(home: Path, deletion: Deletion) -> None:
    """Write a deletion into the file beside the database, on disk before anything else happens."""
    line = {**vars(deletion), "deleted_utc": deletion.deleted_utc.isoformat()}
    with (home / DELETIONS_NAME).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def remembered_beside(home: Path) -> tuple[Deletion, ...]:
    """Read the deletions beside the database; a last line cut off by a crash was not acknowledged."""
    path = home / DELETIONS_NAME
    if not path.exists():
        return ()
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue
        at = datetime.fromisoformat(record["deleted_utc"])
        found.append(Deletion(record["subject_id"], record["kind"], at))
    return tuple(found)


def order_code(ordered_utc: datetime) -> str:
    """The code of an order: by its instant, because a restored store gives out its numbers anew."""
    return f"{ORDER}{ordered_utc.astimezone(UTC).isoformat()}"


def mirror_caution(home: Path, engine: Engine, *, whole: bool = False) -> None:
    """Write what the register of stops, holds and closings has gained into the file beside the database.

    After the commit: a closing that never happened must not stand there. What a crash leaves out is
    caught up by the next write. After a restore it is written `whole`: places in it are others then, and a
    line that is there twice is one fact.
    """
    last = max((seq for seq, _ in _caution_lines(_tail(home / CAUTION_NAME))), default=0)
    last = 0 if whole else last
    with reading(engine) as connection:
        new = caution.entries_after(connection, last)
    if not new:
        return
    handle = os.open(home / CAUTION_NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        for entry in new:
            line = {
                "seq": entry.seq,
                "runner_id": entry.runner_id,
                "code": entry.code,
                "kind": entry.kind,
                "at_utc": entry.at_utc.isoformat(),
            }
            file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def caution_beside(home: Path) -> tuple[Caution, ...]:
    """Read the register of stops, holds and closings beside the database."""
    path = home / CAUTION_NAME
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return tuple(entry for _, entry in _caution_lines(text))


def _tail(path: Path) -> str:
    """The last lines of a file, the first of them perhaps cut."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
        return file.read().decode("utf-8", errors="replace")


def _caution_lines(text: str) -> list[tuple[int, Caution]]:
    found = []
    for line in text.splitlines():
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            # Cut off by a crash, or by where the tail begins.
            continue
        at = datetime.fromisoformat(record["at_utc"])
        found.append((record["seq"], Caution(record["runner_id"], record["code"], record["kind"], at)))
    return found
