"""A store from before the record was folded is carried over whole, and can be taken back."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from store import activities, caution, closings, decisions, diary, life, notices, people, reviews, tables
from store.engine import Engine, open_engine, reading, writing
from store.migrate import current_revision, migration_config, upgrade
from tests.databases import upgrade_to
from tests.store.before_0008 import ALONE, HER, PT, at, live


@pytest.fixture
def old(empty_url: str) -> Iterator[Engine]:
    """A store of revision 0007 with people in it."""
    engine = open_engine(empty_url)
    upgrade_to(engine, "0007")
    live(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def carried(old: Engine) -> Engine:
    upgrade(old)
    return old


def counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as connection:
        names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        query = "SELECT count(*) FROM {}"
        return {name: connection.execute(sa.text(query.format(name))).scalar_one() for name in names}


def test_nothing_is_lost(old: Engine) -> None:
    before = counts(old)

    upgrade(old)

    after = counts(old)
    assert {name: after[name] for name in before} == {**before, "stage_change": before["stage_change"] + 2}
    assert sum(count > 0 for count in before.values()) > 12


def test_the_stage_in_force_is_carried_over_once_and_keeps_its_beginning(carried: Engine) -> None:
    with reading(carried) as connection:
        ways = {name: decisions.stage_changes_of(connection, name) for name in (HER, ALONE)}

    hers, alone = ways[HER][-1], ways[ALONE][-1]
    assert [row.kind for row in ways[HER]] == ["cleared", "progress", "regress", "carried"]
    assert (hers.plan_id, hers.stage_id, hers.from_stage_id) == ("postnatal-graded", "run-03", None)
    assert (hers.made_utc, hers.because) == (at(9), "carried over")
    assert hers.known_utc is not None
    assert at(11) < hers.known_utc < at(11, 13)
    assert (alone.plan_id, alone.stage_id, alone.made_utc) == ("couch-to-5k", "week-1", at(2))


def test_an_old_closing_names_all_that_was_written_before_it_and_nothing_later(carried: Engine) -> None:
    with reading(carried) as connection:
        (closing,) = closings.closings_of(connection, HER)

    assert closing.seen == {("1", 1), ("1", 2), ("2", 1), ("check-in 2026-05-04", 1)}
    assert (closing.finding_key, closing.role, closing.kind) == ("leak-urine", "pt", "looked")
    assert (closing.closed_utc, closing.closed_by, closing.because) == (at(9, 14), PT, "talked on the phone")
    assert (closing.examined_by, closing.examined_on) == ("Dr A", date(2026, 5, 9))


def test_findings_are_numbered_and_stay_readable(carried: Engine) -> None:
    with reading(carried) as connection:
        rows = decisions.findings_of(connection, HER)

    assert [(row.key, row.number) for row in rows] == [
        ("leak-urine", 1),
        ("leak-urine", 2),
        ("same-day-sign", 1),
    ]
    assert [row.closed_utc for row in rows] == [at(9, 14), None, None]


def test_an_entry_happened_when_it_was_first_told_and_never_after_it_was_written(carried: Engine) -> None:
    with reading(carried) as connection:
        rows = diary.entries_of(connection, HER)

    assert {row.entry_id: row.happened_utc for row in rows} == {
        1: datetime(2026, 5, 4, 6, tzinfo=UTC),
        2: at(9, 10),
        3: None,
    }


def test_each_birth_that_a_profile_ever_said_is_there(carried: Engine) -> None:
    with reading(carried) as connection:
        births = life.births_of(connection, HER)

    assert [(birth.kind, birth.on_date, birth.known_utc) for birth in births] == [
        ("birth", date(2026, 1, 10), at(1, 13)),
        ("birth", date(2026, 1, 12), at(2)),
        ("taken_back", date(2026, 1, 12), at(3)),
    ]


def test_what_had_been_told_when_a_run_began_is_kept_with_it(carried: Engine) -> None:
    with reading(carried) as connection:
        told = life.runs_told_of(connection, HER)

    assert [(row.activity_id[0], row.stage_id, row.was_allowed) for row in told] == [
        ("0", "run-03", True),
        ("1", "run-03", False),
    ]


def test_runners_have_their_time_zone_on_record(carried: Engine) -> None:
    with reading(carried) as connection:
        zones = {name: life.zone_changes_of(connection, name) for name in (HER, PT)}

    assert [(row.time_zone, row.from_utc) for row in zones[HER]] == [("Europe/London", at(1))]
    assert zones[PT] == ()


def test_the_rules_of_this_edition_are_in_force_since_the_stages_were_carried_over(carried: Engine) -> None:
    with reading(carried) as connection:
        (rules,) = life.rules_of_store(connection)
        known = [
            row.known_utc for name in (HER, ALONE) for row in decisions.stage_changes_of(connection, name)
        ]

    assert (rules.edition, rules.from_utc, rules.noted_utc) == (2, max(filter(None, known)), None)


def test_in_a_new_store_the_rules_always_were(engine: Engine) -> None:
    with reading(engine) as connection:
        assert life.rules_of_store(connection) == ()


def test_what_stands_open_begins_the_register_of_stops(carried: Engine) -> None:
    with reading(carried) as connection:
        entries = caution.entries(connection)
        stand_open = {
            (HER, row.key, row.opened_utc)
            for row in decisions.findings_of(connection, HER)
            if row.closed_utc is None
        }
        assert caution.broken_at(connection) is None

    assert {(entry.runner_id, entry.code, entry.at_utc) for entry in entries} == {
        *stand_open,
        (ALONE, f"order:{at(10).isoformat()}", at(10)),
    }
    assert stand_open
    assert {entry.kind for entry in entries} == {"opened"}


def test_new_columns_are_empty_where_nothing_was_known(carried: Engine) -> None:
    with reading(carried) as connection:
        (stone,) = activities.tombstones_of(connection, HER)
        (hold,) = reviews.holds_of(connection, HER)
        (notice,) = notices.waiting(connection, 3)
        told = decisions.told_of(connection, HER)

    assert (stone.sure_s, stone.maybe_s, stone.outcome) == (None, None, None)
    assert hold.lifted_utc is None
    assert (notice.runner_id, notice.alert_key, notice.attempt) == (None, None, 0)
    assert [(row.not_before_utc, row.holds_until_utc) for row in told] == [(None, None)] * 2


def test_it_can_be_taken_back(carried: Engine, old: Engine) -> None:
    with writing(carried) as connection:
        connection.execute(
            tables.stage_change.insert().values(
                runner_id=HER, plan_id="p", plan_version=1, kind="lower", because="x", made_utc=at(12)
            )
        )
        command.downgrade(migration_config(connection), "0007")

    with reading(carried) as connection:
        assert current_revision(connection) == "0007"
        kinds = connection.execute(sa.text("SELECT kind FROM stage_change ORDER BY id")).scalars().all()
        columns = {column["name"] for column in sa.inspect(connection).get_columns("notice")}
    assert kinds == ["cleared", "progress", "regress", "cleared", "placed"]
    assert columns == {
        "id", "person_id", "kind", "decision_id", "made_utc", "sent_utc", "failed_because", "tries"
    }  # fmt: skip
    upgrade(carried)
    with reading(carried) as connection:
        assert [person.display_name for person in people.everybody(connection)] == [
            "Her",
            "Alone",
            "Therapist",
        ]
