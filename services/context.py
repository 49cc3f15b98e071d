"""What every use case works on: the database, the data folder, the mode and the secret key."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from services.errors import in_service_words
from services.notices import MailSettings
from store.engine import Engine, open_engine, sqlite_url
from store.migrate import upgrade

Mode = Literal["alone", "clinic"]
KEY_NAME = "secret.key"
_KEY_BYTES = 32


@dataclass(frozen=True)
class Context:
    """Made once at the front door and handed to every service.

    `secret_key` hashes device serials and signs invitations; it stays outside the database.
    """

    engine: Engine
    home: Path
    mode: Mode
    secret_key: bytes
    #: Null where nobody set up mail: then nobody is alerted, and the screens say so.
    mail: MailSettings | None = None

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
) -> Context:
    """Open (and where needed make or bring up to date) the data folder and its database.

    Raises UnavailableError with one sentence where that cannot be done.
    """
    with in_service_words():
        url = database_url or sqlite_url(home)
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        engine = open_engine(url)
        upgrade(engine)
    return Context(engine, home, mode, read_or_make_key(home / KEY_NAME), mail)


def read_or_make_key(path: Path) -> bytes:
    """Return the key in this file, making it, for its owner only, the first time."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_KEY_BYTES))
    return bytes.fromhex(path.read_text(encoding="ascii"))
