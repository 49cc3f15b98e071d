"""Small FIT files written by hand, so that a test can put exactly one oddity into one."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

#: 2026-05-14T04:00:00Z in FIT seconds.
START_S = 1_147_665_600

ENUM, SINT8, UINT8, STRING, BYTE = 0x00, 0x01, 0x02, 0x07, 0x0D
SINT16, UINT16, SINT32, UINT32, FLOAT32, FLOAT64, UINT32Z = 0x83, 0x84, 0x85, 0x86, 0x88, 0x89, 0x8C

_CODES = {
    ENUM: "B", SINT8: "b", UINT8: "B", SINT16: "h", UINT16: "H", SINT32: "i", UINT32: "I",
    FLOAT32: "f", FLOAT64: "d", UINT32Z: "I",
}  # fmt: skip

#: Message numbers.
FILE_ID, SPORT, SESSION, LAP, RECORD, EVENT, DEVICE_INFO, WORKOUT_STEP = 0, 12, 18, 19, 20, 21, 23, 27
ACTIVITY, FIELD_DESCRIPTION, DEVELOPER_DATA_ID, SPLIT = 34, 206, 207, 312

#: Field number and base type of what most tests need of a record.
TIMESTAMP, DISTANCE, SPEED = (253, UINT32), (5, UINT32), (6, UINT16)
HEART_RATE, CADENCE, FRACTION = (3, UINT8), (4, UINT8), (53, UINT8)

Fields = Sequence[tuple[int, int]]
Value = int | float | bytes


def crc16(data: bytes) -> int:
    """The checksum bit by bit, as the specification states it."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


@dataclass
class FitFile:
    """Gathers messages; `build` puts header and checksum around them."""

    body: bytes = b""
    _formats: dict[int, str] = field(default_factory=dict)

    def define(
        self,
        local: int,
        message: int,
        fields: Fields,
        *,
        sizes: dict[int, int] | None = None,
        developer: Sequence[tuple[int, int, int]] = (),
        big_endian: bool = False,
    ) -> "FitFile":
        """Define a local type; `developer` holds field number, base type and developer index."""
        order = ">" if big_endian else "<"
        codes, head = "", b""
        for number, base in fields:
            usual_size = struct.calcsize(_CODES.get(base, "0s"))
            size = (sizes or {}).get(number, usual_size)
            codes += _CODES[base] if base in _CODES and size == usual_size else f"{size}s"
            head += bytes([number, size, base])
        tail = b""
        for number, base, index in developer:
            codes += _CODES[base]
            tail += bytes([number, struct.calcsize(_CODES[base]), index])
        header = 0x40 | local | (0x20 if developer else 0)
        self.body += struct.pack("BBB", header, 0, int(big_endian))
        self.body += struct.pack(order + "HB", message, len(fields)) + head
        self.body += bytes([len(developer)]) + tail if developer else b""
        self._formats[local] = order + codes
        return self

    def add(self, local: int, *values: Value, header: int | None = None) -> "FitFile":
        """A data message; `header` overrides the header byte, for compressed timestamps."""
        self.body += bytes([local if header is None else header])
        self.body += struct.pack(self._formats[local], *values)
        return self

    def message(self, number: int, **values: tuple[int, Value]) -> "FitFile":
        """One message with its own definition; each value comes as base type and raw value."""
        fields = [(int(name.lstrip("f")), base) for name, (base, _) in values.items()]
        sizes = {
            int(name.lstrip("f")): len(raw) for name, (_, raw) in values.items() if isinstance(raw, bytes)
        }
        return self.define(15, number, fields, sizes=sizes).add(15, *(raw for _, raw in values.values()))

    def raw(self, data: bytes) -> "FitFile":
        """Bytes that are no message."""
        self.body += data
        return self

    def build(self, *, header_size: int = 14, data_size: int | None = None, crc: int | None = None) -> bytes:
        """The whole file; a wrong length or checksum only where the test asks for it."""
        size = len(self.body) if data_size is None else data_size
        head = struct.pack("<BBHI4s", header_size, 0x20, 2195, size, b".FIT")
        head += struct.pack("<H", crc16(head)) + bytes(header_size - 14) if header_size > 12 else b""
        whole = head + self.body
        return whole + struct.pack("<H", crc16(whole) if crc is None else crc)


def activity_file(sport: int | None = None, *, file_type: int = 4, serial: int = 12_345) -> FitFile:
    """The beginning of an activity: its file id, and a sport message where a sport is named."""
    file = FitFile().message(
        FILE_ID, f0=(ENUM, file_type), f1=(UINT16, 1), f2=(UINT16, 4315), f3=(UINT32Z, serial)
    )
    return file if sport is None else file.message(SPORT, f0=(ENUM, sport), f1=(ENUM, 0))


def run_file(seconds: int = 60, *, cadence: int = 80, speed_mmps: int = 2_800) -> FitFile:
    """A steady run of one record a second, without a session."""
    file = activity_file(sport=1).define(0, RECORD, (TIMESTAMP, DISTANCE, SPEED, HEART_RATE, CADENCE))
    for second in range(seconds):
        file.add(0, START_S + second, second * speed_mmps // 10, speed_mmps, 140, cadence)
    return file


def add_session(
    file: FitFile,
    *,
    start_s: int = START_S,
    elapsed_ms: int = 60_000,
    timer_ms: int = 60_000,
    distance_cm: int = 16_800,
    sport: int = 1,
    sub_sport: int = 0,
) -> FitFile:
    """A session message."""
    return file.message(
        SESSION,
        f253=(UINT32, start_s + elapsed_ms // 1000),
        f2=(UINT32, start_s),
        f7=(UINT32, elapsed_ms),
        f8=(UINT32, timer_ms),
        f9=(UINT32, distance_cm),
        f5=(ENUM, sport),
        f6=(ENUM, sub_sport),
    )


def add_timer_event(file: FitFile, second: int, kind: int) -> FitFile:
    """A timer event, `kind` 0 for a start, 1 or 4 for a stop."""
    return file.message(EVENT, f253=(UINT32, START_S + second), f0=(ENUM, 0), f1=(ENUM, kind))
