"""How the dashboard is started, and how the app knows that it was started so."""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from ui.auth_settings import AuthSettings, SettingsError, auth_settings
from ui.palette import theme_options

LAUNCHED_VARIABLE = "STRIDEGATE_LAUNCHED"
#: Set by `stridegate demo` alone, for the server it starts; `serve` takes it away.
DEMO_VARIABLE = "STRIDEGATE_DEMO"
LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
#: Headers that only a proxy adds. In alone mode nobody signs in, so nobody may come through one.
FORWARDED_HEADERS = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
#: The word in an address that carries an invitation's token.
INVITATION = "invitation"
DEFAULT_PORT = 8501
PORTS_TRIED = 50


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the data lives: `STRIDEGATE_HOME`, else this system's folder for a user's data."""
    home = environment.get("STRIDEGATE_HOME")
    return Path(home) if home else platformdirs.user_data_path("stridegate", appauthor=False)


def database_url(environment: Mapping[str, str] = os.environ) -> str | None:
    """The address of the database; null means SQLite in the data folder."""
    return environment.get("STRIDEGATE_DATABASE_URL") or None


def sign_in_settings(environment: Mapping[str, str] = os.environ) -> AuthSettings | None:
    """The settings of a clinic's sign-in; null where one runner uses her own machine."""
    return auth_settings(data_folder(environment), environment)


def invitation_link(token: str) -> str:
    """The address to send to whoever is invited."""
    settings = sign_in_settings()
    return f"{settings.public_url if settings else ''}/?{INVITATION}={token}"


def free_port(first: int = DEFAULT_PORT) -> int:
    """The first free loopback port from `first` on; raises OSError where none of fifty is free."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port between {first} and {first + PORTS_TRIED - 1} on {LOOPBACK}")


def serve_command(
    port: int, *, address: str = LOOPBACK, environment: Mapping[str, str] = os.environ
) -> list[str]:
    """The command that serves the app, with every setting that matters spelled out.

    Raises SettingsError for another address than loopback where nobody has to sign in.
    """
    app = Path(__file__).parents[1] / "app.py"
    settings = sign_in_settings(environment)
    if settings is None and address not in LOOPBACK_NAMES:
        raise SettingsError(
            f"Without sign-in, Stridegate answers on this computer only, not on {address}. "
            "The deployment page tells how to set up sign-in."
        )
    options: dict[str, object] = {
        "server.address": address,
        "server.port": port,
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 64,
        "server.enableXsrfProtection": "true",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "runner.enforceSerializableSessionState": "true",
        **theme_options(),
    }
    if settings is not None:
        options["secrets.files"] = settings.file
        options["server.allowedHosts"] = settings.public_host
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(app), *flags]


def serve_environment(base: Mapping[str, str] = os.environ, *, is_demo: bool = False) -> dict[str, str]:
    """The environment of the served app: the given one, marked as started by the launcher, and for what."""
    given = {name: value for name, value in base.items() if name != DEMO_VARIABLE}
    return given | {LAUNCHED_VARIABLE: "1"} | ({DEMO_VARIABLE: "1"} if is_demo else {})


def shows_demo(environment: Mapping[str, str] = os.environ) -> bool:
    """True where the launcher started this server as the demo, over the demo's own store."""
    return environment.get(DEMO_VARIABLE) == "1" and sign_in_settings(environment) is None


def refusal(environment: Mapping[str, str], headers: Mapping[str, str]) -> str | None:
    """Why the app must not be served here, in one sentence; null where it may.

    `headers` are those of the browser's request, names in any case.
    """
    if environment.get(LAUNCHED_VARIABLE) != "1":
        return "Stridegate was not started by its own launcher. Stop it and start it with: stridegate serve"
    lower = {name.lower(): value for name, value in headers.items()}
    host = lower.get("host", LOOPBACK)
    name = host if host.startswith("[") and host.endswith("]") else host.rpartition(":")[0] or host
    settings = sign_in_settings(environment)
    if settings is not None:
        return None if name == settings.public_host else f"This server is not called {name}."
    if any(name in lower for name in FORWARDED_HEADERS):
        return "Nobody signs in here, so Stridegate stays closed to proxies. Open it on this computer."
    if name not in LOOPBACK_NAMES:
        return f"Stridegate has no sign-in here, so it only answers on this computer, not as {name}."
    return None
