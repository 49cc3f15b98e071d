"""The numbers of the fold that no gate's row holds, read from the settings of the default plan.

The values here serve a plan whose file was written before the setting; all of them are configured.
"""

from datetime import timedelta

from program.history.events import Record

#: Configured: what stands in the floor wins.
_CONFIGURED = {
    "certain_run_s": 60.0,
    "correction_h": 24.0,
    "lift_alone_after_d": 14.0,
    "night_over_local_h": 4.0,
    "good_exam_from_d": 42.0,
    "remind_first_h": 2.0,
    "remind_again_h": 24.0,
}


def number(record: Record, name: str) -> float:
    """One setting of the default plan, or its configured value where the plan does not have it."""
    setting = record.default_plan.settings.get(name)
    return _CONFIGURED[name] if setting is None else setting.value


def hours(record: Record, name: str) -> timedelta:
    """A setting in hours as a span."""
    return timedelta(hours=number(record, name))


def days(record: Record, name: str) -> int:
    """A setting in whole days, to be counted by local dates."""
    return int(number(record, name))
