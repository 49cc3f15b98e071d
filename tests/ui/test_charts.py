"""The pictures hold what they were given, in every mode."""

from datetime import date

import polars as pl
import pytest

from program.steps import parse_steps
from ui import charts
from ui.palette import DARK, LIGHT, Palette

STEPS = parse_steps("walk 5:00, 2 x (run 1:00, walk 2:00)")
SERIES = pl.DataFrame(
    {
        "elapsed_s": [0.0, 5.0, 10.0],
        "cadence_spm": [0.0, 112.0, 160.0],
        "speed_mps": [0.2, 1.5, 2.5],
        "heart_rate_bpm": [None, 120.0, 140.0],
    },
    schema_overrides={"heart_rate_bpm": pl.Float64},
)


def _values(chart: dict) -> list[dict]:
    return [row for rows in chart["datasets"].values() for row in rows]


def test_a_session_is_drawn_to_scale() -> None:
    blocks = charts.blocks_of_steps(STEPS, pace_s_per_km=400, start_s=10)

    assert [(b.kind, b.start_s, b.end_s) for b in blocks[:2]] == [("walk", 10, 310), ("run", 310, 370)]
    assert blocks[-1].end_s == 10 + 300 + 2 * 180


def test_a_step_by_distance_is_as_long_as_it_takes() -> None:
    (block,) = charts.blocks_of_steps(parse_steps("run 400 m"), pace_s_per_km=400)

    assert block.end_s == pytest.approx(160)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_next_session_shows_every_step(palette: Palette) -> None:
    chart = charts.session_blocks(STEPS, palette, pace_s_per_km=400).to_dict()

    shown = [row for row in _values(chart) if "what" in row]
    assert [row["what"] for row in shown] == [charts.BLOCK_WORDS[step.kind] for step in STEPS]
    assert {row["colour"] for row in shown} == {palette.run, palette.walk}


def test_a_run_shows_what_was_asked_over_what_was_done_and_each_measure() -> None:
    asked = charts.blocks_of_steps(STEPS, pace_s_per_km=400, lane=1)
    done = [charts.Block("walk", 0, 290), charts.Block("run", 290, 355), charts.Block("pause", 355, 400)]

    chart = charts.run_picture(asked, done, SERIES, LIGHT, "km").to_dict()

    assert [view.get("title", {}).get("text") for view in chart["vconcat"]] == [
        None,
        "steps a minute",
        "pace, min/km",
        "heart rate, beats a minute",
    ]
    cursor = chart["params"][0]
    assert cursor["name"] == "cursor"
    assert len(cursor["views"]) == 3


def test_what_may_have_been_run_is_outlined_as_high_as_running() -> None:
    done = [
        charts.Block("run", 0, 60, uncertain_s=5.0),
        charts.Block("unknown", 60, 120, uncertain_s=60.0),
        charts.Block("not_on_foot", 120, 400),
    ]

    strips = charts.run_picture([], done, SERIES, LIGHT, "km").to_dict()["vconcat"][0]["layer"]

    outlines = [layer for layer in strips if layer["mark"].get("strokeDash")]
    assert len(outlines) == 1
    assert [block.is_doubted for block in done] == [False, True, False]
    assert charts.block_colour("not_on_foot", LIGHT) not in (LIGHT.run, LIGHT.walk, LIGHT.stand)


def test_a_value_that_never_changes_has_an_axis_of_whole_numbers() -> None:
    series = SERIES.with_columns(heart_rate_bpm=pl.lit(140.0))

    chart = charts.run_picture([], [charts.Block("run", 0, 60)], series, LIGHT, "km").to_dict()

    scales = [layer["encoding"]["y"].get("scale", {}) for layer in chart["vconcat"][-1]["layer"][:1]]
    assert scales[0]["domain"] == [130.0, 150.0]


def test_a_measure_that_the_watch_has_not_is_left_out() -> None:
    series = SERIES.with_columns(
        heart_rate_bpm=pl.lit(None, pl.Float64), cadence_spm=pl.lit(None, pl.Float64)
    )

    chart = charts.run_picture([], [charts.Block("run", 0, 60)], series, LIGHT, "mi").to_dict()

    assert [view["title"]["text"] for view in chart["vconcat"][1:]] == ["pace, min/mi"]


def test_a_run_without_any_series_is_still_drawn() -> None:
    series = SERIES.clear()

    chart = charts.run_picture([], [charts.Block("run", 0, 60)], series, LIGHT, "km").to_dict()

    assert len(chart["vconcat"]) == 1
    assert "params" not in chart


def test_weeks_keep_their_order_and_the_line_that_was_asked_for() -> None:
    weeks = pl.DataFrame(
        {
            "week_start": [date(2026, 1, 26), date(2026, 2, 2)],
            "run_time_s": [720.0, 1440.0],
            "prescribed_run_time_s": [720.0, None],
        }
    )

    rows = _values(charts.weeks_picture(weeks, LIGHT).to_dict())

    assert [(row["week"], row["run"], row["asked"]) for row in rows] == [
        ("26 Jan", 12, 12),
        ("2 Feb", 24, None),
    ]
