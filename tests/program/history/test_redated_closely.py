"""Another date of a recording, told unasked, and recordings without one: nothing gets bolder by either."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from small_lives import BEGAN, COUCH, DAY, HOUR, MINUTE, POSTNATAL, Life, an_outing, pain

from program.history.events import Advance, Begin, Event, Outing, Redated, Undated
from program.history.fold import fold, night_over, was_clean_week
from program.history.known import known_by
from program.history.standing import Standing

OWN: dict[str, Any] = {"plan": POSTNATAL, "stage": "run-04", "session": "run", "outcome": "as_prescribed"}
FIRST, SECOND = BEGAN + DAY, BEGAN + 3 * DAY


def _run(start: datetime, name: str = "s", **more: Any) -> Outing:
    return an_outing(name, start, was_allowed=True, **{**OWN, **more})


def _moved(was: Outing, to: datetime, told: datetime, *, name: str | None = None, **more: Any) -> list[Event]:
    """A run that stood at one date until she told another."""
    is_own, since = more.pop("is_own_words", False), more.pop("since", was.known_at)
    now = replace(_run(to, name or was.id), sure_s=was.sure_s, maybe_s=was.maybe_s, known_at=told)
    now = replace(now, **more)
    gone = [replace(was, known_at=told, sure_s=0.0, maybe_s=0.0, outcome=None)] if now.id != was.id else []
    redated = Redated(
        id=f"redated {told}",
        happened_at=told,
        known_at=told,
        outings=(was,),
        instead_of=frozenset({was.id, now.id}),
        since=since,
        is_own_words=is_own,
    )
    return [was, now, *gone, redated]


def _look(at: datetime, *events: Event, life: Life | None = None) -> Standing:
    life = life or Life()
    return fold(replace(life.record, events=(*life.events, *events), cache={}), at)


def _rests(standing: Standing) -> set[tuple[str, str]]:
    return {(rest.source, rest.gate) for rest in standing.rests}


# -- what was asked at the date before

#: The second run began twelve hours after the first one's end.
CLOSE = _run(FIRST), _run(FIRST + 13 * HOUR, "t")
TOLD = CLOSE[1].known_at + HOUR
BETWEEN = ("t", "hours-between-runs")


def test_what_runs_close_together_asked_still_speaks_at_another_date() -> None:
    first, second = CLOSE
    assert BETWEEN in _rests(_look(TOLD, first, second))
    assert BETWEEN not in _rests(_look(TOLD, first, _run(FIRST + 3 * DAY, "t")))
    assert BETWEEN in _rests(_look(TOLD, first, *_moved(second, FIRST - 3 * DAY, TOLD)))


@pytest.mark.parametrize(
    ("minutes", "is_own", "is_given_back"), [(0, True, True), (1, True, False), (0, False, False)]
)
def test_her_own_date_corrected_within_a_day_gives_back_the_rest(
    minutes: int, is_own: bool, is_given_back: bool
) -> None:
    far = _run(FIRST, sure_s=700.0, maybe_s=700.0)
    told = far.known_at + DAY + minutes * MINUTE
    events = _moved(far, FIRST - HOUR, told, is_own_words=is_own, sure_s=480.0, maybe_s=480.0)
    assert (not _rests(_look(told, *events))) is is_given_back


@pytest.mark.parametrize(("minutes", "is_given_back"), [(0, True), (1, False), (60, False), (61, True)])
@pytest.mark.parametrize("is_dated", [True, False])
def test_it_is_corrected_before_the_next_session_or_not_at_all(
    minutes: int, is_given_back: bool, is_dated: bool
) -> None:
    """A recording without a date may be the next session too."""
    first, second = CLOSE
    at = second.known_at + minutes * MINUTE
    other = _run(at, "u") if is_dated else Undated(id="u", happened_at=at, known_at=at)
    events = (first, *_moved(second, FIRST - 3 * DAY, TOLD, is_own_words=True), other)
    assert (BETWEEN not in _rests(_look(TOLD + 2 * DAY, *events))) is is_given_back


def test_a_finding_stays_though_its_date_was_corrected_in_time() -> None:
    far = _run(FIRST, sure_s=900.0, maybe_s=900.0, outcome="exceeded")
    life = Life(linked=False)
    told = far.known_at + HOUR
    before_she_began = BEGAN - 10 * DAY
    for is_own, corrected in ((True, "in_time"), (False, None)):
        events = _moved(far, before_she_began, told, is_own_words=is_own, sure_s=30.0, maybe_s=30.0)
        (finding,) = _look(told, *events, life=life).findings
        assert (finding.key, finding.corrected) == ("overshoot:s", corrected)


def test_what_both_dates_ask_is_asked_once_and_the_worse_of_two() -> None:
    double = _run(FIRST, sure_s=2400.0, maybe_s=2400.0)
    told = double.known_at + HOUR
    standing = _look(told, *_moved(double, FIRST - HOUR, told))
    assert [step.drop for step in standing.steps] == [1] and standing.stage == "run-03"
    assert [each.key for each in standing.findings] == ["overshoot:s"]
    assert [alert.since for alert in standing.alerts if alert.kind == "finding"] == [double.known_at]
    worse = _look(told, *_moved(_run(FIRST), FIRST + HOUR, told, sure_s=2400.0, maybe_s=2400.0))
    assert worse.stage == "run-03" and [each.opened_at for each in worse.findings] == [told]


def test_a_correction_of_her_own_gives_back_nothing_that_the_new_date_asks_too() -> None:
    double = _run(FIRST, sure_s=2400.0, maybe_s=2400.0)
    told = double.known_at + HOUR
    standing = _look(told, *_moved(double, FIRST - HOUR, told, is_own_words=True))
    assert standing.stage == "run-03" and ("s", "overshoot") in _rests(standing)


def test_one_run_of_two_dates_is_never_two_runs() -> None:
    told = FIRST + 20 * HOUR
    assert not _rests(_look(told, *_moved(_run(FIRST), FIRST + 13 * HOUR, told, name="joined")))


def test_a_run_that_was_forbidden_at_either_date_was() -> None:
    life = Life()
    life.log(pain=pain(7))
    rested, later = life.now + 20 * HOUR, life.now + 4 * DAY
    told = later + 3 * HOUR
    for one, other in ((rested, later), (later, rested)):
        was = replace(_run(one), was_allowed=None, known_at=told - HOUR)
        standing = _look(told, *_moved(was, other, told, was_allowed=None), life=life)
        assert standing.ran_forbidden == {"s"} and "s" in standing.not_evidence
    unsure = replace(_run(rested, sure_s=0.0), was_allowed=None, known_at=told - HOUR)
    standing = _look(told, *_moved(unsure, later, told, was_allowed=None), life=life)
    assert standing.asked == {"s"} and not standing.ran_forbidden


# -- evidence


@pytest.mark.parametrize(
    ("was", "shows"),
    [
        (_run(FIRST), True),
        (_run(BEGAN), True),
        (_run(BEGAN - MINUTE), False),
        (_run(FIRST, stage="run-03"), False),
        (_run(FIRST, session="other"), False),
        (_run(FIRST, outcome="partly"), False),
        (_run(FIRST, plan=COUCH, stage="week-1"), False),
    ],
)
def test_a_run_shows_something_done_where_it_would_have_at_the_date_before(was: Outing, shows: bool) -> None:
    told = SECOND + DAY
    standing = _look(told, *_moved(replace(was, known_at=told - 2 * DAY), SECOND, told))
    assert ("s" not in standing.not_evidence) is shows


@pytest.mark.parametrize(("days", "shows"), [(14, True), (15, False)])
def test_it_is_as_old_as_at_the_date_before(days: int, shows: bool) -> None:
    told = FIRST + days * DAY
    events = _moved(replace(_run(FIRST), known_at=told - DAY), FIRST + 12 * DAY, told)
    assert ("s" not in _look(told, *events).not_evidence) is shows


def test_what_is_another_outing_by_the_new_date_shows_nothing_and_others_are_untouched() -> None:
    told = SECOND + DAY
    events = (*_moved(_run(FIRST), SECOND, told, name="joined"), _run(BEGAN + 2 * DAY, "u"))
    assert _look(told, *events).not_evidence == {"s", "joined"}


@pytest.mark.parametrize("is_own", [True, False])
def test_a_correction_of_her_own_takes_no_evidence(is_own: bool) -> None:
    was = _run(BEGAN - MINUTE)
    told = was.known_at + HOUR
    events = _moved(was, BEGAN + MINUTE, told, is_own_words=is_own)
    assert ("s" not in _look(told, *events).not_evidence) is is_own


# -- what is looked at still


@pytest.mark.parametrize(
    ("was", "now", "is_open"),
    [
        (FIRST, FIRST + HOUR, False),
        (FIRST, FIRST - 2 * DAY, False),
        (FIRST, FIRST - 3 * DAY, False),
        (FIRST, FIRST - 4 * DAY, True),
        (FIRST - 12 * DAY, FIRST, False),
    ],
)
def test_a_run_is_looked_at_for_the_days_of_symptoms_of_either_date(
    was: datetime, now: datetime, is_open: bool
) -> None:
    at = FIRST + 4 * DAY
    events = _moved(replace(_run(was, sure_s=0.0, maybe_s=0.0), known_at=at - DAY), now, at)
    assert _look(at, *events).undated == (frozenset({"s"}) if is_open else frozenset())


@pytest.mark.parametrize(("days", "is_open"), [(7, True), (8, False)])
def test_and_no_longer(days: int, is_open: bool) -> None:
    told = FIRST + 3 * HOUR
    events = _moved(_run(FIRST, sure_s=0.0, maybe_s=0.0), FIRST - 12 * DAY, told)
    assert bool(_look(FIRST + days * DAY, *events).undated) is is_open
    own = _moved(_run(FIRST, sure_s=0.0, maybe_s=0.0), FIRST - 12 * DAY, told, is_own_words=True)
    assert not _look(FIRST + days * DAY, *own).undated


def test_what_it_asked_at_the_date_before_alone_is_looked_at() -> None:
    first, second = CLOSE
    events = _moved(second, FIRST - 2 * DAY, TOLD)
    assert _look(TOLD + DAY, first, *events).undated == {"t"}
    same = _moved(_run(FIRST, sure_s=900.0), FIRST + HOUR, FIRST + 5 * HOUR)
    assert not _look(FIRST + 2 * DAY, *same).undated, "both dates ask it"


def test_the_night_of_the_later_date_counts() -> None:
    was = _run(FIRST, sure_s=0.0, maybe_s=0.0)
    told = was.known_at + MINUTE
    events = _moved(was, FIRST - 2 * DAY, told)
    life = Life()
    over = night_over(known_by(life.record, told), was)
    assert _look(over - MINUTE, *events).undated == {"s"} and not _look(over, *events).undated
    soon = _run(FIRST)
    over = night_over(known_by(life.record, told), soon)
    events = _moved(_run(FIRST + 2 * HOUR, sure_s=0.0, maybe_s=0.0), FIRST, over - MINUTE)
    assert not _look(over - MINUTE, *events).undated and _look(over, *events).undated == {"s"}


def test_a_correction_of_her_own_ends_no_other_one() -> None:
    other = _moved(_run(FIRST, "u", sure_s=0.0, maybe_s=0.0), FIRST - 12 * DAY, FIRST + 5 * HOUR)
    own = _moved(_run(FIRST, sure_s=0.0, maybe_s=0.0), FIRST - HOUR, FIRST + 3 * HOUR, is_own_words=True)
    assert _look(FIRST + DAY, *own, *other).undated == {"u"}


def test_how_long_an_answer_holds_knows_the_end_of_either_date() -> None:
    was = _run(FIRST)
    told = FIRST + 10 * MINUTE
    known = replace(was, known_at=told - MINUTE)
    events = _moved(known, FIRST - 2 * DAY, told)
    assert _look(told, *events).holds_until == was.end


# -- breaks and weeks


def test_the_last_run_was_at_the_earlier_of_the_dates() -> None:
    told = SECOND + DAY
    for one, other in ((FIRST, SECOND), (SECOND, FIRST)):
        standing = _look(told, *_moved(replace(_run(one), known_at=told - HOUR), other, told))
        assert standing.last_run_at == FIRST
    life = Life()
    life.events = [replace(each, kind="switch") if isinstance(each, Begin) else each for each in life.events]
    walk = replace(_run(FIRST, sure_s=0.0, maybe_s=0.0), known_at=told - HOUR)
    events = _moved(walk, SECOND, told, sure_s=480.0, maybe_s=480.0)
    assert _look(told, *events, life=life).last_run_at is None


def test_a_break_that_was_there_at_either_date_was_there() -> None:
    told = BEGAN + 21 * DAY
    for one, other in ((2, 20), (20, 2)):
        was = replace(_run(BEGAN + one * DAY), known_at=told - timedelta(days=20 - one, hours=-1))
        events = _moved(was, BEGAN + other * DAY, told)
        assert any(each.gate == "gap" for each in _look(told, *events).findings)


def test_a_week_is_clean_where_it_was_at_either_date() -> None:
    first, second = CLOSE
    for to, is_own, is_clean in ((FIRST - 20 * DAY, False, False), (FIRST - 20 * DAY, True, True)):
        life = Life()
        life.events += [first, *_moved(second, to, TOLD, is_own_words=is_own)]
        life.later(3 * DAY)
        life.check_in()
        assert was_clean_week(life.record, life.now) is is_clean


def test_of_two_corrections_each_date_speaks() -> None:
    first, second = CLOSE
    once = _moved(second, FIRST + 4 * DAY, TOLD)
    moved = next(each for each in once if isinstance(each, Outing) and each.known_at == TOLD)
    twice = _moved(moved, FIRST - 3 * DAY, TOLD + HOUR)
    events = {(type(each), each.id, each.known_at): each for each in (first, *once, *twice)}
    standing = _look(TOLD + 2 * HOUR, *events.values())
    assert BETWEEN in _rests(standing)


# -- recordings without a date


def test_she_is_asked_about_a_date_for_the_days_of_symptoms() -> None:
    at = BEGAN + DAY
    asked = Undated(id="u", happened_at=at, known_at=at)
    answered = replace(asked, id="v", is_answered=True)
    for days, names in ((0, {"u"}), (7, {"u"}), (8, set())):
        assert _look(at + days * DAY, asked, answered).undated == names


def test_an_entry_is_corrected_in_time_unless_a_recording_without_a_date_came_between() -> None:
    for with_it, stage in ((False, "run-04"), (True, "run-03")):
        life = Life()
        name = life.log(pain=pain(7))
        if with_it:
            life.act(Undated)
        life.edit(name, pain=())
        assert life.stage_now() == stage


def test_a_yes_is_taken_back_by_what_a_date_before_it_asked() -> None:
    """Told late, so that it had happened before her yes and became known after it."""
    life = Life(linked=False)
    first, second = CLOSE
    life.now = second.known_at + HOUR
    yes = life.act(Advance, plan=POSTNATAL, origin="run-04", to="run-05", kind="confirm")
    told = life.now + HOUR
    late = replace(second, known_at=life.now + MINUTE)
    assert _look(told, first, *_moved(late, FIRST - 3 * DAY, told), life=life).taken_back == (yes,)
