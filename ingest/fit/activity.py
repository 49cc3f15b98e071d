"""From the messages of a part to activities, one per session."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import polars as pl

from ingest.activity import CLOCK_SET, FOOT_SPORTS, RUNNING_S, Activity, Provenance, QualityNote
from ingest.devices import device_key
from ingest.errors import IngestError
from ingest.fit.container import Part
from ingest.fit.parts import cut, is_apart_from, totals_of
from ingest.fit.pauses import pauses_of
from ingest.fit.profile import ACTIVITY_FILE, FILE_KINDS, FIT_EPOCH_S, SYSTEM_TIME_LIMIT
from ingest.fit.records import Records, read_records
from ingest.fit.samples import samples_of
from ingest.fit.sport import sport_of_session
from ingest.fit.summary import Device, Session, Summaries
from ingest.pauses import pause_frame

#: 2007-01-01: before that, nothing wrote FIT.
FIRST_FIT_S = 536_544_000
_FIT_EPOCH = datetime.fromtimestamp(FIT_EPOCH_S, UTC)
_INFINITE = float("inf")
_CLOCK_NOT_SET = QualityNote(
    "clock_not_set", "The watch's clock was not set, so the date and time of day are wrong."
)
_START_MISMATCH = QualityNote(
    "start_mismatch", "The session's start lies far from its records, so the time of the records was taken."
)
#: The session's distance and the records' may differ by this share before it is worth a word.
TOTAL_MARGIN = 0.1


@dataclass(frozen=True)
class _Source:
    """What all activities of one part share."""

    part: Part
    summaries: Summaries
    device: Device
    events: list[tuple[float, bool]]
    workout_steps: pl.DataFrame
    records: Records
    utc_offset_s: int | None
    sport_name: str
    sha256: str
    serial_key: bytes | None


@dataclass(frozen=True)
class _Span:
    """When an activity was, in FIT seconds, and its totals in seconds as far as the file has them."""

    start_s: float
    elapsed_s: float
    timer_s: float | None


def activities_of(part: Part, sha256: str, serial_key: bytes | None) -> list[Activity]:
    """One activity per session of the part; without any session, one of all records.

    Raises IngestError `not_an_activity`, `empty_activity` or `no_timestamps` where there is none.
    """
    summaries = Summaries(part.data, part.layouts)
    device = summaries.device()
    if device.file_type not in (None, ACTIVITY_FILE):
        kind = FILE_KINDS.get(device.file_type, f"type_{device.file_type}")
        article = "an" if kind[0] in "aeio" else "a"
        words = (
            f"This FIT file holds no activity: it is {article} {kind.replace('_', ' ')} file; "
            "export the recorded activity instead."
        )
        raise IngestError("not_an_activity", words, kind=kind)
    records = read_records(part.data, part.layouts, summaries)
    summaries = summaries.on_clock(records.clock.repair)
    sessions = _sessions(summaries, records)
    source = _Source(
        part=part,
        summaries=summaries,
        device=device,
        events=summaries.timer_events(),
        workout_steps=summaries.workout_steps(),
        records=records,
        utc_offset_s=summaries.utc_offset_s(),
        sport_name=summaries.sport_name(),
        sha256=sha256,
        serial_key=serial_key,
    )
    bounds_s = [-_INFINITE, *(session.start_s or _INFINITE for session in sessions[1:]), _INFINITE]
    cuts = [
        (told, own, bound_s)
        for session, (start_s, bound_s) in zip(sessions, pairwise(bounds_s), strict=True)
        for told, own in cut(session, records.between(start_s, bound_s))
    ]
    first, *others = (_activity(source, *of_one) for of_one in cuts)
    return [_with_lost(first, source), *others]


def _with_lost(activity: Activity, source: _Source) -> Activity:
    """The first activity of a part with what was left out of the part and belongs to none of its own."""
    clock, origin = source.records.clock, activity.provenance
    dropped = Counter(origin.dropped) + source.records.dropped + source.summaries.dropped
    dropped_s = dict(origin.dropped_s)
    if clock.repair is not None and clock.repair.set_at:
        dropped[CLOCK_SET] = len(clock.repair.set_at)
        dropped_s[CLOCK_SET] = float(np.nansum(np.abs(clock.repair.leapt_s)))
    told = replace(origin, dropped=MappingProxyType(dict(dropped)), dropped_s=MappingProxyType(dropped_s))
    return replace(activity, provenance=told)


def _sessions(summaries: Summaries, records: Records) -> list[Session]:
    """The file's sessions, of several with one start the last.

    Where anything is dated, those without a date or from before the clock was set are left out.
    """
    sessions = list({session.start_s: session for session in summaries.sessions}.values())
    times_s = [session.start_s for session in sessions if session.start_s is not None]
    times_s += records.time_s[-1:].tolist()
    if max(times_s, default=0.0) >= SYSTEM_TIME_LIMIT:
        dated = [session for session in sessions if (session.start_s or 0.0) >= SYSTEM_TIME_LIMIT]
        sessions = dated or [replace(session, start_s=None) for session in sessions[:1]]
    if not sessions and not len(records.time_s):
        raise IngestError("empty_activity", "The FIT file holds no activity: no records and no session.")
    if len(sessions) > 1 or any(session.sport is not None for session in sessions):
        return sessions
    sport, sub_sport = summaries.sport()
    return [replace(*sessions or [Session()], sport=sport, sub_sport=sub_sport)]


def _span(session: Session, records: Records, bound_s: float) -> _Span:
    """The span of session and records together, ended by the next session at the latest.

    The session's total may tell of time behind the last record, not of less than the records fill.
    """
    first_s = records.time_s[:1].tolist()
    known_s = [time_s for time_s in (session.start_s, *first_s) if time_s is not None]
    if not known_s:
        raise IngestError("no_timestamps", "The FIT file does not tell when the activity took place.")
    start_s = min(known_s)
    filled_s = float(records.time_s[-1]) - start_s if first_s else 0.0
    told_s = session.elapsed_s
    if told_s is None:
        return _Span(start_s, filled_s, None)
    told_s += known_s[0] - start_s
    elapsed_s = max(filled_s, min(told_s, bound_s - start_s))
    if session.timer_s is None or elapsed_s < told_s - 1:
        return _Span(start_s, elapsed_s, None)
    return _Span(start_s, elapsed_s, session.timer_s + max(0.0, elapsed_s - told_s))


def _activity(source: _Source, session: Session, records: Records, bound_s: float) -> Activity:
    is_apart = is_apart_from(session, records)
    other_start_s = session.start_s if is_apart else None
    if is_apart:
        session = replace(session, start_s=None)
    span = _span(session, records, bound_s)
    start_s, end_s = span.start_s, span.start_s + span.elapsed_s
    sport = sport_of_session(session.sport, session.sub_sport, source.sport_name, records)
    on_foot = sport.name in FOOT_SPORTS
    events = [(at_s - start_s, is_start) for at_s, is_start in source.events]
    pauses, unplaced_s = pauses_of(events, span.elapsed_s, span.timer_s, records.time_s - start_s)
    before = source.records.between(-_INFINITE, (records.time_s[:1].tolist() or [-_INFINITE])[0])
    way_before_m = _way_before_m(before, records, session.distance_m)
    sampled = samples_of(records, start_s, pauses, way_before_m, on_foot=on_foot)
    distance_m, distance_notes = _distance_m(session.distance_m, sampled.distance_m)
    cadence = sampled.cadence
    # A pod that counts steps says nothing of the laps, which are the watch's own.
    steps_per_cycle = 2.0 if on_foot and records.counts_steps else cadence.factor
    clock = source.records.clock
    notes = _notes(start_s, source.records.jumps_back, unplaced_s) + [_START_MISMATCH] * is_apart
    notes += [*clock.notes, *clock.doubts_within(start_s, end_s)]
    return Activity(
        samples=sampled.samples,
        laps=source.summaries.laps(start_s, end_s, steps_per_cycle),
        pauses=pause_frame(pauses),
        moved_in_pauses_m=sampled.moved_m,
        device_splits=source.summaries.device_splits(start_s, end_s, steps_per_cycle),
        workout_steps=source.workout_steps,
        provenance=Provenance(
            sha256=source.sha256,
            format="fit",
            device=source.device.model,
            device_key=device_key(source.device.serial, source.serial_key),
            sport=sport.name,
            sub_sport=sport.sub_sport,
            start_utc=_FIT_EPOCH + timedelta(seconds=start_s),
            utc_offset_s=source.utc_offset_s,
            cadence_rule=cadence.rule,
            cadence_reason=cadence.reason,
            dropped=MappingProxyType(dict(sampled.dropped + Counter({RUNNING_S: sport.may_have_run_s}))),
            dropped_m=MappingProxyType({"gps_jump": sampled.jumped_m} if sampled.jumped_m else {}),
            other_start_utc=None if other_start_s is None else _FIT_EPOCH + timedelta(seconds=other_start_s),
        ),
        elapsed_time_s=span.elapsed_s,
        distance_m=distance_m,
        device_rpe_0_10=session.rpe_0_10,
        device_feel=session.feel,
        totals=totals_of(session, steps_per_cycle if on_foot else None),
        quality=(*source.part.notes, *notes, *distance_notes, *sport.notes, *cadence.notes),
    )


def _way_before_m(before: Records, own: Records, told_m: float | None) -> float:
    """Metres that the watch had counted before the session; 0 where each session counts from zero."""
    counted_m, own_m = before.known("distance_m"), own.known("distance_m")
    if not len(counted_m) or not len(own_m) or own_m[0] < counted_m[-1]:
        return 0.0
    way_before_m = float(counted_m[-1])
    counts_on = told_m is None or abs(own_m[-1] - way_before_m - told_m) < abs(own_m[-1] - told_m)
    return way_before_m if counts_on else 0.0


def _notes(start_s: float, jumps_back: int, unplaced_s: float) -> list[QualityNote]:
    notes = []
    if start_s < FIRST_FIT_S:
        notes.append(_CLOCK_NOT_SET)
    if jumps_back:
        message = f"The watch's clock went back {jumps_back} times; the records were put in order of time."
        notes.append(QualityNote("clock_went_back", message))
    if unplaced_s:
        message = f"The watch was paused for {unplaced_s:.0f} s more, and the file does not tell when."
        notes.append(QualityNote("pause_unplaced", message))
    return notes


def _distance_m(told_m: float | None, sampled_m: float | None) -> tuple[float | None, list[QualityNote]]:
    """The session's distance, else the last sample's; with a note where the two are far apart."""
    if not told_m:
        return told_m if sampled_m is None else sampled_m, []
    if sampled_m is None or abs(sampled_m - told_m) <= TOTAL_MARGIN * told_m:
        return told_m, []
    message = f"The session's total is {told_m:.0f} m, that of the records {sampled_m:.0f} m."
    return told_m, [QualityNote("distance_mismatch", message)]
