"""The summary messages of a part: sessions, laps, splits, workout steps, timer events, the device."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl

from ingest.activity import DeviceSplits, Laps, WorkoutSteps
from ingest.devices import device_model
from ingest.errors import IngestError
from ingest.fit.clock import message_times
from ingest.fit.columns import Columns
from ingest.fit.layout import Layout
from ingest.fit.profile import (
    GAIT_SPLITS,
    GARMIN,
    INTENSITIES,
    LAP_TRIGGERS,
    MANUFACTURERS,
    MESSAGE_INDEX,
    STEP_DURATIONS,
    SYSTEM_TIME_LIMIT,
    TIMER_EVENT,
    TIMER_STARTS,
    TIMER_STOPS,
    TIMESTAMP,
    Message,
    garmin_products,
)
from ingest.fit.values import lies_inside, one_of, optional, whole, words
from ingest.frames import empty_frame, frame
from ingest.repair import Repair

#: No watch writes more sessions, and no more messages of one other kind.
MAX_SESSIONS = 50
#: Nobody records for longer without a break.
MAX_SPAN_S = 14 * 86_400
MAX_SUMMARIES = 20_000

_CREATOR = 0
#: What the fields can hold at all; anything else is a fault.
_MAX_CODE, _MAX_INDEX, _MAX_SERIAL = 0xFFFF, 0xFFFE, 2**32
_MAX_WAY_M, _MAX_CADENCE, _MAX_RPE, _MAX_FEEL, _MAX_CYCLES = 2e6, 300, 10, 100, 1e6
#: Zones differ by quarter hours; clocks of watch and file may differ by a few seconds.
_ZONE_STEP_S, _ZONE_SLACK_S = 900, 60
_ZONES_S = (-12 * 3600, 14 * 3600)


@dataclass(frozen=True)
class Session:
    """One session message; times in FIT seconds, null where the file does not tell."""

    start_s: float | None = None
    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    sport: int | None = None
    sub_sport: int | None = None
    rpe_0_10: float | None = None
    feel: float | None = None
    #: On foot, the strides of one leg.
    cycles: float | None = None


@dataclass(frozen=True)
class Device:
    """What the file says about itself and its maker."""

    file_type: int | None
    model: str | None
    serial: int | None


class _Laps(NamedTuple):
    """All lap messages of a part as columns, times in FIT seconds, NaN where unknown."""

    begin_s: np.ndarray
    finish_s: np.ndarray
    timer_s: np.ndarray
    distance_m: np.ndarray
    cycles_per_min: np.ndarray
    intensity: np.ndarray
    trigger: np.ndarray
    step_index: np.ndarray


class Summaries:
    """The messages of one part other than records.

    Raises IngestError where there are more of one kind than any watch writes.
    """

    def __init__(self, data: bytes, layouts: list[Layout], repair: Repair | None = None) -> None:
        self._data, self._layouts, self._repair = data, layouts, repair
        #: What no clock of the records can have stamped, by reason.
        self.dropped: Counter[str] = Counter()

    def on_clock(self, repair: Repair | None) -> "Summaries":
        """The same messages with their times on the one clock of the records."""
        if repair is None:
            return self
        placed = Summaries(self._data, self._layouts, repair)
        placed._stamped_events = self._stamped_events
        return placed

    def _placed(self, stamps_s: np.ndarray, reason: str, *, at_silence: bool = False) -> np.ndarray:
        if self._repair is None:
            return stamps_s
        placed_s = self._repair.placed(stamps_s, at_silence=at_silence)
        if lost := int((np.isnan(placed_s) & np.isfinite(stamps_s)).sum()):
            self.dropped[reason] = lost
        return placed_s

    def _columns(self, message: Message) -> Columns:
        columns = Columns(self._data, self._layouts, message)
        if len(columns) > MAX_SUMMARIES:
            raise IngestError(
                "too_large", f"The FIT file has more than {MAX_SUMMARIES} messages of one kind."
            )
        return columns

    def _begun(self, starts_s: np.ndarray) -> np.ndarray:
        """The starts of the sessions; a single one begins with the records."""
        if self._repair is None or len(starts_s) != 1 or np.isnan(starts_s[0]):
            return self._placed(starts_s, "session_time_unknown")
        return np.array([self._repair.begun(starts_s[0])])

    @cached_property
    def sessions(self) -> list[Session]:
        """The sessions in order of their start; those without a start keep the file's order, last."""
        rows = self._columns(Message.SESSION)
        if len(rows) > MAX_SESSIONS:
            raise IngestError("too_large", f"The FIT file has more than {MAX_SESSIONS} sessions.")
        columns = (
            self._begun(rows.times(2)),
            rows.amounts(7, 1000, MAX_SPAN_S),
            rows.amounts(8, 1000, MAX_SPAN_S),
            rows.amounts(9, 100, _MAX_WAY_M),
            rows.amounts(5, 1, _MAX_CODE),
            rows.amounts(6, 1, _MAX_CODE),
            rows.amounts(193, 10, _MAX_RPE),
            rows.amounts(192, 1, _MAX_FEEL),
            rows.amounts(10, 1, _MAX_CYCLES),
        )
        sessions = [
            Session(start, elapsed, timer, distance, whole(sport), whole(sub_sport), *told)
            for start, elapsed, timer, distance, sport, sub_sport, *told in zip(
                *map(optional, columns), strict=True
            )
        ]
        return sorted(sessions, key=lambda session: np.inf if session.start_s is None else session.start_s)

    def sport(self) -> tuple[int | None, int | None]:
        """Sport and sub-sport where no session names one: of the sport message, else of the first lap."""
        for message, sport_field, sub_sport_field in ((Message.SPORT, 0, 1), (Message.LAP, 25, 39)):
            rows = self._columns(message)
            if (sport := _code(rows, sport_field)) is not None:
                return sport, _code(rows, sub_sport_field)
        return None, None

    def sport_name(self) -> str:
        """How the watch calls its sport, in words of whoever named it; empty where it does not."""
        return next(filter(None, self._columns(Message.SPORT).text(3)), "")

    def device(self) -> Device:
        """Kind of file, model and serial number, of the file id or else of the creating device."""
        file_id, info = self._columns(Message.FILE_ID), self._columns(Message.DEVICE_INFO)
        maker, product, serial = (_code(file_id, number) for number in (1, 2, 3))
        names = file_id.text(8)
        creators = np.flatnonzero(info.values(0) == _CREATOR).tolist()
        for row in creators[:1]:
            maker, product, serial = (
                known or whole(optional(info.amounts(number, 1, _MAX_SERIAL))[row])
                for known, number in ((maker, 2), (product, 4), (serial, 3))
            )
            names.append(info.text(27)[row])
        return Device(_code(file_id, 0), _model(maker, product, next(filter(None, names), "")), serial)

    def utc_offset_s(self) -> int | None:
        """Local time less UTC in seconds, in whole quarter hours; null where absent or impossible."""
        rows = self._columns(Message.ACTIVITY)
        utc_s = rows.times(TIMESTAMP)
        offsets_s = rows.times(5) - utc_s
        offsets_s = offsets_s[np.isfinite(offsets_s) & (utc_s >= SYSTEM_TIME_LIMIT)]
        if not len(offsets_s):
            return None
        offset_s = round(offsets_s[0] / _ZONE_STEP_S) * _ZONE_STEP_S
        is_possible = abs(offset_s - offsets_s[0]) <= _ZONE_SLACK_S and _ZONES_S[0] <= offset_s <= _ZONES_S[1]
        return offset_s if is_possible else None

    def timer_events(self) -> list[tuple[float, bool]]:
        """Time in FIT seconds and whether the timer starts, for each timer event, in order of time."""
        stamps_s, is_start = self._stamped_events
        at_s = self._placed(stamps_s, "event_time_unknown", at_silence=True)
        known = np.isfinite(at_s)
        events = zip(at_s[known].tolist(), is_start[known].tolist(), strict=True)
        return sorted(events, key=lambda event: event[0])

    @cached_property
    def _stamped_events(self) -> tuple[np.ndarray, np.ndarray]:
        """The timer events in the file's order: their own time, and whether the timer starts."""
        rows = self._columns(Message.EVENT)
        if not len(rows):
            return np.empty(0), np.empty(0, dtype=bool)
        time_s, kind = message_times(self._data, self._layouts, rows), rows.values(1)
        is_timer = (rows.values(0) == TIMER_EVENT) & np.isfinite(time_s)
        is_timer &= one_of(kind, TIMER_STARTS + TIMER_STOPS)
        return time_s[is_timer], one_of(kind[is_timer], TIMER_STARTS)

    def workout_steps(self) -> pl.DataFrame:
        """The workout that the watch was guiding, by the contract WorkoutSteps."""
        rows = self._columns(Message.WORKOUT_STEP)
        if not len(rows):
            return empty_frame(WorkoutSteps)
        kinds = words(rows.amounts(1, 1, _MAX_CODE), STEP_DURATIONS, "other")
        kind, duration = np.array(kinds), rows.amounts(2, 1, _MAX_SERIAL)
        index = rows.amounts(MESSAGE_INDEX, 1, _MAX_INDEX)
        return frame(
            WorkoutSteps,
            len(rows),
            step_index=np.where(np.isnan(index), np.arange(len(rows)), index),
            duration_type=kinds,
            duration_s=np.where(kind == "time", duration / 1000, np.nan),
            distance_m=np.where(kind == "distance", duration / 100, np.nan),
            intensity=words(rows.amounts(7, 1, _MAX_CODE), INTENSITIES),
            repeat_from_index=np.where(kind == "repeat", duration, np.nan),
            repeat_count=np.where(kind == "repeat", rows.amounts(4, 1, _MAX_SERIAL), np.nan),
        )

    def laps(self, start_s: float, end_s: float, steps_per_cycle: float) -> pl.DataFrame:
        """The laps of which the middle lies in `[start_s, end_s)`, by the contract Laps."""
        every = self._laps
        inside = lies_inside(every.begin_s, every.finish_s, start_s, end_s)
        if not inside.any():
            return empty_frame(Laps)
        return frame(
            Laps,
            int(inside.sum()),
            lap_index=np.arange(int(inside.sum())),
            start_s=np.maximum(every.begin_s[inside] - start_s, 0.0),
            end_s=np.minimum(every.finish_s[inside], end_s) - start_s,
            timer_time_s=every.timer_s[inside],
            distance_m=every.distance_m[inside],
            cadence_spm=every.cycles_per_min[inside] * steps_per_cycle,
            intensity=words(every.intensity[inside], INTENSITIES),
            trigger=words(every.trigger[inside], LAP_TRIGGERS),
            workout_step_index=every.step_index[inside],
        )

    @cached_property
    def _laps(self) -> _Laps:
        """The laps of all sessions together."""
        rows = self._columns(Message.LAP)
        elapsed_s, written_s = rows.amounts(7, 1000, MAX_SPAN_S), rows.times(TIMESTAMP)
        begin_s = self._placed(rows.times(2), "lap_time_unknown")
        written_s = written_s if self._repair is None else self._repair.placed(written_s)
        begin_s = np.where(np.isnan(begin_s), written_s - elapsed_s, begin_s)
        fraction = rows.amounts(80, 128, 1)
        return _Laps(
            begin_s=begin_s,
            finish_s=np.where(np.isnan(elapsed_s), written_s, begin_s + elapsed_s),
            timer_s=rows.amounts(8, 1000, MAX_SPAN_S),
            distance_m=rows.amounts(9, 100, _MAX_WAY_M),
            cycles_per_min=rows.amounts(17, 1, _MAX_CADENCE) + np.where(np.isnan(fraction), 0.0, fraction),
            intensity=rows.amounts(23, 1, _MAX_CODE),
            trigger=rows.amounts(24, 1, _MAX_CODE),
            step_index=rows.amounts(71, 1, _MAX_INDEX),
        )

    def device_splits(self, start_s: float, end_s: float, steps_per_cycle: float) -> pl.DataFrame:
        """The watch's own run, walk and stand stretches of which the middle lies in `[start_s, end_s)`.

        By the contract DeviceSplits. Interval splits lie over the same time and are left out.
        """
        rows = self._columns(Message.SPLIT)
        if not len(rows):
            return empty_frame(DeviceSplits)
        begin_s, finish_s, kind = rows.times(9), rows.times(27), rows.values(0)
        if self._repair is not None:
            is_gait = one_of(kind, tuple(GAIT_SPLITS))
            pairs_s = np.column_stack((begin_s[is_gait], finish_s[is_gait])).ravel()
            placed_s = self._placed(pairs_s, "split_time_unknown").reshape(-1, 2)
            begin_s[is_gait], finish_s[is_gait] = placed_s.T
        finish_s = np.where(np.isnan(finish_s), begin_s + rows.amounts(1, 1000, MAX_SPAN_S), finish_s)
        inside = one_of(kind, tuple(GAIT_SPLITS)) & (finish_s > begin_s)
        inside &= lies_inside(begin_s, finish_s, start_s, end_s)
        rank = np.argsort(begin_s, kind="stable")
        rank = rank[inside[rank]]
        if not len(rank):
            return empty_frame(DeviceSplits)
        return frame(
            DeviceSplits,
            len(rank),
            kind=words(kind[rank], GAIT_SPLITS),
            start_s=np.maximum(begin_s[rank] - start_s, 0.0),
            end_s=np.minimum(finish_s[rank], end_s) - start_s,
            distance_m=rows.amounts(3, 100, _MAX_WAY_M)[rank],
            cadence_spm=rows.amounts(29, 128, _MAX_CADENCE)[rank] * steps_per_cycle,
        )


def _code(rows: Columns, number: int) -> int | None:
    """The first value that the field has in any of the messages."""
    values = rows.amounts(number, 1, _MAX_SERIAL)
    known = values[np.isfinite(values)]
    return int(known[0]) if len(known) else None


def _model(maker_code: int | None, product: int | None, text: str) -> str | None:
    """Maker and product in words, as far as they are known."""
    maker = MANUFACTURERS.get(maker_code or 0)
    if maker_code == GARMIN and (name := garmin_products().get(product or 0)):
        return f"{maker} {name}"
    if maker and text and not text.lower().startswith(maker.lower()):
        text = f"{maker} {text}"
    return device_model(text) or (f"{maker} product {product}" if maker and product else maker)
