"""One walk through a runner's own pages: her run, her weeks, the check-in, what she takes along, her data."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible, settled

pytestmark = pytest.mark.browser


def _calm(page: Page) -> None:
    """The page stands, is no wider than its screen, and shows no error."""
    settled(page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_test_id("stAlertContentError")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_a_runner_looks_at_what_is_hers_and_takes_it_away(sample_server, visit, device: str) -> None:
    page = visit(f"{sample_server.address}/run", device=device)
    expect(page.get_by_text("As planned")).to_be_visible()
    expect(page.get_by_text("run 2:00").first).to_be_visible()
    _calm(page)
    page.get_by_test_id("stMain").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("run="))
    _calm(page)

    page.goto(f"{sample_server.address}/progress")
    expect(page.get_by_text("Step 9 of 21")).to_be_visible()
    long_view = page.get_by_test_id("stVegaLiteChart").nth(1)
    for words in ("minutes of running a week", "answers", "the worst that was noted", "Leak", "Pain"):
        expect(long_view.get_by_text(words, exact=True).first).to_be_attached()
    expect(page.get_by_text("Stay on Run 3")).to_be_visible()
    _calm(page)

    page.goto(f"{sample_server.address}/check_in")
    page.get_by_role("button", name="Yes, go on to Run 5").click()
    onward = page.get_by_role("link", name="To your next session")
    expect(onward).to_be_visible()
    expect(page.get_by_text("Done. Your next session is ready.")).to_be_in_viewport()
    assert_accessible(page, "what became of a yes")
    onward.click()
    expect(page.get_by_role("heading", name="Next session", exact=True)).to_be_visible()
    _calm(page)
    with page.expect_download() as calendar:
        page.get_by_role("button", name="For my calendar").click()
    events = Calendar.from_ical(calendar.value.path().read_bytes()).walk("VEVENT")
    assert len(events) == 3
    assert all(event.walk("VALARM") for event in events)

    page.goto(f"{sample_server.address}/my_pt")
    expect(page.get_by_text("Nobody looks at your runs but you")).to_be_visible()
    with page.expect_download() as report:
        page.get_by_role("button", name="This week as PDF").click()
    assert report.value.path().read_bytes().startswith(b"%PDF-")
    _calm(page)

    page.goto(f"{sample_server.address}/my_data")
    with page.expect_download() as export:
        page.get_by_role("button", name="Download my data").click()
    with ZipFile(BytesIO(export.value.path().read_bytes())) as archive:
        assert archive.testzip() is None
        assert len(json.loads(archive.read("data.json"))["activity"]) == 18
    _calm(page)

    page.get_by_label("To go on, write: delete everything").fill("delete everything")
    page.get_by_role("button", name="Delete everything").click()
    expect(page.get_by_text("Everything is deleted")).to_be_visible()
    page.goto(f"{sample_server.address}/progress")
    expect(page.get_by_text("small step at a time").first).to_be_visible()
