"""Recordings of a doubtful date, or like another by another clock: asked about, through the real door."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from program import Action, Decision
from services import Actor, ImportVerdict, NotFoundError, RefusedError, RunQuestion, Services, Upload
from tests.services.building import lively_run
from tests.services.conftest import WEEKS_END

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")
#: The evening after the last check-in: a progress waits, and nothing else is near.
ADDED = WEEKS_END + HOUR
#: That morning, within the step that she has done.
BEGAN = ADDED.replace(hour=5, minute=0)
THE_DAY_BEFORE = BEGAN.date() - DAY
#: What her stage asks for.
STEPS = ((1.4, 110, 300), *(((2.6, 162, 120), (1.4, 110, 180)) * 4), (1.4, 110, 300))
FAR_TOO_MUCH = ((1.4, 110, 60), (2.6, 162, 2400))


class Desk:
    """The sample runner's services, a word for each act."""

    def __init__(self, services: Services, runner: Actor) -> None:
        self.services, self.runner, self.id = services, runner, str(runner.person_id)

    def add(self, content: bytes, now: datetime = ADDED) -> ImportVerdict:
        (verdict,) = self.services.importing.add_files(
            self.runner, self.id, [Upload("r.gpx", content)], now=now
        )
        return verdict

    def decision(self, now: datetime) -> Decision:
        return self.services.deciding.today(self.runner, self.id, now=now).answer.decision

    def results(self, now: datetime) -> dict[str, str]:
        return {finding.gate: finding.result.value for finding in self.decision(now).findings}

    def open(self, now: datetime) -> set[str]:
        today = self.services.deciding.today(self.runner, self.id, now=now)
        return {found.key.partition(":")[0] for found in today.open_findings}

    def questions(self, now: datetime) -> tuple[RunQuestion, ...]:
        return self.services.deciding.today(self.runner, self.id, now=now).questions

    def sessions(self, now: datetime, since: date = THE_DAY_BEFORE) -> list[tuple[datetime, float]]:
        held = self.services.runs.sessions(self.runner, self.id, now=now, since=since)
        return [(each.start_utc, each.maybe_s or 0.0) for each in held]

    def tell(self, run_id: str | None, start: datetime, now: datetime) -> None:
        self.services.runs.tell_start(self.runner, self.id, str(run_id), start.astimezone(BERLIN), now=now)

    def same(self, run_id: str | None, *, says: bool, now: datetime) -> None:
        self.services.runs.answer(self.runner, self.id, str(run_id), "same_run", says=says, now=now)

    def delete(self, run_id: str | None, now: datetime) -> None:
        self.services.runs.delete_run(self.runner, self.id, str(run_id), now=now)


@pytest.fixture
def desk(weeks: Services, sample: Actor) -> Desk:
    return Desk(weeks, sample)


def minutes(number: float) -> datetime:
    return ADDED + timedelta(minutes=number)


# -- from the future


def test_a_run_from_the_future_is_asked_about_and_holds_for_the_days_of_its_upload(desk: Desk) -> None:
    assert desk.decision(ADDED).action is Action.PROGRESS
    began = ADDED + 100 * DAY

    verdict = desk.add(lively_run(began, FAR_TOO_MUCH))

    assert (verdict.verdict, verdict.code) == ("ask", "date_in_future")
    assert verdict.message is not None and "Thu 27 Aug 2026" in verdict.message
    assert [(each.question, each.readings) for each in desk.questions(minutes(1))] == [("when", ())]
    assert desk.sessions(minutes(1)) == []
    assert desk.decision(minutes(1)).action is Action.HOLD
    assert {gate for gate, result in desk.results(minutes(1)).items() if result != "met"} == {"overshoot"}
    assert desk.results(minutes(1))["overshoot"] == "unknown"
    assert not desk.open(minutes(1))
    # No gate reads it for months, nor once its date has come; she is asked still.
    for later in (9 * DAY, 99 * DAY, 101 * DAY, 120 * DAY):
        assert desk.results(ADDED + later)["overshoot"] == "met"
        assert [each.question for each in desk.questions(ADDED + later)] == ["when"]
        assert desk.sessions(ADDED + later) == []


def test_told_when_it_was_it_counts_like_any_other(desk: Desk) -> None:
    verdict = desk.add(lively_run(ADDED + 100 * DAY, FAR_TOO_MUCH))

    desk.tell(verdict.activity_id, BEGAN, minutes(1))

    assert desk.questions(minutes(2)) == ()
    assert desk.sessions(minutes(2)) == [(BEGAN, pytest.approx(2400, abs=15))]
    assert desk.results(minutes(2))["overshoot"] == "not_met"
    assert desk.open(minutes(2)) == {"overshoot"}
    assert desk.add(lively_run(ADDED + 100 * DAY, FAR_TOO_MUCH), minutes(3)).verdict == "duplicate"
    run = next(
        run
        for run in desk.services.runs.list_runs(desk.runner, desk.id, now=minutes(3))
        if run.activity_id == verdict.activity_id
    )
    assert (run.local_start, run.local_date) == (BEGAN, BEGAN.date())
    assert run.start_as_read == ADDED + 100 * DAY


@pytest.mark.parametrize("start", [ADDED + DAY, ADDED + HOUR, ADDED - 20 * 366 * DAY])
def test_what_cannot_be_is_refused(desk: Desk, start: datetime) -> None:
    verdict = desk.add(lively_run(ADDED + 100 * DAY))
    with pytest.raises(RefusedError):
        desk.tell(verdict.activity_id, start, ADDED + 30 * DAY)
    with pytest.raises(NotFoundError):
        desk.tell("nothing", BEGAN, minutes(1))
    assert len(desk.questions(minutes(2))) == 1


def test_to_delete_it_is_no_answer(desk: Desk) -> None:
    verdict = desk.add(lively_run(ADDED + 100 * DAY, FAR_TOO_MUCH))

    desk.delete(verdict.activity_id, minutes(1))

    assert desk.results(minutes(2))["overshoot"] == "unknown"
    assert desk.questions(minutes(2)) == ()
    for later in (9 * DAY, 101 * DAY):
        assert desk.results(ADDED + later)["overshoot"] == "met"


# -- local time and UTC


def test_a_run_that_local_time_would_put_in_the_past_is_offered_there(desk: Desk) -> None:
    """She lives two hours east of Greenwich, and its clock wrote local time as UTC."""
    began = ADDED - timedelta(minutes=30)

    verdict = desk.add(lively_run(began + 2 * HOUR))

    assert verdict.code == "date_in_future"
    (asked,) = desk.questions(minutes(1))
    assert asked.readings == (began,)
    assert asked.readings[0].isoformat() == "2026-05-18T23:30:00+02:00"
    desk.tell(verdict.activity_id, asked.readings[0], minutes(1))
    assert desk.sessions(minutes(2)) == [(began, pytest.approx(600, abs=10))]


@pytest.mark.parametrize(("place", "expected_hour"), [(0, 7), (1, 2)])
def test_a_run_in_the_dead_of_night_that_would_be_by_day_is_asked_about(
    services: Services, place: int, expected_hour: int
) -> None:
    """Local time written as UTC, west of Greenwich; answered either way it counts, and is asked no more."""
    runner = services.accounts.local_runner(now=ADDED, time_zone="America/New_York")
    desk = Desk(services, runner)
    stamped = ADDED.replace(hour=7, minute=0)

    verdict = desk.add(lively_run(stamped - DAY))

    assert (verdict.verdict, verdict.code) == ("ask", "date_unclear")
    assert verdict.message is not None and "Sun 17 May 2026, 07:00" in verdict.message
    assert "03:00" in verdict.message
    (asked,) = desk.questions(minutes(1))
    assert [start.hour for start in asked.readings] == [7, 3]
    assert desk.sessions(minutes(1), date.min) == []

    desk.services.runs.tell_start(runner, desk.id, asked.activity_id, asked.readings[place], now=minutes(2))

    assert desk.questions(minutes(3)) == ()
    ((start, _),) = desk.sessions(minutes(3), date.min)
    assert start.astimezone(ZoneInfo("America/New_York")).hour in (expected_hour, expected_hour + 1)


def test_answered_and_then_looked_at_nothing_is_written(desk: Desk) -> None:
    verdict = desk.add(lively_run(ADDED + 100 * DAY, STEPS))
    desk.tell(verdict.activity_id, BEGAN, minutes(1))
    looks = [desk.decision(minutes(2)) for _ in range(3)]
    assert looks[0] == looks[1] == looks[2]
    assert len(desk.services.deciding.history(desk.runner, desk.id, now=minutes(3))) == len(
        desk.services.deciding.history(desk.runner, desk.id, now=minutes(2))
    )


# -- the same run by another clock


@pytest.mark.parametrize("quarters", [4, -4, 1, 23, -96])
def test_the_same_run_by_another_clock_is_asked_about_and_counts_once(desk: Desk, quarters: int) -> None:
    first = desk.add(lively_run(BEGAN, STEPS))
    alone = desk.results(minutes(1))
    began = BEGAN + quarters * timedelta(minutes=15)

    second = desk.add(lively_run(began, STEPS, creator="another"), minutes(1))

    assert (second.verdict, second.code, second.other_id) == ("ask", "same_run", first.activity_id)
    (asked,) = desk.questions(minutes(2))
    assert (asked.question, asked.readings) == ("same_run", (began, BEGAN))
    assert desk.sessions(minutes(2)) == [(BEGAN, pytest.approx(480, abs=10))]
    assert desk.results(minutes(2)) == alone | {"overshoot": "unknown"}

    desk.same(second.activity_id, says=True, now=minutes(3))

    assert desk.questions(minutes(4)) == ()
    assert desk.sessions(minutes(4)) == [(BEGAN, pytest.approx(480, abs=10))]
    assert desk.results(minutes(4)) == alone
    assert desk.add(lively_run(began, STEPS, creator="another"), minutes(5)).verdict == "duplicate"


def test_in_either_order_it_is_asked_and_counts_once(desk: Desk) -> None:
    desk.add(lively_run(BEGAN + HOUR, STEPS, creator="another"))
    second = desk.add(lively_run(BEGAN, STEPS), minutes(1))

    assert second.code == "same_run"
    assert desk.sessions(minutes(2)) == [(BEGAN + HOUR, pytest.approx(480, abs=10))]
    assert desk.results(minutes(2))["overshoot"] == "unknown"


def test_a_third_copy_is_asked_about_like_the_second(desk: Desk) -> None:
    for hours in range(3):
        desk.add(lively_run(BEGAN + hours * HOUR, STEPS, creator=f"number {hours}"), minutes(hours))
    assert len(desk.questions(minutes(5))) == 2
    assert len(desk.sessions(minutes(5))) == 1


def test_of_a_run_ahead_of_its_upload_that_is_there_already_that_is_asked_first(desk: Desk) -> None:
    began = ADDED - HOUR
    desk.add(lively_run(began, STEPS))
    ahead = desk.add(lively_run(began + 3 * HOUR, STEPS, creator="another"), minutes(1))
    assert ahead.code == "same_run"

    desk.same(ahead.activity_id, says=False, now=minutes(2))

    assert [each.question for each in desk.questions(minutes(3))] == ["when"]
    assert desk.results(minutes(3))["overshoot"] == "unknown"


def test_another_run_counts_beside_it(desk: Desk) -> None:
    desk.add(lively_run(BEGAN, STEPS))
    second = desk.add(lively_run(BEGAN + 6 * HOUR, STEPS, creator="another"), minutes(1))

    desk.same(second.activity_id, says=False, now=minutes(2))

    assert [start for start, _ in desk.sessions(minutes(3))] == [BEGAN, BEGAN + 6 * HOUR]
    assert desk.results(minutes(3))["hours-between-runs"] == "not_met"


def test_another_run_of_the_same_steps_is_no_question(desk: Desk) -> None:
    desk.add(lively_run(BEGAN, STEPS))
    assert desk.add(lively_run(BEGAN + 6 * HOUR, STEPS, seed=2), minutes(1)).verdict == "new"


def test_of_two_that_differ_the_worse_counts(desk: Desk) -> None:
    """The other recording ran on for three quarters of a minute."""
    longer = (*STEPS[:-1], (2.6, 162, 45), STEPS[-1])
    desk.add(lively_run(BEGAN, STEPS))

    assert desk.add(lively_run(BEGAN + HOUR, longer), minutes(1)).code == "same_run"

    assert desk.sessions(minutes(2)) == [(BEGAN, pytest.approx(525, abs=15))]


@pytest.mark.parametrize("says", [None, True])
@pytest.mark.parametrize("gone", [0, 1])
def test_one_of_the_two_deleted_leaves_one_run(desk: Desk, gone: int, says: bool | None) -> None:
    contents = lively_run(BEGAN, STEPS), lively_run(BEGAN + HOUR, STEPS, creator="another")
    ids = [desk.add(contents[0]).activity_id]
    alone = desk.results(minutes(0.5))
    ids.append(desk.add(contents[1], minutes(1)).activity_id)
    if says:
        desk.same(ids[1], says=True, now=minutes(3))

    desk.delete(ids[gone], minutes(4))

    held = desk.services.runs.sessions(desk.runner, desk.id, now=minutes(5), since=BEGAN.date())
    assert [each.start_utc for each in held if not each.is_deleted] == [BEGAN]
    for gate in ("hours-between-runs", "rest-days", "runs-a-week"):
        assert desk.results(minutes(5))[gate] == alone[gate]


def test_two_runs_called_one_after_all_give_nothing_back_after_the_next_run(desk: Desk) -> None:
    desk.add(lively_run(BEGAN, STEPS))
    second = desk.add(lively_run(BEGAN + 6 * HOUR, FAR_TOO_MUCH), minutes(1))
    assert second.verdict == "new"
    twin = desk.add(lively_run(BEGAN - 7 * HOUR, FAR_TOO_MUCH, creator="another"), minutes(2))
    desk.same(twin.activity_id, says=False, now=minutes(3))
    before = desk.services.deciding.today(desk.runner, desk.id, now=minutes(4)).open_findings
    desk.add(lively_run(ADDED + 12 * HOUR, STEPS, seed=3), ADDED + 13 * HOUR)

    desk.same(twin.activity_id, says=True, now=ADDED + 14 * HOUR)

    after = desk.services.deciding.today(desk.runner, desk.id, now=ADDED + 15 * HOUR).open_findings
    assert {found.key for found in before} <= {found.key for found in after}
    assert not desk.decision(ADDED + 15 * HOUR).running_allowed


# -- told without being asked


def test_another_date_than_her_file_says_gives_nothing_back(desk: Desk) -> None:
    verdict = desk.add(lively_run(BEGAN, FAR_TOO_MUCH))
    before = desk.decision(minutes(1))
    assert not before.running_allowed

    desk.tell(verdict.activity_id, BEGAN - 40 * DAY, minutes(2))

    after = desk.decision(minutes(3))
    assert BEGAN - 40 * DAY in [start for start, _ in desk.sessions(minutes(3), BEGAN.date() - 41 * DAY)]
    assert (after.action, after.running_allowed, after.stage) == (
        before.action,
        before.running_allowed,
        before.stage,
    )
    assert desk.open(minutes(3)) >= {"overshoot"}


def test_an_hour_set_right_changes_nothing_else(desk: Desk) -> None:
    verdict = desk.add(lively_run(BEGAN, STEPS))
    before = desk.results(minutes(1))

    desk.tell(verdict.activity_id, BEGAN + HOUR, minutes(2))

    assert desk.sessions(minutes(3)) == [(BEGAN + HOUR, pytest.approx(480, abs=10))]
    assert desk.results(minutes(3)) == before
    assert not desk.open(minutes(3))


def test_corrected_twice_both_dates_before_still_speak(desk: Desk) -> None:
    verdict = desk.add(lively_run(BEGAN, FAR_TOO_MUCH))
    for place, days in enumerate((30, 20)):
        desk.tell(verdict.activity_id, BEGAN - days * DAY, minutes(2 + place))

    assert not desk.decision(minutes(5)).running_allowed
    assert desk.results(minutes(5))["overshoot"] != "met"
    assert BEGAN - 20 * DAY in [start for start, _ in desk.sessions(minutes(5), BEGAN.date() - 21 * DAY)]


def test_a_slip_in_her_own_answer_is_set_right_at_once_and_not_later(desk: Desk) -> None:
    """Asked, she first says a day on which it was right beside another run; a minute later the true one."""
    verdict = desk.add(lively_run(ADDED + 100 * DAY, STEPS))
    last = desk.services.runs.list_runs(desk.runner, desk.id, now=ADDED)[1]
    slip = last.start_utc + 3 * HOUR
    desk.tell(verdict.activity_id, slip, minutes(1))
    assert desk.results(minutes(2))["hours-between-runs"] == "not_met"

    desk.tell(verdict.activity_id, BEGAN, minutes(3))

    assert desk.results(minutes(4))["hours-between-runs"] == "met"
    rest_until = desk.services.deciding.today(desk.runner, desk.id, now=minutes(4)).standing.rest_until
    assert rest_until is None or rest_until <= ADDED + 2 * DAY


def test_an_answer_after_a_correction_of_another_run_is_as_good_as_one_before(desk: Desk) -> None:
    last = desk.services.runs.list_runs(desk.runner, desk.id, now=ADDED)[0]
    asked = desk.add(lively_run(ADDED + 100 * DAY, STEPS))
    desk.tell(last.activity_id, last.start_utc + timedelta(minutes=1), minutes(1))

    desk.tell(asked.activity_id, BEGAN, minutes(2))

    standing = desk.services.deciding.today(desk.runner, desk.id, now=minutes(3)).standing
    assert asked.activity_id not in standing.not_evidence
    assert asked.activity_id not in standing.undated


def test_a_decision_made_before_is_marked_and_the_new_one_is_not_bolder(desk: Desk) -> None:
    verdict = desk.add(lively_run(BEGAN, FAR_TOO_MUCH))
    kept = desk.services.deciding.history(desk.runner, desk.id, now=minutes(1))[0]

    desk.tell(verdict.activity_id, BEGAN - 60 * DAY, minutes(2))

    history = desk.services.deciding.history(desk.runner, desk.id, now=minutes(3))
    assert kept.decision_id in [answer.decision_id for answer in history]
    assert not history[0].decision.running_allowed
    assert not desk.decision(minutes(4)).running_allowed


def test_re_dated_and_then_deleted_it_still_speaks(desk: Desk) -> None:
    verdict = desk.add(lively_run(BEGAN, FAR_TOO_MUCH))
    desk.tell(verdict.activity_id, BEGAN - 40 * DAY, minutes(2))

    desk.delete(verdict.activity_id, minutes(3))

    assert not desk.decision(minutes(4)).running_allowed


def test_looking_and_the_clock_alone_change_nothing_of_a_correction(desk: Desk) -> None:
    verdict = desk.add(lively_run(BEGAN, STEPS))
    desk.tell(verdict.activity_id, BEGAN - DAY, minutes(2))
    one = desk.decision(minutes(3))
    assert desk.decision(minutes(3)) == one
    other = desk.add(lively_run(BEGAN, STEPS), minutes(4))
    assert (other.verdict, other.other_id) == ("duplicate", verdict.activity_id)


def test_only_she_tells_when_it_was(desk: Desk) -> None:
    verdict = desk.add(lively_run(BEGAN, STEPS))
    with pytest.raises(RefusedError):
        desk.services.runs.answer(
            desk.runner, desk.id, str(verdict.activity_id), "same_run", says=True, now=minutes(1)
        )
    with pytest.raises(RefusedError):
        desk.services.runs.tell_start(
            desk.runner,
            desk.id,
            str(verdict.activity_id),
            BEGAN.replace(tzinfo=None),
            now=minutes(1),
        )
