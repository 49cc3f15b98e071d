"""The parser's listener that both formats share: it keeps the points, never a tree."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from ingest.errors import IngestError
from ingest.xml.document import CHANNELS, PLACES, Lap, RawDocument, Track

#: Deeper nesting than any recording has; real files stay below 12.
MAX_DEPTH = 64
#: A hundred hours at a point a second is 360,000.
MAX_POINTS = 1_000_000
#: Points have up to twenty elements; each costs a microsecond.
MAX_ELEMENTS = 4_000_000
MAX_LAPS = 10_000
MAX_TRACKS = 5_000


@lru_cache(maxsize=1024)
def local_name(tag: str) -> str:
    """The tag without its namespace or prefix, whether that was declared or not."""
    return tag.rpartition("}")[2].rpartition(":")[2]


class PointTarget:
    """Collects points as columns of strings; GPX and TCX add what their elements mean.

    Called by lxml as its parser target. `path` holds the local names of the open elements.
    """

    def __init__(self) -> None:
        self.path: list[str] = []
        self.tracks: list[Track] = []
        self.laps: list[Lap] = []
        self.others: dict[str, int] = {}
        self.creator: str | None = None
        self.stretch = -1
        self.elements = 0
        self._columns: dict[str, list[bytes | None]] = {name: [] for name in CHANNELS}
        self._places: dict[str, list[int]] = {name: [] for name in PLACES}
        self._text: list[str] = []
        self.point: dict[str, bytes] | None = None

    def start(self, tag: str, attrib: Mapping[str, str]) -> None:
        if len(self.path) >= MAX_DEPTH:
            raise IngestError(
                "unsafe_xml", f"The file nests more than {MAX_DEPTH} levels deep, as no recording does."
            )
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise IngestError("too_large", f"The file holds more than {MAX_ELEMENTS:,} elements.")
        name = local_name(tag)
        self.opened(name, attrib)
        self.path.append(name)
        self._text.clear()

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, _tag: str) -> None:
        name = self.path.pop()
        self.closed(name, "".join(self._text).strip())
        self._text.clear()

    def close(self) -> RawDocument:
        columns = {name: texts for name, texts in self._columns.items() if any(texts)}
        places = {name: np.array(numbers, dtype=np.int32) for name, numbers in self._places.items()}
        return RawDocument(columns, places, self.tracks, self.laps, self.others, self.creator)

    def opened(self, name: str, attrib: Mapping[str, str]) -> None:
        raise NotImplementedError

    def closed(self, name: str, text: str) -> None:
        raise NotImplementedError

    @property
    def parent(self) -> str:
        """The element that holds the one which is opened or closed right now."""
        return self.path[-1] if self.path else ""

    def count(self, name: str) -> None:
        self.others[name] = self.others.get(name, 0) + 1

    def begin_track(self, track: Track) -> None:
        if len(self.tracks) >= MAX_TRACKS:
            raise IngestError("too_large", f"The file holds more than {MAX_TRACKS:,} tracks.")
        self.tracks.append(track)

    def begin_point(self) -> None:
        if len(self._places["track"]) >= MAX_POINTS:
            raise IngestError("too_large", f"The file holds more than {MAX_POINTS:,} points.")
        self.point = {}

    def put(self, channel: str, text: str) -> None:
        """Keep the first value that a point has for a channel."""
        if self.point is not None and text:
            self.point.setdefault(channel, text.encode())

    def finish_point(self) -> None:
        if self.point is None:
            return
        for name, column in self._columns.items():
            column.append(self.point.get(name))
        self._places["track"].append(len(self.tracks) - 1)
        self._places["stretch"].append(self.stretch)
        self._places["lap"].append(len(self.laps) - 1)
        self.point = None
