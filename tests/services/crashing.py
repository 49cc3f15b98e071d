"""A process to kill: it works on a store round after round, and says before each act what it will do and
after each write that returned what was kept.
"""

from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from program import CheckIn
from services import HandRun, Upload, open_services
from tests.services.building import day_entry, gpx_run

#: A Monday: each round is a week of its own, so that each has a check-in.
FIRST = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)
#: More than a process gets through before it is killed, so that no two lives write the same week.
WEEKS_OF_A_LIFE = 100


def work(home: Path, url: str | None, first_week: int, out: Connection) -> None:
    """Work on a store until killed."""

    def say(**acknowledged: object) -> None:
        out.send(acknowledged)

    say(doing="migration")
    services = open_services(home, database_url=url)
    say(opened=True)
    for number in range(first_week, first_week + WEEKS_OF_A_LIFE):
        now = FIRST + timedelta(weeks=number)
        actor = services.accounts.local_runner(now=now)
        runner_id = actor.person_id or ""
        if services.planning.in_force(actor, runner_id, now=now) is None:
            services.planning.choose(actor, runner_id, "postnatal-graded", 1, now=now)
        say(doing="import")
        file = Upload(f"{number}.gpx", gpx_run(now - timedelta(hours=2), ((2.6, 160, 40),)))
        for verdict in services.importing.add_files(actor, runner_id, [file], now=now):
            say(activity=verdict.activity_id, verdict=verdict.verdict)
        say(doing="entry and decision")
        logged = services.diary.log(actor, runner_id, day_entry(), now=now)
        say(entry=logged.entry_id, decision=logged.answer.decision_id)
        say(doing="check-in")
        sent = services.diary.check_in(actor, runner_id, CheckIn(date=now.date(), energy="good"), now=now)
        say(check_in=now.date().isoformat(), decision=sent.answer.decision_id)
        say(doing="run by hand")
        told = HandRun(now - timedelta(hours=9), 900.0, 300.0)
        say(activity=services.runs.add_by_hand(actor, runner_id, told, now=now), verdict="new")
