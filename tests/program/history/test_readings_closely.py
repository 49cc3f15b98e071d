"""How entries are read, when a morning is answered and what a break says, by value."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from small_lives import BEGAN, CALM, COUCH, DAY, HOUR, MINUTE, PLANS, Life, pain, with_numbers

from program import Baseline, SymptomEntry
from program.history.breaks import Mark, break_asks, break_marks
from program.history.events import Begin, Birth, Entry, Event, Exam, Outing, Told, Usual
from program.history.known import known_before, known_by
from program.history.mornings import answered_since
from program.history.says import has_pelvic_questions, is_worse, says_of

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


# -- by which stage, day and birth an entry is read


def _said(life: Life, *revisions: Entry) -> dict[str, object]:
    """The values of the newest revision at each gate; without revisions, of the newest entry."""
    known = known_by(life.record, life.now)
    entries = revisions or (known.of(Entry)[-1],)
    return {gate: said.value for (gate, _), said in says_of(known, entries[-1], entries[0]).items()}


@pytest.mark.parametrize(
    ("stage", "effort", "found"),
    [("run-16", 5, {}), ("run-15", 5, {"effort": 5}), ("weeks-8-12", 9, {}), ("run-04", 9, {"effort": 9})],
)
def test_an_entry_is_read_by_the_numbers_of_the_stage_then(stage: str, effort: int, found: object) -> None:
    life = Life(stage=stage)
    life.log(effort_0_10=effort)
    assert _said(life) == found


def test_a_check_in_is_read_by_the_numbers_of_the_stage_then() -> None:
    life = Life()
    life.check_in(sleep_hours_per_night=6.0)
    short = with_numbers(COUCH, sleep_min_h=7).settings["sleep_min_h"]
    plan = life.record.default_plan
    strict = tuple(
        stage.model_copy(update={"settings": {"sleep_min_h": short}}) if stage.id == "run-04" else stage
        for stage in plan.stages
    )
    plans = PLANS | {(plan.id, plan.version): plan.model_copy(update={"stages": strict})}
    known = known_by(replace(life.record, plans=plans, cache={}), life.now)
    (week,) = known.check_ins
    (said,) = says_of(known, week, week).values()
    assert (said.gate, said.value) == ("sleep", 6.0)
    assert not says_of(known_by(life.record, life.now), week, week)


def test_a_sign_in_a_check_in_opens_its_finding_as_one_in_an_entry_does() -> None:
    life = Life()
    life.check_in(signs=("dizzy",))
    life.check_in(harm_thoughts=True)
    assert life.open_keys() == ["sign:dizzy", "sign:harm_thoughts"]


@pytest.mark.parametrize("pelvic", [None, False, True])
def test_girdle_pain_is_a_key_sign_where_the_pelvic_questions_apply(pelvic: bool | None) -> None:
    life = _anybody()
    if pelvic is not None:
        life.act(Exam, item="pelvic_questions", is_good=not pelvic)
    life.log(pain=pain(2, "low_back"), heaviness_0_10=2)
    girdle = {"girdle-pain": 2} if pelvic else {}
    assert _said(life) == {"heaviness": 2, **girdle}


def _of_day(life: Life, day: int, revision: int = 1, **says: object) -> Entry:
    """An entry that says it is of that day after the beginning."""
    at, of = life.later(), (BEGAN + day * DAY).date()
    said = SymptomEntry(id="e", phase="day", at=at, local_date=of, **says)  # type: ignore[arg-type]
    entry = Entry(id="e", revision=revision, happened_at=at, known_at=at, says=said)
    life.add(entry)
    return entry


@pytest.mark.parametrize(
    ("first", "then", "is_late"), [(0, 0, False), (1, 0, True), (0, 1, True), (1, 1, True)]
)
def test_an_entry_is_read_by_the_day_first_told_and_by_the_one_it_says_now(
    first: int, then: int, is_late: bool
) -> None:
    """Bleeding may fade for 56 days after a birth: re-dating is never bolder."""
    life = _anybody(Birth(id="b", happened_at=BEGAN - 56 * DAY, known_at=BEGAN))
    life.later(9 * DAY)
    told = _of_day(life, first, bleeding="fading_after_birth")
    now = _of_day(life, then, 2, bleeding="fading_after_birth")
    assert _said(life, told, now) == ({"bleeding": "fading_but_late"} if is_late else {})


@pytest.mark.parametrize("days", [(0, 90), (90, 0)])
def test_of_two_days_the_worse_reading_counts(days: tuple[int, int]) -> None:
    """A baseline signed for 84 days covers the hip; the low back counts in any case."""
    usual = Baseline.model_validate(
        {"signed_by": "PT", "signed_on": BEGAN.date(), "pain": ({"site": "hip", "score_0_10": 2},)}
    )
    life = Life()
    life.act(Usual, says=usual)
    hurts = {"pain": (*pain(2, "hip"), *pain(1, "low_back"))}
    life.later(95 * DAY)
    told, now = (_of_day(life, day, place, **hurts) for place, day in enumerate(days, 1))
    assert _said(life, told, now) == {"girdle-pain": 2}
    assert _said(life, told) == {"girdle-pain": 1 if days[0] == 0 else 2}


def test_a_withdrawn_entry_says_nothing() -> None:
    life = Life()
    first = _of_day(life, 0, heaviness_0_10=2)
    gone = replace(first, revision=2, known_at=life.later(), says=None)
    life.add(gone)
    assert _said(life, first, gone) == {}
    assert _said(life, gone, first) == {"heaviness": 2}, "said again after it was withdrawn"


def test_nothing_is_worse_than_itself_nor_is_none_than_no_answer() -> None:
    assert not is_worse("pain_0_10", 0, None)
    assert not is_worse("bleeding", "period", "period")
    assert is_worse("bleeding", "period", "none")


def test_a_morning_that_two_entries_answer_was_answered_with_the_second() -> None:
    early, late = BEGAN + DAY, BEGAN + DAY + HOUR
    pelvic = {item: value for item, value in CALM.items() if item in PELVIC}
    others = {item: value for item, value in CALM.items() if item not in PELVIC}
    life = Life()
    life.add(_morning(early, early, **others))
    life.add(replace(_morning(late, late, **pelvic), id="n"))
    life.add(replace(_morning(late, late + HOUR, **CALM), id="o"))
    assert answered_since(known_by(life.record, BEGAN + 2 * DAY), BEGAN) == late


# -- what was known


def test_the_order_in_which_events_are_given_is_nothing() -> None:
    life = Life()
    name = life.run(life.now + DAY, 480, stage="run-04", plan=("postnatal-graded", 1))
    (first,) = (event for event in life.events if isinstance(event, Outing))
    second = replace(first, known_at=life.later(), sure_s=900.0)
    life.add(second)
    life.add(Exam(id=name, happened_at=life.now, known_at=life.now, item="core", is_good=True))
    for events in (life.events, life.events[::-1]):
        known = known_by(replace(life.record, events=tuple(events), cache={}), life.now)
        assert [outing.sure_s for outing in known.of(Outing)] == [900.0]
        assert [exam.id for exam in known.of(Exam) if exam.item == "core"] == [name]
        before = known_by(replace(life.record, events=tuple(events), cache={}), first.known_at)
        assert [outing.sure_s for outing in before.of(Outing)] == [480.0]


def test_of_one_transaction_the_tenth_act_comes_after_the_ninth() -> None:
    life = Life()
    at = life.later()
    for number, stage in (("10", "run-02"), ("9", "run-03")):
        life.add(
            Begin(
                id=f"stage change {number}",
                happened_at=at,
                known_at=at,
                plan=life.plan,
                stage=stage,
                kind="placed",
            )
        )
    stage = known_by(life.record, at).stage_at(at)
    assert stage is not None and stage.id == "run-02"


def test_a_date_alone_is_a_day_of_her_own_zone() -> None:
    """Half past eleven in the evening in London is the next day in Berlin."""
    life = Life()
    birth = Birth(id="b", happened_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC), known_at=BEGAN)
    known = known_by(life.record, BEGAN)
    assert known.stated_day(birth).isoformat() == "2026-03-02"


def test_before_any_answer_she_knew_the_stage_of_the_newest_act() -> None:
    life = Life()
    life.events = [event for event in life.events if not isinstance(event, Told)]
    known = known_by(life.record, BEGAN + DAY)
    assert known.stage_told_at(BEGAN + DAY) == (("postnatal-graded", 1), "run-04")
    assert known.stage_told_at(BEGAN - DAY) == (("postnatal-graded", 1), None)
