"""A clinic's server with a real OpenID provider beside it, both on loopback."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.ports import unused_port
from tests.clinic import write_secrets
from ui.launch import LOOPBACK, serve_command, serve_environment

START_TIMEOUT_S = 60.0


def claims(email: str, name: str) -> dict[str, object]:
    """Somebody whom the provider knows, under her e-mail address."""
    return {"sub": email, "email": email, "email_verified": True, "name": name}


@contextmanager
def provider(people: Sequence[dict[str, object]], *, max_age_s: int = 3600) -> Iterator[str]:
    """Run the provider and give its address."""
    port = unused_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--token-max-age", str(max_age_s)]
    for person in people:
        command += ["--user-claims", json.dumps(person)]
    address = f"http://{LOOPBACK}:{port}"
    with _running(command, dict(os.environ), f"{address}/.well-known/openid-configuration"):
        yield address


@contextmanager
def clinic_server(home: Path, provider_address: str, *, public: str | None = None) -> Iterator[str]:
    """Serve a data folder as a clinic's and give its address; `public` is what people open instead."""
    port = unused_port()
    address = f"http://{LOOPBACK}:{port}"
    write_secrets(home, public or address, provider_address)
    environment = {name: value for name, value in os.environ.items() if name != "STRIDEGATE_DATABASE_URL"} | {
        "STRIDEGATE_HOME": str(home)
    }
    command = serve_command(port, environment=environment)
    with _running(command, serve_environment(environment), f"{address}/_stcore/health", home / "server.log"):
        yield address


def sign_in(page: Page, email: str) -> None:
    """Go through the provider's own page."""
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=email).first.click()
    expect(page.locator("h1").first).to_be_visible()


@contextmanager
def _running(
    command: Sequence[str], environment: dict[str, str], address: str, log: Path | None = None
) -> Iterator[None]:
    with ExitStack() as stack:
        out = stack.enter_context(log.open("wb")) if log else subprocess.DEVNULL
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
        try:
            wait_for(address, process)
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Wait until a server answers there; it must not end by itself."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself; its log lies in the data folder"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            time.sleep(0.3)
    raise TimeoutError(f"no answer from {address} in {START_TIMEOUT_S} s")
