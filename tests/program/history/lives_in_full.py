"""Lives with much in them, and all that stands in each, instant by instant.

`python tests/program/history/lives_in_full.py` writes the pages of `tests/program/history/in_full/` anew;
read what has changed.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path

from small_lives import COUCH, DAY, HOUR, MINUTE, POSTNATAL, Life, pain

from program.history.events import (
    Begin,
    Birth,
    Carried,
    Entry,
    Erased,
    Event,
    Exam,
    Lift,
    Link,
    Looked,
    Order,
    Outing,
    Told,
    Unreadable,
    Usual,
    WellAgain,
    Zone,
)
from program.history.fold import night_over, told_stage, was_allowed
from program.history.known import known_by
from program.model import ReleaseBy
from program.record import Baseline, UsualItem, UsualPain

FOLDER = Path(__file__).parent / "in_full"
#: What nobody reads on a page: it is the heading, or it is the same as long as nothing was told.
_LEFT_OUT = ("at", "stage_told")
#: How long after the last act it is looked at again.
_LATER = (DAY, 3 * DAY, 8 * DAY, 16 * DAY, 40 * DAY)


# -- lives


def signs_and_who_looked() -> Life:
    life = Life()
    first = life.log(signs=("dizzy",))
    life.act(Looked, role="pt", alert=f"sign:dizzy:{first}")
    life.later(DAY)
    life.log(signs=("dizzy", "calf_clot"), pain=pain(4, at_night=True))
    stale = frozenset({(first, 1)})
    life.later(HOUR)
    life.log(signs=("chest_pain",))
    life.act(Looked, role="pt", alert="sign:chest_pain", kind="call")
    life.close("sign:dizzy", stale)
    life.later(25 * HOUR)
    for key in ("sign:dizzy", "sign:calf_clot", "sign:chest_pain", "night-pain"):
        life.close(key)
    life.later(HOUR)
    life.log(signs=("dizzy",))
    life.close("sign:dizzy", kind="mistake")
    return life


def key_signs_that_grow() -> Life:
    life = Life()
    name = life.log(leak_urine="new_or_worse", heaviness_0_10=2)
    life.edit(name, leak_urine="new_or_worse", heaviness_0_10=5)
    life.close("heaviness")
    life.edit(name, leak_urine="none", heaviness_0_10=4)
    life.later(30 * HOUR)
    life.edit(name, leak_urine="none", heaviness_0_10=7)
    life.close("leak-urine", kind="mistake")
    life.later(DAY)
    life.log(bleeding="new_or_more", scar="new_or_worse", doming="new_or_worse")
    life.edit(name)
    return life


def bone_pain_by_place() -> Life:
    life = Life()
    life.log(pain=(*pain(3, "shin", on_bone=True), *pain(2, "groin")))
    life.later(HOUR)
    life.log(pain=(*pain(6, "shin", on_bone=True), *pain(3, "calf"), *pain(2, "low_back")))
    life.close("bone-pain:shin")
    life.close("bone-pain:groin", kind="mistake")
    return life


def pain_and_its_corrections() -> Life:
    life = Life(linked=False)
    name = life.log(pain=pain(7))
    life.later(2 * HOUR)
    life.edit(name, pain=pain(9, limp=True))
    life.later(2 * HOUR)
    life.edit(name, pain=pain(7))
    life.later(30 * HOUR)
    life.edit(name, pain=pain(2))
    life.check_in()
    life.later(2 * DAY)
    other = life.log(pain=pain(8, builds_up=True))
    life.edit(other)
    life.later(DAY)
    life.log(pain=pain(6))
    return life


def too_much_of_each_size() -> Life:
    life = Life(linked=False)
    name = life.run(life.now + 14 * HOUR, 630)
    life.note_run(name, "next_morning", life.now + 20 * HOUR)
    life.run(life.now + 40 * HOUR, 640)
    life.run(life.now + 20 * HOUR, 480, maybe_s=1600)
    life.run(life.now + 70 * HOUR, 2000)
    life.run(life.now + 9 * DAY, 900, is_deleted=True)
    life.run(life.now + 3 * HOUR, 480, outcome="exceeded")
    life.run(life.now + 3 * DAY, 0, maybe_s=480, is_by_hand=True)
    life.run(life.now + DAY, 480, outcome="not_comparable")
    return life


def runs_while_it_was_forbidden() -> Life:
    life = Life()
    life.log(pain=pain(7))
    one = life.run(life.now + 20 * HOUR, 420)
    life.run(life.now + 12 * HOUR, 0, maybe_s=300)
    life.run(life.now + HOUR, 59)
    life.close(f"ran_while_forbidden:{one}")
    life.later(3 * DAY)
    life.act(Order, role="pt", person="A", kind="no_running")
    life.run(life.now + DAY, 420, is_deleted=True)
    life.run(life.now + DAY, 420, known=life.now + 6 * DAY)
    life.run(life.now - 2 * DAY, 420, known=life.now + HOUR, was_allowed=True)
    return life


def known_before_anybody_knew() -> Life:
    life = Life(linked=False)
    life.run(life.now + 20 * HOUR, 480)
    life.run(life.now + 40 * HOUR, 480)
    life.log(ago=50 * HOUR, signs=("dizzy",))
    life.log(ago=70 * HOUR, pain=pain(7))
    life.later(DAY)
    life.close("sign:dizzy", role="runner")
    life.run(life.now + HOUR, 480)
    return life


def a_yes_too_early() -> Life:
    life = Life(linked=False)
    felt = life.now + HOUR
    life.clean_week()
    life.confirm()
    life.run(life.now - 20 * HOUR, 700, known=life.now + MINUTE)
    life.later(DAY)
    life.log(ago=life.now + MINUTE - felt, pain=pain(4))
    life.later(4 * DAY)
    life.clean_week()
    life.confirm()
    life.log(ago=3 * DAY, leak_urine="new_or_worse")
    return life


def known_too_late() -> Life:
    life = Life(linked=False)
    felt = life.now + HOUR
    life.clean_week()
    life.confirm()
    life.clean_week()
    life.log(ago=life.now + MINUTE - felt, pain=pain(7))
    life.later(2 * DAY)
    life.check_in(energy="very_low")
    life.later(7 * DAY)
    life.check_in()
    return life


def known_too_late_and_her_therapist() -> Life:
    life = Life()
    felt = life.now + HOUR
    life.later(20 * DAY)
    life.run(life.now, 480)
    life.log(ago=life.now + MINUTE - felt, heaviness_0_10=3)
    life.close("heaviness")
    return life


def breaks() -> Life:
    life = Life(linked=False)
    life.clean_week()
    last = life.now
    life.later(10 * DAY)
    life.run(life.now, 0, maybe_s=480, is_by_hand=True)
    life.later(20 * DAY)
    life.tell()
    life.run(last + 20 * DAY, 480, known=life.now + MINUTE, was_allowed=True)
    life.later(9 * DAY)
    life.run(life.now - 5 * DAY, 2400, known=life.now + MINUTE)
    for key in life.open_keys():
        life.close(key, role="runner")
    life.act(Exam, item="clearance", is_good=True, role="pt", happened_at=life.now - DAY)
    return life


def a_break_after_walking() -> Life:
    life = Life(stage="weeks-8-12")
    life.later(9 * DAY)
    life.run(life.now, 0, maybe_s=30)
    life.confirm("release", role="pt")
    life.later(3 * DAY)
    life.run(life.now, 120)
    return life


def births_and_examinations() -> Life:
    life = Life()
    life.act(Exam, item="incontinence", is_good=False, role="pt")
    life.act(Exam, item="incontinence", is_good=True)
    life.act(Exam, item="incontinence", is_good=True, role="pt")
    life.act(Birth, kind="pregnancy")
    life.later(20 * DAY)
    life.act(Birth, kind="pregnancy_ended")
    life.act(Exam, item="clearance", is_good=True, role="pt")
    life.act(Birth, happened_at=life.now - 50 * DAY)
    life.act(Exam, item="clearance", is_good=True, role="pt", happened_at=life.now - 20 * DAY)
    life.act(Birth, role="pt", happened_at=life.now - 200 * DAY)
    life.act(Exam, item="clearance", is_good=False, role="pt")
    life.act(Birth, kind="taken_back")
    return life


def readiness_under_a_plan_for_anybody() -> Life:
    life = Life(plan=COUCH, stage="week-2", linked=False)
    life.act(Exam, item="core", is_good=True, happened_at=life.now - 200 * DAY)
    life.act(Exam, item="girdle_pain", is_good=False, is_self_stated=True)
    life.act(Exam, item="girdle_pain", is_good=True, is_self_stated=True)
    life.later(DAY)
    life.check_in()
    life.act(Birth, happened_at=life.now - 60 * DAY)
    life.act(Exam, item="core", is_good=True)
    life.act(Exam, item="load_tests", is_good=False, happened_at=life.now - 70 * DAY)
    life.act(Exam, item="pelvic_questions", is_good=False)
    life.log(pain=pain(1, "low_back"))
    return life


def orders_and_links() -> Life:
    life = Life()
    hold = life.act(Order, role="pt", person="A", kind="no_running")
    slow = life.act(Order, role="pt", person="A", kind="no_progress")
    life.log(leak_urine="new_or_worse")
    life.act(Link, person="A", ends=True)
    life.close("leak-urine", role="runner")
    life.later(15 * DAY)
    life.act(Link, person="B")
    life.act(Link, person="C")
    life.act(Lift, role="pt", person="B", order=hold)
    life.act(Link, person="B", ends=True)
    life.act(Link, person="C", ends=True)
    life.later(14 * DAY)
    life.act(Lift, order=slow)
    return life


def fever() -> Life:
    life = Life(linked=False)
    life.check_in(illness="fever_or_whole_body")
    life.act(WellAgain, happened_at=life.now - 2 * DAY)
    life.later(DAY)
    life.act(WellAgain)
    life.later(7 * DAY)
    life.check_in(illness="fever_or_whole_body", harm_thoughts=True)
    life.later(2 * DAY)
    life.check_in(illness="mild", outside_runs="some", mood="very_low")
    life.act(WellAgain, happened_at=life.now - DAY)
    return life


def carried_over() -> Life:
    life = Life()
    life.log(pain=pain(7))
    life.clean_week()
    name = life.log(signs=("calf_clot",))
    life.confirm("release", role="pt")
    life.later(40 * DAY)
    stage = life.stage_now()
    life.act(Begin, role="system", plan=life.plan, stage=stage, kind="carried")
    for finding, gate, entries in (
        ("same-day-sign", "same-day-sign", (name,)),
        ("leak-urine", "leak-urine", ()),
        ("heaviness", "heaviness", ("e 900",)),
    ):
        life.act(
            Carried,
            role="system",
            finding=finding,
            gate=gate,
            release_by=ReleaseBy.PT,
            entries=entries,
            happened_at=life.now - 9 * DAY,
        )
    life.later(DAY)
    life.close("leak-urine")
    life.run(life.now, 480, known=life.now + 2 * HOUR)
    return life


def carried_over_elsewhere() -> Life:
    life = Life(linked=False)
    life.act(Begin, role="system", plan=COUCH, stage="week-4", kind="carried", happened_at=life.now - DAY)
    life.act(
        Carried, role="system", finding="gap:x", gate="gap", release_by=ReleaseBy.RUNNER, entries=("e 900",)
    )
    life.later(20 * DAY)
    life.tell()
    return life


def what_cannot_be_read() -> Life:
    life = Life()
    life.act(Unreadable, code="entry")
    life.act(Unreadable, code="restored")
    life.check_in()
    life.act(Erased, code="sign:calf_clot")
    life.act(Erased, code="leak-urine")
    life.act(Erased, code="pain")
    life.act(Erased, code="sign:of-old")
    life.act(Begin, plan=("gone", 1), stage="run-04", kind="switch")
    life.log(signs=("chest_pain",), leak_urine="new_or_worse")
    return life


def other_plans_and_lower_stages() -> Life:
    life = Life(linked=False)
    felt = life.now + HOUR
    life.log(pain=pain(7))
    life.act(Begin, plan=POSTNATAL, stage="run-04", kind="lower")
    life.act(Begin, plan=POSTNATAL, stage="run-02", kind="lower")
    life.act(Begin, plan=COUCH, stage="week-5", kind="switch")
    life.log(ago=life.now + MINUTE - felt, heaviness_0_10=3)
    life.later(9 * DAY)
    life.log(pain=pain(8))
    life.act(Begin, role="pt", plan=COUCH, stage="week-6", kind="placed")
    life.act(Begin, plan=COUCH, stage="no-such-week", kind="lower")
    return life


def far_from_home() -> Life:
    life = Life(zone="America/Los_Angeles")
    life.log(pain=pain(7))
    life.act(Zone, name="Pacific/Kiritimati")
    life.run(life.now + 3 * DAY, 700)
    life.act(Zone, name="Europe/London")
    life.log(pain=pain(7))
    return life


def what_is_usual() -> Life:
    life = Life()
    life.act(
        Usual,
        role="pt",
        says=Baseline(
            signed_by="Ada Brook, PT",
            signed_on=date(2026, 5, 4),
            usual=(UsualItem(item="leak_urine", described="a few drops on a sneeze"),),
            heaviness_0_10=1,
            pain=(UsualPain(site="low_back", score_0_10=2),),
        ),
    )
    life.log(leak_urine="as_baseline", heaviness_0_10=1, pain=pain(2, "low_back"))
    life.log(leak_wind="as_baseline", heaviness_0_10=2, pain=pain(3, "low_back"))
    life.act(Usual, role="pt", says=None)
    life.log(leak_urine="as_baseline")
    return life


def dated_anew() -> Life:
    life = Life()
    life.act(Birth, happened_at=life.now - 100 * DAY)
    name = life.log(bleeding="fading_after_birth", pain=pain(3, "calf"))
    life.edit(name, bleeding="fading_after_birth", pain=pain(3, "calf"), local_date=date(2026, 3, 1))
    return life


LIVES: tuple[Callable[[], Life], ...] = (
    signs_and_who_looked,
    key_signs_that_grow,
    bone_pain_by_place,
    pain_and_its_corrections,
    too_much_of_each_size,
    runs_while_it_was_forbidden,
    known_before_anybody_knew,
    a_yes_too_early,
    known_too_late,
    known_too_late_and_her_therapist,
    breaks,
    a_break_after_walking,
    births_and_examinations,
    readiness_under_a_plan_for_anybody,
    orders_and_links,
    fever,
    carried_over,
    carried_over_elsewhere,
    what_cannot_be_read,
    other_plans_and_lower_stages,
    far_from_home,
    what_is_usual,
    dated_anew,
)


# -- pages


def page(make: Callable[[], Life]) -> str:
    """What stands after each act, and later: at each instant the lines that are others than before."""
    life = make()
    lines = [f"# {make.__name__.replace('_', ' ').capitalize()}"]
    before: list[str] = []
    for moment, names in _moments(life):
        now = list(_lines(life, moment))
        lines += ["", f"## {_text(moment)} {', '.join(names)}"]
        lines += [f"- {line}" for line in before if line not in now]
        lines += [f"+ {line}" for line in now if line not in before]
        before = now
    lines += ["", "## Runs", *_runs(life)]
    return "\n".join(lines) + "\n"


def _moments(life: Life) -> Iterator[tuple[datetime, list[str]]]:
    acts = [event for event in life.events if not isinstance(event, Told)]
    for moment in sorted({event.known_at for event in acts}):
        yield moment, [_name(event) for event in acts if event.known_at == moment]
    for span in _LATER:
        yield life.now + span, ["later"]


def _name(event: Event) -> str:
    return f"{event.id} revision {event.revision}" if isinstance(event, Entry) else event.id


def _lines(life: Life, moment: datetime) -> Iterator[str]:
    standing = life.look(moment)
    for field in fields(standing):
        if field.name in _LEFT_OUT:
            continue
        value = getattr(standing, field.name)
        items = sorted(value, key=str) if isinstance(value, frozenset) else value
        for item in items if isinstance(items, list | tuple) and field.name != "plan" else (items,):
            yield f"{field.name}: {_text(item)}"


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value):
        parts = ((each.name, getattr(value, each.name)) for each in fields(value))
        return " | ".join(f"{name} {_text(part)}" for name, part in parts if part not in (None, False))
    if isinstance(value, tuple):
        return f"({', '.join(_text(item) for item in value)})"
    return str(value)


def _runs(life: Life) -> Iterator[str]:
    """What is kept with each run when it becomes known."""
    for outing in (event for event in life.events if isinstance(event, Outing)):
        plan, stage = told_stage(life.record, outing.happened_at)
        allowed = was_allowed(life.record, outing)
        over = night_over(known_by(life.record, outing.known_at), outing)
        yield f"{outing.id}: told {plan[0]} {stage}, allowed {allowed}, night over {_text(over)}"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for make in LIVES:
        (FOLDER / f"{make.__name__}.md").write_text(page(make), "utf-8")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
