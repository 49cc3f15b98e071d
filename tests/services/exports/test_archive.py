"""The archive of everything, opened as somebody without this program would."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from zipfile import ZIP_STORED, ZipFile

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from services.exports import Part, export_zip, json_part, table_parts, write_zip

MADE = datetime(2026, 11, 23, 8, 30, 14, tzinfo=UTC)
RUNS = pl.DataFrame(
    {
        "start_utc": [datetime(2026, 5, 14, 6, 5, 59, tzinfo=UTC), None],
        "local_date": [date(2026, 5, 14), date(2026, 5, 16)],
        "run_time_s": [480.0, None],
        "note": ['said "fine", then\nwalked', "=HYPERLINK(1)"],
    }
)


def opened(content: bytes) -> ZipFile:
    return ZipFile(io.BytesIO(content))


def test_a_table_is_there_as_csv_and_as_parquet() -> None:
    archive = opened(export_zip(table_parts("runs/runs", "All runs.", RUNS), made_utc=MADE))

    assert archive.testzip() is None
    assert_frame_equal(pl.read_parquet(archive.read("runs/runs.parquet")), RUNS)
    assert archive.read("runs/runs.csv").decode() == (
        "start_utc,local_date,run_time_s,note\n"
        '2026-05-14T06:05:59.000Z,2026-05-14,480.0,"said ""fine"", then\nwalked"\n'
        ",2026-05-16,,'=HYPERLINK(1)\n"
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    csv, _ = table_parts("t", "", pl.DataFrame({"note": [text, f"a{text}"]}))

    assert isinstance(csv.content, bytes)
    read = pl.read_csv(csv.content)["note"].to_list()
    assert read == [f"'{text}", f"a{text}"]


def test_json_keeps_unknown_and_letters_and_writes_instants_in_utc() -> None:
    at = datetime(2026, 5, 14, 8, 5, tzinfo=timezone(timedelta(hours=2)))
    part = json_part("profile.json", "", {"name": "Łucja", "on": date(2026, 5, 1), "at": at, "pain": None})

    assert isinstance(part.content, bytes)
    assert json.loads(part.content) == {
        "name": "Łucja",
        "on": "2026-05-01",
        "at": "2026-05-14T06:05:00Z",
        "pain": None,
    }
    assert "Łucja".encode() in part.content


@pytest.mark.parametrize("value", [float("nan"), {1, 2}, datetime(2026, 5, 1)])  # noqa: DTZ001 - refused
def test_json_refuses_what_it_cannot_say(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        json_part("x.json", "", value)


def test_the_readme_lists_every_file_with_what_it_is_and_its_checksum() -> None:
    parts = [Part("a.json", "The first.", b"{}"), Part("b/c.parquet", "The second.", b"PAR1")]
    readme = opened(export_zip(parts, made_utc=MADE)).read("README.txt").decode()

    assert "Made on 2026-11-23 08:30 (UTC)" in readme
    for part in parts:
        assert isinstance(part.content, bytes)
        assert f"- {part.path}: {part.about}\n  sha256 {sha256(part.content).hexdigest()}\n" in readme


def test_what_is_compressed_already_is_stored() -> None:
    archive = opened(
        export_zip([Part("a.parquet", "", b"x" * 999), Part("a.csv", "", b"x" * 999)], made_utc=MADE)
    )

    assert archive.getinfo("a.parquet").compress_type == ZIP_STORED
    assert archive.getinfo("a.csv").compress_size < 100


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "a/../../x", "a\\b", "./a", "", "README.txt"])
def test_no_path_leaves_the_archive(path: str) -> None:
    with pytest.raises(ValueError, match="archive"):
        export_zip([Part(path, "", b"")], made_utc=MADE)


def test_no_path_comes_twice() -> None:
    with pytest.raises(ValueError, match="already"):
        export_zip([Part("a", "", b"1"), Part("a", "", b"2")], made_utc=MADE)


def test_the_same_parts_give_the_same_bytes() -> None:
    first, second = (export_zip([Part("a.json", "A.", iter([b"1", b"2"]))], made_utc=MADE) for _ in range(2))

    assert first == second
    assert opened(first).read("a.json") == b"12"
    assert opened(first).getinfo("a.json").date_time == (2026, 11, 23, 8, 30, 14)


class _Sink(io.RawIOBase):
    """A file that cannot go back, such as a response on its way out."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.size += len(data)
        return len(data)


def test_one_piece_at_a_time_is_in_memory() -> None:
    def parts() -> Iterator[Part]:
        for number in range(40):
            yield Part(f"samples/{number}.parquet", "Samples.", (bytes(500_000) for _ in range(2)))

    sink = _Sink()
    tracemalloc.start()
    write_zip(parts(), sink, made_utc=MADE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert sink.size > 40_000_000
    assert peak < 5_000_000
