"""Use cases that join the rooms, and the only place where permission is checked.

A front door makes one `Services` and keeps it:

    services = open_services(home, database_url=None, mode="alone")
    actor = services.accounts.local_runner(now=now)          # alone: the one runner
    actor = services.accounts.sign_in(issuer=…, subject=…, email=…, …)   # a clinic

Every use case takes the actor first, and `now` (aware, UTC) by keyword: no clock is read here.
`actor.person_id` is the runner's own id. What comes back are frozen dataclasses and contracted
frames. What goes wrong is a `ServiceError` whose `message` is one sentence to show.

    services.importing.add_files(actor, runner_id, uploads, now=…, anyway=…, executor=…)
                                                          -> Iterator[ImportVerdict], one per activity
    services.runs.list_runs(actor, runner_id, now=…)      -> tuple[Run, ...], newest first
    services.runs.run(actor, runner_id, activity_id, now=…)  -> RunDetail with samples and bouts
    services.runs.weeks(actor, runner_id, now=…, since=…) -> a `Weeks` frame of analysis
    services.runs.add_by_hand(actor, runner_id, HandRun(…), now=…)  -> activity id
    services.runs.tombstones(actor, runner_id, now=…)     -> tuple[Tombstone, ...]
    services.runs.delete_run(actor, runner_id, activity_id, now=…)
    services.accounts.account(actor, now=…)               -> Account (settings, roles)
    services.accounts.change_settings(actor, now=…, seen_version=…, …)

    services.planning.plans(actor, runner_id, now=…)      -> tuple[Plan, ...] to choose from
    services.planning.choose(actor, runner_id, plan_id, version, now=…, stage_id=…)  -> Answer
    services.planning.in_force(actor, runner_id, now=…)   -> PlanInForce | None, with her way so far
    services.records.read(actor, runner_id, now=…)        -> RunnerRecords with revisions
    services.records.put_profile / put_readiness / put_assessment / state_clearance(…, seen_revision=…)
                                                          -> Answer
    services.diary.log(actor, runner_id, entry, now=…)    -> Logged (entry_id, revision, answer)
                       entry: program.SymptomEntry, its `session` an activity id; red flags answered here
    services.diary.edit / withdraw(…, seen_revision=…)    -> Logged
    services.diary.entries(actor, runner_id, now=…, since=…)  -> tuple[DiaryEntry, ...], newest first
    services.diary.history(actor, runner_id, entry_id, now=…) -> tuple[DiaryEntry, ...]
    services.diary.check_in(actor, runner_id, check_in, now=…) -> Logged
    services.diary.check_ins(actor, runner_id, now=…)     -> tuple[SentCheckIn, ...]
    services.deciding.today(actor, runner_id, now=…)      -> Today (answer, stage, next session, notes)
    services.deciding.decide_now(actor, runner_id, now=…) -> Answer (decision, explanation, reviews)
    services.deciding.confirm_progress(actor, runner_id, decision_id, now=…) -> Answer, or RefusedError
    services.deciding.history(actor, runner_id, now=…)    -> tuple[Answer, ...]; `would_now_be`
    services.demo.load_sample_runner(services, now=…)     -> Actor (import services.demo)
"""

from dataclasses import dataclass
from pathlib import Path

from services.accounts import Account, Accounts
from services.answers import Answer, Review
from services.context import Context, Mode, open_context
from services.deciding import Deciding, Today
from services.diary import Diary, DiaryEntry, Logged, SentCheckIn
from services.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    ServiceError,
    UnavailableError,
)
from services.importing import Importing, ImportVerdict, Upload
from services.planning import PlanInForce, Planning
from services.policy import OPERATOR, Actor
from services.records import Records, RunnerRecords
from services.runs import HandRun, Run, RunDetail, Runs

__all__ = [
    "OPERATOR",
    "Account",
    "Actor",
    "Answer",
    "ConflictError",
    "Context",
    "DiaryEntry",
    "HandRun",
    "ImportVerdict",
    "Logged",
    "Mode",
    "NotAllowedError",
    "NotFoundError",
    "PlanInForce",
    "RefusedError",
    "Review",
    "Run",
    "RunDetail",
    "RunnerRecords",
    "SentCheckIn",
    "ServiceError",
    "Services",
    "Today",
    "UnavailableError",
    "Upload",
    "open_services",
]


@dataclass(frozen=True)
class Services:
    """All use cases, each topic by its name."""

    context: Context
    accounts: Accounts
    importing: Importing
    runs: Runs
    planning: Planning
    records: Records
    diary: Diary
    deciding: Deciding

    @classmethod
    def on(cls, context: Context) -> "Services":
        """Make the services that work on one database."""
        return cls(
            context,
            Accounts(context),
            Importing(context),
            Runs(context),
            Planning(context),
            Records(context),
            Diary(context),
            Deciding(context),
        )


def open_services(home: Path, *, database_url: str | None = None, mode: Mode = "alone") -> Services:
    """Open the data folder and its database, made or brought up to date where needed."""
    return Services.on(open_context(home, database_url=database_url, mode=mode))
