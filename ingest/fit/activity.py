"""From the messages of a part to activities, one per session."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import polars as pl

from ingest.activity import FOOT_SPORTS, Activity, CadenceRule, Pauses, Provenance, QualityNote
from ingest.devices import device_key
from ingest.errors import IngestError
from ingest.fit.container import Part
from ingest.fit.pauses import Pause, pauses_of
from ingest.fit.profile import ACTIVITY_FILE, FILE_TYPES, FIT_EPOCH_S, SPORTS, SUB_SPORTS, SYSTEM_TIME_LIMIT
from ingest.fit.records import Records, read_records
from ingest.fit.samples import samples_of
from ingest.fit.summary import Device, Session, Summaries
from ingest.frames import schema_of

_FIT_EPOCH = datetime.fromtimestamp(FIT_EPOCH_S, UTC)
_INFINITE = float("inf")
_CLOCK_NOT_SET = QualityNote(
    "clock_not_set", "The watch's clock was not set, so date and time of day are wrong."
)


@dataclass(frozen=True)
class _Source:
    """What all activities of one part share."""

    part: Part
    summaries: Summaries
    device: Device
    events: list[tuple[float, bool]]
    utc_offset_s: int | None
    sha256: str
    serial_key: bytes | None


def activities_of(part: Part, sha256: str, serial_key: bytes | None) -> list[Activity]:
    """One activity per session of the part; the one of a file without a session is made of its records.

    Raises IngestError `not_an_activity` or `empty_activity` where there is none.
    """
    summaries = Summaries(part.data, part.layouts)
    device = summaries.device()
    if device.file_type not in (None, ACTIVITY_FILE):
        kind = FILE_TYPES.get(device.file_type, f"type {device.file_type}")
        raise IngestError("not_an_activity", f"This FIT file holds no activity: it is a {kind} file.")
    records = read_records(part.data, part.layouts)
    sessions = summaries.sessions()
    if not sessions:
        if not len(records.time_s):
            raise IngestError("empty_activity", "The FIT file holds no activity: no records and no session.")
        sport, sub_sport = summaries.sport()
        sessions = [Session(sport=sport, sub_sport=sub_sport)]
    source = _Source(
        part, summaries, device, summaries.timer_events(), summaries.utc_offset_s(), sha256, serial_key
    )
    bounds = [-_INFINITE, *(_start_s(session) for session in sessions[1:]), _INFINITE]
    dropped = records.dropped
    activities = []
    for place, session in enumerate(sessions):
        own = records.between(bounds[place], bounds[place + 1])
        activities.append(_activity(source, session, own, dropped))
    return activities


def _start_s(session: Session) -> float:
    return _INFINITE if session.start_s is None else session.start_s


def _activity(source: _Source, session: Session, records: Records, dropped: Counter[str]) -> Activity:
    times_s = [time_s for time_s in (session.start_s, *records.time_s[:1].tolist()) if time_s is not None]
    if not times_s:
        raise IngestError("no_timestamps", "The FIT file does not tell when the activity took place.")
    start_s = min(times_s)
    last_s = float(records.time_s[-1]) if len(records.time_s) else start_s
    declared_s = 0.0 if session.elapsed_s is None else session.elapsed_s + times_s[0] - start_s
    elapsed_s = max(declared_s, last_s - start_s)
    sport, sub_sport = _sport(session)
    on_foot = sport in FOOT_SPORTS
    events = [(time_s - start_s, is_start) for time_s, is_start in source.events]
    timer_s = None if session.timer_s is None else elapsed_s - declared_s + session.timer_s
    pauses, unplaced_s = pauses_of(events, elapsed_s, timer_s, records.time_s - start_s)
    samples, counts = samples_of(records, start_s, pauses, on_foot=on_foot)
    cadence_rule, cadence_reason = _cadence(records, on_foot=on_foot)
    end_s = start_s + elapsed_s
    steps_per_cycle = 2.0 if on_foot else 1.0
    notes = list(source.part.notes)
    if start_s < SYSTEM_TIME_LIMIT:
        notes.append(_CLOCK_NOT_SET)
    if unplaced_s:
        notes.append(
            QualityNote(
                "pause_unplaced",
                f"A pause of {unplaced_s:.0f} s in the totals could not be found in the run.",
            )
        )
    return Activity(
        samples=samples,
        laps=source.summaries.laps(start_s, end_s, steps_per_cycle),
        pauses=_pause_frame(pauses),
        device_splits=source.summaries.device_splits(start_s, end_s, steps_per_cycle),
        workout_steps=source.summaries.workout_steps(),
        provenance=Provenance(
            sha256=source.sha256,
            format="fit",
            device=source.device.model,
            device_key=device_key(source.device.serial, source.serial_key),
            sport=sport,
            sub_sport=sub_sport,
            start_utc=_FIT_EPOCH + timedelta(seconds=start_s),
            utc_offset_s=source.utc_offset_s,
            cadence_rule=cadence_rule,
            cadence_reason=cadence_reason,
            dropped=MappingProxyType(dict(dropped + counts)),
        ),
        elapsed_time_s=elapsed_s,
        distance_m=session.distance_m if session.distance_m is not None else _last_distance_m(samples),
        device_rpe_0_10=session.rpe_0_10,
        device_feel=session.feel,
        quality=tuple(notes),
    )


def _sport(session: Session) -> tuple[str, str | None]:
    sport = SPORTS.get(session.sport or 0, f"unknown_{session.sport}")
    if session.sub_sport is None:
        return sport, None
    return sport, SUB_SPORTS.get(session.sub_sport, f"unknown_{session.sub_sport}")


def _cadence(records: Records, *, on_foot: bool) -> tuple[CadenceRule, str]:
    if "cadence_rpm" not in records.channels:
        return "none", "The file has no cadence."
    if not on_foot:
        return "none", "Not a sport on foot: the cadence is as recorded."
    return "fit_strides_doubled", "FIT counts the strides of one leg: doubled to steps of both."


def _pause_frame(pauses: list[Pause]) -> pl.DataFrame:
    return pl.DataFrame(
        [(pause.start_s, pause.end_s, pause.source) for pause in pauses],
        schema=schema_of(Pauses),
        orient="row",
    )


def _last_distance_m(samples: pl.DataFrame) -> float | None:
    known = samples["distance_m"].drop_nulls()
    return float(known[-1]) if len(known) else None
