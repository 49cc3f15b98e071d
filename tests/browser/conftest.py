"""A real server on loopback and a real Chromium in front of it."""

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ui.launch import LOOPBACK, free_port, serve_command, serve_environment

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
#: No sandbox, because a container's root has none; nothing that would look for a network.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_TIMEOUT_S = 60.0
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Server:
    """A served app and the data folder it works on."""

    address: str
    home: Path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or a skip that says what is missing."""
    names = (os.environ.get("STRIDEGATE_CHROMIUM", ""), *CHROMIUM_NAMES)
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("there is no Chromium here; `make browser` installs one")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


def serve(home: Path) -> Iterator[Server]:
    """The app as its own launcher starts it, on a free port, over the data in `home`."""
    port = free_port(8600)
    environment = serve_environment() | {"STRIDEGATE_HOME": str(home)}
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(serve_command(port), env=environment, stdout=log, stderr=log)
    address = f"http://{LOOPBACK}:{port}"
    try:
        _wait(f"{address}/_stcore/health", process)
        yield Server(address, home)
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended by itself; its log lies in the data folder"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    raise TimeoutError(f"no answer from {address} in {START_TIMEOUT_S} s")


def open_page(browser: Browser, address: str, *, size: dict[str, int], scheme: str = "light") -> Page:
    """A fresh visitor's page of the given size, at the address."""
    context = browser.new_context(viewport=size, color_scheme=scheme, timezone_id="Europe/Berlin")
    page = context.new_page()
    page.goto(address)
    return page
