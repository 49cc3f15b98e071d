"""A reload or a dropped line in the middle of a form: her taps are there again, and not in the address."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from sample_data.runner import TIME_ZONE, sample_runner
from sample_data.shift import shifted_fit
from services.dates import zone_of
from tests.browser.axe import assert_accessible, settled

pytestmark = pytest.mark.browser

AGAIN = "Your answers from before are here again. They are not saved yet."


def add_a_run(page: Page, address: str) -> None:
    now = datetime.now(UTC)
    newest = sample_runner(now.astimezone(zone_of(TIME_ZONE)).date()).files[-1]
    fresh = shifted_fit(newest.content, now - timedelta(minutes=20) - newest.end_utc)
    page.goto(f"{address}/add_runs")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "just-now.fit", "mimeType": "application/octet-stream", "buffer": fresh}
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("How was it?")
    settled(page)


def tap(page: Page, question: str, answer: str) -> None:
    page.get_by_role("radiogroup", name=question).get_by_role("radio", name=answer, exact=True).click()
    settled(page)


def tapped(page: Page, question: str, answer: str) -> None:
    chosen = page.get_by_role("radiogroup", name=question).get_by_role("radio", name=answer, exact=True)
    expect(chosen).to_be_checked()


def test_how_was_it_outlives_a_reload_until_it_is_saved(sample_server, visit) -> None:
    page = visit(sample_server.address, device="phone")
    add_a_run(page, sample_server.address)
    tap(page, "Did you notice any of these?", "One or more")
    tap(page, "Leak of urine", "New or worse")
    tap(page, "Pain", "Yes, somewhere")
    page.get_by_role("checkbox", name="Knee").or_(page.get_by_role("button", name="Knee")).first.click()
    settled(page)
    tap(page, "How strong?", "4")
    address = page.url

    page.reload()

    expect(page.get_by_text(AGAIN)).to_be_visible()
    tapped(page, "Did you notice any of these?", "One or more")
    tapped(page, "Leak of urine", "New or worse")
    tapped(page, "How strong?", "4")
    assert page.url == address
    assert "leak" not in page.url
    assert_accessible(page, "How was it? after a reload")

    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Saved. Thank you.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("You noted")).to_be_visible()
    page.get_by_text("Change it").click()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    expect(page.get_by_text(AGAIN)).to_have_count(0)


class Line:
    """The browser's line to the server, to be cut for both of them."""

    def __init__(self, page: Page) -> None:
        self.count = 0
        self.is_cut_by_next_message = False
        page.route_web_socket("**/_stcore/stream", self._through)

    def _through(self, browser: WebSocketRoute) -> None:
        self.count += 1
        server = browser.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            server.send(message)
            if self.is_cut_by_next_message:
                self.is_cut_by_next_message = False
                self.cut()

        browser.on_message(pass_on)
        self._ends = (browser, server)

    def cut(self) -> None:
        for end in self._ends:
            end.close(code=1001)


def test_a_dropped_line_keeps_the_form_as_it_stands(sample_server, visit) -> None:
    page = visit("about:blank", device="phone")
    line = Line(page)
    add_a_run(page, sample_server.address)
    tap(page, "Did you notice any of these?", "One or more")
    tap(page, "Leak of urine", "New or worse")

    page.context.set_offline(True)
    line.cut()
    app = page.get_by_test_id("stApp")
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    page.wait_for_timeout(2_000)
    page.context.set_offline(False)
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")

    tapped(page, "Leak of urine", "New or worse")
    tap(page, "Wind you could not hold", "None")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Saved. Thank you.")).to_be_visible()
    expect(page.get_by_text("Leak of urine, noted on").first).to_be_visible()
    settled(page)

    line.cut()
    while line.count == 2:
        page.wait_for_timeout(100)
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    page.wait_for_timeout(1_000)
    settled(page)
    expect(page.get_by_text("Saved. Thank you.")).to_be_visible()
    assert line.count == 3


def test_a_tap_as_the_line_drops_is_kept_and_the_page_comes_whole(sample_server, visit) -> None:
    page = visit("about:blank", device="phone")
    line = Line(page)
    add_a_run(page, sample_server.address)
    tap(page, "Did you notice any of these?", "One or more")

    line.is_cut_by_next_message = True
    page.get_by_role("radiogroup", name="Leak of urine").get_by_role("radio", name="New or worse").click()
    while line.count == 1:
        page.wait_for_timeout(100)
    settled(page)

    tapped(page, "Leak of urine", "New or worse")
    page.reload()
    expect(page.get_by_text(AGAIN)).to_be_visible()
    tapped(page, "Leak of urine", "New or worse")
