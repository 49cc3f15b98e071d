"""What the elements of TCX mean: activities, laps, tracks and their points."""

from collections.abc import Mapping

from ingest.errors import IngestError
from ingest.xml.document import Lap, Track
from ingest.xml.target import MAX_LAPS, PointTarget

CHANNEL_OF = {
    ("Trackpoint", "Time"): "time",
    ("Position", "LatitudeDegrees"): "lat",
    ("Position", "LongitudeDegrees"): "lon",
    ("Trackpoint", "AltitudeMeters"): "altitude",
    ("Trackpoint", "DistanceMeters"): "distance",
    ("HeartRateBpm", "Value"): "heart_rate",
    ("Trackpoint", "Cadence"): "cadence",
    **{
        (extension, name): channel
        # The second as the first version of the extension had it.
        for extension in ("TPX", "ActivityTrackpointExtension")
        for name, channel in (("RunCadence", "run_cadence"), ("Speed", "speed"), ("Watts", "power"))
    },
}
LAP_FIELD_OF = {
    ("Lap", "TotalTimeSeconds"): "timer_time",
    ("Lap", "DistanceMeters"): "distance",
    ("Lap", "Cadence"): "cadence",
    ("LX", "AvgRunCadence"): "run_cadence",
    ("LX", "Steps"): "steps",
    ("Lap", "Intensity"): "intensity",
    ("Lap", "TriggerMethod"): "trigger",
}
OTHERS = {"Course": "course", "Workout": "workout"}


class TcxTarget(PointTarget):
    """Points count only inside an `<Activity>`: those of a course were planned, not run."""

    in_activity = False

    def opened(self, name: str, attrib: Mapping[str, str]) -> None:
        if name == "Activity":
            self.begin_track(Track(sport=attrib.get("Sport")))
            self.in_activity = True
        elif not self.in_activity:
            if name in OTHERS:
                self.count(OTHERS[name])
        elif name == "Trackpoint":
            self.begin_point()
        elif name == "Track":
            self.stretch += 1
        elif name == "Lap":
            if len(self.laps) >= MAX_LAPS:
                raise IngestError("too_large", f"The file holds more than {MAX_LAPS:,} laps.")
            self.laps.append(Lap(track=len(self.tracks) - 1, start=attrib.get("StartTime")))

    def closed(self, name: str, text: str) -> None:
        if not self.in_activity:
            return
        if name == "Trackpoint":
            self.finish_point()
        elif name == "Activity":
            self.in_activity = False
        elif self.point is not None:
            if channel := CHANNEL_OF.get((self.parent, name)):
                self.put(channel, text)
        elif self.parent == "Creator":
            if name == "Name":
                self.tracks[-1].device = text
            elif name == "UnitId":
                self.tracks[-1].serial = text
        elif "Lap" in self.path and (field := LAP_FIELD_OF.get((self.parent, name))) and text:
            setattr(self.laps[-1], field, text)
