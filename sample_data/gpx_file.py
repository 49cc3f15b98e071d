"""Writes one simulated run as GPX 1.1 with heart rate and cadence in Garmin's track point extension."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from sample_data.gait import Second
from sample_data.track import position

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="{creator}" xmlns="http://www.topografix.com/GPX/1/1"
 xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">
<metadata><time>{start}</time></metadata>
<trk><type>running</type><trkseg>
"""
POINT = (
    '<trkpt lat="{lat:.6f}" lon="{lon:.6f}"><time>{time}</time><extensions><gpxtpx:TrackPointExtension>'
    "<gpxtpx:hr>{hr}</gpxtpx:hr><gpxtpx:cad>{cad}</gpxtpx:cad>"
    "</gpxtpx:TrackPointExtension></extensions></trkpt>\n"
)
TAIL = "</trkseg></trk>\n</gpx>\n"


def write_gpx(
    start_utc: datetime,
    seconds: Sequence[Second],
    *,
    cadence: Literal["strides", "steps"],
    creator: str,
    every_s: int = 1,
) -> bytes:
    """The bytes of a GPX file; exporters disagree whether `cad` counts strides or steps."""
    parts = [HEAD.format(creator=creator, start=_iso(start_utc))]
    for second in seconds[::every_s]:
        lat, lon = position(second.distance_m)
        parts.append(
            POINT.format(
                lat=lat,
                lon=lon,
                time=_iso(start_utc + timedelta(seconds=second.at_s)),
                hr=second.heart_rate_bpm,
                cad=second.cadence_spm // 2 if cadence == "strides" else second.cadence_spm,
            )
        )
    parts.append(TAIL)
    return "".join(parts).encode()


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
