"""The fast way through GPX and TCX: points of one file share a few shapes.

A shape is the markup of one point with its values taken out. Each becomes an anchored pattern that
takes the values of one point after the other. Only a skeleton is parsed as XML: the file with one
point of each shape, and with every unbroken run of points drawn together into one. What a point's
elements mean, and whether the file is well-formed, is thus decided by the same parser as on the
slow way: a point that fits a shape differs from the one that was parsed in nothing but values, and
these hold no markup.
"""

import re
from dataclasses import dataclass, field
from itertools import compress
from operator import itemgetter

import numpy as np
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml ships no types

from ingest.errors import IngestError
from ingest.xml.document import CHANNELS, PLACES, Column, RawDocument
from ingest.xml.parse import POINT_TAGS, parse
from ingest.xml.target import MAX_ELEMENTS, MAX_POINTS

#: How a skeleton stands for a run of points: with its number.
_RUN = {"gpx": b'<trkpt lat="#%d"/>', "tcx": b"<Trackpoint><Time>#%d</Time></Trackpoint>"}
_RUN_CHANNEL = {"gpx": "lat", "tcx": "time"}
#: Longer than any point, and more than it has values.
_LONGEST_POINT = 8_192
_MOST_VALUES = 64
#: More shapes than a watch has combinations of sensors: then the file is odd.
_MAX_SHAPES = 32
#: How often on average a point may be held against a shape until it fits one.
_MAX_TRIES = 6
#: The place of runs that the parser passed over, such as those of a course.
_NOWHERE = -2

#: Values are printable ASCII without markup and quotes, so that none can hide another attribute.
_VALUE = rb"([!#-%(-;=?-~][ !#-%(-;=?-~]*+)"
_BLANKS = rb"[ \t\r\n]*+"
_TAG = re.compile(rb"(<[^<>]*>)")
_QUOTED = re.compile(rb"(\"[^\"]*\"|'[^']*')")
_DECLARATION = re.compile(rb"<\?xml[^<>]*\?>")


@dataclass(eq=False)
class _Shape:
    """One shape: its first point with each value replaced by `@shape.group`, and the points that have it."""

    example: bytes
    pattern: "re.Pattern[bytes]"
    #: The run in which its first point stands.
    first_run: int
    #: Which points they are, and what values they have.
    places: list[int] = field(default_factory=list)
    values: list[tuple[bytes, ...]] = field(default_factory=list)


@dataclass
class _Runs:
    """All points of a text by shape, and the unbroken runs in which they stand."""

    shapes: list[_Shape]
    #: The number of points up to each run's end.
    ends: list[int]
    #: The text before each run and after the last.
    between: list[bytes]


def read_by_shape(text: bytes, kind: str) -> RawDocument | None:
    """What `read_document` gives for the same UTF-8 text, or null where this way does not apply.

    It does not for files with comments, CDATA or processing instructions, for damaged ones, and
    where points have more than `_MAX_SHAPES` shapes.
    """
    declaration = _DECLARATION.match(text)
    begin = declaration.end() if declaration else 0
    # The rarer second character first: every file is full of the other.
    if any(text.find(mark, begin) >= 0 and text.find(b"<" + mark, begin) >= 0 for mark in (b"!", b"?")):
        return None
    runs = _find_runs(text, POINT_TAGS[kind].encode())
    if runs is None:
        return None
    try:
        document = parse(_skeleton(runs, kind), kind)
    except etree.XMLSyntaxError:
        return None
    return _assemble(document, kind, runs)


def _find_runs(text: bytes, point: bytes) -> _Runs | None:
    """All points, or null where one has no shape, or there are none, or too many shapes or values."""
    opening = b"<" + point
    position = text.find(opening)
    runs = _Runs([], [], [text[: max(position, 0)]])
    latest: list[_Shape] = []  # the shapes, that of the point before first
    count = tries = values = 0
    while position >= 0:
        for shape in latest:
            if found := shape.pattern.match(text, position):
                break
            tries += 1
        else:
            shape = _shape_at(text, position, point, runs)
            found = shape and shape.pattern.match(text, position)
            if shape is None or found is None:
                return None
            latest.append(shape)
            runs.shapes.append(shape)
        if shape is not latest[0]:
            latest.remove(shape)
            latest.insert(0, shape)
        shape.values.append(found.groups())
        position = _take_alike(shape, text, found.end(), opening)
        alike = len(shape.values) - len(shape.places)
        shape.places += range(count, count + alike)
        count += alike
        values += alike * shape.pattern.groups
        if count > MAX_POINTS:
            raise IngestError("too_large", f"The file holds more than {MAX_POINTS:,} points.")
        if values > MAX_ELEMENTS or tries > _MAX_TRIES * (count + _MAX_SHAPES):
            return None
        if not text.startswith(opening, position):
            end, position = position, text.find(opening, position)
            runs.between.append(text[end : position if position >= 0 else len(text)])
            runs.ends.append(count)
    return runs if count else None


def _take_alike(shape: _Shape, text: bytes, position: int, opening: bytes) -> int:
    """Take the values of the points of the shape from the position on; returns where the last ends.

    They are looked for no further ahead than twice as far as was found, for others may follow.
    """
    begin, stop = position, position
    while position == stop:
        stop = text.find(opening, position + 1 + 2 * (position - begin))
        for found in shape.pattern.finditer(text, position, stop if stop >= 0 else len(text)):
            if found.start() != position:
                break
            shape.values.append(found.groups())
            position = found.end()
    return position


def _shape_at(text: bytes, position: int, point: bytes, runs: _Runs) -> _Shape | None:
    """The shape of the point that begins at the position."""
    whole = _first_point(text[position : position + _LONGEST_POINT], point)
    parts = _split(whole) if whole else []
    number = len(runs.shapes)
    if not parts or number == _MAX_SHAPES or len(parts) > 2 * _MOST_VALUES:
        return None
    values = (b"@%d.%d" % (number, group) for group in range(len(parts) // 2))
    example = parts[0] + b"".join(value + piece for value, piece in zip(values, parts[2::2], strict=True))
    pattern = re.compile(_VALUE.join(re.escape(piece) for piece in parts[::2]) + _BLANKS)
    return _Shape(example, pattern, len(runs.ends))


def _first_point(text: bytes, point: bytes) -> bytes | None:
    """The whole element with which a text begins."""
    opening = _TAG.match(text)
    if opening and opening[0].endswith(b"/>"):
        return opening[0]
    closing = b"</%b>" % point
    end = text.find(closing)
    return text[: end + len(closing)] if end >= 0 else None


def _split(example: bytes) -> list[bytes]:
    """A point as markup, value, markup, value, ..., markup.

    Markup are also the blanks between tags, and attributes (types, namespaces) but the point's own.
    """
    parts = [b""]
    for index, token in enumerate(_TAG.split(example)):
        inner = _QUOTED.split(token) if index == 1 else [token]
        for place, text in enumerate(inner):
            if place % 2 and text[1:-1].strip():
                parts[-1] += text[:1]
                parts += [text[1:-1], text[-1:]]
            elif index % 2 or not text.strip():
                parts[-1] += text
            else:
                parts += [text, b""]
    return parts


def _skeleton(runs: _Runs, kind: str) -> bytes:
    """The file with each run of points as one that has the run's number, after the examples in it."""
    examples = [b""] * len(runs.ends)
    for shape in runs.shapes:
        examples[shape.first_run] += shape.example
    pieces = [runs.between[0]]
    for run, (example, after) in enumerate(zip(examples, runs.between[1:], strict=True)):
        pieces += [example, _RUN[kind] % run, after]
    return b"".join(pieces)


def _assemble(document: RawDocument, kind: str, runs: _Runs) -> RawDocument | None:
    """The document of the skeleton, with the points of its runs in place of them.

    Null where it holds other points than the skeleton was given, under a prefix perhaps, or an
    example stands where points do not count, and would mean nothing elsewhere.
    """
    texts = document.columns.get(_RUN_CHANNEL[kind], [None] * document.point_count)
    stand_ins = {b"#%d" % run: run for run in range(len(runs.ends))}
    rows = [row for row, text in enumerate(texts) if text in stand_ins]
    found = [stand_ins[texts[row] or b""] for row in rows]
    examples = [row for row, text in enumerate(texts) if text not in stand_ins]
    told = [_groups(document, row, number) for number, row in enumerate(examples)]
    groups = [of for of in told if of is not None]
    if len(examples) != len(runs.shapes) or len(groups) < len(told) or found != sorted(set(found)):
        return None
    place_of_run = np.full((len(PLACES), len(runs.ends)), _NOWHERE, dtype=np.int32)
    place_of_run[:, found] = [document.places[name][rows] for name in PLACES]
    places = np.repeat(place_of_run, np.diff(runs.ends, prepend=0), axis=1)
    columns = {name: _column(runs.shapes, [of.get(name) for of in groups]) for name in CHANNELS}
    if len(found) < len(runs.ends):
        counts = places[0] != _NOWHERE
        places = places[:, counts]
        columns = {name: list(compress(texts, counts)) for name, texts in columns.items()}
    document.places = dict(zip(PLACES, places, strict=True))
    document.columns = {name: texts for name, texts in columns.items() if any(texts)}
    return document


def _groups(document: RawDocument, row: int, number: int) -> dict[str, int] | None:
    """The group of each channel in the shape of that number, as the parser took them from its example."""
    told = {name: texts[row] for name, texts in document.columns.items()}
    pieces = {name: text.split(b".") for name, text in told.items() if text}
    if any(piece[0] != b"@%d" % number for piece in pieces.values()):
        return None
    return {name: int(piece[1]) for name, piece in pieces.items()}


def _column(shapes: list[_Shape], groups: list[int | None]) -> Column:
    """The texts of a channel in the order of the points, empty where no shape has it."""
    if all(group is None for group in groups):
        return []
    if len(shapes) == 1:
        return list(map(itemgetter(groups[0]), shapes[0].values))
    column: list[bytes | None] = [None] * sum(len(shape.places) for shape in shapes)
    for shape, group in zip(shapes, groups, strict=True):
        if group is not None:
            for place, values in zip(shape.places, shape.values, strict=True):
                column[place] = values[group]
    return column
