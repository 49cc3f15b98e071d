"""The therapist's list: as many queries for a hundred runners as for one; without a plan nobody is steady."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from services import OPERATOR, CaseloadRow, Need
from store import people
from store.engine import writing
from tests.services.conftest import WEEKS_END, Clinic

NOW = WEEKS_END


@contextmanager
def counted(clinic: Clinic) -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    engine = clinic.services.context.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def link_everybody(clinic: Clinic) -> int:
    """Link every runner with the therapist; how many more there are now."""
    with writing(clinic.services.context.engine) as connection:
        runners = people.people_with_role(connection, "runner")
        unlinked = [
            runner
            for runner in runners
            if people.open_link(connection, runner.id, str(clinic.pt.person_id)) is None
        ]
        for runner in unlinked:
            people.add_link(connection, runner.id, str(clinic.pt.person_id), shared_from=None, now=NOW)
    return len(unlinked)


def rows_of(clinic: Clinic) -> tuple[CaseloadRow, ...]:
    return clinic.services.caseload.rows(clinic.pt, now=NOW)


def test_more_runners_are_read_in_as_many_queries(clinic: Clinic) -> None:
    with counted(clinic) as before:
        first = rows_of(clinic)
    assert link_everybody(clinic) > 0
    with counted(clinic) as after:
        second = rows_of(clinic)

    assert len(second) > len(first)
    assert len(after) == len(before)


def test_the_looks_stand_in_the_log_one_each_and_the_chain_holds(clinic: Clinic) -> None:
    link_everybody(clinic)
    count = clinic.services.administration.verify_audit(OPERATOR, now=NOW).entry_count

    rows = rows_of(clinic)

    report = clinic.services.administration.verify_audit(OPERATOR, now=NOW)
    assert report.broken_at is None
    assert report.entry_count - count >= len(rows)


def test_a_runner_without_a_plan_waits_and_is_never_steady(clinic: Clinic) -> None:
    link_everybody(clinic)

    waiting = [row for row in rows_of(clinic) if row.plan_title is None]

    assert waiting
    assert all(Need.WAITING in row.needs and Need.STEADY not in row.needs for row in waiting)


def test_the_row_of_one_is_the_row_of_the_list(clinic: Clinic) -> None:
    (row,) = [row for row in rows_of(clinic) if row.runner_id == clinic.runner_id]

    assert clinic.services.caseload.row(clinic.pt, clinic.runner_id, now=NOW) == row
