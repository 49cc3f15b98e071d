"""The people of a life, in a store of their own, and the runner made as the head says."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

from program import Plan
from program.record import Baseline, Clearance, StandingRelease
from services import OPERATOR, Actor, Identity, NotFoundError, ServiceError, Services
from store import caution, decisions, diary, reviews
from store.caution import Caution
from store.diary import RecordRevision
from store.engine import writing
from ui.terminal.living.life import Life
from ui.terminal.living.models import Therapist

#: No provider has this name, so nobody on a real server can be one of a life's people.
ISSUER = "stridegate:life"
NAMES = {"runner": "Runner", "pt": "Therapist", "pt2": "Second Therapist", "administrator": "Administrator"}
#: Before the stage begins: when the people come, and when what is on record about the runner is written.
_PEOPLE_BEFORE, _RECORDS_BEFORE = timedelta(minutes=10), timedelta(minutes=5)
_SIGNED_IN = timedelta(days=100000)


@dataclass
class Ids:
    """What a life calls its sessions, entries and check-ins, and what the store calls them."""

    sessions: dict[str, str] = field(default_factory=dict)
    entries: dict[str, int] = field(default_factory=dict)
    check_ins: dict[str, str] = field(default_factory=dict)

    def copy(self) -> "Ids":
        """The same names, on their own from now on."""
        return Ids(dict(self.sessions), dict(self.entries), dict(self.check_ins))

    def names_of(self, source: str) -> set[str]:
        """What the life may call a source of the store; nothing where it is none of the life's."""
        named = (*self.sessions.items(), *self.entries.items(), *self.check_ins.items())
        found = {name for name, known in named if str(known) == source}
        return {*found, source} if found else found

    def named(self, text: str) -> str:
        """What the life calls a source, by itself or within the key of a finding or an alert."""
        named = (*self.sessions.items(), *self.entries.items(), *self.check_ins.items())
        names = {str(known): name for name, known in named}
        return re.sub(r"[^:/]+", lambda part: names.get(part[0], part[0]), text)


@dataclass
class World:
    """One life being lived: the services, who acts, and the names that it gives."""

    services: Services
    life: Life
    actors: dict[str, Actor]
    subjects: dict[str, str]
    ids: Ids = field(default_factory=Ids)
    #: The messages that were sent again because nobody acted, and were shown.
    reminded: set[tuple[str, str, int]] = field(default_factory=set)

    @property
    def runner(self) -> Actor:
        return self.actors["runner"]

    @property
    def runner_id(self) -> str:
        return self.runner.person_id or ""

    def actor(self, by: str) -> Actor:
        """Who acts: a person, or for the clock whoever runs the server."""
        return self.actors.get(by, OPERATOR)

    def name_of(self, person_id: str) -> str:
        """What a life calls a person."""
        return next((name for name, actor in self.actors.items() if actor.person_id == person_id), "another")

    def plan(self, plan_id: str, version: int | None, now: datetime) -> Plan:
        """A plan by name, its newest version where none is named; NotFoundError where there is none."""
        plans = self.services.planning.plans(self.runner, self.runner_id, now=now)
        found = [plan for plan in plans if plan.id == plan_id and version in {None, plan.version}]
        if not found:
            raise NotFoundError(f"There is no plan {plan_id} version {version}.")
        return max(found, key=lambda plan: plan.version)

    def identity(self, who: str, now: datetime) -> Identity:
        """The same person, signed in again."""
        return Identity(ISSUER, self.subjects[who], None, False, NAMES[who], now, now + _SIGNED_IN)


def make_world(services: Services, life: Life) -> World:
    """Make the people and, as of `stage_since`, the runner of the head."""
    at = life.begins - _PEOPLE_BEFORE
    world = World(services, life, {}, {who: uuid4().hex for who in NAMES})
    for who in NAMES:
        role = "pt" if who == "pt2" else who
        token = services.invitations.invite(OPERATOR, None, role, now=at).token  # pyright: ignore[reportArgumentType]
        world.actors[who] = services.invitations.accept(
            token, world.identity(who, at), now=at, time_zone=life.time_zone
        )
    _Head(world).make()
    return world


def link(world: World, who: Therapist, now: datetime, *, by: str = "runner", shared_from=None) -> None:
    """Begin the care link between the runner and a therapist, from either side."""
    services = world.services
    if by == "runner":
        sent = services.invitations.invite_therapist(world.runner, None, shared_from=shared_from, now=now)
        services.invitations.accept(sent.token, world.identity(who, now), now=now)
        return
    sent = services.invitations.invite_runner(world.actor(by), None, now=now)
    runner = world.identity("runner", now)
    services.invitations.accept(
        sent.token, runner, now=now, time_zone=world.life.time_zone, shared_from=shared_from
    )


class _Head:
    """The runner of the head, made step by step: by the services where they let anybody do it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._life = world.life
        self._first = {"seen_revision": 0, "now": world.life.begins - _RECORDS_BEFORE}

    def make(self) -> None:
        """Profile, examination, link, signatures, stage; the readiness last, which tells her where she is."""
        life, records, world = self._life, self._world.services.records, self._world
        runner, runner_id = world.runner, world.runner_id
        records.put_profile(runner, runner_id, life.profile, **self._first)
        is_stated = life.clearance is not None and life.clearance.role == "self_stated"
        if is_stated or not life.is_linked:
            self._examine("runner")
        if life.is_linked:
            link(world, "pt", self._linked_at())
            if not is_stated:
                self._examine("pt")
        if life.baseline is not None:
            self._sign_baseline(life.baseline)
        if life.stage is not None:
            self._place(life.stage)
        self._open_what_stands()
        records.put_readiness(runner, runner_id, life.readiness, **{**self._first, "now": life.begins})

    def _open_what_stands(self) -> None:
        """What is open, ordered or waits from before the life, which no service opens by itself."""
        life, world = self._life, self._world
        pt = world.actor("pt").person_id
        if life.standing_release is not None:
            self._put("standing_release", life.standing_release)
        with writing(world.services.context.engine) as connection:
            for found in life.open_findings:
                if found.closed is None:
                    caution.append(connection, Caution(world.runner_id, found.gate, "opened", life.begins))
            for order in life.holds:
                if order.lifted_on is None:
                    reviews.add_hold(
                        connection,
                        runner_id=world.runner_id,
                        kind=order.kind,
                        reason=order.reason,
                        on=order.ordered_on,
                        ordered_by=pt,
                        now=life.begins,
                    )

    def _linked_at(self) -> datetime:
        on = self._life.pt_linked_on
        records_at = self._life.begins - _RECORDS_BEFORE
        if on is None:
            return records_at
        return min(records_at, datetime.combine(on, time(12), UTC))

    def _examine(self, by: str) -> None:
        life, records, world = self._life, self._world.services.records, self._world
        actor, runner_id = world.actor(by), world.runner_id
        if life.assessment is not None:
            records.put_assessment(actor, runner_id, life.assessment, **self._first)
        if life.clearance is not None:
            self._sign(actor, life.clearance)

    def _sign(self, actor: Actor, clearance: Clearance) -> None:
        records, runner_id = self._world.services.records, self._world.runner_id
        if clearance.role == "self_stated":
            records.state_clearance(actor, runner_id, clearance, **self._first)
        elif self._life.is_linked:
            records.sign_clearance(actor, runner_id, clearance, **self._first)
        else:
            # Signed by a therapist who is not beside her any more.
            self._put("clearance", clearance)

    def _sign_baseline(self, baseline: Baseline) -> None:
        try:
            pt = self._world.actor("pt")
            self._world.services.records.sign_baseline(pt, self._world.runner_id, baseline, **self._first)
        except ServiceError:
            # Alone, or not signed: what no service writes is put there as it is.
            self._put("baseline", baseline)

    def _place(self, stage_id: str) -> None:
        life, world = self._life, self._world
        by = world.actor("pt" if life.is_linked else "runner")
        try:
            world.services.planning.choose(
                by, world.runner_id, life.plan, life.plan_version, stage_id=stage_id, now=life.begins
            )
        except ServiceError:
            with writing(world.services.context.engine) as connection:
                decisions.add_stage_change(
                    connection,
                    runner_id=world.runner_id,
                    plan_id=life.plan,
                    plan_version=life.plan_version,
                    stage_id=stage_id,
                    kind="first",
                    because="where the life begins",
                    decision_id=None,
                    now=life.begins,
                    made_by=world.runner_id,
                )

    def _put(self, kind: str, content: Clearance | Baseline | StandingRelease) -> None:
        made = RecordRevision(
            runner_id=self._world.runner_id,
            kind=kind,
            revision=1,
            content=content.model_dump_json(),
            made_utc=self._first["now"],
            made_by=self._world.actor("pt").person_id,
        )
        with writing(self._world.services.context.engine) as connection:
            diary.add_record(connection, made)
