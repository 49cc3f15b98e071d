"""Plans as data, symptoms, gates, decisions. Pure Python: no frames, no SQL, no clock, no screen."""

from program.case import Case, Session, case_from, case_schema, parse_case
from program.decide import decide
from program.diary import CheckIn, PainAt, SymptomEntry
from program.education import education, readiness_data, sources
from program.errors import CaseError, Fault, PlanError, ProgramError
from program.explain import NOBODY_ALERTED, NOTICE, Explanation, explain
from program.individual import stage_data, start_individual, with_new_stage, with_stage, without_stage
from program.load import check_plan, load_plan, plan_text, shipped_plans
from program.model import (
    Action,
    Change,
    Decision,
    Finding,
    Missing,
    OpenFinding,
    ReleaseBy,
    Truth,
    Urgency,
    decision_json,
)
from program.plan import Gate, Plan, SessionPlan, Stage
from program.record import (
    Assessment,
    Baseline,
    Clearance,
    Closure,
    FindingRecord,
    Hold,
    Profile,
    Readiness,
    StageChange,
    StandingRelease,
)
from program.redflags import crisis_line, red_flags
from program.signs import Sign, sign_list
from program.standing_record import StandingRecord
from program.steps import Step, StepError, parse_steps
from program.upgrade import stage_in_new_version

__all__ = [
    "NOBODY_ALERTED",
    "NOTICE",
    "Action",
    "Assessment",
    "Baseline",
    "Case",
    "CaseError",
    "Change",
    "CheckIn",
    "Clearance",
    "Closure",
    "Decision",
    "Explanation",
    "Fault",
    "Finding",
    "FindingRecord",
    "Gate",
    "Hold",
    "Missing",
    "OpenFinding",
    "PainAt",
    "Plan",
    "PlanError",
    "Profile",
    "ProgramError",
    "Readiness",
    "ReleaseBy",
    "Session",
    "SessionPlan",
    "Sign",
    "Stage",
    "StageChange",
    "StandingRecord",
    "StandingRelease",
    "Step",
    "StepError",
    "SymptomEntry",
    "Truth",
    "Urgency",
    "case_from",
    "case_schema",
    "check_plan",
    "crisis_line",
    "decide",
    "decision_json",
    "education",
    "explain",
    "load_plan",
    "parse_case",
    "parse_steps",
    "plan_text",
    "readiness_data",
    "red_flags",
    "shipped_plans",
    "sign_list",
    "sources",
    "stage_data",
    "stage_in_new_version",
    "start_individual",
    "with_new_stage",
    "with_stage",
    "without_stage",
]
