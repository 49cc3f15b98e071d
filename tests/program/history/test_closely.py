"""Single rules of the fold, looked at closely: each test holds a line that nothing else would miss."""

from small_lives import COUCH, DAY, Life

from program.history.events import Begin, Birth, Exam


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
