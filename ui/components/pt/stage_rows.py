"""The stages of a plan file as rows of a table, and rows back as a plan file."""

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from program.individual import to_toml

#: The columns that a therapist may change.
EDITABLE = ("Title", "A week", "Steps", "Times", "Because")


def rows_of(text: str) -> list[dict[str, Any]]:
    """A row for each session of each stage."""
    return [
        {
            "Stage": stage["id"],
            "Title": stage["title"],
            "A week": stage["sessions_per_week"],
            "Session": session["id"],
            "Steps": session["steps"],
            "Times": session.get("times", 1),
            "Because": stage["because"],
        }
        for stage in tomllib.loads(text)["stages"]
        for session in stage["sessions"]
    ]


def with_rows(text: str, rows: Sequence[Mapping[str, Any]], signed_by: str) -> str:
    """The plan file with the rows put in; a stage that changed names the therapist as its source."""
    data = tomllib.loads(text)
    by_key = {(row["Stage"], row["Session"]): row for row in rows}
    data["stages"] = [_stage(stage, by_key, signed_by) for stage in data["stages"]]
    return to_toml(data)


def _stage(
    stage: dict[str, Any], rows: Mapping[tuple[str, str], Mapping[str, Any]], signed_by: str
) -> dict[str, Any]:
    of_stage = [rows[stage["id"], session["id"]] for session in stage["sessions"]]
    first = of_stage[0]
    new = stage | {
        "title": first["Title"],
        "sessions_per_week": first["A week"],
        "because": first["Because"],
        "sessions": [
            session | {"steps": row["Steps"], "times": row["Times"]}
            for session, row in zip(stage["sessions"], of_stage, strict=True)
        ],
    }
    old = stage | {"sessions": [{"times": 1} | session for session in stage["sessions"]]}
    return (
        stage
        if new == old
        else new | {"source": f"{signed_by}, for this runner", "evidence": "expert_opinion"}
    )


def differences(one: str, other: str) -> list[dict[str, Any]]:
    """The stages whose sessions, dose or reason differ between two plan files."""
    left, right = (
        {(row["Stage"], row["Session"]): _in_words(row) for row in rows_of(text)} for text in (one, other)
    )
    keys = dict.fromkeys([*left, *right])
    return [
        {"Stage": stage, "Session": session, "Before": left.get(key, "–"), "After": right.get(key, "–")}
        for key in keys
        for stage, session in [key]
        if left.get(key) != right.get(key)
    ]


def _in_words(row: Mapping[str, Any]) -> str:
    return f"{row['Title']}: {row['Times']} × ({row['Steps']}), {row['A week']} a week. {row['Because']}"
