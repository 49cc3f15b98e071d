"""The fast way through GPX and TCX: points of one file share a few shapes.

A shape is the markup of one point with its values taken out. The markup of the first point is
replaced by single marks all over the file, which leaves little text; then each shape becomes an
anchored pattern that fetches the values of all points of that shape at once. Only a skeleton is
parsed as XML: the file with one point of each shape, and with every unbroken run of points
drawn together into one. What a point's elements mean, and whether the file is well-formed, is
thus decided by the same parser as on the slow way: a point that fits a shape differs from the
one that was parsed in nothing but values, and these hold no markup.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue] - lxml ships no types
from numpy.typing import NDArray

from ingest.errors import IngestError
from ingest.xml.document import CHANNELS, PLACES, RawDocument
from ingest.xml.parse import POINT_TAGS, parse
from ingest.xml.target import MAX_POINTS

#: How a skeleton stands for a run of points: with its number.
_RUN = {"gpx": '<trkpt lat="#{}"/>', "tcx": "<Trackpoint><Time>#{}</Time></Trackpoint>"}
_RUN_CHANNEL = {"gpx": "lat", "tcx": "time"}
#: Longer than any point, and more than it has values.
_LONGEST_POINT = 8_192
_MOST_VALUES = 64
#: More shapes than a watch has combinations of sensors: then the file is odd.
_MAX_SHAPES = 32
_BLOCK_BYTES = 1 << 18
#: How often on average a row may be held against a shape until it fits one.
_MAX_TRIES = 6
#: The place of runs that the parser passed over, such as those of a course.
_NOWHERE = -2

#: Control characters that XML forbids, so that they can stand for markup; not the blanks among them.
_MARKS = [chr(code) for code in range(1, 32) if chr(code) not in "\t\n\v\f\r"]
_FORBIDDEN = bytes(code for code in range(32) if chr(code) not in "\t\n\r")
#: Values are printable ASCII without markup and quotes, so that none can hide another attribute.
_VALUE = r"([!#-%(-;=?-~][ !#-%(-;=?-~]*)"
_TAG = re.compile(r"(<[^<>]*>)")
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*')")
_DECLARATION = re.compile(rb"<\?xml[^<>]*\?>")


@dataclass
class _Shape:
    """One shape: its first point with each value replaced by `@shape.group`, and the rows that have it."""

    example: str
    first_row: int
    rows: pl.DataFrame


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
    marked = _Marked.of(text, POINT_TAGS[kind])
    shapes = marked and _find_shapes(marked)
    if not marked or not shapes:
        return None
    tails = pl.concat([shape.rows.select("row", "tail") for shape in shapes]).sort("row")["tail"]
    run_ends = np.flatnonzero((tails.str.strip_chars() != "").to_numpy())
    if not len(run_ends) or run_ends[-1] != len(tails) - 1:
        return None
    try:
        document = parse(_skeleton(marked, kind, shapes, tails, run_ends).encode(), kind)
    except etree.XMLSyntaxError:
        return None
    return _assemble(document, kind, shapes, run_ends)


@dataclass(frozen=True)
class _Marked:
    """A file's text with markup replaced by marks: what stands before the points, and a row per point."""

    point: str
    head: str
    rows: pl.Series
    markup_of: dict[str, str]

    @classmethod
    def of(cls, text: bytes, point: str) -> "_Marked | None":
        opening = f"<{point}"
        start = text.find(opening.encode())
        near = text[start : start + _LONGEST_POINT].decode(errors="replace") if start >= 0 else ""
        example = _first_point(near, point)
        if example is None or text[:start].translate(None, _FORBIDDEN) != text[:start]:
            return None
        pieces = {piece for piece in _split(example.removeprefix(opening))[::2] if len(piece) > 1}
        markup_of = dict(
            zip(_MARKS, [opening, *sorted(pieces - {opening}, key=len, reverse=True)], strict=False)
        )
        blocks = [_mark_block(block, markup_of) for block in _blocks(text, start, opening.encode())]
        rows = [block for block in blocks if block is not None]
        if len(rows) < len(blocks):
            return None
        if sum(map(len, rows)) > MAX_POINTS:
            raise IngestError("too_large", f"The file holds more than {MAX_POINTS:,} points.")
        return cls(point, text[:start].decode(), pl.concat(rows), markup_of)

    def plain(self, text: str) -> str:
        """The text as it stands in the file."""
        return text.translate({ord(mark): piece for mark, piece in self.markup_of.items()})

    def marked(self, pieces: list[str]) -> list[str]:
        """Pieces of markup as they stand in the rows."""
        return pl.select(_marked(pl.lit(pl.Series(pieces)), self.markup_of)).to_series().to_list()


def _blocks(text: bytes, start: int, opening: bytes) -> Iterator[bytes]:
    """The text from its first point on, in pieces that begin with a point: little is copied at once."""
    while start < len(text):
        end = text.find(opening, start + _BLOCK_BYTES)
        yield text[start : end if end >= 0 else len(text)]
        start = end if end >= 0 else len(text)


def _mark_block(block: bytes, markup_of: dict[str, str]) -> pl.Series | None:
    """The points of a block as rows with marks; null where it already holds what marks are made of."""
    if len(block.translate(None, _FORBIDDEN)) != len(block):
        return None
    marked = _marked(pl.col("text").cast(pl.String), markup_of)
    return pl.DataFrame({"text": [block]}).select(marked.str.split(_MARKS[0]).explode())["text"].slice(1)


def _marked(text: pl.Expr, markup_of: dict[str, str]) -> pl.Expr:
    """Each piece of markup replaced by its mark, one after the other: the search for one text is fastest."""
    for mark, piece in markup_of.items():
        text = text.str.replace_all(piece, mark, literal=True)
    return text


def _first_point(text: str, point: str) -> str | None:
    """The whole element with which a text begins."""
    opening = _TAG.match(text)
    if opening and opening[0].endswith("/>"):
        return opening[0]
    end = text.find(f"</{point}>")
    return text[: end + len(f"</{point}>")] if end >= 0 else None


def _split(example: str) -> list[str]:
    """A point as markup, value, markup, value, ..., markup.

    Markup are also the blanks between tags, and attributes (types, namespaces) but the point's own.
    """
    parts = [""]
    for index, token in enumerate(_TAG.split(example)):
        inner = _QUOTED.split(token) if index == 1 else [token]
        for place, text in enumerate(inner):
            if place % 2 and text[1:-1].strip():
                parts[-1] += text[0]
                parts += [text[1:-1], text[-1]]
            elif index % 2 or not text.strip():
                parts[-1] += text
            else:
                parts += [text, ""]
    return parts


def _find_shapes(marked: _Marked) -> list[_Shape] | None:
    """The shapes of all rows, or null where a row has none or there are too many."""
    left = pl.DataFrame({"row": pl.int_range(len(marked.rows), eager=True), "text": marked.rows})
    shapes: list[_Shape] = []
    tries = 0
    while left.height:
        tries += left.height
        opening = f"<{marked.point}"
        point = _first_point(opening + marked.plain(left["text"][0]), marked.point)
        if point is None or len(shapes) == _MAX_SHAPES or tries > _MAX_TRIES * len(marked.rows):
            return None
        parts = _split(point)
        if len(parts) > 2 * _MOST_VALUES:
            return None
        markup = marked.marked([parts[0].removeprefix(opening), *parts[2::2]])
        pattern = _VALUE.join(re.escape(piece) for piece in markup)
        found = left.hstack(left["text"].str.extract_groups(rf"^{pattern}(?<tail>(?s:.*))$").struct.unnest())
        first_row = left["row"][0]
        if found["tail"][0] is None:
            return None
        values = (f"@{len(shapes)}.{group}" for group in range(1, len(parts) // 2 + 1))
        example = parts[0] + "".join(value + piece for value, piece in zip(values, parts[2::2], strict=True))
        fits = found["tail"].is_not_null()
        shapes.append(_Shape(example, first_row, found if fits.all() else found.filter(fits)))
        left = left.clear() if fits.all() else left.filter(~fits)
    return shapes


def _skeleton(
    marked: _Marked, kind: str, shapes: list[_Shape], tails: pl.Series, run_ends: NDArray[np.int64]
) -> str:
    """The file with each run of points as one that has the run's number, after the examples in it."""
    examples: dict[int, str] = {}
    for shape in shapes:
        run = int(np.searchsorted(run_ends, shape.first_row))
        examples[run] = examples.get(run, "") + shape.example
    pieces = [marked.head]
    for run, tail in enumerate(tails.gather(run_ends).to_list()):
        pieces += [examples.get(run, ""), _RUN[kind].format(run), marked.plain(tail)]
    return "".join(pieces)


def _assemble(
    document: RawDocument, kind: str, shapes: list[_Shape], run_ends: NDArray[np.int64]
) -> RawDocument | None:
    """The document of the skeleton, with the rows of its runs in place of them."""
    is_run = document.points[_RUN_CHANNEL[kind]].str.starts_with("#").fill_null(False)
    runs = document.points.filter(is_run)
    run_numbers = runs[_RUN_CHANNEL[kind]].str.slice(1).cast(pl.Int64).to_numpy()
    examples = document.points.filter(~is_run)
    if len(examples) != len(shapes):
        return None  # an example stands where its points do not count, and would mean nothing elsewhere
    values = zip(shapes, examples.iter_rows(named=True), strict=True)
    points = pl.concat([_channels(shape, example) for shape, example in values])
    if len(shapes) > 1:
        points = points.sort("row")
    run_of_row = np.repeat(np.arange(len(run_ends)), np.diff(run_ends, prepend=-1))
    place_of_run = np.full((len(run_ends), len(PLACES)), _NOWHERE, dtype=np.int32)
    place_of_run[run_numbers] = runs.select(PLACES).to_numpy()
    places = place_of_run[run_of_row]
    points = points.hstack([pl.Series(name, places[:, index]) for index, name in enumerate(PLACES)])
    if len(runs) < len(run_ends):
        points = points.filter(pl.col("track") != _NOWHERE)
    document.points = points.drop("row")
    return document


def _channels(shape: _Shape, example: dict[str, str | None]) -> pl.DataFrame:
    """The values of a shape's rows by channel, as the parser took them from its example."""
    columns = [shape.rows["row"]]
    for name in CHANNELS:
        group = (example[name] or "").partition(".")[2]
        absent = pl.Series(name, [None], dtype=pl.String).new_from_index(0, shape.rows.height)
        columns.append(shape.rows[group].alias(name) if group else absent)
    return pl.DataFrame(columns)
