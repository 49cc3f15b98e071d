"""A watch started again is one session, and two watches on one run are one session too."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analysis.execution import compare_execution
from analysis.schema import Bouts, Recordings
from analysis.sessions import join_bouts, join_sessions

START = datetime(2026, 5, 6, 6, 0, tzinfo=UTC)
JOIN_WITHIN_S = 600


def recordings_of(*rows: tuple[str, float, float] | tuple[str, float, float, bool]) -> pl.DataFrame:
    """(id, start, end, by hand) with both ends in seconds after START."""
    return pl.DataFrame(
        [
            {
                "activity_id": row[0],
                "start_utc": START + timedelta(seconds=row[1]),
                "end_utc": START + timedelta(seconds=row[2]),
                "is_by_hand": row[3] if len(row) > 3 else False,
            }
            for row in rows
        ],
        schema={**Recordings.create_empty().schema, "activity_id": pl.String},
    )


@pytest.fixture(scope="session")
def record(bouts) -> Callable[..., tuple[pl.DataFrame, pl.DataFrame]]:
    """Recordings and their bouts, from (start in seconds, bouts, by hand) by id."""

    def record(**parts: tuple) -> tuple[pl.DataFrame, pl.DataFrame]:
        frames = {name: bouts(part[1]).with_columns(activity_id=pl.lit(name)) for name, part in parts.items()}
        rows = [
            (name, part[0], part[0] + frames[name]["end_s"].max(), *part[2:]) for name, part in parts.items()
        ]
        return recordings_of(*rows), pl.concat(frames.values())

    return record


def spells(frame: pl.DataFrame) -> list[tuple[str, float, float]]:
    return frame.select("kind", "start_s", "end_s").rows()


@pytest.mark.parametrize(
    ("rows", "sessions"),
    [
        pytest.param([("a", 0, 100)], [0], id="alone"),
        pytest.param([("a", 0, 100), ("b", 700, 900)], [0, 0], id="just in time"),
        pytest.param([("a", 0, 100), ("b", 701, 900)], [0, 1], id="just too late"),
        pytest.param([("a", 0, 100), ("b", 40, 90)], [0, 0], id="one inside the other"),
        pytest.param([("a", 0, 100), ("b", 60, 200), ("c", 750, 800)], [0, 0, 0], id="in a chain"),
        pytest.param(
            [("a", 0, 2000), ("b", 10, 20), ("c", 2500, 2600)], [0, 0, 0], id="after the longer one"
        ),
        pytest.param(
            [("a", 0, 100), ("b", 5000, 5100), ("c", 5100, 5200, True)], [0, 1, 1], id="by hand too"
        ),
        pytest.param([], [], id="none"),
    ],
)
def test_what_overlaps_or_follows_soon_is_one_session(rows, sessions: list[int]) -> None:
    joined = join_sessions(recordings_of(*rows), join_within_s=JOIN_WITHIN_S)

    assert joined["session_index"].to_list() == sessions


def test_sessions_come_in_order_of_start_whatever_the_order_given() -> None:
    rows = recordings_of(("late", 5000, 5100), ("early", 0, 100), ("middle", 300, 400))

    joined = join_sessions(rows, join_within_s=JOIN_WITHIN_S)

    assert joined["activity_id"].to_list() == ["early", "middle", "late"]
    assert joined["offset_s"].to_list() == [0, 300, 0]
    assert joined["session_start_utc"].to_list() == [START, START, START + timedelta(seconds=5000)]


def test_a_watch_started_again_leaves_a_pause(record) -> None:
    rows, bouts = record(a=(0, "W1:00 R1:00"), b=(150, "R1:30 W1:00"))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    assert spells(joined) == [
        ("walk", 0, 60),
        ("run", 60, 120),
        ("pause", 120, 150),
        ("run", 150, 240),
        ("walk", 240, 300),
    ]
    assert joined["source"][2] == "recording_gap"
    assert joined["confidence_0_1"][2] == 0
    assert joined["distance_m"].sum() == pytest.approx(60 * 1.4 * 2 + 150 * 2.4)


def test_two_devices_on_one_run_count_once(record) -> None:
    rows, bouts = record(watch=(0, "W1:00 R2:00 W1:00"), phone=(10, "W0:55 R1:55 W1:10"))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    assert joined.select((pl.col("end_s") - pl.col("start_s")).filter(kind="run").sum()).item() == 120
    assert spells(joined)[:3] == [("walk", 0, 60), ("run", 60, 180), ("walk", 180, 240)]
    assert joined["end_s"].max() == 250


@pytest.mark.parametrize(
    ("leader", "change"),
    [
        pytest.param("a", {}, id="the longer"),
        pytest.param("b", {"confidence_a": 0.5}, id="the more certain"),
        pytest.param("b", {"hand_a": True}, id="the device"),
        pytest.param("b", {"hand_a": True, "confidence_b": 0.1}, id="a poor device before a hand"),
    ],
)
def test_one_recording_leads_where_two_overlap(record, leader: str, change: dict) -> None:
    rows, bouts = record(a=(0, "R3:00", change.get("hand_a", False)), b=(0, "W2:00"))
    confidence = {name: change.get(f"confidence_{name}", 0.95) for name in "ab"}
    bouts = bouts.with_columns(confidence_0_1=pl.col("activity_id").replace_strict(confidence))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    expected = {"a": [("run", 0, 180)], "b": [("walk", 0, 120), ("run", 120, 180)]}
    assert spells(joined) == expected[leader]


@pytest.mark.parametrize(
    ("still", "least_s", "most_s"),
    [
        pytest.param("S30:00", 0, 1500, id="beside it all the time"),
        pytest.param("S12:30", 750, 1500, id="for a while"),
    ],
)
def test_a_phone_that_lay_still_neither_hides_a_run_nor_shows_one(
    record, still: str, least_s: float, most_s: float
) -> None:
    rows, bouts = record(watch=(0, "R25:00"), phone=(0, still))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    ran_s = pl.col("end_s") - pl.col("start_s")
    is_run = pl.col("kind") == "run"
    sure_s = joined.filter(is_run).select((ran_s - pl.col("uncertain_s")).sum()).item()
    more_s = joined.filter(~is_run)["uncertain_s"].sum() + joined.filter(is_run)["uncertain_s"].sum()
    assert (sure_s, sure_s + more_s) == (least_s, most_s)


def test_two_watches_that_agree_leave_no_second_uncertain(record) -> None:
    rows, bouts = record(one=(0, "W1:00 R2:00 W1:00"), other=(0, "W1:00 R2:00 W1:00"))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    assert joined["uncertain_s"].to_list() == [0, 0, 0]


def test_another_recording_fills_what_the_leader_paused(record) -> None:
    rows, bouts = record(watch=(0, "R1:00 P1:00 R1:00"), hand=(30, "R2:00", True))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    assert [kind for kind, _, _ in spells(joined)] == ["run", "run", "run"]
    assert joined["end_s"].to_list() == [60, 120, 180]


def test_a_bout_that_is_cut_keeps_its_share(record) -> None:
    rows, bouts = record(watch=(0, "R1:00"), phone=(0, "R4:00~40"))
    bouts = bouts.with_columns(
        confidence_0_1=pl.when(pl.col("activity_id") == "watch").then(1.0).otherwise(0.5)
    )

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    cut = joined.row(1, named=True)
    assert (cut["start_s"], cut["end_s"]) == (60, 240)
    assert cut["distance_m"] == pytest.approx(2.4 * 180)
    assert cut["uncertain_s"] == pytest.approx(30)
    assert cut["cadence_spm"] == 160


def test_many_sessions_are_joined_at_once(record) -> None:
    rows, bouts = record(a=(0, "R1:00"), b=(5000, "W1:00"), c=(5100, "R1:00"), d=(20_000, "R1:00"))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    assert joined["session_index"].to_list() == [0, 1, 1, 1, 2]
    assert joined.group_by("session_index", maintain_order=True).first()["start_s"].to_list() == [0, 0, 0]


def test_fractions_of_a_second_leave_no_slivers(record) -> None:
    rows, bouts = record(a=(0, "R0:10.1 W0:10.2"), b=(20.3, "R0:10.7"), c=(5.35, "R0:20.1", True))

    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    assert spells(joined) == [("run", 0, 10.1), ("walk", 10.1, 20.3), ("run", 20.3, 31.0)]


def test_a_session_in_two_recordings_is_held_against_its_steps_as_one(record, prescribed, tolerances) -> None:
    rows, bouts = record(
        first=(0, "W5:00 2x(R1:00 W1:30)"), again=(610, "W0:10 R1:00 W1:30 R1:00 W5:00"), run=(9000, "R9:00")
    )
    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))
    session = joined.filter(pl.col("session_index") == 0).select(Bouts.column_names())

    whole = compare_execution(session, prescribed("W5:00 4x(R1:00 W1:30) W5:00"), tolerances=tolerances)
    half = compare_execution(
        bouts.filter(pl.col("activity_id") == "first").drop("activity_id"),
        prescribed("W5:00 4x(R1:00 W1:30) W5:00"),
        tolerances=tolerances,
    )

    assert whole.outcome == "as_prescribed"
    assert half.outcome == "partly"


@pytest.mark.parametrize(
    ("gap_s", "outcome"),
    [(12, "as_prescribed"), (60, "partly")],
)
def test_a_watch_started_again_in_mid_run(record, prescribed, tolerances, gap_s: int, outcome: str) -> None:
    """What no watch saw is no running; a gap that would not break a run does not break it here."""
    rows, bouts = record(a=(0, "W5:00 R10:00"), b=(900 + gap_s, "R10:00 W5:00"))
    joined = join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    execution = compare_execution(
        joined.drop("session_index"), prescribed("W5:00 R20:00 W5:00"), tolerances=tolerances
    )

    assert execution.outcome == outcome
    assert execution.run_s == 1200


def test_the_frames_given_stay_as_they_were(record) -> None:
    rows, bouts = record(a=(0, "R1:00"), b=(30, "R1:00"))
    before = rows.clone(), bouts.clone()

    join_bouts(bouts, join_sessions(rows, join_within_s=JOIN_WITHIN_S))

    assert_frame_equal(rows, before[0])
    assert_frame_equal(bouts, before[1])


def test_lazy_frames_give_the_same(record) -> None:
    rows, bouts = record(a=(0, "R1:00"), b=(30, "W2:00"))
    sessions = join_sessions(rows, join_within_s=JOIN_WITHIN_S)

    assert_frame_equal(join_sessions(rows.lazy(), join_within_s=JOIN_WITHIN_S), sessions)
    assert_frame_equal(join_bouts(bouts.lazy(), sessions.lazy()), join_bouts(bouts, sessions))
