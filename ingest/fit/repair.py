"""The clock of a FIT file's records, held against distance, timer events and the sessions' totals."""

from dataclasses import dataclass, replace

import numpy as np

from ingest.activity import QualityNote
from ingest.clock import put_back
from ingest.fit.columns import Columns
from ingest.fit.profile import CHANNELS, POSITION
from ingest.fit.summary import Session, Summaries
from ingest.geo import Floats, earth_centred_m
from ingest.leaps import APART_S, DOUBTFUL_S, Told, doubt, doubtful, set_on, untold
from ingest.repair import Repair, note_of, unrepaired
from ingest.trail import JITTER_S, Trail

#: A session's start, a stop and a start tell whole seconds: so far may they lie beside their records.
_SLACK_S = 2.0


@dataclass(frozen=True)
class Clock:
    """What was found about the clock: the repair, null where none was needed, and what to say.

    Each of `doubts` is a span of FIT seconds on the records' clock, and the note for what lies in it.
    """

    repair: Repair | None = None
    notes: tuple[QualityNote, ...] = ()
    doubts: tuple[tuple[float, float, QualityNote], ...] = ()

    def doubts_within(self, first_s: float, last_s: float) -> tuple[QualityNote, ...]:
        """The doubts that touch a span of time."""
        return tuple(note for from_s, to_s, note in self.doubts if from_s <= last_s and to_s >= first_s)


SOUND = Clock()


def judge_clock(columns: Columns, time_s: Floats, summaries: Summaries) -> Clock:
    """Judge the clock of record messages by their raw times in file order, NaN where one has none."""
    step_s = np.diff(time_s)
    if not len(step_s):
        return SOUND
    least_s, most_s = np.fmin.reduce(step_s), np.fmax.reduce(step_s)
    if not (least_s < -JITTER_S or most_s > 2 * JITTER_S):
        return SOUND
    sessions = summaries.sessions
    told_s = _told(sessions).elapsed_s
    span_s = float(np.nanmax(time_s) - np.nanmin(time_s))
    slack_s = 2 * JITTER_S + _SLACK_S * (len(sessions) - 1)
    is_told = told_s is not None and span_s - told_s <= slack_s and most_s <= APART_S
    if least_s >= -JITTER_S and (is_told or (told_s is None and most_s <= DOUBTFUL_S)):
        return SOUND
    rows = np.flatnonzero(np.isfinite(time_s))
    raw_s = time_s[rows]
    trail = Trail(raw_s, _place_m(columns, rows), np.zeros(len(rows) - 1, dtype=bool))
    return _judge(trail, rows, len(time_s), sessions, summaries.timer_events())


def _judge(
    trail: Trail, rows: np.ndarray, records: int, sessions: list[Session], events: list[tuple[float, bool]]
) -> Clock:
    repair = put_back(trail)
    if repair is not None and repair.is_failed:
        return Clock(notes=note_of(repair))
    whole = repair or Repair(trail.time_s, np.zeros(len(rows)), ())
    placed = np.flatnonzero(np.isfinite(whole.shift_s))
    put = _on_one_clock(trail, whole, placed, sessions)
    if (put.step_s < -JITTER_S).any():
        # True stamps, written out of order, are sorted by whoever reads on.
        return SOUND if repair is None else Clock(notes=(unrepaired(float(np.ptp(trail.time_s))),))
    paused = _told_breaks(put, events, repair)
    told = replace(_told(sessions), is_logged=bool(events))
    if repair is not None and abs(np.ptp(trail.time_s[[0, -1]]) - (told.elapsed_s or 0.0)) <= 2 * JITTER_S:
        told = replace(told, elapsed_s=None)  # summed up by the very clock that was set
    set_at = np.searchsorted(placed, np.array(whole.set_at, dtype=np.int64)).tolist()
    set_steps = untold(put, told, paused, set_at)
    doubts = () if set_steps else _doubts(put, paused, told)
    if repair is None and not set_steps:
        return Clock(doubts=doubts)
    shift_s = whole.shift_s
    whole = set_on(whole, put, set_steps, placed).on_last_clock()
    moved_s = float(np.nanmax(shift_s - whole.shift_s))
    doubts = tuple((from_s + moved_s, to_s + moved_s, note) for from_s, to_s, note in doubts)
    return Clock(_for_all(whole, rows, records), note_of(whole), doubts)


def _on_one_clock(trail: Trail, repair: Repair, placed: np.ndarray, sessions: list[Session]) -> Trail:
    """The trail by its repair, begun anew where a session after the first begins."""
    place_m = None if trail.place_m is None else trail.place_m[:, placed]
    starts_s = np.sort([session.start_s for session in sessions if session.start_s is not None])[1:]
    time_s = repair.time_s[placed]
    return Trail(time_s, place_m, _inside(starts_s, time_s))


def _for_all(repair: Repair, rows: np.ndarray, records: int) -> Repair:
    """The repair of the records that have a time, spread over all of them."""
    raw_s, shift_s = np.full(records, np.nan), np.full(records, np.nan)
    raw_s[rows], shift_s[rows] = repair.raw_s, repair.shift_s
    set_at = tuple(int(rows[step + 1]) - 1 for step in repair.set_at)
    return replace(repair, raw_s=raw_s, shift_s=shift_s, set_at=set_at)


def _told(sessions: list[Session]) -> Told:
    """The totals of all sessions together, at least their timer's; unknown where one does not tell it."""
    elapsed_s = [max(told.elapsed_s, told.timer_s or 0.0) for told in sessions if told.elapsed_s is not None]
    if not elapsed_s or len(elapsed_s) < len(sessions):
        return Told()
    timer_s = [told.timer_s for told in sessions if told.timer_s is not None]
    paused_s = sum(elapsed_s) - sum(timer_s) if len(timer_s) == len(sessions) else 0.0
    return Told(sum(elapsed_s), max(paused_s, 0.0))


def _told_breaks(trail: Trail, events: list[tuple[float, bool]], repair: Repair | None) -> np.ndarray:
    """For each step from record to record, whether the timer stops and starts in it."""
    event_s = np.array([at_s for at_s, _ in events])
    is_start = np.array([is_start for _, is_start in events], dtype=bool)
    if repair is not None:
        event_s = repair.placed(event_s, at_silence=True)
    stops_s, starts_s = np.sort(event_s[~is_start]), np.sort(event_s[is_start])
    return _inside(stops_s, trail.time_s) & _inside(starts_s, trail.time_s) & (trail.step_s > trail.leap_s)


def _inside(stamps_s: Floats, time_s: Floats) -> np.ndarray:
    """For each step between times that never fall, whether any of the rising stamps lies in it."""
    low = np.searchsorted(stamps_s, time_s[:-1] - _SLACK_S)
    return np.searchsorted(stamps_s, time_s[1:] + _SLACK_S, side="right") > low


def _place_m(columns: Columns, rows: np.ndarray) -> Floats | None:
    """The distance of the records in metres, else their positions; null where neither is known."""
    if (distance_m := _known(columns, "distance_m")) is not None:
        return distance_m[rows][np.newaxis]
    latitude_deg, longitude_deg = (_known(columns, name) for name in POSITION)
    if latitude_deg is None or longitude_deg is None:
        return None
    return earth_centred_m(latitude_deg[rows], longitude_deg[rows])


def _known(columns: Columns, name: str) -> Floats | None:
    """A channel of the records as the watch itself wrote it, null where it has no value."""
    values = columns.field(next(channel.native[0] for channel in CHANNELS if channel.name == name))
    return values if values is not None and np.isfinite(values).any() else None


def _doubts(trail: Trail, paused: np.ndarray, told: Told) -> tuple[tuple[float, float, QualityNote], ...]:
    """Leaps in stride without a reason; a total that has them is one, unless timer events tell of none."""
    least_s = 0.0 if told.elapsed_s is None else APART_S if told.is_logged else np.inf
    steps = [step for step in doubtful(trail, paused) if trail.step_s[step] > least_s]
    spans_s = [tuple(trail.time_s[step : step + 2].tolist()) for step in steps]
    return tuple((from_s, to_s, doubt(to_s - from_s)) for from_s, to_s in spans_s)


def cut_apart(time_s: Floats) -> list[tuple[int, int]]:
    """First and last-but-one index of each stretch that three hours without a record part from the next."""
    cuts = np.flatnonzero(np.diff(time_s) > APART_S) + 1
    first = [0, *cuts.tolist()]
    return list(zip(first, [*first[1:], len(time_s)], strict=True))
