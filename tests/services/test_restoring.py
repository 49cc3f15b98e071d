"""A restore never un-stops anybody: what was stopped or ordered since the backup stands after it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from program import Action
from services import OPERATOR, RefusedError, ReviewRecord, Services, open_services
from services.deciding import Today
from services.register import CAUTION_NAME
from store import caution, notices, reviews
from store.engine import reading
from tests.databases import fresh_postgresql
from tests.services.building import day_entry
from tests.services.conftest import WEEKS_END, Clinic

NOW = WEEKS_END
SIGN = "sign:chest_pain"
BECAUSE = ReviewRecord("I want to see her first")


def after(**span: float) -> datetime:
    return NOW + timedelta(**span)


def today(clinic: Clinic, now: datetime) -> Today:
    return clinic.services.deciding.today(clinic.runner, clinic.runner_id, now=now)


def is_stopped(clinic: Clinic, now: datetime) -> bool:
    """Whether the sign is open and forbids running, for her and for her therapist."""
    mine = today(clinic, now)
    hers = clinic.services.deciding.today(clinic.pt, clinic.runner_id, now=now).answer.decision
    return (
        SIGN in [found.key for found in mine.open_findings]
        and mine.answer.decision.action is Action.STOP
        and not mine.answer.decision.running_allowed
        and not hers.running_allowed
    )


@pytest.fixture
def backup(clinic: Clinic, tmp_path: Path) -> Path:
    """The clinic while the sample runner's progress waits."""
    path = tmp_path / "backup.db"
    clinic.services.backups.backup(OPERATOR, path, now=NOW)
    return path


def restore(clinic: Clinic, backup: Path, now: datetime) -> None:
    clinic.services.backups.restore(OPERATOR, backup, now=now)
    report = clinic.services.backups.check(OPERATOR, now=now)
    assert report.faults == ()


def test_a_stop_outlives_a_restore_looks_a_refused_release_and_a_second_restore(
    clinic: Clinic, backup: Path
) -> None:
    services, her = clinic.services, clinic.runner_id
    shown = today(clinic, NOW).answer.shown_sha256
    services.diary.log(clinic.runner, her, day_entry(signs=("chest_pain",)), now=after(hours=1))

    restore(clinic, backup, after(hours=2))
    assert services.diary.entries(clinic.runner, her, now=after(hours=2), since=NOW.date()) == ()
    assert all(is_stopped(clinic, after(hours=3, days=day)) for day in range(3))

    with pytest.raises(RefusedError):
        services.reviewing.release(clinic.pt, her, shown, BECAUSE, now=after(days=4))
    assert is_stopped(clinic, after(days=4, hours=1))

    restore(clinic, backup, after(days=5))
    assert is_stopped(clinic, after(days=5, hours=1))


def test_it_is_closed_as_any_other_and_stays_closed(clinic: Clinic, backup: Path) -> None:
    services, her = clinic.services, clinic.runner_id
    services.diary.log(clinic.runner, her, day_entry(signs=("chest_pain",)), now=after(hours=1))
    restore(clinic, backup, after(hours=2))
    (found,) = today(clinic, after(hours=3)).open_findings

    services.reviewing.close_finding(
        clinic.pt,
        her,
        found.key,
        "seen by her doctor",
        now=after(days=2),
        shown=frozenset(found.entries),
        examined_by="Dr Able",
        profession="doctor",
        examined_on=after(days=1).date(),
    )

    assert today(clinic, after(days=2, hours=1)).open_findings == ()
    restore(clinic, backup, after(days=3))
    assert today(clinic, after(days=3, hours=1)).open_findings == ()


def test_what_was_closed_since_and_is_open_in_the_backup_is_open(clinic: Clinic, tmp_path: Path) -> None:
    services, her, backup = clinic.services, clinic.runner_id, tmp_path / "open.db"
    services.diary.log(clinic.runner, her, day_entry(leak_urine="new_or_worse"), now=NOW)
    services.backups.backup(OPERATOR, backup, now=after(minutes=30))
    services.reviewing.close_finding(clinic.pt, her, "leak-urine", "spoken to her", now=after(hours=1))
    assert today(clinic, after(hours=2)).open_findings == ()

    restore(clinic, backup, after(hours=3))

    assert [found.key for found in today(clinic, after(hours=4)).open_findings] == ["leak-urine"]


def order(clinic: Clinic, now: datetime) -> int:
    """Forbid running, and return the order's id."""
    shown = today(clinic, now).answer.shown_sha256
    clinic.services.reviewing.override(
        clinic.pt, clinic.runner_id, shown, "hold", BECAUSE, now=now, may_run=False
    )
    return standing(clinic)[-1].id


def standing(clinic: Clinic) -> list[reviews.HoldRow]:
    with reading(clinic.services.context.engine) as connection:
        return [row for row in reviews.holds_of(connection, clinic.runner_id) if row.lifted_on is None]


def lift(clinic: Clinic, now: datetime) -> None:
    hold = standing(clinic)[-1]
    clinic.services.reviewing.lift_hold(
        clinic.pt, clinic.runner_id, hold.id, seen_version=hold.version, now=now
    )


def may_run(clinic: Clinic, now: datetime) -> bool:
    return today(clinic, now).answer.decision.running_allowed


def test_an_order_outlives_restores_and_can_be_lifted(clinic: Clinic, backup: Path) -> None:
    order(clinic, after(hours=1))

    for hours in (2, 4):
        restore(clinic, backup, after(hours=hours))
        assert len(standing(clinic)) == 1
        assert not may_run(clinic, after(hours=hours + 1))

    lift(clinic, after(hours=6))
    assert may_run(clinic, after(hours=7))
    restore(clinic, backup, after(hours=8))
    assert may_run(clinic, after(hours=9))


def test_orders_whose_numbers_a_restore_gave_out_anew_are_not_mixed_up(clinic: Clinic, backup: Path) -> None:
    order(clinic, after(minutes=10))
    lift(clinic, after(minutes=20))
    order(clinic, after(minutes=30))
    restore(clinic, backup, after(hours=1))
    assert len(standing(clinic)) == 1
    order(clinic, after(hours=2))
    lift(clinic, after(hours=3))
    assert not may_run(clinic, after(hours=3, minutes=30))

    restore(clinic, backup, after(hours=4))
    assert not may_run(clinic, after(hours=5))

    lift(clinic, after(hours=6))
    restore(clinic, backup, after(hours=7))
    assert may_run(clinic, after(hours=8))


@pytest.fixture
def elsewhere(clinic: Clinic, tmp_path: Path) -> Iterator[Services]:
    """A new machine with an empty database of the same kind, to which only the key was brought."""
    home = tmp_path / "new"
    home.mkdir()
    shutil.copy(clinic.services.context.home / "secret.key", home)
    is_postgresql = clinic.services.context.engine.dialect.name == "postgresql"
    with closing(
        open_services(home, database_url=fresh_postgresql() if is_postgresql else None, mode="clinic")
    ) as services:
        yield services


def test_without_any_register_everybody_is_held_until_her_next_entry(
    clinic: Clinic, backup: Path, elsewhere: Services
) -> None:
    clinic.services.diary.log(
        clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=after(hours=1)
    )
    elsewhere.backups.restore(OPERATOR, backup, now=after(hours=2))
    her, other = clinic.runner_id, clinic.other_runner.person_id or ""

    for who, actor in ((her, clinic.runner), (other, clinic.other_runner)):
        held = elsewhere.deciding.today(actor, who, now=after(hours=3)).answer.decision
        assert not held.running_allowed
        assert held.action is not Action.PROGRESS
    quiet = elsewhere.diary.log(clinic.runner, her, day_entry(), now=after(hours=4)).answer.decision
    assert quiet.running_allowed
    still = elsewhere.deciding.today(clinic.other_runner, other, now=after(hours=5)).answer.decision
    assert not still.running_allowed
    with reading(elsewhere.context.engine) as connection:
        told = {row.person_id for who in (her, other) for row in notices.alerts_of(connection, who)}
    assert told == {clinic.pt.person_id, clinic.other_pt.person_id}


def test_the_register_beside_the_data_is_enough(clinic: Clinic, backup: Path, elsewhere: Services) -> None:
    clinic.services.diary.log(
        clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=after(hours=1)
    )
    shutil.copy(clinic.services.context.home / CAUTION_NAME, elsewhere.context.home)

    elsewhere.backups.restore(OPERATOR, backup, now=after(hours=2))

    found = elsewhere.deciding.today(clinic.runner, clinic.runner_id, now=after(hours=3)).open_findings
    assert [each.key for each in found] == [SIGN]
    assert SIGN in codes(elsewhere)


def codes(services: Services) -> set[str]:
    with reading(services.context.engine) as connection:
        return {entry.code for entry in caution.entries(connection)}
