"""Reading back what was kept as text: what never changes is read once, however often it is asked for."""

from functools import lru_cache
from typing import TypeVar

from program.diary import Record

RecordT = TypeVar("RecordT", bound=Record)


def read_kept(model: type[RecordT], text: str) -> RecordT:
    """The record of a kept JSON text; raises pydantic's ValidationError where it no longer reads."""
    return _read(model, text)  # type: ignore[return-value]


@lru_cache(maxsize=4096)
def _read(model: type[Record], text: str) -> Record:
    return model.model_validate_json(text)
