"""The checksum in parallel lanes against the specification's, bit by bit."""

import random

import pytest

from ingest.fit.checksum import crc16
from tests.ingest import fit_builder

#: Around nothing, one word, one row of 1,024 words of two bytes, several rows, and odd lengths.
LENGTHS = (0, 1, 2, 3, 14, 2_046, 2_047, 2_048, 2_049, 4_096, 4_097, 30_001)


@pytest.mark.parametrize("length", LENGTHS)
def test_equals_the_checksum_bit_by_bit(length: int):
    data = random.Random(length).randbytes(length)
    assert crc16(data) == fit_builder.crc16(data)


def test_a_file_with_its_checksum_has_the_checksum_zero():
    assert crc16(fit_builder.run_file().build()) == 0
