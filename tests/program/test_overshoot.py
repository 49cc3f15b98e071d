"""The size of an overshoot, on each limit and beside it."""

from dataclasses import replace

import pytest
from weeks import plan_of

from program import SymptomEntry
from program.overshoot import LEVELS, OvershootLimits, is_answered, overshoot_level, overshoot_limits

LIMITS = OvershootLimits(share=0.1, least_s=60, far_share=0.3, far_s=180, double_share=1.0, double_s=300)


@pytest.mark.parametrize(
    ("sure_s", "maybe_s", "asked_s", "level", "comment"),
    [
        (480, 480, 480, "none", "as prescribed"),
        (540, 540, 480, "none", "a minute more is on the limit"),
        (541, 541, 480, "exceeded", "a second above it"),
        (660, 660, 480, "exceeded", "three minutes more is on the limit of far"),
        (661, 661, 480, "exceeded_far", "a second above it"),
        (960, 960, 480, "exceeded_far", "double is on the limit"),
        (961, 961, 480, "exceeded_double", "a second above it"),
        (480, 9000, 480, "exceeded_far", "what is uncertain never steps back"),
        (None, 9000, 480, "exceeded_far", "nor does what nobody measured"),
        (None, None, 480, "none", "nothing says that it was more"),
        (9000, 9000, None, "none", "nothing was prescribed in seconds"),
        (61, 61, 0, "exceeded", "running where none was asked"),
        (301, 301, 0, "exceeded_double", "five minutes of it"),
    ],
)
def test_each_size_begins_above_its_limit(
    sure_s: float | None, maybe_s: float | None, asked_s: float | None, level: str, comment: str
) -> None:
    assert overshoot_level(sure_s, maybe_s, asked_s, LIMITS) == level, comment


def test_the_second_within_a_week_is_far() -> None:
    assert overshoot_level(600, 600, 480, LIMITS, is_second_in_a_week=True) == "exceeded_far"
    assert overshoot_level(480, 480, 480, LIMITS, is_second_in_a_week=True) == "none"


@pytest.mark.parametrize(("sure_s", "level"), [(700, "exceeded_double"), (650, "exceeded")])
def test_double_of_her_longest_counts_where_it_is_far_already(sure_s: float, level: str) -> None:
    assert overshoot_level(sure_s, sure_s, 480, LIMITS, longest_before_s=300) == level


def test_more_is_never_a_smaller_size() -> None:
    sizes = [LEVELS.index(overshoot_level(sure_s, sure_s, 480, LIMITS)) for sure_s in range(0, 2000, 7)]
    assert sizes == sorted(sizes, reverse=True)


def test_each_edge_of_a_prescribed_run_may_be_early_or_late() -> None:
    plan = plan_of("postnatal-graded")
    stage = plan.stage("run-04")
    assert overshoot_limits(plan, stage, run_count=40).least_s == 240


@pytest.mark.parametrize(
    ("sure_s", "longest_s", "level"),
    [
        (700, 349, "exceeded_double"),
        (700, 350, "exceeded_far"),
        (660, 100, "exceeded"),
        (661, 100, "exceeded_double"),
    ],
)
def test_double_of_her_longest_is_more_than_double_of_it_and_far(
    sure_s: float, longest_s: float, level: str
) -> None:
    assert overshoot_level(sure_s, sure_s, 480, LIMITS, longest_before_s=longest_s) == level


def test_far_begins_above_the_largest_of_its_limits() -> None:
    assert LIMITS.far_from_s(480) == 660
    assert LIMITS.far_from_s(1000) == 1300
    assert replace(LIMITS, least_s=400).far_from_s(480) == 880


def test_every_limit_may_be_one_of_the_stage() -> None:
    plan = plan_of("postnatal-graded")
    names = ("exceeded_tolerance_share", "exceeded_far_share", "exceeded_far_s", "edge_s")
    names += ("exceeded_tolerance_s", "exceeded_double_share", "exceeded_double_s")
    own = {
        name: plan.settings[name].model_copy(update={"value": float(place)})
        for place, name in enumerate(names, 1)
    }
    stage = plan.stage("run-04").model_copy(update={"settings": own})
    found = OvershootLimits(share=1, least_s=80, far_share=2, far_s=3, double_share=6, double_s=7)
    assert overshoot_limits(plan, stage, run_count=10) == found
    assert overshoot_limits(plan, stage).least_s == 5


@pytest.mark.parametrize("pelvic", [True, False])
def test_a_morning_is_answered_by_what_is_asked_of_her(pelvic: bool) -> None:
    plan = plan_of("couch-to-5k")
    only_pain = SymptomEntry(id="a", phase="day", pain=())
    nothing = SymptomEntry(id="b", phase="day", effort_0_10=3)
    assert is_answered([only_pain], plan, pelvic=pelvic) is not pelvic
    assert not is_answered([nothing], plan, pelvic=pelvic) and not is_answered([], plan, pelvic=pelvic)
