"""Looking changes nothing: whatever is opened, and however often, only the audit log has more rows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from sample_data.caseload import STORIES
from services import Actor, Services, open_services
from services.demo import DEMO_ISSUER, RUNNER, THERAPIST, load_demo
from store import tables
from store.engine import reading

NOW = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)
#: A stop, a leak, far too much, a break, and a plan that is not begun: each of them owes something else.
TOLD = ("Cora Calf", "Bea Leak", "Cleo Overshoot", "Gwen Gap", "Lea New")
SINCE = NOW.date() - timedelta(days=60)
TIMES = 10
#: From look to look the clock goes on past rests, breaks and clearances.
BETWEEN = timedelta(days=3, hours=5)
WRITTEN_BY_LOOKING = {"audit", "audit_head"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The demo's clinic with a few of its stories, lived through once."""
    with (
        pytest.MonkeyPatch.context() as patch,
        open_services(tmp_path_factory.mktemp("demo"), mode="clinic") as services,
    ):
        told = tuple(story for story in STORIES if story.name in TOLD)
        assert len(told) == len(TOLD)
        patch.setattr("services.demo.clinic.STORIES", told)
        load_demo(services, now=NOW)
        yield services


def signed_in(services: Services, subject: str) -> Actor:
    return services.accounts.sign_in(
        issuer=DEMO_ISSUER,
        subject=subject,
        email=None,
        email_verified=False,
        signed_in_utc=NOW,
        expires_utc=None,
    )


def dump(services: Services) -> dict[str, list[tuple[object, ...]]]:
    """All rows of every table but those that looking writes, by table."""
    with reading(services.context.engine) as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)
            for table in tables.metadata.sorted_tables
            if table.name not in WRITTEN_BY_LOOKING
        }


def looks(services: Services, runner: Actor, therapist: Actor) -> Sequence[Callable[[datetime], object]]:
    """Everything that a page of hers, or of her therapist about her, opens."""
    her = runner.person_id or ""
    return [
        look
        for actor in (runner, therapist)
        for look in (
            lambda now, who=actor: services.deciding.today(who, her, now=now),
            lambda now, who=actor: services.deciding.history(who, her, now=now),
            lambda now, who=actor: services.looking_back.trends(who, her, now=now),
            lambda now, who=actor: services.runs.list_runs(who, her, now=now),
            lambda now, who=actor: services.runs.sessions(who, her, now=now, since=SINCE),
            lambda now, who=actor: services.diary.entries(who, her, now=now),
            lambda now, who=actor: services.diary.check_ins(who, her, now=now),
            lambda now, who=actor: services.planning.in_force(who, her, now=now),
            lambda now, who=actor: services.records.read(who, her, now=now),
        )
    ] + [
        lambda now: services.care.beside_me(runner, now=now),
        lambda now: services.packets.packet(therapist, her, now=now),
        lambda now: services.caseload.row(therapist, her, now=now),
        lambda now: services.caseload.rows(therapist, now=now),
    ]


@pytest.mark.parametrize("subject", [RUNNER, *(story.key for story in STORIES if story.name in TOLD)])
def test_looking_ten_times_writes_nothing_but_its_audit_rows(demo: Services, subject: str) -> None:
    runner, therapist = signed_in(demo, subject), signed_in(demo, THERAPIST)
    before = dump(demo)

    for time in range(TIMES):
        for look in looks(demo, runner, therapist):
            look(NOW + time * BETWEEN)

    after = dump(demo)
    assert before["person"]
    assert [name for name in before if before[name] != after[name]] == []


def test_what_stands_is_the_same_whoever_looked_before(demo: Services) -> None:
    runner, therapist = signed_in(demo, RUNNER), signed_in(demo, THERAPIST)
    her = runner.person_id or ""
    first = demo.deciding.today(runner, her, now=NOW)

    for look in looks(demo, runner, therapist):
        look(NOW)

    assert demo.deciding.today(runner, her, now=NOW) == first
