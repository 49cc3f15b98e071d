"""The demo's twelve runners tell their stories, whatever the weekday and the hour at which it is opened."""

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from sample_data.caseload import STORIES
from services import OPERATOR, Actor, CaseloadRow, Need, Services, Standing, open_services
from services.demo import DEMO_ISSUER, RUNNER, THERAPIST, load_demo

pytestmark = pytest.mark.slow

#: A Monday at dawn and a Sunday late at night; `STRIDEGATE_DEMO_GRID=1` asks for every day at four hours.
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
MOMENTS = (MONDAY + timedelta(hours=4, minutes=30), MONDAY + timedelta(days=6, hours=22, minutes=30))
GRID = tuple(MONDAY + timedelta(days=day, hours=hour) for day in range(7) for hour in (0, 6, 12, 20))
if os.environ.get("STRIDEGATE_DEMO_GRID") == "1":
    MOMENTS = GRID

#: Why each of them stands where she stands, and what the answer is.
TOLD = {
    "Cora Calf": (Need.STOP, Standing.STOP),
    "Bea Leak": (Need.OPEN_FINDING, Standing.NO_RUNNING),
    "Edda Knee": (Need.REGRESS, Standing.HOLD),
    "Gwen Gap": (Need.OPEN_FINDING, Standing.NO_RUNNING),
    "Cleo Overshoot": (Need.EXCEEDED, Standing.HOLD),
    "Ada Silent": (Need.OVERDUE, Standing.HOLD),
    "Kim Complete": (Need.WAITING, Standing.PLAN_DONE),
    "Sam Sample": (Need.WAITING, Standing.PROGRESS),
    "Dina Steady": (Need.STEADY, Standing.HOLD),
    "Fay Returning": (Need.STEADY, Standing.HOLD),
    "Hanna Early": (Need.STEADY, Standing.WALKING_WEEKS),
    "Lea New": (Need.WAITING, Standing.BEFORE_CLEARANCE),
}


def test_no_story_has_two_check_ins_in_a_week_on_any_weekday() -> None:
    for story in STORIES:
        days = sorted(story.check_in_days)
        assert all(later - earlier >= 7 for earlier, later in pairwise(days)), story.name


def persona(services: Services, who: str, now: datetime) -> Actor:
    return services.accounts.sign_in(
        issuer=DEMO_ISSUER,
        subject=who,
        email=None,
        email_verified=False,
        signed_in_utc=now,
        expires_utc=None,
    )


@pytest.fixture(params=MOMENTS, ids=lambda now: f"{now:%A %H:%M}")
def rows(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, CaseloadRow]:
    now = request.param
    with open_services(tmp_path, mode="clinic") as services:
        load_demo(services, now=now)
        load_demo(services, now=now)
        therapist, runner = persona(services, THERAPIST, now), persona(services, RUNNER, now)
        found = services.caseload.rows(therapist, now=now)
        assert services.deciding.today(runner, str(runner.person_id), now=now).answer.waits_for == "pt"
        assert services.administration.verify_audit(OPERATOR, now=now).broken_at is None
    return {row.name: row for row in found}


def test_the_stories_hold(rows: dict[str, CaseloadRow]) -> None:
    told = {name: (row.need, row.standing) for name, row in rows.items()}

    assert told == TOLD
    assert next(iter(told)) == "Cora Calf"
    assert rows["Dina Steady"].done_count == rows["Dina Steady"].session_count > 6
    assert rows["Lea New"].stage_id is None
    assert rows["Hanna Early"].stage_id == "weeks-2-4"
    assert rows["Fay Returning"].stage_id == "run-04"
