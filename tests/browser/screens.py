"""Writes the pictures that the README shows: `python -m tests.browser.screens docs/screens`.

The demo is lived through up to a fixed day, and both the pages' clock and the browser's stand still
there, so that the same program draws the same pictures.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.axe import settled
from tests.browser.conftest import CHROMIUM_FLAGS, CHROMIUM_NAMES, PATIENCE_MS, SIZES, served
from ui.navigation import FOLDER
from ui.terminal import demo_home

#: A Tuesday morning.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RUNNER_PAGES = (
    "today",
    "add_runs",
    "how_was_it",
    "run",
    "progress",
    "check_in",
    "next_session",
    "something_wrong",
    "why_wait",
    "my_pt",
    "my_data",
)
CARE_PAGES = ("pt_caseload", "pt_review", "pt_assessment", "pt_plan", "pt_report")
DARK = {"phone": ("today", "progress"), "desktop": ("pt_caseload", "pt_review")}
#: So much of a long page is shown.
MOST_HEIGHT_PX = {"phone": 1500, "desktop": 1400}
COLOURS = 128
Scheme = Literal["light", "dark"]


def shoot(
    browser: Browser, address: str, folder: Path, device: str, scheme: Scheme, names: Sequence[str]
) -> None:
    """One picture for each page."""
    context = browser.new_context(
        viewport=SIZES[device], color_scheme=scheme, timezone_id="Europe/Berlin", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    for name in names:
        page.set_viewport_size(SIZES[device])
        page.goto(f"{address}/{'' if name == 'today' else name}")
        settled(page)
        _show_all(page, device)
        target = folder / f"{name}-{device}{'-dark' if scheme == 'dark' else ''}.png"
        page.screenshot(path=target, animations="disabled")
        _make_small(target)
    context.close()


def _there(*names: str) -> list[str]:
    return [name for name in names if (FOLDER / f"{name}.py").exists()]


def _show_all(page: Page, device: str) -> None:
    """Make the window as high as the page, within reason, so that nothing needs to be scrolled."""
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    size = SIZES[device]
    shown = min(max(height, size["height"]), MOST_HEIGHT_PX[device])
    page.set_viewport_size({"width": size["width"], "height": shown})
    page.wait_for_timeout(1200)
    settled(page)


def _make_small(path: Path) -> None:
    with Image.open(path) as image:
        small = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main(folder: Path) -> int:
    """Start the demo, take every picture, and end it; without Chromium leave the pictures as they are."""
    names = (os.environ.get("STRIDEGATE_CHROMIUM", ""), *CHROMIUM_NAMES)
    chromium_path = next(filter(None, map(shutil.which, names)), None)
    if chromium_path is None:
        sys.stderr.write("skipped: the pictures: there is no Chromium here; `make browser` installs one.\n")
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        home = Path(work) / "home"
        demo_home.fill(home, now=NOW, kept=Path(work) / "kept")
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_FLAGS)
        with served(home, is_demo=True, still_at=NOW) as server:
            for device in SIZES:
                shoot(browser, server.address, folder, device, "light", _there(*RUNNER_PAGES, *CARE_PAGES))
                shoot(browser, server.address, folder, device, "dark", DARK[device])
        browser.close()
    size_mb = sum(file.stat().st_size for file in folder.glob("*.png")) / 1e6
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures, {size_mb:.1f} MB, in {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
