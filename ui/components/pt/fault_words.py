"""What is wrong with a stage, in the words of the table in which it was typed."""

import re
from collections.abc import Sequence

from program.errors import Fault

#: From a key of a plan file to the column that it stands in.
COLUMNS = (
    (r"settings\.rest_days_between_runs\b.*", "Rest days"),
    (r"sessions_per_week", "A week"),
    (r"sessions\[\d+\]\.steps.*", "Steps"),
    (r"sessions\[\d+\]\.times", "Times"),
    (r"sessions\[\d+\]\.title", "Session"),
    (r"sessions", "Steps"),
    (r"signed_growth", "Signed"),
    (r"title", "Title"),
    (r"because", "Because"),
)
WORDS = (
    (r"looser than the floor: at least (\S+) d$", r"\1 is the least; no plan may ask for less rest"),
    (r"looser than the floor: at most (\S+) d$", r"\1 is the most that any plan may have"),
    (r"^value error, ", ""),
    (r"; a therapist signs such a line by .*", "; write here why, to sign it"),
    (r"string should have at least (\d+) characters?", r"write at least \1 letters"),
    (r"input should be greater than or equal to (\S+)", r"\1 is the least"),
    (r"input should be less than or equal to (\S+)", r"\1 is the most"),
)
#: What only follows from another fault.
CONSEQUENCE = "tuple should have at least"
_STAGE_PATH = re.compile(r"^.*?stages\[\d+\](?: \([^)]*\))?\.?")


def told(faults: Sequence[Fault]) -> list[str]:
    """A sentence for each fault of one stage, with the column it is in before it."""
    own = [fault for fault in faults if not fault.message.startswith(CONSEQUENCE)]
    return [_told(fault) for fault in own or faults]


def _told(fault: Fault) -> str:
    place, message = _STAGE_PATH.sub("", fault.path), fault.message
    for pattern, words in WORDS:
        message = re.sub(pattern, words, message)
    column = next((name for pattern, name in COLUMNS if re.fullmatch(pattern, place)), place)
    return f"{column}: {message}" if column else message
