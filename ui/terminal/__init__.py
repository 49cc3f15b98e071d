"""What the commands share: where words go, and how a service is opened and refuses."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console

from services import OPERATOR, Actor, ServiceError, Services, backups_kept_for, mail_settings, open_services
from ui import launch
from ui.auth_settings import SettingsError

out = Console()
err = Console(stderr=True)

JsonFlag = Annotated[bool, typer.Option("--json", help="One JSON object a line on standard output.")]

FAILED = 1


def print_json(record: dict[str, Any]) -> None:
    """One line of newline-delimited JSON, flushed, so that a reader sees it at once."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def say(message: str) -> None:
    """A line of the result on standard output, as it is."""
    out.print(message, highlight=False, markup=False, soft_wrap=True)


def complain(message: str) -> None:
    """One sentence on standard error."""
    err.print(message, style="red", highlight=False, markup=False, soft_wrap=True)


def fail(message: str) -> NoReturn:
    """Say what is wrong, and end with the status of a failed input."""
    complain(message)
    raise typer.Exit(FAILED)


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn what a service refuses into one sentence and status 1."""
    try:
        yield
    except ServiceError as error:
        fail(error.message)
    except SettingsError as error:
        fail(str(error))


@contextmanager
def open_here() -> Iterator[Services]:
    """The services on this computer's data folder, closed when the block ends.

    What they refuse, or why they cannot be opened, ends in one sentence and status 1.
    """
    with (
        in_plain_words(),
        open_services(
            launch.data_folder(),
            database_url=launch.database_url(),
            mode="alone" if launch.sign_in_settings() is None else "clinic",
            mail=mail_settings(os.environ),
            backups_kept_for=backups_kept_for(os.environ),
        ) as services,
    ):
        services.upgrading.note(OPERATOR, now=datetime.now(UTC))
        yield services


def whose(services: Services, email: str | None, now: datetime) -> tuple[Actor, str]:
    """Who acts from the terminal, and for which runner: alone the one there is, else by e-mail address."""
    if email is None:
        actor = services.accounts.local_runner(now=now)
        return actor, actor.person_id or ""
    return OPERATOR, services.accounts.runner_id_by_email(OPERATOR, email, now=now)
