"""The worked cases of `docs/cases/`: each case in a page is decided, and each answer beneath it must hold."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from program import case_from, decide, decision_json, explain, shipped_plans

PAGES = sorted((Path(__file__).parents[2] / "docs" / "cases").glob("[0-9]*.md"))
BLOCK = re.compile(r"```json (case|answer)\n(.*?)\n```", re.DOTALL)


def blocks(page: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The (case, answer) pairs of a page; `as_before_but` is the case before it with those keys changed."""
    found = [(kind, json.loads(text)) for kind, text in BLOCK.findall(page.read_text("utf-8"))]
    kinds = [kind for kind, _ in found]
    assert kinds == ["case", "answer"] * (len(kinds) // 2), f"{page.name}: each case has its answer"
    pairs, last = [], {}
    for (_, case), (_, answer) in zip(found[::2], found[1::2], strict=True):
        if "as_before_but" in case:
            case = {**last, **case["as_before_but"]}
        last = case
        pairs.append((case, answer))
    return pairs


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_worked_case_is_decided_as_written(page: Path) -> None:
    pairs = blocks(page)
    assert pairs
    for case, answer in pairs:
        plan = shipped_plans()[case["plan"], case["plan_version"]]
        decision = decide(case_from(case), plan)
        words = explain(decision, plan).text
        record = decision_json(decision, words)
        not_met = [item["gate"] for item in record["findings"] if item["result"] == "not_met"]
        found = {
            **record,
            "not_met": sorted(not_met),
            "open_findings": sorted(item["id"] for item in record["open_findings"]),
            "missing": sorted({item["name"] for item in record["missing"]}),
            "would_change_it": [
                [item["gate"], item["needed"], item["then"]] for item in record["would_change_it"]
            ],
        }
        said = answer.pop("says", [])
        assert {name: found[name] for name in answer} == answer
        assert [sentence for sentence in said if sentence not in words] == [], words


def test_there_are_at_least_fifteen_cases() -> None:
    assert len(PAGES) >= 15
