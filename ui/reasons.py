"""Why a session counted as it did, in words."""

from analysis.execution import Reason
from ui import format as fmt
from ui.words import REASONS


def in_words(reason: Reason, units: fmt.Units) -> str:
    """One sentence with what was measured and what it was held against."""

    def told(value: float | None) -> str:
        if value is None:
            return fmt.UNKNOWN
        if reason.unit == "s":
            return fmt.clock(value)
        return fmt.pace(value, units) if reason.unit == "s_per_km" else f"{value:.0f} m"

    return REASONS[reason.code].format(value=told(reason.value), limit=told(reason.limit))
