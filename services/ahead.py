"""The coming days at a glance: when a session may be, and when the week is looked back on."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from services.deciding import Today
from services.diary import week_of

DAYS_AHEAD = 7
#: The check-in looks back on the week, so it belongs to the week's last day.
CHECK_IN_WEEKDAY = 6


@dataclass(frozen=True)
class DayAhead:
    """One day from today on. `kind` tells what may be done on it, the earliest days there are."""

    on: date
    kind: Literal["done", "run", "walk", "rest"]
    is_check_in: bool


def days_ahead(today: Today) -> tuple[DayAhead, ...]:
    """Return the coming seven days, today first; empty where no session is due.

    Sessions fall on the first days that the plan's rest days and its sessions a week allow.
    """
    stage, plan = today.stage, today.plan
    if today.next_session is None or stage is None or plan is None:
        return ()
    going_out: Literal["run", "walk"] = "walk" if stage.kind == "foundation" else "run"
    between = int(plan.number("rest_days_between_runs", stage)) if going_out == "run" else 0
    free = today.not_before or today.on
    done_on = today.last_session.local_date if today.last_session else None
    left = {week_of(today.on): stage.sessions_per_week - today.sessions_this_week}
    days = []
    for day in (today.on + timedelta(days=number) for number in range(DAYS_AHEAD)):
        week = week_of(day)
        kind: Literal["done", "run", "walk", "rest"] = "rest"
        if day == done_on:
            kind = "done"
        elif day >= free and left.setdefault(week, stage.sessions_per_week) > 0:
            kind = going_out
            left[week] -= 1
            free = day + timedelta(days=1 + between)
        days.append(DayAhead(day, kind, day.weekday() == CHECK_IN_WEEKDAY))
    return tuple(days)
