"""The stages of a plan file as rows of a table, and rows back as a plan file, each change checked."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from program import PlanError, check_plan, load_plan, with_new_stage, with_stage, without_stage
from ui.components.pt import fault_words

#: What a therapist may change of a stage, and of each of its sessions.
OF_STAGE = ("Title", "A week", "Rest days", "Because", "Signed")
OF_SESSION = ("Session", "Steps", "Times")
#: What the table holds and does not show.
SESSION_ID = "session_id"
REST = "rest_days_between_runs"

RowData = dict[str, Any]


@dataclass(frozen=True)
class Edited:
    """A draft with the table put in: what took, and what could not, each by the stage it belongs to."""

    text: str
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Difference:
    """One field of one stage that two versions say differently; null is not there."""

    stage: str
    field: str
    before: str | None
    after: str | None


def rows_of(text: str) -> list[RowData]:
    """A row for each session of each stage."""
    plan = load_plan(text, "plan", as_draft=True)
    return [
        {
            "Stage": stage.id,
            "Title": stage.title,
            "A week": stage.sessions_per_week,
            "Rest days": int(plan.number(REST, stage)) if stage.kind == "running" else None,
            "Session": session.title,
            "Steps": session.steps_text,
            "Times": session.times,
            "Because": stage.because,
            "Signed": stage.signed_growth,
            SESSION_ID: session.id,
        }
        for stage in plan.stages
        for session in stage.sessions
    ]


def with_row_after(rows: Sequence[RowData], stage_id: str, title: str, steps: str) -> list[RowData]:
    """The table with a stage after another: its copy, under a free id, with its own title and steps."""
    ids = {row["Stage"] for row in rows}
    place = max(place for place, row in enumerate(rows) if row["Stage"] == stage_id)
    number = next(number for number in range(2, len(rows) + 3) if f"{stage_id}-{number}" not in ids)
    told = {"Title": title, "Session": title, "Steps": steps, "Signed": None}
    copy = rows[place] | {"Stage": f"{stage_id}-{number}"} | told
    return [*rows[: place + 1], copy, *rows[place + 1 :]]


def edited(draft: str, rows: Sequence[RowData], signed_by: str) -> Edited:
    """The draft with the table put in, stage by stage; a stage with a fault stays as it was."""
    table: dict[str, list[RowData]] = {}
    for row in rows:
        table.setdefault(row["Stage"], []).append(row)
    text, faults = draft, []
    stages: dict[str, dict[str, Any]] = {stage["id"]: stage for stage in tomllib.loads(draft)["stages"]}
    before = {row["Stage"]: row for row in rows_of(draft)}
    previous = ""
    for stage_id, of_stage in table.items():
        is_new = stage_id not in before
        base = stages[previous if is_new else stage_id]
        stage = _stage(base | {"id": stage_id}, of_stage, before.get(stage_id), signed_by)
        try:
            if is_new:
                text = with_new_stage(text, previous, stage)
            elif stage != base:
                text = with_stage(text, stage_id, stage)
        except PlanError as error:
            faults += [(str(of_stage[0]["Title"]), told) for told in fault_words.told(error.faults)]
            if is_new:
                continue
        stages[stage_id], previous = stage, stage_id
    for stage_id in before.keys() - table.keys():
        try:
            text = without_stage(text, stage_id)
        except PlanError as error:
            faults += [(before[stage_id]["Title"], told) for told in fault_words.told(error.faults)]
    return Edited(text, tuple(dict.fromkeys([*faults, *_growth(text)])))


def _growth(text: str) -> Iterator[tuple[str, str]]:
    """Where the stages, one after the other, grow too steeply or go down without being signed."""
    stages = load_plan(text, "plan", as_draft=True).stages
    faults = check_plan(text, "plan")
    for place, stage in enumerate(stages):
        path = f"plan: stages[{place}] ({stage.id}).signed_growth"
        own = [fault for fault in faults if fault.path == path]
        yield from ((stage.title, told) for told in fault_words.told(own))


def _stage(
    stage: dict[str, Any], rows: Sequence[RowData], before: RowData | None, signed_by: str
) -> dict[str, Any]:
    """The stage as the table has it; one that changed names the therapist as its source."""
    first, sessions = rows[0], {session["id"]: session for session in stage["sessions"]}
    new = stage | {
        "title": first["Title"] or "",
        "sessions_per_week": first["A week"] or 0,
        "because": first["Because"] or "",
        "sessions": [_session(sessions.get(row[SESSION_ID], {}), row) for row in rows],
    }
    new.pop("signed_growth", None)
    if first["Signed"]:
        new["signed_growth"] = first["Signed"]
    mine = {"source": f"{signed_by}, for this runner", "evidence": "expert_opinion"}
    rest = first["Rest days"]
    if rest is not None and (before is None or rest != before["Rest days"]):
        setting = {"value": rest, "unit": "d", "because": first["Because"] or "", **mine}
        new["settings"] = stage.get("settings", {}) | {REST: setting}
    same = stage | {"sessions": [{"times": 1} | session for session in stage["sessions"]]}
    is_same = before is not None and new == same
    return stage if is_same else new | mine


def _session(session: dict[str, Any], row: RowData) -> dict[str, Any]:
    told = {"title": row["Session"] or "", "steps": row["Steps"] or "", "times": row["Times"] or 0}
    return {"id": row[SESSION_ID]} | session | told


def differences(one: str, other: str) -> tuple[Difference, ...]:
    """What two plan files say differently of their stages, in the order of the newer one."""
    left, right = _by_stage(one), _by_stage(other)
    found: list[Difference] = []
    for stage_id in dict.fromkeys([*right, *left]):
        found += _of_stage(left.get(stage_id), right.get(stage_id))
    return tuple(found)


def _by_stage(text: str) -> dict[str, list[RowData]]:
    found: dict[str, list[RowData]] = {}
    for row in rows_of(text):
        found.setdefault(row["Stage"], []).append(row)
    return found


def _of_stage(before: list[RowData] | None, after: list[RowData] | None) -> Iterator[Difference]:
    title = (after or before or [{}])[0]["Title"]
    if before is None or after is None:
        whole = " / ".join(_session_words(row) for row in after or before or ())
        yield Difference(
            title,
            "new stage" if before is None else "taken out",
            None if before is None else whole,
            None if after is None else whole,
        )
        return
    for field in OF_STAGE:
        yield from _differs(title, field, before[0][field], after[0][field])
    old = {row[SESSION_ID]: row for row in before}
    new = {row[SESSION_ID]: row for row in after}
    for session_id in dict.fromkeys([*new, *old]):
        one = _session_words(old[session_id]) if session_id in old else None
        other = _session_words(new[session_id]) if session_id in new else None
        yield from _differs(title, "Steps", one, other)
        if session_id in old and session_id in new:
            yield from _differs(title, "Session", old[session_id]["Session"], new[session_id]["Session"])


def _differs(title: str, field: str, before: object, after: object) -> Iterator[Difference]:
    if before != after:
        told = [None if value is None else str(value) for value in (before, after)]
        yield Difference(title, field, *told)


def _session_words(row: Mapping[str, Any]) -> str:
    return f"{row['Times']} × ({row['Steps']})"
