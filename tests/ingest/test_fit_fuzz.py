"""Whatever the bytes, the reader ends with activities that keep their contracts, or with one refusal."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ingest.fit
from benchmarks.fuzz_fit import check, mutate
from tests.ingest.fit_builder import (
    ENUM,
    EVENT,
    FIELD_DESCRIPTION,
    LAP,
    RECORD,
    SESSION,
    SPLIT,
    START_S,
    UINT8,
    UINT32,
    WORKOUT_STEP,
    FitFile,
    activity_file,
    add_session,
    add_timer_event,
    run_file,
)

EXAMPLES = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def without_second_reader(monkeypatch: pytest.MonkeyPatch):
    """So that fitparse does not hide a fault of the columnar reader."""
    monkeypatch.setattr(ingest.fit, "rewrite", lambda _: pytest.fail("the reader met something unexpected"))


def rich_file() -> bytes:
    file = add_timer_event(add_timer_event(run_file(seconds=30), 10, 1), 15, 0)
    file.message(LAP, f2=(UINT32, START_S), f7=(UINT32, 30_000), f23=(ENUM, 0), f17=(UINT8, 80))
    file.message(SPLIT, f0=(ENUM, 17), f9=(UINT32, START_S), f27=(UINT32, START_S + 20))
    file.message(WORKOUT_STEP, f1=(ENUM, 0), f2=(UINT32, 60_000), f7=(ENUM, 0))
    return add_session(add_session(file), start_s=START_S + 15).build()


RICH = rich_file()


@EXAMPLES
@given(st.randoms(use_true_random=False))
def test_mutants_of_a_sound_file(rng: random.Random):
    check(mutate(RICH, rng), validate=True)


#: Field numbers that the reader looks at, in any message.
NUMBERS = st.sampled_from(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 23, 27, 29, 39, 52, 53, 71, 73, 78, 84, 192, 193, 253, 254]
)
BASE_TYPES = st.sampled_from(
    [0, 1, 2, 7, 10, 13, 0x83, 0x84, 0x85, 0x86, 0x88, 0x89, 0x8B, 0x8C, 0x8E, 0x8F, 0x90, 0x1F]
)
FIELDS = st.lists(st.tuples(NUMBERS, st.sampled_from([0, 1, 2, 3, 4, 8, 16]), BASE_TYPES), max_size=8)
MESSAGES = st.sampled_from(
    [RECORD, RECORD, RECORD, SESSION, LAP, EVENT, SPLIT, WORKOUT_STEP, FIELD_DESCRIPTION, 23, 34, 12]
)
VALUES = st.one_of(
    st.integers(0, 255).map(lambda byte: bytes([byte]) * 16), st.binary(min_size=16, max_size=16)
)


@st.composite
def any_files(draw: st.DrawFn) -> bytes:
    """Files that are sound as a whole, with definitions of every kind and values without sense."""
    file = activity_file(sport=draw(st.sampled_from([0, 1, 2])))
    for _ in range(draw(st.integers(1, 5))):
        fields, local = draw(FIELDS), draw(st.integers(0, 15))
        times = [(253, 4, 0x86)] if draw(st.booleans()) else []
        whole = times + fields
        big = draw(st.booleans())
        order = "big" if big else "little"
        head = bytes([0x40 | local, 0, big]) + draw(MESSAGES).to_bytes(2, order) + bytes([len(whole)])
        file.raw(head + b"".join(bytes(one) for one in whole))
        for _ in range(draw(st.integers(0, 6))):
            second = draw(st.integers(-5, 500))
            data = (START_S + second).to_bytes(4, order) if times else b""
            data += b"".join(draw(VALUES)[:size] for _, size, _ in fields)
            compressed = local < 4 and draw(st.booleans())
            file.raw(bytes([0x80 | local << 5 | second % 32 if compressed else local]) + data)
    return file.build()


@EXAMPLES
@given(any_files())
def test_sound_files_without_sense(content: bytes):
    check(content, validate=True)


@EXAMPLES
@given(st.binary(max_size=400))
def test_any_bytes_as_messages(body: bytes):
    check(FitFile(body).build(), validate=True)


@EXAMPLES
@given(st.binary(max_size=400))
def test_any_bytes_behind_a_header_that_lies(body: bytes):
    check(RICH[:14] + body, validate=True)
