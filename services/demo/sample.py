"""The sample runner's weeks, lived through again: alone, or with a therapist beside her."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from program import CheckIn, Clearance, SymptomEntry
from sample_data.runner import PT_NAME, TIME_ZONE, SampleFile, SampleRunner, sample_runner
from services import Actor, Services, Upload
from services.dates import zone_of
from services.review import ReviewRecord

#: Something that happens at an instant.
Step = tuple[datetime, Callable[[], object]]
#: Is told how many of how many steps are done.
OnStep = Callable[[int, int], object]


def load_sample_runner(services: Services, *, now: datetime) -> Actor:
    """Put the sample runner's six weeks, ending today, into the store of alone mode, once.

    Each file, entry and check-in is brought in at the moment when it happened, and each
    progress but the newest is confirmed at the check-in, as a runner does.
    """
    actor = services.accounts.local_runner(now=now, time_zone=TIME_ZONE)
    if services.planning.in_force(actor, actor.person_id or "", now=now) is None:
        sample = sample_runner(now.astimezone(zone_of(TIME_ZONE)).date())
        live(SampleLife(services, actor, None, sample).steps(), until=now)
    return actor


def began(sample: SampleRunner) -> datetime:
    """When the sample runner starts with Stridegate: the day before her first run."""
    return min(file.start_utc for file in sample.files) - timedelta(days=1)


def live(steps: list[Step], *, until: datetime, on_step: OnStep | None = None) -> None:
    """Let everything happen in its order, up to an instant."""
    due = sorted((item for item in steps if item[0] <= until), key=lambda item: item[0])
    for done, (_, step) in enumerate(due):
        if on_step is not None:
            on_step(done, len(due))
        step()


class SampleLife:
    """One sample runner being lived through: what happens when. Without a therapist she is alone."""

    def __init__(
        self, services: Services, runner: Actor, therapist: Actor | None, sample: SampleRunner
    ) -> None:
        self._services = services
        self._runner = runner
        self._therapist = therapist
        self._runner_id = runner.person_id or ""
        self._sample = sample
        self._activity_ids: dict[str, str] = {}

    def steps(self) -> list[Step]:
        """Everything that happens, each with its instant."""
        sample, begin = self._sample, began(self._sample)
        steps: list[Step] = [(begin, partial(self._begin, begin))]
        steps += [(file.end_utc + timedelta(minutes=5), partial(self._import, file)) for file in sample.files]
        steps += [(_moment(entry), partial(self._log, entry)) for entry in sample.symptoms]
        steps += [(_sent(check_in), partial(self._check_in, check_in)) for check_in in sample.check_ins]
        return steps

    def _begin(self, now: datetime) -> None:
        sample, records = self._sample, self._services.records
        first = {"seen_revision": 0, "now": now}
        by = self._therapist or self._runner
        records.put_profile(self._runner, self._runner_id, sample.profile, **first)
        records.put_readiness(self._runner, self._runner_id, sample.readiness, **first)
        records.put_assessment(by, self._runner_id, sample.assessment, **first)
        if self._therapist is None:
            records.state_clearance(by, self._runner_id, sample.clearance, **first)
        else:
            records.sign_clearance(by, self._runner_id, signed(sample.clearance), **first)
        self._services.planning.choose(
            by,
            self._runner_id,
            sample.plan.id,
            sample.plan.version,
            stage_id=sample.first_stage_id,
            now=now,
        )

    def _import(self, file: SampleFile) -> None:
        uploads = [Upload(file.name, file.content)]
        at = file.end_utc + timedelta(minutes=5)
        for verdict in self._services.importing.add_files(self._runner, self._runner_id, uploads, now=at):
            if verdict.activity_id:
                self._activity_ids[file.key] = verdict.activity_id

    def _log(self, entry: SymptomEntry) -> None:
        session = self._activity_ids.get(entry.session or "")
        tied = entry.model_copy(update={"session": session})
        self._services.diary.log(self._runner, self._runner_id, tied, now=_moment(entry))
        if entry.phase == "next_morning":
            self._close_answered(_moment(entry) + timedelta(minutes=1))

    def _close_answered(self, now: datetime) -> None:
        """Close what waited for the morning after a run that was too long, once that is answered."""
        by = self._therapist or self._runner
        close = (self._services.reviewing if self._therapist else self._services.deciding).close_finding
        for found in self._services.deciding.today(self._runner, self._runner_id, now=now).open_findings:
            if found.is_answered:
                close(by, self._runner_id, found.key, "The morning after was quiet.", now=now)

    def _check_in(self, check_in: CheckIn) -> None:
        at = _sent(check_in)
        answer = self._services.diary.check_in(self._runner, self._runner_id, check_in, now=at).answer
        if check_in.id == self._sample.waiting_check_in_id:
            return
        if answer.waits_for == "runner":
            self._services.deciding.confirm_progress(
                self._runner, self._runner_id, answer.shown_sha256, now=at + timedelta(minutes=1)
            )
        elif answer.waits_for == "pt" and self._therapist is not None:
            record = ReviewRecord("All as planned, all quiet. On to the next step.", minutes=4)
            self._services.reviewing.release(
                self._therapist, self._runner_id, answer.shown_sha256, record, now=at + timedelta(hours=1)
            )


def signed(stated: Clearance) -> Clearance:
    """A clearance as the therapist herself signs it."""
    return Clearance(
        plan=stated.plan,
        plan_version=stated.plan_version,
        signed_by=PT_NAME,
        signed_on=stated.signed_on,
    )


def _moment(entry: SymptomEntry) -> datetime:
    if entry.at is None:
        raise ValueError(f"sample entry {entry.id} does not say when it was made")
    return entry.at


def _sent(check_in: CheckIn) -> datetime:
    if check_in.at is None:
        raise ValueError(f"sample check-in {check_in.id} does not say when it was sent")
    return check_in.at
