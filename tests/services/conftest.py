"""A store of one's own, on SQLite and on PostgreSQL, and small watch files made on the spot."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services import OPERATOR, Actor, Identity, Services, open_services
from services.administration import Role
from services.demo import load_sample_runner
from store import people
from store.engine import open_engine, sqlite_url, writing
from store.whole import copy_all
from tests.databases import KINDS, fresh_postgresql
from tests.services import building

NOW = building.NOW
#: The day after the sample runner's last check-in, whose progress waits.
WEEKS_END = datetime(2026, 5, 18, 21, 0, tzinfo=UTC)

GpxRun = Callable[..., bytes]


@pytest.fixture(params=KINDS)
def services(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    url = None if request.param == "sqlite" else fresh_postgresql()
    services = open_services(tmp_path / "home", database_url=url)
    yield services
    services.close()


@pytest.fixture
def runner(services: Services) -> Actor:
    return services.accounts.local_runner(now=NOW, time_zone="Europe/London")


@pytest.fixture(scope="session")
def lived_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample runner's six weeks, lived through once."""
    home = tmp_path_factory.mktemp("weeks") / "home"
    services = open_services(home)
    load_sample_runner(services, now=WEEKS_END)
    services.close()
    return home


@pytest.fixture(scope="session")
def weeks_in_postgresql(lived_weeks: Path) -> str:
    """The same weeks in a PostgreSQL database, to make others from."""
    return copied_to_postgresql(lived_weeks)


def copied_to_postgresql(home: Path) -> str:
    url = fresh_postgresql()
    source, target = open_engine(sqlite_url(home)), open_engine(url)
    with writing(target) as connection:
        copy_all(source, connection)
    source.dispose()
    target.dispose()
    return url


@pytest.fixture(params=KINDS)
def weeks(request: pytest.FixtureRequest, lived_weeks: Path, tmp_path: Path) -> Iterator[Services]:
    """A store of one's own with the sample runner's six weeks in it."""
    home = Path(shutil.copytree(lived_weeks, tmp_path / "weeks"))
    url = None
    if request.param == "postgresql":
        url = fresh_postgresql(like=request.getfixturevalue("weeks_in_postgresql"))
    services = open_services(home, database_url=url)
    yield services
    services.close()


@pytest.fixture
def sample(weeks: Services) -> Actor:
    return weeks.accounts.local_runner(now=WEEKS_END)


@pytest.fixture
def gpx_run() -> GpxRun:
    return building.gpx_run


@dataclass(frozen=True)
class Clinic:
    """One server with the sample runner, her therapist, and others who have no business with her."""

    services: Services
    runner: Actor
    pt: Actor
    #: A therapist whose link was ended.
    former_pt: Actor
    #: A therapist with runners of her own.
    other_pt: Actor
    other_runner: Actor
    administrator: Actor

    @property
    def runner_id(self) -> str:
        return self.runner.person_id or ""


def signed_in(person_id: str, at: datetime = WEEKS_END - timedelta(hours=1)) -> Actor:
    return Actor(person_id, signed_in_utc=at, expires_utc=WEEKS_END + timedelta(days=30))


def make_clinic(services: Services, runner_id: str) -> Clinic:
    at = WEEKS_END - timedelta(minutes=50)

    def person(name: str, role: Role) -> Actor:
        email = f"{name.replace(' ', '.').lower()}@example.org"
        return signed_in(services.administration.add_person(OPERATOR, email, role, now=at, display_name=name))

    def link(runner: Actor, pt: Actor) -> None:
        sent = services.invitations.invite_therapist(runner, None, shared_from=None, now=at)
        identity = Identity("https://id.example", pt.person_id or "", None, False, "", at, None)
        with writing(services.context.engine) as connection:
            found = people.person_by_id(connection, pt.person_id or "")
            assert found is not None
            if found.oidc_subject is None:
                people.bind_subject(connection, found, identity.issuer, identity.subject)
        services.invitations.accept(sent.token, identity, now=at)

    with services.context.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE person SET email = 'her@example.org' WHERE id = '{runner_id}'")
    runner, other_runner = signed_in(runner_id), person("Other Runner", "runner")
    pt, former, other = person("Therapist", "pt"), person("Former", "pt"), person("Other Therapist", "pt")
    link(runner, pt)
    link(runner, former)
    link(other_runner, other)
    services.links.end(runner, former.person_id or "", now=at)
    stated = services.records.read(pt, runner_id, now=at).clearance
    assert stated is not None
    # What the runner stated alone no longer holds beside a therapist, who signs by herself.
    signed = stated.model_copy(update={"role": "pt", "signed_by": "Therapist"})
    services.records.sign_clearance(pt, runner_id, signed, seen_revision=1, now=at)
    return Clinic(services, runner, pt, former, other, other_runner, person("Admin", "administrator"))


@pytest.fixture(scope="session")
def built_clinic(lived_weeks: Path, tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """The sample runner's weeks on a server where people sign in, built once."""
    home = Path(shutil.copytree(lived_weeks, tmp_path_factory.mktemp("clinic") / "home"))
    alone = open_services(home)
    runner_id = alone.accounts.local_runner(now=WEEKS_END).person_id or ""
    clinic = make_clinic(Services.on(replace(alone.context, mode="clinic")), runner_id)
    clinic.services.close()
    return clinic


@pytest.fixture(scope="session")
def clinic_in_postgresql(built_clinic: Clinic) -> str:
    return copied_to_postgresql(built_clinic.services.context.home)


@pytest.fixture(params=KINDS)
def clinic(request: pytest.FixtureRequest, built_clinic: Clinic, tmp_path: Path) -> Iterator[Clinic]:
    """A clinic of one's own."""
    home = Path(shutil.copytree(built_clinic.services.context.home, tmp_path / "clinic"))
    url = None
    if request.param == "postgresql":
        url = fresh_postgresql(like=request.getfixturevalue("clinic_in_postgresql"))
    services = open_services(home, database_url=url, mode="clinic")
    yield replace(built_clinic, services=services)
    services.close()
