"""Each sample file shows what `sample_data/README.md` says of it."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from analysis.execution import compare_execution
from ingest import read_activity
from sample_data.generate import HERE, main, make_file, readme
from sample_data.runner import CANONICAL_END, UTC_OFFSET, SampleFile, sample_runner
from sample_data.shift import WORTH_A_COLUMN, fit_template, shifted_fits
from sample_data.story import CHAPTERS
from services.measuring import measure
from services.prescribing import prescribed_frame, tolerances_of

END = date(2026, 11, 22)
RUNNER = sample_runner(END)
#: A wrist watch's cadence lags by a second or three; the sparse files have a point every two seconds.
EDGE_S = 3.0
SMALL_ENOUGH_BYTES = 1_500_000


@pytest.mark.parametrize("file", RUNNER.files, ids=lambda file: file.name)
def test_the_analysis_finds_what_the_file_shows(file: SampleFile) -> None:
    expected = file.expected
    stage = RUNNER.plan.stage(file.stage_id)

    measured = measure(read_activity(file.content, file.name))
    execution = compare_execution(
        measured.bouts,
        prescribed_frame(stage.session(file.session_id)),
        tolerances=tolerances_of(RUNNER.plan, stage),
        laps=measured.activity.laps,
        workout_steps=measured.activity.workout_steps,
    )

    runs = measured.bouts.filter(pl.col("kind") == "run")
    lengths_s = (runs["end_s"] - runs["start_s"]).to_list()
    assert len(lengths_s) == len(expected.run_bouts_s)
    assert lengths_s == pytest.approx(list(expected.run_bouts_s), abs=EDGE_S)
    assert measured.summary.pause_time_s == pytest.approx(expected.pause_time_s, abs=1)
    assert measured.summary.elapsed_time_s == pytest.approx(expected.elapsed_time_s, abs=2)
    assert measured.summary.bouts_source == expected.bouts_source
    assert measured.activity.provenance.cadence_rule == expected.cadence_rule
    assert measured.quality.counts_for_progress
    assert execution.outcome == expected.outcome
    assert len(measured.activity.workout_steps) == expected.workout_step_count
    if expected.lap_count is not None:
        assert len(measured.activity.laps) == expected.lap_count


@pytest.mark.parametrize("file", RUNNER.files, ids=lambda file: file.name)
def test_a_file_begins_on_the_day_it_is_said_to(file: SampleFile) -> None:
    provenance = read_activity(file.content, file.name).provenance

    assert provenance.start_utc == file.start_utc
    assert (file.start_utc + UTC_OFFSET).date() == file.local_date
    if file.name.endswith(".fit"):
        assert provenance.utc_offset_s == UTC_OFFSET.total_seconds()


def test_the_treadmill_has_no_track_and_is_named_so() -> None:
    file = next(file for file in RUNNER.files if "treadmill" in file.shows)

    activity = read_activity(file.content, file.name)

    assert activity.provenance.sub_sport == "treadmill"
    assert activity.distance_m is not None


def test_six_weeks_lie_in_order_and_before_the_last_day() -> None:
    starts = [file.start_utc for file in RUNNER.files]

    assert all(later - earlier > timedelta(hours=40) for earlier, later in pairwise(starts))
    assert RUNNER.files[-1].local_date == END - timedelta(days=2)
    assert max(check_in.date for check_in in RUNNER.check_ins) < END


def test_every_run_was_answered_for_and_one_was_sore() -> None:
    by_phase = {
        phase: {entry.session for entry in RUNNER.symptoms if entry.phase == phase}
        for phase in ("after", "next_morning", "day_after")
    }
    keys = {file.key for file in RUNNER.files}

    assert by_phase["after"] == by_phase["next_morning"] == keys
    sore = {entry.session for entry in RUNNER.symptoms if entry.pain}
    assert sore == by_phase["day_after"] == {"week2-run2"}


@pytest.mark.parametrize("key", ["week1-run1", "week3-run2", "week5-run1"])
def test_the_stored_files_are_what_the_generator_makes(key: str) -> None:
    chapter = next(chapter for chapter in CHAPTERS if chapter.key == key)

    assert make_file(RUNNER.plan, chapter) == (HERE / "files" / chapter.file_name).read_bytes()


def test_the_page_is_what_the_generator_writes_and_the_files_are_small() -> None:
    assert (HERE / "README.md").read_text(encoding="utf-8") == readme(RUNNER.plan)
    assert sum(path.stat().st_size for path in (HERE / "files").iterdir()) < SMALL_ENOUGH_BYTES


def test_nothing_is_moved_when_the_last_day_is_that_of_the_files() -> None:
    for file in sample_runner(CANONICAL_END).files:
        assert file.content == (HERE / "files" / file.name).read_bytes()


def test_bulk_copies_are_whole_files_at_different_times(tmp_path: Path) -> None:
    main(["--bulk", "40", str(tmp_path)])

    made = sorted(tmp_path.iterdir())
    starts = [read_activity(path.read_bytes(), path.name).provenance.start_utc for path in made]
    assert len(made) == 40
    assert len(set(starts)) == 40


def test_a_pause_is_where_the_readme_says() -> None:
    file = next(file for file in RUNNER.files if file.expected.pause_time_s)

    pauses = read_activity(file.content, file.name).pauses

    assert pauses["source"].to_list() == ["timer_event"]
    assert (pauses["end_s"] - pauses["start_s"]).item() == pytest.approx(file.expected.pause_time_s, abs=1)


def test_many_copies_at_once_are_the_same_as_one_by_one() -> None:
    template = fit_template(make_file(RUNNER.plan, CHAPTERS[0]))
    shifts = [timedelta(days=-day) for day in range(WORTH_A_COLUMN)]

    many = shifted_fits(template, shifts)

    assert many == [shifted_fits(template, [shift])[0] for shift in shifts]
