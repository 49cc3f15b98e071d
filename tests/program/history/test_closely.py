"""Single rules of the fold, looked at closely: each test holds a line that nothing else would miss."""

from dataclasses import replace
from datetime import datetime

from small_lives import COUCH, DAY, HOUR, MINUTE, Life

from program.history.events import Begin, Birth, Exam, Outing, Zone


def test_a_birth_told_after_an_end_of_a_pregnancy_still_asks_for_its_weeks() -> None:
    """An examination a month after the birth clears nobody, whatever was said to have ended later."""
    life = Life()
    life.act(Birth, kind="pregnancy")
    life.act(Birth, kind="pregnancy_ended")
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert not life.bar_codes()
    born = life.now - 30 * DAY
    life.act(Birth, happened_at=born)
    assert life.bar_codes() == {"not_examined"}
    life.later(60 * DAY)
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert "not_examined" not in life.bar_codes()


def test_a_clearance_of_another_birth_is_asked_anew_in_a_plan_that_asks_for_none() -> None:
    """To have chosen another plan before is no way around it."""
    life = Life()
    life.act(Begin, plan=COUCH, stage="week-1", kind="switch")
    life.act(Birth, happened_at=life.now - 100 * DAY)
    assert not life.bar_codes(), "cleared since that birth"
    life.act(Birth, happened_at=life.now - 60 * DAY)
    assert life.bar_codes() == {"not_examined"}
    life.act(Exam, item="clearance", is_good=True, role="pt")
    assert not life.bar_codes()


def test_nobody_is_asked_in_such_a_plan_who_was_never_examined() -> None:
    life = Life(plan=COUCH, stage="week-1")
    life.events = [event for event in life.events if not isinstance(event, Exam)]
    life.act(Birth, happened_at=life.now - 60 * DAY)
    assert not life.bar_codes()


def test_a_pregnancy_and_a_birth_taken_back_end_each_by_its_own() -> None:
    life = Life()
    life.act(Birth, kind="pregnancy")
    life.act(Birth, kind="taken_back")
    assert {"pregnancy", "taken_back"} <= life.bar_codes()
    life.act(Birth, kind="pregnancy_ended")
    assert "pregnancy" not in life.bar_codes() and "taken_back" in life.bar_codes()
    life.act(Birth, happened_at=life.now - 100 * DAY)
    assert not {"pregnancy", "taken_back"} & life.bar_codes()


# -- breaks


def _gap_of(life: Life) -> datetime:
    """When the break after being placed grows too long: fourteen days on, at midnight in Berlin."""
    return life.now.replace(hour=22, minute=0) + 14 * DAY


def _gaps(life: Life, at: datetime | None = None) -> list[str]:
    return [finding.key for finding in life.look(at).findings if finding.gate == "gap"]


def test_a_break_is_too_long_from_its_midnight_on() -> None:
    life = Life()
    limit = _gap_of(life)
    assert not _gaps(life, limit - MINUTE) and _gaps(life, limit) == ["gap:stage 0"]
    assert life.look(limit).findings[0].opened_at == limit


def test_a_run_that_begins_at_that_midnight_comes_too_late() -> None:
    life = Life()
    limit = _gap_of(life)
    life.run(limit, 480, was_allowed=True)
    assert _gaps(life) == ["gap:stage 0"]


def test_a_run_told_at_that_midnight_is_told_in_time() -> None:
    life = Life()
    limit = _gap_of(life)
    life.add(
        Outing(
            id="s",
            happened_at=limit - DAY,
            end=limit - DAY + HOUR,
            known_at=limit,
            local_date=limit.date(),
            sure_s=9000,
            maybe_s=9000,
        )
    )
    assert not _gaps(life, limit + DAY)


def test_a_break_is_no_step_back_from_walking() -> None:
    life = Life(stage="run-01")
    life.log(leak_urine="new_or_worse")
    assert life.stage_now() == "weeks-8-12"
    life.later(30 * DAY)
    assert life.stage_now() == "weeks-8-12"


def test_runs_told_too_late_make_one_break_of_it_and_a_run_in_between_two() -> None:
    life = Life(linked=False)
    began = life.now
    life.later(40 * DAY)
    life.run(began + 5 * DAY, 9000, known=life.now + MINUTE)
    assert _gaps(life) == ["gap:stage 0"]
    name = life.run(began + 22 * DAY, 420, known=life.now + MINUTE, was_allowed=True)
    assert _gaps(life) == ["gap:stage 0", f"gap:{name}"]


def test_what_was_carried_over_begins_a_break_where_nothing_else_does() -> None:
    life = Life()
    life.events = [replace(each, kind="switch") if isinstance(each, Begin) else each for each in life.events]
    life.later(30 * DAY)
    assert not _gaps(life)
    name = life.act(Begin, role="system", plan=life.plan, stage="run-04", kind="carried")
    assert not _gaps(life, life.now + 14 * DAY)
    assert _gaps(life, life.now + 15 * DAY) == [f"gap:{name}"]


def test_a_break_ends_by_the_calendar_of_where_it_began() -> None:
    """So after a flight an answer may change between two midnights, and says so."""
    life = Life()
    limit = _gap_of(life)
    life.act(Zone, name="Asia/Tokyo")
    standing = life.look(limit - HOUR)
    assert standing.holds_until == limit and not standing.findings
    assert _gaps(life, limit) == ["gap:stage 0"]
