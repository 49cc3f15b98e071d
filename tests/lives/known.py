"""What an oracle knows of a life: the facts and acts that it was told, and nothing that follows from them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.lives.facts import CHECK_IN_DAYS, LADDER, SURELY_RAN_S, Ask, Json, asks_of, instant, key_of

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
THERAPISTS = frozenset({"pt", "pt2"})
#: How long an odd run (too close, more than prescribed) may leave a rest that no law fixes.
ODD_DAYS = 4
#: A night is over at the later of these (found 22).
NIGHT_H, MORNING = 8, time(4)
EXAMINED_FROM_DAYS = 84


@dataclass(frozen=True)
class Raised:
    """One ask at one revision of one entry; `void`: corrected in time, `unsure`: nobody knows."""

    key: str
    source: str
    revision: int
    ask: Ask
    happened: datetime
    known: datetime
    void: bool
    unsure: bool


@dataclass
class Known:
    """The facts of one life. What is `loose` cannot be said exactly any more, only by bounds."""

    head: Json
    now: datetime = LONG_AGO
    entries: dict[str, list[tuple[datetime, Json | None]]] = field(default_factory=dict)
    felt: dict[str, datetime] = field(default_factory=dict)
    runs: dict[str, tuple[datetime, Json]] = field(default_factory=dict)
    checks: list[datetime] = field(default_factory=list)
    advances: list[datetime] = field(default_factory=list)
    closings: list[tuple[datetime, str, dict[str, int]]] = field(default_factory=list)
    orders: dict[str, str] = field(default_factory=dict)
    forbidden: dict[str, bool | None] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    looked_at: list[datetime] = field(default_factory=list)
    ill: bool = False
    deleted: set[str] = field(default_factory=set)
    not_fit: bool = False
    stopped: datetime | None = None
    unlinked: datetime | None = None
    odd_until: datetime = LONG_AGO
    loose: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.head.get("time_zone") or "UTC")
        self.begins = instant(self.head["stage_since"])
        self.looked_at.append(self.begins)
        self.linked |= {"pt"} if self.head.get("pt") == "linked" else set()
        born = (self.head.get("profile") or {}).get("birth_date")
        self.born = date.fromisoformat(born) if born else None
        self.baseline = self.head.get("baseline")
        self.not_fit = self._is_not_fit()
        if self.head["stage"] not in LADDER:
            self.loose |= {"stage", "keys", "running", "rest"}
        self.start = LADDER.index(self.head["stage"]) if self.head["stage"] in LADDER else len(LADDER) - 1

    def _is_not_fit(self) -> bool:
        """Law 10: examined before this birth, or a known bad answer: no running, in any plan."""
        readiness = self.head.get("readiness") or {}
        is_bad = readiness.get("incontinence") == "present" or any(
            pain.get("score_0_10") for pain in readiness.get("girdle_pain") or ()
        )
        done = [(self.head.get("assessment") or {}).get("assessed_on")]
        done += [(self.head.get("clearance") or {}).get(name) for name in ("examined_on", "signed_on")]
        since = [(date.fromisoformat(day) - self.born).days for day in done if self.born and day]
        if any(0 < days < EXAMINED_FROM_DAYS for days in since):
            self.loose |= {"running", "keys"}  # from which week an examination counts is the plan's to say
        return is_bad or any(days <= 0 for days in since)

    # The acts, by name: what each adds to what is known.

    def do_note(self, act: Json) -> None:
        entry = act["entry"]
        self.felt[entry["id"]] = min(instant(entry["at"]), self.now)
        self.entries[entry["id"]] = [(self.now, entry)]
        self.late(self.felt[entry["id"]])

    def do_edit(self, act: Json) -> None:
        self.entries[act["entry"]].append((self.now, act["to"]))
        self.late(self.felt[act["entry"]])

    def do_withdraw(self, act: Json) -> None:
        self.entries[act["entry"]].append((self.now, None))

    def do_check_in(self, act: Json) -> None:
        says = act["check_in"]
        on = date.fromisoformat(says["date"])
        source = f"check-in {on - timedelta(days=on.weekday())}"
        if source in self.entries or any(self.now - at < timedelta(days=4) for at in self.checks):
            self.loose |= {"stage"}  # the same week's again: nobody says whether it is a second one
        self.checks.append(self.now)
        self.felt.setdefault(source, self.now)
        self.entries.setdefault(source, []).append((self.now, says))
        is_ill = says.get("illness") == "fever_or_whole_body"
        if self.ill and not is_ill:
            self.loose |= {"running"}
        self.loose |= {"rest"} if is_ill else set()
        self.ill = is_ill

    def do_delete_run(self, act: Json) -> None:
        self.deleted.add(act["session"])
        self.loose |= {"keys", "stage", "running", "rest"}

    def do_close(self, act: Json) -> None:
        key, shown = key_of(act["finding"]), act.get("shown")
        seen = {name: len(told) for name, told in self.entries.items() if shown is None or name in shown}
        if key == "ran_while_forbidden" and sum(bool(was) for was in self.forbidden.values()) > 1:
            self.loose.add("keys")
        self.closings.append((self.now, key, seen))
        if key == "gap":
            self.looked_at.append(self.now)
        elif key != "ran_while_forbidden":
            self.stopped = self.now

    def do_confirm(self, _act: Json) -> None:
        self.advances.append(self.now)

    do_release = do_confirm

    def do_override(self, act: Json) -> None:
        if act.get("to") == "progress":
            self.advances.append(self.now)
        else:
            self.loose |= {"stage"}

    def do_choose(self, act: Json) -> None:
        self.loose |= {"stage"}
        if act.get("plan") != self.head["plan"] or act.get("stage") not in LADDER:
            self.loose |= {"running", "rest", "keys"}
        elif LADDER.index(act["stage"]) < LADDER.index("run-01"):
            self.loose |= {"running"}

    def do_hold(self, act: Json) -> None:
        self.orders[f"{act['by']} {act['at']}"] = act["kind"]

    def do_lift(self, act: Json) -> None:
        kind = act.get("kind")
        self.orders = {order: its for order, its in self.orders.items() if kind not in (None, its)}

    def do_link(self, act: Json) -> None:
        self.linked.add(act["by"] if act["by"] in THERAPISTS else act.get("who", "pt"))

    def do_unlink(self, act: Json) -> None:
        self.linked -= {act["by"]} if act["by"] in THERAPISTS else THERAPISTS
        self.unlinked = self.now

    def do_baseline(self, act: Json) -> None:
        self.loose |= {"running", "keys", "stage"}
        self.baseline = act["baseline"]

    def do_profile(self, _act: Json) -> None:
        self.loose |= {"running", "keys", "stage"}

    do_readiness = do_profile

    def do_clearance(self, _act: Json) -> None:
        self.not_fit = False
        self.loose |= {"running", "keys", "stage"}

    do_assessment = do_clearance

    # What more than one question needs.

    def day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def midnight(self, on: date) -> datetime:
        return datetime.combine(on, time(), self.zone).astimezone(UTC)

    def night_over(self, ended: datetime) -> datetime:
        """When the night after a run is over: the later of eight hours, and four in the morning."""
        morning = datetime.combine(self.day(ended) + timedelta(days=1), MORNING, self.zone)
        return max(ended + timedelta(hours=NIGHT_H), morning.astimezone(UTC))

    def ran(self) -> list[datetime]:
        """When running began that is surely running."""
        sessions = [run for _, run in self.runs.values()]
        return sorted(instant(run["start"]) for run in sessions if is_run(run))

    def late(self, happened: datetime) -> None:
        """A fact older than an act of a person, known after it: the stage only by bounds from then on."""
        acts = [*self.advances, *(at for at, _, _ in self.closings)]
        checks = sum(happened <= at < self.now for at in self.checks)
        is_old = self.now - happened > timedelta(days=CHECK_IN_DAYS) or checks > 1
        if is_old or any(happened <= at < self.now for at in acts):
            self.loose.add("stage")

    def raised(self) -> list[Raised]:
        """Every ask: the same or a better value makes no new one, a worse one does (law 4)."""
        found = []
        for source, revisions in self.entries.items():
            happened, worst = self.felt[source], dict[str, float]()
            for number, (known, says) in enumerate(revisions, 1):
                for key, ask in self._asks(says, happened).items():
                    if ask.value > worst.get(key, 0):
                        worst[key] = ask.value
                        void, unsure = self._corrected(revisions[number:], key, ask, happened, known)
                        found.append(Raised(key, source, number, ask, happened, known, void, unsure))
        return found

    def _asks(self, says: Json | None, happened: datetime) -> dict[str, Ask]:
        return asks_of(says or {}, self.baseline, self.born, self.day(happened))

    def _corrected(
        self, later: list[tuple[datetime, Json | None]], key: str, ask: Ask, felt: datetime, known: datetime
    ) -> tuple[bool, bool]:
        """Whether a correction gives the step and its rest back, and whether that is unsure."""
        for at, says in later:
            now = self._asks(says, felt).get(key)
            if now is None or now.value < ask.value:
                ran = any(felt <= start <= at for start in self.ran())
                is_unsure = now is not None or says is None or ran or "date" in says
                is_in_time = at - known < timedelta(hours=24)
                return is_in_time and not ran, is_unsure or at - known == timedelta(hours=24)
        return False, False

    def is_covered(self, raised: Raised) -> bool:
        """Law 7: a closing covers what it named, up to the revision that was shown."""
        return any(
            key == raised.key and seen.get(raised.source, 0) >= raised.revision
            for _, key, seen in self.closings
        )


def is_run(session: Json) -> bool:
    return (session.get("run_time_s") or 0) >= SURELY_RAN_S
