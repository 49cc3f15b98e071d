"""The runner's own walk-run border, learnt from what is in the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from analysis import BoutSettings
from ingest import read_activity
from services import Actor, Services, Upload, open_services
from services.measuring import measure

SAMPLES = Path(__file__).parents[2] / "sample_data" / "files"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with open_services(tmp_path) as services:
        yield services


@pytest.fixture
def runner(services: Services) -> Actor:
    return services.accounts.local_runner(now=NOW)


def quality_codes(services: Services, runner: Actor, activity_id: str) -> set[str]:
    detail = services.runs.run(runner, runner.person_id or "", activity_id, now=NOW)
    return {note.code for note in detail.quality}


def import_files(services: Services, runner: Actor, *names: str) -> list[str]:
    uploads = [Upload(name, (SAMPLES / name).read_bytes()) for name in names]
    verdicts = services.importing.add_files(runner, runner.person_id or "", uploads, now=NOW)
    return [verdict.activity_id or "" for verdict in verdicts]


def test_the_first_runs_are_read_without_a_history_and_later_ones_with_it(
    services: Services, runner: Actor
) -> None:
    early = sorted(path.name for path in SAMPLES.glob("week[345]-*.fit"))
    first = import_files(services, runner, *early)

    (later,) = import_files(services, runner, "week6-run1.fit")

    assert all("own_border" not in quality_codes(services, runner, activity_id) for activity_id in first)
    assert "own_border" in quality_codes(services, runner, later)


def test_one_short_run_is_too_little_to_learn_from(services: Services, runner: Actor) -> None:
    import_files(services, runner, "week1-run1.fit")

    (later,) = import_files(services, runner, "week1-run2.fit")

    assert "own_border" not in quality_codes(services, runner, later)


def test_how_a_run_changed_within_is_told_with_it(services: Services, runner: Actor) -> None:
    (activity_id,) = import_files(services, runner, "week6-run1.fit")

    drift = services.runs.run(runner, runner.person_id or "", activity_id, now=NOW).drift

    assert drift is not None
    assert drift.cadence_drift_spm is not None
    assert abs(drift.cadence_drift_spm) < 10


def test_a_border_above_her_running_cadence_leaves_her_runs_uncertain() -> None:
    """The settings handed on are the ones that are used."""
    activity = read_activity((SAMPLES / "week6-run1.fit").read_bytes(), "run.fit")
    flat = replace(activity, samples=activity.samples.with_columns(speed_mps=pl.lit(None, pl.Float64)))

    high = measure(flat, settings=BoutSettings(border_spm=190.0))

    assert measure(flat).summary.uncertain_time_s < 10
    assert high.summary.run_bout_count == 4
    assert high.summary.uncertain_time_s == pytest.approx(high.summary.run_time_s, abs=10)
    assert "uncertain_gait" in high.quality.why_not
