"""GPX and TCX files as activities."""

from collections import Counter
from dataclasses import replace
from typing import Literal

import numpy as np

from ingest.activity import Activity, QualityNote
from ingest.devices import device_key, device_model
from ingest.errors import IngestError
from ingest.sports import sport_of
from ingest.xml.activity import Source, build_activity, summary_of
from ingest.xml.clock import Clocked, on_one_clock
from ingest.xml.document import RawDocument
from ingest.xml.laps import timed_laps
from ingest.xml.parse import read_document
from ingest.xml.points import Points
from ingest.xml.recordings import Lost, lost_notes, recordings
from ingest.xml.shapes import read_by_shape
from ingest.xml.text import to_utf8
from ingest.xml.values import Values, to_values

XmlFormat = Literal["gpx", "tcx"]

#: Below this the way by shapes takes longer to set out than to arrive.
FAST_FROM_BYTES = 64_000
#: A year of daily runs joined into one file, three times over.
MAX_ACTIVITIES = 1_000
_NAMES = {"gpx": "GPX", "tcx": "TCX"}
#: As what the points of a recording are counted that is none, by why it is none.
_TOLD_AS = {"too_large": "time_span_too_long"}


def read_xml(
    content: bytes, kind: XmlFormat, sha256: str, *, serial_key: bytes | None = None
) -> tuple[Activity, ...]:
    """Every activity of a GPX or TCX file, in order of time.

    A TCX `<Activity>` is one activity, and so are neighbouring tracks of a GPX file that name one
    sport and were not recorded at the same time; either is put on one clock, and cut where more
    than three hours pass without a point. Raises `IngestError` where there is none.
    """
    text, is_clean = to_utf8(content)
    document = (len(text) >= FAST_FROM_BYTES and read_by_shape(text, kind)) or read_document(text, kind)
    values = to_values(document)
    clocked = on_one_clock(values.points, is_local=values.is_zone_assumed)
    values = replace(values, points=clocked.points)
    source = Source(
        format=kind,
        sha256=sha256,
        utc_offset_s=values.utc_offset_s,
        notes=_notes(document, values, is_clean=is_clean),
        laps=timed_laps(document.laps, values.points, clocked.shift_ms),
    )
    activities: list[Activity] = []
    faults: list[IngestError] = []
    of_file = Lost(Counter(values.dropped))
    for tracks in _same_activity(document, kind, values.points):
        of_tracks = _of_tracks(source, document, tracks, serial_key)
        first, stop = np.searchsorted(values.points.track, (tracks[0], tracks[-1] + 1)).tolist()
        points, lost, found = values.points.take(slice(first, stop)), Lost(), []
        for recording, notes, is_part in _recorded(points, lost, clocked):
            if len(activities) + len(found) + len(faults) == MAX_ACTIVITIES:
                words = f"The file holds more than {MAX_ACTIVITIES:,} activities; export them one by one."
                raise IngestError("too_large", words)
            try:
                own = replace(of_tracks, notes=(*of_tracks.notes, *notes), is_part=is_part)
                found.append(build_activity(recording, own))
            except IngestError as fault:
                faults.append(fault)
                lost.counts[_TOLD_AS.get(fault.code, "time_far_from_others")] += len(recording)
        if not found and document.damaged_at is None and (summed := summary_of(of_tracks)):
            found = [summed]
        if found:
            activities += [lost.with_activity(found[0]), *found[1:]]
        else:
            of_file.add(lost)
    if activities:
        first_one, *others = sorted(activities, key=lambda activity: activity.provenance.start_utc)
        return (of_file.with_activity(first_one), *others)
    raise _why_none(document, kind, faults)


def _recorded(
    points: Points, lost: Lost, clocked: Clocked
) -> list[tuple[Points, tuple[QualityNote, ...], bool]]:
    """Each recording with what there is to say about its clock, and whether it is a part of several."""
    found = recordings(points, lost)
    for track in np.unique(points.track).tolist():
        lost.clock_set(clocked.leapt_s.get(track, np.empty(0)))
    notes = lost_notes(points, lost)
    return [(one, (*clocked.notes_within(one), *notes), len(found) > 1) for one in found]


def _same_activity(document: RawDocument, kind: XmlFormat, points: Points) -> list[list[int]]:
    """The tracks that may belong to one activity, by their places in the file."""
    places = range(len(document.tracks))
    if kind == "tcx" or len(places) < 2:  # noqa: PLR2004 - one track has no neighbour
        return [[place] for place in places]
    span_of = points.spans_ms(points.track)
    groups: list[list[int]] = []
    sport, busy_from, busy_to = None, 0, 0
    for place in places:
        first, last = span_of.get(place, (busy_to, busy_to))
        is_beside = first < busy_to and last > busy_from
        if groups and not is_beside and sport_of(document.tracks[place].sport) == sport:
            groups[-1].append(place)
            busy_from, busy_to = min(busy_from, first), max(busy_to, last)
        else:
            groups.append([place])
            sport, busy_from, busy_to = sport_of(document.tracks[place].sport), first, last
    return groups


def _of_tracks(source: Source, document: RawDocument, tracks: list[int], serial_key: bytes | None) -> Source:
    """The source with what is known of these tracks alone."""
    track = document.tracks[tracks[0]]
    sport, sub_sport = sport_of(track.sport)
    return replace(
        source,
        sport=sport,
        sub_sport=sub_sport,
        device=device_model(track.device),
        device_key=device_key(track.serial, serial_key),
        laps=[lap for lap in source.laps if tracks[0] <= lap.track <= tracks[-1]] if source.laps else (),
    )


def _notes(document: RawDocument, values: Values, *, is_clean: bool) -> tuple[QualityNote, ...]:
    notes = []
    if document.damaged_at is not None:
        where = f"at byte {document.damaged_at}"
        notes.append(
            QualityNote("truncated", f"The file is cut off {where}; what stands before it was kept.")
            if document.is_cut_off
            else QualityNote("damaged_part", f"The file is damaged {where}; what could be read was kept.")
        )
    if not is_clean:
        notes.append(
            QualityNote("encoding_damaged", "Some letters of the file are not in the encoding it names.")
        )
    if values.is_zone_assumed:
        notes.append(QualityNote("time_zone_assumed", "The times name no time zone; they were read as UTC."))
    if values.has_commas:
        words = "The file writes its numbers with a comma, against its format; they were read all the same."
        notes.append(QualityNote("decimal_comma", words))
    return tuple(notes)


def _why_none(document: RawDocument, kind: XmlFormat, faults: list[IngestError]) -> IngestError:
    if faults:
        return faults[0]
    name = _NAMES[kind]
    if document.point_count:
        lack = "a readable time" if "time" in document.columns else "a time, as in a planned route"
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
            "not_an_activity",
            f"The {name} file holds {found}, but nothing that was recorded; export the activity instead.",
            kind=next(iter(document.others)),
        )
    return IngestError("empty_activity", f"The {name} file holds no recorded points; export it again.")
