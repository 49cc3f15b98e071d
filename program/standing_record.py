"""What stands by the record of a life, as a case carries it to the gate."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, Field

from program.diary import Record
from program.record import Who


class StandingBar(Record):
    """Something that forbids running, or progress, until somebody has acted."""

    code: str = Field(
        description="What it is: a finding's key, order:<id>, illness, pregnancy, taken_back, not_examined,"
        " bad:<item>, fresh_check_in:<item>, lapsed, clean_week, restored or unreadable."
    )
    who: Who = Field(default="pt", description="Who ends it.")
    since: AwareDatetime | None = Field(default=None, description="Since when it stands.")
    until: AwareDatetime | None = Field(default=None, description="When it ends by itself; null: never.")


class StandingFindingRecord(Record):
    """One open finding, one a sign, with the revisions that a closing has to name."""

    key: str = Field(
        min_length=1,
        description="sign:<id>, a gate's id (with the place where it has one), gap:<run>,"
        " ran_while_forbidden:<run> or overshoot:<run>.",
    )
    gate: str = Field(description="The gate that opened it.")
    opened_at: AwareDatetime | None = Field(default=None, description="When it became known.")
    release_by: Who = Field(default="pt", description="Who has to look at it.")
    urgency: Literal["same_day", "emergency"] | None = Field(default=None, description="How soon.")
    entries: tuple[tuple[str, int], ...] = Field(
        default=(), description="The entries behind it, each with its revision."
    )
    is_answered: bool = Field(
        default=False,
        description="All that it asked of her has been said: it stays open, and forbids no running.",
    )


class StandingOrder(Record):
    """What a PT ordered, and who may lift it from when on."""

    id: str = Field(min_length=1, description="The order's id.")
    kind: Literal["no_running", "no_progress"] = Field(description="What is not allowed.")
    since: AwareDatetime | None = Field(default=None, description="When it was ordered.")
    who: tuple[str, ...] = Field(
        default=(), description="The PTs who may lift it, by pseudonymous id; none: no PT is linked."
    )
    runner_from: AwareDatetime | None = Field(
        default=None, description="From when the runner herself may, by stating who examined her."
    )


class StandingRecord(Record):
    """What stands by the record of the runner's whole life. It makes an answer more cautious, never bolder.

    Instants carry the runner's own offset, so that their dates are her local ones.
    """

    evidence_since: AwareDatetime | None = Field(
        default=None, description="Only what began after it shows a stage done, besides the stage's start."
    )
    rest_until: AwareDatetime | None = Field(default=None, description="No run before this was ordered.")
    rest_gate: str | None = Field(default=None, description="The gate of the latest rest.")
    rest_source: str | None = Field(default=None, description="The entry or session behind it.")
    rested: tuple[tuple[str, str], ...] = Field(
        default=(),
        description="(source, gate) whose days of rest are fixed by date, whether they stand or are over.",
    )
    bars: tuple[StandingBar, ...] = Field(default=(), description="What forbids running.")
    holds: tuple[StandingBar, ...] = Field(default=(), description="What forbids progress.")
    findings: tuple[StandingFindingRecord, ...] = Field(default=(), description="Open findings, one a sign.")
    answered: tuple[tuple[str, str], ...] = Field(
        default=(), description="(source, gate) of the readings that closings have looked at."
    )
    before_rules: tuple[tuple[str, str], ...] = Field(
        default=(), description="(source, gate) of what rules ask that came into force after it was known."
    )
    not_evidence: tuple[str, ...] = Field(
        default=(), description="Sessions that show nothing done: begun while running was forbidden."
    )
    stepped_from: str | None = Field(
        default=None, description="The stage last told, where it was higher; null: none."
    )
    last_run_on: date | None = Field(default=None, description="The local day of the last certain running.")
    ran_forbidden: tuple[str, ...] = Field(
        default=(), description="Sessions begun although the runner had been told not to run."
    )
    taken_back: tuple[tuple[str, AwareDatetime], ...] = Field(
        default=(), description="Advances taken back, each with when that became known."
    )
    listed: tuple[str, ...] = Field(
        default=(), description="What became known too late to take anything; a clean week is owed."
    )
    asked: tuple[str, ...] = Field(
        default=(), description="Sessions about which the runner is asked: recordings or tellings disagree."
    )
    undated: tuple[str, ...] = Field(
        default=(), description="Sessions of the last days of which it is not certain when they were."
    )
    orders: tuple[StandingOrder, ...] = Field(default=(), description="Orders that stand.")
    nights_over: tuple[tuple[str, AwareDatetime], ...] = Field(
        default=(), description="(session, instant) from which the next morning can be answered."
    )
