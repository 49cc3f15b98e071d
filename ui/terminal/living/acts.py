"""Each act of a life, done through the services as a page does it: one small function each."""

from collections.abc import Callable
from typing import Any

from program import SymptomEntry
from services import OPERATOR, Actor, NotFoundError, ReviewRecord, Today
from services.dates import local_date
from services.diary import week_of
from ui.terminal.living import models as m
from ui.terminal.living.closing import close, lift
from ui.terminal.living.people import World, link
from ui.terminal.living.running import delete_run, run


def note(world: World, act: m.Note) -> None:
    logged = world.services.diary.log(
        world.actor(act.by), world.runner_id, _tied(world, act.entry), now=act.at
    )
    if logged.entry_id is not None:
        world.ids.entries[act.entry.id] = logged.entry_id


def _tied(world: World, entry: SymptomEntry) -> SymptomEntry:
    """The entry with the store's own id of its session."""
    session = world.ids.sessions.get(entry.session or "", entry.session)
    return entry.model_copy(update={"session": session})


def edit(world: World, act: m.Edit) -> None:
    entry_id, revision = _newest(world, act.entry, act)
    world.services.diary.edit(
        world.actor(act.by),
        world.runner_id,
        entry_id,
        _tied(world, act.to),
        seen_revision=revision,
        now=act.at,
    )


def withdraw(world: World, act: m.Withdraw) -> None:
    entry_id, revision = _newest(world, act.entry, act)
    world.services.diary.withdraw(
        world.actor(act.by), world.runner_id, entry_id, seen_revision=revision, now=act.at
    )


def _newest(world: World, name: str, act: m.ActBase) -> tuple[int, int]:
    """An entry's id and the revision that stands."""
    entry_id = world.ids.entries.get(name)
    if entry_id is None:
        raise NotFoundError("This entry is not there.")
    told = world.services.diary.history(world.runner, world.runner_id, entry_id, now=act.at)
    return entry_id, told[-1].revision


def check_in(world: World, act: m.SendCheckIn) -> None:
    diary = world.services.diary
    sent = diary.check_ins(world.runner, world.runner_id, now=act.at)
    week = week_of(act.check_in.date)
    seen = next((one.revision for one in sent if one.week_start == week), 0)
    diary.check_in(world.actor(act.by), world.runner_id, act.check_in, now=act.at, seen_revision=seen)
    world.ids.check_ins[act.check_in.id] = f"check-in {week.isoformat()}"


def look(world: World, act: m.Look) -> None:
    """Open Today; a therapist opens the packet as well."""
    if act.by == "clock":
        return
    _shown(world, world.actor(act.by), act)
    if act.by != "runner":
        world.services.packets.packet(world.actor(act.by), world.runner_id, now=act.at)


def _shown(world: World, actor: Actor, act: m.ActBase) -> Today:
    """The page that the act is done from."""
    return world.services.deciding.today(actor, world.runner_id, now=act.at)


def confirm(world: World, act: m.Confirm) -> None:
    actor = world.actor(act.by)
    shown = _shown(world, actor, act).answer.shown_sha256
    world.services.deciding.confirm_progress(actor, world.runner_id, shown, now=act.at)


def release(world: World, act: m.Release) -> None:
    actor = world.actor(act.by)
    shown = _shown(world, actor, act).answer.shown_sha256
    world.services.reviewing.release(actor, world.runner_id, shown, ReviewRecord(act.because), now=act.at)


def override(world: World, act: m.Override) -> None:
    actor = world.actor(act.by)
    shown = _shown(world, actor, act).answer.shown_sha256
    world.services.reviewing.override(
        actor, world.runner_id, shown, act.to, ReviewRecord(act.because), now=act.at, stage_id=act.stage
    )


def hold(world: World, act: m.OrderHold) -> None:
    """Order no progress, or no running: the machine's answer overridden by a more cautious one."""
    to = "stop" if act.kind == "no_running" else "hold"
    override(world, m.Override(at=act.at, by=act.by, act="override", to=to, because=act.because))


def choose(world: World, act: m.Choose) -> None:
    actor = world.actor(act.by)
    plan = world.plan(act.plan, act.plan_version, act.at)
    world.services.planning.choose(
        actor, world.runner_id, plan.id, plan.version, stage_id=act.stage, now=act.at
    )


def put_profile(world: World, act: m.PutProfile) -> None:
    _put(world, act, "profile", world.services.records.put_profile, act.profile)


def put_readiness(world: World, act: m.PutReadiness) -> None:
    _put(world, act, "readiness", world.services.records.put_readiness, act.readiness)


def put_assessment(world: World, act: m.PutAssessment) -> None:
    _put(world, act, "assessment", world.services.records.put_assessment, act.assessment)


def put_clearance(world: World, act: m.PutClearance) -> None:
    records = world.services.records
    write = records.state_clearance if act.by == "runner" else records.sign_clearance
    _put(world, act, "clearance", write, act.clearance)


def put_baseline(world: World, act: m.PutBaseline) -> None:
    _put(world, act, "baseline", world.services.records.sign_baseline, act.baseline)


def _put(world: World, act: m.ActBase, kind: str, write: Callable[..., object], content: object) -> None:
    known = world.services.records.read(world.runner, world.runner_id, now=act.at)
    seen = getattr(known, f"{kind}_revision")
    write(world.actor(act.by), world.runner_id, content, seen_revision=seen, now=act.at)


def begin_link(world: World, act: m.BeginLink) -> None:
    who = act.by if act.by == "pt" or act.by == "pt2" else act.who
    link(world, who, act.at, by=act.by, shared_from=act.shared_from)


def end_link(world: World, act: m.EndLink) -> None:
    links = world.services.links
    if act.by in {"pt", "pt2"}:
        links.end(world.actor(act.by), world.runner_id, now=act.at)
        return
    mine = links.mine(world.actor(act.by), now=act.at)
    wanted = act.who and world.actor(act.who).person_id
    others = [one.other_id for one in mine if one.ended_utc is None and wanted in {None, one.other_id}]
    if not others:
        raise NotFoundError("There is no link with this person.")
    for other in others:
        links.end(world.actor(act.by), other, now=act.at)


def weekly_round(world: World, act: m.Round) -> None:
    on = act.on or local_date(act.at, utc_offset_s=None, time_zone=world.life.time_zone)
    world.services.weekly.run(OPERATOR, on=on, now=act.at)


def wait(world: World, act: m.Wait) -> None:
    """Nothing but time."""


#: Which function does which act; a restore is done by `Copies`.
DOING: dict[type[m.ActBase], Callable[[World, Any], None]] = {
    m.Run: run,
    m.DeleteRun: delete_run,
    m.Note: note,
    m.Edit: edit,
    m.Withdraw: withdraw,
    m.SendCheckIn: check_in,
    m.Look: look,
    m.Confirm: confirm,
    m.Release: release,
    m.Override: override,
    m.OrderHold: hold,
    m.LiftHold: lift,
    m.Close: close,
    m.Choose: choose,
    m.PutProfile: put_profile,
    m.PutReadiness: put_readiness,
    m.PutAssessment: put_assessment,
    m.PutClearance: put_clearance,
    m.PutBaseline: put_baseline,
    m.BeginLink: begin_link,
    m.EndLink: end_link,
    m.Round: weekly_round,
    m.Wait: wait,
}
