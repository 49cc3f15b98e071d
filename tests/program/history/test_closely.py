"""Single rules of the fold, looked at closely: each test holds a line that nothing else would miss."""

from small_lives import DAY, Life

from program.history.events import Birth, Exam


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
