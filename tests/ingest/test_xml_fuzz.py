"""Mutated files: nothing but results comes out, and the fast way never differs from the safe one.

The long campaign with the same checks is `benchmarks/fuzz_xml.py`.
"""

import gzip

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest import read_activities
from ingest.activity import Laps, Pauses, Samples
from ingest.errors import IngestError
from ingest.xml.parse import read_document
from ingest.xml.shapes import read_by_shape
from ingest.xml.text import to_utf8
from tests.ingest.ways import assert_same_points

#: What a mutation may put into a file: pieces that mean something to a parser, and noise.
TELLING = rb"""< > </ /> " ' & &#0; &lt; <!-- --> <![CDATA[ ]]> <?x?> <trkpt/> <trkpt> </trkpt>
    <trkseg> </trkseg> </gpx> <Lap> </Activity> <time> <hr>1</hr> <a:b> xmlns='x' lat="1"
    2026-05-14T04:06:09Z 9999-12-31T23:59:59Z -1e999 nan 1_000 0x10""".split()
PIECES = st.sampled_from(
    [*TELLING, b" lat='2'", b"   ", b"\n", b"\0", b"\1", b"\xff\xfe", b"\xe2\x80"]
) | st.binary(min_size=1, max_size=6)
MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), PIECES | st.just(b"")), min_size=1, max_size=5
)


def mutated(content: bytes, mutations: list[tuple[float, int, bytes]]) -> bytes:
    """The content with stretches of it replaced by pieces."""
    for place, length, piece in mutations:
        start = int(place * len(content))
        content = content[:start] + piece + content[start + length :]
    return content


def check_results(content: bytes, name: str) -> None:
    for result in read_activities(content, name):
        if result.error is not None:
            # A member that is locked or packed in another way is unreadable too, without a fault behind it.
            assert result.error.code != "unreadable" or result.error.__cause__ is None, result.error.__cause__
            assert result.error.message.endswith(".")
        else:
            Samples.validate(result.activity.samples)
            Laps.validate(result.activity.laps)
            Pauses.validate(result.activity.pauses)
            assert 0 <= result.activity.timer_time_s <= result.activity.elapsed_time_s


def check_ways_agree(content: bytes, kind: str) -> None:
    try:
        text, _ = to_utf8(content)
        by_shape = read_by_shape(text, kind)
    except IngestError:
        return
    if by_shape is not None:
        document = read_document(text, kind)
        assert document.damaged_at is None
        assert_same_points(by_shape, document)
        assert (by_shape.tracks, by_shape.laps, by_shape.others) == (
            document.tracks,
            document.laps,
            document.others,
        )


@pytest.fixture
def seeds(gpx, straight) -> dict[str, bytes]:
    extensions = "<x:hr>140</x:hr><x:cad>82</x:cad><power>200</power>"
    points = straight(30, 3.0, extensions=extensions, ele="250")
    track = "".join(
        f"<Trackpoint><Time>2026-05-14T06:00:{second:02d}Z</Time><Position><LatitudeDegrees>1.{second:04d}"
        f"</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees></Position><DistanceMeters>{second * 3}"
        f"</DistanceMeters><HeartRateBpm><Value>140</Value></HeartRateBpm></Trackpoint>"
        for second in range(30)
    )
    lap = f'<Lap StartTime="2026-05-14T06:00:00Z"><Track>{track}</Track></Lap>'
    activity = f'<Activities><Activity Sport="Running">{lap}</Activity></Activities>'
    tcx = f"<TrainingCenterDatabase>{activity}</TrainingCenterDatabase>"
    return {"gpx": gpx(points[:15], points[15:20], straight(30, 2.0, start_s=100)), "tcx": tcx.encode()}


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("kind", ["gpx", "tcx"])
@FUZZ
@given(mutations=MUTATIONS)
def test_mutated_files_give_results_and_nothing_else(seeds, kind, mutations):
    check_results(mutated(seeds[kind], mutations), f"run.{kind}")


@pytest.mark.parametrize("kind", ["gpx", "tcx"])
@FUZZ
@given(mutations=MUTATIONS)
def test_the_fast_way_never_differs_from_the_safe_way(seeds, kind, mutations):
    check_ways_agree(mutated(seeds[kind], mutations), kind)


@pytest.mark.parametrize("packing", ["zip", "gz", "nested"])
@FUZZ
@given(mutations=MUTATIONS)
@example(mutations=[(0.955393831875911, 3, b"\x00\x00\x01")]).via("a method of packing that is not known")
def test_mutated_archives_give_results_and_nothing_else(seeds, zipped, packing, mutations):
    archive = zipped({"a/run.gpx": seeds["gpx"], "b.tcx.gz": gzip.compress(seeds["tcx"])})
    content = {"zip": archive, "gz": gzip.compress(seeds["gpx"]), "nested": zipped({"in.zip": archive})}[
        packing
    ]

    check_results(mutated(content, mutations), "export.zip")
