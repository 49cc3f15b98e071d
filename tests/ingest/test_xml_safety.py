"""Files that attack the reader are refused or read in part, in little time and memory."""

import resource
import time
from datetime import UTC, datetime, timedelta

import pytest

from ingest import read_activities
from ingest.xml.read import MAX_ACTIVITIES
from ingest.xml.target import MAX_DEPTH

BODY = (
    '<trk><trkseg><trkpt lat="1" lon="2"><time>2026-01-01T10:00:00Z</time></trkpt>'
    '<trkpt lat="1" lon="2.001"><time>2026-01-01T10:00:30Z</time></trkpt></trkseg></trk>'
)


def code_of(content: bytes) -> str:
    (result,) = read_activities(content, "run.gpx")
    return result.error.code if result.error else "ok"


def doctype(subset: str, body: str = BODY) -> bytes:
    return f'<?xml version="1.0"?><!DOCTYPE gpx {subset}><gpx version="1.1">{body}</gpx>'.encode()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "content",
    [
        doctype(f'[<!ENTITY l0 "ha">{LAUGHS}]', f"<name>&l11;</name>{BODY}"),
        doctype(f'[<!ENTITY q "{"q" * 50_000}">]', f"<name>{'&q;' * 50_000}</name>{BODY}"),
        doctype('[<!ENTITY x SYSTEM "file:///etc/passwd">]', f"<name>&x;</name>{BODY}"),
        doctype('[<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]'),
        doctype('SYSTEM "http://127.0.0.1:9/gpx.dtd"'),
        doctype('[<!ENTITY a "7">]', BODY.replace('lat="1"', 'lat="&a;"')),
        doctype('[<!ATTLIST trkpt lat CDATA "1">]'),
        doctype("[]").decode().encode("utf-16"),
    ],
    ids=[
        "billion laughs",
        "quadratic blow-up",
        "external entity",
        "parameter entity",
        "external DTD",
        "harmless entity",
        "default attribute",
        "in UTF-16",
    ],
)
def test_a_document_type_is_refused_unopened(content):
    began = time.process_time()

    assert code_of(content) == "unsafe_xml"
    assert time.process_time() - began < 0.5


def test_nothing_of_another_file_comes_out(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("2026-01-01T11:11:11Z")
    content = doctype(
        f'[<!ENTITY x SYSTEM "{secret.as_uri()}">]', BODY.replace("2026-01-01T10:00:30Z", "&x;")
    )

    (result,) = read_activities(content, "run.gpx")

    assert result.activity is None
    assert "11:11:11" not in repr(result.error)


@pytest.mark.parametrize("where", ["inside a point", "around the track"])
@pytest.mark.parametrize("depth", [MAX_DEPTH + 10, 200_000])
def test_deep_nesting_is_refused(where, depth):
    nest, unnest = "<a>" * depth, "</a>" * depth
    body = (
        BODY.replace("<time>", f"{nest}{unnest}<time>", 1)
        if where == "inside a point"
        else f"{nest}{BODY}{unnest}"
    )

    assert code_of(f'<gpx version="1.1">{body}</gpx>'.encode()) == "unsafe_xml"


def megabytes_grown(content: bytes) -> tuple[str, float, float]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    code = code_of(content)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return code, grown / 1024, time.process_time() - began


BIG = 3_000_000
MANY_ATTRIBUTES = " ".join(f"a{number}='1'" for number in range(100_000))
MANY_NAMESPACES = "".join(f"<a xmlns:n{number}='u'/>" for number in range(100_000))

ODD_SIZES = {
    "many elements": ("<a/>" * (BIG // 4) + BODY, {"ok"}),
    "long attribute": (f'<metadata a="{"x" * BIG}"/>{BODY}', {"ok"}),
    "many attributes": (f"<metadata {MANY_ATTRIBUTES}/>{BODY}", {"ok"}),
    "many namespaces": (MANY_NAMESPACES + BODY, {"ok"}),
    "long text": (f"<name>{'x' * BIG}</name>{BODY}", {"ok"}),
    "long comment": (f"<!--{'-x' * (BIG // 2)}-->{BODY}", {"ok"}),
    "long name": (f"<{'x' * BIG}/>{BODY}", {"ok", "corrupt_file", "empty_activity"}),
    "long number": (f'<trk><trkseg><trkpt lat="{"1" * 100_000}"/></trkseg></trk>', {"no_timestamps"}),
    "many tracks": ("<trk><trkseg/></trk>" * (BIG // 20), {"too_large"}),
    "many segments": (f"<trk>{'<trkseg/>' * (BIG // 9)}</trk>{BODY}", {"ok"}),
    "many empty points": (f"<trk><trkseg>{'<trkpt/>' * (BIG // 8)}</trkseg></trk>", {"no_timestamps"}),
    "points in points": (
        f"<trk><trkseg>{'<trkpt>' * 60}",
        {"truncated_file", "corrupt_file", "no_timestamps"},
    ),
    "open CDATA": ("<![CDATA[" * (BIG // 9), {"truncated_file", "corrupt_file"}),
    "angle brackets": ("<" * BIG, {"truncated_file", "corrupt_file"}),
    "unknown entities": ("&a;" * (BIG // 3) + BODY, {"ok"}),
}


@pytest.mark.parametrize(("inner", "codes"), ODD_SIZES.values(), ids=ODD_SIZES.keys())
def test_size_in_odd_places_costs_little(inner, codes):
    code, megabytes, seconds = megabytes_grown(f'<gpx version="1.1">{inner}</gpx>'.encode())

    assert code in codes
    assert megabytes < 150
    assert seconds < 5


def test_points_of_many_shapes_cost_little():
    points = "".join(
        f'<trkpt lat="1" lon="2"><time>2026-01-01T10:{n // 60 % 60:02d}:{n % 60:02d}Z</time><x{n}/></trkpt>'
        for n in range(20_000)
    )

    code, megabytes, seconds = megabytes_grown(
        f'<gpx version="1.1"><trk><trkseg>{points}</trkseg></trk></gpx>'.encode()
    )

    assert code == "ok"
    assert megabytes < 150
    assert seconds < 5


def test_more_activities_than_anyone_joins_are_refused_in_time():
    days = (datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(MAX_ACTIVITIES + 1))
    parts = "".join(BODY.replace("2026-01-01", f"{day:%Y-%m-%d}") for day in days)

    assert code_of(f'<gpx version="1.1">{parts}</gpx>'.encode()) == "too_large"
