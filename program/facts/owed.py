"""What stands by the whole record, as facts; none of them where a case does not say what stands."""

from collections.abc import Iterable
from datetime import datetime

from program.facts.view import View
from program.gates import Fact
from program.model import ReleaseBy
from program.standing_record import StandingBar, StandingRecord

#: What each bar of an episode is called, the worst first; a code may go on after a colon.
_EPISODE = {
    "pregnancy": "pregnant",
    "taken_back": "birth_taken_back",
    "not_examined": "not_examined",
    "bad": "known_bad",
}


def owed_facts(view: View) -> dict[str, Fact]:
    """Rest, bars and holds that were ordered, and what is owed before the next step."""
    standing = view.case.standing
    if standing is None:
        return {}
    return {
        "ordered_rest": _ordered_rest(standing, view.now),
        "barred": _barred(standing),
        "ran_while_forbidden": _ran_while_forbidden(standing),
        "held": _level("stands", _held(standing)),
        "advance_taken_back": _taken_back(standing, view),
        "clean_week": _level("owed", (*standing.listed, *_codes(standing.holds, "clean_week"))),
        "episode": _episode(standing),
        "recordings": _level("disagree", standing.asked),
    }


def kind_of(code: str) -> str:
    """What a bar is, without the name of what it is about."""
    return code.partition(":")[0]


def _codes(bars: Iterable[StandingBar], *kinds: str) -> tuple[str, ...]:
    return tuple(bar.code for bar in bars if kind_of(bar.code) in kinds)


def _level(level: str, names: Iterable[str]) -> Fact:
    """The level where anything is named; `none` where nothing is."""
    names = tuple(sorted(names))
    return Fact(level if names else "none", True, because_of=names)


def _ordered_rest(standing: StandingRecord, now: datetime) -> Fact:
    if standing.rest_until is None or standing.rest_until <= now:
        return Fact("none", True)
    return Fact("stands", True, because_of=(standing.rest_source,) if standing.rest_source else ())


def _barred(standing: StandingRecord) -> Fact:
    """Who has to act before any running, by the bars and the open findings; `date` where only time does."""
    names = [(bar.code, ReleaseBy(bar.who)) for bar in standing.bars]
    names += [
        (finding.key, max(ReleaseBy(finding.release_by), ReleaseBy.RUNNER))
        for finding in standing.findings
        if not finding.is_answered
    ]
    if not names:
        return Fact("none", True)
    worst = ReleaseBy.most_cautious(who for _, who in names)
    return _level("date" if worst is ReleaseBy.NONE else worst.value, {name for name, _ in names})


def _taken_back(standing: StandingRecord, view: View) -> Fact:
    """What was taken back within a week; it is told once more at each look, and then it is history."""
    week = view.number("check_in_days")
    recent = [name for name, since in standing.taken_back if (view.today - since.date()).days < week]
    return _level("taken_back", recent)


def _ran_while_forbidden(standing: StandingRecord) -> Fact:
    keys = (finding.key for finding in standing.findings if kind_of(finding.key) == "ran_while_forbidden")
    return _level("open", keys)


def _held(standing: StandingRecord) -> tuple[str, ...]:
    """What forbids progress, a clean week left out: it has a gate of its own."""
    return tuple(bar.code for bar in standing.holds if kind_of(bar.code) != "clean_week")


def _episode(standing: StandingRecord) -> Fact:
    for kind, level in _EPISODE.items():
        if codes := _codes(standing.bars, kind):
            return _level(level, codes)
    return Fact("fits", True)
