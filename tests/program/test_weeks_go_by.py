"""Weeks as they come: entries late, edited and deleted, findings closed, links begun and ended.

The machine plays the services: it keeps what decisions open, and moves on to the stage they lead to.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from weeks import EASY, USUAL, clean_week, decide_on, knee

from program import Action, Decision, ReleaseBy, Truth

BAD = {
    "leak_urine": "new_or_worse",
    "leak_stool": "as_baseline",
    "heaviness_0_10": 2,
    "bleeding": "new_or_more",
    "doming": "new_or_worse",
    "signs": ["saddle_numbness"],
    "pain": [knee(2, on_bone=True)],
}
HARMLESS = {"pain": [knee(2)], "bleeding": "period", "effort_0_10": 2}


def _z(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


class Weeks(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.case: dict[str, Any] = clean_week("postnatal-graded", "run-03")
        self.now = datetime(2026, 11, 22, 20, tzinfo=UTC)
        self.number = 0
        self.must_stay_open: set[str] = set()
        self.decide()

    def decide(self) -> Decision:
        self.case["now"], self.case["date"] = _z(self.now), self.now.date().isoformat()
        decision = decide_on(self.case)
        known = {item["id"] for item in self.case["open_findings"]} if "open_findings" in self.case else set()
        records = self.case.setdefault("open_findings", [])
        for found in decision.open_findings:
            if found.id not in known:
                records.append(
                    {
                        "id": found.id,
                        "gate": found.gate,
                        "kind": found.kind,
                        "opened_at": _z(self.now),
                        "release_by": found.release_by.value,
                        "because_of": list(found.because_of),
                    }
                )
                self.must_stay_open.add(found.id)
        self.decision = decision
        return decision

    def tick(self, minutes: int = 1) -> None:
        self.now += timedelta(minutes=minutes)

    def name(self, kind: str) -> str:
        self.number += 1
        return f"{kind}-{self.number}"

    @rule(days=st.integers(1, 9))
    def days_go_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(item=st.sampled_from(sorted(BAD)), late_h=st.integers(0, 90))
    def something_bad_is_logged(self, item: str, late_h: int) -> None:
        self.tick()
        felt = self.now - timedelta(hours=late_h)
        added = {"id": self.name("bad"), "phase": "day", "at": _z(felt), "recorded_at": _z(self.now)}
        self.case["symptoms"].append({**added, item: BAD[item]})
        decision = self.decide()
        assert not decision.running_allowed
        assert decision.action > Action.HOLD or decision.open_findings

    @rule(item=st.sampled_from(sorted(HARMLESS)))
    def something_harmless_is_logged(self, item: str) -> None:
        self.tick()
        added = {"id": self.name("day"), "phase": "day", "at": _z(self.now), item: HARMLESS[item]}
        before = {finding.id for finding in self.decide().open_findings}
        self.case["symptoms"].append(added)
        assert {finding.id for finding in self.decide().open_findings} == before

    @rule(run_on=st.booleans())
    def a_run_is_done(self, run_on: bool) -> None:
        self.now += timedelta(hours=40)
        name, start = self.name("run"), self.now - timedelta(minutes=30)
        self.case["sessions"].append(
            {
                "id": name,
                "start": _z(start),
                "end": _z(self.now),
                "local_date": start.date().isoformat(),
                "stage": self.case["stage"],
                "session": "run",
                "outcome": "exceeded" if run_on else "as_prescribed",
                "quality": "ok",
                "cadence_known": True,
            }
        )
        self.tick()
        after = {**USUAL, "scar": "none", "doming": "none", **EASY, "effort_0_10": 3}
        self.case["symptoms"].append(
            {"id": self.name("after"), "phase": "after", "session": name, "at": _z(self.now), **after}
        )
        assert self.decide().action > Action.PROGRESS

    @rule(data=st.data())
    def an_entry_is_deleted(self, data: st.DataObject) -> None:
        self.tick()
        symptoms = self.case["symptoms"]
        if symptoms:
            del symptoms[data.draw(st.integers(0, len(symptoms) - 1))]

    @rule(data=st.data())
    def an_entry_is_edited_to_harmless(self, data: st.DataObject) -> None:
        self.tick()
        bad = [item for item in self.case["symptoms"] if item["id"].startswith("bad")]
        if bad:
            item = data.draw(st.sampled_from(bad))
            for name in BAD:
                item.pop(name, None)
            item["recorded_at"] = _z(self.now)

    @rule(data=st.data(), item=st.sampled_from(sorted(BAD)))
    def an_entry_is_edited_to_bad(self, data: st.DataObject, item: str) -> None:
        self.tick()
        mine = [each for each in self.case["symptoms"] if each["phase"] == "day"]
        if mine:
            entry = data.draw(st.sampled_from(mine))
            entry.update({item: BAD[item], "recorded_at": _z(self.now)})
            decision = self.decide()
            assert any(entry["id"] in finding.because_of for finding in decision.open_findings), item

    @precondition(lambda self: self.must_stay_open)
    @rule(data=st.data())
    def a_finding_is_closed(self, data: st.DataObject) -> None:
        self.tick()
        name = data.draw(st.sampled_from(sorted(self.must_stay_open)))
        record = next(item for item in self.case["open_findings"] if item["id"] == name)
        record["closed"] = {
            "closed_by": "Ada Brook, PT",
            "closed_at": _z(self.now),
            "reason": "examined, all well",
            "role": "pt",
        }
        self.must_stay_open.discard(name)
        self.decide()

    @rule()
    def the_link_ends(self) -> None:
        self.tick()
        if self.case["pt"] == "linked":
            since = self.now.date().isoformat()
            self.case.update(pt="alone", standing_release={"release_by": "pt", "since": since})

    @rule()
    def a_link_begins_and_the_pt_clears(self) -> None:
        self.now += timedelta(days=1)
        self.case.update(pt="linked", pt_linked_on=self.now.date().isoformat())
        self.case["clearance"]["signed_on"] = self.now.date().isoformat()

    @rule()
    def the_stage_changes(self) -> None:
        """Caution at once, boldness after release: either way a new stage begins now."""
        self.tick()
        decision = self.decide()
        if decision.action in (Action.PROGRESS, Action.REGRESS) and decision.next_stage:
            self.case.update(stage=decision.next_stage, stage_since=_z(self.now))
            assert self.decide().action > Action.PROGRESS

    @invariant()
    def nothing_open_is_forgotten(self) -> None:
        decision = self.decide()
        assert self.must_stay_open <= {finding.id for finding in decision.open_findings}
        if self.must_stay_open:
            assert decision.action > Action.PROGRESS
            assert not decision.running_allowed
            assert decision.release_by >= ReleaseBy.PT
            assert decision.would_change_it == ()

    @invariant()
    def nothing_closed_opens_again_by_itself(self) -> None:
        closed = {item["id"] for item in self.case["open_findings"] if item.get("closed")}
        assert closed.isdisjoint(finding.id for finding in self.decision.open_findings)

    @invariant()
    def progress_waits_and_is_known(self) -> None:
        decision = self.decide()
        if decision.action is Action.PROGRESS:
            assert all(finding.result is Truth.MET for finding in decision.findings)
            standing = self.case.get("standing_release")
            waits = self.case["pt"] == "linked" or (
                standing and self.case["clearance"]["signed_on"] <= standing["since"]
            )
            assert decision.release_by is (ReleaseBy.PT if waits else ReleaseBy.RUNNER)

    @invariant()
    def the_same_facts_give_the_same_answer_in_any_order(self) -> None:
        shuffled = {
            **self.case,
            "symptoms": self.case["symptoms"][::-1],
            "sessions": self.case["sessions"][::-1],
        }
        assert decide_on(shuffled) == decide_on(self.case)


Weeks.TestCase.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
TestWeeks = Weeks.TestCase
