"""The demo's clinic: a therapist, the sample runner, and eleven others whose weeks tell other stories."""

from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from program import SessionPlan, SymptomEntry
from sample_data import caseload
from sample_data.caseload import STORIES, Outing, Story
from sample_data.runner import PT_NAME, TIME_ZONE, SampleRunner, sample_runner
from services import OPERATOR, Actor, HandRun, Identity, NotAllowedError, ReviewRecord, Services, Upload
from services.dates import zone_of
from services.demo.sample import OnStep, SampleLife, Step, began, live, signed

#: No provider has this name, so nobody on a real server can be one of the demo's people.
DEMO_ISSUER = "stridegate:demo"
RUNNER, THERAPIST = "runner", "therapist"
RUNNER_NAME = "Sam Sample"
RUNNER_NOTE = "Calm and steady. Stay with a pace at which you can talk, and tell me if the knee comes back."
_REACH = "By telephone, Monday to Friday, 9 to 12, or one to one after a message."


def load_demo(services: Services, *, now: datetime, on_step: OnStep | None = None) -> None:
    """Put the demo's clinic, its weeks ending now, into a clinic's empty store, once.

    Everything is brought in at the moment when it happened, by whoever does it, so that each
    decision, release and note is one that the use cases made. `on_step` is told how many of
    all these moments have been lived through.
    """
    try:
        services.accounts.sign_in(
            issuer=DEMO_ISSUER,
            subject=THERAPIST,
            email=None,
            email_verified=False,
            signed_in_utc=now,
            expires_utc=None,
        )
    except NotAllowedError:
        _live_through(services, now, on_step)


def _live_through(services: Services, now: datetime, on_step: OnStep | None) -> None:
    today = now.astimezone(zone_of(TIME_ZONE)).date()
    sample = sample_runner(today)
    opened = began(sample) - timedelta(days=1)
    token = services.invitations.invite(OPERATOR, None, "pt", now=opened).token
    therapist = services.invitations.accept(token, _identity(THERAPIST, PT_NAME, opened), now=opened)
    runner = _join(services, therapist, RUNNER, RUNNER_NAME, opened)
    steps = SampleLife(services, runner, therapist, sample).steps()
    noted = opened + timedelta(days=22)
    steps.append((noted, partial(_write_note, services, therapist, runner, RUNNER_NOTE, noted)))
    for number, story in enumerate(STORIES):
        steps += _StoryLife(services, therapist, story, sample, today, now, number).steps()
    live(steps, until=now, on_step=on_step)


def _write_note(services: Services, therapist: Actor, runner: Actor, words: str, now: datetime) -> None:
    services.reviewing.write_note(therapist, runner.person_id or "", words, reach=_REACH, now=now)


def _identity(subject: str, name: str, now: datetime) -> Identity:
    return Identity(DEMO_ISSUER, subject, None, False, name, now, None)


def _join(services: Services, therapist: Actor, subject: str, name: str, now: datetime) -> Actor:
    token = services.invitations.invite_runner(therapist, None, now=now).token
    return services.invitations.accept(token, _identity(subject, name, now), now=now, time_zone=TIME_ZONE)


class _StoryLife:
    """One runner of the caseload being lived through."""

    def __init__(
        self,
        services: Services,
        therapist: Actor,
        story: Story,
        sample: SampleRunner,
        today: date,
        now: datetime,
        number: int,
    ) -> None:
        self._services = services
        self._therapist = therapist
        self._story = story
        self._sample = sample
        self._today = today
        self._now = now
        self._number = number
        self._runner = therapist
        self._activity_ids: dict[int, str] = {}
        self._way_length = self._done = 0

    def steps(self) -> list[Step]:
        """Everything that happens, each with its instant."""
        story = self._story
        steps: list[Step] = [self._step(self._begin, story.placed_day, caseload.PLACED_AT)]
        for outing in story.outings:
            steps.append(self._step(self._go_out, outing.day, caseload.IMPORT_AT, outing))
            if outing.felt is not None:
                steps.append(self._step(self._note, outing.day, caseload.NOTE_AT, outing, "after"))
                steps.append(self._step(self._note, outing.day + 1, caseload.NOTE_AT, outing, "next_morning"))
        steps += [self._step(self._check_in, day, caseload.CHECK_IN_AT, day) for day in story.check_in_days]
        if story.examined_day is not None:
            steps.append(self._step(self._examine, story.examined_day, caseload.REVIEW_AT))
        if story.note is not None:
            steps.append(self._step(self._write, max(story.check_in_days), caseload.REVIEW_AT))
        if story.said is not None:
            at = self._now - timedelta(hours=story.said_hours_ago)
            steps.append((at, partial(self._log, caseload.entry(story.said, at, None, "day"), at)))
        return steps

    def _step(self, what, day: int, at: timedelta, *details: object) -> Step:
        moment = self._at(day, at)
        return moment, partial(what, *details, moment)

    def _at(self, day: int, at: timedelta) -> datetime:
        midnight = datetime.combine(self._today + timedelta(days=day), time(), zone_of(TIME_ZONE))
        return midnight.astimezone(UTC) + at

    @property
    def _runner_id(self) -> str:
        return self._runner.person_id or ""

    def _begin(self, now: datetime) -> None:
        story, records = self._story, self._services.records
        self._runner = _join(self._services, self._therapist, story.key, story.name, now)
        first = {"seen_revision": 0, "now": now}
        profile = caseload.profile_of(story, self._today)
        records.put_profile(self._runner, self._runner_id, profile, **first)
        if story.stage_id is None:
            return
        on = now.date() - timedelta(days=1)
        assessment = self._sample.assessment.model_copy(update={"assessed_on": on})
        clearance = signed(self._sample.clearance).model_copy(update={"signed_on": on})
        records.put_readiness(self._runner, self._runner_id, self._sample.readiness, **first)
        records.put_assessment(self._therapist, self._runner_id, assessment, **first)
        records.sign_clearance(self._therapist, self._runner_id, clearance, **first)
        plan = self._sample.plan
        self._services.planning.choose(
            self._therapist, self._runner_id, plan.id, plan.version, stage_id=story.stage_id, now=now
        )

    def _go_out(self, outing: Outing, now: datetime) -> None:
        """Do what the plan asks for next."""
        start = self._at(outing.day, caseload.RUN_AT)
        due = self._due(start)
        if self._story.by_hand:
            told = HandRun(
                start, sum(step.duration_s or 0.0 for step in due.steps), 0.0, None, "as_prescribed"
            )
            self._activity_ids[outing.day] = self._services.runs.add_by_hand(
                self._runner, self._runner_id, told, now=now
            )
            return
        seed = 100 * self._number - outing.day
        content = caseload.recording(start, due.steps, seed, outing.twist)
        uploads = [Upload(f"{self._story.key}{outing.day}.gpx", content)]
        for verdict in self._services.importing.add_files(self._runner, self._runner_id, uploads, now=now):
            if verdict.activity_id:
                self._activity_ids[outing.day] = verdict.activity_id

    def _due(self, now: datetime) -> SessionPlan:
        """The session that comes next in her stage, as long as each of them is done as asked."""
        here = self._services.planning.in_force(self._runner, self._runner_id, now=now)
        if here is None or here.stage_id is None:
            raise ValueError(f"the story of {self._story.name} has a run before a stage")
        if len(here.way) != self._way_length:
            self._way_length, self._done = len(here.way), 0
        stage = here.plan.stage(here.stage_id)
        self._done += 1
        return stage.session(stage.required[(self._done - 1) % len(stage.required)])

    def _note(self, outing: Outing, phase, now: datetime) -> None:
        session = self._activity_ids.get(outing.day)
        felt = outing.felt if outing.felt and phase == "after" else "fine"
        if session is not None:
            self._log(caseload.entry(felt, now, session, phase), now)

    def _log(self, entry: SymptomEntry, now: datetime) -> None:
        self._services.diary.log(self._runner, self._runner_id, entry, now=now)

    def _check_in(self, day: int, now: datetime) -> None:
        on = self._today + timedelta(days=day)
        told = caseload.check_in(now, on, is_ill=day == self._story.ill_day)
        answer = self._services.diary.check_in(self._runner, self._runner_id, told, now=now).answer
        later = now + timedelta(hours=1)
        if answer.waits_for == "pt" and later <= self._now and answer.decision.next_stage is not None:
            record = ReviewRecord("As planned, and quiet.", minutes=3)
            self._services.reviewing.release(
                self._therapist, self._runner_id, answer.shown_sha256, record, now=later
            )

    def _examine(self, now: datetime) -> None:
        """Close what is open, after an examination."""
        today = self._services.deciding.today(self._therapist, self._runner_id, now=now)
        for found in today.open_findings:
            self._services.reviewing.close_finding(
                self._therapist,
                self._runner_id,
                found.key,
                "Examined: strength and control are good again. One step lower, then on.",
                now=now,
                shown=frozenset(found.entries),
                examined_by=PT_NAME,
                profession="physiotherapist",
                examined_on=now.date(),
            )

    def _write(self, now: datetime) -> None:
        _write_note(self._services, self._therapist, self._runner, self._story.note or "", now)
