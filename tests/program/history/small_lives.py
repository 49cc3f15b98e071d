"""A runner's life for the tests of the fold: a builder that adds to her record and tells as the app would."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from program import CheckIn, PainAt, Plan, SymptomEntry, shipped_plans
from program.history.events import (
    Advance,
    Begin,
    Birth,
    Close,
    Entry,
    Event,
    Exam,
    Link,
    Outing,
    PlanKey,
    Record,
    Shown,
    Told,
    Week,
)
from program.history.fold import fold
from program.history.known import Known, known_by
from program.history.standing import Standing

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POSTNATAL: PlanKey = ("postnatal-graded", 1)
COUCH: PlanKey = ("couch-to-5k", 1)
PLANS = dict(shipped_plans())
BEGAN = datetime(2026, 5, 4, 18, tzinfo=UTC)
CALM: dict[str, Any] = {
    "leak_urine": "none",
    "leak_stool": "none",
    "leak_wind": "none",
    "heaviness_0_10": 0,
    "bleeding": "none",
    "scar": "none",
    "doming": "none",
    "pain": (),
    "effort_0_10": 3,
    "soreness": "none",
    "swelling": "none",
    "change": "same_or_less",
}
WELL: dict[str, Any] = {
    "sleep_hours_per_night": 6.5,
    "feeding": "going_well",
    "energy": "good",
    "mood": "good",
    "harm_thoughts": False,
    "illness": "none",
    "confidence_0_10": 7,
    "outside_runs": "none",
    "signs": (),
}


def pain(score: int, site: str = "knee", **more: bool) -> tuple[PainAt, ...]:
    beneath = {"on_bone": False, "builds_up": False, "limp": False, "at_night": False, **more}
    return (PainAt(site=site, score_0_10=score, **beneath),)  # type: ignore[arg-type]


def with_numbers(plan: PlanKey, **numbers: float) -> Plan:
    """A shipped plan with other numbers in its settings."""
    of = PLANS[plan].settings
    changed = {name: of[name].model_copy(update={"value": value}) for name, value in numbers.items()}
    return PLANS[plan].model_copy(update={"settings": of | changed})


def index(stage: str | None, plan: PlanKey = POSTNATAL) -> int:
    assert stage is not None
    return PLANS[plan].stage_index[stage]


def asked_s(stage: str | None, plan: PlanKey = POSTNATAL) -> float:
    """The running of the stage's first session; none without a stage."""
    if stage is None:
        return 0.0
    found = PLANS[plan].stage(stage)
    return found.session(found.required[0]).run_time_s or 0.0


@dataclass
class Life:
    """By default a runner on run-04 of the postnatal plan, 300 days after the birth, with a therapist.

    Each command makes the time a little later, adds its event and tells the answer, as the app does; looking
    adds nothing.
    """

    stage: str = "run-04"
    plan: PlanKey = POSTNATAL
    linked: bool = True
    now: datetime = BEGAN
    zone: str = "Europe/Berlin"
    events: list[Event] = field(default_factory=list)
    count: int = 0

    def __post_init__(self) -> None:
        now = self.now
        self.add(Birth(id="birth 0", happened_at=now - 300 * DAY, known_at=now - 300 * DAY))
        signed = now - 30 * DAY
        self.add(
            Exam(
                id="clearance 0",
                happened_at=signed,
                known_at=signed,
                role="pt",
                item="clearance",
                is_good=True,
            )
        )
        if self.linked:
            self.add(Link(id="link 0", happened_at=now - 40 * DAY, known_at=now - 40 * DAY, person="A"))
        self.add(
            Begin(
                id="stage 0", happened_at=now, known_at=now, plan=self.plan, stage=self.stage, kind="placed"
            )
        )
        self.tell()

    # -- what is looked at

    @property
    def record(self) -> Record:
        default: Plan = PLANS[POSTNATAL]
        return Record(events=tuple(self.events), plans=PLANS, default_plan=default, zone=self.zone)

    def look(self, at: datetime | None = None) -> Standing:
        return fold(self.record, at or self.now)

    def stage_now(self) -> str | None:
        return self.look().stage

    def open_keys(self) -> list[str]:
        return [finding.key for finding in self.look().findings]

    def alert_keys(self, at: datetime | None = None) -> set[str]:
        return {alert.key for alert in self.look(at).alerts}

    def bar_codes(self, at: datetime | None = None) -> set[str]:
        return {bar.code for bar in self.look(at).bars}

    # -- what makes a life

    def add(self, event: Event) -> Event:
        self.events.append(event)
        return event

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind} {self.count}"

    def later(self, span: timedelta = MINUTE) -> datetime:
        self.now += span
        return self.now

    def tell(self) -> Standing:
        """The answer of a command, kept as told: allowed where nothing bars and the stage has running."""
        standing = self.look()
        plan = PLANS.get(standing.plan or POSTNATAL, PLANS[POSTNATAL])
        runs = standing.stage is not None and plan.stage(standing.stage).kind == "running"
        self.add(
            Told(
                id=self.name("decision"),
                happened_at=self.now,
                known_at=self.now,
                role="system",
                stage=standing.stage,
                running_allowed=runs and not standing.bars,
                rest_until=standing.rest_until,
                holds_until=standing.holds_until,
            )
        )
        return standing

    def act(self, event: type[Event], /, **fields: Any) -> str:
        """Any event at the present instant, told."""
        self.later()
        fields = {
            "id": self.name(event.__name__.lower()),
            "happened_at": self.now,
            "known_at": self.now,
            **fields,
        }
        self.add(event(**fields))
        self.tell()
        return fields["id"]

    def log(
        self, ago: timedelta = timedelta(0), session: str | None = None, phase: str = "day", **says: Any
    ) -> str:
        self.later()
        name = self.name("e")
        said = SymptomEntry(id=name, phase=phase, session=session, at=self.now - ago, **says)  # type: ignore[arg-type]
        self.add(Entry(id=name, revision=1, happened_at=self.now - ago, known_at=self.now, says=said))
        self.tell()
        return name

    def edit(self, name: str, **says: Any) -> Standing:
        """A further revision of an entry; without answers it withdraws it."""
        self.later()
        revisions = [event for event in self.events if isinstance(event, Entry) and event.id == name]
        first = revisions[0]
        assert first.says is not None
        said = first.says
        new = (
            SymptomEntry(id=name, phase=said.phase, session=said.session, at=said.at, **says)
            if says
            else None
        )
        number = len(revisions) + 1
        self.add(Entry(id=name, revision=number, happened_at=first.happened_at, known_at=self.now, says=new))
        return self.tell()

    def run(
        self, start: datetime, sure_s: float, *, known: datetime | None = None, calm: bool = True, **more: Any
    ) -> str:
        """An outing recorded at its start, which the record learns at `known`: that is now."""
        name = self.name("s")
        end = start + timedelta(seconds=sure_s + 1200)
        self.now = max(self.now + MINUTE, known or end + MINUTE)
        fields = {"maybe_s": sure_s, "local_date": start.date(), **more}
        self.add(Outing(id=name, happened_at=start, known_at=self.now, end=end, sure_s=sure_s, **fields))
        if calm:
            self.note_run(name, "after", end)
        self.tell()
        return name

    def note_run(self, session: str, phase: str, at: datetime, **says: Any) -> str:
        name = self.name("e")
        said = SymptomEntry(id=name, phase=phase, session=session, at=at, **{**CALM, **says})  # type: ignore[arg-type]
        self.add(Entry(id=name, revision=1, happened_at=at, known_at=self.now, says=said))
        return name

    def check_in(self, **says: Any) -> Standing:
        self.later()
        said = CheckIn(date=self.now.date(), **{**WELL, **says})
        name = self.name("check-in")
        self.add(Week(id=name, revision=1, happened_at=self.now, known_at=self.now, says=said))
        return self.tell()

    def clean_week(self, run_s: float | None = None) -> Standing:
        """Three sessions of the stage that stands, with their mornings; a check-in on the sixth evening."""
        start = self.now.replace(hour=18, minute=0)
        for day in (1, 3, 5):
            seconds = asked_s(self.look(start + day * DAY).stage, self.plan) if run_s is None else run_s
            name = self.run(start + day * DAY - 2 * HOUR, seconds)
            self.now = start + (day + 1) * DAY - 11 * HOUR
            self.note_run(name, "next_morning", self.now)
            self.tell()
        self.now = start + 6 * DAY + 2 * HOUR
        return self.check_in()

    def confirm(self, kind: str = "confirm", role: str = "runner") -> str:
        """A yes to one stage more."""
        here = self.stage_now()
        assert here is not None
        after = PLANS[self.plan].after(here)
        assert after is not None
        return self.act(Advance, role=role, plan=self.plan, origin=here, to=after.id, kind=kind)

    def close(
        self, key: str, seen: frozenset[Shown] | None = None, kind: str = "looked", role: str = "pt"
    ) -> str:
        """A closing of what is open, by default of all that stands behind it."""
        found = next(finding for finding in self.look().findings if finding.key == key)
        shown = frozenset(found.entries) if seen is None else seen
        return self.act(Close, role=role, finding=key, seen=shown, kind=kind)


def an_outing(name: str = "s", start: datetime = BEGAN + HOUR, **more: Any) -> Outing:
    """Eight minutes of running an hour long, known an hour after it."""
    said = {"end": start + HOUR, "local_date": start.date(), "sure_s": 480.0, "maybe_s": 480.0, **more}
    return Outing(id=name, happened_at=start, known_at=start + 2 * HOUR, **said)


def known_with(life: Life, *more: Event, plans: dict[PlanKey, Plan] = PLANS) -> Known:
    """What is known 90 days on, with further events and under other plans."""
    record = replace(life.record, events=(*life.events, *more), plans=plans, cache={})
    return known_by(record, BEGAN + 90 * DAY)
