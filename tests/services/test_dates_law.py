"""Another date, told unasked, is never bolder than not having told it, whenever one looks."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from program import Decision
from services import Services, Upload, open_services
from tests.services.building import lively_run
from tests.services.conftest import WEEKS_END
from tests.services.test_dates import ADDED, BEGAN, BERLIN, FAR_TOO_MUCH, STEPS, Desk

DAY = timedelta(days=1)
#: A minute and some days after the date was told, before a run would be too long ago.
LOOKS = tuple(ADDED + after for after in (timedelta(minutes=5), DAY, 2 * DAY, 4 * DAY, 9 * DAY))
#: By how much it is told to have been earlier.
EARLIER = (timedelta(hours=1), 20 * timedelta(hours=1), 2 * DAY, 6 * DAY, 9 * DAY, 20 * DAY, 75 * DAY)
OUTINGS = {"as prescribed": STEPS, "far too much": FAR_TOO_MUCH}


@pytest.fixture
def opened(lived_weeks: Path, tmp_path: Path) -> Iterator[Services]:
    services = open_services(Path(shutil.copytree(lived_weeks, tmp_path / "home")))
    yield services
    services.close()


def is_bolder(one: Decision, other: Decision, stages: list[str]) -> bool:
    """Whether one answer lets her do more than the other."""
    if one.running_allowed and not other.running_allowed:
        return True
    if one.action < other.action:
        return True
    return stages.index(one.stage or stages[0]) > stages.index(other.stage or stages[0])


@pytest.mark.parametrize("outing", sorted(OUTINGS))
def test_no_earlier_day_is_bolder(opened: Services, outing: str) -> None:
    desk = Desk(opened, opened.accounts.local_runner(now=WEEKS_END))
    plan = opened.planning.in_force(desk.runner, desk.id, now=ADDED)
    assert plan is not None
    stages = [stage.id for stage in plan.plan.stages]
    (verdict,) = opened.importing.add_files(
        desk.runner, desk.id, [Upload("r.gpx", lively_run(BEGAN, OUTINGS[outing]))], now=ADDED
    )
    left = [desk.decision(at) for at in LOOKS]
    for place, earlier in enumerate(EARLIER):
        at = ADDED + timedelta(seconds=10 * (place + 1))
        start = (BEGAN - earlier).astimezone(BERLIN)
        opened.runs.tell_start(desk.runner, desk.id, str(verdict.activity_id), start, now=at)

        told = [desk.decision(look) for look in LOOKS]

        bolder = [
            look for look, one, other in zip(LOOKS, told, left, strict=True) if is_bolder(one, other, stages)
        ]
        assert not bolder, (earlier, bolder)
