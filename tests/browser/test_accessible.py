"""No page keeps anybody out: axe finds nothing serious, on a phone in light and at a desk in dark."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page

from services import open_services
from services.demo import load_sample_runner
from tests.browser.axe import assert_accessible, faults
from tests.browser.clinic_server import claims, clinic_server, provider, sign_in
from tests.browser.conftest import PATIENCE_MS, SIZES
from tests.clinic import ADMIN_EMAIL, PT_EMAIL, RUNNER_EMAIL, make_clinic

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: What each person on a clinic's server can open, by page name; empty is her first page.
PAGES = {
    RUNNER_EMAIL: [
        "",
        "add_runs",
        "progress",
        "check_in",
        "something_wrong",
        "how_was_it",
        "run",
        "why_wait",
        "start",
        "my_data",
        "account",
    ],
    PT_EMAIL: ["", "pt_review", "pt_assessment", "pt_plan", "pt_report"],
    ADMIN_EMAIL: [""],
}


@dataclass(frozen=True)
class Served:
    """A clinic's address, and the runner whose weeks are shown."""

    address: str
    runner_id: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home, now = tmp_path_factory.mktemp("clinic"), datetime.now(UTC)
    alone = open_services(home)
    load_sample_runner(alone, now=now)
    alone.context.engine.dispose()
    with provider([claims(email, email) for email in PAGES]) as provider_address:
        clinic = make_clinic(home, now=now, issuer=provider_address)
        with clinic_server(home, provider_address) as address:
            yield Served(address, clinic.runner_id)


@pytest.mark.parametrize("email", PAGES)
def test_nothing_serious_stands_in_the_way(browser: Browser, served: Served, email: str) -> None:
    context = browser.new_context(viewport=SIZES["phone"], timezone_id="Europe/Berlin")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(served.address)
    sign_in(page, email)

    for name in PAGES[email]:
        _walk(page, f"{served.address}/{name}?runner={served.runner_id}", name or "first page")

    context.close()


def _walk(page: Page, address: str, name: str) -> None:
    for device, scheme in (("phone", "light"), ("desktop", "dark")):
        page.set_viewport_size(SIZES[device])
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        assert_accessible(page, f"{name}, {device}, {scheme}")


def test_a_fault_is_named_with_its_element(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<main><h1>Page</h1><button></button></main>")

    found = faults(page)

    assert any("button-name (critical)" in line and "<button></button>" in line for line in found)
    page.close()
