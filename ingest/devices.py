"""What may be kept of a device: its model, and a keyed hash in place of its serial number."""

import hashlib
import hmac
import re

_PARENTHESES = re.compile(r"\(.*|\bsoftware version.*", re.IGNORECASE | re.DOTALL)
#: What stands behind such a word, or is somebody's, tells a person ("Apple Watch von Anna").
_OF_SOMEBODY = re.compile(
    r"\s(?:of|for|von|vom|de|des|du|da|do|di|del|van|voor|för|til|fra|av)\s.*|\sd['’].*|\s\S+['’]s\b.*",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER = re.compile(r"\d{5,}")
_LONGEST = 40
_MAKES = re.compile(
    r"garmin|forerunner|f[eē]nix|edge|etrex|gpsmap|oregon|epix|instinct|venu|v[ií]vo|polar|suunto|coros"
    r"|apple watch|fitbit|huawei|honor|amazfit|zepp|samsung|galaxy|wahoo|tomtom|zwift|stryd|timex|casio"
    r"|wear ?os|pixel watch|strava|runkeeper|komoot|treadmill",
    re.IGNORECASE,
)


def device_key(serial: str | int | None, key: bytes | None) -> str | None:
    """A hash that tells the same device again without telling its serial number.

    HMAC-SHA256 of the decimal serial, as 64 hex digits; null without a serial or a key. The key
    belongs to the database, so two databases cannot be joined over it.
    """
    text = str(serial or "").strip().lstrip("0")
    if not text or not key:
        return None
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def device_model(name: str | None) -> str | None:
    """The model out of a free-text device name, from a known make on, without serials and versions.

    What stands before the make may be a person ("Anna's Apple Watch"), so a name without any is null.
    """
    make = _MAKES.search(name or "")
    text = (name or "")[make.start() :] if make else ""
    for pattern in (_PARENTHESES, _OF_SOMEBODY, _NUMBER):
        text = pattern.sub("", text)
    return " ".join(text.split())[:_LONGEST].strip() or None
