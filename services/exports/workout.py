"""The next session as a workout that a watch leads through: FIT, repetitions folded."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fit_tool.fit_file import FitFile
from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.fit_file_header import FitFileHeader, ProtocolVersion
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import (
    FileType,
    Intensity,
    Manufacturer,
    Sport,
    WorkoutStepDuration,
    WorkoutStepTarget,
)

from program.steps import Step
from services import figures
from services.errors import RefusedError

#: The room for a workout's name in the files that watches write themselves: 32 bytes with the closing zero.
NAME_BYTES = 31
#: A plan may leave one side of a band open, a watch needs both. Beyond these no runner runs, so that the
#: watch stays silent on the open side.
OPEN_CADENCE_SPM = (100.0, 240.0)
OPEN_SPEED_MPS = 1.0
#: The profile counts cadence in revolutions, which on foot are strides of one leg.
STEPS_PER_STRIDE = 2
METRES_PER_KM = 1000.0


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that are done `times` times over."""

    steps: tuple[Step, ...]
    times: int


def next_session_workout(steps: Sequence[Step], *, title: str, created_utc: datetime) -> bytes:
    """The session as a FIT workout file; the watch names it `title`, cut to 31 bytes.

    Runs are active, walks recovery; a walk that stands alone first or last is warm-up or cool-down. The pace
    ceiling of a step is its target, else its cadence band; where both are set the note of the step has both.
    `created_utc` (aware) tells one workout from another on the watch, and makes the file repeatable.

    Only for a stage that is in force: the caller checks that running is allowed and that the stage was
    released, since the watch shows what it is given for as long as it keeps it.

    Raises RefusedError where there are no steps.
    """
    if not steps:
        raise RefusedError("This session has no steps, so there is nothing to send to a watch.")
    messages = _step_messages(fold(steps))
    head = FileIdMessage()
    head.type = FileType.WORKOUT
    head.manufacturer = Manufacturer.DEVELOPMENT.value
    head.product = 1
    head.serial_number = 1
    head.time_created = round(created_utc.timestamp()) * 1000
    workout = WorkoutMessage(local_id=1)
    workout.sport = Sport.RUNNING
    workout.num_valid_steps = len(messages)
    workout.workout_name = _cut(" ".join(title.split()), NAME_BYTES)
    # Not strict: fit-tool leaves the repeat messages out of the count of steps; the SDK's own sample counts
    # them, and a watch that reads so many messages would lose the end of the session.
    builder = FitFileBuilder(auto_define=True)
    builder.add_all([head, workout, *messages])
    return _file_bytes(builder)


def _file_bytes(builder: FitFileBuilder) -> bytes:
    """The file with a checksum in its header; nothing in it needs more than the first protocol version,
    and an old watch refuses a file that says it does.
    """
    built = builder.build()
    header = FitFileHeader(built.header.records_size, ProtocolVersion(1, 0), gen_crc=True)
    return FitFile(header, built.records).to_bytes()


def fold(steps: Sequence[Step]) -> tuple[Block, ...]:
    """The same steps, repetitions as blocks that begin with a run; a warm-up walk stays by itself."""
    return tuple(Block(*block) for block in figures.fold(steps, lambda step: step.kind == "run"))


def _step_messages(blocks: Sequence[Block]) -> list[WorkoutStepMessage]:
    messages: list[WorkoutStepMessage] = []
    for place, block in enumerate(blocks):
        first = len(messages)
        for step in block.steps:
            intensity = _intensity(step, place, len(blocks), block.times)
            messages.append(_step_message(step, len(messages), intensity))
        if block.times > 1:
            messages.append(_repeat_message(len(messages), first, block.times))
    return messages


def _intensity(step: Step, place: int, count: int, times: int) -> Intensity:
    if step.kind == "run":
        return Intensity.ACTIVE
    if times == 1 and place == 0:
        return Intensity.WARMUP
    return Intensity.COOLDOWN if times == 1 and place == count - 1 else Intensity.RECOVERY


def _step_message(step: Step, index: int, intensity: Intensity) -> WorkoutStepMessage:
    message = WorkoutStepMessage(local_id=2)
    message.message_index = index
    message.workout_step_name = step.kind.capitalize()
    message.intensity = intensity
    if step.duration_s is not None:
        message.duration_type = WorkoutStepDuration.TIME
        message.duration_time = step.duration_s
    else:
        message.duration_type = WorkoutStepDuration.DISTANCE
        message.duration_distance = step.distance_m or 0.0
    _set_target(message, step)
    note = _note(step)
    if note:
        message.notes = note
    return message


def _set_target(message: WorkoutStepMessage, step: Step) -> None:
    """The band that the watch guards; 0 as `target_value` means a band of our own, not one of its zones."""
    if step.pace_ceiling_s_per_km is not None:
        message.target_type = WorkoutStepTarget.SPEED
        message.custom_target_speed_low = OPEN_SPEED_MPS
        message.custom_target_speed_high = METRES_PER_KM / step.pace_ceiling_s_per_km
    elif step.cadence_min_spm is not None or step.cadence_max_spm is not None:
        low_spm, high_spm = OPEN_CADENCE_SPM
        message.target_type = WorkoutStepTarget.CADENCE
        message.custom_target_cadence_low = math.floor((step.cadence_min_spm or low_spm) / STEPS_PER_STRIDE)
        message.custom_target_cadence_high = math.ceil((step.cadence_max_spm or high_spm) / STEPS_PER_STRIDE)
    else:
        message.target_type = WorkoutStepTarget.OPEN
    message.target_value = 0


def _note(step: Step) -> str:
    """The bands in plain words and plain letters, for watches that show notes."""
    low_spm, high_spm = step.cadence_min_spm, step.cadence_max_spm
    parts = []
    if step.pace_ceiling_s_per_km is not None:
        minutes, seconds = divmod(round(step.pace_ceiling_s_per_km), 60)
        parts.append(f"not faster than {minutes}:{seconds:02d} /km")
    if low_spm is not None and high_spm is not None:
        parts.append(f"{low_spm:g}-{high_spm:g} steps/min")
    elif low_spm is not None:
        parts.append(f"at least {low_spm:g} steps/min")
    elif high_spm is not None:
        parts.append(f"at most {high_spm:g} steps/min")
    return ", ".join(parts)


def _repeat_message(index: int, first: int, times: int) -> WorkoutStepMessage:
    message = WorkoutStepMessage(local_id=3)
    message.message_index = index
    message.duration_type = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT
    message.duration_step = first
    message.target_type = WorkoutStepTarget.OPEN
    message.target_repeat_steps = times
    return message


def _cut(text: str, size: int) -> str:
    """The text in at most `size` bytes of UTF-8, never in the middle of a character."""
    return text.encode()[:size].decode(errors="ignore").rstrip()
