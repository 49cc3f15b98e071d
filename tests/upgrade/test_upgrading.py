"""Each of the 32 that a life shows, in a store of the version in which it was found, brought up to date."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from program import SymptomEntry
from services import OPERATOR, ConflictError, NotAllowedError, NotFoundError, RefusedError, try_upgrade
from store.engine import open_engine, reading, writing
from store.migrate import current_revision
from tests.upgrade.conftest import Carry
from tests.upgrade.old_stores import lay_down, stores

DAY = timedelta(days=1)
#: Findings of files, plans, words and pages have no life; each of the others has one here.
WITHOUT_A_LIFE = {7, 12, 14, 27, 31}


def in_force(name: str) -> str:
    """The stage that the version before had told last."""
    return stores()[name]["rows"]["stage_change"][-1]["stage_id"]


def test_there_is_a_store_of_each_finding_that_a_life_shows() -> None:
    assert {int(name[:2]) for name in stores()} == set(range(1, 33)) - WITHOUT_A_LIFE


@pytest.mark.parametrize("name", sorted(stores()))
def test_the_stage_stays_in_force_and_no_answer_is_bolder(carry: Carry, name: str) -> None:
    carried = carry(name)
    book, decision = carried.look()

    lowered = [row for row in carried.rows if row.code == "lower" and row.settled == "applied"]
    assert book.standing.stage == (lowered[0].would_be if lowered else in_force(name))
    assert carried.kept.running_allowed or not decision.running_allowed
    assert decision.action.value != "progress" or carried.kept.action == "progress"
    signs = {row["gate"] for row in stores()[name]["rows"].get("open_finding", ()) if "closed_utc" not in row}
    assert signs <= {found.gate for found in book.standing.findings}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_trying_an_upgrade_says_what_it_changes_and_changes_nothing(tmp_path: Path, kind: str) -> None:
    url = lay_down("02-0", tmp_path, kind)
    now = datetime.fromisoformat(stores()["02-0"]["ended"]) + DAY

    report = try_upgrade(tmp_path, database_url=url, now=now)

    assert (report.carried, report.differing, report.kinds) == (1, 1, {"lost": 1})
    engine = open_engine(url)
    with reading(engine) as connection:
        assert current_revision(connection) == "0007"
        assert connection.execute(sa.text("SELECT count(*) FROM stage_change")).scalar_one() == 3
    engine.dispose()


def test_there_is_nothing_to_try_where_there_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        try_upgrade(tmp_path, database_url=None, now=datetime(2026, 11, 23).astimezone())
    assert list(tmp_path.iterdir()) == []


def test_it_is_noted_once_and_told_in_numbers_alone(carry: Carry) -> None:
    carried = carry("11-0")
    rows = carried.rows

    carried.services.upgrading.note(OPERATOR, now=carried.now + DAY)

    assert carried.rows == rows
    report = carried.services.upgrading.report(OPERATOR, now=carried.now)
    assert (report.carried, report.differing, report.kinds) == (1, 1, {"lower": 1, "rule": 1})


# -- what differs, by finding


@pytest.mark.parametrize(
    ("name", "codes", "would_be"),
    [
        ("02-0", ["lost"], "run-03"),
        ("17-0", ["lost"], "run-03"),
        ("17-1", ["lost"], "run-03"),
        ("17-2", ["lost"], "run-03"),
        ("17-3", ["lost"], "run-04"),
        ("08-2", ["held", "lower"], "run-03"),
        ("11-0", ["lower", "rule"], "run-04"),
        ("03-0", ["held"], "not_allowed"),
        ("09-0", ["held"], "not_allowed"),
        ("24-0", ["held"], "not_allowed"),
        ("29-0", ["held"], "not_allowed"),
        ("30-0", ["held"], "not_allowed"),
        ("13-0", ["rule"], "bone-stress"),
        ("18-0", ["rule"], "ran-while-forbidden"),
        ("32-0", ["rule"], "overshoot"),
        ("01-0", [], None),
        ("04-0", [], None),
    ],
)
def test_what_differs_is_noted_by_its_kind(
    carry: Carry, name: str, codes: list[str], would_be: str | None
) -> None:
    carried = carry(name)

    assert carried.codes() == codes
    assert would_be is None or would_be in {row.would_be for row in carried.rows}
    assert {row.runner_id for row in carried.rows} <= {carried.runner_id}


# -- rules


def test_a_new_rule_does_not_judge_what_was_known_before_it_and_holds_for_a_clean_week(carry: Carry) -> None:
    carried = carry("13-0")
    book, _ = carried.look()

    assert [found.key for found in book.standing.findings] == []
    assert book.standing.listed == ("1/bone-stress",)
    assert {bar.code for bar in book.standing.holds} == {"clean_week:1/bone-stress"}


def test_a_new_rule_judges_what_becomes_known_after_it(carry: Carry) -> None:
    carried = carry("13-0")
    at = carried.now + DAY
    pain = {"site": "shin", "score_0_10": 8, "on_bone": True, "builds_up": True, "limp": True}
    entry = SymptomEntry.model_validate({"id": "new", "phase": "day", "at": at, "pain": (pain,)})

    carried.services.diary.log(carried.me(at), carried.runner_id, entry, now=at)

    book, decision = carried.look(at)
    assert [found.key for found in book.standing.findings] == ["bone-pain:shin", "bone-stress:shin"]
    assert not decision.running_allowed


# -- alone: lower at once, and lost steps come back


def test_alone_a_lower_stage_holds_at_once_and_is_told_once(carry: Carry) -> None:
    carried = carry("11-0")
    me = carried.me(carried.now)

    assert carried.stage == "run-04"
    told = carried.shown(me, carried.now)
    assert [(each.code, each.would_be, each.is_settled) for each in told if each.code == "lower"] == [
        ("lower", "run-04", True)
    ]
    assert all(each.on is not None for each in told if each.code == "rule")

    carried.services.upgrading.say_seen(me, carried.runner_id, now=carried.now)

    assert carried.shown(me, carried.now) == ()
    assert carried.stage == "run-04"


def test_alone_a_lost_stage_comes_back_at_the_next_clean_check_in(carry: Carry) -> None:
    carried = carry("17-1", alone=True)
    lost = next(row for row in carried.rows if row.code == "lost")

    assert carried.stage == lost.was
    assert carried.check_in(carried.now + DAY) == lost.was  # The pain is of this very week.
    assert carried.check_in(carried.now + 9 * DAY) == lost.would_be
    assert [row.settled for row in carried.rows if row.code == "lost"] == ["applied"]


@pytest.mark.parametrize(
    "says", [{"confidence_0_10": 2}, {"sleep_hours_per_night": None}, {"mood": "very_low"}]
)
def test_a_check_in_with_trouble_or_a_gap_gives_nothing_back(carry: Carry, says: dict[str, object]) -> None:
    carried = carry("17-1", alone=True)

    assert carried.check_in(carried.now + 9 * DAY, **says) == "weeks-8-12"
    assert [row.settled for row in carried.rows] == [None]


def test_after_a_long_break_no_stage_comes_back(carry: Carry) -> None:
    carried = carry("17-1", alone=True)

    assert carried.check_in(carried.now + 30 * DAY) == "weeks-8-12"
    assert [row.settled for row in carried.rows] == ["overtaken"]


def test_a_stage_that_looks_at_a_break_took_comes_back_once_somebody_looked(carry: Carry) -> None:
    carried = carry("02-0", alone=True)
    at, me = carried.now + DAY, carried.me(carried.now + DAY)
    carried.services.deciding.close_finding(
        me, carried.runner_id, "gap:stage 1", "Examined, all well.", now=at,
        examined_by="Dr A", profession="physiotherapist", examined_on=at.date(),
    )  # fmt: skip

    assert carried.check_in(carried.now + 9 * DAY) == "run-03"


def test_what_was_a_slip_and_corrected_in_time_takes_no_week(carry: Carry) -> None:
    carried = carry("17-3", alone=True)

    assert (carried.stage, carried.check_in(carried.now + DAY)) == ("run-03", "run-04")


def test_a_finding_that_is_open_keeps_a_lost_stage_away(carry: Carry) -> None:
    carried = carry("17-0", alone=True)

    assert carried.check_in(carried.now + 10 * DAY) == "weeks-8-12"
    assert [row.settled for row in carried.rows] == [None]


def test_who_began_another_stage_since_has_decided_otherwise(carry: Carry) -> None:
    carried = carry("17-3", alone=True)
    at = carried.now + DAY

    carried.services.planning.choose(
        carried.me(at), carried.runner_id, "postnatal-graded", 1, stage_id="run-01", now=at
    )

    assert carried.check_in(carried.now + 10 * DAY) == "run-01"
    assert [row.settled for row in carried.rows] == ["overtaken"]


# -- a therapist: offers


def test_a_therapist_takes_up_an_offer_or_leaves_it(carry: Carry) -> None:
    carried = carry("17-1")
    pt, now = carried.pt(carried.now), carried.now
    (offer,) = carried.shown(pt, now)
    settle = carried.services.upgrading.settle

    assert carried.shown(carried.me(now), now) == ()  # They are hers to weigh, not the runner's.
    settle(pt, carried.runner_id, offer.id, takes=True, now=now)

    assert (carried.stage, offer.code) == ("run-03", "lost")
    assert carried.shown(pt, now) == ()
    with pytest.raises(ConflictError):
        settle(pt, carried.runner_id, offer.id, takes=False, now=now)


def test_an_offer_that_was_left_never_comes_back_by_itself(carry: Carry) -> None:
    carried = carry("17-3")
    pt, now = carried.pt(carried.now), carried.now
    (offer,) = carried.shown(pt, now)

    carried.services.upgrading.settle(pt, carried.runner_id, offer.id, takes=False, now=now)
    carried.services.links.end(carried.me(now), str(pt.person_id), now=now)

    assert carried.check_in(carried.now + 10 * DAY) == "run-03"


def test_with_a_therapist_no_stage_comes_back_and_none_is_lowered(carry: Carry) -> None:
    lost, lower = carry("17-3"), carry("11-0")

    assert lost.check_in(lost.now + 10 * DAY) == "run-03"
    assert [row.settled for row in lower.rows if row.code == "lower"] == ["applied"]  # She is alone.


def test_only_her_own_therapist_settles_and_only_a_step_can_be_taken_up(carry: Carry) -> None:
    carried = carry("13-0")
    pt, now = carried.pt(carried.now), carried.now
    (offer,) = carried.shown(pt, now)
    settle = carried.services.upgrading.settle

    with pytest.raises(NotFoundError):
        settle(pt, carried.runner_id, offer.id, takes=True, now=now)
    with pytest.raises(NotAllowedError):
        settle(carried.me(now), carried.runner_id, offer.id, takes=False, now=now)
    with pytest.raises(NotAllowedError):
        carried.services.upgrading.report(pt, now=now)


# -- both databases


@pytest.mark.parametrize("name", ["02-0", "11-0", "17-1", "18-0"])
def test_on_the_other_database_it_is_the_same(carry: Carry, name: str) -> None:
    here, there = carry(name), carry(name, "postgresql")

    assert [(row.code, row.was, row.would_be) for row in there.rows] == [
        (row.code, row.was, row.would_be) for row in here.rows
    ]
    assert there.stage == here.stage
    with writing(there.services.context.engine) as connection:
        assert (
            connection.execute(sa.text("SELECT count(*) FROM rules WHERE noted_utc IS NULL")).scalar_one()
            == 0
        )
