"""A therapist's half hour: the list, a review, the next runner by keyboard, her plan, her report."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests import clinic
from tests.browser.axe import assert_accessible, settled
from tests.browser.clinic_server import claims, clinic_server, provider, sign_in
from tests.browser.conftest import PATIENCE_MS, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORIES = {"Bea Leak": (("leak", 1),), "Edda Pain": (("run", 2), ("pain", 2))}
REASON = "Spoke to her; no step up until she is examined."
#: Where a column stands in the table, the box at its left counted.
COLUMN = {"Rest days": 4, "Steps": 6}
IN_BETWEEN = "walk 5:00, 4 x (run 2:15, walk 2:45), walk 5:00"


@pytest.fixture
def address(
    tmp_path: Path, sample_weeks: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A clinic of three runners."""
    monkeypatch.setattr(clinic, "STORIES", STORIES)
    sample_weeks(tmp_path)
    with provider([claims(clinic.PT_EMAIL, "Pat Therapist")]) as provider_address:
        clinic.make_clinic(tmp_path, now=datetime.now(UTC), issuer=provider_address).services.close()
        with clinic_server(tmp_path, provider_address) as served:
            yield served


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_therapist_works_through_her_caseload(browser: Browser, address: str, device: str) -> None:
    context = browser.new_context(viewport=SIZES[device], timezone_id="Europe/Berlin")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(address)
    sign_in(page, clinic.PT_EMAIL)

    the_list_leads_to_a_review(page)
    an_override_needs_a_reason(page)
    the_next_one_is_signed_by_keyboard(page)
    the_plan_is_changed_within_its_floor(page)
    the_report_is_taken_along(page)
    context.close()


def calm(page: Page, where: str) -> None:
    """Nothing serious for axe, and nothing to push sideways."""
    assert_accessible(page, where)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def told(page: Page, sentence: str) -> None:
    """In view, wherever she has scrolled to."""
    expect(page.locator(".st-key-told-place").get_by_text(sentence)).to_be_in_viewport(ratio=1)


def the_list_leads_to_a_review(page: Page) -> None:
    calm(page, "caseload")
    page.get_by_role("link", name="Bea Leak").click()
    expect(page.get_by_text("Open: Leak of urine")).to_be_visible()
    calm(page, "review")
    page.get_by_text(re.compile(r"^Every check: \d+ not met")).click()
    expect(page.get_by_role("cell", name="Open key sign not met")).to_be_visible()


def an_override_needs_a_reason(page: Page) -> None:
    """The refusal stands where she looks, and what she chose is still there."""
    expect(page.get_by_role("heading", name="Your review of Bea Leak")).to_be_visible()
    page.get_by_text("Override the answer").click()
    hold = page.get_by_role("radio", name="Hold")
    hold.click()
    override = page.get_by_role("button", name="Override with this reason")
    override.click()
    told(page, "Write why, in at least 3 letters")
    settled(page)
    expect(hold).to_be_checked()

    page.get_by_label("Reason, or what you saw").fill(REASON)
    page.get_by_label("Reason, or what you saw").blur()
    settled(page)
    override.click()
    told(page, "Overridden: hold")
    expect(page.get_by_text(REASON).first).to_be_visible()
    calm(page, "review after an override")


def the_next_one_is_signed_by_keyboard(page: Page) -> None:
    page.keyboard.press("Alt+n")
    expect(page.get_by_role("heading", name="Your review of Edda Pain")).to_be_visible()
    settled(page)
    page.keyboard.press("Alt+s")
    told(page, "Signed. The answer stands as it is.")
    settled(page)


def the_plan_is_changed_within_its_floor(page: Page) -> None:
    page.get_by_test_id("stMain").get_by_role("link", name="Plan").click()
    expect(page.get_by_text("Nothing is changed yet, no fault found.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Runner")).to_have_value("Edda Pain")
    calm(page, "plan")

    write_in_cell(page, "Rest days", 8, "0")
    expect(page.get_by_text("Rest days: 1 is the least; no plan may ask for less rest")).to_be_visible()
    page.get_by_role("button", name="Keep as her own version").press("Enter")
    told(page, "Nothing was kept")
    calm(page, "plan with a fault")
    write_in_cell(page, "Rest days", 8, "2")
    expect(page.get_by_text("1 change, no fault found.")).to_be_visible()

    settled(page)
    page.get_by_text("Add a stage").click()
    after = page.get_by_role("combobox", name="After")
    option = page.get_by_role("option", name=re.compile("^Run 4:"))
    for _ in range(3):
        # A page that is written anew in between closes the list.
        after.click()
        page.keyboard.press("Control+a")
        page.keyboard.type("Run 4")
        with suppress(AssertionError):
            expect(option).to_have_attribute("data-focused", "true", timeout=5_000)
            break
    page.keyboard.press("Enter")
    expect(after).to_have_value(re.compile("^Run 4:"))
    page.get_by_label("Title", exact=True).fill("In between")
    page.get_by_label("Steps", exact=True).fill(IN_BETWEEN)
    page.get_by_role("button", name="Add it").click()
    told(page, "“In between” stands in the table")
    expect(page.get_by_text("2 changes, no fault found.")).to_be_visible()
    settled(page)

    page.get_by_label("Why is it changed for her?").fill("More rest for the knee, and a smaller step.")
    page.get_by_label("Why is it changed for her?").blur()
    settled(page)
    page.get_by_role("button", name="Keep as her own version").click()
    told(page, "Kept as postnatal-graded-own version 1")
    calm(page, "plan that was kept")


def write_in_cell(page: Page, column: str, row: int, text: str) -> None:
    """By keyboard alone: into the table, to the cell, over what stands there, and out again."""
    settled(page)
    grid = page.get_by_test_id("stDataFrame")
    grid.get_by_role("button", name="Fullscreen").focus()
    page.keyboard.press("Tab")
    selected = grid.locator('[role="gridcell"][aria-selected="true"]')
    page.keyboard.press("ArrowDown")
    expect(selected).to_have_count(1)
    page.keyboard.press("Control+Home")
    expect(selected).to_have_id("glide-cell-1-0")
    for across in range(2, COLUMN[column] + 1):
        page.keyboard.press("ArrowRight")
        expect(selected).to_have_id(f"glide-cell-{across}-0")
    for down in range(1, row + 1):
        page.keyboard.press("ArrowDown")
        expect(selected).to_have_id(f"glide-cell-{COLUMN[column]}-{down}")
    page.keyboard.type(text)
    expect(page.locator(".gdg-input")).to_have_value(text)
    page.keyboard.press("Enter")
    expect(selected).to_have_id(f"glide-cell-{COLUMN[column]}-{row + 1}")
    page.keyboard.press("Escape")


def the_report_is_taken_along(page: Page) -> None:
    page.goto(f"{page.url.split('/pt_')[0]}/pt_report?{page.url.partition('?')[2]}")
    expect(page.get_by_role("heading", name="Weekly report")).to_be_visible()
    calm(page, "report")
    with page.expect_download() as taken:
        page.get_by_role("button", name="PDF").click()
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(taken.value.path()).pages)
    assert "Edda Pain" in text
    assert "Weekly report" in text
