"""A store of one's own, and small watch files made on the spot."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services import Actor, Services, open_services
from services.demo import load_sample_runner

#: The evening of the sample runner's last check-in is the day before.
WEEKS_END = datetime(2026, 5, 18, 21, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)

GpxRun = Callable[..., bytes]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = open_services(tmp_path / "home")
    yield services
    services.context.engine.dispose()


@pytest.fixture
def runner(services: Services) -> Actor:
    return services.accounts.local_runner(now=NOW, time_zone="Europe/London")


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


@pytest.fixture(scope="session")
def lived_weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample runner's six weeks, lived through once."""
    home = tmp_path_factory.mktemp("weeks") / "home"
    services = open_services(home)
    load_sample_runner(services, now=WEEKS_END)
    services.context.engine.dispose()
    return home


@pytest.fixture
def weeks(lived_weeks: Path, tmp_path: Path) -> Iterator[Services]:
    """A store of one's own with the sample runner's six weeks in it."""
    services = open_services(shutil.copytree(lived_weeks, tmp_path / "weeks"))
    yield services
    services.context.engine.dispose()


@pytest.fixture
def sample(weeks: Services) -> Actor:
    return weeks.accounts.local_runner(now=WEEKS_END)
