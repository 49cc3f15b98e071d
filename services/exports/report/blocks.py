"""What a report is made of, before it is known whether it goes to paper or to a browser."""

from dataclasses import dataclass
from datetime import date

from reportlab.graphics.shapes import Drawing

from services.exports.records import Severity


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """Text on a ground that says how much it matters; the text says the same."""

    text: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with one row of heads; `shares` are the widths of its columns, in any unit.

    `to_fill_in` leaves room to write by hand.
    """

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]
    to_fill_in: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that is read at a glance, over what it counts."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Figures:
    """A few numbers side by side."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and the same in words for who cannot see it."""

    drawing: Drawing
    in_words: str


Block = Heading | Text | Bullets | Figures | Grid | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report; `subject` stands under the title and `foot` on every page."""

    title: str
    subject: str
    foot: str
    made_on: date
    blocks: tuple[Block, ...]


def row(*texts: str) -> tuple[Cell, ...]:
    """A table row of plain text."""
    return tuple(Cell(text) for text in texts)
