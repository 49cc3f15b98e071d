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
    services.runs.delete_run(actor, runner_id, activity_id, now=…)
    services.accounts.account(actor, now=…)               -> Account (settings, roles)
    services.accounts.change_settings(actor, now=…, seen_version=…, …)
"""

from dataclasses import dataclass
from pathlib import Path

from services.accounts import Account, Accounts
from services.context import Context, Mode, open_context
from services.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    ServiceError,
    UnavailableError,
)
from services.importing import Importing, ImportVerdict, Upload
from services.policy import OPERATOR, Actor
from services.runs import Run, RunDetail, Runs

__all__ = [
    "OPERATOR",
    "Account",
    "Actor",
    "ConflictError",
    "Context",
    "ImportVerdict",
    "Mode",
    "NotAllowedError",
    "NotFoundError",
    "RefusedError",
    "Run",
    "RunDetail",
    "ServiceError",
    "Services",
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

    @classmethod
    def on(cls, context: Context) -> "Services":
        """Make the services that work on one database."""
        return cls(context, Accounts(context), Importing(context), Runs(context))


def open_services(home: Path, *, database_url: str | None = None, mode: Mode = "alone") -> Services:
    """Open the data folder and its database, made or brought up to date where needed."""
    return Services.on(open_context(home, database_url=database_url, mode=mode))
