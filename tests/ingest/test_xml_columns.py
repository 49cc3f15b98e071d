"""Points taken run by run, and numbers read column by column, are what each alone would be."""

import random
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.xml.parse import read_document
from ingest.xml.shapes import read_by_shape
from ingest.xml.values import _number, _numbers

POINT_SHAPES = (
    '<trkpt lat="{lat}" lon="{lon}"><time>{time}</time></trkpt>',
    '<trkpt lat="{lat}" lon="{lon}"><time>{time}</time><ele>{lat}</ele></trkpt>',
    '<trkpt lat="{lat}" lon="{lon}">\n  <time>{time}</time></trkpt>',
    '<trkpt lat="{lat}" lon="{lon}"><extensions><trkptx>1</trkptx></extensions><time>{time}</time></trkpt>',
)


def gpx(shapes: list[int]) -> bytes:
    """Points of the shapes of these numbers, some after a blank, with a new segment now and then."""
    points = []
    for row, shape in enumerate(shapes):
        time = f"2026-05-14T04:{row // 60 % 60:02d}:{row % 60:02d}Z"
        points.append(POINT_SHAPES[shape].format(lat=50 + row / 1e5, lon=8 + row / 1e6, time=time))
        points.append("\n" * (row % 3) + "</trkseg><trkseg>" * (row % 97 == 96))
    return f"<gpx><trk><trkseg>{''.join(points)}</trkseg></trk></gpx>".encode()


@pytest.mark.parametrize(
    "shapes",
    [
        [0] * 700,
        [0, 1] * 200,
        [0] * 300 + [1] + [0] * 300,
        [3] * 40 + [2] * 40,
        random.Random(4).choices(range(4), weights=(8, 1, 1, 1), k=900),
    ],
    ids=["one shape", "in turn", "one other", "a name that begins like a point's", "at random"],
)
def test_runs_of_points_hold_what_the_parser_reads(shapes: list[int]) -> None:
    text = gpx(shapes)

    fast, safe = read_by_shape(text, "gpx"), read_document(text, "gpx")

    assert fast is not None
    assert {name: list(texts) for name, texts in fast.columns.items()} == safe.columns
    assert all((fast.places[name] == safe.places[name]).all() for name in safe.places)
    assert [asdict(track) for track in fast.tracks] == [asdict(track) for track in safe.tracks]


NUMBERS = st.one_of(
    st.none(),
    st.floats().map(lambda number: repr(number).encode()),
    st.decimals(allow_nan=False, allow_infinity=False, places=7).map(lambda number: str(number).encode()),
    st.text("0123456789.-+eE_ ,naif", max_size=12).map(str.encode),
    st.text(max_size=6).map(str.encode),
)


@given(st.lists(NUMBERS, min_size=1, max_size=20))
@example([b"1_000", b" 12.5\n", b"+.5", b"5.", b"1e400", b"Infinity", b"nan", b"", None])
@example([b"2.2250738585072011e-308", b"9007199254740993", b"0.1"])
def test_a_column_of_numbers_is_what_python_reads(texts: list[bytes | None]) -> None:
    np.testing.assert_array_equal(_numbers(texts), [_number(text) for text in texts])
