"""Numbers as people read them."""

from datetime import date, datetime

import pytest

from program.steps import parse_steps
from ui import format as fmt


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (59.6, "1:00"), (300, "5:00"), (3725, "1:02:05"), (None, "–")]
)
def test_clock(seconds: float | None, words: str) -> None:
    assert fmt.clock(seconds) == words


@pytest.mark.parametrize(
    ("seconds_per_km", "units", "words"),
    [(330, "km", "5:30 /km"), (330, "mi", "8:51 /mi"), (3601, "km", "–"), (None, "km", "–")],
)
def test_pace_follows_the_unit_and_hides_what_is_no_pace(
    seconds_per_km: float | None, units: fmt.Units, words: str
) -> None:
    assert fmt.pace(seconds_per_km, units) == words


def test_distance_follows_the_unit() -> None:
    assert fmt.distance(5000) == "5.00 km"
    assert fmt.distance(1609.344, "mi") == "1.00 mi"
    assert fmt.distance(None) == "–"


def test_cadence_and_heart_rate_carry_their_units() -> None:
    assert fmt.cadence(160.4) == "160 spm"
    assert fmt.heart_rate(142.0) == "142 bpm"
    assert (fmt.cadence(None), fmt.heart_rate(None)) == ("–", "–")


def test_days_are_short() -> None:
    assert fmt.day(date(2026, 3, 2)) == "Mon 2 Mar"
    assert fmt.day_and_time(datetime(2026, 3, 2, 7, 5)) == "Mon 2 Mar, 07:05"  # noqa: DTZ001 - a local clock


def test_one_and_many() -> None:
    assert fmt.count(1, "run") == "1 run"
    assert fmt.count(3, "run") == "3 runs"
    assert fmt.count(2, "repetition left out", "repetitions left out") == "2 repetitions left out"


@pytest.mark.parametrize(
    "text",
    [
        "walk 5:00",
        "run 30:00",
        "walk 5:00 · 8 × (run 1:00, walk 1:30) · walk 5:00",
        "walk 5:00 · 2 × (run 3:00, walk 2:00) · run 3:00 · walk 5:00",
        "2 × (run 400 m, walk 100 m)",
        "walk 5:00 · 2 × (run 1:30, walk 1:30, run 3:00, walk 3:00)",
        "4 × (walk 4:30, run 0:30)",
        "12 × (run 400 m)",
    ],
)
def test_a_session_is_told_with_its_repetitions_folded(text: str) -> None:
    written = text.replace(" · ", ", ").replace("×", "x")

    assert fmt.steps_in_words(parse_steps(written)) == text


@pytest.mark.parametrize(
    ("seconds_per_km", "units", "words"),
    [(12.0, "km", "12 s /km slower"), (-12.0, "km", "12 s /km faster"), (10.0, "mi", "16 s /mi slower")],
)
def test_a_change_of_pace_says_which_way(seconds_per_km: float, units: fmt.Units, words: str) -> None:
    assert fmt.pace_change(seconds_per_km, units) == words
