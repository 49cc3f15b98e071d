"""The long view: every week has its band, its worst answers and its place, and missing is never fine."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from program import SymptomEntry
from services import HandRun, Services, SymptomWeek
from tests.ui.test_pages import words
from ui import charts
from ui.charts import Column, HeatCell
from ui.components import heat_rows
from ui.components.heat_rows import Span
from ui.palette import DARK, LIGHT, PALETTES, Palette, contrast

MONDAY = date(2026, 11, 16)


def said(item: str, value: int | str | None, share: float | None, *, complete: bool = True) -> SymptomWeek:
    return SymptomWeek(MONDAY, item, value, share, complete)


def cell(*found: SymptomWeek) -> HeatCell:
    (only,) = heat_rows.cells([Span("week", found)])
    return only


@pytest.mark.parametrize(
    ("found", "level", "sign"),
    [
        (said("pain", 0, 0.0), 0, "0"),
        (said("pain", 4, 0.4), 2, "4"),
        (said("pain", 10, 1.0), 3, "10"),
        (said("pain", None, None, complete=False), None, "?"),
        (said("pain", 0, 0.0, complete=False), None, "?"),
        (said("pain", 1, 0.1, complete=False), 1, "1"),
        (said("leak_urine", "as_baseline", 0.5), 2, "="),
        (said("leak_urine", "new_or_worse", 1.0), 3, "!"),
        (said("bleeding", "period", 1 / 3), 1, "p"),
        (said("soreness", "next_day", 4 / 7), 2, "4"),
        (said("signs", 1, 1.0), 3, "!"),
    ],
)
def test_an_answer_has_its_strength_and_its_sign(found: SymptomWeek, level: int | None, sign: str) -> None:
    made = cell(found)

    assert (made.level, made.sign) == (level, sign)


def test_questions_in_one_row_show_the_worst_and_one_of_them_missing_is_not_clear() -> None:
    worst = cell(said("leak_urine", "none", 0.0), said("leak_stool", "new_or_worse", 1.0))
    unknown = cell(said("leak_urine", "none", 0.0), said("leak_stool", None, None, complete=False))

    assert (worst.level, worst.words) == (3, "leak of stool: new or worse")
    assert (unknown.level, unknown.sign) == (None, "?")
    assert "missing" in unknown.words


def test_no_row_of_warning_signs_where_there_was_none() -> None:
    assert heat_rows.cells([Span("week", (said("signs", 0, 0.0),))]) == ()


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_heat_scale_is_a_row_of_greys_too_and_can_be_read(palette: Palette) -> None:
    steps = [contrast(tone.ground, palette.background) for tone in palette.heat]

    assert steps == sorted(steps)
    assert all(later / earlier > 1.15 for earlier, later in pairwise(steps))
    assert all(contrast(tone.text, tone.ground) >= 4.5 for tone in palette.heat)


def drawn(columns: list[Column], cells: list[HeatCell], palette: Palette = LIGHT) -> dict:
    return charts.long_view(columns, cells, palette, "km").to_dict()


def titles(chart: dict) -> list[str]:
    return [view["title"]["text"] for view in chart["vconcat"]]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_strip_stands_over_the_same_weeks(palette: Palette) -> None:
    columns = [
        Column(
            "2026-11-09",
            "9 Nov",
            "from 9 November",
            1260.0,
            972.0,
            1188.0,
            270.0,
            160.0,
            2.0,
            400.0,
            5.0,
            "■",
        ),
        Column("2026-11-16", "16 Nov", "from 16 November", None),
    ]
    chart = drawn(columns, [HeatCell("2026-11-09", "Pain", None, "?", "not answered")], palette)

    assert titles(chart) == [
        "minutes of running a week",
        "answers",
        "longest run without a break, minutes",
        "steps a minute while running",
        "pace while running, min/km",
        "the worst that was noted",
    ]
    for view in chart["vconcat"]:
        for layer in view["layer"]:
            x = layer["encoding"]["x"]
            assert "value" in x or x["scale"]["domain"] == [" ", "2026-11-09", "2026-11-16"]
        # Vega draws nothing where only some layers of a view have an axis.
        axes = {
            layer["encoding"]["y"].get("axis", "own") is None
            for layer in view["layer"]
            if "y" in layer["encoding"]
        }
        assert len(axes) <= 1


def test_what_nobody_measured_has_no_strip() -> None:
    chart = drawn([Column("a", "1 Nov", "from 1 November", 60.0)], [])

    assert titles(chart) == ["minutes of running a week"]


def test_two_years_keep_their_columns_and_as_many_dates_as_fit() -> None:
    start = date(2024, 11, 18)
    columns = [
        Column(day.isoformat(), f"{day.day} {day:%b}", "from", 600.0)
        for day in (start + timedelta(weeks=week) for week in range(104))
    ]
    axis = drawn(columns, [])["vconcat"][0]["layer"][0]["encoding"]["x"]["axis"]

    assert axis["labelExpr"].count("datum.value ==") == 6


def test_stairs_say_where_she_is_without_colour() -> None:
    chart = charts.stairs(["One", "Two", "Three"], 1, LIGHT).to_dict()

    rows = [row for rows in chart["datasets"].values() for row in rows]
    assert [row["state"] for row in rows] == ["done", "you are here", "to come"]


def test_progress_shows_a_run_without_a_log_as_not_answered(
    sample_home, services: Services, open_page, now: datetime, monkeypatch
) -> None:
    actor = services.accounts.local_runner(now=now)
    told = HandRun(now - timedelta(hours=3), 600.0, 60.0)
    services.runs.add_by_hand(actor, str(actor.person_id), told, now=now)
    drawn_cells: list[HeatCell] = []
    draw = charts.long_view

    def spy(columns: list[Column], cells: list[HeatCell], *rest: object) -> object:
        drawn_cells.extend(cells)
        return draw(columns, cells, *rest)

    monkeypatch.setattr(charts, "long_view", spy)

    open_page("progress")

    newest = {made.row: made for made in drawn_cells if made.key == "2026-11-23"}
    assert (newest["Effort"].level, newest["Effort"].sign) == (None, "?")
    assert newest["Pain"].level is None


def test_progress_says_that_running_stopped_and_why(
    sample_home, services: Services, open_page, now: datetime
) -> None:
    actor = services.accounts.local_runner(now=now)
    leak = SymptomEntry(id="new", phase="day", at=now, leak_urine="new_or_worse")
    services.diary.log(actor, str(actor.person_id), leak, now=now)

    text = words(open_page("progress"))

    assert "No running for now" in text
    assert "leak of urine" in text.lower()


@pytest.mark.parametrize("period", ["6 months", "All"])
def test_progress_looks_back_as_far_as_asked(sample_home, open_page, period: str) -> None:
    at = open_page("progress")
    at.button_group(key="look-back").set_value(period).run()

    assert not at.exception
    assert not at.error
