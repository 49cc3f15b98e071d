import numpy as np
import pytest

from ingest.cadence_source import is_outlived

RECORDS = np.arange(1_200)
NAN = float("nan")
LIVE = 80.0 + RECORDS % 3
#: Between intervals of running and of walking, as a pod sees them.
CHANGING = np.where(RECORDS // 60 % 2 == 0, 80.0, 54.0) + RECORDS % 3


def dying(after: int, as_value: float) -> np.ndarray:
    return np.where(after > RECORDS, LIVE, as_value)


@pytest.mark.parametrize(
    ("own", "other", "outlived"),
    [
        (LIVE, CHANGING, False),
        (dying(20, 0.0), CHANGING, True),
        (dying(20, NAN), CHANGING, True),
        (dying(600, 0.0), CHANGING, True),
        (dying(600, 81.0), CHANGING, True),
        (dying(600, 81.0), LIVE, False),
        (LIVE, dying(20, 0.0), False),
        (dying(600, 0.0), dying(600, 0.0), False),
        (dying(1_150, 0.0), CHANGING, False),
        (dying(600, 0.0), np.full(1_200, NAN), False),
        (np.zeros(1_200), CHANGING, True),
        (np.zeros(1_200), np.zeros(1_200), False),
        (np.where(RECORDS % 2 == 0, LIVE, NAN), np.where(RECORDS % 2 == 1, LIVE, NAN), False),
        (np.where(RECORDS // 15 % 2 == 0, LIVE, 0.0), CHANGING, False),
    ],
    ids=[
        "both live",
        "a few seconds, then 0",
        "a few seconds, then nothing",
        "dies half way",
        "hangs",
        "steady like the other",
        "the other one died",
        "both died",
        "at the end",
        "no other",
        "never alive",
        "neither",
        "records in turns",
        "short rests",
    ],
)
def test_the_sensor_that_goes_on_is_used(own, other, outlived):
    assert is_outlived(own, other) is outlived
