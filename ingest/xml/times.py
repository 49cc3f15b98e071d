"""Time stamps of a file, all at once."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from ingest.motion import Floats
from ingest.xml.document import Column

#: GPS time begins in 1980; earlier stamps are unset fields.
_EARLIEST_MS = 315_964_800_000
_LATEST_MS = 4_102_444_800_000  # 2100
_MS = 1_000
_FORM = np.frombuffer(b"0000-00-00T00:00:00", dtype=np.uint8)
_IS_DIGIT = _FORM == ord("0")  # noqa: SIM300 - an array, no constant
_T = 10
_ENDING = re.compile(
    rb"(?:[.,](?P<fraction>\d{1,9}))?\s*(?:(?P<utc>[Zz])|(?P<sign>[+-])(?P<hours>[01]\d):?(?P<minutes>[0-5]\d)?)?\s*"
)


@dataclass(frozen=True)
class Times:
    """Milliseconds since 1970 in UTC, NaN where there is no time.

    `utc_offset_s` is the offset that the file is written in, where it names one that is not zero;
    `is_zone_assumed` tells that it names none and was read as UTC.
    """

    time_ms: Floats
    utc_offset_s: int | None = None
    is_zone_assumed: bool = False


@dataclass(frozen=True)
class _Ending:
    """What follows the seconds of a time: a fraction and the offset of its zone, null where it names none."""

    fraction_ms: int
    offset_s: int | None

    @property
    def shift_ms(self) -> int:
        return self.fraction_ms - (self.offset_s or 0) * _MS


def parse_times(texts: Column) -> Times:
    """The times in ISO 8601; what is none, or lies before 1980 or after 2099, is NaN.

    Up to the second, all texts are read at once by their digits' places; what follows is nearly
    always the same on every row. Texts of another form are read one by one.
    """
    present = [text or b"" for text in texts]
    time_ms = _usual_ms(present)
    endings = {end: _ending(end) for end in dict.fromkeys(text[19:] for text in present if text)}
    shift_ms = {end: ending.shift_ms if ending else np.nan for end, ending in endings.items()}
    if len(shift_ms) == 1:
        time_ms += next(iter(shift_ms.values()))
    else:
        time_ms += [shift_ms.get(text[19:], np.nan) for text in present]
    known = [ending for ending in endings.values() if ending]
    for row in np.flatnonzero(np.isnan(time_ms)).tolist():
        if present[row] and (odd := _odd(present[row])):
            time_ms[row], ending = odd
            known.append(ending)
    time_ms[~((time_ms >= _EARLIEST_MS) & (time_ms <= _LATEST_MS))] = np.nan
    # "+00:00" is how much software writes UTC, so it tells no more than "Z" does.
    utc_offset_s = next((ending.offset_s for ending in known if ending.offset_s), None)
    is_any = bool(np.isfinite(time_ms).any())
    return Times(time_ms, utc_offset_s, is_any and any(ending.offset_s is None for ending in known))


def _usual_ms(texts: list[bytes]) -> Floats:
    """Milliseconds of texts that begin like 2026-05-14T04:05:59, also with a blank or t for T; else NaN."""
    letters = np.array(texts, dtype=f"S{len(_FORM)}").view(np.uint8).reshape(-1, len(_FORM))
    letters[np.isin(letters[:, _T], (ord(" "), ord("t"))), _T] = ord("T")
    digits = letters - ord("0")
    is_usual = np.where(_IS_DIGIT, digits <= 9, letters == _FORM).all(axis=1)  # noqa: PLR2004

    def number(start: int, stop: int) -> np.ndarray:
        return digits[:, start:stop] @ 10 ** np.arange(stop - start, dtype=np.int64)[::-1]

    month, day, hour, minute, second = (number(start, start + 2) for start in (5, 8, 11, 14, 17))
    first = (12 * (number(0, 4) - 1970) + month - 1).astype("M8[M]")
    date = first.astype("M8[D]") + (day - 1)
    is_usual &= (month >= 1) & (month <= 12) & (day >= 1) & (date.astype("M8[M]") == first)  # noqa: PLR2004
    is_usual &= (hour < 24) & (minute < 60) & (second < 60)  # noqa: PLR2004
    seconds = date.astype(np.int64) * 86_400 + hour * 3_600 + minute * 60 + second
    return np.where(is_usual, seconds * float(_MS), np.nan)


def _ending(text: bytes) -> _Ending | None:
    found = _ENDING.fullmatch(text)
    if not found:
        return None
    offset_s = 0 if found["utc"] else None
    if found["sign"]:
        seconds = int(found["hours"]) * 3600 + int(found["minutes"] or 0) * 60
        offset_s = -seconds if found["sign"] == b"-" else seconds
    return _Ending(round(float(b"0.%b" % (found["fraction"] or b"0")) * _MS), offset_s)


def _odd(text: bytes) -> tuple[float, _Ending] | None:
    """A time in another form of ISO 8601, such as without seconds or without dashes."""
    if b":" not in text or b"T24" in text.upper():
        # The hour 24 is none of a day's; Python reads it as the next day's first since 3.14.
        return None
    try:
        moment = datetime.fromisoformat(text.decode("ascii").strip().upper())
    except ValueError:
        return None
    offset = moment.utcoffset()
    ending = _Ending(0, None if offset is None else round(offset.total_seconds()))
    return round((moment if offset is not None else moment.replace(tzinfo=UTC)).timestamp() * _MS), ending
