"""A store of revision 0007 with a life in it, written as that version of the program wrote it."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from store.engine import Engine, writing
from store.types import CompressedText, UtcDateTime

HER, ALONE, PT = "a" * 32, "b" * 32, "c" * 32
_DAYS = {"local_date", "on_date", "opened_on", "examined_on", "ordered_on", "lifted_on", "week_start"}
_BOOLEANS = {"running_allowed", "self_stated"}


def at(day: int, hour: int = 12) -> datetime:
    """An hour of a day in May 2026."""
    return datetime.fromisoformat(f"2026-05-{day:02}T{hour:02}:00:00+00:00")


def live(engine: Engine) -> None:
    """Two runners with a plan, one of them with a therapist, and a therapist; every kind of row is there."""
    add = _Adding(engine)
    for person_id, name in ((HER, "Her"), (ALONE, "Alone"), (PT, "Therapist")):
        add("person", id=person_id, display_name=name, time_zone="Europe/London", distance_unit="km",
            created_utc=at(1), version=1)  # fmt: skip
        add("role", person_id=person_id, role="pt" if person_id == PT else "runner", granted_utc=at(1))
    add("care_link", runner_id=HER, pt_id=PT, began_utc=at(2), version=1)
    _profile(add, 1, None, at(1))
    _profile(add, 2, "2026-01-10", at(1, 13))
    _profile(add, 3, "2026-01-12", at(2))
    _profile(add, 4, None, at(3))
    for stage, kind, day in (("run-03", "cleared", 1), ("run-04", "progress", 8), ("run-03", "regress", 9)):
        add("stage_change", runner_id=HER, plan_id="postnatal-graded", plan_version=1,
            stage_id=stage, kind=kind, because="so", made_utc=at(day), made_by=HER)  # fmt: skip
    add("stage_change", runner_id=ALONE, plan_id="couch-to-5k", plan_version=1, stage_id="week-1",
        kind="cleared", because="chosen", made_utc=at(2), made_by=ALONE)  # fmt: skip
    for allowed, day in ((True, 2), (False, 9)):
        add("decision", runner_id=HER, made_utc=at(day), on_date=at(day).date(),
            asked_by="look", plan_id="postnatal-graded", plan_version=1, plan_sha256="0" * 64,
            stage_id="run-03", action="hold", running_allowed=allowed, release_by="none", rest_days=0,
            facts="{}", facts_sha256="0" * 64, record="{}")  # fmt: skip
    for name, day in (("0" * 32, 4), ("1" * 32, 10)):
        add("activity", id=name, runner_id=HER, kind="hand", sport="running", start_utc=at(day),
            end_utc=at(day) + timedelta(minutes=20), local_date=at(day).date(), elapsed_time_s=1200.0,
            timer_time_s=1200.0, cadence_rule="none", cadence_reason="", dropped="{}", file_notes="[]",
            laps="[]", pauses="[]", device_splits="[]", workout_steps="[]", imported_utc=at(day, 14),
            version=1)  # fmt: skip
    add("tombstone", activity_id="2" * 32, runner_id=HER, kind="hand", start_utc=at(5), end_utc=at(5, 13),
        local_date=at(5).date(), deleted_utc=at(6))  # fmt: skip
    _entry(
        add, 1, [(at(4, 13), {"at": "2026-05-04T08:00:00+02:00"}), (at(5), {"at": "2026-05-05T09:00:00Z"})]
    )
    _entry(add, 2, [(at(9, 10), {"at": "2026-05-10T10:00:00Z"}), (at(9, 15), None)])
    _entry(add, 3, [(at(11), None)], broken="{ this was cut")
    add("check_in", runner_id=HER, week_start=date(2026, 5, 4), revision=1, answers="{}", made_utc=at(8, 9))
    _findings(add)
    add("hold", runner_id=HER, kind="no_running", reason="seen first", ordered_on=date(2026, 5, 9),
        ordered_by=PT, ordered_utc=at(9), lifted_on=date(2026, 5, 12), lifted_by=PT, version=2)  # fmt: skip
    add("hold", runner_id=ALONE, kind="no_running", reason="examined first", ordered_on=date(2026, 5, 10),
        ordered_utc=at(10), version=1)  # fmt: skip
    add("notice", person_id=PT, kind="red_flag", decision_id=2, made_utc=at(9), tries=0)


def _profile(add: "_Adding", revision: int, birth_date: str | None, made_utc: datetime) -> None:
    add("record", runner_id=HER, kind="profile", revision=revision, made_utc=made_utc, made_by=HER,
        content=json.dumps({"birth_date": birth_date}))  # fmt: skip


def _entry(
    add: "_Adding", entry_id: int, revisions: list[tuple[datetime, Any]], *, broken: str | None = None
) -> None:
    add("symptom_entry", runner_id=HER, phase="day", local_date=revisions[0][0].date())
    for number, (made_utc, says) in enumerate(revisions, start=1):
        answers = broken if says is None and broken else None if says is None else json.dumps(says)
        add("symptom_revision", entry_id=entry_id, revision=number, answers=answers, made_utc=made_utc,
            made_by=HER)  # fmt: skip


def _findings(add: "_Adding") -> None:
    """A leak opened twice, closed the first time by the therapist, and a sign that is open."""
    closed = {
        "closed_utc": at(9, 14),
        "closed_by": PT,
        "closed_because": "talked on the phone",
        "examined_by": "Dr A",
        "examined_on": date(2026, 5, 9),
        "self_stated": False,
    }
    for gate, day, more in (("leak-urine", 8, closed), ("leak-urine", 10, {}), ("same-day-sign", 11, {})):
        add("open_finding", runner_id=HER, gate=gate, kind="key_sign", release_by="pt",
            because_of='["2"]', opened_on=at(day).date(), opened_utc=at(day), version=1, **more)  # fmt: skip


class _Adding:
    """Adds rows by the names of their columns, whatever the tables of today look like."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self, table: str, **values: Any) -> None:
        columns = (sa.column(name, _type_of(name)) for name in values)
        with writing(self._engine) as connection:
            connection.execute(sa.table(table, *columns).insert().values(values))


def _type_of(name: str) -> sa.types.TypeEngine[Any] | None:
    if name.endswith("_utc"):
        return UtcDateTime()
    if name in {"facts", "record"}:
        return CompressedText()
    return sa.Date() if name in _DAYS else sa.Boolean() if name in _BOOLEANS else None
