"""Where the timer stood still, out of timer events and the session's totals."""

from dataclasses import dataclass

import numpy as np

#: Events tell whole seconds, totals milliseconds: so far may they differ per pause and still agree.
_SLACK_S = 1.5
#: A pause that no event tells is believed where the records are silent for most of it.
_SILENT_SHARE = 0.8


@dataclass(frozen=True)
class Pause:
    """The timer stood still in `[start_s, end_s)`, in elapsed seconds."""

    start_s: float
    end_s: float
    source: str


def pauses_of(
    events: list[tuple[float, bool]], elapsed_s: float, timer_s: float | None, record_s: np.ndarray
) -> tuple[list[Pause], float]:
    """The pauses of one activity, and the seconds of pause that could not be placed.

    `events` are elapsed seconds and whether the timer starts; `record_s` the elapsed seconds of
    the records. A stop lasts until the next start, the last one until the end. The totals rule
    where they and the events agree to 1.5 s per pause: the pauses are then stretched to give the
    total exactly. Where the totals tell of a pause that no event tells, it is put where the
    records are silent for long enough; where they are not, it is left out and returned as a
    number. Where the events tell of more pause than the totals, the events rule.
    """
    pauses = _from_events(events, elapsed_s)
    if timer_s is None or not 0 <= timer_s <= elapsed_s:
        return pauses, 0.0
    told_s = sum(pause.end_s - pause.start_s for pause in pauses)
    missing_s = elapsed_s - timer_s - told_s
    if abs(missing_s) <= _SLACK_S * (len(pauses) + 1):
        return _stretched(pauses, missing_s, elapsed_s), 0.0
    if missing_s < 0:
        return pauses, 0.0
    silence = _longest_silence(record_s, elapsed_s, pauses)
    if silence is not None and silence[1] - silence[0] >= _SILENT_SHARE * missing_s:
        start_s = silence[0]
        pauses.append(Pause(start_s, min(start_s + missing_s, silence[1]), "timer_total"))
        return sorted(pauses, key=lambda pause: pause.start_s), 0.0
    return pauses, missing_s


def _from_events(events: list[tuple[float, bool]], elapsed_s: float) -> list[Pause]:
    pauses: list[Pause] = []
    stopped_s: float | None = None
    for at_s, is_start in [*events, (elapsed_s, True)]:
        at_s = min(max(at_s, 0.0), elapsed_s)
        if is_start and stopped_s is not None:
            if at_s > stopped_s:
                pauses.append(Pause(stopped_s, at_s, "timer_event"))
            stopped_s = None
        elif not is_start and stopped_s is None:
            stopped_s = at_s
    return pauses


def _stretched(pauses: list[Pause], missing_s: float, elapsed_s: float) -> list[Pause]:
    """The pauses with their lengths scaled so that they are `missing_s` longer in all."""
    told_s = sum(pause.end_s - pause.start_s for pause in pauses)
    if not told_s:
        return pauses
    factor = (told_s + missing_s) / told_s
    stretched = []
    for pause, limit_s in zip(pauses, [pause.start_s for pause in pauses[1:]] + [elapsed_s], strict=True):
        end_s = min(pause.start_s + factor * (pause.end_s - pause.start_s), limit_s)
        if end_s > pause.start_s:
            stretched.append(Pause(pause.start_s, end_s, pause.source))
    return stretched


def _longest_silence(
    record_s: np.ndarray, elapsed_s: float, pauses: list[Pause]
) -> tuple[float, float] | None:
    """The longest time without a record, outside the pauses that are known already."""
    at_s = np.concatenate(([0.0], record_s, [elapsed_s]))
    free = np.ones(len(at_s) - 1, dtype=bool)
    for pause in pauses:
        free &= (at_s[1:] <= pause.start_s) | (at_s[:-1] >= pause.end_s)
    gaps_s = np.where(free, np.diff(at_s), 0.0)
    longest = int(np.argmax(gaps_s))
    return (float(at_s[longest]), float(at_s[longest + 1])) if gaps_s[longest] > 0 else None
