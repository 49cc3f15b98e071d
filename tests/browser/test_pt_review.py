"""A runner and two therapists on one clinic's server, each in a browser of her own, with a real provider."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from sample_data.runner import TIME_ZONE, sample_runner
from sample_data.shift import shifted_fit
from services import NotAllowedError
from services.dates import zone_of
from tests.browser.clinic_server import claims, clinic_server, provider, sign_in
from tests.clinic import PT_EMAIL, RUNNER_EMAIL, STRANGER_EMAIL, Clinic, make_clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PEOPLE = [
    claims(PT_EMAIL, "Pat Therapist"),
    claims(RUNNER_EMAIL, "Sam Runner"),
    claims(STRANGER_EMAIL, "Otto Other"),
]
REASON = "Heavy week at home; stay here until we have spoken."


@dataclass(frozen=True)
class Served:
    """The clinic and its address."""

    address: str
    clinic: Clinic


@pytest.fixture
def served(tmp_path: Path, sample_weeks: Callable[[Path], None]) -> Iterator[Served]:
    sample_weeks(tmp_path)
    with provider(PEOPLE) as provider_address:
        clinic = make_clinic(tmp_path, now=datetime.now(UTC), issuer=provider_address, stories=False)
        with clinic.services, clinic_server(tmp_path, provider_address) as address:
            yield Served(address, clinic)


@pytest.fixture
def come_in(browser: Browser, served: Served) -> Iterator:
    """Signs somebody in, in a browser context of her own."""
    contexts = []

    def open_as(email: str, *, width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, timezone_id="Europe/Berlin")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(served.address)
        sign_in(page, email)
        return page

    yield open_as
    for context in contexts:
        context.close()


def title(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def review_page(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/pt_review?runner={served.clinic.runner_id}")
    title(page, "Review")


def test_a_runner_uploads_and_logs_a_therapist_overrides_and_nobody_else_sees_it(
    served: Served, come_in
) -> None:
    clinic = served.clinic
    runner = come_in(RUNNER_EMAIL, width=390)
    expect(runner.get_by_text("Ready for the next step")).to_be_visible()
    upload(runner, served)

    therapist = come_in(PT_EMAIL)
    title(therapist, "Caseload")
    therapist.get_by_role("link", name="You", exact=True).click()
    title(therapist, "Review")
    expect(therapist.get_by_text("Asked for and done")).to_be_visible()
    override(therapist)
    expect(therapist.get_by_text("Overridden: hold")).to_be_visible()
    expect(therapist.get_by_text(REASON).first).to_be_visible()

    runner.goto(served.address)
    expect(runner.get_by_text("Stay on this step").first).to_be_visible()
    runner.goto(f"{served.address}/my_pt")
    expect(runner.get_by_text(REASON).first).to_be_visible()
    stranger_sees_nothing(come_in(STRANGER_EMAIL), served)
    with pytest.raises(NotAllowedError):
        clinic.services.packets.packet(clinic.stranger, clinic.runner_id, now=datetime.now(UTC))


def upload(page: Page, served: Served) -> None:
    """Bring in a run that she has just come back from."""
    now = datetime.now(UTC)
    newest = sample_runner(now.astimezone(zone_of(TIME_ZONE)).date()).files[-1]
    fresh = shifted_fit(newest.content, now - timedelta(minutes=20) - newest.end_utc)
    page.goto(f"{served.address}/add_runs")
    page.locator("input[type=file]").first.set_input_files(
        {"name": "just-now.fit", "mimeType": "application/octet-stream", "buffer": fresh}
    )
    title(page, "How was it?")


def note_a_leak(page: Page) -> None:
    """Tap it in, as she would on her telephone."""
    page.get_by_role("radio", name="One or more").click()
    leak = page.get_by_role("radiogroup", name="Leak of urine")
    leak.get_by_role("radio", name="New or worse").click()
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Leak of urine, noted on").first).to_be_visible()


def override(page: Page) -> None:
    """Hold, with a reason."""
    page.get_by_label("Reason, or what you saw").fill(REASON)
    page.get_by_label("Reason, or what you saw").blur()
    page.get_by_text("Override the answer").click()
    page.get_by_role("radio", name="Hold").or_(page.get_by_role("button", name="Hold", exact=True)).click()
    page.get_by_role("button", name="Override with this reason").click()


def stranger_sees_nothing(page: Page, served: Served) -> None:
    """By page, and by address."""
    title(page, "Caseload")
    expect(page.get_by_text("Nobody has linked with you yet")).to_be_visible()
    for name in ("pt_review", "pt_assessment", "pt_plan", "pt_report"):
        page.goto(f"{served.address}/{name}?runner={served.clinic.runner_id}")
        expect(page.get_by_text("Nobody has linked with you yet")).to_be_visible()
    page.goto(f"{served.address}/people")
    expect(page.get_by_text("Page not found")).to_be_visible()


def test_a_release_is_refused_where_a_leak_was_logged_in_between(served: Served, come_in) -> None:
    therapist = come_in(PT_EMAIL)
    review_page(therapist, served)
    release = therapist.get_by_role("button", name=re.compile("Release: on to Run 5"))
    expect(release).to_be_visible()

    runner = come_in(RUNNER_EMAIL, width=390)
    upload(runner, served)
    note_a_leak(runner)
    release.click()

    expect(therapist.get_by_text("nothing was released")).to_be_visible()
    expect(therapist.get_by_text("A leak before, during or after running is a key sign.")).to_be_visible()
    clinic, now = served.clinic, datetime.now(UTC)
    in_force = clinic.services.planning.in_force(clinic.runner, clinic.runner_id, now=now)
    assert in_force is not None
    assert in_force.stage_id != "run-05"
