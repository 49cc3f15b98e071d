"""Pages over real services: a fresh folder, and one with the sample runner's weeks in it."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from sample_data.runner import TIME_ZONE, sample_runner
from services import Services, open_services
from services.dates import zone_of
from services.demo import load_sample_runner
from tests.clinic import ISSUER, Clinic, make_clinic, write_secrets
from ui import desk
from ui.launch import LAUNCHED_VARIABLE

APP = Path(__file__).parents[2] / "app.py"
#: A page reads the clock; what it shows is over in far less, even on a busy machine.
TIMEOUT_S = 60
#: A Monday morning: last week's check-in was sent yesterday, this week's is open.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SERIALIZABLE = "runner.enforceSerializableSessionState"

OpenPage = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _state_as_tests_keep_it() -> Iterator[None]:
    """AppTest keeps a widget's format function in the session state, which no pickle takes.

    That the app's own state can be pickled shows in the browser tests, where it is enforced.
    """
    before = config.get_option(SERIALIZABLE)
    config.set_option(SERIALIZABLE, False)
    yield
    config.set_option(SERIALIZABLE, before)


@pytest.fixture(scope="session")
def lived_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample runner's weeks, to be copied and never opened."""
    home = tmp_path_factory.mktemp("weeks")
    services = open_services(home)
    load_sample_runner(services, now=NOW)
    services.close()
    return home


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data folder, with the app started as by its launcher; what its pages open is closed."""
    monkeypatch.setenv("STRIDEGATE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("STRIDEGATE_DATABASE_URL", raising=False)
    monkeypatch.setenv(LAUNCHED_VARIABLE, "1")
    monkeypatch.setattr(desk, "clock", lambda: NOW)
    yield tmp_path / "home"
    desk.opened_services.clear()


@pytest.fixture
def now() -> datetime:
    """The instant at which the pages stand still."""
    return NOW


@pytest.fixture
def sample_home(home: Path, lived_weeks: Path) -> Path:
    """A data folder of this test's own, with the sample runner's weeks in it."""
    shutil.copytree(lived_weeks, home)
    return home


@pytest.fixture
def services(sample_home: Path) -> Iterator[Services]:
    """The services that the pages of this test work on."""
    with open_services(sample_home) as services:
        yield services


@pytest.fixture
def open_page() -> OpenPage:
    """Opens a page by its name, with query parameters, and asserts that it did not fail."""

    def open_named(name: str = "today", **query: str) -> AppTest:
        at = AppTest.from_file(str(APP), default_timeout=TIMEOUT_S)
        for key, value in query.items():
            at.query_params[key] = value
        if name != "today":
            at.switch_page(f"ui/pages/{name}.py")
        at.run()
        assert not at.exception
        return at

    return open_named


@pytest.fixture
def run_of() -> Callable[[Services, str], str]:
    """Finds the stored id of the sample run that shows something."""

    def find(services: Services, shows: str) -> str:
        actor = services.accounts.local_runner(now=NOW)
        end = NOW.astimezone(zone_of(TIME_ZONE)).date()
        start_utc = next(file.start_utc for file in sample_runner(end).files if shows in file.shows)
        runs = services.runs.list_runs(actor, str(actor.person_id), now=NOW)
        return next(run.activity_id for run in runs if run.start_utc == start_utc)

    return find


class _User(dict):
    """What `st.user` gives: claims, and whether somebody signed in."""

    @property
    def is_logged_in(self) -> bool:
        return bool(self)


@pytest.fixture(scope="session")
def lived_clinic(lived_weeks: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Clinic]:
    """A clinic's data folder, to be copied and never opened again."""
    home = tmp_path_factory.mktemp("clinic") / "home"
    shutil.copytree(lived_weeks, home)
    made = make_clinic(home, now=NOW - timedelta(minutes=5))
    write_secrets(home)
    made.services.close()
    return home, made


@pytest.fixture
def clinic(home: Path, lived_clinic: tuple[Path, Clinic]) -> Iterator[Clinic]:
    """A clinic of this test's own."""
    shutil.copytree(lived_clinic[0], home)
    with open_services(home, mode="clinic") as services:
        yield replace(lived_clinic[1], services=services)


@pytest.fixture
def as_user(now: datetime) -> Iterator[Callable[..., None]]:
    """Signs somebody in for the rest of the test."""
    started: list[Any] = []

    def sign_in(email: str | None, *, expires_s: int = 3600) -> None:
        claims = {
            "iss": ISSUER,
            "sub": email,
            "email": email,
            "email_verified": True,
            "name": "Somebody",
            "iat": (now - timedelta(minutes=1)).timestamp(),
            "exp": (now + timedelta(seconds=expires_s)).timestamp(),
        }
        fake = patch.object(st, "user", _User(claims if email else {}))
        fake.start()
        started.append(fake)

    yield sign_in
    for fake in started:
        fake.stop()
