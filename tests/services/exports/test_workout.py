"""The workout file, read back by two other libraries."""

import io
import struct
from datetime import UTC, datetime

import fitdecode
import pytest
from fitdecode.utils import compute_crc
from fitparse import FitFile
from hypothesis import given
from hypothesis import strategies as st

from program.load import shipped_plans
from program.steps import Step, parse_steps
from services.errors import RefusedError
from services.exports import next_session_workout
from services.exports.workout import fold

MADE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
SESSIONS = {
    f"{plan_id}-{version}/{stage.id}/{session.id}": session.steps
    for (plan_id, version), plan in shipped_plans().items()
    for stage in plan.stages
    for session in stage.sessions
}

STEPS = st.lists(
    st.one_of(
        st.builds(Step, st.sampled_from(["run", "walk"]), st.sampled_from([30.0, 60.0, 90.0])),
        st.builds(
            Step, st.sampled_from(["run", "walk"]), st.none(), st.sampled_from([100.0, 400.0, 1609.34])
        ),
    ),
    min_size=1,
    max_size=40,
).map(tuple)


def workout(steps: tuple[Step, ...], title: str = "Stage 2") -> bytes:
    return next_session_workout(steps, title=title, created_utc=MADE)


def messages(content: bytes) -> list[tuple[str, dict]]:
    reader = fitdecode.FitReader(
        io.BytesIO(content),
        check_crc=fitdecode.CrcCheck.RAISE,
        error_handling=fitdecode.ErrorHandling.RAISE,
    )
    with reader:
        return [
            (frame.name, {field.name: field.value for field in frame.fields if field.value is not None})
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage)
        ]


def step_fields(content: bytes) -> list[dict]:
    return [fields for name, fields in messages(content) if name == "workout_step"]


def unrolled(fields: list[dict]) -> list[tuple[str, float | None, float | None]]:
    """What a watch does with the steps: a repeat message sends it back until it was there so many times."""
    done: list[tuple[str, float | None, float | None]] = []
    for place, step in enumerate(fields):
        assert step["message_index"] == place
        if step["duration_type"] == "repeat_until_steps_cmplt":
            block = done[-(place - step["duration_step"]) :]
            done += block * (step["repeat_steps"] - 1)
        else:
            done.append(
                (step["wkt_step_name"].lower(), step.get("duration_time"), step.get("duration_distance"))
            )
    return done


def as_rows(steps: tuple[Step, ...]) -> list[tuple[str, float | None, float | None]]:
    return [(step.kind, step.duration_s, step.distance_m) for step in steps]


@pytest.mark.parametrize("steps", SESSIONS.values(), ids=SESSIONS.keys())
def test_every_session_of_every_plan_comes_back_step_by_step(steps: tuple[Step, ...]) -> None:
    assert unrolled(step_fields(workout(steps))) == as_rows(steps)


@given(STEPS)
def test_any_session_comes_back_step_by_step(steps: tuple[Step, ...]) -> None:
    assert unrolled(step_fields(workout(steps))) == as_rows(steps)


@given(STEPS)
def test_folding_loses_nothing_and_repeats_begin_with_a_run(steps: tuple[Step, ...]) -> None:
    blocks = fold(steps)

    assert tuple(step for block in blocks for step in block.steps * block.times) == steps
    assert all(block.steps[0].kind == "run" for block in blocks if block.times > 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("walk 5:00, 8 x (run 1:00, walk 1:30), walk 5:00", [(1, 1), (2, 8), (1, 1)]),
        ("8 x (run 1:00, walk 1:30)", [(2, 8)]),
        ("4 x (walk 4:30, run 0:30)", [(1, 1), (2, 3), (1, 1)]),
        ("walk 5:00, 2 x (run 1:30, walk 1:30, run 3:00, walk 3:00), walk 5:00", [(1, 1), (4, 2), (1, 1)]),
        ("4 x (run 400 m), walk 5:00", [(1, 4), (1, 1)]),
        ("walk 5:00, run 25:00, walk 5:00", [(1, 1), (1, 1), (1, 1)]),
    ],
)
def test_repetitions_become_blocks(text: str, expected: list[tuple[int, int]]) -> None:
    assert [(len(block.steps), block.times) for block in fold(parse_steps(text))] == expected


def test_the_watch_is_told_how_many_messages_there_are_and_that_it_is_a_run() -> None:
    content = workout(parse_steps("walk 5:00, 8 x (run 1:00, walk 1:30), walk 5:00"), "Étape 2")
    found = messages(content)

    assert found[0] == (
        "file_id",
        {
            "type": "workout",
            "manufacturer": "development",
            "product": 1,
            "serial_number": 1,
            "time_created": MADE,
        },
    )
    assert found[1] == ("workout", {"sport": "running", "num_valid_steps": 5, "wkt_name": "Étape 2"})
    assert len(step_fields(content)) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("walk 5:00, 3 x (run 1:00, walk 1:30), walk 5:00", ["warmup", "active", "recovery", "cooldown"]),
        ("3 x (run 1:00, walk 1:30)", ["active", "recovery"]),
        ("run 5:00, walk 3:00, run 8:00", ["active", "recovery", "active"]),
        ("walk 30:00", ["warmup"]),
    ],
)
def test_runs_are_active_and_walks_say_what_they_are_for(text: str, expected: list[str]) -> None:
    fields = step_fields(workout(parse_steps(text)))

    assert [step["intensity"] for step in fields if "intensity" in step] == expected


def test_a_pace_ceiling_is_the_target_and_the_cadence_stands_in_the_note() -> None:
    step = Step("run", 60.0, None, 165.0, 175.0, pace_ceiling_s_per_km=400.0)
    (fields,) = step_fields(workout((step,)))

    assert fields["target_type"] == "speed"
    assert fields["custom_target_speed_high"] == pytest.approx(2.5)
    assert fields["custom_target_speed_low"] == pytest.approx(1.0)
    assert fields["notes"] == "not faster than 6:40 /km, 165-175 steps/min"


@pytest.mark.parametrize(
    ("low", "high", "expected", "note"),
    [
        (165.0, 175.0, (82, 88), "165-175 steps/min"),
        (160.0, None, (80, 120), "at least 160 steps/min"),
        (None, 180.0, (50, 90), "at most 180 steps/min"),
    ],
)
def test_a_cadence_band_is_written_in_strides_and_never_narrower(
    low: float | None, high: float | None, expected: tuple[int, int], note: str
) -> None:
    (fields,) = step_fields(workout((Step("run", 60.0, None, low, high),)))

    assert fields["target_type"] == "cadence"
    assert (fields["custom_target_cadence_low"], fields["custom_target_cadence_high"]) == expected
    assert fields["notes"] == note


def test_a_step_without_a_band_has_an_open_target_and_no_note() -> None:
    (fields,) = step_fields(workout((Step("run", 60.0),)))

    assert fields["target_type"] == "open"
    assert "notes" not in fields


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("x" * 200, "x" * 31),
        ("ü" * 40, "ü" * 15),
        ("Run\n and\twalk", "Run and walk"),
        ("Wochen 3 · 🏃 · 🏃 · 🏃", "Wochen 3 · 🏃 · 🏃 ·"),
    ],
)
def test_a_long_title_is_cut_at_a_whole_character(title: str, expected: str) -> None:
    name = messages(workout((Step("run", 60.0),), title))[1][1]["wkt_name"]

    assert name == expected
    assert len(name.encode()) <= 31


def test_header_and_checksum_hold_and_are_looked_at() -> None:
    content = workout(parse_steps("run 5:00"))
    size, protocol, _, data_size, mark, header_crc = struct.unpack("<BBHI4sH", content[:14])

    assert (size, protocol, mark, data_size) == (14, 0x10, b".FIT", len(content) - 16)
    assert header_crc == compute_crc(content[:12])
    broken = bytearray(content)
    broken[-6] ^= 0xFF
    with pytest.raises(fitdecode.FitCRCError):
        messages(bytes(broken))


def test_a_second_reader_agrees() -> None:
    content = workout(parse_steps("walk 5:00, 8 x (run 1:00, walk 1:30), run 400 m"))
    steps = [message.get_values() for message in FitFile(io.BytesIO(content)).get_messages("workout_step")]

    assert [step.get("repeat_steps") for step in steps] == [None, None, None, 8, None]
    assert steps[4]["duration_distance"] == 400.0


def test_the_same_session_gives_the_same_bytes() -> None:
    steps = parse_steps("3 x (run 1:00, walk 1:30)")

    assert workout(steps) == workout(steps)


def test_a_session_without_steps_is_refused() -> None:
    with pytest.raises(RefusedError, match="no steps"):
        workout(())
