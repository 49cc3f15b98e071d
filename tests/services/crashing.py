"""A process to kill: it works on a store in an endless round and says aloud what was acknowledged.

`python -m tests.services.crashing HOME [URL]` prints one JSON line after each write that returned.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from program import CheckIn
from services import HandRun, Upload, open_services
from services.diary import week_of
from tests.services.building import day_entry, gpx_run

FIRST = datetime(2024, 1, 1, 6, 0, tzinfo=UTC)


def say(**acknowledged: object) -> None:
    sys.stdout.write(json.dumps(acknowledged) + "\n")
    sys.stdout.flush()


def main(home: Path, url: str | None, first_round: int) -> None:
    say(opening=True)
    services = open_services(home, database_url=url)
    say(opened=True)
    for number in range(first_round, 10_000):
        now = FIRST + timedelta(days=number)
        actor = services.accounts.local_runner(now=now)
        runner_id = actor.person_id or ""
        if services.planning.in_force(actor, runner_id, now=now) is None:
            services.planning.choose(actor, runner_id, "postnatal-graded", 1, now=now)
            say(plan=True)
        file = Upload(f"{number}.gpx", gpx_run(now - timedelta(hours=2), ((2.6, 160, 40),)))
        for verdict in services.importing.add_files(actor, runner_id, [file], now=now):
            say(activity=verdict.activity_id, verdict=verdict.verdict)
        logged = services.diary.log(actor, runner_id, day_entry(), now=now)
        say(entry=logged.entry_id, decision=logged.answer.decision_id)
        if now.date() == week_of(now.date()):
            check_in = CheckIn(date=now.date(), energy="good")
            services.diary.check_in(actor, runner_id, check_in, now=now)
            say(check_in=now.date().isoformat())
        told = HandRun(now - timedelta(hours=9), 900.0, 300.0)
        say(activity=services.runs.add_by_hand(actor, runner_id, told, now=now), verdict="new")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] or None, int(sys.argv[3]))
