"""What of the findings no life can say: files, plans, texts, words and pages, asked of either edition.

Each gives whether the edition answers rightly, and what it answered.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)
BEGAN = datetime(2026, 11, 15, 20, tzinfo=UTC)
FOUND = Path(__file__).parents[1] / "found"


class Said(NamedTuple):
    is_right: bool
    words: str


Reproduce = Callable[[Path], Said]
REPRODUCTIONS: dict[tuple[int, str], Reproduce] = {}
#: What a reproduction opened, to be closed after it.
_OPENED: list[Any] = []


def of(finding: int, about: str) -> Callable[[Reproduce], Reproduce]:
    """Register what reproduces a part of a finding."""

    def register(reproduce: Reproduce) -> Reproduce:
        REPRODUCTIONS[finding, about] = reproduce
        return reproduce

    return register


def ask(reproduce: Reproduce, folder: Path) -> Said:
    """Ask this edition, in a folder that is empty, and close what was opened there."""
    try:
        return reproduce(folder)
    finally:
        while _OPENED:
            _OPENED.pop().context.engine.dispose()


# -- a runner in a store


def lived(folder: Path, finding: int, life: int = 0, **head: Any) -> Any:
    """The people of a found life before its first act, in a store of their own."""
    from services import open_services
    from ui.terminal.living.life import parse_life
    from ui.terminal.living.people import make_world

    path = next(FOUND.glob(f"{finding:02}-*.json"))
    told = json.loads(path.read_text("utf-8"))["lives"][life]["life"]
    parsed = parse_life({**told, **head, "acts": []})
    _OPENED.append(open_services(folder / "home", mode="clinic"))
    return make_world(_OPENED[-1], parsed)


def do(world: Any, *acts: dict[str, Any]) -> None:
    """Do acts as a life does them."""
    from ui.terminal.living.acts import DOING
    from ui.terminal.living.life import parse_life

    head = {"plan": world.life.plan, "stage": world.life.stage}
    for act in parse_life({**head, "acts": list(acts)}).acts:
        DOING[type(act)](world, act)


def note(at: str, **says: Any) -> dict[str, Any]:
    entry = {"id": f"e {at}", "phase": "day", "at": at, "pain": [], "signs": [], **says}
    return {"at": at, "by": "runner", "act": "note", "entry": entry}


def pain(site: str, score: int, **more: bool) -> list[dict[str, Any]]:
    no = dict.fromkeys(("on_bone", "builds_up", "limp", "at_night"), False)
    return [{"site": site, "score_0_10": score, **no, **more}]


def today(world: Any, now: datetime) -> Any:
    return world.services.deciding.today(world.runner, world.runner_id, now=now)


def says(world: Any, now: datetime) -> str:
    """All words of the answer."""
    return said_in(today(world, now).answer)


def said_in(answer: Any) -> str:
    """The words of an answer, but for the notice that ends them all."""
    return answer.explanation.text.removesuffix(answer.explanation.notice).strip()


def refusal(do_it: Callable[[], object]) -> str | None:
    """The name and the first line of what is raised, null where it is done."""
    try:
        do_it()
    except Exception as error:  # noqa: BLE001 - whatever is raised is what was asked
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return None


# -- 7: a file that ran, under another label


@of(7, "a GPX file of type `other` with 30 minutes at 160 steps a minute and 2.6 m/s")
def a_sport_called_other(folder: Path) -> Said:
    from services import Upload

    world = lived(folder, 6)
    (verdict,) = world.services.importing.add_files(
        world.runner, world.runner_id, [Upload("run.gpx", gpx("other", 1800).encode())], now=NOW
    )
    decision = today(world, NOW).answer.decision
    not_met = sorted(found.gate for found in decision.findings if found.result.value == "not_met")
    return Said("overshoot" in not_met, f"{verdict.verdict}; not met: {', '.join(not_met)}")


def gpx(kind: str, seconds: int) -> str:
    start, points = NOW - timedelta(hours=5), []
    for second in range(seconds):
        at = (start + timedelta(seconds=second)).isoformat().replace("+00:00", "Z")
        points.append(
            f'<trkpt lat="{51 + second * 2.6 / 111_195:.7f}" lon="0"><time>{at}</time><extensions>'
            "<t:TrackPointExtension><t:cad>80</t:cad></t:TrackPointExtension></extensions></trkpt>"
        )
    return (
        '<gpx version="1.1" creator="Garmin Connect" xmlns="http://www.topografix.com/GPX/1/1"'
        ' xmlns:t="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<trk><type>{kind}</type><trkseg>{''.join(points)}</trkseg></trk></gpx>"
    )


# -- 12: a plan that may hold anything

FIRST_STEPS = 'steps = "walk 5:00, 4 x (run 0:30, walk 4:30), walk 5:00"'


def own_plan(world: Any, *changes: tuple[str, str]) -> str:
    """The draft of the runner's own plan, with changes in its text."""
    text = world.services.planning.draft(world.actor("pt"), world.runner_id, "postnatal-graded", 1, now=NOW)
    for was, now in changes:
        if was not in text:
            raise LookupError(was)
        text = text.replace(was, now, 1)
    return text


def keep(world: Any, text: str) -> None:
    """Keep a plan as an older edition did, without asking what it holds."""
    from store import plans
    from store.engine import writing
    from store.plans import IndividualPlan

    with writing(world.services.context.engine) as connection:
        plans.add_plan(
            connection,
            IndividualPlan("postnatal-graded-own", 1, world.runner_id, text, "An own plan.", NOW, None),
        )


@of(12, "plans that a therapist saves: a first run of 9999 minutes, of 60, 14 a week, a setting of 1e300")
def plans_without_bounds(folder: Path) -> Said:
    world, taken = lived(folder, 13), []
    changes = {
        "run 9999:00": (FIRST_STEPS, 'steps = "run 9999:00"'),
        "run 60:00": (FIRST_STEPS, 'steps = "run 60:00"'),
        "14 a week": ("sessions_per_week = 3", "sessions_per_week = 14"),
        "1e300": ("\n[[gates]]\n", "\n[settings]\nnext_morning_from_h = 1e300\n\n[[gates]]\n"),
    }
    for name, change in changes.items():
        text = own_plan(world, change)
        pt, planning = world.actor("pt"), world.services.planning
        save = partial(planning.save, pt, world.runner_id, text, "Her own plan.", now=NOW)
        taken += [] if refusal(save) else [name]
    return Said(not taken, f"saved: {', '.join(taken) or 'none'}")


@of(12, "a kept plan with a run that never ends: chest pain noted, Today opened, the weekly round")
def a_kept_plan_that_never_ends(folder: Path) -> Said:
    from services import OPERATOR

    world = lived(folder, 13)
    endless = f'steps = "run {"9" * 400} s"'
    keep(world, own_plan(world, (FIRST_STEPS, endless)))
    pt, her = world.actor("pt"), world.runner_id
    planning, diary = world.services.planning, world.services.diary
    did = {
        "choose": refusal(
            lambda: planning.choose(
                pt, her, "postnatal-graded-own", 1, stage_id="run-01", now=NOW - timedelta(hours=2)
            )
        ),
        "run": refusal(lambda: do(world, _ran(NOW + timedelta(minutes=1)))),
        "chest pain": refusal(
            lambda: diary.log(world.runner, her, _entry(signs=["chest_pain"]), now=NOW + timedelta(hours=1))
        ),
        "Today": refusal(lambda: today(world, NOW + timedelta(hours=2))),
        "weekly": refusal(
            lambda: world.services.weekly.run(OPERATOR, on=NOW.date(), now=NOW + timedelta(hours=2))
        ),
    }
    raised = [f"{name}: {why.partition(':')[0]}" for name, why in did.items() if why and name != "choose"]
    urgency = None if did["Today"] else today(world, NOW + timedelta(hours=2)).answer.decision.urgency.value
    words = "; ".join(raised) or f"nothing raised; urgency {urgency}"
    return Said(not raised and urgency == "emergency", words)


def _ran(at: datetime) -> dict[str, Any]:
    """A run of ten minutes that has just ended."""
    start, end = at - timedelta(minutes=30), at
    session = {
        "id": "s1",
        "start": start.isoformat(),
        "end": end.isoformat(),
        "local_date": start.date().isoformat(),
        "run_time_s": 600.0,
        "outcome": None,
    }
    return {"at": at.isoformat(), "by": "runner", "act": "run", "session": session}


# -- 13, 16, 19, 20: the words


@of(13, "the words to pain of 10 in the shin, with a limp")
def words_to_bone_pain(folder: Path) -> Said:
    text = words_to(lived(folder, 13), pain=pain("shin", 10, limp=True, builds_up=True))
    return Said("you would progress" not in text and "No running for now" in text, text)


@of(13, "the words to thoughts of harm")
def words_to_harm(folder: Path) -> Said:
    text = words_to(lived(folder, 13, pt="alone"), signs=["harm_thoughts"])
    return Said("not alone" in text or "crisis" in text.lower(), text)


@of(13, "the words to new bleeding, said by a runner whom nobody cares for")
def words_to_bleeding_alone(folder: Path) -> Said:
    text = words_to(lived(folder, 13, pt="alone"), bleeding="new_or_more")
    return Said("your PT" not in text and "gentle walking is fine" not in text, text)


@of(16, "the words about an order of a therapist who has left")
def words_about_an_order(folder: Path) -> Said:
    world = lived(folder, 16)
    at = "2026-11-16T09:00:00Z"
    order = {"at": at, "by": "pt", "act": "hold", "kind": "no_running", "because": "Wait for the scan."}
    do(world, order, {"at": "2026-11-17T09:00:00Z", "by": "runner", "act": "unlink"})
    text = says(world, NOW)
    return Said("It waits for your PT" not in text and "Your PT has put" not in text, text)


@of(19, "the words to a fever at the check-in")
def words_to_a_fever(folder: Path) -> Said:
    from program import CheckIn

    world = lived(folder, 19)
    told = {"date": "2026-11-22", "illness": "fever_or_whole_body", "signs": []}
    logged = world.services.diary.check_in(
        world.runner, world.runner_id, CheckIn.model_validate_json(json.dumps(told)), now=NOW
    )
    text = said_in(logged.answer)
    return Said("gentle walking is fine" not in text and "your own yes" not in text, text)


@of(20, "the words to a run of 30 minutes three weeks after a caesarean")
def words_to_a_run_in_week_three(folder: Path) -> Said:
    world = lived(folder, 20)
    do(world, _ran(datetime(2026, 11, 17, 9, 30, tzinfo=UTC)))
    text = says(world, datetime(2026, 11, 17, 11, tzinfo=UTC))
    return Said("too early for this step" not in text, text)


def words_to(world: Any, **says: Any) -> str:
    """What an entry is answered, without another look."""
    logged = world.services.diary.log(world.runner, world.runner_id, _entry(**says), now=NOW)
    return said_in(logged.answer)


def _entry(**says: Any) -> Any:
    from program import SymptomEntry

    told = {"id": "e", "phase": "day", "pain": [], "signs": [], **says}
    return SymptomEntry.model_validate_json(json.dumps(told))


# -- 14: what is written can be read


@of(14, "an order of a therapist, who then takes a name of 300 letters: Today, and the weekly round")
def a_long_name(folder: Path) -> Said:
    from services import OPERATOR

    world = lived(folder, 16)
    pt, accounts = world.actor("pt"), world.services.accounts
    at = "2026-11-22T20:00:00Z"
    do(world, {"at": at, "by": "pt", "act": "hold", "kind": "no_running", "because": "Wait for the scan."})
    named = refusal(
        lambda: accounts.change_settings(
            pt,
            now=NOW,
            seen_version=accounts.account(pt, now=NOW).version,
            display_name="N" * 300,
            time_zone="Europe/London",
            distance_unit="km",
        )
    )
    opened = refusal(lambda: today(world, NOW))
    weekly = refusal(lambda: world.services.weekly.run(OPERATOR, on=NOW.date(), now=NOW))
    words = f"the name: {named or 'taken'}; Today: {opened or 'opens'}; weekly: {weekly or 'done'}"
    return Said(opened is None and weekly is None, words)


@of(14, "an override for the reason `no`")
def a_short_reason(folder: Path) -> Said:
    from services import ReviewRecord, ServiceError

    world = lived(folder, 16)
    pt, her = world.actor("pt"), world.runner_id
    shown = today(world, NOW).answer.shown_sha256
    try:
        world.services.reviewing.override(pt, her, shown, "hold", ReviewRecord("no"), now=NOW)
    except ServiceError as error:
        return Said(True, f"refused: {error.message}")
    except Exception as error:  # noqa: BLE001 - as above
        return Said(False, f"{type(error).__name__}: {str(error).splitlines()[0]}")
    return Said(refusal(lambda: today(world, NOW)) is None, "taken, and Today opens")


# -- 25: what is open is shared


@of(25, "what the therapist sees of an open leak from before the share date")
def a_leak_before_the_share_date(folder: Path) -> Said:
    world = lived(folder, 25)
    link = {"at": "2026-11-18T11:00:00Z", "by": "runner", "act": "link", "shared_from": "2026-11-18"}
    do(world, note("2026-11-16T10:00:00Z", leak_urine="new_or_worse"), link)
    packet = world.services.packets.packet(world.actor("pt"), world.runner_id, now=NOW)
    seen = [one.entry.leak_urine for one in packet.entries if one.entry is not None]
    return Said("new_or_worse" in seen, f"entries that she sees: {seen or 'none'}")


# -- 27: the signs


@of(27, "the list of the signs")
def the_signs(folder: Path) -> Said:
    import program
    from program.signs import sign_list

    signs = sign_list().signs
    text = " ".join(f"{sign.asks} {sign.what_to_do}" for sign in signs).lower()
    lost = [
        name
        for name, words in {
            "sight without headache": r"without a headache",
            "face or arm weakness": r"(face|arm)[^.]*(weak|droop)|droop",
            "hearing or seeing things": r"(hear|see)[^.]*(things|voices|not there)|no need of sleep",
            "a hot red breast": r"breast",
            "palpitations, swollen legs, breathless lying flat": r"lying flat|palpitation",
        }.items()
        if not re.search(words, text)
    ]
    silent = [
        sign.id for sign in signs if sign.id != "harm_thoughts" and "run" not in sign.what_to_do.lower()
    ]
    has_pregnancy = any(
        "pregnan" in path.read_text("utf-8") for path in Path(program.__file__).parent.rglob("*.py")
    )
    words = f"not asked: {', '.join(lost) or 'none'}; silent on running: {', '.join(silent) or 'none'}"
    return Said(
        not lost and not silent and has_pregnancy, f"{words}; a pregnancy has a place: {has_pregnancy}"
    )


# -- 31: two recordings that disagree


@of(31, "a watch that saw 25 minutes of running, and a phone that lay still over the same time")
def a_phone_that_lay_still(folder: Path) -> Said:
    import polars as pl

    from program.case import Session
    from ui.terminal.living.recording import _frame, _Stretch, record

    world = lived(folder, 6)
    told = _ran(NOW - timedelta(hours=5))["session"]
    run = Session.model_validate_json(json.dumps({**told, "run_time_s": 1500.0}))
    earlier = run.model_copy(update={"id": "s2", "start": run.start - timedelta(minutes=10)})
    watch, phone = record(run, None, "Europe/London"), record(earlier, None, "Europe/London")
    lay = _frame([_Stretch("stand", phone.activity.elapsed_time_s)])
    phone = replace(
        phone,
        bouts=lay.with_columns(confidence_0_1=pl.lit(0.99)),
        summary=replace(phone.summary, run_time_s=0.0, walk_time_s=0.0),
    )
    keep_measured = world.services.importing.keep_measured
    for measured in (watch, phone):
        keep_measured(world.runner, world.runner_id, measured, now=NOW - timedelta(hours=4), anyway=True)
    at = NOW - timedelta(hours=3)
    decision = today(world, at).answer.decision
    not_met = sorted(found.gate for found in decision.findings if found.result.value == "not_met")
    return Said("overshoot" in not_met, f"not met: {', '.join(not_met)}")


# -- 1, 2 and 13 through the real pages


def alone(folder: Path) -> Any:
    """A runner by herself, in the store that the pages of alone mode open."""
    from services import open_services
    from ui.terminal.living.life import parse_life
    from ui.terminal.living.people import World, _Head

    path = next(FOUND.glob("08-*.json"))
    life = parse_life({**json.loads(path.read_text("utf-8"))["lives"][0]["life"], "acts": []})
    services = open_services(folder / "home")
    _OPENED.append(services)
    runner = services.accounts.local_runner(now=life.begins - timedelta(minutes=10), time_zone=life.time_zone)
    world = World(services, life, {"runner": runner}, {})
    _Head(world).make()
    return world


def page(world: Any, now: datetime) -> str:
    """All that the page Today says at an instant, drawn by the app itself."""
    import streamlit as st
    from streamlit import config
    from streamlit.testing.v1 import AppTest

    import services
    from ui import desk
    from ui.launch import LAUNCHED_VARIABLE

    config.set_option("runner.enforceSerializableSessionState", False)
    changes = {"STRIDEGATE_HOME": str(world.services.context.home), LAUNCHED_VARIABLE: "1"}
    with patch.dict(os.environ, changes), patch.object(desk, "clock", lambda: now):
        at = AppTest.from_file(str(Path(services.__file__).parents[1] / "app.py"), default_timeout=120).run()
        st.cache_resource.clear()
    if at.exception:
        raise RuntimeError(at.exception[0].value)
    return " ".join(
        str(one.value)
        for kind in ("title", "header", "subheader", "markdown", "caption")
        for one in at.get(kind)
    )


@of(1, "the page Today a minute after pain of 9 in the shin with a limp")
@of(13, "the page Today a minute after pain of 9 in the shin with a limp")
def the_page_after_pain(folder: Path) -> Said:
    world = alone(folder)
    do(world, note("2026-11-17T10:00:00Z", pain=pain("shin", 9, limp=True, builds_up=True)))
    text = page(world, datetime(2026, 11, 17, 10, 1, tzinfo=UTC))
    wrong = re.findall(r"from today on|(?:Limp|Pain|Pain that builds up)\W+fine", text)
    return Said(not wrong, f"says: {', '.join(wrong)}" if wrong else "says nothing of it is fine")


def _stage_that_stands(world: Any, now: datetime) -> str | None:
    """The stage after a look; where a look is an act, read without another one."""
    from services import Today

    if "standing" in Today.__dataclass_fields__:
        return today(world, now).standing.stage
    return world.services.planning.in_force(world.runner, world.runner_id, now=now).stage_id


@of(2, "the page Today opened five times, a minute apart, 20 days after the last run")
def the_page_after_a_break(folder: Path) -> Said:
    world, stages = alone(folder), []
    do(world, _ran(datetime(2026, 11, 20, 9, 30, tzinfo=UTC)))
    for minutes in range(5):
        now = datetime(2026, 12, 10, 21, minutes, tzinfo=UTC)
        page(world, now)
        stages.append(_stage_that_stands(world, now))
    return Said(set(stages) == {"run-03"}, f"stages: {', '.join(stages)}")
