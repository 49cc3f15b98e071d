"""How entries are read, when a morning is answered and what a break says, by value."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from small_lives import BEGAN, CALM, COUCH, DAY, HOUR, MINUTE, Life

from program import SymptomEntry
from program.history.breaks import Mark, break_asks, break_marks
from program.history.events import Birth, Entry, Event, Exam, Usual
from program.history.known import known_before, known_by
from program.history.mornings import answered_since
from program.history.says import has_pelvic_questions, says_of

PELVIC = ("leak_urine", "leak_stool", "leak_wind", "heaviness_0_10", "bleeding", "scar", "doming")


def _anybody(*more: Event) -> Life:
    """A runner under a plan for anybody, of whom no birth is known."""
    life = Life(plan=COUCH, stage="week-2")
    life.events = [event for event in life.events if not isinstance(event, Birth)] + list(more)
    return life


def _morning(at: datetime, known: datetime, **says: object) -> Entry:
    said = SymptomEntry(id="m", phase="next_morning", session="s", at=at, **says)  # type: ignore[arg-type]
    return Entry(id="m", revision=1, happened_at=at, known_at=known, says=said)


def _exam(item: str, is_good: bool, at: datetime) -> Exam:
    return Exam(id=f"x {item}", happened_at=at, known_at=at, item=item, is_good=is_good)


@pytest.mark.parametrize(
    ("item", "is_good", "applies"),
    [("pelvic_questions", False, True), ("pelvic_questions", True, False), ("core", False, False)],
)
def test_the_pelvic_questions_apply_from_the_instant_on_at_which_they_were_said_to(
    item: str, is_good: bool, applies: bool
) -> None:
    known = known_by(_anybody(_exam(item, is_good, BEGAN + HOUR)).record, BEGAN + DAY)
    assert has_pelvic_questions(known, BEGAN + HOUR) is applies
    assert not has_pelvic_questions(known, BEGAN + HOUR - MINUTE)


def test_a_morning_without_pelvic_answers_is_enough_only_where_nobody_has_to_ask_for_them() -> None:
    calm = {item: value for item, value in CALM.items() if item not in PELVIC}
    entry = _morning(BEGAN + DAY, BEGAN + DAY, **calm)
    at = BEGAN + 2 * DAY
    born = Birth(id="b", happened_at=BEGAN - 300 * DAY, known_at=BEGAN)
    asked = _exam("pelvic_questions", False, BEGAN)
    assert answered_since(known_by(_anybody(entry).record, at), BEGAN) == BEGAN + DAY
    assert answered_since(known_by(_anybody(entry, born).record, at), BEGAN) is None
    assert answered_since(known_by(_anybody(entry, asked).record, at), BEGAN) is None
    placed = Life()
    placed.events = [event for event in placed.events if not isinstance(event, Birth)] + [entry]
    assert answered_since(known_by(placed.record, at), BEGAN) is None, "a plan after a birth"


def test_a_morning_counts_from_when_it_says_that_it_was_felt() -> None:
    entry = _morning(BEGAN + DAY, BEGAN + 2 * DAY, **CALM)
    redated = replace(entry, happened_at=BEGAN + 2 * DAY)
    known = known_by(_anybody(redated).record, BEGAN + 3 * DAY)
    assert answered_since(known, BEGAN + DAY) == BEGAN + 2 * DAY
    assert answered_since(known, BEGAN + DAY + MINUTE) is None


def test_a_break_says_its_days_and_is_marked_by_the_placing_before_it() -> None:
    life = Life()
    known = known_by(life.record, BEGAN + 20 * DAY)
    marks = break_marks(known, frozenset())
    assert marks == [Mark(BEGAN, "stage 0", BEGAN, True)] and marks[0].undoes is True
    (ask,) = break_asks(known, marks)
    midnight = datetime(2026, 5, 18, 22, tzinfo=UTC)
    assert (ask.value, ask.key, ask.happened_at, ask.known_at) == (15.0, "gap:stage 0", midnight, midnight)


def test_a_birth_and_what_is_usual_are_known_from_their_own_instant_on() -> None:
    life = Life()
    later = BEGAN + HOUR
    life.add(Birth(id="b", happened_at=BEGAN - DAY, known_at=later))
    life.add(Usual(id="u", happened_at=later, known_at=later, says=None))
    known = known_by(life.record, BEGAN + DAY)
    assert known.birth_known(later) == (BEGAN - DAY).date()
    assert known.birth_known(later - MINUTE) == (BEGAN - 300 * DAY).date()
    usual = known.usual_known(later)
    assert usual is not None and usual.id == "u" and known.usual_known(later - MINUTE) is None


def test_before_something_began_is_what_had_happened_and_was_known_by_then() -> None:
    life = _anybody(
        _exam("core", True, BEGAN + HOUR),
        replace(_exam("load_tests", True, BEGAN), known_at=BEGAN + HOUR),
        replace(_exam("girdle_pain", True, BEGAN), known_at=BEGAN + 2 * HOUR),
    )
    names = {event.id for event in known_before(life.record, BEGAN + HOUR).events}
    assert {"x load_tests"} == {name for name in names if name.startswith("x ")}


def test_a_sign_is_read_by_its_name_at_its_measure() -> None:
    life = Life()
    life.log(signs=("dizzy",))
    known = known_by(life.record, life.now)
    (entry,) = known.of(Entry)
    (said,) = says_of(known, entry, entry).values()
    assert (said.key, said.value) == ("sign:dizzy", "present")
    assert said.measure in {"same_day_sign", "emergency_sign"}
