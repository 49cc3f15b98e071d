"""Who may do what: every use case with every role. A use case without a row here fails the test."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest

from ingest import read_activity
from program import Assessment, Baseline, Clearance, Profile, Readiness
from services import (
    OPERATOR,
    Actor,
    HandRun,
    NotAllowedError,
    NotFoundError,
    ReviewRecord,
    ServiceError,
    Services,
    Upload,
)
from services.context import Context
from services.measuring import Measured, measure
from tests.services.building import day_entry
from tests.services.conftest import WEEKS_END, Clinic, signed_in
from tests.services.test_thread import quiet_check_in

NOW = WEEKS_END
DAY = WEEKS_END.date()
RECORD = ReviewRecord("because")
SAMPLE = Path(__file__).parents[2] / "sample_data" / "files" / "week1-run1.fit"

EVERYBODY = frozenset(
    {
        "runner",
        "pt",
        "former_pt",
        "other_pt",
        "other_runner",
        "administrator",
        "operator",
        "nobody",
        "signed_out",
        "expired",
    }
)
OWN = frozenset({"runner"})
SHARED = frozenset({"runner", "pt"})
CARE = frozenset({"pt"})
ADMIN = frozenset({"administrator", "operator"})
HANDLING = frozenset({"runner", "operator"})
SIGNED_IN = frozenset({"runner", "pt", "former_pt", "other_pt", "other_runner", "administrator"})
THERAPISTS = frozenset({"pt", "former_pt", "other_pt"})
SERVER = frozenset({"operator"})


@dataclass(frozen=True)
class Row:
    """Who may call a use case with the sample runner as its subject, and how it is called."""

    allowed: frozenset[str]
    call: Callable[[Services, Actor, "Asked"], object]


@dataclass(frozen=True)
class Asked:
    """What the calls are about."""

    clinic: Clinic
    folder: Path
    runner: str
    activity: str
    shown: str
    entry: int
    pt: str

    @property
    def measured(self) -> Measured:
        return _sample()


@cache
def _sample() -> Measured:
    return measure(read_activity(SAMPLE.read_bytes(), SAMPLE.name))


def own_id(actor: Actor) -> str:
    return actor.person_id or ""


ROWS: dict[str, Row] = {
    "accounts.account": Row(SIGNED_IN, lambda s, a, _: s.accounts.account(a, now=NOW)),
    "accounts.change_settings": Row(
        SIGNED_IN,
        lambda s, a, _: s.accounts.change_settings(
            a, now=NOW, seen_version=1, display_name="X", time_zone="UTC", distance_unit="km"
        ),
    ),
    "accounts.sign_out_everywhere": Row(
        SIGNED_IN, lambda s, a, _: s.accounts.sign_out_everywhere(a, now=NOW)
    ),
    "accounts.runner_id_by_email": Row(
        ADMIN, lambda s, a, _: s.accounts.runner_id_by_email(a, "therapist@example.org", now=NOW)
    ),
    "importing.keep_measured": Row(
        HANDLING, lambda s, a, q: s.importing.keep_measured(a, q.runner, q.measured, now=NOW)
    ),
    "importing.add_files": Row(
        HANDLING,
        lambda s, a, q: list(s.importing.add_files(a, q.runner, [Upload("x.fit", b"no")], now=NOW)),
    ),
    "runs.list_runs": Row(SHARED, lambda s, a, q: s.runs.list_runs(a, q.runner, now=NOW)),
    "runs.run": Row(SHARED, lambda s, a, q: s.runs.run(a, q.runner, q.activity, now=NOW)),
    "runs.weeks": Row(SHARED, lambda s, a, q: s.runs.weeks(a, q.runner, now=NOW)),
    "runs.sessions": Row(SHARED, lambda s, a, q: s.runs.sessions(a, q.runner, now=NOW, since=DAY)),
    "runs.tombstones": Row(SHARED, lambda s, a, q: s.runs.tombstones(a, q.runner, now=NOW)),
    "runs.add_by_hand": Row(
        OWN,
        lambda s, a, q: s.runs.add_by_hand(
            a, q.runner, HandRun(NOW - timedelta(hours=3), 600.0, 60.0), now=NOW
        ),
    ),
    "runs.answer": Row(
        OWN, lambda s, a, q: s.runs.answer(a, q.runner, q.activity, "ran", says=False, now=NOW)
    ),
    "runs.tell_start": Row(
        OWN, lambda s, a, q: s.runs.tell_start(a, q.runner, q.activity, NOW - timedelta(days=1), now=NOW)
    ),
    "runs.cut_off": Row(OWN, lambda s, a, q: s.runs.cut_off(a, q.runner, q.activity, is_cut=True, now=NOW)),
    "runs.delete_run": Row(OWN, lambda s, a, q: s.runs.delete_run(a, q.runner, q.activity, now=NOW)),
    "planning.plans": Row(SHARED, lambda s, a, q: s.planning.plans(a, q.runner, now=NOW)),
    "planning.in_force": Row(SHARED, lambda s, a, q: s.planning.in_force(a, q.runner, now=NOW)),
    "planning.choose": Row(
        SHARED, lambda s, a, q: s.planning.choose(a, q.runner, "postnatal-graded", 1, now=NOW)
    ),
    "planning.text": Row(
        SHARED, lambda s, a, q: s.planning.text(a, q.runner, "postnatal-graded", 1, now=NOW)
    ),
    "planning.draft": Row(
        CARE, lambda s, a, q: s.planning.draft(a, q.runner, "postnatal-graded", 1, now=NOW)
    ),
    "planning.save": Row(
        CARE,
        lambda s, a, q: s.planning.save(
            a,
            q.runner,
            s.planning.draft(q.clinic.pt, q.runner, "postnatal-graded", 1, now=NOW),
            "because",
            now=NOW,
        ),
    ),
    "records.read": Row(SHARED, lambda s, a, q: s.records.read(a, q.runner, now=NOW)),
    "records.put_profile": Row(
        OWN, lambda s, a, q: s.records.put_profile(a, q.runner, Profile(), seen_revision=1, now=NOW)
    ),
    "records.put_readiness": Row(
        OWN, lambda s, a, q: s.records.put_readiness(a, q.runner, Readiness(), seen_revision=1, now=NOW)
    ),
    "records.put_assessment": Row(
        CARE,
        lambda s, a, q: s.records.put_assessment(
            a, q.runner, Assessment(assessed_on=DAY, assessed_by="PT"), seen_revision=1, now=NOW
        ),
    ),
    "records.state_clearance": Row(
        frozenset(),
        lambda s, a, q: s.records.state_clearance(
            a, q.runner, clearance("self_stated"), seen_revision=1, now=NOW
        ),
    ),
    "records.sign_clearance": Row(
        CARE,
        lambda s, a, q: s.records.sign_clearance(a, q.runner, clearance("pt"), seen_revision=1, now=NOW),
    ),
    "records.sign_baseline": Row(
        CARE,
        lambda s, a, q: s.records.sign_baseline(
            a, q.runner, Baseline(signed_by="PT", signed_on=DAY), seen_revision=0, now=NOW
        ),
    ),
    "diary.red_flags": Row(SHARED, lambda s, a, q: s.diary.red_flags(a, q.runner, day_entry(), now=NOW)),
    "diary.asks": Row(SHARED, lambda s, a, q: s.diary.asks(a, q.runner, None, "day", now=NOW)),
    "diary.log": Row(OWN, lambda s, a, q: s.diary.log(a, q.runner, day_entry(), now=NOW)),
    "diary.edit": Row(OWN, lambda s, a, q: edit(s, a, q)),
    "diary.withdraw": Row(
        OWN, lambda s, a, q: s.diary.withdraw(a, q.runner, q.entry, seen_revision=1, now=NOW)
    ),
    "diary.entries": Row(SHARED, lambda s, a, q: s.diary.entries(a, q.runner, now=NOW)),
    "diary.history": Row(SHARED, lambda s, a, q: s.diary.history(a, q.runner, q.entry, now=NOW)),
    "diary.check_in": Row(
        OWN, lambda s, a, q: s.diary.check_in(a, q.runner, quiet_check_in(s, q.clinic.runner), now=NOW)
    ),
    "diary.check_ins": Row(SHARED, lambda s, a, q: s.diary.check_ins(a, q.runner, now=NOW)),
    "unsaved.keep": Row(OWN, lambda s, a, q: s.unsaved.keep(a, q.runner, "form", {"any": "none"}, now=NOW)),
    "unsaved.read": Row(OWN, lambda s, a, q: s.unsaved.read(a, q.runner, "form", now=NOW)),
    "deciding.today": Row(SHARED, lambda s, a, q: s.deciding.today(a, q.runner, now=NOW)),
    "deciding.history": Row(SHARED, lambda s, a, q: s.deciding.history(a, q.runner, now=NOW)),
    "deciding.confirm_progress": Row(
        frozenset(), lambda s, a, q: s.deciding.confirm_progress(a, q.runner, q.shown, now=NOW)
    ),
    "deciding.close_finding": Row(
        frozenset(),
        lambda s, a, q: s.deciding.close_finding(
            a, q.runner, "leak-urine", "fine", examined_by="X", profession="doctor", examined_on=DAY, now=NOW
        ),
    ),
    "deciding.lift_hold": Row(
        frozenset(),
        lambda s, a, q: s.deciding.lift_hold(
            a, q.runner, 1, examined_by="X", profession="doctor", examined_on=DAY, now=NOW
        ),
    ),
    "deciding.say_well_again": Row(OWN, lambda s, a, q: s.deciding.say_well_again(a, q.runner, DAY, now=NOW)),
    "deciding.tell_pregnancy": Row(
        OWN, lambda s, a, q: s.deciding.tell_pregnancy(a, q.runner, is_over=False, now=NOW)
    ),
    "deciding.notes_seen": Row(OWN, lambda s, a, q: s.deciding.notes_seen(a, q.runner, now=NOW)),
    "invitations.invite": Row(ADMIN, lambda s, a, _: s.invitations.invite(a, None, "pt", now=NOW)),
    "invitations.invite_therapist": Row(
        frozenset({"runner", "other_runner"}),
        lambda s, a, _: s.invitations.invite_therapist(a, None, shared_from=None, now=NOW),
    ),
    "invitations.invite_runner": Row(
        THERAPISTS, lambda s, a, _: s.invitations.invite_runner(a, None, now=NOW)
    ),
    "invitations.open": Row(SIGNED_IN, lambda s, a, _: s.invitations.open(a, now=NOW)),
    "invitations.withdraw": Row(SIGNED_IN, lambda s, a, _: s.invitations.withdraw(a, 1, now=NOW)),
    "links.mine": Row(frozenset({"runner", "other_runner"}), lambda s, a, _: s.links.mine(a, now=NOW)),
    "links.share_from": Row(
        frozenset({"runner", "other_runner"}), lambda s, a, q: s.links.share_from(a, q.pt, DAY, now=NOW)
    ),
    "caseload.rows": Row(THERAPISTS, lambda s, a, _: s.caseload.rows(a, now=NOW)),
    "caseload.row": Row(CARE, lambda s, a, q: s.caseload.row(a, q.runner, now=NOW)),
    "caseload.names": Row(THERAPISTS, lambda s, a, _: s.caseload.names(a, now=NOW)),
    "packets.packet": Row(SHARED, lambda s, a, q: s.packets.packet(a, q.runner, now=NOW)),
    "reviewing.release": Row(
        CARE, lambda s, a, q: s.reviewing.release(a, q.runner, q.shown, RECORD, now=NOW)
    ),
    "reviewing.agree": Row(CARE, lambda s, a, q: s.reviewing.agree(a, q.runner, q.shown, RECORD, now=NOW)),
    "reviewing.override": Row(
        CARE, lambda s, a, q: s.reviewing.override(a, q.runner, q.shown, "hold", RECORD, now=NOW)
    ),
    "reviewing.close_finding": Row(
        CARE, lambda s, a, q: s.reviewing.close_finding(a, q.runner, "leak-urine", "fine", now=NOW)
    ),
    "reviewing.lift_hold": Row(
        CARE, lambda s, a, q: s.reviewing.lift_hold(a, q.runner, 1, seen_version=1, now=NOW)
    ),
    "reviewing.note_looked": Row(
        CARE, lambda s, a, q: s.reviewing.note_looked(a, q.runner, "open:leak-urine:1", "seen", now=NOW)
    ),
    "reviewing.write_note": Row(
        CARE, lambda s, a, q: s.reviewing.write_note(a, q.runner, "Well done.", now=NOW)
    ),
    "administration.people": Row(ADMIN, lambda s, a, _: s.administration.people(a, now=NOW)),
    "administration.add_person": Row(
        ADMIN, lambda s, a, _: s.administration.add_person(a, "new@example.org", "pt", now=NOW)
    ),
    "administration.revoke_role": Row(
        ADMIN, lambda s, a, q: s.administration.revoke_role(a, q.pt, "pt", now=NOW)
    ),
    "administration.sign_out": Row(ADMIN, lambda s, a, q: s.administration.sign_out(a, q.runner, now=NOW)),
    "administration.close_account": Row(
        ADMIN, lambda s, a, q: s.administration.close_account(a, q.runner, now=NOW)
    ),
    "administration.verify_audit": Row(ADMIN, lambda s, a, _: s.administration.verify_audit(a, now=NOW)),
    "rights.export": Row(HANDLING, lambda s, a, q: s.rights.export(a, q.runner, BytesIO(), now=NOW)),
    "rights.delete_everything": Row(
        HANDLING, lambda s, a, q: s.rights.delete_everything(a, q.runner, now=NOW)
    ),
    "rights.who_looked": Row(SIGNED_IN, lambda s, a, _: s.rights.who_looked(a, now=NOW)),
    "backups.backup": Row(SERVER, lambda s, a, q: s.backups.backup(a, q.folder / "b.db", now=NOW)),
    "backups.restore": Row(SERVER, lambda s, a, q: s.backups.restore(a, q.folder / "made.db", now=NOW)),
    "backups.check": Row(SERVER, lambda s, a, _: s.backups.check(a, now=NOW)),
    "looking_back.trends": Row(SHARED, lambda s, a, q: s.looking_back.trends(a, q.runner, now=NOW)),
    "care.beside_me": Row(
        frozenset({"runner", "other_runner"}), lambda s, a, _: s.care.beside_me(a, now=NOW)
    ),
    "upgrading.note": Row(SERVER, lambda s, a, _: s.upgrading.note(a, now=NOW)),
    "upgrading.report": Row(SERVER, lambda s, a, _: s.upgrading.report(a, now=NOW)),
    "upgrading.differences": Row(SHARED, lambda s, a, q: s.upgrading.differences(a, q.runner, now=NOW)),
    "upgrading.say_seen": Row(OWN, lambda s, a, q: s.upgrading.say_seen(a, q.runner, now=NOW)),
    "upgrading.settle": Row(CARE, lambda s, a, q: s.upgrading.settle(a, q.runner, 1, takes=True, now=NOW)),
    "weekly.run": Row(SERVER, lambda s, a, _: s.weekly.run(a, on=DAY, now=NOW)),
}
#: They take no actor: they tell who somebody is.
WITHOUT_ACTOR = {
    "accounts.local_runner",
    "accounts.sign_in",
    "invitations.preview",
    "invitations.accept",
    "invitations.offered",
    "invitations.accept_offered",
}


def clearance(role: str) -> Clearance:
    return Clearance.model_validate(
        {
            "plan": "postnatal-graded",
            "plan_version": 1,
            "signed_by": "PT",
            "signed_on": DAY,
            "role": role,
            "examined_by": "PT",
            "examined_on": DAY,
        }
    )


def edit(services: Services, actor: Actor, asked: Asked) -> object:
    entry = services.diary.history(asked.clinic.runner, asked.runner, asked.entry, now=NOW)[0].entry
    assert entry is not None
    return services.diary.edit(actor, asked.runner, asked.entry, entry, seen_revision=1, now=NOW)


def actor_of(clinic: Clinic, who: str) -> Actor:
    actors = {
        "operator": OPERATOR,
        "nobody": signed_in("0" * 32),
        "signed_out": replace(clinic.runner, signed_in_utc=None),
        "expired": replace(clinic.runner, expires_utc=NOW),
    }
    return actors.get(who) or getattr(clinic, who)


def use_cases() -> set[str]:
    found = set()
    for field in fields(Services):
        topic = field.type if inspect.isclass(field.type) else None
        if topic in {None, Context}:
            continue
        found |= {
            f"{field.name}.{name}"
            for name, member in inspect.getmembers(topic, inspect.isfunction)
            if not name.startswith("_")
        }
    return found


def test_every_use_case_has_a_row() -> None:
    assert use_cases() == set(ROWS) | WITHOUT_ACTOR | {"links.end"}


@pytest.mark.parametrize("who", ["runner", "pt"])
def test_either_side_ends_a_link_and_nobody_else(asked: Asked, who: str) -> None:
    clinic = asked.clinic
    links = clinic.services.links
    for stranger in ("other_runner", "other_pt", "former_pt", "administrator"):
        with pytest.raises((NotFoundError, NotAllowedError)):
            links.end(actor_of(clinic, stranger), asked.runner, now=NOW)
    with pytest.raises(NotAllowedError):
        links.end(actor_of(clinic, "nobody"), asked.runner, now=NOW)

    links.end(actor_of(clinic, who), asked.pt if who == "runner" else asked.runner, now=NOW)

    with pytest.raises(NotAllowedError):
        clinic.services.runs.list_runs(clinic.pt, asked.runner, now=NOW)


@pytest.fixture
def asked(clinic: Clinic, tmp_path: Path) -> Asked:
    services, runner_id = clinic.services, clinic.runner_id
    today = services.deciding.today(clinic.runner, runner_id, now=NOW)
    return Asked(
        clinic=clinic,
        folder=tmp_path,
        runner=runner_id,
        activity=services.runs.list_runs(clinic.runner, runner_id, now=NOW)[0].activity_id,
        shown=today.answer.shown_sha256,
        entry=services.diary.entries(clinic.runner, runner_id, now=NOW)[0].entry_id,
        pt=clinic.pt.person_id or "",
    )


def test_nobody_else_may_and_nothing_comes_of_trying(asked: Asked) -> None:
    clinic = asked.clinic
    before = clinic.services.deciding.history(clinic.runner, asked.runner, now=NOW)

    for name, row in ROWS.items():
        for who in sorted(EVERYBODY - row.allowed):
            with pytest.raises(ServiceError) as refusal:
                row.call(clinic.services, actor_of(clinic, who), asked)
            # She and her therapist may be told what speaks against it; the others only that it is not theirs.
            assert isinstance(refusal.value, NotAllowedError) or who in SHARED, (name, who)

    assert clinic.services.deciding.history(clinic.runner, asked.runner, now=NOW) == before
    assert clinic.services.links.mine(clinic.runner, now=NOW)[0].ended_utc is None


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if row.allowed))
def test_those_who_may_are_let_in(asked: Asked, name: str) -> None:
    row, clinic = ROWS[name], asked.clinic
    if name == "backups.restore":
        clinic.services.backups.backup(OPERATOR, asked.folder / "made.db", now=NOW)
    for who in sorted(row.allowed, reverse=True):
        try:
            row.call(clinic.services, actor_of(clinic, who), asked)
        except NotAllowedError:
            raise
        except ServiceError as refusal:
            # Let in, and then told that there is nothing of the kind to do.
            assert refusal.message


def test_a_therapist_sees_only_what_is_shared(asked: Asked) -> None:
    clinic, first = asked.clinic, date(2026, 5, 4)
    services, runner_id = clinic.services, asked.runner
    services.links.share_from(clinic.runner, asked.pt, first, now=NOW)

    assert all(run.local_date >= first for run in services.runs.list_runs(clinic.pt, runner_id, now=NOW))
    assert all(e.local_date >= first for e in services.diary.entries(clinic.pt, runner_id, now=NOW))
    assert all(a.decision.on >= first for a in services.deciding.history(clinic.pt, runner_id, now=NOW))
    assert services.runs.weeks(clinic.pt, runner_id, now=NOW)["week_start"].min() == first
    since = date(2026, 1, 1)
    shared = services.runs.sessions(clinic.pt, runner_id, now=NOW, since=since)
    assert min(session.local_date for session in shared) >= first
    trends = services.looking_back.trends(clinic.pt, runner_id, now=NOW)
    assert trends.weeks["week_start"].min() == first
    assert min(said.week_start for said in trends.symptoms) >= first
    assert all(answer.on >= first for answer in trends.answers)
    packet = services.packets.packet(clinic.pt, runner_id, now=NOW)
    assert min(session.local_date for session in packet.sessions) >= first
    assert min(entry.local_date for entry in packet.entries) >= first
    hidden = services.runs.list_runs(clinic.runner, runner_id, now=NOW)[-1]
    with pytest.raises(ServiceError, match="not there"):
        services.runs.run(clinic.pt, runner_id, hidden.activity_id, now=NOW)


def test_a_runner_reaches_nothing_of_another_by_its_number(asked: Asked) -> None:
    """Her own id as the subject, somebody else's row as the object."""
    clinic = asked.clinic
    services, own, me = clinic.services, clinic.other_runner.person_id or "", clinic.other_runner

    for attempt in (
        lambda: services.runs.run(me, own, asked.activity, now=NOW),
        lambda: services.runs.answer(me, own, asked.activity, "ran", says=False, now=NOW),
        lambda: services.runs.cut_off(me, own, asked.activity, is_cut=True, now=NOW),
        lambda: services.runs.delete_run(me, own, asked.activity, now=NOW),
        lambda: services.diary.history(me, own, asked.entry, now=NOW),
        lambda: services.diary.withdraw(me, own, asked.entry, seen_revision=1, now=NOW),
        lambda: services.diary.log(
            me, own, day_entry().model_copy(update={"phase": "after", "session": asked.activity}), now=NOW
        ),
    ):
        with pytest.raises(ServiceError, match="not there"):
            attempt()


def test_a_revoked_role_is_gone_at_the_next_call(asked: Asked) -> None:
    clinic = asked.clinic
    clinic.services.caseload.rows(clinic.pt, now=NOW)

    clinic.services.administration.revoke_role(clinic.administrator, asked.pt, "pt", now=NOW)

    with pytest.raises(NotAllowedError):
        clinic.services.caseload.rows(clinic.pt, now=NOW)


def test_signing_out_ends_every_open_tab(asked: Asked) -> None:
    clinic = asked.clinic
    clinic.services.accounts.sign_out_everywhere(clinic.runner, now=NOW)

    with pytest.raises(NotAllowedError, match="signed out"):
        clinic.services.deciding.today(clinic.runner, asked.runner, now=NOW)
    again = signed_in(asked.runner, NOW + timedelta(minutes=1))
    assert clinic.services.deciding.today(again, asked.runner, now=NOW + timedelta(minutes=2))


def test_every_look_of_another_is_written_down(asked: Asked) -> None:
    clinic = asked.clinic
    before = len(clinic.services.rights.who_looked(clinic.runner, now=NOW))

    clinic.services.runs.run(clinic.pt, asked.runner, asked.activity, now=NOW)
    clinic.services.caseload.rows(clinic.pt, now=NOW)
    clinic.services.caseload.row(clinic.pt, asked.runner, now=NOW)
    clinic.services.runs.list_runs(clinic.runner, asked.runner, now=NOW)

    looks = clinic.services.rights.who_looked(clinic.runner, now=NOW)
    assert [(look.by_name, look.action) for look in looks[: len(looks) - before]] == [
        ("Therapist", "read caseload"),
        ("Therapist", "read caseload"),
        ("Therapist", "read a run"),
    ]
    assert clinic.services.administration.verify_audit(OPERATOR, now=NOW).broken_at is None


def test_the_names_of_ones_own_runners_are_no_look_and_end_with_the_link(asked: Asked) -> None:
    clinic = asked.clinic
    before = len(clinic.services.rights.who_looked(clinic.runner, now=NOW))

    names = clinic.services.caseload.names(clinic.pt, now=NOW)

    assert [runner.runner_id for runner in names] == [asked.runner]
    assert len(clinic.services.rights.who_looked(clinic.runner, now=NOW)) == before
    clinic.services.links.end(clinic.runner, asked.pt, now=NOW)
    assert clinic.services.caseload.names(clinic.pt, now=NOW) == ()
