"""All facts of a case at once, with what is open and a hash of what they were made from."""

import hashlib
import json
from dataclasses import dataclass

from program.case import Case
from program.facts.measured import measured_facts
from program.facts.memory import memory_facts, open_findings
from program.facts.standing import standing_facts
from program.facts.symptoms import symptom_facts
from program.facts.view import View
from program.facts.weekly import weekly_facts
from program.gates import Fact
from program.model import OpenFinding
from program.plan import Plan


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
    }
    return Observed(facts, found)


def facts_sha256(case: Case) -> str:
    """A hash of the facts, the plan and the stage, but not of the date: the same facts have the same hash.

    The order in which entries are listed makes no difference.
    """
    data = case.model_dump(mode="json", exclude={"date", "now"})
    for name in ("sessions", "symptoms", "check_ins", "open_findings"):
        data[name] = sorted(data[name] or (), key=lambda item: item["id"]) if data[name] is not None else None
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
