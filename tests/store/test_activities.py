"""A run and its samples appear and vanish together, and what is read is what was written."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
import sqlalchemy as sa
from polars.testing import assert_frame_equal

from ingest.activity import Laps, Samples
from store import activities, people, tables
from store.activities import ActivityRow, ExecutionRow, MeasurementRow
from store.deletions import Deletion, delete_again, delete_person
from store.engine import Engine, reading, writing
from store.errors import DamagedError
from store.frames import pack_rows, pack_samples, unpack_rows, unpack_samples
from store.people import Person

NOW = datetime(2026, 5, 17, 18, 0, tzinfo=UTC)
RUNNER = Person("r" * 32, None, "Runner", None, None, "Europe/London", "km", None, None, NOW, 1)
ROW = ActivityRow(
    id="a" * 32,
    runner_id=RUNNER.id,
    kind="foot",
    file_sha256="f" * 64,
    format="fit",
    device=None,
    device_key=None,
    sport="running",
    sub_sport=None,
    start_utc=NOW,
    end_utc=NOW + timedelta(minutes=30),
    utc_offset_s=3600,
    local_date=date(2026, 5, 17),
    elapsed_time_s=1800.0,
    timer_time_s=1790.5,
    distance_m=None,
    cadence_rule="none",
    cadence_reason="",
    device_rpe_0_10=None,
    device_feel=None,
    told_outcome=None,
    dropped="{}",
    file_notes="[]",
    laps="[]",
    pauses="[]",
    device_splits="[]",
    workout_steps="[]",
    imported_utc=NOW,
    imported_by=None,
)


@pytest.fixture
def samples() -> pl.DataFrame:
    return Samples.sample(50, overrides={"elapsed_s": range(50), "distance_m": [1.5 * i for i in range(50)]})


def count(engine: Engine, table: sa.Table) -> int:
    with reading(engine) as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def test_what_is_read_is_what_was_written(engine: Engine, samples: pl.DataFrame) -> None:
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)
        activities.add_activity(connection, ROW, pack_samples(samples))

    with reading(engine) as connection:
        assert activities.activity_by_id(connection, ROW.id) == ROW
        found = activities.samples_of(connection, ROW.id)
    assert found is not None
    assert_frame_equal(found, samples)


def test_a_run_and_its_samples_vanish_together(engine: Engine, samples: pl.DataFrame) -> None:
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)
        activities.add_activity(connection, ROW, pack_samples(samples))
        activities.add_activity(connection, replace(ROW, id="b" * 32), pack_samples(samples))

    with writing(engine) as connection:
        activities.delete_activity(connection, ROW.id)
    assert (count(engine, tables.activity), count(engine, tables.samples)) == (1, 1)

    with writing(engine) as connection:
        delete_person(connection, RUNNER.id)
    assert (count(engine, tables.activity), count(engine, tables.samples)) == (0, 0)


def test_a_failure_between_the_two_leaves_neither(engine: Engine, samples: pl.DataFrame) -> None:
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)

    with pytest.raises(RuntimeError), writing(engine) as connection:
        activities.add_activity(connection, ROW, pack_samples(samples))
        raise RuntimeError

    assert (count(engine, tables.activity), count(engine, tables.samples)) == (0, 0)


def test_a_changed_byte_is_noticed(engine: Engine, samples: pl.DataFrame) -> None:
    blob = pack_samples(samples)
    damaged = blob.parquet[:100] + bytes([blob.parquet[100] ^ 1]) + blob.parquet[101:]
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)
        activities.add_activity(connection, ROW, replace(blob, parquet=damaged))

    with reading(engine) as connection, pytest.raises(DamagedError, match="damaged"):
        activities.samples_of(connection, ROW.id)
    with pytest.raises(DamagedError):
        unpack_samples(replace(blob, parquet=b""))


def test_small_frames_come_back_as_they_were() -> None:
    laps = Laps.sample(5)

    assert_frame_equal(unpack_rows(pack_rows(laps), Laps), laps)
    empty = Laps.create_empty()
    assert_frame_equal(unpack_rows(pack_rows(empty), Laps), empty)


def test_a_deletion_that_is_carried_out_again_leaves_a_tombstone(
    engine: Engine, samples: pl.DataFrame
) -> None:
    deletion = Deletion(ROW.id, "activity", NOW)
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)
        activities.add_activity(connection, ROW, pack_samples(samples))

    with writing(engine) as connection:
        assert delete_again(connection, deletion)
        assert not delete_again(connection, deletion)

    with reading(engine) as connection:
        (stone,) = activities.tombstones_of(connection, RUNNER.id)
    assert (stone.activity_id, stone.sure_s, stone.maybe_s) == (ROW.id, None, None)
    assert count(engine, tables.samples) == 0


@pytest.mark.parametrize(
    ("kind", "told", "left"),
    [("foot", None, (600.0, 600.0, "partly")), ("hand", "exceeded", (0.0, 600.0, "exceeded"))],
)
def test_a_tombstone_keeps_what_was_cautious_about_a_run(
    engine: Engine, kind: str, told: str | None, left: tuple[float, float, str]
) -> None:
    row = replace(ROW, kind=kind, told_outcome=told)
    measured = MeasurementRow(
        *(row.id, None, 600.0, None, None, 0.0, None, None, None, None, None, None, None),
        *("[]", True, None, "1", NOW),
    )
    with writing(engine) as connection:
        people.add_person(connection, RUNNER)
        activities.add_activity(connection, row, None)
        activities.put_measurement(connection, measured)
        activities.put_execution(connection, ExecutionRow(row.id, "0" * 64, "partly", "{}"))

        activities.leave_tombstone(connection, row.id, deleted_utc=NOW, deleted_by=RUNNER.id)
        activities.delete_activity(connection, row.id)

        (stone,) = activities.tombstones_of(connection, RUNNER.id)
    assert (stone.sure_s, stone.maybe_s, stone.outcome) == left
