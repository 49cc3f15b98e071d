"""fitparse behind the columnar reader: in a process of its own, with an end in sight."""

from typing import Any

import pytest

import ingest.fit
from ingest.errors import IngestError
from ingest.fit import fallback, read_fit
from tests.ingest.fit_builder import LAP, START_S, UINT32, activity_file, add_session, run_file

GOOD = add_session(run_file(seconds=60).message(LAP, f2=(UINT32, START_S), f7=(UINT32, 60_000))).build()


def failing_first(monkeypatch: pytest.MonkeyPatch, *faults: BaseException) -> None:
    """Let the columnar reader fail with each of the faults in turn, then work."""
    pending, works = list(faults), ingest.fit.activities_of

    def activities_of(*arguments: Any) -> Any:
        if pending:
            raise pending.pop(0)
        return works(*arguments)

    monkeypatch.setattr(ingest.fit, "activities_of", activities_of)


def test_fitparse_reads_what_the_columnar_reader_cannot(monkeypatch: pytest.MonkeyPatch):
    (expected,) = read_fit(GOOD)
    failing_first(monkeypatch, ZeroDivisionError())
    (activity,) = read_fit(GOOD)
    assert activity.samples.equals(expected.samples)
    assert activity.laps.equals(expected.laps)
    assert activity.provenance == expected.provenance
    assert [note.code for note in activity.quality] == ["read_slowly"]


def test_what_neither_can_read_is_one_refusal(monkeypatch: pytest.MonkeyPatch):
    failing_first(monkeypatch, ZeroDivisionError(), KeyError("again"))
    with pytest.raises(IngestError) as caught:
        read_fit(GOOD)
    assert caught.value.code == "corrupt_file"


def test_want_of_memory_is_no_reason_to_try_again(monkeypatch: pytest.MonkeyPatch):
    failing_first(monkeypatch, MemoryError())
    with pytest.raises(IngestError) as caught:
        read_fit(GOOD)
    assert caught.value.code == "too_large"


def test_a_refusal_is_final(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ingest.fit, "rewrite", lambda _: pytest.fail("no second reader for a refusal"))
    with pytest.raises(IngestError) as caught:
        read_fit(activity_file(file_type=5).build())
    assert caught.value.code == "not_an_activity"


def test_a_process_that_takes_too_long_is_ended():
    with pytest.raises(IngestError) as caught:
        fallback.rewrite(GOOD, timeout_s=0.001)
    assert caught.value.code == "corrupt_file"


@pytest.mark.parametrize("content", [b"", b"\0" * 100, GOOD[:14]])
def test_nothing_to_find(content: bytes):
    with pytest.raises(IngestError) as caught:
        fallback.rewrite(content)
    assert caught.value.code == "corrupt_file"


def test_what_fitparse_found_before_it_failed_is_kept():
    (activity,) = read_fit(fallback.rewrite(run_file(seconds=60).build()[:-30]))
    assert 50 < activity.samples.height < 60


def test_files_too_large_for_fitparse(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fallback, "MAX_BYTES", 100)
    with pytest.raises(IngestError) as caught:
        fallback.rewrite(GOOD)
    assert caught.value.code == "corrupt_file"
