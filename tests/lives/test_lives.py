"""Lives through the services: the 32 findings, what they once were, and the worked lives of `docs/lives`."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.lives.expectations import unmet
from tests.lives.facts import Json
from tests.lives.laws import broken_laws
from tests.lives.mutants import MUTANTS

HERE = Path(__file__).parent
FOUND = sorted((HERE / "found").glob("[0-9]*.json"))
PAGES = sorted((HERE.parents[1] / "docs" / "lives").glob("[0-9]*.md"))
BLOCK = re.compile(r"```json (life|answers)\n(.*?)\n```", re.DOTALL)
#: Of files, plans, words and kept rows: no life says them, a note says where they are tested.
FINDINGS_ELSEWHERE = {7, 12, 14, 27, 31}


def run_life(life: Json) -> list[Json]:
    from ui.terminal.live import run_life as through_the_services

    return through_the_services(life)


def _file_of(finding: int) -> Path:
    return next(path for path in FOUND if path.name.startswith(f"{finding:02}-"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_what_was_found_is_answered_rightly(path: Path) -> None:
    for number, written in enumerate(json.loads(path.read_text("utf-8"))["lives"]):
        answers = run_life(written["life"])
        assert unmet(written["expect"], answers) == [], f"life {number}"
        assert broken_laws(written["life"], answers) == [], f"life {number}"


def test_each_finding_is_a_life_or_says_where_it_is_tested() -> None:
    notes = {int(path.name[:2]) for path in (HERE / "found").glob("*.note.md")}

    assert {int(path.name[:2]) for path in FOUND} | notes == set(range(1, 33))
    assert notes == FINDINGS_ELSEWHERE
    assert set(MUTANTS) | notes == set(range(1, 33))


@pytest.mark.parametrize("finding", sorted(MUTANTS))
def test_the_laws_see_what_was_found(finding: int) -> None:
    """The answers as they were when it was found, laid over the right ones, break a law."""
    number, spoil = MUTANTS[finding]
    life = json.loads(_file_of(finding).read_text("utf-8"))["lives"][number]["life"]
    answers = run_life(life)
    right, spoiled = broken_laws(life, answers), broken_laws(life, spoil(life, answers))

    assert right == []
    assert spoiled != []


def lives_of(page: Path) -> list[tuple[Json, Json]]:
    """The (life, expectations) pairs of a page; `as_before_but` is the life before it, changed there."""
    found = [(kind, json.loads(text)) for kind, text in BLOCK.findall(page.read_text("utf-8"))]
    assert [kind for kind, _ in found] == ["life", "answers"] * (len(found) // 2), page.name
    pairs, last = [], dict[str, Any]()
    for (_, life), (_, answers) in zip(found[::2], found[1::2], strict=True):
        last = {**last, **life.get("as_before_but", life)}
        pairs.append((last, answers))
    return pairs


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_worked_life_is_answered_as_written(page: Path) -> None:
    pairs = lives_of(page)
    assert pairs
    for life, expected in pairs:
        answers = run_life(life)
        assert unmet(expected, answers) == []
        assert broken_laws(life, answers) == []


def test_there_are_at_least_six_worked_lives() -> None:
    assert len(PAGES) >= 6
