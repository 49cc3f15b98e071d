"""A signed baseline has ceilings: refused where it is signed, and at reading never worth more."""

from typing import Any

import pytest
from weeks import MONDAY, clean_week

from program import Baseline, shipped_plans
from program.baseline import faults_of_baseline
from program.case import case_from
from program.facts.readings import read
from program.facts.view import View

SIGNED: dict[str, Any] = {"signed_by": "Ada Brook, PT", "signed_on": MONDAY.isoformat()}


def _baseline(**lines: Any) -> Baseline:
    return Baseline.model_validate({**SIGNED, "signed_on": MONDAY, **lines})


def test_what_is_usual_within_the_ceilings_has_no_fault() -> None:
    usual = ({"item": "leak_urine", "described": "drops, twice a week"},)
    pain = ({"site": "low_back", "score_0_10": 2}, {"site": "knee", "score_0_10": 6})
    assert faults_of_baseline(_baseline(usual=usual, heaviness_0_10=2, pain=pain)) == ()
    assert faults_of_baseline(_baseline()) == ()


@pytest.mark.parametrize(
    ("lines", "path", "says"),
    [
        ({"heaviness_0_10": 3}, "heaviness_0_10", "heaviness of 3 of 10 is above"),
        ({"heaviness_0_10": 10}, "heaviness_0_10", "which is 2"),
        (
            {"pain": ({"site": "pubic_symphysis", "score_0_10": 3},)},
            "pain (pubic_symphysis)",
            "pubic symphysis",
        ),
        (
            {"usual": ({"item": "leak_stool", "described": "sometimes"},)},
            "usual (leak_stool)",
            "a leak of stool is never usual",
        ),
    ],
)
def test_a_line_above_its_ceiling_is_named(lines: dict[str, Any], path: str, says: str) -> None:
    (fault,) = faults_of_baseline(_baseline(**lines))
    assert fault.path == path
    assert says in fault.message


@pytest.mark.parametrize(
    ("measure", "said", "value"),
    [
        ("heaviness_0_10", {"heaviness_0_10": 2}, 0),
        ("heaviness_0_10", {"heaviness_0_10": 3}, 3),
        ("heaviness_0_10", {"heaviness_0_10": 9}, 9),
        ("leak_stool", {"leak_stool": "as_baseline"}, "same_but_no_signed_baseline"),
        ("leak_urine", {"leak_urine": "as_baseline"}, "as_signed_baseline"),
        ("girdle_pain_0_10", {"pain": [{"site": "low_back", "score_0_10": 2}]}, 0),
        ("girdle_pain_0_10", {"pain": [{"site": "low_back", "score_0_10": 3}]}, 3),
    ],
)
def test_a_kept_baseline_counts_up_to_its_ceiling_only(
    measure: str, said: dict[str, Any], value: object
) -> None:
    """One was kept before there were ceilings: heaviness and pain of 10, a leak of stool."""
    data = clean_week("postnatal-graded", "run-04")
    next(entry for entry in data["symptoms"] if entry["id"] == "a2").update(said)
    data["baseline"] = {
        **SIGNED,
        "usual": [{"item": item, "described": "now and then"} for item in ("leak_urine", "leak_stool")],
        "heaviness_0_10": 10,
        "pain": [{"site": "low_back", "score_0_10": 10}],
    }
    case = case_from(data)
    entry = next(entry for entry in case.symptoms if entry.id == "a2")
    view = View(case, shipped_plans()["postnatal-graded", 1])
    assert read(measure, entry, view).value == value
