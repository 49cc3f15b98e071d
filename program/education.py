"""What a PT examines, the tests with their doses, and plain words on why to wait: all of it data."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from program.plan import Sourced
from program.signs import Evidence


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Test(Sourced):
    """One test and its dose; it passes when it goes without any symptom."""

    __test__ = False

    id: str
    label: str
    dose: int
    unit: str


class Examined(_Data):
    """One thing a PT looks at, by the field of the assessment record."""

    id: str
    label: str


class ReadinessData(_Data):
    """All tests and examinations before impact."""

    load_tests: tuple[Test, ...]
    strength_tests: tuple[Test, ...]
    pelvic_floor_tests: tuple[Test, ...]
    examination: tuple[Examined, ...]


class Note(_Data):
    """One piece of general education."""

    id: str
    title: str
    text: str
    source: str
    evidence: Evidence


class Healing(_Data):
    """How many weeks after a birth something needs; `weeks_at_most` is null where it goes on for longer."""

    id: str
    title: str
    weeks_at_least: int
    weeks_at_most: int | None = None
    source: str
    evidence: Evidence


class Milestone(_Data):
    """One week after a birth that is spoken of."""

    weeks: int
    title: str
    source: str
    evidence: Evidence


class Education(_Data):
    """Plain words beside the clearance."""

    earliest_run: Milestone
    healing: tuple[Healing, ...]

    why_wait: tuple[Note, ...]
    practical: tuple[Note, ...]


_DATA = files("program") / "plans"


@cache
def readiness_data() -> ReadinessData:
    """The tests with their doses, and what is examined."""
    return ReadinessData.model_validate_json(
        json.dumps(tomllib.loads((_DATA / "readiness.toml").read_text("utf-8")))
    )


@cache
def education() -> Education:
    """Why to wait, and practical words, each with its source."""
    return Education.model_validate_json(
        json.dumps(tomllib.loads((_DATA / "education.toml").read_text("utf-8")))
    )


@cache
def sources() -> Mapping[str, str]:
    """Each source by its short name."""
    return MappingProxyType(tomllib.loads((_DATA / "sources.toml").read_text("utf-8")))
