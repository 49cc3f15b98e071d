"""The numbers of the fold that no gate's row holds: settings of the floor, read from the default plan."""

from datetime import timedelta

from program.history.events import Record


def number(record: Record, name: str) -> float:
    """One setting of the default plan."""
    return record.default_plan.number(name)


def hours(record: Record, name: str) -> timedelta:
    """A setting in hours as a span."""
    return timedelta(hours=number(record, name))


def days(record: Record, name: str) -> int:
    """A setting in whole days, to be counted by local dates."""
    return int(number(record, name))
