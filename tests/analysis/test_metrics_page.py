"""The page of metrics names every column, field and note there is."""

import ast
import inspect
from dataclasses import fields
from pathlib import Path

import dataframely as dy
import pytest

from analysis import calibration, drift, quality, schema, summary

PAGE = (Path(__file__).parents[2] / "docs" / "metrics.md").read_text(encoding="utf-8")
FRAMES = [
    (name, column)
    for name, frame in inspect.getmembers(schema, inspect.isclass)
    if issubclass(frame, dy.Schema) and frame is not dy.Schema
    for column in frame.column_names()
]
RECORDS = [
    (record.__name__, field.name)
    for record in (summary.RunSummary, drift.Drift, calibration.Calibration, quality.Quality)
    for field in fields(record)
]


@pytest.mark.parametrize(("owner", "name"), [*FRAMES, *RECORDS])
def test_every_column_and_field_is_explained(owner: str, name: str) -> None:
    assert f"`{name}`" in PAGE, f"docs/metrics.md does not say what {owner}.{name} is"


def quality_codes() -> list[str]:
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(quality))) if isinstance(node, ast.Call))
    return [
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "QualityNote"
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]


@pytest.mark.parametrize("code", quality_codes())
def test_every_quality_note_is_explained(code: str) -> None:
    assert f"| `{code}` |" in PAGE
