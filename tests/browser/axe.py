"""What axe-core finds on a page that would keep somebody out: nothing serious may be there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

#: WCAG 2.2 AA and axe's own good practice; a rule outside these tags is about another standard.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = frozenset({"serious", "critical"})
NODES_SHOWN = 4
#: Streamlit lets what was drawn anew fade in.
FADED_MS = 1_500
#: A chart in a closed expander is drawn when it is opened.
UNFOLDED_CHARTS = '[data-testid="stVegaLiteChart"]:not(details:not([open]) *)'


@dataclass(frozen=True)
class Allowed:
    """A flaw of Streamlit itself that its own settings and our style sheet cannot mend.

    `inside` is the CSS selector of what the element lies in.
    """

    rule: str
    inside: str
    because: str


_SECTIONS = "Streamlit puts a div for each section of the menu into the list that holds the pages."
ALLOWED: Sequence[Allowed] = (
    Allowed("list", '[data-testid="stSidebarNavItems"]', _SECTIONS),
    Allowed("listitem", '[data-testid="stSidebarNavItems"]', _SECTIONS),
)


def settled(page: Page) -> None:
    """Wait until the script has ended, the title is there, unfolded charts are drawn, nothing is stale."""
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
    for chart in page.locator(UNFOLDED_CHARTS).all():
        expect(chart.locator("svg, canvas").first).to_be_attached()
    expect(page.locator('[data-stale="true"]')).to_have_count(0)


def faults(page: Page) -> list[str]:
    """One line for each serious or critical violation that is not allowed, with the elements it is about."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": TAGS}).response["violations"]
    lines = []
    for violation in found:
        if violation["impact"] in GRAVE:
            nodes = [node for node in violation["nodes"] if not _is_allowed(page, violation["id"], node)]
            lines += [_told(violation, nodes)] if nodes else []
    return lines


def assert_accessible(page: Page, where: str = "") -> None:
    """Fail with a list of what axe calls serious or critical; `where` names the page in the message.

    What is found is looked at once more: a colour that was still fading in is no fault.
    """
    settled(page)
    found = faults(page)
    if found:
        page.wait_for_timeout(FADED_MS)
        settled(page)
        found = faults(page)
    assert not found, "\n".join([f"{where or page.url} has serious accessibility faults:", *found])


def _is_allowed(page: Page, rule: str, node: dict[str, Any]) -> bool:
    places = [allowed.inside for allowed in ALLOWED if allowed.rule == rule]
    element = page.locator(node["target"][-1]).first
    return any(element.evaluate("(element, inside) => !!element.closest(inside)", place) for place in places)


def _told(violation: dict[str, Any], nodes: Sequence[dict[str, Any]]) -> str:
    head = f"- {violation['id']} ({violation['impact']}): {violation['help']}, {len(nodes)} times"
    shown = [
        f"    {' '.join(map(str, node['target']))}\n      {node['html'][:200]}\n"
        f"      {' '.join((node.get('failureSummary') or '').split())[:300]}"
        for node in nodes[:NODES_SHOWN]
    ]
    return "\n".join([head, *shown])
