import gzip
import time

import pytest

from ingest import IngestError, read_activity
from ingest.sniff import sniff

GPX = '<gpx version="1.1"><trk/></gpx>'
TCX = '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"/>'
FIT_HEADER = b"\x0e\x10\xd9\x07\x08\x00\x00\x00.FIT\x00\x00"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (FIT_HEADER, "fit"),
        (b"\x00" * 40 + FIT_HEADER, "fit"),
        (gzip.compress(b"anything", mtime=0), "gzip"),
        (b"PK\x03\x04 rest", "zip"),
        (b"PK\x05\x06" + b"\0" * 18, "zip"),
        (GPX.encode(), "gpx"),
        (TCX.encode(), "tcx"),
        (b"\xef\xbb\xbf" + GPX.encode(), "gpx"),
        (b"\r\n  \t" + GPX.encode(), "gpx"),
        (f'<?xml version="1.0"?>\n<!-- made\n by hand -->\n<?style x?>{GPX}'.encode(), "gpx"),
        (b'<ns:gpx xmlns:ns="http://www.topografix.com/GPX/1/1"/>', "gpx"),
        (f'<?xml version="1.0" encoding="UTF-16"?>{GPX}'.encode("utf-16"), "gpx"),
        (GPX.encode("utf-16-le"), "gpx"),
        (GPX.encode("utf-16-be"), "gpx"),
        (f'<?xml version="1.0" encoding="ISO-8859-1"?>{TCX}'.encode("latin-1"), "tcx"),
        (b"<!DOCTYPE gpx [<!ENTITY a 'b'>]><gpx/>", "gpx"),
    ],
)
def test_the_content_tells_the_kind(content, kind):
    assert sniff(content).kind == kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"%PDF-1.7", "PDF"),
        (b"<!doctype HTML><html></html>", "web page"),
        (b"<html><body>502</body></html>", "web page"),
        (b'{"error": "not found"}', "JSON"),
        (b' [ {"error": "not found"}]', "JSON"),
        (b"[Params]\r\nVersion=106\r\n", "plain text"),
        (b"<kml></kml>", "KML"),
        (b"<workbook/>", "XML of another kind"),
        (b"time,hr\n1,2\n", "plain text"),
        (b"\x00\x01\x02\x03", "none of the kinds"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7z"),
        (b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X", "macOS"),
        (b"   \n ", "blanks"),
    ],
)
def test_an_unknown_file_is_named_in_one_sentence(content, words):
    with pytest.raises(IngestError) as caught:
        read_activity(content, "run.fit")

    assert caught.value.code == "unknown_format"
    assert words in caught.value.message
    assert "named .fit" in caught.value.message
    assert caught.value.message.endswith(".")


def test_an_empty_file_says_so():
    with pytest.raises(IngestError) as caught:
        read_activity(b"", "run.gpx")

    assert caught.value.code == "empty_activity"
    assert "0 bytes" in caught.value.message


@pytest.mark.parametrize(
    "content",
    [b"<!--" * 40_000, b"<?" * 40_000, b"<" * 160_000, b"<!" * 80_000, b"<!-- -->" + b" " * 160_000],
)
def test_an_endless_prolog_costs_no_time(content):
    began = time.process_time()

    assert sniff(content).kind is None
    assert time.process_time() - began < 0.5
