"""Record messages to samples: every channel, every way to write it, one oddity per file."""

import struct

import polars as pl
import pytest

from ingest.activity import Activity, Samples
from ingest.fit import read_fit
from tests.ingest.fit_builder import (
    BYTE,
    CADENCE,
    DEVELOPER_DATA_ID,
    DISTANCE,
    ENUM,
    FIELD_DESCRIPTION,
    FLOAT32,
    FLOAT64,
    FRACTION,
    HEART_RATE,
    RECORD,
    SINT8,
    SINT32,
    SPEED,
    START_S,
    STRING,
    TIMESTAMP,
    UINT8,
    UINT16,
    UINT32,
    FitFile,
    activity_file,
    add_session,
    run_file,
)

ALTITUDE, ENHANCED_ALTITUDE, ENHANCED_SPEED, POWER = (2, UINT16), (78, UINT32), (73, UINT32), (7, UINT16)


def only(file: FitFile) -> Activity:
    """The one activity of the file, its frames held against their contracts."""
    (activity,) = read_fit(file.build())
    Samples.validate(activity.samples)
    return activity


def column(file: FitFile, name: str) -> list[float | None]:
    return only(file).samples[name].to_list()


def records(fields: tuple[tuple[int, int], ...], *rows: tuple[int | float | bytes, ...]) -> FitFile:
    """Records of a run, one a second, with the time put before the given values."""
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, *fields))
    for second, row in enumerate(rows):
        file.add(0, START_S + second, *row)
    return file


def test_a_plain_run():
    activity = only(run_file(seconds=60))
    samples = activity.samples
    assert samples.height == 60
    assert samples["elapsed_s"].to_list() == list(range(60))
    assert samples["timer_s"].to_list() == list(range(60))
    assert samples["time_utc"][0] == activity.provenance.start_utc
    assert activity.provenance.start_utc.isoformat() == "2026-05-14T04:00:00+00:00"
    assert samples["distance_m"].to_list() == pytest.approx([2.8 * second for second in range(60)])
    assert set(samples["speed_mps"]) == {2.8}
    assert set(samples["heart_rate_bpm"]) == {140.0}
    assert set(samples["cadence_spm"]) == {160.0}
    assert samples["power_w"].null_count() == 60
    assert activity.distance_m == pytest.approx(165.2)
    assert activity.quality == ()
    assert dict(activity.provenance.dropped) == {}


@pytest.mark.parametrize("big_endian", [False, True])
def test_both_byte_orders(big_endian: bool):
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, DISTANCE, SPEED), big_endian=big_endian)
    file.add(0, START_S, 0, 2_500).add(0, START_S + 1, 250, 2_600)
    assert only(file).samples.select("distance_m", "speed_mps").rows() == [(0.0, 2.5), (2.5, 2.6)]


def test_fractional_cadence_counts_half_strides():
    assert column(records((CADENCE, FRACTION), (79, 64), (80, 0xFF), (0xFF, 64)), "cadence_spm") == [
        159.0,
        160.0,
        None,
    ]


def test_cadence_of_a_ride_stays_as_recorded():
    file = activity_file(sport=2).define(0, RECORD, (TIMESTAMP, CADENCE)).add(0, START_S, 90)
    activity = only(file)
    assert activity.samples["cadence_spm"].to_list() == [90.0]
    assert activity.provenance.cadence_rule == "none"


def test_cadence_rule_without_cadence():
    activity = only(records((HEART_RATE,), (120,)))
    assert activity.provenance.cadence_rule == "none"


def test_cadence_rule_on_foot():
    assert only(run_file()).provenance.cadence_rule == "fit_strides_doubled"


def test_cadence_beyond_human_legs_is_left_out_and_counted():
    activity = only(records((CADENCE,), (80,), (130,), (131,), (0xFE,)))
    assert activity.samples["cadence_spm"].to_list() == [160.0, 260.0, None, None]
    assert activity.provenance.dropped["cadence_impossible"] == 2


def test_cadence_in_256ths_fills_in():
    assert column(records((CADENCE, (52, UINT16)), (0xFF, 80 * 256 + 128)), "cadence_spm") == [161.0]


def test_enhanced_speed_wins_and_plain_fills_the_gaps():
    rows = ((2_500, 0xFFFFFFFF), (0xFFFF, 3_000), (2_500, 2_750), (0xFFFF, 0xFFFFFFFF))
    assert column(records((SPEED, ENHANCED_SPEED), *rows), "speed_mps") == [2.5, 3.0, 2.75, None]


def test_altitude_is_kept_relative_to_the_first_known():
    rows = ((0xFFFF,), (5 * (500 + 120),), (5 * (500 + 123) + 1,))
    assert column(records((ALTITUDE,), *rows), "relative_altitude_m") == [None, 0.0, pytest.approx(3.2)]


def test_running_dynamics():
    fields = ((39, UINT16), (41, UINT16), (84, UINT16), (85, UINT16), POWER)
    samples = only(records(fields, (83, 2_510, 4_985, 10_120, 250))).samples
    names = ("vertical_oscillation_mm", "stance_time_ms", "stance_balance_pct", "step_length_mm", "power_w")
    assert samples.select(names).row(0) == (8.3, 251.0, 49.85, 1012.0, 250.0)


@pytest.mark.parametrize(
    ("field", "invalid"),
    [(HEART_RATE, 0xFF), (POWER, 0xFFFF), (SPEED, 0xFFFF), ((5, UINT32), 0xFFFFFFFF), (ALTITUDE, 0xFFFF)],
)
def test_invalid_values_are_null_and_not_counted(field: tuple[int, int], invalid: int):
    activity = only(records((field, CADENCE), (invalid, 80)))
    nulls = {name for name in Samples.column_names() if activity.samples[name].null_count()}
    assert nulls == set(Samples.column_names()) - {"time_utc", "elapsed_s", "timer_s", "cadence_spm"}
    assert dict(activity.provenance.dropped) == {}


@pytest.mark.parametrize(
    ("base_type", "good", "invalid"),
    [
        (0x00, "78", "ff"),
        (0x01, "78", "7f"),
        (0x02, "78", "ff"),
        (0x83, "0078", "7fff"),
        (0x84, "0078", "ffff"),
        (0x85, "00000078", "7fffffff"),
        (0x86, "00000078", "ffffffff"),
        (0x88, "42f00000", "ffffffff"),
        (0x89, "405e000000000000", "ffffffffffffffff"),
        (0x0A, "78", "00"),
        (0x8B, "0078", "0000"),
        (0x8C, "00000078", "00000000"),
        (0x0D, "78", "ff"),
        (0x8E, "0000000000000078", "7fffffffffffffff"),
        (0x8F, "0000000000000078", "ffffffffffffffff"),
        (0x90, "0000000000000078", "0000000000000000"),
    ],
)
@pytest.mark.parametrize("big_endian", [True, False])
def test_every_base_type_has_its_own_null(base_type: int, good: str, invalid: str, big_endian: bool):
    size = len(good) // 2
    file = activity_file(sport=1).define(
        0, RECORD, (TIMESTAMP, (3, base_type)), sizes={3: size}, big_endian=big_endian
    )
    order = 1 if big_endian else -1
    for second, value in enumerate((good, invalid)):
        time_s = (START_S + second).to_bytes(4, "big" if big_endian else "little")
        file.raw(b"\0" + time_s + bytes.fromhex(value)[::order])
    activity = only(file)
    assert activity.samples["heart_rate_bpm"].to_list() == [120.0, None]
    assert dict(activity.provenance.dropped) == {}


def test_compressed_times_go_on_from_full_ones_between_them():
    """Full times anchor anew, backwards too; and one record of an hour later is no rollover."""
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, HEART_RATE)).define(3, RECORD, (HEART_RATE,))
    for second, is_full in (
        (0, True),
        (31, False),
        (32, False),
        (3_632, True),
        (3_633, False),
        (3_664, False),
    ):
        if is_full:
            file.add(0, START_S + second, 120)
        else:
            file.add(3, 120, header=0x80 | 3 << 5 | (START_S + second) % 32)
    assert column(file, "elapsed_s") == [0, 31, 32, 3_632, 3_633, 3_664]


def test_definitions_that_change_with_every_record():
    """As of a watch whose sensors come and go: the same few shapes, again and again, under one number."""
    file = activity_file(sport=1)
    for second in range(3_000):
        extra = (HEART_RATE, CADENCE, POWER)[second % 3]
        file.define(0, RECORD, (TIMESTAMP, extra), big_endian=second % 2 == 1).add(0, START_S + second, 80)
    samples = only(file).samples
    assert samples.height == 3_000
    assert [samples[name].count() for name in ("heart_rate_bpm", "cadence_spm", "power_w")] == [1_000] * 3


def test_a_heart_rate_of_zero_means_no_reading():
    activity = only(records((HEART_RATE,), (0,), (120,)))
    assert activity.samples["heart_rate_bpm"].to_list() == [None, 120.0]
    assert dict(activity.provenance.dropped) == {}


def test_impossible_values_are_left_out_and_counted():
    activity = only(records((HEART_RATE, POWER), (19, 3_001), (251, 3_000)))
    assert activity.samples["heart_rate_bpm"].null_count() == 2
    assert activity.samples["power_w"].to_list() == [None, 3_000.0]
    assert dict(activity.provenance.dropped) == {"heart_rate_impossible": 2, "power_impossible": 1}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, 1e300])
def test_numbers_of_any_kind_never_break_the_contract(value: float):
    fields = ((5, FLOAT64), (6, FLOAT64), (4, FLOAT64), (39, FLOAT64), (84, FLOAT64))
    samples = only(records((*fields, HEART_RATE), (value,) * 5 + (120,))).samples
    assert (
        samples.select("distance_m", "speed_mps", "cadence_spm", "stance_balance_pct").row(0) == (None,) * 4
    )


def test_a_base_type_without_its_flag():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, (7, UINT16 & 0x1F)), sizes={7: 2})
    file.add(0, START_S, struct.pack("<H", 250)).add(0, START_S + 1, struct.pack("<H", 0xFFFF))
    assert column(file, "power_w") == [250.0, None]


def test_a_base_type_that_does_not_exist_is_null():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, (7, 0x9F), HEART_RATE), sizes={7: 2})
    samples = only(file.add(0, START_S, b"\x01\x02", 120)).samples
    assert samples.select("power_w", "heart_rate_bpm").row(0) == (None, 120.0)


def test_a_zero_size_definition_between_records():
    file = run_file(seconds=3).define(3, 0xFF00, ()).add(3).add(3)
    file.add(0, START_S + 3, 840, 2_800, 140, 80)
    assert only(file).samples.height == 4


def test_unknown_messages_are_passed_over():
    file = run_file(seconds=3).message(0xFF12, f1=(UINT32, 7), f9=(STRING, b"what is this\0"))
    file.define(0, RECORD, (TIMESTAMP, HEART_RATE)).add(0, START_S + 3, 141)
    assert only(file).samples["heart_rate_bpm"].to_list() == [140.0, 140.0, 140.0, 141.0]


def test_a_local_type_may_change_its_meaning():
    file = activity_file(sport=1)
    for second in range(4):
        file.define(0, RECORD, (TIMESTAMP, HEART_RATE)).add(0, START_S + second, 120 + second)
        file.define(0, 0xFF00, (HEART_RATE,)).add(0, 99)
    assert only(file).samples["heart_rate_bpm"].to_list() == [120.0, 121.0, 122.0, 123.0]


def test_a_field_that_is_repeated_counts_once():
    fields = (TIMESTAMP, HEART_RATE, HEART_RATE)
    file = activity_file(sport=1).define(0, RECORD, fields).add(0, START_S, 120, 150)
    assert only(file).samples["heart_rate_bpm"].to_list() == [120.0]


def test_of_an_array_the_first_value_counts():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, ENHANCED_SPEED), sizes={73: 8})
    file.add(0, START_S, struct.pack("<II", 2_500, 2_600))
    assert only(file).samples["speed_mps"].to_list() == [2.5]


def test_a_field_smaller_than_its_type_is_null():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, ENHANCED_SPEED, HEART_RATE), sizes={73: 1})
    file.add(0, START_S, b"\x05", 120)
    samples = only(file).samples
    assert samples.select("speed_mps", "heart_rate_bpm").row(0) == (None, 120.0)


def test_a_time_that_is_declared_as_bytes():
    file = activity_file(sport=1).define(0, RECORD, ((253, BYTE), HEART_RATE), sizes={253: 4})
    file.add(0, struct.pack("<I", START_S), 120)
    assert only(file).provenance.start_utc.isoformat() == "2026-05-14T04:00:00+00:00"


def test_compressed_times_roll_over_across_all_messages():
    """Offsets of five bits; a message of another kind moves the clock on too."""
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, HEART_RATE))
    file.define(1, RECORD, (HEART_RATE,)).define(2, 0xFF00, (HEART_RATE,))
    file.add(0, START_S, 120)
    for local, second, value in ((1, 10, 121), (1, 30, 122), (2, 50, 99), (1, 70, 123), (1, 101, 124)):
        file.add(local, value, header=0x80 | local << 5 | (START_S + second) % 32)
    samples = only(file).samples
    assert samples["elapsed_s"].to_list() == [0, 10, 30, 70, 101]
    assert samples["heart_rate_bpm"].to_list() == [120, 121, 122, 123, 124]


def test_compressed_times_before_any_full_time_are_left_out_and_counted():
    file = activity_file(sport=1).define(1, RECORD, (HEART_RATE,)).add(1, 119, header=0xA0)
    file.define(0, RECORD, (TIMESTAMP, HEART_RATE)).add(0, START_S, 120)
    activity = only(file)
    assert activity.samples["heart_rate_bpm"].to_list() == [120.0]
    assert activity.provenance.dropped["no_time"] == 1


def test_compressed_speed_and_distance_count_on_past_256_m():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, (8, BYTE)), sizes={8: 3})
    for second, metres in enumerate((0, 100, 200, 300)):
        sixteenths = metres * 16 % 4096
        packed = 250 | sixteenths << 12
        file.add(0, START_S + second, packed.to_bytes(3, "little"))
    file.add(0, START_S + 4, b"\xff\xff\xff")
    samples = only(file).samples
    assert samples["distance_m"].to_list() == [0.0, 100.0, 200.0, 300.0, None]
    assert samples["speed_mps"].to_list() == [2.5] * 4 + [None]


def test_records_of_one_second_become_one_row():
    """As Suunto writes: heart rate in one record, position and speed in another."""
    file = (
        activity_file(sport=1)
        .define(0, RECORD, (TIMESTAMP, HEART_RATE))
        .define(1, RECORD, (TIMESTAMP, SPEED))
    )
    for second in range(3):
        file.add(0, START_S + second, 120 + second).add(1, START_S + second, 2_500 + second)
    activity = only(file)
    assert activity.samples["heart_rate_bpm"].to_list() == [120, 121, 122]
    assert activity.samples["speed_mps"].to_list() == [2.5, 2.501, 2.502]
    assert dict(activity.provenance.dropped) == {"same_second": 3}


def test_of_two_values_of_one_second_the_later_counts():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, HEART_RATE))
    file.add(0, START_S, 120).add(0, START_S, 130).add(0, START_S, 0xFF)
    activity = only(file)
    assert activity.samples["heart_rate_bpm"].to_list() == [130.0]
    assert activity.provenance.dropped["same_second"] == 2


def test_times_out_of_order_are_put_in_order_and_noted():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, HEART_RATE))
    for second in (0, 1, 5, 6, 3, 4, 7):
        file.add(0, START_S + second, 120 + second)
    activity = only(file)
    assert activity.samples["heart_rate_bpm"].to_list() == [120, 121, 123, 124, 125, 126, 127]
    assert [note.code for note in activity.quality] == ["clock_went_back"]


def test_a_time_weeks_away_is_left_out_and_counted():
    file = run_file(seconds=5)
    file.add(0, START_S + 15 * 86_400, 0, 0, 140, 80)
    activity = only(file)
    assert activity.elapsed_time_s == 4.0
    assert activity.provenance.dropped["time_impossible"] == 1


def test_times_since_switching_on_give_a_note():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, HEART_RATE))
    file.add(0, 1_000, 120).add(0, 1_005, 121)
    activity = only(file)
    assert activity.samples["elapsed_s"].to_list() == [0.0, 5.0]
    assert [note.code for note in activity.quality] == ["clock_not_set"]


def test_distance_never_falls_at_the_cost_of_the_fewest_values():
    rows = [(100 * metres,) for metres in (0, 2, 4, 90, 6, 8, 3, 10)]
    activity = only(records((DISTANCE,), *rows))
    assert activity.samples["distance_m"].to_list() == [0, 2, 4, None, 6, 8, None, 10]
    assert activity.provenance.dropped["distance_falls"] == 2


def test_a_distance_that_begins_again_is_counted_on():
    rows = [(100 * metres,) for metres in (*range(0, 300, 3), *range(0, 60, 3))]
    activity = only(records((DISTANCE,), *rows))
    assert activity.samples["distance_m"].to_list() == [*range(0, 300, 3), *range(297, 357, 3)]
    assert dict(activity.provenance.dropped) == {}


def semicircles(degrees: float) -> int:
    return round(degrees * 2**31 / 180)


def test_distance_and_speed_from_positions_alone():
    """A thousandth of a degree of latitude is 111 m on the equator's meridian (WGS84: 110.57 m)."""
    rows = [(semicircles(second * 0.00003), semicircles(8.5)) for second in range(61)]
    rows[20] = (semicircles(1.0), semicircles(8.5))
    activity = only(records(((0, SINT32), (1, SINT32)), *rows))
    assert activity.distance_m == pytest.approx(60 * 0.00003 * 110_574, rel=1e-3)
    assert activity.samples["speed_mps"].drop_nulls().to_list() == pytest.approx([3.317] * 60, rel=1e-2)
    assert activity.provenance.dropped["gps_spike"] == 1
    assert not {"lat", "latitude_deg", "position_lat"} & set(activity.samples.columns)


def pod_file(*, native_cadence: int, name: bytes = b"Cadence\0", native_field: int = 4) -> FitFile:
    file = activity_file(sport=1).message(DEVELOPER_DATA_ID, f3=(UINT8, 0))
    file.message(
        FIELD_DESCRIPTION,
        f0=(UINT8, 0),
        f1=(UINT8, 7),
        f2=(UINT8, UINT8),
        f3=(STRING, name),
        f8=(STRING, b"RPM\0"),
        f14=(UINT16, RECORD),
        f15=(UINT8, native_field),
    )
    file.define(0, RECORD, (TIMESTAMP, CADENCE), developer=((7, UINT8, 0),))
    return file.add(0, START_S, native_cadence, 85).add(0, START_S + 1, native_cadence, 0xFF)


def test_a_pod_tells_the_cadence_where_the_watch_has_none():
    assert column(pod_file(native_cadence=0xFF), "cadence_spm") == [170.0, None]


def test_the_watch_outranks_the_pod():
    assert column(pod_file(native_cadence=80), "cadence_spm") == [160.0, 160.0]


def test_a_watch_that_writes_nothing_but_zeros_has_no_sensor():
    assert column(pod_file(native_cadence=0), "cadence_spm") == [170.0, None]


def test_a_pods_name_may_be_written_in_any_letters():
    assert column(pod_file(native_cadence=0xFF, name=b"CADENCE\0", native_field=0xFF), "cadence_spm") == [
        170.0,
        None,
    ]


def test_a_pod_is_known_by_the_native_field_or_by_its_name():
    assert column(pod_file(native_cadence=0xFF, name=b"Kadenz\0"), "cadence_spm") == [170.0, None]
    assert column(pod_file(native_cadence=0xFF, native_field=0xFF), "cadence_spm") == [170.0, None]
    assert column(pod_file(native_cadence=0xFF, name=b"x\0", native_field=0xFF), "cadence_spm") == [None] * 2


def test_a_pods_unit_is_turned_into_ours():
    file = activity_file(sport=1).message(
        FIELD_DESCRIPTION,
        f0=(UINT8, 0),
        f1=(UINT8, 2),
        f2=(UINT8, FLOAT32),
        f3=(STRING, b"Vertical Oscillation\0"),
        f8=(STRING, b"Centimeters\0"),
    )
    file.define(0, RECORD, (TIMESTAMP,), developer=((2, FLOAT32, 0),)).add(0, START_S, 8.25)
    assert column(file, "vertical_oscillation_mm") == [82.5]


def test_steps_of_both_legs_are_not_doubled_because_a_pod_says_so():
    """On foot "spm" are steps; on a boat they are strokes, and stay what they are."""

    def paced(sport: int, per_minute: int) -> FitFile:
        file = activity_file(sport=sport).message(
            FIELD_DESCRIPTION,
            f0=(UINT8, 0),
            f1=(UINT8, 2),
            f2=(UINT8, UINT8),
            f3=(STRING, b"Cadence\0"),
            f8=(STRING, b"spm\0"),
            f15=(UINT8, 4),
        )
        file.define(0, RECORD, (TIMESTAMP,), developer=((2, UINT8, 0),))
        return file.add(0, START_S, per_minute).add(0, START_S + 1, per_minute)

    (run,) = read_fit(paced(1, 172).build())
    assert run.samples["cadence_spm"].to_list() == [172.0, 172.0]
    assert run.provenance.cadence_rule == "fit_steps"
    assert column(paced(15, 25), "cadence_spm") == [25.0, 25.0]


def test_of_two_pods_the_one_that_measures_counts():
    """One on each shoe, of which the second fell asleep."""
    file = activity_file(sport=1)
    for number in (3, 4):
        file.message(
            FIELD_DESCRIPTION, f0=(UINT8, 0), f1=(UINT8, number), f2=(UINT8, UINT16), f3=(STRING, b"Power\0")
        )
    file.define(0, RECORD, (TIMESTAMP,), developer=((3, UINT16, 0), (4, UINT16, 0)))
    file.add(0, START_S, 210, 0xFFFF).add(0, START_S + 1, 0xFFFF, 205)
    assert column(file, "power_w") == [210.0, 205.0]


def test_a_pods_field_holds_until_it_is_described_anew():
    """Before the first description the first holds; a second one with another name ends it."""
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP,), developer=((1, UINT16, 0),))
    file.add(0, START_S, 250)
    for second, name in ((1, b"Power\0"), (2, b"Air Power\0")):
        file.message(FIELD_DESCRIPTION, f0=(UINT8, 0), f1=(UINT8, 1), f2=(UINT8, UINT16), f3=(STRING, name))
        file.add(0, START_S + second, 250 + second)
    assert column(file, "power_w") == [250.0, 251.0, None]


def test_developer_data_without_description_is_passed_over():
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, HEART_RATE), developer=((1, UINT16, 0),))
    assert column(file.add(0, START_S, 120, 7), "heart_rate_bpm") == [120.0]


def test_names_that_are_not_utf_8_do_no_harm():
    assert column(pod_file(native_cadence=0xFF, name=b"\xff\xfeCad\0"), "cadence_spm") == [170.0, None]


def test_what_is_recorded_in_a_pause_does_not_count_as_timer_time():
    file = run_file(seconds=10)
    file.message(21, f253=(UINT32, START_S + 4), f0=(ENUM, 0), f1=(ENUM, 4))
    file.message(21, f253=(UINT32, START_S + 7), f0=(ENUM, 0), f1=(ENUM, 0))
    add_session(file, elapsed_ms=9_000, timer_ms=6_000)
    assert only(file).samples["timer_s"].to_list() == [0, 1, 2, 3, 4, 4, 4, 4, 5, 6]


def test_the_frames_columns_have_the_contracts_types():
    samples = only(run_file()).samples
    assert samples.schema == Samples.create_empty().schema
    assert samples["time_utc"].dtype == pl.Datetime("ms", "UTC")


def test_a_negative_value_of_a_signed_type_is_left_out_and_counted():
    activity = only(records(((7, SINT8),), (-1,), (100,)))
    assert activity.samples["power_w"].to_list() == [None, 100.0]
    assert activity.provenance.dropped["power_impossible"] == 1
