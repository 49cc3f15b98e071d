"""Who has to stay deleted: a file beside the database, which a restore of an older backup still finds."""

import json
import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from services.errors import RefusedError
from store.deletions import Deletion

DELETIONS_NAME = "deletions.jsonl"
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
