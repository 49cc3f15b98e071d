"""A whole folder in one drop, as a watch's memory has it: folders in it, one name twice, and other things."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from sample_data.runner import TIME_ZONE, sample_runner
from sample_data.shift import shifted_fit
from services.dates import zone_of
from tests.browser.axe import assert_accessible, settled

pytestmark = pytest.mark.browser


def test_a_folder_is_read_with_all_that_lies_in_it(sample_server, visit, tmp_path: Path) -> None:
    folder = tmp_path / "watch"
    now = datetime.now(UTC)
    newest = sample_runner(now.astimezone(zone_of(TIME_ZONE)).date()).files[-1]
    runs = {
        "new/activity.fit": shifted_fit(newest.content, now - timedelta(minutes=20) - newest.end_utc),
        "old/activity.fit": newest.content,
        "old/second.fit": shifted_fit(newest.content, timedelta(seconds=20)),
        "old/broken.fit": b"\xff\xd8 no recording",
        "notes.txt": b"Not from a watch.",
    }
    for name, content in runs.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    page = visit(f"{sample_server.address}/add_runs", device="desktop")
    page.get_by_text("Add a whole folder").click()
    expect(page.get_by_text("Drop a folder here")).to_be_visible()
    settled(page)
    page.locator("input[type=file]").first.set_input_files(folder)

    told = "1 new run · 1 already here · 1 maybe the same run · 1 could not be read"
    expect(page.get_by_text(told)).to_be_visible()
    assert_accessible(page, "add runs with a folder's verdicts")
    page.get_by_role("button", name="Another run, add it").click()
    expect(page.get_by_text("2 new run")).to_be_visible()
    expect(page.get_by_text("maybe the same run")).to_have_count(0)
