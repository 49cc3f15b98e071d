"""What every use case works on: the database, the data folder, the mode and the secret key."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from services.errors import in_service_words
from services.notices import MailSettings
from services.register import BACKUPS_KEPT_FOR
from store.engine import Engine, open_engine, sqlite_url
from store.migrate import upgrade
from store.whole import key_chain

Mode = Literal["alone", "clinic"]
KEY_NAME = "secret.key"
#: Says that the audit chain of this data folder's database is under its key.
KEYED_NAME = "audit.keyed"
_KEY_BYTES = 32


@dataclass(frozen=True)
class Context:
    """Made once at the front door and handed to every service.

    `secret_key` hashes device serials, signs invitations and keys the audit chain; it stays outside
    the database.
    """

    engine: Engine
    home: Path
    mode: Mode
    secret_key: bytes
    #: Null where nobody set up mail: then nobody is alerted, and the screens say so.
    mail: MailSettings | None = None
    #: How long the rotation keeps backups.
    backups_kept_for: timedelta = BACKUPS_KEPT_FOR

    @property
    def is_alone(self) -> bool:
        """True where one runner uses her own machine and nobody signs in."""
        return self.mode == "alone"


def open_context(
    home: Path,
    *,
    database_url: str | None = None,
    mode: Mode = "alone",
    mail: MailSettings | None = None,
    backups_kept_for: timedelta = BACKUPS_KEPT_FOR,
) -> Context:
    """Open (and where needed make or bring up to date) the data folder and its database.

    Raises UnavailableError with one sentence where that cannot be done.
    """
    with in_service_words():
        url = database_url or sqlite_url(home)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret_key = read_or_make_key(home / KEY_NAME)
        engine = open_engine(url, audit_key=audit_key_of(secret_key))
        try:
            upgrade(engine)
            # Once for each data folder: after that, a chain without the key is a forged one.
            if not (home / KEYED_NAME).exists() and key_chain(engine):
                (home / KEYED_NAME).touch(mode=0o600)
        except BaseException:
            engine.dispose()
            raise
    return Context(engine, home, mode, secret_key, mail, backups_kept_for)


def audit_key_of(secret_key: bytes) -> bytes:
    """Return the key of the audit chain, which is no other use of the secret."""
    return hmac.new(secret_key, b"audit chain", hashlib.sha256).digest()


def read_or_make_key(path: Path) -> bytes:
    """Return the key in this file, making it, for its owner only, the first time."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    return bytes.fromhex(path.read_text(encoding="ascii"))
