"""The words of what stands: which sign, finding, order or rest speaks, until when, and who can lift it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from program.case import Case
from program.missing import in_words
from program.model import Action, Decision, ReleaseBy, Urgency
from program.plan import Gate, Plan
from program.signs import sign_list
from program.standing_record import StandingBar, StandingFindingRecord, StandingOrder, StandingRecord

#: Said here instead, each with its name, its date and who can lift it.
SAID_HERE = frozenset(
    ("open_stops", "open_key_signs", "ordered_rest", "barred", "held", "ran_while_forbidden", "episode")
)
#: What only the record brings, and no answer of the runner: all that may be offered as a change.
OFFERED = ("sessions_missing",)
_ITEMS = {
    "incontinence": "leaks in daily life",
    "girdle_pain": "pain around the pelvis",
    "load_tests": "the load and impact tests",
    "clearance": "the clearance",
}
_EPISODE = {"pregnancy": "pregnant", "taken_back": "birth_taken_back", "not_examined": "not_examined"}
#: Measures whose row keeps silent where a bar of that kind speaks.
_BAR_OF = {"illness": "illness"}
_FORBIDS = {"no_running": "no running", "no_progress": "to stay on this step"}


@dataclass(frozen=True, slots=True)
class StandingWords:
    """One case's standing in words, beside the answer to it."""

    decision: Decision
    plan: Plan
    case: Case
    standing: StandingRecord

    @property
    def linked(self) -> bool:
        """Whether a PT watches; not known is read as yes, as everywhere."""
        return self.case.pt != "alone"

    def reasons(self) -> tuple[str, ...]:
        """A sentence or two for each thing that stands; where somebody has to be called, the signs alone."""
        findings = self.standing.findings
        if self.decision.urgency is not Urgency.NONE:
            urgent = (self._finding(finding) for finding in findings if finding.urgency)
            return tuple(dict.fromkeys(urgent))
        return tuple(
            dict.fromkeys(
                (
                    *(self._finding(finding) for finding in findings),
                    *(self._order(order) for order in self.standing.orders),
                    *self._rest(),
                    *self._bars(),
                )
            )
        )

    def says(self, gate: Gate) -> bool:
        """Whether the reason of this gate is said here, so that its row keeps silent."""
        if gate.measure in SAID_HERE:
            return True
        if gate.measure == "pt_hold":
            return bool(self.standing.orders)
        if gate.measure in _BAR_OF:
            return self._is_barred_by(_BAR_OF[gate.measure])
        kinds = {
            finding.key.partition(":")[0] for finding in self.standing.findings if finding.gate == gate.id
        }
        return bool(kinds)

    def _is_barred_by(self, kind: str) -> bool:
        return any(bar.code.partition(":")[0] == kind for bar in self.standing.bars)

    # -- findings

    def _finding(self, finding: StandingFindingRecord) -> str:
        closes = f"It stays open until {self._who(ReleaseBy(finding.release_by))}."
        on = _on(finding.opened_at)
        kind, _, name = finding.key.partition(":")
        if kind == "sign":
            signs = {sign.id: sign for sign in sign_list().signs}
            if name in signs:
                return f"You noted a warning sign{on}: {signs[name].asks}. {signs[name].what_to_do} {closes}"
        if kind == "gap":
            last = self.standing.last_run_on
            ran = f"The last run was on {in_words(last)}. " if last else ""
            return (
                f"{ran}After so long a break running waits until {self._who(ReleaseBy(finding.release_by))}."
            )
        gate = next((gate for gate in self.plan.gates if gate.id == finding.gate), None)
        if gate is None:
            return f"Something that you noted{_on(finding.opened_at)} is open. {closes}"
        if gate.measure == "overshoot":
            return self._far_too_much(name, finding)
        if gate.measure == "ran_while_forbidden":
            return f"{gate.says} {closes}"
        where = f" ({name.replace('_', ' ')})" if name else ""
        return f"{gate.label}{where}, noted{_on(finding.opened_at)}: open. {closes}"

    def _far_too_much(self, run: str, finding: StandingFindingRecord) -> str:
        days = [session.local_date for session in self.case.sessions or () if session.id == run]
        on = f" on {in_words(days[0])}" if days else ""
        if not finding.is_answered:
            asks = "Please say how the next morning was: until then no running."
        else:
            asks = "Your PT looks at it." if self.linked else "You have said how the next morning was."
        return f"You ran far more than the plan asked for{on}. {asks}"

    def _who(self, release_by: ReleaseBy) -> str:
        if release_by is ReleaseBy.MEDICAL:
            return "a doctor or midwife has looked"
        if self.linked:
            return "your PT has looked"
        if release_by is ReleaseBy.PT:
            return "somebody who examines you has looked"
        return "you have said how you are"

    # -- orders and rest

    def _order(self, order: StandingOrder) -> str:
        ordered, what = _on(order.since), _FORBIDS[order.kind]
        if self.linked:
            return f"A PT ordered this{ordered}: {what}. Your PT can lift it."
        former = f"Your former PT ordered this{ordered}: {what}. Another PT can lift it"
        if "runner" in order.who:
            return f"{former}, or you can, by stating who examined you since."
        if order.runner_from is not None:
            day = in_words(order.runner_from.date())
            return f"{former}, or from {day} you can, by stating who examined you."
        return f"{former}."

    def rest_until(self) -> date | None:
        """The first day without ordered rest; null where none stands."""
        until = self.standing.rest_until
        return until.date() if until is not None and until > self.case.instant else None

    def _rest(self) -> Iterator[str]:
        until = self.rest_until()
        if until is None or (self.standing.rest_gate == "illness" and self._is_barred_by("illness")):
            return
        gate = next((gate for gate in self.plan.gates if gate.id == self.standing.rest_gate), None)
        after = f" after {_rest_after(gate)}" if gate else ""
        yield f"Rest was ordered{after}: no run before {in_words(until)}."

    # -- what else forbids running, or the next step

    def _bars(self) -> Iterator[str]:
        keys = {finding.key for finding in self.standing.findings}
        for bar in (*self.standing.bars, *self.standing.holds):
            kind, _, item = bar.code.partition(":")
            # A finding and an order are said already; a clean week has a gate with words of its own.
            if bar.code in keys or kind in ("order", "clean_week"):
                continue
            yield self._bar(bar, kind, item, "Running" if bar in self.standing.bars else "The next step")

    def _bar(self, bar: StandingBar, kind: str, item: str, waits: str) -> str:
        until = f" Otherwise this holds until {in_words(bar.until.date())}." if bar.until else ""
        if kind in _EPISODE:
            return self._of_episode(_EPISODE[kind])
        if kind == "bad":
            about = _ITEMS.get(item, item.replace("_", " "))
            return (
                f"{waits} waits because of what is on record about {about}."
                " It stands until the same question is answered anew after an examination."
            )
        if kind == "illness":
            if bar.until:
                return f"You were ill: no run before {in_words(bar.until.date())}."
            return f"You were ill{_on(bar.since)}. {waits} waits until you say that you are well again."
        words = {
            "fresh_check_in": "A new check-in comes first, sent after the examination.",
            "lapsed": "The examination behind the clearance was too long ago, and somebody examines anew.",
            "restored": "Your record was brought back from a copy. Please write how you are first.",
            "unreadable": f"Something on your record cannot be read. {waits} waits until it is mended.",
            "erased": f"Something was taken off your record. {waits} waits as it did for that.",
        }
        return words.get(kind, f"{waits} waits until {self._who(ReleaseBy(bar.who))}.") + until

    def _of_episode(self, level: str) -> str:
        gate = next(gate for gate in self.plan.gates if gate.measure == "episode")
        return next(row.says or gate.says for row in gate.rows if level in (row.is_ or ()))

    # -- what is next

    def next_step(self, alerted: str) -> str:
        """What to do now; `alerted` is what is said to somebody alone who has to call."""
        decision, parts = self.decision, []
        if decision.urgency is not Urgency.NONE:
            by_message = "A message to your PT may not be read at once: please make the call yourself."
            parts.append(by_message if self.linked else alerted)
        if decision.action is Action.STOP:
            parts.append("No running.")
        elif not decision.running_allowed and decision.action is not Action.PROGRESS:
            parts.append("No running for now." if self._walking_unsure() else _WALKING)
        elif (until := self.rest_until()) is not None:
            parts.append(f"No run before {in_words(until)}.")
        elif decision.rest_days:
            days = "day" if decision.rest_days == 1 else "days"
            parts.append(f"Rest from running for {decision.rest_days} {days} first.")
        parts.append(self._release())
        return " ".join(part for part in parts if part)

    def _walking_unsure(self) -> bool:
        """Walking is called fine only where nothing but a break or a date stands in the way."""
        open_now = (finding for finding in self.standing.findings if not finding.is_answered)
        standing = (*self.standing.bars, *open_now)
        codes = (item.code if isinstance(item, StandingBar) else item.key for item in standing)
        return any(not code.startswith("gap:") for code in codes)

    def _release(self) -> str:
        release_by = self.decision.release_by
        if release_by is ReleaseBy.NONE:
            return ""
        if release_by is ReleaseBy.MEDICAL:
            return "A doctor or midwife has to look first."
        if self._waits_for_a_morning():
            return "It waits for how you say the next morning was."
        if release_by is ReleaseBy.RUNNER:
            yes = self.decision.action is Action.PROGRESS
            return "It waits for your own yes at the check-in." if yes else "It waits for what you tell us."
        if self.linked:
            return "It waits for your PT."
        return "Somebody who examines you has to look first; then say here who it was, and when."

    def _waits_for_a_morning(self) -> bool:
        """Whether nothing but the answers of a morning is waited for, by anybody."""
        waiting = [finding for finding in self.standing.findings if not finding.is_answered]
        keys = {finding.key for finding in waiting}
        others = [bar for bar in (*self.standing.bars, *self.standing.holds) if bar.code not in keys]
        return (
            bool(keys)
            and all(finding.gate == "overshoot" for finding in waiting)
            and not any(ReleaseBy(bar.who) > ReleaseBy.RUNNER for bar in others)
        )


_WALKING = "No running for now; gentle walking is fine if it feels good."


#: What rest follows, where the label of its gate is what was counted and not what happened.
_HAPPENED = {
    "overshoot": "a run that was more than asked",
    "hours_between_runs": "two runs close together",
    "rest_days_between_runs": "two runs without enough rest between them",
    "runs_in_7_days": "more runs in a week than asked",
    "ran_while_forbidden": "a run while running was on hold",
    "limp": "a limp",
}


def _rest_after(gate: Gate) -> str:
    return _HAPPENED.get(gate.measure) or f"{gate.label[0].lower()}{gate.label[1:]}"


def _on(moment: datetime | None) -> str:
    return f" on {in_words(moment.date())}" if moment else ""
