"""No page keeps a connection to the database, and a server that ends closes all of them."""

from datetime import datetime
from pathlib import Path

from tests.clinic import PT_EMAIL, Clinic
from tests.connections import in_use, left_open
from ui import desk

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "ui" / "pages").glob("[a-z]*.py"))


def test_each_page_gives_its_connections_back(sample_home: Path, open_page) -> None:
    for page in PAGES:
        if not page.startswith("pt_"):
            open_page(page)
            assert in_use() == (), page

    assert left_open() != ()
    desk.opened_services.clear()
    assert left_open() == ()


def test_each_page_of_a_therapist_gives_its_connections_back(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    as_user(PT_EMAIL)
    runner = clinic.services.caseload.rows(clinic.pt, now=now)[0].runner_id
    for page in PAGES:
        if page.startswith("pt_"):
            open_page(page, runner=runner)
            assert in_use() == (), page
