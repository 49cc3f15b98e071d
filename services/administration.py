"""Accounts and roles, for the administrator and for whoever sits at the server. No health data here."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from services.accounts import new_person
from services.acts import Act
from services.context import Context
from services.errors import NotFoundError, RefusedError
from services.limits import name_of, written_name
from services.policy import Access, Actor, visit
from store import audit, people
from store.audit import ChainReport
from store.engine import Connection
from store.people import Person

Role = Literal["runner", "pt", "administrator"]


@dataclass(frozen=True)
class PersonLine:
    """One account as an administrator sees it: who, as what, since when. Nothing about anybody's health."""

    person_id: str
    email: str | None
    display_name: str
    roles: frozenset[str]
    created_utc: datetime
    closed_utc: datetime | None
    signed_out_after_utc: datetime | None


class Administration:
    """Who may come in, and as what."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def people(self, actor: Actor, *, now: datetime) -> tuple[PersonLine, ...]:
        """Return all accounts in the order in which they came."""
        with visit(
            self._context, actor, Access.ADMINISTRATION, subject_id=None, doing=Act.LIST_ACCOUNTS, now=now
        ) as desk:
            return tuple(_line(desk.connection, person) for person in people.everybody(desk.connection))

    def add_person(
        self, actor: Actor, email: str, role: Role, *, now: datetime, display_name: str = ""
    ) -> str:
        """Put somebody on record by e-mail address, with a role, and return the id.

        She comes in by the OpenID provider that vouches for this address. An account that is
        there already gets the role beside those it has.
        """
        address, name = email.strip().lower(), display_name.strip()
        if "@" not in address:
            raise RefusedError(f"{email} is not an e-mail address.")
        name = written_name(name) if name else name_of(address)
        with visit(
            self._context,
            actor,
            Access.ADMINISTRATION,
            subject_id=None,
            doing=Act(f"add {role}"),
            now=now,
            writes=True,
        ) as desk:
            person = people.person_by_email(desk.connection, address)
            if person is None:
                person = new_person(address, name, time_zone="UTC", now=now)
                people.add_person(desk.connection, person)
            people.grant_role(desk.connection, person.id, role, now=now, granted_by=actor.person_id)
            return person.id

    def revoke_role(self, actor: Actor, person_id: str, role: Role, *, now: datetime) -> None:
        """Take a role away; it is gone at that person's next click. The last administrator stays."""
        with visit(
            self._context,
            actor,
            Access.ADMINISTRATION,
            subject_id=person_id,
            doing=Act(f"revoke {role}"),
            now=now,
            writes=True,
        ) as desk:
            if role == "administrator":
                _keep_one_administrator(desk.connection, person_id)
            people.revoke_role(desk.connection, person_id, role)

    def sign_out(self, actor: Actor, person_id: str, *, now: datetime) -> None:
        """End every sign-in of somebody that began before now."""
        with visit(
            self._context,
            actor,
            Access.ADMINISTRATION,
            subject_id=person_id,
            doing=Act.SIGN_OUT,
            now=now,
            writes=True,
        ) as desk:
            people.sign_out(desk.connection, person_id, now=now)

    def close_account(self, actor: Actor, person_id: str, *, now: datetime) -> None:
        """Close an account: nobody comes in with it any more; what it holds stays until it is deleted."""
        with visit(
            self._context,
            actor,
            Access.ADMINISTRATION,
            subject_id=person_id,
            doing=Act.CLOSE_ACCOUNT,
            now=now,
            writes=True,
        ) as desk:
            person = people.person_by_id(desk.connection, person_id)
            if person is None:
                raise NotFoundError("There is no such account.")
            _keep_one_administrator(desk.connection, person_id)
            people.close_account(desk.connection, person, now=now)

    def verify_audit(self, actor: Actor, *, now: datetime, against: str | None = None) -> ChainReport:
        """Walk the audit chain; the look itself becomes its newest entry.

        `against` is the head of an earlier walk, kept elsewhere: where the chain does not have it any
        more, entries were cut off, and the chain counts as broken behind its end.
        """
        with visit(
            self._context, actor, Access.ADMINISTRATION, subject_id=None, doing=Act.VERIFY_AUDIT, now=now
        ) as desk:
            report = audit.verify(desk.connection)
            if report.broken_at is None and against and not audit.contains(desk.connection, against):
                return replace(report, broken_at=report.entry_count + 1)
            return report


def _keep_one_administrator(connection: Connection, person_id: str) -> None:
    others = [p for p in people.people_with_role(connection, "administrator") if p.closed_utc is None]
    if [person.id for person in others] == [person_id]:
        raise RefusedError("This is the last administrator. Add another one first.")


def _line(connection: Connection, person: Person) -> PersonLine:
    return PersonLine(
        person.id,
        person.email,
        person.display_name,
        people.roles_of(connection, person.id),
        person.created_utc,
        person.closed_utc,
        person.signed_out_after_utc,
    )
