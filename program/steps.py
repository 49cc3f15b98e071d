"""Sessions as text: `walk 5:00, 8 x (run 1:00, walk 1:30), run 400 m`, written out to flat steps."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

_SECONDS = {"s": 1, "min": 60}
_METRES = {"m": 1.0, "km": 1000.0}
_TOKEN = re.compile(r"\s*(?:(?P<clock>\d+:\d\d)|(?P<number>\d+(?:\.\d+)?)|(?P<word>[a-z]+)|(?P<mark>[(),]))")
#: More steps than any session has: a slip of the keyboard, not a prescription.
_MOST_STEPS = 500
_DEEPEST = 3
#: No amount has more digits; what has, may be too large to be a number at all.
_MOST_DIGITS = 9
#: From as many runs of different lengths on, their number and the longest say more than a list.
_MOST_LISTED = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One step as prescribed. Exactly one of `duration_s` and `distance_m` is set; no band is null."""

    kind: Literal["run", "walk"]
    duration_s: float | None = None
    distance_m: float | None = None
    cadence_min_spm: float | None = None
    cadence_max_spm: float | None = None
    pace_ceiling_s_per_km: float | None = None


class StepError(ValueError):
    """A session text that cannot be read; `position` is the character, counted from 1."""

    def __init__(self, text: str, position: int, message: str) -> None:
        self.text = text
        self.position = position
        super().__init__(f"{message}, at character {position} of '{text}'")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse_steps(text: str) -> tuple[Step, ...]:
    """All steps of a session in order, repetitions written out; StepError with the exact place.

    Times are `minutes:seconds`, `90 s` or `5 min`; distances `400 m` or `1.5 km`.
    """
    return tuple(_Reader(text).steps())


def words_of(steps: Sequence[Step]) -> str:
    """What a session asks for, in short: `4 times 30 s running`, `3 min, 5 min and 3 min running`."""
    runs = [step for step in steps if step.kind == "run"]
    amounts = [_amount(step) for step in runs or steps]
    return f"{_listed(amounts)} {'running' if runs else 'walking'}"


def _listed(amounts: list[str]) -> str:
    groups = [(amount, len(list(same))) for amount, same in groupby(amounts)]
    if len(groups) > _MOST_LISTED:
        return f"{len(amounts)} times {', '.join(dict.fromkeys(amounts))}"
    words = [amount if count == 1 else f"{count} times {amount}" for amount, count in groups]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _amount(step: Step) -> str:
    """`1 min 30 s`, `400 m`, `1.5 km`."""
    if step.distance_m is not None:
        metres = step.distance_m
        return f"{metres:g} m" if metres < _METRES["km"] else f"{metres / _METRES['km']:g} km"
    minutes, seconds = divmod(step.duration_s or 0, _SECONDS["min"])
    parts = [(minutes, "min"), (seconds, "s")]
    return " ".join(f"{value:g} {unit}" for value, unit in parts if value)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.next = 0

    def steps(self) -> list[Step]:
        steps = self._list(0)
        token = self._peek()
        if token.kind != "end":
            raise self._error(token, f"'{token.text}' does not belong here")
        return steps

    def _list(self, depth: int) -> list[Step]:
        steps = self._item(depth)
        while self._peek().text == ",":
            self._take()
            steps += self._item(depth)
            if len(steps) > _MOST_STEPS:
                raise self._error(self._peek(), f"more than {_MOST_STEPS} steps")
        return steps

    def _item(self, depth: int) -> list[Step]:
        token = self._take()
        if token.text in ("run", "walk"):
            return [self._step(token)]
        if token.kind == "number":
            return self._repeat(token, depth)
        raise self._error(token, "a step begins with run, walk or a number of repetitions")

    def _repeat(self, token: _Token, depth: int) -> list[Step]:
        if "." in token.text or not 1 <= self._number(token) <= _MOST_STEPS:
            raise self._error(token, "repetitions are a whole number from 1")
        if depth >= _DEEPEST:
            raise self._error(token, f"repetitions stand at most {_DEEPEST} deep")
        self._expect("x")
        self._expect("(")
        steps = self._list(depth + 1)
        self._expect(")")
        if len(steps) * int(token.text) > _MOST_STEPS:
            raise self._error(token, f"more than {_MOST_STEPS} steps")
        return steps * int(token.text)

    def _step(self, kind: _Token) -> Step:
        amount = self._take()
        duration_s, distance_m = None, None
        if amount.kind == "clock":
            self._number(amount)
            minutes, seconds = amount.text.split(":")
            if int(seconds) >= _SECONDS["min"]:
                raise self._error(amount, "seconds after the colon are below 60")
            duration_s = float(int(minutes) * _SECONDS["min"] + int(seconds))
        elif amount.kind == "number":
            unit = self._take()
            if unit.text in _SECONDS:
                duration_s = self._number(amount) * _SECONDS[unit.text]
            elif unit.text in _METRES:
                distance_m = self._number(amount) * _METRES[unit.text]
            else:
                raise self._error(unit, "after the number comes s, min, m or km")
        else:
            raise self._error(
                amount, f"after {kind.text} comes a time such as 1:30 or a distance such as 400 m"
            )
        if not (duration_s or distance_m):
            raise self._error(amount, "a step is longer than nothing")
        return Step("run" if kind.text == "run" else "walk", duration_s, distance_m)

    def _number(self, token: _Token) -> float:
        """The number, or the minutes of a clock; StepError where it has more digits than any amount."""
        whole = token.text.partition(":")[0]
        if len(whole) > _MOST_DIGITS:
            raise self._error(token, "this number is too long")
        return float(whole)

    def _expect(self, text: str) -> None:
        token = self._take()
        if token.text != text:
            raise self._error(token, f"'{text}' is expected here")

    def _peek(self) -> _Token:
        return self.tokens[self.next]

    def _take(self) -> _Token:
        token = self.tokens[self.next]
        if token.kind != "end":
            self.next += 1
        return token

    def _error(self, token: _Token, message: str) -> StepError:
        return StepError(self.text, token.position, message)


def _tokens(text: str) -> list[_Token]:
    tokens, place = [], 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            place += len(text[place:]) - len(text[place:].lstrip())
            raise StepError(text, place + 1, f"'{text[place]}' cannot be read")
        kind = str(match.lastgroup)
        tokens.append(_Token(kind, match.group(kind), match.start(kind) + 1))
        place = match.end()
    return [*tokens, _Token("end", "", len(text) + 1)]
