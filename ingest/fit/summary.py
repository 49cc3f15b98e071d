"""The summary messages of a part: sessions, laps, splits, workout steps, timer events, the device."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from ingest.activity import DeviceSplits, Laps, WorkoutSteps
from ingest.devices import device_model
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
from ingest.frames import empty_frame, schema_of

_CREATOR = 0
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


@dataclass(frozen=True)
class Device:
    """What the file says about itself and its maker."""

    file_type: int | None
    model: str | None
    serial: int | None


class Summaries:
    """The messages of one part other than records."""

    def __init__(self, data: bytes, layouts: list[Layout]) -> None:
        self._data, self._layouts = data, layouts

    def _columns(self, message: Message) -> Columns:
        return Columns(self._data, self._layouts, message)

    def sessions(self) -> list[Session]:
        """The sessions in order of their start; those without a start keep the file's order, last."""
        rows = self._columns(Message.SESSION)
        columns = (
            rows.values(2), rows.values(7, 1000), rows.values(8, 1000), rows.values(9, 100),
            rows.values(5), rows.values(6), rows.values(193, 10), rows.values(192),
        )  # fmt: skip
        sessions = []
        for start, elapsed, timer, distance, sport, sub_sport, rpe, feel in zip(
            *map(_optional, columns), strict=True
        ):
            sessions.append(Session(start, elapsed, timer, distance, _int(sport), _int(sub_sport), rpe, feel))
        return sorted(sessions, key=lambda session: np.inf if session.start_s is None else session.start_s)

    def sport(self) -> tuple[int | None, int | None]:
        """Sport and sub-sport for files without a session: of the sport message, else of the first lap."""
        for message, sport, sub_sport in ((Message.SPORT, 0, 1), (Message.LAP, 25, 39)):
            rows = self._columns(message)
            if len(rows):
                return _int(_first(rows, sport)), _int(_first(rows, sub_sport))
        return None, None

    def device(self) -> Device:
        """Kind of file, model and serial number, of the file id or else of the creating device."""
        file_id, info = self._columns(Message.FILE_ID), self._columns(Message.DEVICE_INFO)
        index = info.values(0)
        creator = np.flatnonzero(index == _CREATOR)
        manufacturer, product = _first(file_id, 1), _first(file_id, 2)
        serial = _first(file_id, 3)
        name = next(filter(None, file_id.text(8)), "")
        if len(creator):
            place = creator[0]
            serial = serial or _optional(info.values(3))[place]
            manufacturer = manufacturer if manufacturer is not None else _optional(info.values(2))[place]
            product = product if product is not None else _optional(info.values(4))[place]
            name = name or info.text(27)[place]
        return Device(_int(_first(file_id, 0)), _model(_int(manufacturer), _int(product), name), _int(serial))

    def utc_offset_s(self) -> int | None:
        """Local time less UTC in seconds, in whole quarter hours; null where absent or impossible."""
        rows = self._columns(Message.ACTIVITY)
        offsets_s = rows.values(5) - rows.values(TIMESTAMP)
        offsets_s = offsets_s[np.isfinite(offsets_s) & (rows.values(TIMESTAMP) >= SYSTEM_TIME_LIMIT)]
        if not len(offsets_s):
            return None
        offset_s = round(offsets_s[0] / _ZONE_STEP_S) * _ZONE_STEP_S
        is_possible = abs(offset_s - offsets_s[0]) <= _ZONE_SLACK_S and _ZONES_S[0] <= offset_s <= _ZONES_S[1]
        return int(offset_s) if is_possible else None

    def timer_events(self) -> list[tuple[float, bool]]:
        """Time in FIT seconds and whether the timer starts, for each timer event, in order of time."""
        rows = self._columns(Message.EVENT)
        if not len(rows):
            return []
        time_s, kind = message_times(self._data, self._layouts, rows), rows.values(1)
        is_timer = (rows.values(0) == TIMER_EVENT) & np.isfinite(time_s)
        events = []
        for at_s, event in zip(time_s[is_timer].tolist(), kind[is_timer].tolist(), strict=True):
            if event in TIMER_STARTS or event in TIMER_STOPS:
                events.append((at_s, event in TIMER_STARTS))
        return sorted(events, key=lambda event: event[0])

    def workout_steps(self) -> pl.DataFrame:
        """The workout that the watch was guiding, by the contract WorkoutSteps."""
        rows = self._columns(Message.WORKOUT_STEP)
        if not len(rows):
            return empty_frame(WorkoutSteps)
        duration = rows.values(2)
        kinds = [STEP_DURATIONS.get(kind, "other") for kind in rows.values(1)]
        kind = np.array(kinds)
        index = rows.values(MESSAGE_INDEX)
        index = np.where(np.isnan(index), np.arange(len(rows)), index)
        return _frame(
            WorkoutSteps,
            step_index=index,
            duration_type=kinds,
            duration_s=np.where(kind == "time", duration / 1000, np.nan),
            distance_m=np.where(kind == "distance", duration / 100, np.nan),
            intensity=_words(rows.values(7), INTENSITIES),
            repeat_from_index=np.where(kind == "repeat", duration, np.nan),
            repeat_count=np.where(kind == "repeat", rows.values(4), np.nan),
        )

    def laps(self, start_s: float, end_s: float, steps_per_cycle: float) -> pl.DataFrame:
        """The laps that begin in `[start_s, end_s)`, by the contract Laps."""
        rows = self._columns(Message.LAP)
        begin_s, elapsed_s = rows.values(2), rows.values(7, 1000)
        time_s = rows.values(TIMESTAMP)
        begin_s = np.where(np.isnan(begin_s), time_s - elapsed_s, begin_s)
        finish_s = np.where(np.isnan(elapsed_s), time_s, begin_s + elapsed_s)
        inside = (begin_s >= start_s) & (begin_s < end_s) & (finish_s >= begin_s)
        if not inside.any():
            return empty_frame(Laps)
        cadence = (rows.values(17) + np.nan_to_num(rows.values(80, 128))) * steps_per_cycle
        return _frame(
            Laps,
            lap_index=np.arange(int(inside.sum())),
            start_s=begin_s[inside] - start_s,
            end_s=np.minimum(finish_s[inside], end_s) - start_s,
            timer_time_s=rows.values(8, 1000)[inside],
            distance_m=rows.values(9, 100)[inside],
            cadence_spm=cadence[inside],
            intensity=_words(rows.values(23)[inside], INTENSITIES),
            trigger=_words(rows.values(24)[inside], LAP_TRIGGERS),
            workout_step_index=rows.values(71)[inside],
        )

    def device_splits(self, start_s: float, end_s: float, steps_per_cycle: float) -> pl.DataFrame:
        """The watch's own run, walk and stand stretches in `[start_s, end_s)`, by the contract DeviceSplits.

        Interval splits lie over the same time and are left out.
        """
        rows = self._columns(Message.SPLIT)
        begin_s, finish_s, kind = rows.values(9), rows.values(27), rows.values(0)
        finish_s = np.where(np.isnan(finish_s), begin_s + rows.values(1, 1000), finish_s)
        inside = (
            np.isin(kind, list(GAIT_SPLITS)) & (begin_s >= start_s) & (begin_s < end_s) & (finish_s > begin_s)
        )
        if not inside.any():
            return empty_frame(DeviceSplits)
        return _frame(
            DeviceSplits,
            kind=_words(kind[inside], GAIT_SPLITS),
            start_s=begin_s[inside] - start_s,
            end_s=np.minimum(finish_s[inside], end_s) - start_s,
            distance_m=rows.values(3, 100)[inside],
            cadence_spm=rows.values(29, 128)[inside] * steps_per_cycle,
        ).sort("start_s")


def _frame(contract: type, **columns: "np.ndarray | list[str] | list[str | None]") -> pl.DataFrame:
    series = []
    for name, dtype in schema_of(contract).items():
        values = columns[name]
        if isinstance(values, np.ndarray):
            series.append(pl.Series(name, values.astype(np.float64), nan_to_null=True).cast(dtype))
        else:
            series.append(pl.Series(name, values, dtype=dtype))
    return pl.DataFrame(series)


def _words(values: np.ndarray, names: dict[int, str]) -> list[str | None]:
    return [None if np.isnan(value) else names.get(int(value), f"unknown_{value:.0f}") for value in values]


def _optional(values: np.ndarray) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]


def _first(rows: Columns, number: int) -> float | None:
    return next((value for value in _optional(rows.values(number)) if value is not None), None)


def _int(value: float | None) -> int | None:
    return None if value is None else int(value)


def _model(manufacturer: int | None, product: int | None, name: str) -> str | None:
    """Maker and product in words, as far as the numbers are known."""
    maker = MANUFACTURERS.get(manufacturer or -1)
    known = garmin_products().get(product or -1) if manufacturer == GARMIN else None
    product_name = known or device_model(name) or (f"product {product}" if maker and product else None)
    if maker and product_name and product_name.lower().startswith(maker.lower()):
        return product_name
    return " ".join(filter(None, (maker, product_name))) or None
