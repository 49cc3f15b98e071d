"""GPX and TCX files as activities."""

from itertools import groupby
from typing import Literal

import polars as pl

from ingest.activity import Activity, QualityNote
from ingest.devices import device_key, device_model
from ingest.errors import IngestError
from ingest.sports import sport_of
from ingest.xml.activity import Source, build_activity
from ingest.xml.document import RawDocument
from ingest.xml.parse import read_document
from ingest.xml.recordings import recordings
from ingest.xml.shapes import read_by_shape
from ingest.xml.text import to_utf8
from ingest.xml.values import Values, to_values

XmlFormat = Literal["gpx", "tcx"]

#: Below this the way by shapes takes longer to set out than to arrive.
FAST_FROM_BYTES = 64_000
_NAMES = {"gpx": "GPX", "tcx": "TCX"}


def read_xml(
    content: bytes, kind: XmlFormat, sha256: str, *, serial_key: bytes | None = None
) -> tuple[Activity, ...]:
    """Every activity of a GPX or TCX file, in order of time.

    A TCX `<Activity>` is one activity, and so are the tracks of a GPX file that name one sport;
    either is cut where a stretch begins more than three hours after the one before it.
    Raises `IngestError` where there is none.
    """
    text, is_clean = to_utf8(content)
    document = (len(text) >= FAST_FROM_BYTES and read_by_shape(text, kind)) or read_document(text, kind)
    values = to_values(document.points)
    notes = _notes(document, values, is_clean=is_clean)
    activities: list[Activity] = []
    faults: list[IngestError] = []
    for tracks in _same_activity(document, kind):
        source = _source(document, kind, tracks, sha256, values, notes, serial_key)
        of_tracks = (
            values.points.filter(pl.col("track").is_in(tracks)) if len(document.tracks) > 1 else values.points
        )
        for points in recordings(of_tracks, source.dropped):
            try:
                activities.append(build_activity(points, source))
            except IngestError as fault:
                faults.append(fault)
    if activities:
        return tuple(sorted(activities, key=lambda activity: activity.provenance.start_utc))
    raise _why_none(document, kind, values, faults)


def _same_activity(document: RawDocument, kind: XmlFormat) -> list[list[int]]:
    """The tracks that may belong to one activity, by their places."""
    places = range(len(document.tracks))
    if kind == "tcx":
        return [[place] for place in places]
    return [
        list(group) for _, group in groupby(places, key=lambda place: sport_of(document.tracks[place].sport))
    ]


def _source(
    document: RawDocument,
    kind: XmlFormat,
    tracks: list[int],
    sha256: str,
    values: Values,
    notes: tuple[QualityNote, ...],
    serial_key: bytes | None,
) -> Source:
    track = document.tracks[tracks[0]]
    sport, sub_sport = sport_of(track.sport)
    return Source(
        format=kind,
        sha256=sha256,
        sport=sport,
        sub_sport=sub_sport,
        device=device_model(track.device),
        device_key=device_key(track.serial, serial_key),
        utc_offset_s=values.utc_offset_s,
        laps=document.laps,
        dropped=dict(values.dropped),
        notes=notes,
    )


def _notes(document: RawDocument, values: Values, *, is_clean: bool) -> tuple[QualityNote, ...]:
    notes = []
    if document.damaged_at is not None:
        where = f"at byte {document.damaged_at}"
        notes.append(
            QualityNote("truncated", f"The file is cut off {where}; what stands before it was kept.")
            if document.is_cut_off
            else QualityNote("damaged", f"The file is damaged {where}; what could be read was kept.")
        )
    if not is_clean:
        notes.append(
            QualityNote("encoding_damaged", "Some letters of the file are not in the encoding it names.")
        )
    if values.is_zone_assumed:
        notes.append(QualityNote("time_zone_assumed", "The times name no time zone; they were read as UTC."))
    return tuple(notes)


def _why_none(
    document: RawDocument, kind: XmlFormat, values: Values, faults: list[IngestError]
) -> IngestError:
    if faults:
        return faults[0]
    name = _NAMES[kind]
    if document.points.height:
        lack = "a readable time" if values.dropped.get("time_impossible") else "a time, as in a planned route"
        return IngestError(
            "no_timestamps",
            f"The {name} file's points are without {lack}; export the recorded activity instead.",
        )
    if document.damaged_at is not None:
        code = "truncated_file" if document.is_cut_off else "corrupt_file"
        words = "is cut off" if document.is_cut_off else "is damaged"
        return IngestError(
            code,
            f"The {name} file {words} at byte {document.damaged_at}, before any point; export it again.",
            offset=document.damaged_at,
        )
    if document.others:
        found = ", ".join(
            f"{count} {what}{'s' if count > 1 else ''}" for what, count in document.others.items()
        )
        return IngestError(
            "not_an_activity", f"The {name} file holds {found}, but nothing that was recorded."
        )
    return IngestError("empty_activity", f"The {name} file holds no recorded points.")
