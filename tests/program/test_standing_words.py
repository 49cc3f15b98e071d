"""The words of what stands, word for word."""

from dataclasses import replace
from typing import Any

import pytest
from weeks import case_of, clean_week, plan_of

from program import Action, ReleaseBy, Urgency
from program.evaluate import decide_only
from program.explain_standing import StandingWords

PLAN = plan_of("postnatal-graded")
SINCE, UNTIL = "2026-11-16T08:00:00Z", "2026-11-25T00:00:00Z"
Data = dict[str, Any]
ALONE, LINKED = "alone", "linked"


def words(pt: str = LINKED, answer: Data | None = None, **standing: Any) -> StandingWords:
    """The words of a clean week with what stands beside it; of the answer, what is given."""
    case = case_of({**clean_week("postnatal-graded", "run-04"), "pt": pt, "standing": standing})
    assert case.standing is not None
    return StandingWords(replace(decide_only(case, PLAN), **(answer or {})), PLAN, case, case.standing)


def finding(key: str, gate: str | None = None, release_by: str = "pt", **more: Any) -> Data:
    gate = gate or key.partition(":")[0]
    return {"key": key, "gate": gate, "release_by": release_by, "opened_at": SINCE, **more}


# -- findings


@pytest.mark.parametrize(
    ("item", "pt", "says"),
    [
        (
            finding("leak-urine"),
            LINKED,
            "Leak of urine, noted on Monday 16 November: open. It stays open until your PT has looked.",
        ),
        (
            finding("calf-pain:left_calf", release_by="medical"),
            LINKED,
            "Calf pain (left calf), noted on Monday 16 November: open."
            " It stays open until a doctor or midwife has looked.",
        ),
        (
            finding("sign:of_old", "same-day-sign"),
            ALONE,
            "Sign to be seen today (of old), noted on Monday 16 November: open."
            " It stays open until somebody who examines you has looked.",
        ),
        (
            finding("gone", release_by="runner", opened_at=None),
            ALONE,
            "Something that you noted is open. It stays open until you have said how you are.",
        ),
        (
            finding("gap:s1", release_by="runner"),
            LINKED,
            "After so long a break running waits until your PT has looked.",
        ),
        (
            finding("gap:s1", release_by="runner"),
            ALONE,
            "After so long a break running waits until you have said how you are.",
        ),
        (
            finding("overshoot:s2", release_by="runner"),
            LINKED,
            "You ran far more than the plan asked for on Wednesday 18 November."
            " Please say how the next morning was: until then no running.",
        ),
        (
            finding("overshoot:lost", release_by="runner", is_answered=True),
            LINKED,
            "You ran far more than the plan asked for. Your PT looks at it.",
        ),
        (
            finding("overshoot:s3", release_by="runner", is_answered=True),
            ALONE,
            "You ran far more than the plan asked for on Friday 20 November."
            " You have said how the next morning was.",
        ),
        (
            finding("ran_while_forbidden:s1", "ran-while-forbidden"),
            ALONE,
            "You ran while running was on hold. Please say how you are; somebody looks before the next run."
            " It stays open until somebody who examines you has looked.",
        ),
    ],
)
def test_each_finding_says_what_it_is_since_when_and_who_closes_it(item: Data, pt: str, says: str) -> None:
    assert words(pt, findings=[item]).reasons() == (says,)


def test_a_finding_is_said_once_and_what_stands_in_one_order() -> None:
    stands = words(
        findings=[finding("leak-urine"), finding("leak-urine")],
        orders=[{"id": "o", "kind": "no_progress", "since": SINCE}],
        bars=[{"code": "leak-urine"}, {"code": "order:o"}, {"code": "lapsed"}],
        holds=[{"code": "clean_week:s1"}, {"code": "erased", "since": SINCE}],
        rest_until=UNTIL,
    )
    assert stands.reasons() == (
        "Leak of urine, noted on Monday 16 November: open. It stays open until your PT has looked.",
        "A PT ordered this on Monday 16 November: to stay on this step. Your PT can lift it.",
        "Rest was ordered: no run before Wednesday 25 November.",
        "The examination behind the clearance was too long ago, and somebody examines anew.",
        "Something was taken off your record. The next step waits as it did for that.",
    )


# -- rest and bars


@pytest.mark.parametrize(
    ("gate", "after"),
    [
        (None, ""),
        ("overshoot", " after a run that was more than asked"),
        ("limp", " after a limp"),
        ("runs-a-week", " after more runs in a week than asked"),
        ("rest-days", " after two runs without enough rest between them"),
        ("hours-between-runs", " after two runs close together"),
        ("ran-while-forbidden", " after a run while running was on hold"),
        ("night-pain", " after night pain"),
        ("illness", " after illness"),
    ],
)
def test_rest_says_after_what_it_was_ordered(gate: str | None, after: str) -> None:
    stands = words(rest_until=UNTIL, rest_gate=gate)
    assert stands.reasons() == (f"Rest was ordered{after}: no run before Wednesday 25 November.",)


def test_a_rest_ends_at_its_instant() -> None:
    assert words(rest_until="2026-11-22T20:00:00Z").rest_until() is None
    assert words(rest_until="2026-11-22T20:00:01Z").rest_until() is not None


def test_the_rest_of_an_illness_is_said_by_its_bar_and_any_other_beside_it() -> None:
    ill = {"code": "illness", "until": UNTIL}
    bar = "You were ill: no run before Wednesday 25 November."
    assert words(rest_until=UNTIL, rest_gate="illness", bars=[ill]).reasons() == (bar,)
    assert words(rest_until=UNTIL, rest_gate="limp", bars=[ill]).reasons() == (
        "Rest was ordered after a limp: no run before Wednesday 25 November.",
        bar,
    )


BAD = (
    "{} waits because of what is on record about leaks in daily life."
    " It stands until the same question is answered anew after an examination."
)


@pytest.mark.parametrize(
    ("bar", "says"),
    [
        ({"code": "bad:incontinence"}, BAD),
        ({"code": "bad:load_tests"}, BAD.replace("leaks in daily life", "the load and impact tests")),
        (
            {"code": "illness", "since": SINCE},
            "You were ill on Monday 16 November. {} waits until you say that you are well again.",
        ),
        (
            {"code": "fresh_check_in:girdle_pain"},
            "A new check-in comes first, sent after the examination.",
        ),
        (
            {"code": "restored"},
            "Your record was brought back from a copy. Please write how you are first.",
        ),
        (
            {"code": "unreadable"},
            "Something on your record cannot be read. {} waits until it is mended.",
        ),
        (
            {"code": "something_new", "who": "medical", "until": UNTIL},
            "{} waits until a doctor or midwife has looked."
            " Otherwise this holds until Wednesday 25 November.",
        ),
        ({"code": "not_examined"}, "There was no examination since this birth that counts."),
    ],
)
def test_each_bar_says_what_waits_for_whom(bar: Data, says: str) -> None:
    assert words(bars=[bar]).reasons() == (says.format("Running"),)
    assert words(holds=[bar]).reasons() == (says.format("The next step"),)


def test_a_gate_keeps_silent_where_what_stands_speaks_for_it() -> None:
    def says(gate: str, **standing: Any) -> bool:
        return words(**standing).says(PLAN.gate(gate))

    assert says("open-stop") and says("ordered-rest") and says("barred") and says("episode")
    assert says("leak-urine", findings=[finding("leak-urine")]) and not says("leak-urine")
    assert not says("leak-urine", findings=[finding("leak-wind")])
    assert says("pt-hold", orders=[{"id": "o", "kind": "no_progress"}]) and not says("pt-hold")
    assert says("illness", bars=[{"code": "illness"}]) and not says("illness", bars=[{"code": "lapsed"}])


# -- what is next

HELD: Data = {"action": Action.HOLD, "running_allowed": False, "release_by": ReleaseBy.NONE, "rest_days": 0}
MAY_RUN: Data = {**HELD, "running_allowed": True}
GENTLE = "No running for now; gentle walking is fine if it feels good."


@pytest.mark.parametrize(
    ("answer", "standing", "says"),
    [
        ({**HELD, "action": Action.STOP}, {}, "No running."),
        (HELD, {}, GENTLE),
        (HELD, {"bars": [{"code": "gap:s1"}]}, GENTLE),
        (HELD, {"bars": [{"code": "gap:s1"}, {"code": "lapsed"}]}, "No running for now."),
        (HELD, {"findings": [finding("leak-urine")]}, "No running for now."),
        (HELD, {"findings": [finding("overshoot:s1", is_answered=True)]}, GENTLE),
        ({**HELD, "action": Action.PROGRESS}, {}, ""),
        (MAY_RUN, {"rest_until": UNTIL}, "No run before Wednesday 25 November."),
        ({**MAY_RUN, "rest_days": 1}, {}, "Rest from running for 1 day first."),
        ({**MAY_RUN, "rest_days": 2}, {}, "Rest from running for 2 days first."),
        (MAY_RUN, {}, ""),
    ],
)
def test_the_next_step_says_whether_to_run_and_from_when(answer: Data, standing: Data, says: str) -> None:
    assert words(answer=answer, **standing).next_step("") == says


@pytest.mark.parametrize(
    ("pt", "says"),
    [
        (ALONE, "Nobody was told. No running."),
        (
            LINKED,
            "A message to your PT may not be read at once: please make the call yourself. No running.",
        ),
    ],
)
def test_where_a_call_is_needed_it_says_who_makes_it(pt: str, says: str) -> None:
    stop = {**HELD, "action": Action.STOP, "urgency": Urgency.SAME_DAY}
    assert words(pt, stop).next_step("Nobody was told.") == says


FAR = finding("overshoot:s1", release_by="runner")


@pytest.mark.parametrize(
    ("release_by", "pt", "standing", "says"),
    [
        (ReleaseBy.MEDICAL, LINKED, {"findings": [FAR]}, "A doctor or midwife has to look first."),
        (ReleaseBy.PT, LINKED, {}, "It waits for your PT."),
        (
            ReleaseBy.PT,
            ALONE,
            {},
            "Somebody who examines you has to look first; then say here who it was, and when.",
        ),
        (ReleaseBy.RUNNER, ALONE, {}, "It waits for what you tell us."),
        (
            ReleaseBy.RUNNER,
            ALONE,
            {"findings": [FAR], "bars": [{"code": "overshoot:s1", "who": "pt"}]},
            "It waits for how you say the next morning was.",
        ),
        (
            ReleaseBy.PT,
            LINKED,
            {"findings": [FAR], "holds": [{"code": "clean_week:x", "who": "runner"}]},
            "It waits for how you say the next morning was.",
        ),
        (
            ReleaseBy.PT,
            LINKED,
            {"findings": [FAR], "bars": [{"code": "lapsed", "who": "pt"}]},
            "It waits for your PT.",
        ),
        (
            ReleaseBy.PT,
            LINKED,
            {"findings": [FAR], "holds": [{"code": "order:o", "who": "pt"}]},
            "It waits for your PT.",
        ),
        (ReleaseBy.PT, LINKED, {"findings": [FAR, finding("leak-urine")]}, "It waits for your PT."),
        (ReleaseBy.PT, LINKED, {"findings": [{**FAR, "is_answered": True}]}, "It waits for your PT."),
    ],
)
def test_the_next_step_says_what_it_waits_for(
    release_by: ReleaseBy, pt: str, standing: Data, says: str
) -> None:
    found = words(pt, {**MAY_RUN, "release_by": release_by}, **standing).next_step("")
    assert found == says


def test_a_progress_waits_for_her_own_yes() -> None:
    yes = {**MAY_RUN, "action": Action.PROGRESS, "release_by": ReleaseBy.RUNNER}
    assert words(ALONE, yes).next_step("") == "It waits for your own yes at the check-in."
