"""The whole thread in a real browser: a file in, the run seen, a leak noted, the answer turned cautious."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sample_data.runner import sample_runner
from sample_data.shift import shifted_fit

pytestmark = pytest.mark.browser


def _fresh_run(folder: Path) -> Path:
    """The sample runner's newest session, as if she had just come back from it."""
    now = datetime.now(UTC)
    file = sample_runner(now.date()).files[-1]
    path = folder / "just-now.fit"
    path.write_bytes(shifted_fit(file.content, now - timedelta(minutes=20) - file.end_utc))
    return path


def _calm(page: Page) -> None:
    """No traceback and no error on the screen."""
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_leak_after_a_good_run_turns_progress_into_caution(
    sample_server, visit, tmp_path: Path, device: str
) -> None:
    page = visit(sample_server.address, device=device)
    expect(page.get_by_text("Ready for the next step")).to_be_visible()
    _calm(page)

    page.get_by_role("link", name="Add runs").click()
    page.locator("input[type=file]").set_input_files(_fresh_run(tmp_path))
    expect(page.get_by_role("heading", name="How was it?")).to_be_visible()
    _calm(page)

    page.goto(f"{sample_server.address}/run")
    expect(page.get_by_text("As planned")).to_be_visible()
    expect(page.get_by_text("walk 5:00 · 4 × (run 2:00, walk 3:00) · walk 5:00")).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg, canvas").first).to_be_visible()
    _calm(page)

    page.goto(f"{sample_server.address}/how_was_it")
    page.get_by_role("radio", name="One or more").click()
    page.get_by_role("radiogroup", name="Leak of urine").get_by_role("radio", name="New or worse").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. Thank you.")).to_be_visible()
    expect(page.get_by_text("Leak of urine, noted on")).to_be_visible()

    page.goto(sample_server.address)
    expect(page.get_by_text("No running for now", exact=True)).to_be_visible()
    expect(page.get_by_text("It stays open until somebody who examines you has looked").first).to_be_visible()
    expect(page.get_by_text("Leak of urine").first).to_be_visible()
    expect(page.get_by_text("Ready for the next step")).to_have_count(0)
    _calm(page)
