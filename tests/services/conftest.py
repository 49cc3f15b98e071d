"""A store of one's own, on SQLite and on PostgreSQL, and small watch files made on the spot."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services import Actor, Services, open_services
from services.demo import load_sample_runner
from store.engine import open_engine, sqlite_url, writing
from store.whole import copy_all
from tests.databases import KINDS, fresh_postgresql

NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)
#: The day after the sample runner's last check-in, whose progress waits.
WEEKS_END = datetime(2026, 5, 18, 21, 0, tzinfo=UTC)

GpxRun = Callable[..., bytes]


@pytest.fixture(params=KINDS)
def services(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    url = None if request.param == "sqlite" else fresh_postgresql()
    services = open_services(tmp_path / "home", database_url=url)
    yield services
    services.context.engine.dispose()


@pytest.fixture
def runner(services: Services) -> Actor:
    return services.accounts.local_runner(now=NOW, time_zone="Europe/London")


@pytest.fixture(scope="session")
def lived_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample runner's six weeks, lived through once."""
    home = tmp_path_factory.mktemp("weeks") / "home"
    services = open_services(home)
    load_sample_runner(services, now=WEEKS_END)
    services.context.engine.dispose()
    return home


@pytest.fixture(scope="session")
def weeks_in_postgresql(lived_weeks: Path) -> str:
    """The same weeks in a PostgreSQL database, to make others from."""
    url = fresh_postgresql()
    source, target = open_engine(sqlite_url(lived_weeks)), open_engine(url)
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
    services.context.engine.dispose()


@pytest.fixture
def sample(weeks: Services) -> Actor:
    return weeks.accounts.local_runner(now=WEEKS_END)


@pytest.fixture
def gpx_run() -> GpxRun:
    """Make a GPX file: `spans` of (metres a second, steps a minute, seconds), one point a second."""

    def make(
        start_utc: datetime = NOW - timedelta(hours=2),
        spans: tuple[tuple[float, int, int], ...] = ((2.6, 160, 300),),
        kind: str = "running",
    ) -> bytes:
        points, at, north_m = [], start_utc, 0.0
        for speed_mps, cadence_spm, seconds in spans:
            for _ in range(seconds):
                north_m += speed_mps
                at += timedelta(seconds=1)
                points.append(
                    f'<trkpt lat="{51 + north_m / 111_195:.7f}" lon="0.0">'
                    f"<time>{at:%Y-%m-%dT%H:%M:%SZ}</time>"
                    f"<extensions><x:TrackPointExtension><x:cad>{cadence_spm}</x:cad>"
                    "</x:TrackPointExtension></extensions></trkpt>"
                )
        return (
            '<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"'
            ' xmlns:x="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
            f"<trk><type>{kind}</type><trkseg>{''.join(points)}</trkseg></trk></gpx>"
        ).encode()

    return make
