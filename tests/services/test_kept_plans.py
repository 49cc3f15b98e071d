"""A plan that was kept before there were bounds: read, told, and never raised; one that is new is refused."""

import pytest

from program import Baseline, plan_text, start_individual
from program.kept import CANNOT_BE_READ
from program.record import UsualItem, UsualPain
from services import NotFoundError, RefusedError
from services.plans import find_plan, plan_faults
from store import plans
from store.engine import reading, writing
from store.plans import IndividualPlan
from tests.services.conftest import WEEKS_END, Clinic

NOW = WEEKS_END
OWN_ID = "postnatal-graded-own"
OWN = start_individual(plan_text("postnatal-graded", 1), OWN_ID)
STEPS = "walk 5:00, 4 x (run 0:30, walk 4:30), walk 5:00"


def _keep(clinic: Clinic, text: str) -> None:
    """As it was kept by a version that knew no bounds."""
    kept = IndividualPlan(OWN_ID, 1, clinic.runner_id, text, "as I like", NOW, clinic.pt.person_id)
    with writing(clinic.services.context.engine) as connection:
        plans.add_plan(connection, kept)


@pytest.mark.parametrize(
    ("steps", "says", "read"),
    [
        ("run 60:00", "the first running stage begins with 60:00", "run 60:00"),
        ("run 9999:00", "a step is 5 s to 180 min, not 599940 s", "run 9999:00"),
        (f"run {'9' * 400} s", CANNOT_BE_READ, STEPS),
    ],
)
def test_a_kept_plan_beyond_its_bounds_is_read_and_told(
    clinic: Clinic, steps: str, says: str, read: str
) -> None:
    _keep(clinic, OWN.replace(STEPS, steps))

    with reading(clinic.services.context.engine) as connection:
        plan = find_plan(connection, clinic.runner_id, OWN_ID, 1)
        faults = plan_faults(connection, clinic.runner_id, OWN_ID, 1)

    assert (plan.id, plan.version) == (OWN_ID, 1)
    assert plan.stage("run-01").sessions[0].steps_text == read
    assert any(says in fault.message for fault in faults)
    assert OWN_ID in {
        each.id for each in clinic.services.planning.plans(clinic.pt, clinic.runner_id, now=NOW)
    }


def test_a_shipped_plan_has_no_fault_and_one_that_is_not_there_is_not_found(clinic: Clinic) -> None:
    _keep(clinic, OWN)
    with reading(clinic.services.context.engine) as connection:
        assert plan_faults(connection, clinic.runner_id, "postnatal-graded", 1) == ()
        assert plan_faults(connection, clinic.runner_id, OWN_ID, 1) == ()
        with pytest.raises(NotFoundError):
            plan_faults(connection, clinic.runner_id, OWN_ID, 2)


@pytest.mark.parametrize(
    ("steps", "says"),
    [
        ("run 60:00", "stages\\[5\\] \\(run-01\\).signed_growth: the first running stage begins with 60:00"),
        ("run 0.001 s", "a step is 5 s to 180 min"),
        (f"run {'9' * 400} s", "this number is too long"),
    ],
)
def test_a_plan_beyond_its_bounds_is_not_kept(clinic: Clinic, steps: str, says: str) -> None:
    planning = clinic.services.planning
    with pytest.raises(RefusedError, match=says):
        planning.save(clinic.pt, clinic.runner_id, OWN.replace(STEPS, steps), "as I like", now=NOW)
    for reason in ("no", "x" * 5000):
        with pytest.raises(RefusedError, match="letters"):
            planning.save(clinic.pt, clinic.runner_id, OWN, reason, now=NOW)
    assert planning.save(clinic.pt, clinic.runner_id, OWN, "as I like", now=NOW).id == OWN_ID


def test_a_plan_with_faults_can_be_drafted_anew_and_one_that_cannot_be_read_says_so(clinic: Clinic) -> None:
    planning = clinic.services.planning
    _keep(clinic, OWN.replace(STEPS, "run 60:00"))
    draft = planning.draft(clinic.pt, clinic.runner_id, OWN_ID, 1, now=NOW)
    mended = draft.replace("run 60:00", STEPS)
    assert planning.save(clinic.pt, clinic.runner_id, mended, "as it was made", now=NOW).version == 2

    broken = IndividualPlan(OWN_ID, 3, clinic.runner_id, "id = 1", "broken", NOW, None)
    with writing(clinic.services.context.engine) as connection:
        plans.add_plan(connection, broken)
    with pytest.raises(RefusedError, match="cannot be read"):
        planning.draft(clinic.pt, clinic.runner_id, OWN_ID, 3, now=NOW)
    assert planning.draft(clinic.pt, clinic.runner_id, "postnatal-graded", 1, now=NOW)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"heaviness_0_10": 10}, "heaviness of 10 of 10 is above what may be called usual, which is 2"),
        ({"pain": (UsualPain(site="pubic_symphysis", score_0_10=9),)}, r"pain \(pubic symphysis\) of 9"),
        ({"usual": (UsualItem(item="leak_stool", described="sometimes"),)}, "a leak of stool is never usual"),
    ],
)
def test_a_baseline_above_a_ceiling_is_not_signed(clinic: Clinic, line: dict[str, object], says: str) -> None:
    baseline = Baseline.model_validate({"signed_by": "Therapist", "signed_on": NOW.date(), **line})
    records = clinic.services.records
    with pytest.raises(RefusedError, match=says):
        records.sign_baseline(clinic.pt, clinic.runner_id, baseline, seen_revision=0, now=NOW)
    assert records.read(clinic.pt, clinic.runner_id, now=NOW).baseline is None
