"""Sessions as text, and exact places for what cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program import Step, StepError, parse_steps


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("walk 5:00", [("walk", 300.0, None)]),
        ("run 400 m", [("run", None, 400.0)]),
        ("run 1.5 km", [("run", None, 1500.0)]),
        ("run 90 s, walk 2 min", [("run", 90.0, None), ("walk", 120.0, None)]),
        ("run 0:30", [("run", 30.0, None)]),
        ("run 120:05", [("run", 7205.0, None)]),
        ("2 x (run 1:00, walk 1:30)", [("run", 60.0, None), ("walk", 90.0, None)] * 2),
        ("1 x (run 1:00)", [("run", 60.0, None)]),
        ("2 x (run 1:00, 2 x (walk 0:10))", [("run", 60.0, None), *[("walk", 10.0, None)] * 2] * 2),
        ("  run 1:00 ,walk 0:30  ", [("run", 60.0, None), ("walk", 30.0, None)]),
        ("500 x (run 0:01)", [("run", 1.0, None)] * 500),
    ],
)
def test_a_session_is_written_out(text: str, expected: list[tuple[str, float | None, float | None]]) -> None:
    assert [(step.kind, step.duration_s, step.distance_m) for step in parse_steps(text)] == expected


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("", 1, "a step begins with run, walk"),
        ("jog 1:00", 1, "a step begins with run, walk"),
        ("walk", 5, "after walk comes a time"),
        ("run walk", 5, "after run comes a time"),
        ("run 5", 6, "after the number comes s, min, m or km"),
        ("run 5 miles", 7, "after the number comes"),
        ("run 1:75", 5, "below 60"),
        ("run 1:60", 5, "below 60"),
        ("run 0:00", 5, "longer than nothing"),
        ("run 0 m", 5, "longer than nothing"),
        ("walk 5:00,", 11, "a step begins"),
        ("run 1:00 walk 1:00", 10, "'walk' does not belong here"),
        ("8 x run 1:00", 5, "'(' is expected"),
        ("8 (run 1:00)", 3, "'x' is expected"),
        ("2 x (run 1:00", 14, "')' is expected"),
        ("0 x (run 1:00)", 1, "whole number from 1"),
        ("1.5 x (run 1:00)", 1, "whole number from 1"),
        ("501 x (run 1:00)", 1, "whole number from 1"),
        ("251 x (run 1:00, walk 1:00)", 1, "more than 500 steps"),
        ("2 x (2 x (2 x (2 x (run 1:00))))", 16, "at most 3 deep"),
        ("run 1:00 ! walk", 10, "'!' cannot be read"),
    ],
)
def test_a_slip_is_named_with_its_place(text: str, place: int, says: str) -> None:
    with pytest.raises(StepError, match="at character") as caught:
        parse_steps(text)
    assert says in str(caught.value)
    assert (caught.value.position, caught.value.text) == (place, text)


def test_too_many_steps_in_a_list_are_refused() -> None:
    with pytest.raises(StepError, match="more than 500 steps"):
        parse_steps("300 x (run 0:01), 201 x (run 0:01)")


def test_a_step_without_bands_has_none() -> None:
    assert parse_steps("run 1:00") == (Step("run", 60.0, None, None, None, None),)


@given(st.text(alphabet="runwalk x(),:.0123456789mskin!", max_size=40))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        steps = parse_steps(text)
    except StepError as error:
        assert 1 <= error.position <= len(text) + 1
    else:
        assert steps
        assert all((step.duration_s is None) != (step.distance_m is None) for step in steps)
