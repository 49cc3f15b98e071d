"""A ride cut off where a run is shown: kept as a choice, taken back, and no answer the bolder for it."""

from datetime import timedelta

import pytest

from services import Actor, NotAllowedError, RefusedError, Services, Upload, as_shown
from store import audit
from store.engine import reading
from tests.services.conftest import WEEKS_END, GpxRun

BEGAN = WEEKS_END.replace(hour=7) + timedelta(days=1)
LATER = BEGAN + timedelta(hours=3)
RUN_S, RIDE_S = 600, 420


def driven_home(weeks: Services, sample: Actor, gpx_run: GpxRun) -> str:
    content = gpx_run(spans=((2.6, 160, RUN_S), (12.0, 0, RIDE_S)), start_utc=BEGAN)
    (verdict,) = weeks.importing.add_files(
        sample, str(sample.person_id), [Upload("home.gpx", content)], now=LATER
    )
    assert verdict.verdict == "new"
    assert str(verdict.message).startswith("The last 7 minutes look like a car, a bus or a train")
    return str(verdict.activity_id)


def test_a_ride_is_cut_off_in_what_is_shown_alone_and_put_back(
    weeks: Services, sample: Actor, gpx_run: GpxRun
) -> None:
    runner_id = str(sample.person_id)
    run_id = driven_home(weeks, sample, gpx_run)
    whole = weeks.runs.run(sample, runner_id, run_id, now=LATER)
    before = weeks.deciding.today(sample, runner_id, now=LATER).answer.decision
    weeks_before = weeks.runs.weeks(sample, runner_id, now=LATER)

    weeks.runs.cut_off(sample, runner_id, run_id, is_cut=True, now=LATER)

    found = weeks.runs.run(sample, runner_id, run_id, now=LATER)
    shown = as_shown(found)
    assert found.is_cut
    assert shown.run.elapsed_time_s == pytest.approx(RUN_S, abs=15)
    assert shown.run.distance_m == pytest.approx(2.6 * RUN_S, rel=0.05)
    assert shown.run.run_time_s == whole.run.run_time_s
    assert shown.bouts["kind"].to_list() == [kind for kind in whole.bouts["kind"] if kind != "not_on_foot"]
    # All is kept, and nothing that is decided or summed up has changed.
    assert found.samples is not None
    assert whole.samples is not None
    assert found.samples.equals(whole.samples)
    assert found.run == whole.run
    assert weeks.deciding.today(sample, runner_id, now=LATER).answer.decision == before
    assert weeks.runs.weeks(sample, runner_id, now=LATER).equals(weeks_before)

    weeks.runs.cut_off(sample, runner_id, run_id, is_cut=False, now=LATER)

    again = weeks.runs.run(sample, runner_id, run_id, now=LATER)
    assert again.is_cut is False
    assert as_shown(again) is again
    with reading(weeks.context.engine) as connection:
        acts = [entry.action for entry in audit.entries_about(connection, runner_id)]
    assert acts[:2] == ["keep a ride", "cut off a ride"]


def test_only_a_ride_at_an_end_can_be_cut_off(weeks: Services, sample: Actor, gpx_run: GpxRun) -> None:
    content = gpx_run(spans=((2.6, 160, 600),), start_utc=BEGAN)
    runner_id = str(sample.person_id)
    (verdict,) = weeks.importing.add_files(sample, runner_id, [Upload("run.gpx", content)], now=LATER)

    with pytest.raises(RefusedError):
        weeks.runs.cut_off(sample, runner_id, str(verdict.activity_id), is_cut=True, now=LATER)


def test_nobody_cuts_off_what_is_not_hers(
    weeks: Services, sample: Actor, runner: Actor, gpx_run: GpxRun
) -> None:
    run_id = driven_home(weeks, sample, gpx_run)

    with pytest.raises(NotAllowedError):
        weeks.runs.cut_off(runner, str(sample.person_id), run_id, is_cut=True, now=LATER)
