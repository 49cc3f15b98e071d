"""Writes one simulated run as a FIT activity, by fit-tool."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fit_tool import FitFileBuilder
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.split_message import SplitMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
from fit_tool.profile.profile_type import (
    Activity,
    Event,
    EventType,
    FileType,
    Intensity,
    LapTrigger,
    Manufacturer,
    SessionTrigger,
    SplitType,
    Sport,
    SubSport,
    WorkoutStepDuration,
    WorkoutStepTarget,
)

from sample_data.gait import Second, Span, Step
from sample_data.track import position

FIT_EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
SERIAL_NUMBER = 990_001
SPLIT_TYPES = {"run": SplitType.RWD_RUN, "walk": SplitType.RWD_WALK, "stand": SplitType.RWD_STAND}


@dataclass(frozen=True)
class FitOptions:
    """What the watch was told and is able to do, beyond recording."""

    treadmill: bool = False
    #: Written as workout steps, with one lap for each.
    workout: tuple[Step, ...] = ()
    device_splits: bool = False
    auto_lap_m: float | None = None
    #: 0 to 10, as asked by the watch at the end.
    rpe_0_10: int | None = None
    utc_offset: timedelta = field(default=timedelta(0))


@dataclass(frozen=True)
class _Lap:
    start_s: int
    end_s: int
    trigger: LapTrigger
    intensity: Intensity
    workout_step_index: int | None = None


def write_fit(
    start_utc: datetime, spans: Sequence[Span], seconds: Sequence[Second], options: FitOptions
) -> bytes:
    """The bytes of a FIT activity file; `seconds` are the simulation of `spans`."""
    writer = _Writer(start_utc, spans, seconds, options)
    writer.header()
    writer.workout()
    writer.records()
    laps = writer.laps()
    writer.splits()
    writer.totals(len(laps))
    return writer.builder.build_bytes()


class _Writer:
    def __init__(
        self, start_utc: datetime, spans: Sequence[Span], seconds: Sequence[Second], options: FitOptions
    ) -> None:
        self.start_ms = round(start_utc.timestamp()) * 1000
        self.spans, self.seconds, self.options = spans, seconds, options
        self.elapsed_s = sum(span.seconds for span in spans)
        self.timer_s = sum(span.seconds for span in spans if span.kind != "pause")
        self.builder = FitFileBuilder(auto_define=True)

    def at_ms(self, at_s: float) -> int:
        return self.start_ms + round(at_s * 1000)

    def header(self) -> None:
        message = FileIdMessage()
        message.type = FileType.ACTIVITY
        message.manufacturer = Manufacturer.DEVELOPMENT.value
        message.product = 1
        message.serial_number = SERIAL_NUMBER
        message.time_created = self.start_ms
        self.builder.add(message)

    def workout(self) -> None:
        if not self.options.workout:
            return
        head = WorkoutMessage(local_id=1)
        head.sport = Sport.RUNNING
        head.num_valid_steps = len(self.options.workout)
        self.builder.add(head)
        for index, step in enumerate(self.options.workout):
            message = WorkoutStepMessage(local_id=2)
            message.message_index = index
            message.duration_type = WorkoutStepDuration.TIME
            message.duration_time = step.duration_s or 0.0
            message.target_type = WorkoutStepTarget.OPEN
            message.intensity = _intensity(step.kind, index, len(self.options.workout))
            self.builder.add(message)

    def timer(self, at_s: float, event_type: EventType) -> None:
        message = EventMessage(local_id=3)
        message.timestamp = self.at_ms(at_s)
        message.event = Event.TIMER
        message.event_type = event_type
        self.builder.add(message)

    def records(self) -> None:
        self.timer(0, EventType.START)
        before = -1
        for second in self.seconds:
            if second.at_s > before + 1:
                self.timer(before + 1, EventType.STOP_ALL)
                self.timer(second.at_s, EventType.START)
            self.builder.add(self.record(second))
            before = second.at_s
        self.timer(self.elapsed_s, EventType.STOP_ALL)

    def record(self, second: Second) -> RecordMessage:
        message = RecordMessage(local_id=4)
        message.timestamp = self.at_ms(second.at_s)
        message.distance = second.distance_m
        message.enhanced_speed = second.speed_mps
        message.heart_rate = second.heart_rate_bpm
        # A watch stores strides of one leg: half the steps, the odd step as a fraction.
        message.cadence = second.cadence_spm // 2
        message.fractional_cadence = (second.cadence_spm % 2) / 2
        if not self.options.treadmill:
            message.position_lat, message.position_long = position(second.distance_m)
            message.enhanced_altitude = 0.0
        return message

    def laps(self) -> list[_Lap]:
        laps = self._laps()
        for index, lap in enumerate(laps):
            message = LapMessage(local_id=5)
            message.message_index = index
            message.timestamp = self.at_ms(lap.end_s)
            message.start_time = self.at_ms(lap.start_s)
            message.event = Event.LAP
            message.event_type = EventType.STOP
            message.total_elapsed_time = float(lap.end_s - lap.start_s)
            message.total_timer_time = float(lap.end_s - lap.start_s - self._paused_s(lap.start_s, lap.end_s))
            message.total_distance = self._distance_m(lap.start_s, lap.end_s)
            message.intensity = lap.intensity
            message.lap_trigger = lap.trigger
            if lap.workout_step_index is not None:
                message.workout_step_index = lap.workout_step_index
            self.builder.add(message)
        return laps

    def _laps(self) -> list[_Lap]:
        if self.options.workout:
            return self._workout_laps()
        edges = [0]
        if self.options.auto_lap_m:
            goal_m = self.options.auto_lap_m
            for second in self.seconds:
                if second.distance_m >= goal_m:
                    edges.append(second.at_s)
                    goal_m += self.options.auto_lap_m
        edges.append(self.elapsed_s)
        triggers = [LapTrigger.DISTANCE] * (len(edges) - 2) + [LapTrigger.SESSION_END]
        return [
            _Lap(start, end, trigger, Intensity.ACTIVE)
            for start, end, trigger in zip(edges[:-1], edges[1:], triggers, strict=True)
        ]

    def _workout_laps(self) -> list[_Lap]:
        """One lap for each step, changed by the watch on time; her feet follow a second later."""
        laps, start_s = [], 0
        steps = self.options.workout
        for index, step in enumerate(steps):
            last = index == len(steps) - 1
            end_s = self.elapsed_s if last else start_s + round(step.duration_s or 0)
            trigger = LapTrigger.SESSION_END if last else LapTrigger.TIME
            laps.append(_Lap(start_s, end_s, trigger, _intensity(step.kind, index, len(steps)), index))
            start_s = end_s
        return laps

    def _paused_s(self, start_s: int, end_s: int) -> int:
        recorded = sum(start_s <= second.at_s < end_s for second in self.seconds)
        return end_s - start_s - recorded

    def _distance_m(self, start_s: int, end_s: int) -> float:
        inside = [s.distance_m for s in self.seconds if start_s <= s.at_s < end_s]
        return inside[-1] - inside[0] if inside else 0.0

    def splits(self) -> None:
        if not self.options.device_splits:
            return
        start_s = 0
        for index, span in enumerate(self.spans):
            message = SplitMessage(local_id=6)
            message.message_index = index
            message.split_type = SPLIT_TYPES[span.kind]
            message.start_time = self.at_ms(start_s)
            message.end_time = self.at_ms(start_s + span.seconds)
            message.total_elapsed_time = float(span.seconds)
            message.total_timer_time = float(span.seconds)
            message.total_distance = self._distance_m(start_s, start_s + span.seconds)
            self.builder.add(message)
            start_s += span.seconds

    def totals(self, lap_count: int) -> None:
        session = SessionMessage(local_id=7)
        session.timestamp = self.at_ms(self.elapsed_s)
        session.start_time = self.start_ms
        session.event = Event.LAP
        session.event_type = EventType.STOP
        session.sport = Sport.RUNNING
        session.sub_sport = SubSport.TREADMILL if self.options.treadmill else SubSport.GENERIC
        session.total_elapsed_time = float(self.elapsed_s)
        session.total_timer_time = float(self.timer_s)
        session.total_distance = self.seconds[-1].distance_m
        session.first_lap_index = 0
        session.num_laps = lap_count
        session.trigger = SessionTrigger.ACTIVITY_END
        if self.options.rpe_0_10 is not None:
            session.workout_rpe = self.options.rpe_0_10 * 10
        self.builder.add(session)

        activity = ActivityMessage(local_id=8)
        activity.timestamp = self.at_ms(self.elapsed_s)
        activity.total_timer_time = float(self.timer_s)
        activity.num_sessions = 1
        activity.type = Activity.MANUAL
        activity.event = Event.ACTIVITY
        activity.event_type = EventType.STOP
        # Unlike the other instants, fit-tool takes this one in the file's own seconds.
        local_s = self.start_ms / 1000 + self.elapsed_s + self.options.utc_offset.total_seconds()
        activity.local_timestamp = round(local_s - FIT_EPOCH.timestamp())
        self.builder.add(activity)


def _intensity(kind: str, index: int, count: int) -> Intensity:
    if kind == "run":
        return Intensity.ACTIVE
    if index == 0:
        return Intensity.WARMUP
    return Intensity.COOLDOWN if index == count - 1 else Intensity.RECOVERY
