"""The front door: a case and a plan in, a proposal out."""

from dataclasses import replace

from program.case import Case
from program.counterfactual import what_would_change_it
from program.evaluate import belongs, decide_from
from program.facts import observe
from program.model import Decision
from program.plan import Plan


def decide(case: Case, plan: Plan) -> Decision:
    """The proposal for a case under a plan, with what would change it.

    Pure: the same plan version, stage, facts and date always give the same proposal. CaseError where the case
    is one of another plan, or names a stage that the plan does not have.
    """
    belongs(case, plan)
    observed = observe(case, plan)
    decision = decide_from(observed, case, plan)
    return replace(decision, would_change_it=what_would_change_it(case, plan, decision, observed))
