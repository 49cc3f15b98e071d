"""Where the timer stood still, out of timer events and the session's totals."""

import numpy as np

from ingest.pauses import Pause

#: Events tell whole seconds, totals milliseconds: so far may they differ per pause and still agree.
_SLACK_S = 1.5
#: A pause that no event tells is believed where the records are silent for this share of it.
_SILENT_SHARE = 0.8
#: A silence is longer than this, and than so many usual intervals between records.
_SILENCE_S, _SILENCE_INTERVALS = 5.0, 3.0


def pauses_of(
    events: list[tuple[float, bool]], elapsed_s: float, timer_s: float | None, record_s: np.ndarray
) -> tuple[list[Pause], float]:
    """The pauses of one activity in order, and the seconds of pause that could not be placed.

    `events` are elapsed seconds and whether the timer starts; `record_s` the elapsed seconds of
    the records. A stop lasts until the next start, the last one until the end. Then the totals:

    - they agree with the events to 1.5 s per pause: the pauses are stretched to the exact total;
    - they tell of less pause, and of as much where each pause ends with the next record: so it does
      (of none at all: only a stop that no start follows, since some watches leave pauses out of the totals);
    - they tell of less all the same: the events rule;
    - they tell of more: it is put where the records are silent (source `timer_total`), if they are
      so for long enough, else left out and returned as a number.
    """
    pauses = _from_events(events, elapsed_s)
    if timer_s is None or not 0 <= timer_s <= elapsed_s:
        return pauses, 0.0
    total_s = elapsed_s - timer_s
    doubted = events if total_s > _SLACK_S else events[-1:]
    ended = _from_events(sorted(events + _starts_implied(doubted, record_s)), elapsed_s)
    for told in (pauses, ended):
        missing_s = total_s - sum(pause.length_s for pause in told)
        if abs(missing_s) <= _SLACK_S * (len(told) + 1):
            return _stretched(told, missing_s, elapsed_s), 0.0
    missing_s = total_s - sum(pause.length_s for pause in pauses)
    if missing_s < 0:
        return pauses, 0.0
    found = _in_silences(missing_s, record_s, elapsed_s, pauses)
    if sum(pause.length_s for pause in found) < _SILENT_SHARE * missing_s:
        return pauses, missing_s
    return sorted(pauses + found), 0.0


def _from_events(events: list[tuple[float, bool]], elapsed_s: float) -> list[Pause]:
    pauses: list[Pause] = []
    stopped_s: float | None = None
    for at_s, is_start in [*events, (elapsed_s, True)]:
        at_s = min(max(at_s, 0.0), elapsed_s)
        if is_start and stopped_s is not None:
            # Stopped from beginning to end is left over from what was recorded before.
            if stopped_s < at_s < elapsed_s or 0 < stopped_s < at_s:
                pauses.append(Pause(stopped_s, at_s, "timer_event"))
            stopped_s = None
        elif not is_start and stopped_s is None:
            stopped_s = at_s
    return pauses


def _starts_implied(events: list[tuple[float, bool]], record_s: np.ndarray) -> list[tuple[float, bool]]:
    """A start at the first record after each stop: some watches log none."""
    stops_s = [at_s + _SLACK_S for at_s, is_start in events if not is_start]
    following = np.searchsorted(record_s, stops_s)
    return [(float(record_s[place]), True) for place in following if place < len(record_s)]


def _stretched(pauses: list[Pause], missing_s: float, elapsed_s: float) -> list[Pause]:
    """The pauses with their lengths scaled so that they are `missing_s` longer in all."""
    told_s = sum(pause.length_s for pause in pauses)
    if not told_s:
        return []
    factor = (told_s + missing_s) / told_s
    limits_s = [pause.start_s for pause in pauses[1:]] + [elapsed_s]
    stretched = [
        pause._replace(end_s=min(pause.start_s + factor * pause.length_s, limit_s))
        for pause, limit_s in zip(pauses, limits_s, strict=True)
    ]
    return [pause for pause in stretched if pause.end_s > pause.start_s]


def _in_silences(
    missing_s: float, record_s: np.ndarray, elapsed_s: float, pauses: list[Pause]
) -> list[Pause]:
    """Pauses of `missing_s` in all, laid into the longest silences outside the known pauses."""
    at_s = np.concatenate(([0.0], record_s, [elapsed_s]))
    gaps_s = np.diff(at_s)
    silent = gaps_s > max(_SILENCE_S, _SILENCE_INTERVALS * float(np.median(gaps_s)))
    for pause in pauses:
        silent &= (at_s[1:] <= pause.start_s) | (at_s[:-1] >= pause.end_s)
    found = []
    for place in sorted(np.flatnonzero(silent).tolist(), key=lambda place: -gaps_s[place]):
        length_s = min(missing_s, float(gaps_s[place]))
        if length_s < 1:
            break
        found.append(Pause(float(at_s[place]), float(at_s[place]) + length_s, "timer_total"))
        missing_s -= length_s
    return found
