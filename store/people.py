"""People, their roles, and who is linked to whom."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from store import tables as t
from store.life import add_zone_change, zone_changes_of
from store.rows import RUNNER, Seen, columns_of, of_runner, read_all, read_one, update_seen


@dataclass(frozen=True)
class Person:
    id: str
    email: str | None
    display_name: str
    oidc_issuer: str | None
    oidc_subject: str | None
    time_zone: str
    distance_unit: str
    signed_out_after_utc: datetime | None
    closed_utc: datetime | None
    created_utc: datetime
    version: int


@dataclass(frozen=True)
class CareLink:
    id: int
    runner_id: str
    pt_id: str
    shared_from: date | None
    began_utc: datetime
    ended_utc: datetime | None
    ended_by: str | None
    version: int


_PERSON = columns_of(t.person, Person)
_LINK = columns_of(t.care_link, CareLink)
_WHO = sa.bindparam("person_id")
_BY_ID = sa.select(*_PERSON).where(t.person.c.id == _WHO)
_LOCKED = sa.select(t.person.c.id).where(t.person.c.id == _WHO).with_for_update()
_ROLES = sa.select(t.role.c.role).where(t.role.c.person_id == _WHO)
_LINKS_OF_RUNNER = of_runner(t.care_link, CareLink, t.care_link.c.id)
_OPEN_LINK = sa.select(*_LINK).where(
    t.care_link.c.runner_id == RUNNER,
    t.care_link.c.pt_id == _WHO,
    t.care_link.c.ended_utc.is_(None),
)


def add_person(connection: Connection, person: Person) -> None:
    """Insert a person."""
    connection.execute(t.person.insert().values({c.name: getattr(person, c.name) for c in t.person.c}))


def person_by_id(connection: Connection, person_id: str) -> Person | None:
    """Return the person, null where there is none."""
    return read_one(connection, _BY_ID, Person, person_id=person_id)


def person_by_email(connection: Connection, email: str) -> Person | None:
    """Return the person with this e-mail address, in any case of letters."""
    return read_one(connection, sa.select(*_PERSON).where(t.person.c.email == email.strip().lower()), Person)


def person_by_subject(connection: Connection, issuer: str, subject: str) -> Person | None:
    """Return the person whom this OpenID provider calls by this subject."""
    query = sa.select(*_PERSON).where(t.person.c.oidc_issuer == issuer, t.person.c.oidc_subject == subject)
    return read_one(connection, query, Person)


def lock_person(connection: Connection, person_id: str) -> None:
    """Let nobody else write about this person until the transaction ends; SQLite has one writer anyhow."""
    connection.execute(_LOCKED, {"person_id": person_id})


def everybody(connection: Connection) -> tuple[Person, ...]:
    """Return all people in the order in which they came."""
    return read_all(connection, sa.select(*_PERSON).order_by(t.person.c.created_utc, t.person.c.id), Person)


def roles_of(connection: Connection, person_id: str) -> frozenset[str]:
    """Return the person's roles, empty where there are none."""
    return frozenset(connection.execute(_ROLES, {"person_id": person_id}).scalars())


def people_with_role(connection: Connection, role: str) -> tuple[Person, ...]:
    """Return the people who have this role, in the order in which they came."""
    query = sa.select(*_PERSON).join(t.role).where(t.role.c.role == role)
    return read_all(connection, query.order_by(t.person.c.created_utc, t.person.c.id), Person)


def grant_role(
    connection: Connection, person_id: str, role: str, *, now: datetime, granted_by: str | None
) -> None:
    """Give a role; giving it twice changes nothing."""
    if role not in roles_of(connection, person_id):
        connection.execute(
            t.role.insert().values(
                {"person_id": person_id, "role": role, "granted_utc": now, "granted_by": granted_by}
            )
        )


def revoke_role(connection: Connection, person_id: str, role: str) -> None:
    """Take a role away."""
    connection.execute(t.role.delete().where(t.role.c.person_id == person_id, t.role.c.role == role))


def open_link(connection: Connection, runner_id: str, pt_id: str) -> CareLink | None:
    """Return the care link in force between the two, null where there is none."""
    return read_one(connection, _OPEN_LINK, CareLink, runner_id=runner_id, person_id=pt_id)


def links_of_runner(connection: Connection, runner_id: str) -> tuple[CareLink, ...]:
    """Return all links of a runner, ended ones too, oldest first."""
    return read_all(connection, _LINKS_OF_RUNNER, CareLink, runner_id=runner_id)


def open_links_of_pt(connection: Connection, pt_id: str) -> tuple[CareLink, ...]:
    """Return the therapist's links in force, oldest first."""
    query = sa.select(*_LINK).where(t.care_link.c.pt_id == pt_id, t.care_link.c.ended_utc.is_(None))
    return read_all(connection, query.order_by(t.care_link.c.id), CareLink)


def add_link(
    connection: Connection, runner_id: str, pt_id: str, *, shared_from: date | None, now: datetime
) -> None:
    """Begin a care link."""
    connection.execute(
        t.care_link.insert().values(
            {"runner_id": runner_id, "pt_id": pt_id, "shared_from": shared_from, "began_utc": now}
        )
    )


def bind_subject(connection: Connection, person: Person, issuer: str, subject: str) -> None:
    """Remember by which subject an OpenID provider calls this person."""
    seen = Seen(person.id, person.version)
    update_seen(connection, t.person, seen, {"oidc_issuer": issuer, "oidc_subject": subject})


def change_settings(
    connection: Connection,
    seen: Seen,
    *,
    display_name: str,
    time_zone: str,
    distance_unit: str,
    now: datetime | None = None,
) -> None:
    """Change what a person may set; raises StaleVersionError where it changed meanwhile.

    With `now`, another time zone holds from then on, and the one before it stays on record.
    """
    person = person_by_id(connection, str(seen.row_id))
    if now is not None and person is not None and person.time_zone != time_zone:
        if not zone_changes_of(connection, person.id):
            add_zone_change(connection, person.id, person.time_zone, from_utc=person.created_utc)
        add_zone_change(connection, person.id, time_zone, from_utc=now)
    values = {"display_name": display_name, "time_zone": time_zone, "distance_unit": distance_unit}
    update_seen(connection, t.person, seen, values)


def sign_out(connection: Connection, person_id: str, *, now: datetime) -> None:
    """End every sign-in that began before now."""
    connection.execute(
        t.person.update().where(t.person.c.id == person_id).values({"signed_out_after_utc": now})
    )


def end_link(connection: Connection, link: CareLink, *, now: datetime, ended_by: str | None) -> None:
    """End a care link; raises StaleVersionError where somebody was faster."""
    update_seen(
        connection, t.care_link, Seen(link.id, link.version), {"ended_utc": now, "ended_by": ended_by}
    )


def share_from(connection: Connection, link: CareLink, shared_from: date | None) -> None:
    """Change from which local date on a therapist may look."""
    update_seen(connection, t.care_link, Seen(link.id, link.version), {"shared_from": shared_from})


def close_account(connection: Connection, person: Person, *, now: datetime) -> None:
    """Close an account: nobody signs in with it any more, its data stays."""
    update_seen(connection, t.person, Seen(person.id, person.version), {"closed_utc": now})
