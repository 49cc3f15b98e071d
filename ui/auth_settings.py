"""The settings of sign-in: an `[auth]` table in a secrets file. Where there is one, people sign in."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

SECRETS_VARIABLE = "STRIDEGATE_SECRETS"
SECRETS_NAME = "secrets.toml"
#: What `st.login` needs; anything else in the table goes to it unchanged.
NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
CALLBACK = "/oauth2callback"
#: Shorter than this, the cookie that says who signed in could be guessed.
SHORTEST_SECRET = 32


class SettingsError(Exception):
    """The sign-in settings cannot be used; the message says what to change."""


@dataclass(frozen=True)
class AuthSettings:
    """Where the settings lie, and the address that people open."""

    file: Path
    public_url: str

    @property
    def public_host(self) -> str:
        """The host name of that address, without its port."""
        return urlsplit(self.public_url).hostname or ""


def auth_settings(home: Path, environment: Mapping[str, str] = os.environ) -> AuthSettings | None:
    """Read `STRIDEGATE_SECRETS`, else `secrets.toml` in the data folder; null where neither has `[auth]`.

    Raises SettingsError where a file is named and cannot be read, or its settings are not complete.
    """
    named = environment.get(SECRETS_VARIABLE)
    file = Path(named) if named else home / SECRETS_NAME
    if not named and not file.exists():
        return None
    try:
        auth = tomllib.loads(file.read_text(encoding="utf-8")).get("auth")
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file} cannot be read: {error}.") from error
    return None if auth is None else _checked(file, auth)


def _checked(file: Path, auth: Mapping[str, str]) -> AuthSettings:
    missing = [name for name in NEEDED if not auth.get(name)]
    if missing:
        raise SettingsError(f"[auth] in {file} lacks {', '.join(missing)}.")
    if len(auth["cookie_secret"]) < SHORTEST_SECRET:
        raise SettingsError(
            f"cookie_secret in {file} is too short; use {SHORTEST_SECRET} characters or more."
        )
    address = auth["redirect_uri"]
    if not address.endswith(CALLBACK) or not urlsplit(address).hostname:
        raise SettingsError(f"redirect_uri in {file} must be the whole address, ending in {CALLBACK}.")
    return AuthSettings(file, address.removesuffix(CALLBACK))
