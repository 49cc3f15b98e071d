"""All facts of a case at once, with what is open and a hash of what they were made from."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from program.case import Case
from program.facts.measured import measured_facts
from program.facts.memory import memory_facts, open_findings
from program.facts.owed import owed_facts
from program.facts.standing import standing_facts
from program.facts.symptoms import symptom_facts
from program.facts.view import View
from program.facts.weekly import weekly_facts
from program.gates import Fact
from program.model import OpenFinding
from program.plan import Plan
from program.standing_record import StandingRecord


@dataclass(frozen=True, slots=True)
class Observed:
    """What is known: a fact for each measure, and the findings that are open."""

    facts: dict[str, Fact]
    open_findings: tuple[OpenFinding, ...]


def observe(case: Case, plan: Plan) -> Observed:
    """The facts of the case; a pure function of the two."""
    view = View(case, plan)
    found = open_findings(view)
    facts = {
        **memory_facts(view, found),
        **symptom_facts(view),
        **weekly_facts(view),
        **measured_facts(view),
        **standing_facts(view),
        **owed_facts(view),
    }
    return Observed(facts, found)


def facts_sha256(case: Case) -> str:
    """A hash of the facts, the plan and the stage, but not of the date: the same facts have the same hash.

    The order in which entries are listed makes no difference. Of what stands only what a person acts on is
    in it, none of the instants that pass by themselves; nothing where no standing is given.
    """
    data = case.model_dump(mode="json", exclude={"date", "now", "standing"})
    if case.standing is not None:
        data["standing"] = _lasting(case.standing)
    for name in ("sessions", "symptoms", "check_ins", "open_findings"):
        data[name] = sorted(data[name] or (), key=lambda item: item["id"]) if data[name] is not None else None
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _lasting(standing: StandingRecord) -> Mapping[str, Sequence[object]]:
    """What of the standing changes only by a new fact or a person's act, in a fixed order."""
    return {
        "findings": sorted(
            [finding.key, sorted(list(entry) for entry in finding.entries)] for finding in standing.findings
        ),
        "bars": sorted(bar.code for bar in standing.bars),
        "holds": sorted(bar.code for bar in standing.holds),
        "not_evidence": sorted(standing.not_evidence),
        "taken_back": sorted(name for name, _ in standing.taken_back),
    }
