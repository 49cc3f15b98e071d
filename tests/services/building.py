"""Small things that tests are made of."""

import random
from datetime import UTC, datetime, timedelta

from program import SymptomEntry

NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)
QUIET = {
    "leak_urine": "none",
    "leak_stool": "none",
    "leak_wind": "none",
    "heaviness_0_10": 0,
    "bleeding": "none",
    "pain": (),
    "signs": (),
}


def day_entry(**answers: object) -> SymptomEntry:
    """An entry of a day without a run: quiet, but for what is given."""
    return SymptomEntry.model_validate({"id": "new", "phase": "day", **QUIET, **answers})


def gpx_run(
    start_utc: datetime = NOW - timedelta(hours=2),
    spans: tuple[tuple[float, int, int], ...] = ((2.6, 160, 300),),
    kind: str = "running",
) -> bytes:
    """Make a GPX file: `spans` of (metres a second, steps a minute, seconds), one point a second."""
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


def lively_run(
    start_utc: datetime = NOW - timedelta(hours=2),
    spans: tuple[tuple[float, int, int], ...] = ((2.6, 160, 600),),
    *,
    seed: int = 1,
    creator: str = "test",
) -> bytes:
    """A GPX run whose steps vary from second to second: by `seed`, so that the same one is the same run."""
    drawn = random.Random(seed)
    points, at, north_m = [], start_utc, 0.0
    for speed_mps, cadence_spm, seconds in spans:
        for _ in range(seconds):
            north_m += speed_mps
            points.append(
                f'<trkpt lat="{51 + north_m / 111_195:.7f}" lon="0.0">'
                f"<time>{at:%Y-%m-%dT%H:%M:%SZ}</time>"
                f"<extensions><x:TrackPointExtension><x:cad>{round(cadence_spm + drawn.gauss(0, 3))}</x:cad>"
                "</x:TrackPointExtension></extensions></trkpt>"
            )
            at += timedelta(seconds=1)
    return (
        f'<?xml version="1.0"?><gpx version="1.1" creator="{creator}"'
        ' xmlns="http://www.topografix.com/GPX/1/1"'
        ' xmlns:x="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<trk><type>running</type><trkseg>{''.join(points)}</trkseg></trk></gpx>"
    ).encode()
