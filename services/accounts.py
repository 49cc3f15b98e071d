"""Who is here: the one runner of alone mode, sign-in, and a person's own settings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from services.acts import Act
from services.context import Context
from services.dates import zone_of
from services.errors import NotAllowedError, NotFoundError, RefusedError, in_service_words
from services.limits import name_of, written_name
from services.policy import Access, Actor, visit
from store import people
from store.engine import writing
from store.people import Person
from store.rows import Seen


@dataclass(frozen=True)
class Account:
    """A person's own account; `roles` as they are now."""

    person_id: str
    email: str | None
    display_name: str
    roles: frozenset[str]
    time_zone: str
    distance_unit: str
    version: int


class Accounts:
    """People and how they come in."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def local_runner(self, *, now: datetime, time_zone: str = "UTC") -> Actor:
        """Return the one runner of alone mode, made on the first start; raises NotAllowedError elsewhere."""
        if not self._context.is_alone:
            raise NotAllowedError("Sign in first.")
        with in_service_words(), writing(self._context.engine) as connection:
            runners = people.people_with_role(connection, "runner")
            if runners:
                return Actor(runners[0].id)
            zone_of(time_zone)
            runner = new_person(None, "You", time_zone=time_zone, now=now)
            people.add_person(connection, runner)
            people.grant_role(connection, runner.id, "runner", now=now, granted_by=None)
        return Actor(runner.id)

    def sign_in(
        self,
        *,
        issuer: str,
        subject: str,
        email: str | None,
        email_verified: bool,
        signed_in_utc: datetime,
        expires_utc: datetime | None,
    ) -> Actor:
        """Return the actor for somebody whom the OpenID provider vouches for.

        A person is found by the provider's subject; the first time by a verified e-mail
        address that an administrator or an invitation has put on record. Raises
        NotAllowedError for everybody else.
        """
        with in_service_words(), writing(self._context.engine) as connection:
            person = people.person_by_subject(connection, issuer, subject)
            if person is None and email and email_verified:
                person = people.person_by_email(connection, email)
                if person is not None and person.oidc_subject is not None:
                    person = None
                if person is not None:
                    people.bind_subject(connection, person, issuer, subject)
            if person is None or person.closed_utc is not None:
                raise NotAllowedError("You have no account here yet. Ask for an invitation.")
            return Actor(person.id, signed_in_utc, expires_utc)

    def account(self, actor: Actor, *, now: datetime) -> Account:
        """Return the actor's own account."""
        person_id = actor.person_id or ""
        with visit(
            self._context, actor, Access.ACCOUNT, subject_id=person_id, doing=Act.READ_ACCOUNT, now=now
        ) as desk:
            person = people.person_by_id(desk.connection, person_id)
            if person is None:
                raise NotFoundError("There is no such account.")
            return Account(
                person.id,
                person.email,
                name_of(person.display_name),
                people.roles_of(desk.connection, person.id),
                person.time_zone,
                person.distance_unit,
                person.version,
            )

    def change_settings(
        self,
        actor: Actor,
        *,
        now: datetime,
        seen_version: int,
        display_name: str,
        time_zone: str,
        distance_unit: str,
    ) -> None:
        """Change the actor's name, time zone and unit; raises ConflictError where they changed meanwhile."""
        zone_of(time_zone)
        if distance_unit not in {"km", "mi"}:
            raise RefusedError("Distances are shown in km or in mi.")
        name = written_name(display_name)
        person_id = actor.person_id or ""
        with visit(
            self._context,
            actor,
            Access.ACCOUNT,
            subject_id=person_id,
            doing=Act.CHANGE_SETTINGS,
            now=now,
            writes=True,
        ) as desk:
            people.change_settings(
                desk.connection,
                Seen(person_id, seen_version),
                display_name=name,
                time_zone=time_zone,
                distance_unit=distance_unit,
                now=now,
            )

    def sign_out_everywhere(self, actor: Actor, *, now: datetime) -> None:
        """End every sign-in of the actor that began before now, in all open tabs."""
        person_id = actor.person_id or ""
        with visit(
            self._context,
            actor,
            Access.ACCOUNT,
            subject_id=person_id,
            doing=Act.SIGN_OUT,
            now=now,
            writes=True,
        ) as desk:
            people.sign_out(desk.connection, person_id, now=now)

    def runner_id_by_email(self, actor: Actor, email: str, *, now: datetime) -> str:
        """Return the id of the runner with this e-mail address, for the command line."""
        with visit(
            self._context,
            actor,
            Access.ADMINISTRATION,
            subject_id=None,
            doing=Act.LOOK_UP_A_PERSON,
            now=now,
        ) as desk:
            person = people.person_by_email(desk.connection, email)
        if person is None:
            raise NotFoundError(f"There is nobody with the address {email}.")
        return person.id


def new_person(email: str | None, display_name: str, *, time_zone: str, now: datetime) -> Person:
    """Return a new person with a random id; a name from elsewhere is cut to what a case accepts."""
    return Person(
        id=uuid4().hex,
        email=email.strip().lower() if email else None,
        display_name=name_of(display_name),
        oidc_issuer=None,
        oidc_subject=None,
        time_zone=time_zone,
        distance_unit="km",
        signed_out_after_utc=None,
        closed_utc=None,
        created_utc=now,
        version=1,
    )
