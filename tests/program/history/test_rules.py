"""The rules of an edition: what was known before they came is not judged by what is new in them."""

from small_lives import DAY, HOUR, MINUTE, Life, pain

from program.history.events import Rules
from program.history.fold import was_clean_week

SHIN = pain(8, "shin", limp=True)


def _rules(life: Life) -> None:
    life.later()
    life.add(Rules(id="rules 2", happened_at=life.now, known_at=life.now, role="system", edition=2))


def test_a_new_gate_asks_nothing_of_what_was_known_before_and_holds_for_a_clean_week() -> None:
    life = Life(linked=False)
    name = life.log(pain=SHIN)
    with_them = life.look()
    _rules(life)
    standing = life.look()

    assert "bone-stress:shin" in {found.key for found in with_them.findings}
    assert "bone-stress:shin" not in {found.key for found in standing.findings}
    assert standing.before_rules == ((name, "bone-stress", with_them.at),)
    assert f"clean_week:{name}/bone-stress" in {bar.code for bar in standing.holds}
    # What the rules before them asked stands.
    assert standing.rest_until == with_them.rest_until
    assert standing.stage == "run-03"


def test_it_asks_of_what_becomes_known_after_and_of_what_is_written_anew() -> None:
    life = Life(linked=False)
    name = life.log(pain=SHIN)
    _rules(life)
    assert "bone-stress:shin" not in life.open_keys()

    life.edit(name, pain=pain(9, "shin", limp=True))
    assert "bone-stress:shin" not in life.open_keys()  # As bad as it was for that gate: suspected.

    life.log(pain=SHIN)
    assert "bone-stress:shin" in life.open_keys()


def test_a_sign_stays_whatever_the_rules() -> None:
    life = Life()
    life.log(signs=("chest_pain",))
    _rules(life)

    assert life.open_keys() == ["sign:chest_pain"]


def test_far_too_much_before_is_judged_by_the_row_that_was_there() -> None:
    life = Life(linked=False)
    life.run(life.now + HOUR, 2400)
    too_much = life.look()
    _rules(life)
    standing = life.look()

    assert too_much.stage == "run-03"
    assert standing.stage == "run-04"
    assert [rest.gate for rest in standing.rests if rest.gate == "overshoot"] == ["overshoot"]
    assert [gate for _, gate, _ in standing.before_rules] == ["overshoot"]


def test_what_became_known_as_the_rules_came_is_of_before_them() -> None:
    at_once = Life(linked=False)
    name = at_once.log(pain=SHIN)
    at_once.add(Rules(id="rules 2", happened_at=at_once.now, known_at=at_once.now, edition=2))
    assert at_once.look().before_rules == ((name, "bone-stress", at_once.now),)
    life = Life(linked=False)
    life.run(life.now + HOUR, 2400)
    life.add(Rules(id="rules 2", happened_at=life.now, known_at=life.now, edition=2))
    assert "overshoot" in {rest.gate for rest in life.look().rests}


def test_without_a_day_of_rules_everything_is_asked() -> None:
    life = Life()
    life.log(pain=SHIN)

    assert life.look().before_rules == ()
    assert "bone-stress:shin" in life.open_keys()


def test_a_week_is_clean_where_nothing_that_happened_in_it_asked_for_anything() -> None:
    life = Life()
    assert not was_clean_week(life.record, life.now)  # No check-in was sent.
    life.check_in()
    assert was_clean_week(life.record, life.now)
    life.log(pain=pain(7))
    life.later(2 * DAY)
    life.check_in()
    assert not was_clean_week(life.record, life.now)
    life.later(8 * DAY + MINUTE)
    life.check_in()
    assert was_clean_week(life.record, life.now)
