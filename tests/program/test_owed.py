"""What stands, as the facts that the gates look at: each by its level, its names and its edges."""

from typing import Any

import pytest
from weeks import case_of, clean_week, plan_of

from program.facts.observe import facts_sha256, observe
from program.gates import Fact

PLAN = plan_of("postnatal-graded")
OVERSHOOT = {"key": "overshoot:s1", "gate": "overshoot", "release_by": "none"}
LEAK = {"key": "leak-urine", "gate": "leak-urine", "release_by": "pt"}
MEASURES = (
    "ordered_rest",
    "barred",
    "ran_while_forbidden",
    "held",
    "advance_taken_back",
    "clean_week",
    "episode",
    "recordings",
)


def facts(**standing: Any) -> dict[str, Fact]:
    case = case_of({**clean_week("postnatal-graded", "run-04"), "standing": standing})
    found = observe(case, PLAN).facts
    return {measure: found[measure] for measure in MEASURES}


def test_nothing_that_stands_is_known_to_be_nothing() -> None:
    none = Fact("none", True)
    assert facts() == dict.fromkeys(MEASURES, none) | {"episode": Fact("fits", True)}


@pytest.mark.parametrize(
    ("standing", "measure", "level", "names"),
    [
        ({"rest_until": "2026-11-22T20:00:01Z", "rest_source": "s3"}, "ordered_rest", "stands", ("s3",)),
        ({"rest_until": "2026-11-22T20:00:01Z"}, "ordered_rest", "stands", ()),
        ({"rest_until": "2026-11-22T20:00:00Z", "rest_source": "s3"}, "ordered_rest", "none", ()),
        ({"bars": [{"code": "restored", "who": "runner"}]}, "barred", "runner", ("restored",)),
        ({"bars": [{"code": "illness", "who": "none"}]}, "barred", "date", ("illness",)),
        (
            {"bars": [{"code": "lapsed"}, {"code": "pregnancy", "who": "medical"}]},
            "barred",
            "medical",
            ("lapsed", "pregnancy"),
        ),
        ({"findings": [OVERSHOOT]}, "barred", "runner", ("overshoot:s1",)),
        ({"findings": [{**OVERSHOOT, "is_answered": True}]}, "barred", "none", ()),
        ({"findings": [LEAK], "bars": [{"code": "leak-urine"}]}, "barred", "pt", ("leak-urine",)),
        (
            {"findings": [{**LEAK, "key": "ran_while_forbidden:s1"}, LEAK]},
            "ran_while_forbidden",
            "open",
            ("ran_while_forbidden:s1",),
        ),
        (
            {"holds": [{"code": "order:o"}, {"code": "clean_week:x"}, {"code": "erased"}]},
            "held",
            "stands",
            ("erased", "order:o"),
        ),
        (
            {"holds": [{"code": "clean_week:x"}], "listed": ["y"]},
            "clean_week",
            "owed",
            ("clean_week:x", "y"),
        ),
        ({"taken_back": [["a", "2026-11-16T23:00:00Z"]]}, "advance_taken_back", "taken_back", ("a",)),
        ({"taken_back": [["a", "2026-11-15T23:00:00Z"]]}, "advance_taken_back", "none", ()),
        (
            {"bars": [{"code": "bad:core"}, {"code": "bad:girdle_pain"}]},
            "episode",
            "known_bad",
            ("bad:core", "bad:girdle_pain"),
        ),
        ({"bars": [{"code": "bad:core"}, {"code": "pregnancy"}]}, "episode", "pregnant", ("pregnancy",)),
        ({"bars": [{"code": "taken_back"}]}, "episode", "birth_taken_back", ("taken_back",)),
        ({"bars": [{"code": "not_examined"}]}, "episode", "not_examined", ("not_examined",)),
        ({"asked": ["s2", "s1"]}, "recordings", "disagree", ("s1", "s2")),
    ],
)
def test_each_fact_names_what_stands(
    standing: dict[str, Any], measure: str, level: str, names: tuple[str, ...]
) -> None:
    assert facts(**standing)[measure] == Fact(level, True, because_of=names)


def test_what_was_hashed_once_has_that_hash_for_ever() -> None:
    """Else every release in force would be refused after an upgrade."""
    standing = {
        "findings": [{**LEAK, "entries": [["e 1", 2]]}],
        "bars": [{"code": "lapsed"}],
        "holds": [{"code": "erased"}],
        "not_evidence": ["s1"],
        "taken_back": [["advance 1", "2026-11-15T23:00:00Z"]],
    }
    data = {"plan": "postnatal-graded", "plan_version": 1, "stage": "run-04", "date": "2026-11-22"}
    assert facts_sha256(case_of({**data, "standing": standing}))[:16] == "57cdc41736e91d27"
    said = {"symptoms": [{"id": "é", "phase": "day"}]}
    assert facts_sha256(case_of({**data, **said}))[:16] == "357c2eb097a9b0d1"
