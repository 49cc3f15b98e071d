"""What may be kept of a device: its model, and a keyed hash in place of its serial number."""

import hashlib
import hmac
import re

_PARENTHESES = re.compile(r"\(.*|\bsoftware version.*", re.IGNORECASE | re.DOTALL)
_NUMBER = re.compile(r"\d{5,}")
_LONGEST = 40


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
    """The model out of a free-text device name, without serial numbers and versions."""
    text = _NUMBER.sub("", _PARENTHESES.sub("", name or ""))
    return " ".join(text.split())[:_LONGEST].strip() or None
