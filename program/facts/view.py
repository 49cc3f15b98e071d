"""What several facts need: the stage, the evidence that belongs to it, and which entries count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from program.asking import asks_pelvic, rules_for
from program.case import Case, Session
from program.diary import SymptomEntry
from program.plan import LogRule, Plan, Stage, StageKind

_WORST_FIRST = ("exceeded", "not_comparable", None, "partly", "as_prescribed")


@dataclass(frozen=True)
class View:
    """One case seen through one plan. Everything is derived; nothing is kept."""

    case: Case
    plan: Plan

    @cached_property
    def stage(self) -> Stage | None:
        """The stage the case names; null before clearance."""
        return None if self.case.stage is None else self.plan.stage(self.case.stage)

    @cached_property
    def next_stage(self) -> Stage | None:
        """The stage after it; null after the last and before clearance."""
        return None if self.case.stage is None else self.plan.after(self.case.stage)

    @cached_property
    def now(self) -> datetime:
        return self.case.instant

    @property
    def today(self) -> date:
        return self.case.date

    def number(self, name: str) -> float:
        """A setting at the present stage."""
        return self.plan.number(name, self.stage)

    @cached_property
    def since(self) -> datetime | None:
        """When the stage was entered: as given, else from the history; null where neither says."""
        if self.case.stage_since is not None:
            return self.case.stage_since
        history = sorted(self.case.stage_history or (), key=lambda change: change.at)
        return history[-1].at if history and history[-1].stage == self.case.stage else None

    @cached_property
    def evidence_since(self) -> datetime | None:
        """From when on something shows the stage done: its start, or a later closing of a finding."""
        later = self.case.standing.evidence_since if self.case.standing else None
        return max((moment for moment in (self.since, later) if moment is not None), default=None)

    @cached_property
    def caution_since(self) -> datetime | None:
        """From when on something speaks for caution: where it is known what stands, no stage cuts it off."""
        return None if self.case.standing else self.since

    @cached_property
    def pelvic(self) -> bool:
        """Whether the pelvic questions are asked of this runner."""
        return asks_pelvic(self.plan, self.case.profile)

    @cached_property
    def soon_after_birth(self) -> bool:
        """Whether readiness after a birth has to be shown before impact."""
        birth = self.case.profile.birth_date
        if birth is None:
            return self.plan.population == "postpartum"
        recent = (self.today - birth).days < self.number("pelvic_readiness_days")
        return recent or self.plan.population == "postpartum"

    def days_since_birth(self, on: date) -> int | None:
        """Days from the birth to a day; null where the birth date is unknown."""
        birth = self.case.profile.birth_date
        return None if birth is None else (on - birth).days

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """All sessions that are not deleted, oldest first."""
        kept = (session for session in self.case.sessions or () if not session.deleted)
        return tuple(sorted(kept, key=lambda session: (session.start, session.id)))

    @cached_property
    def runs(self) -> tuple[Session, ...]:
        """All sessions with running in them, deleted ones too, oldest first."""
        ordered = sorted(self.case.sessions or (), key=lambda session: (session.start, session.id))
        return tuple(session for session in ordered if self.is_run(session))

    @cached_property
    def outings(self) -> tuple[Session, ...]:
        """The same, each time once: what was deleted beside another of its time is no second run."""
        kept = [session for session in self.runs if not session.deleted]
        return tuple(
            session
            for session in self.runs
            if not session.deleted
            or not any(each.start < session.end and session.start < each.end for each in kept)
        )

    def is_run(self, session: Session) -> bool:
        """Whether there was, or may have been, running in it."""
        if session.run_time_s is None:
            return self.kind_of(session) == "running"
        return session.run_time_s + session.uncertain_time_s > 0 or self.kind_of(session) == "running"

    def kind_of(self, session: Session) -> StageKind:
        """The kind of the session's stage; a session without one counts as running."""
        if session.stage in self.plan.stage_index:
            return self.plan.stage(session.stage).kind
        return "running"

    def outcome_of(self, session: Session) -> str | None:
        """The more cautious of what the comparison found and what the seconds say.

        Uncertain seconds count as run when asking "exceeded?" and as not run when asking "done?".
        Both edges of each prescribed run may be a little early or late.
        """
        run_s, asked_s = session.run_time_s, session.prescribed_run_time_s
        by_seconds = "as_prescribed"
        if run_s is not None and asked_s is not None:
            edges_s = 2 * self.number("edge_s") * self.run_count(session)
            over = max(
                self.number("exceeded_tolerance_share") * asked_s,
                self.number("exceeded_tolerance_s"),
                edges_s,
            )
            short = max(
                self.number("done_tolerance_share") * asked_s, self.number("done_tolerance_s"), edges_s
            )
            if run_s + session.uncertain_time_s > asked_s + over:
                by_seconds = "exceeded"
            elif run_s < asked_s - short:
                by_seconds = "partly"
        return min((session.outcome, by_seconds), key=_WORST_FIRST.index)

    def run_count(self, session: Session) -> int:
        """How many runs its prescription has; 0 where it was held against none of this plan."""
        stage = next((stage for stage in self.plan.stages if stage.id == session.stage), None)
        planned = (
            next((item for item in stage.sessions if item.id == session.session), None) if stage else None
        )
        return sum(step.kind == "run" for step in planned.steps) if planned else 0

    def measurable(self, session: Session) -> bool:
        """Whether the recording can show what was done; those by hand are counted elsewhere."""
        return session.recorded_by_hand or (session.quality == "ok" and session.cadence_known is True)

    @cached_property
    def looked_at(self) -> frozenset[tuple[str, str]]:
        """(source, measure) of all that closings have looked at, where it is known what stands."""
        return self._measured(self.case.standing.answered if self.case.standing else ())

    @cached_property
    def before_rules(self) -> frozenset[tuple[str, str]]:
        """(source, measure) of what rules ask that came into force after it was known."""
        return self._measured(self.case.standing.before_rules if self.case.standing else ())

    def _measured(self, readings: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        measures = {gate.id: gate.measure for gate in self.plan.gates}
        return frozenset((source, measures[gate]) for source, gate in readings if gate in measures)

    @cached_property
    def not_evidence(self) -> frozenset[str]:
        """Sessions that show nothing done, because running was forbidden when they began."""
        return frozenset(self.case.standing.not_evidence if self.case.standing else ())

    @cached_property
    def evidence(self) -> tuple[Session, ...]:
        """Sessions that may show this stage done, within the plan's limit, oldest first."""
        return tuple(
            session
            for session in self.sessions
            if session.stage == self.case.stage
            and (self.evidence_since is None or session.start >= self.evidence_since)
            and session.id not in self.not_evidence
            and session.end <= self.now
            and (self.today - session.local_date).days <= self.number("evidence_days")
        )

    def matched(self, sessions: tuple[Session, ...]) -> int:
        """How many of the stage's required sessions, in their order, these show as done."""
        if self.stage is None:
            return 0
        required = self.stage.required
        allowed = self.number("hand_recorded_sessions")
        reached = {(0, 0)}
        for session in sessions:
            if self.outcome_of(session) != "as_prescribed" or not self.measurable(session):
                continue
            by_hand = int(session.recorded_by_hand)
            reached |= {
                (done + 1, hand + by_hand)
                for done, hand in reached
                if done < len(required) and session.session == required[done] and hand + by_hand <= allowed
            }
        return max(done for done, _ in reached)

    @cached_property
    def counted(self) -> tuple[Session, ...]:
        """The newest sessions that show the whole stage as done; all of the evidence where none do."""
        if self.stage is None:
            return ()
        needed = len(self.stage.required)
        for length in range(needed, len(self.evidence)):
            newest = self.evidence[-length:]
            if self.matched(newest) == needed:
                return newest
        return self.evidence

    @cached_property
    def watched(self) -> tuple[Session, ...]:
        """Sessions whose logs and after-effects matter: those counted, and all of the last days."""
        counted = {session.id for session in self.counted}
        return tuple(
            session
            for session in self.sessions
            if session.id in counted
            or (
                (self.caution_since is None or session.start >= self.caution_since)
                and (self.today - session.local_date).days <= self.number("symptom_days")
            )
        )

    @cached_property
    def by_id(self) -> dict[str, Session]:
        return {session.id: session for session in self.case.sessions or ()}

    def day_of(self, entry: SymptomEntry) -> date | None:
        """The local day of an entry; null where nothing says."""
        if entry.local_date is not None:
            return entry.local_date
        if entry.session in self.by_id and entry.phase in ("during", "after"):
            return self.by_id[entry.session].local_date
        if entry.at is not None:
            return entry.at.date()
        if entry.session in self.by_id:
            return self.by_id[entry.session].local_date + timedelta(days=1)
        return None

    @cached_property
    def entries(self) -> tuple[SymptomEntry, ...]:
        """Diary entries that count: written or changed since the stage began, recent or of a session watched.

        What was written down late counts from the day it was written.
        """
        watched = {session.id for session in self.watched}
        return tuple(
            entry
            for entry in self.case.symptoms
            if self._since_stage(entry) and (entry.session in watched or self._recent(entry))
        )

    def _since_stage(self, entry: SymptomEntry) -> bool:
        changed = changed_at(entry)
        return self.caution_since is None or changed is None or changed > self.caution_since

    def _recent(self, entry: SymptomEntry) -> bool:
        days = [self.day_of(entry), entry.recorded_at.date() if entry.recorded_at else None]
        known = [day for day in days if day is not None]
        return not known or (self.today - max(known)).days <= self.number("symptom_days")

    def began_before_stage(self, session: Session) -> bool:
        """Whether the session belongs to what stood before this stage was entered."""
        return self.since is not None and session.start < self.since

    def night_over(self, session: Session) -> datetime:
        """From when on it can be known how the night after the session was.

        Where it is known what stands, a night is over in the morning of the next date and not eight hours
        after an early run.
        """
        soonest = session.end + timedelta(hours=self.number("next_morning_from_h"))
        standing = self.case.standing
        if standing is None:
            return soonest
        told = dict(standing.nights_over).get(session.id)
        hours = timedelta(hours=self.number("night_over_local_h"))
        next_day = datetime.combine(session.local_date + timedelta(days=1), time(), session.start.tzinfo)
        return max(soonest, told or next_day + hours)

    def rules_for(self, session: Session) -> tuple[LogRule, ...]:
        """The answers this session needs."""
        return rules_for(self.plan, self.kind_of(session), pelvic=self.pelvic)


def changed_at(entry: SymptomEntry) -> datetime | None:
    """When the entry was last written; null where unknown."""
    return entry.recorded_at or entry.at
