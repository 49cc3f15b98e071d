"""What a runner's body and her watch do, second by second, for given run and walk spans.

All noise comes from a seeded `random.Random`, so that a run is the same at every making.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Gait = Literal["run", "walk", "stand", "pause"]

#: Steady state by gait: speed in m/s, cadence in steps a minute, the heart rate it drifts to.
#: An easy first run after a birth: about 6:40 a kilometre, 160 steps a minute.
STEADY: dict[Gait, tuple[float, float, float]] = {
    "run": (2.5, 161.0, 154.0),
    "walk": (1.5, 113.0, 112.0),
    "stand": (0.0, 0.0, 96.0),
    "pause": (0.0, 0.0, 96.0),
}
BODY_LAG_S = 1.6
GPS_LAG_S = 2.0
#: A wrist watch averages its step count over a few seconds, not always over the same number of them.
CADENCE_LAG_S = (1.2, 3.6)
HEART_LAG_S = 38.0
#: Below this a watch shows no cadence at all.
CADENCE_FLOOR_SPM = 50.0


class Step(Protocol):
    """What the generator needs of a prescribed step; a plan's own steps fit."""

    @property
    def kind(self) -> str: ...
    @property
    def duration_s(self) -> float | None: ...


@dataclass(frozen=True)
class Span:
    """One stretch of one gait, in whole seconds."""

    kind: Gait
    seconds: int


@dataclass(frozen=True)
class Second:
    """What the watch knew at one second; `at_s` counts from the start, pauses included."""

    at_s: int
    kind: Gait
    distance_m: float
    speed_mps: float
    #: Steps a minute of both legs, a whole number as watches store it.
    cadence_spm: int
    heart_rate_bpm: int


def follow(steps: Iterable[Step], seed: int, *, reaction_s: int = 1) -> list[Span]:
    """The spans of a runner who follows `steps`, each edge off by at most `reaction_s` seconds."""
    noise = random.Random(seed)
    spans = [Span("stand", 4)]
    for step in steps:
        if step.duration_s is None:
            raise ValueError("the sample runner follows steps by time only")
        spans.append(Span(_gait(step.kind), round(step.duration_s) + noise.randint(-reaction_s, reaction_s)))
    return spans


def _gait(kind: str) -> Gait:
    return "run" if kind == "run" else "walk"


def with_pause(spans: Sequence[Span], *, after: int, seconds: int) -> list[Span]:
    """`spans` with the timer stopped for `seconds` in the middle of the span numbered `after`."""
    cut = spans[after]
    first = cut.seconds // 2
    halves = [Span(cut.kind, first), Span("pause", seconds), Span(cut.kind, cut.seconds - first)]
    return [*spans[:after], *halves, *spans[after + 1 :]]


def with_longer(spans: Sequence[Span], *, index: int, seconds: int) -> list[Span]:
    """`spans` with the span numbered `index` lasting `seconds` longer."""
    longer = Span(spans[index].kind, spans[index].seconds + seconds)
    return [*spans[:index], longer, *spans[index + 1 :]]


def simulate(spans: Sequence[Span], seed: int) -> list[Second]:
    """One `Second` per second, ends included; nothing is recorded inside a pause."""
    noise = random.Random(seed)
    speed = body_spm = shown_mps = shown_spm = wobble = distance_m = 0.0
    heart = 92.0
    seconds: list[Second] = []
    at_s = 0
    for span in spans:
        goal_mps, goal_spm, goal_bpm = STEADY[span.kind]
        if span.kind == "pause":
            at_s += span.seconds
            speed = body_spm = shown_mps = shown_spm = 0.0
            continue
        cadence_lag_s = noise.uniform(*CADENCE_LAG_S)
        for _ in range(span.seconds):
            wobble += 0.1 * (noise.uniform(-1, 1) - wobble)
            speed += (goal_mps * (1 + 0.12 * wobble) - speed) / BODY_LAG_S
            body_spm += (goal_spm + 5 * wobble - body_spm) / BODY_LAG_S
            heart += (goal_bpm + 10 * at_s / 1800 - heart) / HEART_LAG_S + noise.uniform(-0.5, 0.5)
            shown_mps += (speed - shown_mps) / GPS_LAG_S
            shown_mps = max(0.0, shown_mps + (noise.uniform(-0.06, 0.06) if goal_mps else 0.0))
            shown_spm += (body_spm - shown_spm) / cadence_lag_s
            cadence = round(shown_spm + noise.uniform(-1.5, 1.5))
            seconds.append(
                Second(
                    at_s=at_s,
                    kind=span.kind,
                    distance_m=distance_m,
                    speed_mps=shown_mps,
                    cadence_spm=cadence if cadence >= CADENCE_FLOOR_SPM else 0,
                    heart_rate_bpm=round(heart),
                )
            )
            distance_m += speed
            at_s += 1
    return seconds
