"""The readers against each other and against gpxpy, over every real GPX and TCX file."""

import gzip
import zipfile
from collections.abc import Iterator
from datetime import UTC
from itertools import groupby
from pathlib import Path

import gpxpy
import pytest
from gpxpy.gpx import GPXTrackPoint

from benchmarks import corpus_verdicts
from ingest import read_file
from ingest.activity import Laps, Pauses, Samples
from ingest.errors import IngestError
from ingest.xml.parse import read_document
from ingest.xml.shapes import read_by_shape
from ingest.xml.text import to_utf8
from ingest.xml.values import to_values
from tests.ingest.ways import assert_same_points

pytestmark = pytest.mark.corpus

#: Files that gpxpy refuses as a whole, and what we read of them all the same.
REFUSED_BY_GPXPY = {
    "strava_py__tests-gpx-invalid-lon-lat-missing.gpx": 4,
    "georust_gpx__tests-fixtures-with_accuracy.gpx": 3,
}
#: Two files by gpxgo and gpxpy are of 1901, and one by OpenTracks goes to latitude 200.
FIRST_YEAR = 1980


def xml_files(corpus: Path) -> Iterator[tuple[str, str, bytes]]:
    """Name, kind and content of every GPX and TCX file, those in archives included."""
    for path in sorted(corpus.rglob("*")):
        if not path.is_file() or path.suffix not in (".gpx", ".tcx", ".gz", ".zip"):
            continue
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                members = [(f"{path.name}/{name}", archive.read(name)) for name in archive.namelist()]
        else:
            content = path.read_bytes()
            members = [(path.name, gzip.decompress(content) if path.suffix == ".gz" else content)]
        for name, content in members:
            kind = name.removesuffix(".gz")[-3:]
            if kind in ("gpx", "tcx") and content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
                yield name, kind, content


def test_the_fast_way_reads_what_the_safe_way_reads(corpus):
    fast = 0
    for name, kind, content in xml_files(corpus):
        text, _ = to_utf8(content)
        by_shape = read_by_shape(text, kind)
        if by_shape is None:
            continue
        fast += 1
        document = read_document(text, kind)
        assert_same_points(by_shape, document)
        assert by_shape.tracks == document.tracks, name
        assert by_shape.laps == document.laps, name
        assert (by_shape.others, by_shape.creator) == (document.others, document.creator), name
    assert fast > 80


def test_most_large_files_go_the_fast_way(corpus):
    large = [
        (name, read_by_shape(to_utf8(content)[0], kind))
        for name, kind, content in xml_files(corpus)
        if len(content) > 300_000
    ]

    slow = {name.split("__")[1] for name, document in large if document is None}

    assert len(large) > 15
    assert slow == {
        "tests-test_files-files-Black_Forest_01_Baden.gpx",  # a route, no track
        "tests-test_files-files-Black_Forest_02_Baden.gpx",  # CDATA in each point
    }


def test_every_point_equals_that_of_gpxpy(corpus):
    compared = 0
    for name, kind, content in xml_files(corpus):
        if kind != "gpx":
            continue
        document = read_document(to_utf8(content)[0], "gpx")
        points = to_values(document).points
        columns = (points.time_ms, *map(points.channel, ("lat", "lon", "altitude")))
        ours = [
            tuple(None if value != value else value for value in row) for row in zip(*columns, strict=True)
        ]
        try:
            reference = gpxpy.parse(content)
        except Exception:  # noqa: BLE001 - whatever it refuses has to be on the list
            assert len(ours) == next(n for end, n in REFUSED_BY_GPXPY.items() if name.endswith(end)), name
            continue
        segments = [segment.points for track in reference.tracks for segment in track.segments]
        rows = [_row(point) for points in segments for point in points]
        assert ours == rows, name
        sizes = [len(list(group)) for _, group in groupby(zip(points.track, points.stretch, strict=True))]
        assert sizes == [len(points) for points in segments if points], name
        compared += len(ours)
    assert compared > 50_000


def _row(point: GPXTrackPoint) -> tuple[int | None, float | None, float, float | None]:
    """What gpxpy has of a point, less what we leave out: years before GPS time, places beyond the pole."""
    time = point.time and point.time.replace(tzinfo=point.time.tzinfo or UTC)
    is_real = time is not None and time.year >= FIRST_YEAR
    latitude = point.latitude if abs(point.latitude) <= 90 else None
    return round(time.timestamp() * 1000) if is_real else None, latitude, point.longitude, point.elevation


def test_no_file_of_the_corpus_ends_in_an_unexpected_error(corpus):
    results = [
        (path.name, result)
        for path in sorted(corpus.rglob("*"))
        if path.is_file() and path.suffix not in (".json", ".tsv")
        for result in read_file(path)
    ]

    assert len(results) > 300
    for name, result in results:
        assert [result.activity, result.error, result.skipped].count(None) == 2
        if result.error is not None:
            assert isinstance(result.error, IngestError)
            assert result.error.code != "unreadable", (name, result.error.__cause__)
            assert result.error.message.endswith("."), name
        if result.activity is not None and result.activity.provenance.format != "fit":
            Samples.validate(result.activity.samples)
            Laps.validate(result.activity.laps)
            Pauses.validate(result.activity.pauses)


def test_the_table_of_verdicts_is_fresh(corpus):
    told = corpus_verdicts.TARGET.read_text()

    assert corpus_verdicts.page(corpus) == told, "run: python -m benchmarks.corpus_verdicts"


def test_one_run_in_two_formats_is_one_run(corpus):
    fit, tcx = (
        next(
            result.activity
            for result in read_file(
                corpus / ending / f"GoldenCheetah_GoldenCheetah__test-runs-10kUNLP2014-Garmin15.{ending}"
            )
        )
        for ending in ("fit", "tcx")
    )

    assert tcx.provenance.start_utc == fit.provenance.start_utc
    assert tcx.elapsed_time_s == pytest.approx(fit.elapsed_time_s, abs=2)
    assert tcx.distance_m == pytest.approx(fit.distance_m, rel=0.001)
    assert tcx.samples.height == fit.samples.height
    assert tcx.samples["speed_mps"].to_list() == pytest.approx(fit.samples["speed_mps"].to_list(), abs=0.01)
    assert tcx.laps.height == fit.laps.height
