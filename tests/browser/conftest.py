"""A real server on loopback and a real Chromium in front of it."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from sample_data.runner import TIME_ZONE
from services import open_services
from services.dates import zone_of
from services.demo import load_sample_runner
from tests.browser.clinic_server import wait_for
from tests.browser.ports import unused_port
from ui.launch import LOOPBACK, serve_command, serve_environment
from ui.terminal import demo_home

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
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
STILL = Path(__file__).parent / "still.py"
#: A page has to answer within this, on a machine that is busy with other tests.
PATIENCE_MS = 60_000


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
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def sample_weeks(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Fills a folder with the sample runner's weeks up to today; they are lived through once a day."""
    lived: dict[date, Path] = {}

    def fill(home: Path) -> None:
        now = datetime.now(UTC)
        today = now.astimezone(zone_of(TIME_ZONE)).date()
        if today not in lived:
            lived[today] = tmp_path_factory.mktemp("weeks")
            services = open_services(lived[today])
            load_sample_runner(services, now=now)
            services.close()
        shutil.copytree(lived[today], home, dirs_exist_ok=True)

    return fill


@pytest.fixture
def sample_server(tmp_path: Path, sample_weeks: Callable[[Path], None]) -> Iterator[Server]:
    """The app as its own launcher starts it, on a free port, over the sample runner's weeks."""
    sample_weeks(tmp_path)
    with served(tmp_path, is_demo=False) as server:
        yield server


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo with its twelve runners and their therapist, for tests that change nothing in it."""
    home = tmp_path_factory.mktemp("demo")
    demo_home.fill(home, now=datetime.now(UTC), kept=tmp_path_factory.mktemp("kept") / "demo")
    with served(home, is_demo=True) as server:
        yield server


@contextmanager
def served(home: Path, *, is_demo: bool, still_at: datetime | None = None) -> Iterator[Server]:
    """The app over a data folder; with `still_at` its pages always read that instant."""
    port = unused_port()
    environment = serve_environment(is_demo=is_demo) | {"STRIDEGATE_HOME": str(home)}
    command = serve_command(port)
    if still_at is not None:
        environment |= {"STRIDEGATE_STILL": still_at.isoformat(), "PYTHONPATH": str(STILL.parents[2])}
        command = [str(STILL) if part.endswith("app.py") else part for part in command]
    log = (home / "server.log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    address = f"http://{LOOPBACK}:{port}"
    try:
        wait_for(f"{address}/_stcore/health", process)
        yield Server(address, home)
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a fresh visitor's page at an address, on a phone or a desktop, light or dark."""
    contexts = []

    def open_page(address: str, *, device: str, scheme: Literal["light", "dark"] = "light") -> Page:
        context = browser.new_context(
            viewport=SIZES[device],
            color_scheme=scheme,
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
