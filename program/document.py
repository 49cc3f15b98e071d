"""Pages for people, made from the data: the plans, the signs, the tests before impact, the sources."""

from program.education import education, readiness_data, sources
from program.load import floor, shipped_plans
from program.plan import Plan, Setting, Stage
from program.signs import sign_list

_MADE = "Made from the data by `python -m program.spec`; do not edit."


def pages() -> dict[str, str]:
    """Every page by file name, as Markdown."""
    plans = {f"plan-{plan.id}-v{plan.version}.md": _plan(plan) for plan in shipped_plans().values()}
    return {
        **plans,
        "floor.md": _floor(),
        "signs.md": _signs(),
        "readiness.md": _readiness(),
        "sources.md": _sources(),
    }


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (head, ("---",) * len(head), *rows)]
    return "\n".join(lines)


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", _MADE, *(part for part in parts if part)]) + "\n"


def _bullets(items: tuple[str, ...]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _settings(settings: dict[str, Setting]) -> str:
    rows = [
        (
            f"`{name}`",
            f"{item.value:g} {item.unit}",
            _bounds(item),
            item.because,
            item.source,
            _kind(item.evidence),
        )
        for name, item in settings.items()
    ]
    return _table(("number", "value", "range no plan may leave", "because", "source", "evidence"), rows)


def _bounds(setting: Setting) -> str:
    low = f"at least {setting.at_least:g}" if setting.at_least is not None else ""
    high = f"at most {setting.at_most:g}" if setting.at_most is not None else ""
    return ", ".join(part for part in (low, high) if part)


def _kind(evidence: str) -> str:
    return evidence.replace("_", " ")


def _plan(plan: Plan) -> str:
    facts = [
        ("For", plan.for_whom),
        ("Not for", plan.not_for),
        ("Advances", plan.advance.replace("_", " ")),
        ("Clearance", {"examined": "examined and signed", "none": "none needed"}[plan.clearance]),
    ]
    own = {name: setting for name, setting in plan.settings.items() if floor().settings.get(name) != setting}
    return _page(
        f"{plan.title}, version {plan.version}",
        f"`{plan.id}`",
        "\n".join(f"- {name}: {text}" for name, text in facts),
        "Before it begins:\n\n" + _bullets(plan.entry) if plan.entry else "",
        _bullets(plan.notes),
        "## Its own numbers\n\n" + _settings(own) if own else "",
        "## Stages",
        _table(
            ("stage", "sessions", "a week", "needed", "because", "source", "evidence"),
            [_stage_row(stage) for stage in plan.stages],
        ),
        *(_beside(stage) for stage in plan.stages if stage.beside),
        *(_stage_settings(stage) for stage in plan.stages if stage.settings),
        "Its gates are in [gates.md](gates.md); what holds in every plan is in [floor.md](floor.md).",
    )


def _stage_row(stage: Stage) -> tuple[str, ...]:
    sessions = "<br>".join(f"{session.id}: {session.steps_text}" for session in stage.sessions)
    needed = ", ".join(f"{session.times} × {session.id}" for session in stage.sessions)
    week = str(stage.sessions_per_week)
    return (
        f"`{stage.id}` {stage.title}",
        sessions,
        week,
        needed,
        stage.because,
        stage.source,
        _kind(stage.evidence),
    )


def _beside(stage: Stage) -> str:
    return f"Beside it, {stage.title}:\n\n{_bullets(stage.beside)}"


def _stage_settings(stage: Stage) -> str:
    return f"Numbers of {stage.title}:\n\n{_settings(stage.settings)}"


def _floor() -> str:
    rules = [
        (
            rule.stages,
            rule.phase.replace("_", " "),
            {"all": "everybody", "pelvic": "where pelvic questions apply"}[rule.who],
            ", ".join(rule.items),
        )
        for rule in floor().log
    ]
    return _page(
        "What holds in every plan",
        "No plan file and no PT's copy can remove or weaken this; `plan check` compares them value by value.",
        "## Numbers",
        _settings(floor().settings),
        "## Answers a session needs before it counts",
        _table(("stages", "when", "of whom", "answers"), rules),
        "## Groups of sites",
        _bullets(
            tuple(f"{name}: {', '.join(sites).replace('_', ' ')}" for name, sites in floor().sites.items())
        ),
    )


def _signs() -> str:
    rows = [
        (sign.asks, sign.what_to_do, sign.because, sign.source, _kind(sign.evidence))
        for sign in sign_list().signs
    ]
    kinds = [sign.urgency for sign in sign_list().signs]
    head = ("sign", "what to do", "because", "source", "evidence")
    numbers = [
        (item.label, item.emergency, item.urgent_advice, item.crisis, item.source)
        for item in sign_list().numbers
    ]
    return _page(
        "Signs that never wait",
        "## Emergency",
        _table(head, [row for row, kind in zip(rows, kinds, strict=True) if kind == "emergency"]),
        "## The same day",
        _table(head, [row for row, kind in zip(rows, kinds, strict=True) if kind == "same_day"]),
        "## Whom to call",
        _table(("where", "emergency", "urgent advice", "crisis line", "source"), numbers),
    )


def _readiness() -> str:
    data = readiness_data()
    groups = (
        ("Load and impact tests, each free of symptoms", data.load_tests),
        ("Strength tests, each side counted: goals of training, no bar", data.strength_tests),
        ("Pelvic floor, standing", data.pelvic_floor_tests),
    )
    parts = []
    for title, tests in groups:
        rows = [
            (item.label, f"{item.dose} {item.unit}", item.because, item.source, _kind(item.evidence))
            for item in tests
        ]
        parts += [f"## {title}", _table(("test", "dose", "because", "source", "evidence"), rows)]
    notes = [
        f"### {note.title}\n\n{note.text} ({note.source}; {_kind(note.evidence)})"
        for note in education().why_wait
    ]
    tips = [
        f"### {note.title}\n\n{note.text} ({note.source}; {_kind(note.evidence)})"
        for note in education().practical
    ]
    examined = _bullets(tuple(item.label for item in data.examination))
    return _page(
        "Before impact",
        *parts,
        "## What a PT examines",
        examined,
        "## Why wait",
        *notes,
        "## Practical",
        *tips,
    )


def _sources() -> str:
    return _page(
        "Sources",
        "“ladder N” is step N of the decision ladder that this project put together from the sources below:"
        " 1 and 2 signs, 3 pelvic signs, 4 strong pain, 5 amber pain and missing answers, 6 too much,"
        " 7 progress, gap: after a break. A PT approves it before use. “configured” is the project's choice."
        " “General knowledge” was not read in a source and is to be checked.",
        _bullets(tuple(f"**{name}**: {text}" for name, text in sources().items())),
    )
