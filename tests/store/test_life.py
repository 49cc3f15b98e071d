"""What is kept of a life beside the diary: closings, alerts, the register of stops, time zones, findings."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from store import caution, closings, decisions, life, notices, people, tables
from store.caution import Caution
from store.closings import NewClosing
from store.deletions import delete_person
from store.engine import Engine, open_engine, reading, writing
from store.export import tables_about
from store.life import RunTold
from store.migrate import upgrade
from store.notices import NewAlert
from store.people import Person
from store.rows import Seen
from store.whole import check, copy_all

NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)
HER = Person("r" * 32, None, "Runner", None, None, "Europe/London", "km", None, None, NOW, 1)
PT = Person("p" * 32, None, "Therapist", None, None, "Europe/London", "km", None, None, NOW, 1)
STOP = Caution(HER.id, "sign:calf_clot", "opened", NOW)


@pytest.fixture(autouse=True)
def two_people(engine: Engine) -> None:
    with writing(engine) as connection:
        people.add_person(connection, HER)
        people.add_person(connection, PT)


def closing(**changes: object) -> NewClosing:
    values = {
        "runner_id": HER.id,
        "finding_key": "sign:calf_clot",
        "closed_utc": NOW,
        "closed_by": PT.id,
        "role": "pt",
        "kind": "looked",
        "because": "a clot was excluded",
        "examined_by": "Dr A",
        "profession": "doctor",
        "examined_on": date(2026, 5, 17),
        "seen": frozenset({("12", 1), ("12", 2), ("check-in 2026-05-11", 1)}),
    }
    return NewClosing(**{**values, **changes})  # type: ignore[arg-type]


def test_a_closing_is_read_with_all_that_it_saw(engine: Engine) -> None:
    with writing(engine) as connection:
        closings.add_closing(connection, closing())
        closings.add_closing(connection, closing(seen=frozenset(), kind="mistake"))

    with reading(engine) as connection:
        first, second = closings.closings_of(connection, HER.id)
    assert (first.seen, first.profession) == (closing().seen, "doctor")
    assert (second.seen, second.kind) == (frozenset(), "mistake")


def test_a_finding_is_numbered_by_its_key(engine: Engine) -> None:
    with writing(engine) as connection:
        for key in (None, "sign:calf_clot", None, "sign:calf_clot"):
            decisions.open_finding(
                connection,
                runner_id=HER.id,
                gate="same-day-sign",
                kind="stop",
                release_by="medical",
                because_of="[]",
                on=NOW.date(),
                now=NOW,
                key=key,
            )

        rows = decisions.findings_of(connection, HER.id)

    assert [(row.key, row.number) for row in rows] == [
        ("same-day-sign", 1),
        ("sign:calf_clot", 1),
        ("same-day-sign", 2),
        ("sign:calf_clot", 2),
    ]


def test_an_alert_is_told_once_an_attempt_and_not_again_once_somebody_acted(engine: Engine) -> None:
    def alert(attempt: int) -> NewAlert:
        due = NOW + timedelta(hours=2 * attempt)
        return NewAlert(PT.id, HER.id, "sign:calf_clot:12", "red_flag", attempt, due)

    with writing(engine) as connection:
        assert [notices.add_alert(connection, alert(number), now=NOW) for number in (0, 1, 0)] == [
            True,
            True,
            False,
        ]

    with reading(engine) as connection:
        assert [row.attempt for row in notices.waiting(connection, 3, now=NOW)] == [0]
        assert len(notices.waiting(connection, 3, now=NOW + timedelta(hours=2))) == 2
        assert notices.waiting(connection, 3) == (), (
            "what has to wait is not sent by whom nobody gave the time"
        )
    with writing(engine) as connection:
        notices.mark_acted(connection, HER.id, "sign:calf_clot:12", now=NOW)
        later = notices.waiting(connection, 3, now=NOW + timedelta(days=2))
    assert [row.attempt for row in later] == [0]


def test_what_was_told_when_a_run_began_never_changes(engine: Engine) -> None:
    told = RunTold("a" * 32, HER.id, "postnatal-graded", 1, "run-04", False, NOW)
    with writing(engine) as connection:
        life.put_run_told(connection, told)
        life.put_run_told(connection, RunTold("a" * 32, HER.id, None, None, None, True, NOW))

        assert life.runs_told_of(connection, HER.id) == (told,)


def test_a_time_zone_holds_from_when_it_was_changed_and_the_one_before_stays(engine: Engine) -> None:
    later = NOW + timedelta(days=3)
    with writing(engine) as connection:
        people.change_settings(
            connection,
            Seen(HER.id, 1),
            display_name="Runner",
            time_zone="America/New_York",
            distance_unit="km",
            now=later,
        )

        rows = life.zone_changes_of(connection, HER.id)

    assert [(row.time_zone, row.from_utc) for row in rows] == [
        ("Europe/London", NOW),
        ("America/New_York", later),
    ]


@pytest.mark.parametrize("statement", ["UPDATE caution SET code = 'x'", "DELETE FROM caution"])
def test_the_database_itself_refuses_to_rewrite_the_register(engine: Engine, statement: str) -> None:
    with writing(engine) as connection:
        caution.append(connection, STOP)

    with pytest.raises(sa.exc.DBAPIError, match="only ever added to"), engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_the_register_outlives_a_deletion_and_is_whole(engine: Engine) -> None:
    with writing(engine) as connection:
        caution.append(connection, STOP, Caution(HER.id, "sign:calf_clot", "closed", NOW))

    with writing(engine) as connection:
        delete_person(connection, HER.id)

    with reading(engine) as connection:
        assert [(entry.code, entry.kind) for entry in caution.entries(connection, HER.id)] == [
            ("sign:calf_clot", "opened"),
            ("sign:calf_clot", "closed"),
        ]
        assert caution.broken_at(connection) is None
    assert check(engine).faults == ()


def test_another_copy_of_the_register_is_merged_forward_once(engine: Engine) -> None:
    newer = Caution(HER.id, "order:3", "opened", NOW + timedelta(hours=1))
    with writing(engine) as connection:
        caution.append(connection, STOP)

        assert caution.merge(connection, (newer, STOP)) == 1
        assert caution.merge(connection, (STOP, newer)) == 0
        assert [entry.seq for entry in caution.entries(connection)] == [1, 2]
        assert caution.broken_at(connection) is None


def test_a_copy_from_elsewhere_cuts_nothing_off_the_register(engine: Engine, tmp_path) -> None:
    backup = open_engine(f"sqlite:///{tmp_path / 'backup.db'}")
    upgrade(backup)
    with writing(backup) as connection:
        people.add_person(connection, HER)
    with writing(engine) as connection:
        caution.append(connection, STOP)

    with writing(engine) as connection:
        copy_all(backup, connection)

    with reading(engine) as connection:
        assert [entry.code for entry in caution.entries(connection)] == ["sign:calf_clot"]
        assert [person.id for person in people.everybody(connection)] == [HER.id]
    backup.dispose()


def test_a_person_takes_along_and_leaves_behind_no_row_of_another(engine: Engine) -> None:
    with writing(engine) as connection:
        closings.add_closing(connection, closing())
        notices.add_alert(connection, NewAlert(PT.id, HER.id, "sign:calf_clot:12", "red_flag"), now=NOW)
        life.add_birth(connection, HER.id, "birth", date(2026, 1, 10), now=NOW, made_by=HER.id)
        life.add_looked(connection, HER.id, "sign:calf_clot:12", "seen", now=NOW, by=PT.id)
        life.add_well_again(connection, HER.id, NOW, now=NOW, made_by=HER.id)
        caution.append(connection, STOP)

    with reading(engine) as connection:
        hers = {table.name: table for table in tables_about(connection, HER.id)}
        of_pt = {table.name: table for table in tables_about(connection, PT.id)}
    assert len(hers["closing_seen"].rows) == 3
    assert [len(hers[name].rows) for name in ("birth", "looked", "well_again", "caution", "closing")] == [
        1
    ] * 5
    assert [len(of_pt[name].rows) for name in ("birth", "closing", "closing_seen", "caution")] == [0] * 4
    key = of_pt["notice"].columns.index("alert_key")
    assert (hers["notice"].rows[0][key], of_pt["notice"].rows[0][key]) == ("sign:calf_clot:12", None)

    with writing(engine) as connection:
        delete_person(connection, HER.id)
        left = [
            table.name
            for table in tables.metadata.sorted_tables
            if table.name not in {"caution", "person", "audit_head"}
            and connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        ]
    assert left == []
