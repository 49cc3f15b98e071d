"""Small GPX, TCX and zip files, made by each test for what it shows."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

START = datetime(2026, 5, 14, 4, 5, 59, tzinfo=UTC)
#: One metre north in degrees of latitude at the equator, on the ellipsoid.
DEGREES_PER_M = 1 / 110_574.4

Point = Mapping[str, object]


def time_text(second: float) -> str:
    return (START + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _gpx_point(point: Point) -> str:
    place = "".join(f' {name}="{point[name]}"' for name in ("lat", "lon") if name in point)
    inner = f"<ele>{point['ele']}</ele>" if "ele" in point else ""
    inner += f"<time>{point['time']}</time>" if "time" in point else ""
    inner += f"<extensions>{point['extensions']}</extensions>" if "extensions" in point else ""
    return f"<trkpt{place}>{inner}</trkpt>"


@pytest.fixture
def gpx() -> Callable[..., bytes]:
    """Makes a GPX file: `gpx([points of segment 1], [points of segment 2], sport="running")`."""

    def make(*segments: Iterable[Point], sport: str | None = "running", root: str = "") -> bytes:
        body = "".join(f"<trkseg>{''.join(map(_gpx_point, segment))}</trkseg>" for segment in segments)
        kind = f"<type>{sport}</type>" if sport else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"{root}>'
            f"<trk><name>Morning</name>{kind}{body}</trk></gpx>"
        ).encode()

    return make


@pytest.fixture
def straight() -> Callable[..., list[dict[str, object]]]:
    """Makes points that go north at one speed: `straight(seconds, speed_mps, start_s=0, **more)`.

    `more` is added to each point; a function of the second is called with it.
    """

    def make(
        seconds: int, speed_mps: float, *, start_s: int = 0, start_m: float = 0.0, **more: object
    ) -> list[dict[str, object]]:
        points: list[dict[str, object]] = []
        for second in range(seconds):
            point: dict[str, object] = {
                "lat": f"{(start_m + second * speed_mps) * DEGREES_PER_M:.9f}",
                "lon": "7.5",
                "time": time_text(start_s + second),
            }
            point |= {name: value(second) if callable(value) else value for name, value in more.items()}
            points.append(point)
        return points

    return make


@pytest.fixture
def zipped() -> Callable[..., bytes]:
    """Makes a zip archive of names and contents."""

    def make(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", compression) as archive:
            for name, content in members.items():
                archive.writestr(name, content)
        return target.getvalue()

    return make
