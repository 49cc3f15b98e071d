"""What the elements of GPX 1.0 and 1.1 mean, and of the extensions that watches and apps add."""

from collections.abc import Mapping

from ingest.xml.document import Track
from ingest.xml.target import PointTarget

#: Extension vocabularies by local name: Garmin TrackPointExtension v1 and v2 (under any prefix),
#: ClueTrust gpxdata, Garmin PowerExtension, and elements without a namespace.
EXTENSIONS = {
    "hr": "heart_rate",
    "heartrate": "heart_rate",
    "cad": "cadence",
    "cadence": "cadence",
    "runcadence": "run_cadence",
    "speed": "speed",
    "power": "power",
    "powerinwatts": "power",
    "watts": "power",
    "distance": "distance",
}
#: Of the point itself; elements of these names inside an extension mean something else.
OWN = {"time": "time", "ele": "altitude"}
OTHERS = {"rte": "route", "wpt": "waypoint"}


class GpxTarget(PointTarget):
    def opened(self, name: str, attrib: Mapping[str, str]) -> None:
        if "metadata" in self.path:
            return
        if name == "trkpt":
            self._begin(attrib)
        elif name == "trkseg":
            self.stretch += 1
        elif name == "trk":
            self.begin_track(Track())
            self.stretch += 1
        elif name in OTHERS:
            self.count(OTHERS[name])
        elif name == "gpx" and self.creator is None:
            self.creator = attrib.get("creator")

    def _begin(self, attrib: Mapping[str, str]) -> None:
        if not self.tracks:
            self.begin_track(Track())
        self.begin_point()
        self.put("lat", attrib.get("lat", "").strip())
        self.put("lon", attrib.get("lon", "").strip())

    def closed(self, name: str, text: str) -> None:
        if name == "trkpt":
            self.finish_point()
        elif self.point is not None:
            if self.parent == "trkpt" and name in OWN:
                self.put(OWN[name], text)
            elif channel := EXTENSIONS.get(name.lower()):
                self.put(channel, text)
        elif name == "type" and self.parent == "trk" and self.tracks:
            self.tracks[-1].sport = text
