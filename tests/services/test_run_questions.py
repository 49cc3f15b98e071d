"""What only she can say of a recording: whether it was running, and whether a told run is the same one."""

from datetime import datetime, timedelta

import pytest

from services import Actor, HandRun, NotFoundError, RefusedError, RunQuestion, Services, Upload
from services.history import read_record
from store.engine import reading
from tests.services.conftest import WEEKS_END, GpxRun

#: The morning after the last check-in, when nothing else is near.
BEGAN = WEEKS_END.replace(hour=7) + timedelta(days=1)
LATER = BEGAN + timedelta(hours=3)
#: When she answers.
SAID = LATER + timedelta(minutes=1)


def questions(weeks: Services, sample: Actor, now: datetime = SAID) -> tuple[RunQuestion, ...]:
    return weeks.deciding.today(sample, str(sample.person_id), now=now).questions


def not_met(weeks: Services, sample: Actor, now: datetime = SAID) -> set[str]:
    decision = weeks.deciding.today(sample, str(sample.person_id), now=now).answer.decision
    return {finding.gate for finding in decision.findings if finding.result.value == "not_met"}


def ride(weeks: Services, sample: Actor, gpx_run: GpxRun, running_s: int = 600) -> str:
    """A ride, off the bike for some minutes of slow running."""
    content = gpx_run(spans=((8.0, 85, 1200), (2.0, 150, running_s)), kind="cycling", start_utc=BEGAN)
    (verdict,) = weeks.importing.add_files(
        sample, str(sample.person_id), [Upload("ride.gpx", content)], now=LATER
    )
    assert (verdict.verdict, verdict.code) == ("ask", "looks_like_running")
    return str(verdict.activity_id)


def test_a_ride_that_looks_like_running_is_asked_about_and_holds(
    weeks: Services, sample: Actor, gpx_run: GpxRun
) -> None:
    ride_id = ride(weeks, sample, gpx_run)

    (asked,) = questions(weeks, sample)
    assert (asked.question, asked.activity_id) == ("ran", ride_id)
    assert asked.run_s == pytest.approx(600, abs=10)
    assert "recordings-disagree" in not_met(weeks, sample)


def test_no_run_is_no_run(weeks: Services, sample: Actor, gpx_run: GpxRun) -> None:
    before = not_met(weeks, sample)
    ride_id = ride(weeks, sample, gpx_run)

    weeks.runs.answer(sample, str(sample.person_id), ride_id, "ran", says=False, now=SAID)

    assert questions(weeks, sample) == ()
    assert not_met(weeks, sample) == before


def test_yes_is_kept_as_a_run_that_she_told(weeks: Services, sample: Actor, gpx_run: GpxRun) -> None:
    runner_id = str(sample.person_id)
    ride_id = ride(weeks, sample, gpx_run, 1500)

    weeks.runs.answer(sample, runner_id, ride_id, "ran", says=True, now=SAID)

    assert questions(weeks, sample) == ()
    told = next(run for run in weeks.runs.list_runs(sample, runner_id, now=SAID) if run.kind == "hand")
    assert told.start_utc == BEGAN + timedelta(seconds=1)
    assert told.run_time_s == pytest.approx(1500, abs=10)
    assert "overshoot" in not_met(weeks, sample)


def test_to_delete_what_was_asked_about_is_no_answer(weeks: Services, sample: Actor, gpx_run: GpxRun) -> None:
    runner_id = str(sample.person_id)
    ride_id = ride(weeks, sample, gpx_run, 1500)

    weeks.runs.delete_run(sample, runner_id, ride_id, now=LATER)

    with reading(weeks.context.engine) as connection:
        record = read_record(connection, runner_id, now=LATER)
    (left,) = [event for event in record.events if event.id == ride_id and hasattr(event, "maybe_s")]
    assert left.maybe_s == pytest.approx(1500, abs=10)  # type: ignore[attr-defined]


def beside(weeks: Services, sample: Actor, gpx_run: GpxRun) -> str:
    """Eight minutes recorded, and fifteen told of a time just after them."""
    runner_id = str(sample.person_id)
    content = gpx_run(spans=((2.6, 80, 480),), start_utc=BEGAN)
    assert all(weeks.importing.add_files(sample, runner_id, [Upload("run.gpx", content)], now=LATER))
    began = BEGAN + timedelta(minutes=13)
    return weeks.runs.add_by_hand(sample, runner_id, HandRun(began, 900.0, 900.0), now=LATER)


def most_s(weeks: Services, sample: Actor) -> float:
    (held,) = weeks.runs.sessions(
        sample, str(sample.person_id), now=SAID + timedelta(minutes=1), since=BEGAN.date()
    )
    return held.maybe_s or 0.0


@pytest.mark.parametrize(("says", "expected_s"), [(True, 900), (False, 1380)])
def test_the_same_run_counts_by_the_worse_and_two_by_the_sum(
    weeks: Services, sample: Actor, gpx_run: GpxRun, says: bool, expected_s: float
) -> None:
    told_id = beside(weeks, sample, gpx_run)
    (asked,) = questions(weeks, sample)
    assert (asked.question, asked.activity_id, asked.run_s) == ("same_run", told_id, 900.0)
    assert asked.beside_utc == BEGAN + timedelta(seconds=1)
    assert most_s(weeks, sample) == pytest.approx(1380, abs=15)

    weeks.runs.answer(sample, str(sample.person_id), told_id, "same_run", says=says, now=SAID)

    assert questions(weeks, sample) == ()
    assert most_s(weeks, sample) == pytest.approx(expected_s, abs=15)


def test_of_two_answers_the_last_counts(weeks: Services, sample: Actor, gpx_run: GpxRun) -> None:
    told_id = beside(weeks, sample, gpx_run)
    for minutes, says in enumerate((True, False)):
        at = SAID + timedelta(minutes=minutes)
        weeks.runs.answer(sample, str(sample.person_id), told_id, "same_run", says=says, now=at)

    assert most_s(weeks, sample) == pytest.approx(1380, abs=15)


def test_while_it_is_asked_about_it_opens_nothing(weeks: Services, sample: Actor, gpx_run: GpxRun) -> None:
    told_id = beside(weeks, sample, gpx_run)
    runner_id = str(sample.person_id)
    assert not weeks.deciding.today(sample, runner_id, now=LATER).open_findings

    weeks.runs.answer(sample, runner_id, told_id, "same_run", says=False, now=SAID)

    (found,) = weeks.deciding.today(sample, runner_id, now=SAID).open_findings
    assert found.gate == "overshoot"


def test_only_what_is_asked_can_be_answered(weeks: Services, sample: Actor, gpx_run: GpxRun) -> None:
    told_id, runner_id = beside(weeks, sample, gpx_run), str(sample.person_id)
    with pytest.raises(RefusedError):
        weeks.runs.answer(sample, runner_id, told_id, "ran", says=False, now=SAID)
    with pytest.raises(NotFoundError):
        weeks.runs.answer(sample, runner_id, "nothing", "ran", says=False, now=SAID)
