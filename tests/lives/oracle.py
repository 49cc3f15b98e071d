"""A small oracle of a runner's life, written from the laws alone: it imports nothing of the product.

It reads a life (a head and acts) and, act by act, says what must hold: exactly where the laws are exact, as
bounds elsewhere. Where an act may be accepted or refused it follows the answer; where it must not be, it says
so. What it cannot know exactly any more (a late fact across an advance, another plan, a restored store) is
`loose` from then on, and only its bounds are held against the answers.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise

from tests.lives.facts import (
    CHECK_IN_DAYS,
    EMERGENCY,
    EVIDENCE_DAYS,
    FOUNDATION,
    GAP_DAYS,
    HEAVINESS_NOBODY_SIGNS,
    LADDER,
    Json,
    instant,
    key_of,
)
from tests.lives.known import ODD_DAYS, Known, Raised, is_run

#: So long after its signature the clearance of the head may lapse.
CLEARED_DAYS = 140
#: How long after a link's end nobody but a therapist undoes what stood under it (law 3).
ALONE_DAYS = 14
#: How long a run that was more than prescribed holds (a complaint's week, less a day).
EXCEEDED_DAYS = 6
LOOKS = frozenset({"look", "wait", "round"})
OF_THERAPISTS = frozenset({"release", "override", "hold", "lift", "close", "baseline"})
UP, ASK, CHECK = "up", "ask", "check"


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
class Oracle(Known):
    """What must hold in one life. `after` takes an act and, where there is one, its answer."""

    kept: frozenset[str] = frozenset()
    waited: bool = False
    last: Json | None = None
    gaps_told: set[datetime] = field(default_factory=set)
    told: list[tuple[datetime, Must]] = field(default_factory=list)

    def after(self, act: Json, answer: Json | None = None) -> Must:
        """What must hold after this act; without an answer it is accepted where that is possible."""
        self.now = instant(act["at"])
        refused = self._must_refuse(act, self.stands())
        if not (answer["refused"] if answer else refused):
            getattr(self, f"do_{act['act']}", lambda _: None)(act)
        self.last = answer
        must = self.stands()
        must.refused = refused
        self.told.append((self.now, must))
        return must

    def do_run(self, act: Json) -> None:
        session = act["session"]
        begins = instant(session["start"])
        told = self._told_at(begins)
        self.runs[session["id"]] = (self.now, session)
        starts = sorted(instant(run["start"]) for _, run in self.runs.values())
        is_close = any((later - sooner) < timedelta(days=2) for sooner, later in pairwise(starts))
        is_as_told = session.get("stage") == (told.stage if told else self.head["stage"])
        self.forbidden[session["id"]] = is_run(session) and self._was_forbidden(begins, is_close=is_close)
        if session.get("recorded_by_hand"):
            # Told running is never certain: it is asked about, and a break may stand (laws 8, 11).
            was = self.forbidden[session["id"]]
            self.forbidden[session["id"]] = False if was is False else None
            self.loose |= {"keys", "stage", "running"} if is_run(session) else set()
        is_odd = not is_as_told or session.get("outcome") != "as_prescribed"
        if is_close or is_odd:
            self.odd_until = self.now + timedelta(days=ODD_DAYS)
        if is_odd or any(begins < gap <= self.now for gap in self.gaps_told):
            # Its size asks what no law fixes; known after a break's limit it undoes it only where harmless.
            self.loose |= {"stage", "keys", "running"}
        if is_odd or self.forbidden[session["id"]] is not False:
            self.late(begins)

    def do_unlink(self, act: Json) -> None:
        """What waited for a therapist goes on waiting after the link (law 3)."""
        super().do_unlink(act)
        waiting = self.last or {}
        self.waited = waiting.get("action") == "progress" and waiting.get("release_by") == "pt"

    def do_restore(self, _act: Json) -> None:
        """What was known since is lost; a stop, a finding, an order and a closing are not (law 13)."""
        self.kept = self.stands().keys_least
        self.loose |= {"stage", "running", "rest", "keys", "kept"}

    # What is refused: true must be, false must not be, null may be.

    def _must_refuse(self, act: Json, before: Must) -> bool | None:
        kind, by = act["act"], act["by"]
        is_stranger = by == "pt" and "pt" not in self.linked
        if kind in OF_THERAPISTS and (is_stranger or (by == "runner" and kind not in ("lift", "close"))):
            return True
        if kind in ("confirm", "release"):
            is_theirs = kind == "confirm" and (self.linked or (self.waited and self._too_soon_alone()))
            return True if is_theirs or not before.may_progress else None
        if kind == "override" and act.get("to") == "progress":
            return True if self.orders or before.keys_least or self._advanced_lately() else None
        if kind == "baseline":
            usual = {item["item"] for item in act["baseline"].get("usual", ())}
            heavy = (act["baseline"].get("heaviness_0_10") or 0) >= HEAVINESS_NOBODY_SIGNS
            return True if heavy or "leak_stool" in usual else None
        if kind == "lift":
            return True if by == "runner" and (not self.orders or self._too_soon_alone()) else None
        if kind == "close":
            return self._must_refuse_closing(act)
        if kind == "note" and act["entry"].get("session") not in {None, *self.runs} - self.deleted:
            return None
        if kind == "run" and instant(act["session"]["end"]) > instant(act["at"]):
            return None  # nobody tells of a run before it has ended
        is_hers = by in ("runner", "clock")
        return False if is_hers and kind in {*LOOKS, "run", "note", "edit", "check_in"} else None

    def _must_refuse_closing(self, act: Json) -> bool | None:
        key, closure = key_of(act["finding"]), act["closure"]
        behind = [one for one in self.raised() if one.key == key and not self.is_covered(one)]
        if act.get("shown") is not None and {one.source for one in behind} - set(act["shown"]):
            return True  # law 7: with newer ones of what it reads it is refused
        days = [self.day(one.happened) for one in behind]
        if act["by"] != "runner":
            on = closure.get("examined_on")
            # An examination from before what it answers may be refused to a therapist too.
            is_late = on is None or date.fromisoformat(on) >= max(days, default=date.min)
            is_sure = behind and act["by"] == "pt" and "kept" not in self.loose and is_late
            return False if is_sure else None
        if self._too_soon_alone() or not closure.get("examined_by") or not closure.get("examined_on"):
            return True
        opened = [one.happened for one in behind]
        if opened and date.fromisoformat(closure["examined_on"]) < self.day(max(opened)):
            return True
        is_emergency = key.removeprefix("sign:") in EMERGENCY
        return True if is_emergency and opened and self.now - max(opened) < timedelta(hours=24) else None

    def _too_soon_alone(self) -> bool:
        """Whether a therapist is with her, or was until a few days ago."""
        ended = self.unlinked
        return bool(self.linked) or (ended is not None and self.now - ended < timedelta(days=ALONE_DAYS))

    def _advanced_lately(self) -> bool:
        return any(self.now - at < timedelta(days=6) for at in self.advances)

    # What stands.

    def stands(self) -> Must:
        raised, gaps = self.raised(), self.gaps()
        keys, here = self.open_keys(raised, gaps), self.climb(raised, gaps)
        self._loosen(raised, gaps, here)
        most = self.most(raised)
        if most < here:
            self.loose.add("stage")  # an advance is taken back for what is known to be bad
        surely = keys if "keys" not in self.loose else keys - {"gap"}
        rest_until = self.rest(raised)
        highest = LADDER[min(most, len(LADDER) - 1)]
        is_loose = "stage" in self.loose
        is_walking = highest in FOUNDATION or (LADDER[here] in FOUNDATION and not is_loose)
        may_walk = is_loose and self.head["stage"] in FOUNDATION
        lasts = bool(surely) or "no_running" in self.orders.values() or self.not_fit or is_walking
        is_late = self.day(self.now) - self._signed_on() > timedelta(days=CLEARED_DAYS)
        is_odd = is_late or may_walk or self.now < self.odd_until
        is_unsure = rest_until or self.loose & {"running", "keys"} or is_odd
        why_not = self._why_not(surely, rest_until)
        return Must(
            stage=None if is_loose else LADDER[here],
            stage_most=highest,
            keys=None if self.loose & {"keys", "kept"} else keys,
            keys_least=surely,
            running=False if lasts or self.ill else None if is_unsure else True,
            lasts=lasts,
            rest_until=rest_until,
            rest_is_exact="rest" not in self.loose and self.now >= self.odd_until,
            may_progress=not why_not,
            why_not=why_not,
        )

    def _signed_on(self) -> date:
        """The day of the head's clearance; where there is none, of its beginning."""
        on = (self.head.get("clearance") or {}).get("signed_on")
        return date.fromisoformat(on) if on else self.day(self.begins)

    def _loosen(self, raised: list[Raised], gaps: list[datetime], here: int) -> None:
        if any(one.unsure for one in raised):
            self.loose |= {"stage", "rest"}
        if any(was is None for was in self.forbidden.values()):
            self.loose |= {"keys", "running", "stage"}
        if LADDER[here] in FOUNDATION and gaps:
            self.loose |= {"keys", "running", "stage"}  # a break is a matter of the running stages

    def gaps(self) -> list[datetime]:
        """The midnights at which a break became one that somebody looks at: one a break, however long."""
        marks = sorted([*self.ran(), *self.looked_at])
        ends = [*marks[1:], self.now]
        limits = [self.midnight(self.day(mark) + timedelta(days=GAP_DAYS + 1)) for mark in marks]
        gaps = [limit for limit, end in zip(limits, ends, strict=True) if limit <= end]
        self.gaps_told |= set(gaps)
        return gaps

    def open_keys(self, raised: list[Raised], gaps: list[datetime]) -> frozenset[str]:
        keys = {one.key for one in raised if one.ask.opens and not self.is_covered(one)} | self.kept
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
        if (last := self._told_at(begins)) is None:
            if any(gap <= begins for gap in self.gaps()):
                return None  # nobody had told her of the break
            return True if self.not_fit else None if self.head["stage"] in FOUNDATION else False
        told_at = next(at for at, must in self.told if must is last)
        is_today = begins < self.midnight(self.day(told_at) + timedelta(days=1))
        if last.running is False and (last.lasts or is_today):
            return True
        if last.rest_is_exact and last.rest_until and begins < last.rest_until:
            return True
        is_gap = any(told_at < gap <= begins for gap in self.gaps_told | set(self.gaps()))
        is_unsure = is_close or is_gap or not last.rest_is_exact or last.running is not True
        return None if is_unsure and not (last.rest_is_exact and last.rest_until) else False

    def climb(self, raised: list[Raised], gaps: list[datetime]) -> int:
        """The stage by the order in which things happened: a cap a group, never a decrement (law 4)."""
        way = [(at, 0, CHECK, 0) for at in self.checks] + [(gap, 1, ASK, 1) for gap in gaps]
        way += [(one.happened, 1, ASK, one.ask.drop) for one in raised if steps_back(one)]
        way += [(at, 2, UP, 1) for at in self.advances]
        here, group = self.start, None
        for at, _, kind, drop in sorted(way):
            if kind == ASK:
                # A limit in days changes at a local midnight alone: it is dates that are counted.
                days = 0 if group is None else (self.day(at) - self.day(group[0])).days
                if group is None or days > CHECK_IN_DAYS:
                    group = (at, here)
                elif days == CHECK_IN_DAYS:
                    self.loose.add("stage")
                here = min(here, max(0, group[1] - drop))
                continue
            group = None
            here = min(here + (kind == UP), len(LADDER) - 1)
        return here

    def most(self, raised: list[Raised]) -> int:
        """The highest stage that the laws allow: an advance is taken back for what is known to be bad."""
        bad = [
            (one.happened, one.known)
            for one in raised
            if (one.ask.opens or one.ask.drop) and not one.void and not one.unsure
        ]
        bad += [
            (instant(run["start"]), known)
            for known, run in self.runs.values()
            if run.get("outcome") == "exceeded" and not run.get("recorded_by_hand")
        ]
        taken = 0
        for at, following in zip(self.advances, [*self.advances[1:], self.now], strict=False):
            until = min(following, at + timedelta(days=EVIDENCE_DAYS))
            week = at - timedelta(days=CHECK_IN_DAYS - 1)
            taken += any(
                week < felt <= at < known <= until and self._in_time(felt, known) for felt, known in bad
            )
        is_kept = "kept" in self.loose or self.loose >= {"stage", "keys", "running", "rest"}
        return self.start + len(self.advances) - (0 if is_kept else taken)

    def _in_time(self, felt: datetime, known: datetime) -> bool:
        """Law 2: known before the second check-in after it happened; later it takes nothing."""
        is_recent = known - felt <= timedelta(days=EVIDENCE_DAYS)
        return is_recent and sum(felt <= at < known for at in self.checks) <= 1

    def rest(self, raised: list[Raised]) -> datetime | None:
        """The latest date that anything ordered: nothing but its date, or a correction in time, ends it."""
        days = [
            (one.known, one.ask.rest_days)
            for one in raised
            if one.ask.rest_days and not one.void and not one.unsure
        ]
        if "kept" not in self.loose:
            days += [(known, 1) for known, run in self.runs.values() if run.get("outcome") == "exceeded"]
        dates = [self.midnight(self.day(known) + timedelta(days=1 + count)) for known, count in days]
        return max((until for until in dates if until > self.now), default=None)

    def _why_not(self, keys: frozenset[str], rest_until: datetime | None) -> tuple[str, ...]:
        """Why nothing may progress now; empty where the laws do not forbid it."""
        since = max([self.begins, *self.advances, *([self.stopped] if self.stopped else [])])
        good = [name for name in self.runs if self._is_good(name, since)]
        fresh = [at for at in self.checks if at > since and (self.now - at).days <= CHECK_IN_DAYS]
        week = timedelta(days=EXCEEDED_DAYS)
        more = [
            run["id"]
            for _, run in self.runs.values()
            if run.get("outcome") == "exceeded" and self.now - instant(run["start"]) < week
        ]
        knows_all = "kept" not in self.loose
        reasons = {
            "open finding": bool(keys),
            "an order": bool(self.orders),
            "rest": rest_until is not None,
            "ill": self.ill,
            "not examined, or a known bad answer": self.not_fit,
            "fewer than three good sessions": len(good) < 3 and knows_all,
            "no fresh check-in": not fresh and knows_all,
            "more than prescribed": bool(more) and knows_all,
            "a new stage within the week": self._advanced_lately() and knows_all,
        }
        return tuple(name for name, holds in reasons.items() if holds)

    def _is_good(self, name: str, since: datetime) -> bool:
        """Begun since, as prescribed, while it was allowed, and answered when its night was over."""
        _, run = self.runs[name]
        over = self.night_over(instant(run["end"]))
        answered = any(
            says
            and says.get("session") == name
            and says["phase"] == "next_morning"
            and instant(says["at"]) >= over
            for (_, says), *_ in (told[-1:] for told in self.entries.values())
        )
        is_done = run.get("outcome") == "as_prescribed" and instant(run["start"]) > since
        is_asked = is_run(run)  # a walk is answered after it, not the next morning
        return is_done and self.forbidden[name] is not True and (answered or not is_asked)


def steps_back(one: Raised) -> bool:
    """Whether an ask steps back: what becomes known too late only holds."""
    in_time = one.known - one.happened <= timedelta(days=EVIDENCE_DAYS)
    return bool(one.ask.drop) and not one.void and in_time
