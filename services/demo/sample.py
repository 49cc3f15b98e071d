"""The sample runner's weeks, lived through again by the ordinary use cases."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from program import CheckIn, SymptomEntry
from sample_data.runner import TIME_ZONE, SampleFile, SampleRunner, sample_runner
from services import Actor, Services, Upload
from services.dates import zone_of

_Step = tuple[datetime, Callable[[], object]]


def load_sample_runner(services: Services, *, now: datetime) -> Actor:
    """Put the sample runner's six weeks, ending today, into the store of alone mode, once.

    Each file, entry and check-in is brought in at the moment when it happened, and each
    progress but the newest is confirmed at the check-in, as a runner does.
    """
    actor = services.accounts.local_runner(now=now, time_zone=TIME_ZONE)
    runner_id = actor.person_id or ""
    if services.planning.in_force(actor, runner_id, now=now) is None:
        today = now.astimezone(zone_of(TIME_ZONE)).date()
        _Story(services, actor, runner_id, sample_runner(today)).live(until=now)
    return actor


class _Story:
    """One sample runner being lived through: what happens when, in order."""

    def __init__(self, services: Services, actor: Actor, runner_id: str, sample: SampleRunner) -> None:
        self._services = services
        self._actor = actor
        self._runner_id = runner_id
        self._sample = sample
        self._activity_ids: dict[str, str] = {}

    def live(self, *, until: datetime) -> None:
        first = min(file.start_utc for file in self._sample.files) - timedelta(days=1)
        self._begin(first)
        steps: list[_Step] = [
            (file.end_utc + timedelta(minutes=5), partial(self._import, file)) for file in self._sample.files
        ]
        steps += [(_moment(entry), partial(self._log, entry)) for entry in self._sample.symptoms]
        steps += [(_sent(check_in), partial(self._check_in, check_in)) for check_in in self._sample.check_ins]
        for at, step in sorted(steps, key=lambda item: item[0]):
            if at <= until:
                step()

    def _begin(self, now: datetime) -> None:
        sample, records = self._sample, self._services.records
        first = {"seen_revision": 0, "now": now}
        records.put_profile(self._actor, self._runner_id, sample.profile, **first)
        records.put_readiness(self._actor, self._runner_id, sample.readiness, **first)
        records.put_assessment(self._actor, self._runner_id, sample.assessment, **first)
        records.state_clearance(self._actor, self._runner_id, sample.clearance, **first)
        self._services.planning.choose(
            self._actor,
            self._runner_id,
            sample.plan.id,
            sample.plan.version,
            stage_id=sample.first_stage_id,
            now=now,
        )

    def _import(self, file: SampleFile) -> None:
        uploads = [Upload(file.name, file.content)]
        at = file.end_utc + timedelta(minutes=5)
        for verdict in self._services.importing.add_files(self._actor, self._runner_id, uploads, now=at):
            if verdict.activity_id:
                self._activity_ids[file.key] = verdict.activity_id

    def _log(self, entry: SymptomEntry) -> None:
        session = self._activity_ids.get(entry.session or "")
        tied = entry.model_copy(update={"session": session})
        self._services.diary.log(self._actor, self._runner_id, tied, now=_moment(entry))

    def _check_in(self, check_in: CheckIn) -> None:
        at = _sent(check_in)
        answer = self._services.diary.check_in(self._actor, self._runner_id, check_in, now=at).answer
        if answer.waits_for == "runner" and check_in.id != self._sample.waiting_check_in_id:
            self._services.deciding.confirm_progress(
                self._actor, self._runner_id, answer.decision_id, now=at + timedelta(minutes=1)
            )


def _moment(entry: SymptomEntry) -> datetime:
    if entry.at is None:
        raise ValueError(f"sample entry {entry.id} does not say when it was made")
    return entry.at


def _sent(check_in: CheckIn) -> datetime:
    if check_in.at is None:
        raise ValueError(f"sample check-in {check_in.id} does not say when it was sent")
    return check_in.at
