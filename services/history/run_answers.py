"""What she answered about her recordings, and the seconds that may be running in one of another sport."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from ingest.activity import RUNNING_S
from program.record import RunAnswer, RunAnswers
from services.history.kept import read_kept
from store.diary import RecordRevision

#: The kind of record that they are kept as.
KIND = "run_answers"
#: What is asked of a recording.
Question = Literal["ran", "same_run", "when"]


@dataclass(frozen=True)
class Answered:
    """One answer, and when it became known."""

    says: bool
    at_utc: datetime


@dataclass(frozen=True)
class ToldStart:
    """A start that she told, with the offset of the clock where she was, and when it became known."""

    start: datetime
    at_utc: datetime


def told_starts(records: Iterable[RecordRevision]) -> dict[str, tuple[ToldStart, ...]]:
    """The starts that she told of each recording, oldest first; the same again is not told anew."""
    found: dict[str, tuple[ToldStart, ...]] = {}
    for row in sorted((row for row in records if row.kind == KIND), key=lambda row: row.revision):
        for answer in _read(row):
            before = found.get(answer.activity, ())
            if answer.question != "when" or answer.start is None:
                continue
            if not before or before[-1].start != answer.start:
                found[answer.activity] = (*before, ToldStart(answer.start, row.made_utc))
    return found


def told_same(records: Iterable[RecordRevision]) -> dict[str, tuple[Answered, ...]]:
    """Whether each recording is the same run as another, every time that she said so anew, oldest first."""
    found: dict[str, tuple[Answered, ...]] = {}
    for row in sorted((row for row in records if row.kind == KIND), key=lambda row: row.revision):
        for answer in _read(row):
            before = found.get(answer.activity, ())
            if answer.question == "same_run" and (not before or before[-1].says != answer.says):
                found[answer.activity] = (*before, Answered(answer.says, row.made_utc))
    return found


def answered(records: Iterable[RecordRevision]) -> dict[tuple[str, str], Answered]:
    """The newest answer by (recording, question); what no longer reads was not answered."""
    found: dict[tuple[str, str], Answered] = {}
    for row in sorted((row for row in records if row.kind == KIND), key=lambda row: row.revision):
        for answer in _read(row):
            name = (answer.activity, answer.question)
            if name not in found or found[name].says != answer.says:
                found[name] = Answered(answer.says, row.made_utc)
    return found


def _read(row: RecordRevision) -> tuple[RunAnswer, ...]:
    """Of one recording and question the last answer counts."""
    if row.content is None:
        return ()
    try:
        said = read_kept(RunAnswers, row.content)
    except ValidationError:
        return ()
    return tuple({(answer.activity, answer.question): answer for answer in said.answers}.values())


def may_have_run_s(dropped: str) -> float:
    """Seconds that may have been running in a recording of another sport, by what was left out of it."""
    return float(json.loads(dropped).get(RUNNING_S, 0))
