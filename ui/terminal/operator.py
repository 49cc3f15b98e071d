"""The commands of whoever runs the server: the weekly round, rights, backups, the audit log, people."""

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from services import OPERATOR, RefusedError, try_upgrade
from ui import launch
from ui.terminal import FAILED, JsonFlag, complain, in_plain_words, open_here, print_json, say, whose

app = typer.Typer()
audit_app = typer.Typer(help="The log of who saw and did what.", no_args_is_help=True)
admin_app = typer.Typer(help="Who runs this server.", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
app.add_typer(admin_app, name="admin")

Runner = Annotated[str | None, typer.Option(help="E-mail address; alone, there is one runner.")]


#: What may differ after an upgrade, for the terminal.
DIFFERENCES = {
    "lower": "a lower step by the whole record",
    "lost": "steps lost to looks and edits",
    "higher": "a higher step by the whole record",
    "held": "running allowed before, and not now",
    "free": "running not allowed before, and now",
    "action": "another answer",
    "rule": "a new rule would have spoken of the last 28 days",
}


class Role(StrEnum):
    """What somebody may be invited as."""

    RUNNER = "runner"
    PT = "pt"
    ADMINISTRATOR = "administrator"


@app.command()
def weekly(
    on: Annotated[
        str | None, typer.Option(help="The day, as 2026-11-22; today where it is left out.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Decide for every runner, remind the late ones, and send what waits; safe to repeat."""
    now = datetime.now(UTC)
    try:
        day = date.fromisoformat(on) if on else now.date()
    except ValueError:
        raise typer.BadParameter("write the day as 2026-11-22", param_hint="--on") from None
    with open_here() as services:
        for line in services.weekly.run(OPERATOR, on=day, now=now):
            if as_json:
                print_json(
                    {
                        "runner_id": line.runner_id,
                        "decision_id": line.decision_id,
                        "is_new": line.is_new,
                        "waits_for": line.waits_for,
                        "is_overdue": line.is_overdue,
                    }
                )
            else:
                waits = f", waits for the {line.waits_for}" if line.waits_for else ""
                late = ", check-in overdue" if line.is_overdue else ""
                say(f"{line.runner_id}: decision {line.decision_id}{waits}{late}")


@app.command()
def upgrade(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Make it, look at it, and take it back: nothing is changed.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring the store up to date, and say for how many runners what differs by the new rules."""
    now = datetime.now(UTC)
    if dry_run:
        with in_plain_words():
            report = try_upgrade(launch.data_folder(), database_url=launch.database_url(), now=now)
    else:
        with open_here() as services:
            report = services.upgrading.report(OPERATOR, now=now)
    if as_json:
        print_json({"carried": report.carried, "differing": report.differing, "kinds": report.kinds})
        return
    say(f"Runners carried over: {report.carried}. With something that differs: {report.differing}.")
    for kind, count in report.kinds.items():
        say(f"{count:>5}  {DIFFERENCES[kind]}")


@app.command()
def export(
    out: Annotated[Path, typer.Option("--out", help="The zip file to write.")], runner: Runner = None
) -> None:
    """Write everything about one person into a zip file: JSON, CSV and Parquet."""
    now = datetime.now(UTC)
    with open_here() as services:
        actor, person_id = whose(services, runner, now)
        try:
            with out.open("xb") as file:
                services.rights.export(actor, person_id, file, now=now)
        except FileExistsError:
            raise RefusedError(f"{out} is there already. Name another file.") from None
        except OSError as error:
            raise RefusedError(f"{out} cannot be written: {error.strerror}.") from None
    say(f"Everything is in {out}.")


@app.command()
def delete(
    runner: Runner = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete one person with all runs, entries and decisions. It cannot be undone."""
    now = datetime.now(UTC)
    with open_here() as services:
        actor, person_id = whose(services, runner, now)
        if not yes:
            typer.confirm(f"Delete {runner or 'everything here'} for good?", abort=True)
        deleted = services.rights.delete_everything(actor, person_id, now=now)
    say(f"Deleted. Backups made before hold the data until {deleted.in_backups_until.isoformat()}.")


@app.command()
def backup(
    file: Annotated[
        Path, typer.Argument(help="The backup to write; in a folder, dated, and old ones are removed.")
    ],
) -> None:
    """Write a checked backup while the server runs."""
    with open_here() as services:
        report = services.backups.backup(OPERATOR, file, now=datetime.now(UTC))
    say(f"{report.path}: {report.row_count} rows, audit head {report.audit_head_sha256}")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The backup to put in place.")],
    other_key: Annotated[
        bool, typer.Option("--other-key", help="Its secret.key is lost: believe its audit log as it stands.")
    ] = False,
) -> None:
    """Put a checked backup in place of everything; what was deleted since stays deleted."""
    with open_here() as services:
        report = services.backups.restore(OPERATOR, file, now=datetime.now(UTC), other_key=other_key)
    say(f"{report.row_count} rows are back, {report.deleted_again} deleted again.")
    say(f"What was there before is in {report.safety_copy}.")


@audit_app.command(name="verify")
def verify_audit(
    against: Annotated[
        str | None, typer.Option(help="A head printed before and kept elsewhere: it must still be there.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Prove that no entry of the audit log was changed or taken out. Keep the head that it prints."""
    with open_here() as services:
        report = services.administration.verify_audit(OPERATOR, now=datetime.now(UTC), against=against)
    whole = report.broken_at is None
    if as_json:
        print_json(
            {"whole": whole, "entry_count": report.entry_count, "broken_at": report.broken_at}
            | {"head_sha256": report.head_sha256}
        )
    elif whole:
        say(f"Whole: {report.entry_count} entries, head {report.head_sha256}")
    if not whole:
        complain(f"The audit log is broken at entry {report.broken_at}. Keep the file and find out why.")
        raise typer.Exit(FAILED)


@admin_app.command(name="add")
def add_administrator(email: Annotated[str, typer.Argument(help="Whom the sign-in vouches for.")]) -> None:
    """Put an administrator on record; the first one comes from here."""
    with open_here() as services:
        services.administration.add_person(OPERATOR, email, Role.ADMINISTRATOR.value, now=datetime.now(UTC))
    say(f"{email} may administer this server.")


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="Who is invited.")],
    role: Annotated[Role, typer.Option(help="As what.")],
) -> None:
    """Invite somebody; the link is shown once."""
    with open_here() as services:
        sent = services.invitations.invite(OPERATOR, email, role.value, now=datetime.now(UTC))
    say(launch.invitation_link(sent.token))
    say(f"It works once, until {sent.expires_utc:%Y-%m-%d %H:%M} UTC.")
