"""No page keeps anybody out: axe finds nothing serious, on a phone in light and at a desk in dark.

The pages of signing in, of accounts and of people are looked at in test_sign_in.
"""

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import assert_accessible, faults
from tests.browser.conftest import PATIENCE_MS, SIZES, Server
from ui.navigation import FOLDER

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Pages that only a clinic's server has.
SIGNED_IN = {"account", "people"}
PAGES = sorted({file.stem for file in FOLDER.glob("*.py")} - SIGNED_IN)


@pytest.mark.parametrize(("device", "scheme"), [("phone", "light"), ("desktop", "dark")])
def test_nothing_serious_stands_in_the_way(
    browser: Browser, demo_server: Server, device: str, scheme
) -> None:
    context = browser.new_context(
        viewport=SIZES[device], color_scheme=scheme, timezone_id="Europe/Berlin", reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    for name in PAGES:
        page.goto(f"{demo_server.address}/{'' if name == 'today' else name}")
        assert_accessible(page, f"{name}, {device}, {scheme}")
    context.close()


def test_a_fault_is_named_with_its_element(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<main><h1>Page</h1><button></button></main>")

    found = faults(page)

    assert any("button-name (critical)" in line and "<button></button>" in line for line in found)
    page.close()
