"""A small oracle of a runner's life, written from the laws alone: it imports nothing of the product.

It reads a life (a head and acts) and, act by act, says what must hold: exactly where the laws are exact, as
bounds elsewhere. Where an act may be accepted or refused it follows the answer; where it must not be, it says
so. What it cannot know exactly any more (a late fact across an advance, another plan, a restored store) is
`loose` from then on, and only its bounds are held against the answers.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tests.lives.facts import (
    CHECK_IN_DAYS,
    EMERGENCY,
    EVIDENCE_DAYS,
    FOUNDATION,
    GAP_DAYS,
    LADDER,
    SURELY_RAN_S,
    Ask,
    Json,
    asks_of,
    instant,
    key_of,
)

#: How long an odd run (too close, more than prescribed) may leave a rest that no law fixes.
ODD_DAYS = 4
#: After this the clearance of the head may lapse.
CLEARED_DAYS = 120
LOOKS = frozenset({"look", "wait", "round"})
THERAPISTS = frozenset({"pt", "pt2"})
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


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
class Must:
    """What must hold after an act. Null: the laws do not say, or the oracle cannot know any more."""

    refused: bool | None = None
    stage: str | None = None
    stage_most: str | None = None
    keys: frozenset[str] | None = None
    keys_least: frozenset[str] = frozenset()
    running: bool | None = None
    lasts: bool = True
    rest_until: datetime | None = None
    rest_is_exact: bool = False
    may_progress: bool = True
    why_not: tuple[str, ...] = ()


@dataclass
class Oracle:
    """The state of one life. `after` takes an act and, where there is one, its answer."""

    head: Json
    now: datetime = _LONG_AGO
    entries: dict[str, list[tuple[datetime, Json | None]]] = field(default_factory=dict)
    felt: dict[str, datetime] = field(default_factory=dict)
    runs: dict[str, tuple[datetime, Json]] = field(default_factory=dict)
    checks: list[datetime] = field(default_factory=list)
    moves: list[tuple[datetime, str, int]] = field(default_factory=list)
    closings: list[tuple[datetime, str, dict[str, int]]] = field(default_factory=list)
    orders: dict[str, str] = field(default_factory=dict)
    forbidden: dict[str, bool | None] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    looked_at: list[datetime] = field(default_factory=list)
    ill: bool = False
    stopped: datetime | None = None
    unlinked: datetime | None = None
    kept: frozenset[str] = frozenset()
    odd_until: datetime = _LONG_AGO
    loose: set[str] = field(default_factory=set)
    gaps_told: set[datetime] = field(default_factory=set)
    told: list[tuple[datetime, Must]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.zone = ZoneInfo(self.head.get("time_zone") or "UTC")
        self.start = LADDER.index(self.head["stage"])
        self.looked_at.append(instant(self.head["stage_since"]))
        self.linked |= {"pt"} if self.head.get("pt") == "linked" else set()
        born = (self.head.get("profile") or {}).get("birth_date")
        self.born = date.fromisoformat(born) if born else None
        self.baseline = self.head.get("baseline")

    def after(self, act: Json, answer: Json | None = None) -> Must:
        """What must hold after this act; without an answer it is accepted where that is possible."""
        self.now = instant(act["at"])
        before = self._stands()
        refused = self._must_refuse(act, before)
        if not (answer["refused"] if answer else refused):
            getattr(self, f"_{act['act']}", lambda _: None)(act)
        must = self._stands()
        must.refused = refused
        self.told.append((self.now, must))
        return must

    def _must_refuse(self, act: Json, before: Must) -> bool | None:
        kind, by = act["act"], act["by"]
        if kind in {"release", "override", "hold", "baseline", "assessment"} and by == "runner":
            return True
        if (
            kind in {"release", "override", "hold", "lift", "close"}
            and by == "pt"
            and "pt" not in self.linked
        ):
            return True
        if kind == "lift":
            return True if by == "runner" and (self.linked or not self.orders) else None
        if kind in {"confirm", "release"}:
            return True if not before.may_progress or (kind == "confirm" and self.linked) else None
        if kind == "override" and act.get("to") == "progress":
            return True if self.orders or before.keys_least or self._advanced_lately() else None
        if kind == "close":
            return self._must_refuse_closing(act)
        return (
            False
            if kind in {*LOOKS, "run", "note", "edit", "check_in"} and by in {"runner", "clock"}
            else None
        )

    def _must_refuse_closing(self, act: Json) -> bool | None:
        key, closure = key_of(act["finding"]), act["closure"]
        behind = [raised for raised in self._raised() if raised.key == key and not self._is_covered(raised)]
        if act.get("shown") is not None and {raised.source for raised in behind} - set(act["shown"]):
            return True  # law 7: with newer ones of what it reads it is refused
        if act["by"] != "runner":
            return False if behind and act["by"] == "pt" else None
        if self.linked or not closure.get("examined_by") or not closure.get("examined_on"):
            return True
        if self.unlinked and self.now - self.unlinked < timedelta(days=14):
            return True
        opened = [raised.happened for raised in behind]
        if opened and date.fromisoformat(closure["examined_on"]) < self._day(max(opened)):
            return True
        is_emergency = key.removeprefix("sign:") in EMERGENCY
        return True if is_emergency and opened and self.now - max(opened) < timedelta(hours=24) else None

    def _note(self, act: Json) -> None:
        entry = act["entry"]
        self.felt[entry["id"]] = min(instant(entry["at"]), self.now)
        self.entries[entry["id"]] = [(self.now, entry)]
        self._late(self.felt[entry["id"]])

    def _edit(self, act: Json) -> None:
        self.entries[act["entry"]].append((self.now, act["to"]))
        self._late(self.felt[act["entry"]])

    def _withdraw(self, act: Json) -> None:
        self.entries[act["entry"]].append((self.now, None))

    def _check_in(self, act: Json) -> None:
        says = act["check_in"]
        self.checks.append(self.now)
        source = f"check-in {says['date']}"
        self.felt.setdefault(source, self.now)
        self.entries.setdefault(source, []).append((self.now, says))
        if any(self.now - at < timedelta(days=4) for at in self.checks[:-1]):
            self.loose |= {"stage"}  # the same week's check-in again: nobody says whether it is a second one
        is_ill = says.get("illness") == "fever_or_whole_body"
        if self.ill or is_ill:
            self.loose |= {"rest"} | ({"running"} if not is_ill else set())
        self.ill = is_ill

    def _run(self, act: Json) -> None:
        session = act["session"]
        begins = instant(session["start"])
        told = self._told_at(begins)
        self.runs[session["id"]] = (self.now, session)
        ran = (session.get("run_time_s") or 0) >= SURELY_RAN_S
        starts = sorted(instant(run["start"]) for _, run in self.runs.values())
        is_close = any((later - sooner) < timedelta(days=2) for sooner, later in pairwise(starts))
        is_as_told = session.get("stage") == (told.stage if told else self.head["stage"])
        self.forbidden[session["id"]] = self._was_forbidden(begins, is_close=is_close) if ran else False
        if is_close or not is_as_told or session.get("outcome") != "as_prescribed":
            self.odd_until = self.now + timedelta(days=ODD_DAYS)
        if not is_as_told or session.get("outcome") != "as_prescribed":
            self.loose |= {"stage", "keys", "running"}  # its size asks what no law fixes
        if any(begins < gap <= self.now for gap in self.gaps_told):
            self.loose |= {"keys", "stage", "running"}  # known after the limit: undone only where harmless
        self._late(begins, is_bad=self.forbidden[session["id"]] is not False)

    def _delete_run(self, _act: Json) -> None:
        self.loose |= {"keys", "stage", "running", "rest"}

    def _close(self, act: Json) -> None:
        key = key_of(act["finding"])
        shown = act.get("shown")
        seen = {
            source: len(self.entries[source]) for source in self.entries if shown is None or source in shown
        }
        if key == "ran_while_forbidden" and sum(bool(was) for was in self.forbidden.values()) > 1:
            self.loose.add("keys")
        self.closings.append((self.now, key, seen))
        if key == "gap":
            self.looked_at.append(self.now)
        elif key != "ran_while_forbidden":
            self.stopped = self.now

    def _advance(self, _act: Json) -> None:
        self.moves.append((self.now, "up", 1))

    _confirm = _release = _advance

    def _override(self, act: Json) -> None:
        if act.get("to") == "progress":
            self._advance(act)
        else:
            self.loose |= {"stage"}

    def _choose(self, act: Json) -> None:
        if act.get("plan") in (None, self.head["plan"]) and act.get("stage") in LADDER:
            self.moves.append((self.now, "lower", LADDER.index(act["stage"])))
        else:
            self.loose |= {"stage", "running", "rest", "keys"}

    def _hold(self, act: Json) -> None:
        self.orders[f"{act['by']} {act['at']}"] = act["kind"]

    def _lift(self, act: Json) -> None:
        standing = [order for order, kind in self.orders.items() if kind == act.get("kind", kind)]
        self.orders.pop(standing[-1], None) if standing else None

    def _link(self, act: Json) -> None:
        self.linked.add(act["by"] if act["by"] in THERAPISTS else "pt")

    def _unlink(self, act: Json) -> None:
        self.linked.discard(act["by"] if act["by"] in THERAPISTS else "pt")
        self.unlinked = self.now

    def _restore(self, act: Json) -> None:
        """What was known since is lost; a stop, a finding, an order and a closing are not (law 13)."""
        self.kept = self._stands().keys_least
        self.loose |= {"stage", "running", "rest", "keys", "kept"}

    def _fresh_answers(self, act: Json) -> None:
        self.loose |= {"running", "keys", "stage"}
        if act["act"] == "baseline":
            self.baseline = act["baseline"]

    _clearance = _assessment = _readiness = _profile = _baseline = _fresh_answers

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()

    def _midnight(self, on: date) -> datetime:
        return datetime.combine(on, time(), self.zone).astimezone(UTC)

    def _late(self, happened: datetime, *, is_bad: bool = True) -> None:
        """A fact older than an act of a person, known after it: only bounds from then on."""
        if is_bad and any(happened <= at < self.now for at, _, _ in self.moves):
            self.loose.add("stage")
        between = sum(happened <= at < self.now for at in self.checks)
        if self.now - happened > timedelta(days=CHECK_IN_DAYS) or between > 1:
            self.loose |= {"stage"}
        if any(happened <= at < self.now for at, _, _ in self.closings):
            self.loose |= {"stage"}

    def _raised(self) -> list[Raised]:
        """Every ask: the same or a better value makes no new one, a worse one does (law 4)."""
        found = []
        for source, revisions in self.entries.items():
            happened, worst = self.felt[source], dict[str, float]()
            for number, (known, says) in enumerate(revisions, 1):
                for key, ask in asks_of(says or {}, self.baseline, self.born, self._day(happened)).items():
                    if ask.value > worst.get(key, 0):
                        worst[key] = ask.value
                        void, unsure = self._corrected(revisions[number:], key, ask, happened, known)
                        found.append(Raised(key, source, number, ask, happened, known, void, unsure))
        return found

    def _corrected(
        self,
        later: list[tuple[datetime, Json | None]],
        key: str,
        ask: Ask,
        happened: datetime,
        known: datetime,
    ) -> tuple[bool, bool]:
        """Whether a correction gives the step and its rest back, and whether that is unsure."""
        for at, says in later:
            now_says = asks_of(says or {}, self.baseline, self.born, self._day(happened)).get(key)
            if now_says is None or now_says.value < ask.value:
                ran = any(happened <= instant(run["start"]) <= at for _, run in self.runs.values())
                partly = now_says is not None or says is None or ran or at - known == timedelta(hours=24)
                return at - known <= timedelta(hours=24) and not ran, partly
        return False, False

    def _is_covered(self, raised: Raised) -> bool:
        return any(
            key == raised.key and seen.get(raised.source, 0) >= raised.revision
            for _, key, seen in self.closings
        )

    def _gaps(self) -> list[datetime]:
        """The midnights at which a break became one that somebody looks at: one a break, however long."""
        ran = [
            instant(run["start"])
            for _, run in self.runs.values()
            if (run.get("run_time_s") or 0) >= SURELY_RAN_S
        ]
        marks = sorted([*ran, *self.looked_at])
        limits = [self._midnight(self._day(mark) + timedelta(days=GAP_DAYS + 1)) for mark in marks]
        gaps = [
            limit
            for limit, following in zip(limits, [*marks[1:], self.now], strict=True)
            if limit <= following
        ]
        self.gaps_told |= set(gaps)
        return gaps

    def _open_keys(self, raised: list[Raised], gaps: list[datetime]) -> frozenset[str]:
        keys = {one.key for one in raised if one.ask.opens and not self._is_covered(one)} | self.kept
        closed = {key: at for at, key, _ in self.closings}
        for run, (known, _) in self.runs.items():
            if self.forbidden[run] and closed.get("ran_while_forbidden", known) <= known:
                keys.add("ran_while_forbidden")
        if any(closed.get("gap", gap) <= gap for gap in gaps):
            keys.add("gap")
        return frozenset(keys)

    def _told_at(self, moment: datetime) -> Must | None:
        return next((must for at, must in reversed(self.told) if at <= moment), None)

    def _was_forbidden(self, begins: datetime, *, is_close: bool) -> bool | None:
        """Whether running was forbidden when it began, by what was known; null: nobody can say."""
        last = self._told_at(begins)
        if last is None:
            return False
        told_at = next(at for at, must in reversed(self.told) if must is last)
        if last.running is False and (
            last.lasts or begins < self._midnight(self._day(told_at) + timedelta(days=1))
        ):
            return True
        if last.rest_is_exact and last.rest_until and begins < last.rest_until:
            return True
        gap = any(gap <= begins for gap in self.gaps_told | set(self._gaps()))
        return None if is_close or gap or not last.rest_is_exact or last.running is None else False

    def _climb(self, raised: list[Raised], gaps: list[datetime]) -> int:
        """The stage by the order in which things happened: a cap a group, never a decrement (law 4)."""
        way: list[tuple[datetime, int, str, int]] = [(at, 0, "check", 0) for at in self.checks]
        for one in raised:
            if one.ask.drop and not one.void and one.known - one.happened <= timedelta(days=EVIDENCE_DAYS):
                way.append((one.happened, 1, "ask", one.ask.drop))
        way += [(at, 2, kind, number) for at, kind, number in self.moves]
        way += [(gap, 1, "ask", 1) for gap in gaps]
        here, group = self.start, None
        for at, _, kind, number in sorted(way):
            if kind == "check":
                group = None
            elif kind == "ask":
                if group is None or at - group[0] > timedelta(days=CHECK_IN_DAYS):
                    group = (at, here)
                elif at - group[0] > timedelta(days=CHECK_IN_DAYS - 1):
                    self.loose.add("stage")
                here = min(here, max(0, group[1] - number))
            else:
                here, group = (
                    (min(here + 1, len(LADDER) - 1), None) if kind == "up" else (min(here, number), group)
                )
        return here

    def _advanced_lately(self) -> bool:
        return any(kind == "up" and self.now - at < timedelta(days=6) for at, kind, _ in self.moves)

    def _stands(self) -> Must:
        raised, gaps = self._raised(), self._gaps()
        keys, here = self._open_keys(raised, gaps), self._climb(raised, gaps)
        if any(one.unsure for one in raised):
            self.loose |= {"stage", "rest"}
        if LADDER[here] in FOUNDATION or any(forbidden is None for forbidden in self.forbidden.values()):
            self.loose |= {"keys", "running", "stage"}
        most = self.start + sum(kind == "up" for _, kind, _ in self.moves)
        surely = keys if "keys" not in self.loose else keys - {"gap"}
        rest_until = self._rest_until(raised)
        lasts = bool(surely) or "no_running" in self.orders.values()
        is_late = self.now - instant(self.head["stage_since"]) > timedelta(days=CLEARED_DAYS)
        is_unsure = rest_until or self.loose & {"running", "keys"} or is_late or self.now < self.odd_until
        running = False if lasts or self.ill else None if is_unsure else True
        why_not = self._why_not(surely, rest_until)
        return Must(
            stage=None if "stage" in self.loose else LADDER[here],
            stage_most=LADDER[min(most, len(LADDER) - 1)],
            keys=None if self.loose & {"keys", "kept"} else keys,
            keys_least=surely,
            running=running,
            lasts=lasts,
            rest_until=rest_until,
            rest_is_exact="rest" not in self.loose and self.now >= self.odd_until,
            may_progress=not why_not,
            why_not=why_not,
        )

    def _rest_until(self, raised: list[Raised]) -> datetime | None:
        """The latest date that anything ordered: nothing but its date, or a correction in time, ends it."""
        dates = [
            self._midnight(self._day(one.known) + timedelta(days=1 + one.ask.rest_days))
            for one in raised
            if one.ask.rest_days and not one.void and not one.unsure
        ]
        standing = [until for until in dates if until > self.now]
        return max(standing, default=None)

    def _why_not(self, keys: frozenset[str], rest_until: datetime | None) -> tuple[str, ...]:
        """Why nothing may progress now; empty where the laws do not forbid it."""
        since = max(
            [at for at, kind, _ in self.moves if kind == "up"], default=instant(self.head["stage_since"])
        )
        since = max(since, self.stopped or since)
        good = [
            run
            for name, (_, run) in self.runs.items()
            if instant(run["start"]) > since
            and run.get("outcome") == "as_prescribed"
            and self.forbidden[name] is False
        ]
        fresh = [at for at in self.checks if at > since and (self.now - at).days <= CHECK_IN_DAYS]
        reasons = {
            "open finding": bool(keys),
            "an order": bool(self.orders),
            "rest": rest_until is not None,
            "ill": self.ill,
            "fewer than three good sessions": len(good) < 3 and "kept" not in self.loose,
            "no fresh check-in": not fresh and "kept" not in self.loose,
        }
        return tuple(name for name, holds in reasons.items() if holds)
