"""What belongs to a birth: whose word counts, what lapses, and what an answer of her own needs beside it."""

from datetime import datetime, timedelta

import pytest
from small_lives import BEGAN, COUCH, DAY, HOUR, MINUTE, Life

from program.history.episode import episode_bars, episode_since
from program.history.events import Birth, Exam, Week
from program.history.known import Known, known_by
from program.history.standing import Bar
from program.model import ReleaseBy

GIRDLE = "girdle_pain"


def _known(life: Life, at: datetime | None = None) -> Known:
    return known_by(life.record, at or life.now)


def _codes(life: Life, at: datetime | None = None) -> list[str]:
    return [bar.code for bar in episode_bars(_known(life, at))]


def _answer(life: Life, item: str, is_good: bool, **more: object) -> str:
    return life.act(Exam, item=item, is_good=is_good, **more)


# -- whose birth counts


def test_what_a_therapist_told_of_a_birth_replaces_what_was_told_before() -> None:
    life = Life()
    wait = timedelta(days=42)
    hers, of_pt = (life.now - days * DAY for days in (20, 200))
    life.act(Birth, happened_at=hers)
    assert episode_since(_known(life)) == (hers.date(), hers.date() + wait)
    life.act(Birth, role="pt", happened_at=of_pt)
    assert episode_since(_known(life)) == (of_pt.date(), of_pt.date() + wait)
    life.act(Birth, role="pt", kind="pregnancy")
    assert episode_since(_known(life)) == (of_pt.date(), of_pt.date() + wait), "a pregnancy is no birth"
    life.act(Birth, happened_at=hers)
    assert episode_since(_known(life)) == (hers.date(), hers.date() + wait), "told after it"


# -- what has to be examined for this birth


def _examined_before(plan: tuple[str, int] | None = None) -> Life:
    """A life of which a good clearance, assessment and readiness of an earlier birth are known."""
    life = Life() if plan is None else Life(plan=plan, stage="week-2")
    life.events = [event for event in life.events if not isinstance(event, Birth)]
    for item in ("assessment", "core"):
        life.add(Exam(id=item, happened_at=BEGAN - 500 * DAY, known_at=BEGAN, item=item, is_good=True))
    life.events = [
        Exam(id="clearance 0", happened_at=BEGAN - 500 * DAY, known_at=BEGAN, item="clearance", is_good=True)
        if isinstance(event, Exam) and event.item == "clearance"
        else event
        for event in life.events
    ]
    return life


def _not_examined(life: Life, days: int) -> tuple[str, ...]:
    """What has to be examined, that many days after a birth."""
    life.add(Birth(id="b", happened_at=BEGAN + HOUR - days * DAY, known_at=BEGAN + HOUR))
    bars = [bar for bar in episode_bars(_known(life, BEGAN + 2 * HOUR)) if bar.code == "not_examined"]
    return bars[0].because_of if bars else ()


def test_what_was_good_for_an_earlier_birth_is_asked_for_this_one() -> None:
    all_of_it = ("assessment", "clearance", "core")
    assert _not_examined(_examined_before(), 60) == all_of_it
    assert _not_examined(_examined_before(), 400) == all_of_it, "a plan after a birth always asks"


@pytest.mark.parametrize(("days", "is_asked"), [(364, True), (365, False)])
def test_another_plan_asks_it_in_the_first_year_after_a_birth(days: int, is_asked: bool) -> None:
    assert bool(_not_examined(_examined_before(COUCH), days)) is is_asked


# -- what lapses


def test_a_clearance_lapses_though_something_else_was_examined_since() -> None:
    life = Life()
    at = life.now + 160 * DAY
    assert "lapsed" in _codes(life, at)
    life.later(150 * DAY)
    _answer(life, "core", True, role="pt")
    assert "lapsed" in _codes(life, at)
    _answer(life, "clearance", True, role="pt")
    assert "lapsed" not in _codes(life, at)


def test_nothing_lapses_in_a_plan_that_asks_for_no_clearance() -> None:
    life = Life(plan=COUCH, stage="week-2")
    assert "lapsed" not in _codes(life, life.now + 160 * DAY)


# -- an answer of her own to what a therapist found


def _answered_herself() -> tuple[Life, str]:
    """Alone she says that it is good, and who examined her."""
    life = Life(linked=False)
    _answer(life, GIRDLE, False, role="pt")
    life.later(DAY)
    _answer(life, "clearance", True, is_self_stated=True)
    return life, _answer(life, GIRDLE, True, is_self_stated=True)


def test_an_answer_of_her_own_waits_for_a_check_in_after_it() -> None:
    life, name = _answered_herself()
    assert episode_bars(_known(life)) == [
        Bar(f"fresh_check_in:{GIRDLE}", ReleaseBy.RUNNER, life.now, None, (name,))
    ]
    at = life.now
    life.check_in()
    (week,) = (event for event in life.events if isinstance(event, Week))
    assert not episode_bars(_known(life))
    life.events[life.events.index(week)] = Week(
        id="w", revision=1, happened_at=at, known_at=at, says=week.says
    )
    assert _codes(life) == [f"fresh_check_in:{GIRDLE}"], "of the same instant it is not fresh"


def test_the_examination_that_was_told_first_is_enough_for_it() -> None:
    """A later one, even of an earlier day, asks for no second check-in."""
    life, _ = _answered_herself()
    life.check_in()
    _answer(life, "assessment", True, happened_at=life.now - 20 * HOUR)
    assert not episode_bars(_known(life))
    life.later(DAY)
    _answer(life, "assessment", True, happened_at=life.now - MINUTE)
    assert not episode_bars(_known(life))
