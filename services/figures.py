"""Figures and sessions in words, for the pages and the printed reports alike: a dash is unknown."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Protocol, TypeVar

UNKNOWN = "–"
T = TypeVar("T")


class StepLike(Protocol):
    """What `steps_in_words` needs of a prescribed step."""

    @property
    def kind(self) -> str: ...
    @property
    def duration_s(self) -> float | None: ...
    @property
    def distance_m(self) -> float | None: ...


def clock(seconds: float | None) -> str:
    """Seconds as `m:ss`, from one hour on as `h:mm:ss`; a dash where unknown."""
    if seconds is None:
        return UNKNOWN
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute}:{second:02d}"


def day(on: date | None) -> str:
    """A date as `Mon 2 Mar`; a dash where unknown."""
    return UNKNOWN if on is None else f"{on:%a} {on.day} {on:%b}"


def date_and_time(at: datetime) -> str:
    """A local instant with its year, as `Mon 2 Mar 2026, 07:10`."""
    return f"{day(at)} {at:%Y, %H:%M}"


def steps_in_words(steps: Sequence[StepLike]) -> str:
    """A session in one line, repetitions folded: `walk 5:00 · 6 × (run 1:00, walk 1:30) · walk 5:00`."""
    parts = []
    for words, times in fold([_step_in_words(step) for step in steps]):
        inner = ", ".join(words)
        parts.append(inner if times == 1 else f"{times} × ({inner})")
    return " · ".join(parts)


def _step_in_words(step: StepLike) -> str:
    dose = clock(step.duration_s) if step.distance_m is None else f"{step.distance_m:.0f} m"
    return f"{step.kind} {dose}"


def fold(
    items: Sequence[T], begins: Callable[[T], bool] = lambda _: True
) -> tuple[tuple[tuple[T, ...], int], ...]:
    """The same items with repetitions as blocks, each with how often; written out they are what was given.

    A repetition begins with an item of which `begins` is true. Of all repetitions at a place the one
    that covers most is taken, and of those the shortest.
    """
    blocks, at = [], 0
    while at < len(items):
        size, times = _longest_repetition(items, at) if begins(items[at]) else (1, 1)
        blocks.append((tuple(items[at : at + size]), times))
        at += size * times
    return tuple(blocks)


def _longest_repetition(items: Sequence[T], at: int) -> tuple[int, int]:
    best = (1, 1)
    for size in range(1, (len(items) - at) // 2 + 1):
        block, times = items[at : at + size], 1
        while items[at + times * size : at + (times + 1) * size] == block:
            times += 1
        if times > 1 and size * times > best[0] * best[1]:
            best = (size, times)
    return best
