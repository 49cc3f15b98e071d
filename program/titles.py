"""The titles of a runner's own plan: what they say of the running is what the steps say."""

import re
from collections.abc import Iterator

from program.errors import Fault
from program.plan import Plan, SessionPlan, Stage
from program.steps import Step, parse_steps, words_of

_NUMBERS = (
    "once twice thrice two three four five six seven eight nine ten eleven twelve fifteen twenty thirty"
)
_WORDS = "times sec secs seconds second min mins minutes minute hour hours metres meters km mile miles"
_UNITS = f"{_WORDS} x s h m"
#: A title of a session with one of these says how much; any other is only a name.
_HOW_MUCH = re.compile(rf"\d|\b(?:{'|'.join(f'{_NUMBERS} half quarter {_WORDS}'.split())})\b", re.IGNORECASE)
#: In a stage's title a number alone may be its place in the plan.
_HOW_MUCH_OF = re.compile(
    rf"\d:\d\d|(?:\d|\b(?:{'|'.join(_NUMBERS.split())}))\s*(?:{'|'.join(_UNITS.split())})\b"
    r"|\b(?:once|twice|thrice|half|quarter)\b|×",
    re.IGNORECASE,
)
_WALKS, _RUNS = re.compile(r"\bwalk", re.IGNORECASE), re.compile(r"\b(run|jog)", re.IGNORECASE)


def faults_of_titles(own: Plan, base: Plan) -> Iterator[Fault]:
    """Each title that says another running than its steps; one that `base` has for these steps is right."""
    for index, stage in enumerate(own.stages):
        path, fit = f"stages[{index}] ({stage.id})", right_stage_title(stage, base)
        if stage.title != fit:
            yield Fault(f"{path}.title", _says_another(stage.title, fit))
        for place, session in enumerate(stage.sessions):
            fit = right_title(session, base)
            if session.title != fit:
                yield Fault(f"{path}.sessions[{place}].title", _says_another(session.title, fit))


def _says_another(title: str, fit: str) -> str:
    return f"'{title}' does not come from the steps; they say '{fit}'"


def right_title(session: SessionPlan, base: Plan) -> str:
    """The session's own title where it is a name, or comes from these steps; else what the steps say."""
    known = any(
        each.title == session.title and _bare(each) == _bare(session)
        for stage in base.stages
        for each in stage.sessions
    )
    runs = any(step.kind == "run" for step in session.steps)
    is_name = not _HOW_MUCH.search(session.title) and not _denies(session.title, runs)
    return session.title if known or is_name else words_of(session.steps)


def right_stage_title(stage: Stage, base: Plan) -> str:
    """The stage's own title where it is a name, or comes from these steps; else its name and its sessions."""
    steps = _steps_of(stage)
    known = any(each.title == stage.title and _steps_of(each) == steps for each in base.stages)
    is_name = not _HOW_MUCH_OF.search(stage.title) and not _denies(stage.title, stage.kind == "running")
    if known or is_name:
        return stage.title
    name, _, rest = stage.title.partition(":")
    told = "; ".join(dict.fromkeys(words_of(each) for each in steps))
    return f"{name}: {told}" if rest and not _HOW_MUCH_OF.search(name) else told


def _denies(title: str, runs: bool) -> bool:
    """Whether a title speaks of walking only where there is running, or of running where there is none."""
    walks_only = bool(_WALKS.search(title)) and not _RUNS.search(title)
    return walks_only if runs else bool(_RUNS.search(title)) and not _WALKS.search(title)


def _steps_of(stage: Stage) -> tuple[tuple[Step, ...], ...]:
    return tuple(_bare(session) for session in stage.sessions)


def _bare(session: SessionPlan) -> tuple[Step, ...]:
    """The steps without their bands, of which no title speaks."""
    return parse_steps(session.steps_text)
