"""The command: both editions are asked, and the page says what each answered.

The old edition is a checkout of the commit that the findings name, beside this one:
`git worktree add ../before f458c0f`, then `python -m tests.lives.before --old ../before`.
"""

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.lives.before.held import HELD, TITLES
from tests.lives.before.reproductions import REPRODUCTIONS
from tests.lives.expectations import is_met, whole
from tests.lives.facts import Json
from tests.lives.laws import bolder, keys_of, stage_of

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
LIVES = {
    int(path.name[:2]): json.loads(path.read_text("utf-8"))["lives"]
    for path in sorted((HERE.parent / "found").glob("[0-9]*.json"))
}
#: How many expectations of a life are shown.
SHOWN = 3
#: So many letters of what was answered are enough beside the test that holds it.
LONGEST = 230


@dataclass
class Met:
    """What one edition answered of one finding: what was expected and met, and what was answered else."""

    asked: int = 0
    right: int = 0
    #: What was answered, by the life and act, or by what was reproduced: of what the old edition broke.
    answered: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def main() -> None:
    """Ask both, print how it went, and write the page where one is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.lives.before", description=__doc__)
    parser.add_argument("--old", type=Path, required=True, help="a checkout of the old edition")
    parser.add_argument("--new", type=Path, default=ROOT, help="a checkout of this one, else this folder")
    parser.add_argument("--page", type=Path, help="where to write the page")
    parser.add_argument("--only", type=int, nargs="*", default=[], help="these findings alone")
    options = parser.parse_args()
    old, new = (ask(edition.resolve(), options.only) for edition in (options.old, options.new))
    page = page_of(old, new, commit_of(options.old))
    sys.stdout.write(page)
    if options.page is not None:
        options.page.parent.mkdir(parents=True, exist_ok=True)
        options.page.write_text(page, encoding="utf-8")


def ask(edition: Path, only: list[int]) -> dict[int, Met]:
    """What an edition answers, asked in a process of its own."""
    command = [sys.executable, "-W", "ignore", str(HERE / "there.py"), str(edition), *map(str, only)]
    met: dict[int, Met] = defaultdict(Met)
    with subprocess.Popen(command, cwd=edition, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            told = json.loads(line)
            sys.stderr.write(f"{edition.name}: finding {told['finding']}\n")
            _count(met[told["finding"]], told)
    if process.returncode:
        raise SystemExit(f"{edition.name} could not be asked.")
    return dict(met)


def _count(met: Met, told: Json) -> None:
    if "about" in told:
        parts = [(told["about"], told["is_right"], told["words"])]
    else:
        written = LIVES[told["finding"]][told["life"]]
        parts = [
            (f"life {told['life'] + 1}, {place}", *said) for place, *said in _held(written, told["answers"])
        ]
    for place, is_right, words in parts:
        met.asked += 1
        met.right += is_right
        met.answered[place] = words
        met.broken += [] if is_right else [place]


def _held(written: Json, answers: list[Json]) -> Iterator[tuple[str, bool, str]]:
    """(the expectation, whether it is met, what was answered in its terms) of one life."""
    for number, expected in written["expect"].items():
        answer = answers[int(number)]
        for name, value in expected.items():
            place = f"act {number} ({answer['act']}): {name}"
            yield place, is_met(name, value, answer, answers), _said(name, value, answer)


def _said(name: str, value: Any, answer: Json) -> str:
    """What was answered where this was expected."""
    if name == "refused":
        return "refused" if answer["refused"] else "accepted"
    if name == "not_bolder_than":
        return "; ".join(bolder(answer, whole(value, answer))) or "not bolder"
    if name.startswith("alerts"):
        return f"{len(answer['alerts']) or 'no'} alert{'s' * (len(answer['alerts']) != 1)}"
    if "finding" in name:
        return f"open: {', '.join(sorted(keys_of(answer))) or 'nothing'}"
    if name == "stage":
        return f"stage {stage_of(answer)}"
    field_name = "action" if name == "action_not" else name
    return f"{field_name.replace('_', ' ')}: {answer[field_name]}"


def commit_of(folder: Path) -> str:
    """The short name of the commit that a checkout stands at."""
    told = subprocess.run(
        ["git", "-C", str(folder), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    )
    return told.stdout.strip()


HEAD = """# The 32 findings, before and after

Each was found through the services and pages of commit {old} ("then"); "now" is this edition. Both were
asked the same by `python -m tests.lives.before`: the lives of `tests/lives/found`, act by act, and
what no life can say (`tests/lives/before/reproductions.py`). The old edition has no `live`: its
services are driven with the same acts (`tests/lives/before/adapter.py`), and what could be read as a
right answer is read so. Acts are counted from 0, as in the answers of `stridegate live`.

Of {asked} expectations the old edition met {then}, this one {now}. Of the {all} findings {shown}
failed then.

| | Finding | Failed then | What it answered then | What is answered now | Held by |
| --- | --- | --- | --- | --- | --- |
"""


def page_of(old: dict[int, Met], new: dict[int, Met], commit: str) -> str:
    """The page: a row a finding, with what was measured."""
    head = HEAD.format(
        old=commit,
        asked=sum(met.asked for met in old.values()),
        then=sum(met.right for met in old.values()),
        now=sum(met.right for met in new.values()),
        shown=sum(bool(met.broken) for met in old.values()),
        all=len(old),
    )
    return head + "".join(_row(finding, old[finding], new[finding]) for finding in sorted(old))


def _row(finding: int, old: Met, new: Met) -> str:
    shown = f"yes: {len(old.broken)} of {old.asked}" if old.broken else "not shown"
    then, now = ("<br>".join(_words(met, old.broken)) for met in (old, new))
    now += f"<br>**broken: {'; '.join(new.broken)}**" if new.broken else ""
    held = "<br>".join(f"`{test}`" for test in held_by(finding))
    return f"| {finding} | {title_of(finding)} | {shown} | {then} | {now} | {held} |\n"


def _words(met: Met, places: list[str]) -> Iterator[str]:
    """What was answered at these places: the first two of each life, and each reproduction."""
    told: dict[str, list[str]] = defaultdict(list)
    for place in places:
        life, _, act = place.partition(", act ")
        words = met.answered[place].replace("|", "/")
        told[life].append(f"act {act.partition(':')[0]} {words}" if act else _cut(words))
    for place, words in told.items():
        yield f"*{place}*: {'; '.join(dict.fromkeys(words[:SHOWN]))}"


def _cut(words: str) -> str:
    """Their beginning and their end, where they are long."""
    if len(words) <= LONGEST:
        return words
    return f"{words[: LONGEST // 3].rsplit(' ', 1)[0]} … {words[-2 * LONGEST // 3 :].split(' ', 1)[1]}"


def title_of(finding: int) -> str:
    """What was found, in a few words."""
    return TITLES.get(finding) or json.loads(life_of(finding).read_text("utf-8"))["title"]


def life_of(finding: int) -> Path:
    """The file of a finding's lives."""
    return next((HERE.parent / "found").glob(f"{finding:02}-*.json"))


def held_by(finding: int) -> list[str]:
    """The tests of today that hold a finding: its lives, its reproductions, and those that are its own."""
    lives = [] if finding in TITLES else [f"tests/lives/found/{life_of(finding).name}"]
    return [*lives, *reproduced(finding), *HELD[finding]]


def reproduced(finding: int) -> list[str]:
    """The reproductions of a finding, as tests of this edition."""
    names = dict.fromkeys(one.__name__ for (of, _), one in REPRODUCTIONS.items() if of == finding)
    return [f"tests/lives/test_reproductions.py ({name})" for name in names]


if __name__ == "__main__":
    main()
