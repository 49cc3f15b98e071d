"""Where the watch says that each step was done: from a guided workout, or from laps that look like the steps.

A watch cuts its laps by the workout, whatever the runner does meanwhile; so laps tell which
step a bout belongs to and never how much of it was run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

import polars as pl

from analysis.execution.blocks import Block, Step
from analysis.execution.model import AlignmentSource

Window = tuple[float, float]
#: Lap and workout intensities that no running step has.
RESTING = frozenset({"rest", "recovery"})


@dataclass(frozen=True)
class DeviceSteps:
    """The elapsed span of each prescribed step; null for steps that the watch never reached."""

    windows: tuple[Window | None, ...]
    source: AlignmentSource


def read_device_steps(
    steps: tuple[Step, ...], laps: pl.DataFrame | None, workout_steps: pl.DataFrame | None
) -> DeviceSteps | None:
    """The watch's own account of the steps, or null where it does not look like the prescription.

    A guided workout counts where it has the steps' number and lengths and the laps run
    through it in order (it may have been stopped early); plain laps count where they have the
    steps' number and lengths themselves. One lap more, after the end, is no hindrance.
    """
    if laps is None or laps.is_empty():
        return None
    lap_rows = laps.sort("start_s").to_dicts()
    if workout_steps is not None and not workout_steps.is_empty():
        windows = _windows_of_workout(steps, lap_rows, workout_steps.sort("step_index").to_dicts())
        if windows is not None:
            return DeviceSteps(windows, "workout")
    if len(lap_rows) - len(steps) not in (0, 1) or not all(map(_lap_fits, steps, lap_rows)):
        return None
    return DeviceSteps(tuple((lap["start_s"], lap["end_s"]) for lap in lap_rows[: len(steps)]), "laps")


def set_windows(blocks: tuple[Block, ...], device: DeviceSteps) -> tuple[Block, ...]:
    """Give each block the span of its steps."""
    by_index = dict(zip((s.index for b in blocks for s in b.steps), device.windows, strict=True))

    def window(block: Block) -> Window | None:
        first, last = by_index[block.steps[0].index], by_index[block.steps[-1].index]
        return (first[0], last[1]) if first and last else None

    return tuple(replace(block, window_s=window(block)) for block in blocks)


def _windows_of_workout(
    steps: tuple[Step, ...], laps: list[dict], workout: list[dict]
) -> tuple[Window | None, ...] | None:
    done = list(_in_order_of_work(workout, at_most=len(steps) + 1))
    if len(done) != len(steps) or not all(map(_workout_step_fits, steps, done)):
        return None
    guided = [lap for lap in laps if lap["workout_step_index"] is not None]
    # A watch that also cuts a lap every kilometre gives several laps to one step.
    groups = [list(group) for _, group in groupby(guided, key=lambda lap: lap["workout_step_index"])]
    order = [group[0]["workout_step_index"] for group in groups]
    if not order or order != [row["step_index"] for row in done[: len(order)]]:
        return None
    reached = [(group[0]["start_s"], group[-1]["end_s"]) for group in groups]
    return (*reached, *[None] * (len(steps) - len(reached)))


def _in_order_of_work(workout: list[dict], at_most: int) -> Iterator[dict]:
    """The steps as they come, repeats written out, `at_most` of them."""
    at_of = {row["step_index"]: at for at, row in enumerate(workout)}
    rounds: dict[int, int] = {}
    at = given = 0
    while at < len(workout) and given < at_most:
        row = workout[at]
        if row["duration_type"] != "repeat":
            yield row
            given += 1
            at += 1
            continue
        rounds[at] = rounds.get(at, 1) + 1
        back_to = at_of.get(row["repeat_from_index"], at + 1)
        if rounds[at] > (row["repeat_count"] or 1) or back_to >= at:
            del rounds[at]
            at += 1
        else:
            at = back_to


def _lap_fits(step: Step, lap: dict) -> bool:
    length_s = lap["timer_time_s"] if lap["timer_time_s"] is not None else lap["end_s"] - lap["start_s"]
    return _fits(step, lap["distance_m"] if step.by_distance else length_s, lap["intensity"])


def _workout_step_fits(step: Step, row: dict) -> bool:
    if row["duration_type"] == "open":
        return not (step.is_run and row["intensity"] in RESTING)
    return _fits(step, row["distance_m"] if step.by_distance else row["duration_s"], row["intensity"])


def _fits(step: Step, length: float | None, intensity: str | None) -> bool:
    """Long walks fit as well: walking longer is no harm."""
    if length is None or (step.is_run and intensity in RESTING):
        return False
    return step.lower <= length and (length <= step.upper or not step.is_run)
