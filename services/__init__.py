"""Use cases that join the rooms, and the only place where permission is checked.

A front door makes one `Services` and keeps it:

    services = open_services(home, database_url=None, mode="alone")
    actor = services.accounts.local_runner(now=now)          # alone: the one runner
    actor = services.accounts.sign_in(issuer=…, subject=…, email=…, …)   # a clinic

Every use case takes the actor first, and `now` (aware, UTC) by keyword: no clock is read here.
`actor.person_id` is the runner's own id. What comes back are frozen dataclasses and contracted
frames. What goes wrong is a `ServiceError` whose `message` is one sentence to show.

    services.importing.add_files(actor, runner_id, uploads, now=…, anyway=…, executor=…)
                                                          -> Iterator[ImportVerdict], one per activity
    services.runs.list_runs(actor, runner_id, now=…)      -> tuple[Run, ...], newest first
    services.runs.run(actor, runner_id, activity_id, now=…)  -> RunDetail with samples and bouts
    services.runs.weeks(actor, runner_id, now=…, since=…) -> a `Weeks` frame of analysis
    services.runs.sessions(actor, runner_id, now=…, since=…)  -> tuple[HeldSession, ...], oldest first
    services.runs.add_by_hand(actor, runner_id, HandRun(…), now=…)  -> activity id
    services.looking_back.trends(actor, runner_id, now=…, since=…) -> Trends: weeks, what was asked for,
        symptoms by week, answers; made from short rows, for years at once
    services.care.beside_me(actor, now=…) -> BesideMe: therapists, notes, reviews, the next review's date
    services.runs.answer(actor, runner_id, activity_id, question, says=…, now=…) / tell_start(…, start, now=…)
                                                          what only she can say of a recording
    services.runs.tombstones(actor, runner_id, now=…)     -> tuple[Tombstone, ...]
    services.runs.delete_run(actor, runner_id, activity_id, now=…)
    services.accounts.account(actor, now=…)               -> Account (settings, roles)
    services.accounts.change_settings(actor, now=…, seen_version=…, …)

    services.planning.plans(actor, runner_id, now=…)      -> tuple[Plan, ...] to choose from
    services.planning.choose(actor, runner_id, plan_id, version, now=…, stage_id=…)  -> Answer
    services.planning.in_force(actor, runner_id, now=…)   -> PlanInForce | None, with her way so far
    services.records.read(actor, runner_id, now=…)        -> RunnerRecords with revisions
    services.records.put_profile / put_readiness / put_assessment / state_clearance(…, seen_revision=…)
                                                          -> Answer
    services.diary.red_flags(actor, runner_id, entry, now=…) -> tuple[Sign, ...] in what she enters, at once
    services.diary.log(actor, runner_id, entry, now=…)    -> Logged (entry_id, revision, answer)
                       entry: program.SymptomEntry, its `session` an activity id
    services.diary.edit / withdraw(…, seen_revision=…)    -> Logged
    services.diary.entries(actor, runner_id, now=…, since=…)  -> tuple[DiaryEntry, ...], newest first
    services.diary.history(actor, runner_id, entry_id, now=…) -> tuple[DiaryEntry, ...]
    services.diary.check_in(actor, runner_id, check_in, now=…) -> Logged
    services.diary.check_ins(actor, runner_id, now=…)     -> tuple[SentCheckIn, ...]
    services.unsaved.keep(actor, runner_id, form, answers, now=…) / read(actor, runner_id, form, now=…)
                                                          -> what she tapped and has not saved, for a day
    services.deciding.today(actor, runner_id, now=…)      -> Today (answer, stage, next session, notes)
    days_ahead(today)                                     -> tuple[DayAhead, ...], the coming seven days
    services.deciding.confirm_progress(actor, runner_id, shown_sha256, now=…) -> Answer, or RefusedError
    services.deciding.history(actor, runner_id, now=…)    -> tuple[Answer, ...]; `would_now_be`
    services.deciding.close_finding(actor, runner_id, key, because, now=…, shown=…, examined_by=…,
                                    profession=…, examined_on=…)  alone: self-stated -> Answer
    services.deciding.lift_hold / say_well_again / tell_pregnancy(actor, runner_id, …, now=…) -> Answer
    services.deciding.notes_seen(actor, runner_id, now=…)
    An `Answer` has decision, explanation, reviews, `waits_for`, `would_now_be` and `alerts`: who
    really was sent a message; where that is empty, nobody has been alerted.

People on one server (mode="clinic"):

    services.invitations.invite(admin, email, role, now=…) / invite_therapist(runner, email,
        shared_from=…, now=…) / invite_runner(pt, email, now=…)  -> Sent, its token shown once
    services.invitations.preview(token, now=…) -> Preview; accept(token, Identity(…), now=…,
        time_zone=…, shared_from=…) -> Actor; offered(Identity(…), now=…) -> tuple[Preview, ...] that are
        made out to her verified address; accept_offered(invitation_id, Identity(…), …) -> Actor;
        open(actor, now=…); withdraw(actor, invitation_id, now=…)
    services.links.mine(runner, now=…) -> tuple[Link, ...]; end(actor, other_id, now=…);
        share_from(runner, pt_id, date | None, now=…)
    services.caseload.rows(pt, now=…)  -> tuple[CaseloadRow, ...] in order of need;
        row(pt, runner_id, now=…) -> CaseloadRow; names(pt, now=…) -> tuple[LinkedRunner, ...], no look
    services.packets.packet(actor, runner_id, now=…) -> Packet: all evidence of one runner's weeks
    services.reviewing.release / agree(pt, runner_id, shown_sha256, ReviewRecord(because, …), now=…) -> Answer
    services.reviewing.override(pt, runner_id, shown_sha256, action, ReviewRecord(…), now=…, stage_id=…,
        may_run=…) -> Answer
    services.reviewing.close_finding(pt, runner_id, key, because, now=…, shown=…) / lift_hold(…) -> Answer
    services.reviewing.note_looked(pt, runner_id, key, kind, now=…)
    services.reviewing.write_note(pt, runner_id, words, now=…, reach=…)
    services.records.sign_clearance / sign_baseline / put_assessment(pt, runner_id, …, seen_revision=…, now=…)
    services.planning.text / draft(pt, runner_id, plan_id, version, now=…) -> TOML; edit a draft by
        program.with_stage(text, stage_id, stage) / with_new_stage(text, after_id, stage) /
        without_stage(text, stage_id), `stage` from program.stage_data: each gives the new text or a
        PlanError with all faults
    services.planning.save(pt, runner_id, text, because, now=…) -> Plan; choose(pt, …, stage_id=…)
    services.administration.people / add_person / revoke_role / sign_out / close_account / verify_audit
    services.rights.export(actor, person_id, binary_file, now=…); delete_everything(actor, person_id, now=…)
        -> Deleted (with the day until which backups hold it); who_looked(actor, now=…) -> tuple[Look, ...]
    services.backups.backup(OPERATOR, path, now=…) / restore(OPERATOR, path, now=…) / check(OPERATOR, now=…)
    services.weekly.run(OPERATOR, on=date, now=…) -> tuple[WeeklyLine, ...]
    services.upgrading.note(OPERATOR, now=…) once, after a new edition; report(OPERATOR, now=…)
        -> UpgradeReport; differences(actor, runner_id, now=…) -> tuple[Difference, ...]: a therapist's
        offers, or alone what is new; say_seen(actor, runner_id, now=…);
        settle(pt, runner_id, difference_id, takes=…, now=…)
    services.accounts.sign_out_everywhere(actor, now=…)

The command line on the server acts as `OPERATOR`. Mail goes out where `mail_settings(os.environ)`
is handed to `open_services(…, mail=…)`.

    services.demo.load_sample_runner(services, now=…)     -> Actor (import services.demo)
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from services.accepting import Identity
from services.accounts import Account, Accounts
from services.acts import Act
from services.administration import Administration, PersonLine
from services.ahead import DayAhead, days_ahead
from services.answers import Answer, Review, Standing, standing
from services.backups import BackupReport, Backups, RestoreReport
from services.care import BesideMe, Care, CareNote, CareReview
from services.caseload import Caseload, CaseloadRow, LinkedRunner, Need, StripDay
from services.context import Context, Mode, open_context
from services.deciding import Deciding, Today
from services.diary import Diary, DiaryEntry, Logged, SentCheckIn
from services.errors import (
    ConflictError,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    ServiceError,
    UnavailableError,
)
from services.importing import Importing, ImportVerdict, Pick, Upload
from services.invitations import Invitations, Preview, Sent
from services.links import Link, Links
from services.notices import Alert, MailSettings, mail_settings
from services.packet import Packet, Packets
from services.planning import PlanInForce, Planning
from services.policy import OPERATOR, Actor
from services.questions import RunQuestion
from services.records import Records, RunnerRecords
from services.register import BACKUPS_KEPT_FOR, backups_kept_for
from services.review import Reviewing, ReviewRecord
from services.rights import Deleted, Look, Rights
from services.run_lines import Run
from services.runs import HandRun, RunDetail, Runs
from services.sessions import HeldSession
from services.shown import as_shown
from services.symptom_weeks import SymptomWeek
from services.trends import AnswerMark, LookingBack, Trends, WeekAsked
from services.unsaved import Unsaved
from services.upgrading import Difference, UpgradeReport, Upgrading, try_upgrade
from services.weekly import Weekly, WeeklyLine

__all__ = [
    "OPERATOR",
    "Account",
    "Act",
    "Actor",
    "Alert",
    "Answer",
    "AnswerMark",
    "BackupReport",
    "BesideMe",
    "CareNote",
    "CareReview",
    "CaseloadRow",
    "ConflictError",
    "Context",
    "DayAhead",
    "Deleted",
    "DiaryEntry",
    "Difference",
    "HandRun",
    "HeldSession",
    "Identity",
    "ImportVerdict",
    "Link",
    "LinkedRunner",
    "Logged",
    "Look",
    "MailSettings",
    "Mode",
    "Need",
    "NotAllowedError",
    "NotFoundError",
    "Packet",
    "PersonLine",
    "Pick",
    "PlanInForce",
    "Preview",
    "RefusedError",
    "RestoreReport",
    "Review",
    "ReviewRecord",
    "Run",
    "RunDetail",
    "RunQuestion",
    "RunnerRecords",
    "Sent",
    "SentCheckIn",
    "ServiceError",
    "Services",
    "Standing",
    "StripDay",
    "SymptomWeek",
    "Today",
    "Trends",
    "UnavailableError",
    "UpgradeReport",
    "Upgrading",
    "Upload",
    "WeekAsked",
    "WeeklyLine",
    "as_shown",
    "backups_kept_for",
    "days_ahead",
    "mail_settings",
    "open_services",
    "standing",
    "try_upgrade",
]


@dataclass(frozen=True)
class Services:
    """All use cases, each topic by its name."""

    context: Context
    accounts: Accounts
    importing: Importing
    runs: Runs
    planning: Planning
    records: Records
    diary: Diary
    deciding: Deciding
    invitations: Invitations
    links: Links
    caseload: Caseload
    packets: Packets
    reviewing: Reviewing
    administration: Administration
    rights: Rights
    backups: Backups
    weekly: Weekly
    looking_back: LookingBack
    care: Care
    unsaved: Unsaved
    upgrading: Upgrading

    def __enter__(self) -> "Services":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection to the database; a use case that comes after opens one anew."""
        self.context.engine.dispose()

    @classmethod
    def on(cls, context: Context) -> "Services":
        """Make the services that work on one database."""
        return cls(
            context,
            Accounts(context),
            Importing(context),
            Runs(context),
            Planning(context),
            Records(context),
            Diary(context),
            Deciding(context),
            Invitations(context),
            Links(context),
            Caseload(context),
            Packets(context),
            Reviewing(context),
            Administration(context),
            Rights(context),
            Backups(context),
            Weekly(context),
            LookingBack(context),
            Care(context),
            Unsaved(context),
            Upgrading(context),
        )


def open_services(
    home: Path,
    *,
    database_url: str | None = None,
    mode: Mode = "alone",
    mail: MailSettings | None = None,
    backups_kept_for: timedelta = BACKUPS_KEPT_FOR,
) -> Services:
    """Open the data folder and its database, made or brought up to date where needed.

    Whoever opens closes: `with open_services(home) as services:`, or `services.close()`.
    """
    return Services.on(
        open_context(home, database_url=database_url, mode=mode, mail=mail, backups_kept_for=backups_kept_for)
    )
