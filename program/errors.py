"""The one error family of `program`: what is wrong, where, and what to do."""

from dataclasses import dataclass

from pydantic import ValidationError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a file: the path of the key, and a sentence."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class ProgramError(Exception):
    """A plan, a case or a step that cannot be used; `faults` holds all that was found at once."""

    def __init__(self, subject: str, faults: tuple[Fault, ...]) -> None:
        self.subject = subject
        self.faults = faults
        super().__init__(f"{subject}: " + "; ".join(str(fault) for fault in faults))


class PlanError(ProgramError):
    """A plan file that is not a plan."""


class CaseError(ProgramError):
    """A case that is not a case, or not one of this plan."""


def faults_of(error: ValidationError) -> tuple[Fault, ...]:
    """Each pydantic error as one fault, in the order of the file."""
    return tuple(Fault(_path(item["loc"]), _sentence(item["type"], item["msg"])) for item in error.errors())


def _path(location: tuple[int | str, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _sentence(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "this key is not known here; check its spelling or take it out"
    if kind == "missing":
        return "this key is needed and is not there"
    return message[:1].lower() + message[1:]
