"""The sample runner: her files, what each of them shows, and everything she noted, up to a given day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from program import Plan, shipped_plans
from program.diary import CheckIn, PainAt, SymptomEntry
from program.record import Assessment, Clearance, LoadTestResult, Profile, Readiness
from sample_data import story
from sample_data.gait import Span, Step, follow, with_longer, with_pause
from sample_data.shift import shifted_fit, shifted_gpx
from sample_data.story import CHAPTERS, Chapter

#: The plan she follows, by id and version.
PLAN_KEY = ("postnatal-graded", 1)
#: The last day of the six weeks in the files that lie beside this module.
CANONICAL_END = date(2026, 3, 1)
UTC_OFFSET = timedelta(hours=1)
TIME_ZONE = "Europe/Berlin"
PT_NAME = "Sample Therapist, pelvic health PT"

CadenceRule = Literal["fit_strides_doubled", "gpx_strides_doubled", "gpx_steps"]
Outcome = Literal["as_prescribed", "partly", "exceeded"]


@dataclass(frozen=True)
class Expected:
    """What ingest and analysis have to find in one file, in seconds."""

    run_bouts_s: tuple[int, ...]
    walk_time_s: int
    pause_time_s: int
    elapsed_time_s: int
    cadence_rule: CadenceRule
    bouts_source: Literal["device", "detected"]
    outcome: Outcome
    lap_count: int | None
    workout_step_count: int

    @property
    def run_time_s(self) -> int:
        """All running, in seconds."""
        return sum(self.run_bouts_s)


@dataclass(frozen=True)
class SampleFile:
    """One file of the six weeks; `key` names its run in the symptom entries."""

    key: str
    name: str
    content: bytes
    shows: str
    start_utc: datetime
    local_date: date
    stage_id: str
    session_id: str
    expected: Expected

    @property
    def end_utc(self) -> datetime:
        """When the recording ended."""
        return self.start_utc + timedelta(seconds=self.expected.elapsed_time_s)


@dataclass(frozen=True)
class SampleRunner:
    """Six weeks of one runner, everything dated against the last day of them.

    `session` of a symptom entry is the `key` of a file. What she noted and when is in the
    order in which it happened, so that the weeks can be lived through again.
    """

    end: date
    plan: Plan
    first_stage_id: str
    profile: Profile
    readiness: Readiness
    assessment: Assessment
    clearance: Clearance
    files: tuple[SampleFile, ...]
    symptoms: tuple[SymptomEntry, ...]
    check_ins: tuple[CheckIn, ...]
    #: The check-in whose answer she has not said yes to yet.
    waiting_check_in_id: str


def sample_runner(end: date) -> SampleRunner:
    """The sample runner whose six weeks end on `end`, made from the files beside this module."""
    plan = shipped_plans()[PLAN_KEY]
    made = tuple(_sample_file(plan, chapter, end) for chapter in CHAPTERS)
    return SampleRunner(
        end=end,
        plan=plan,
        first_stage_id=stage_and_session(plan, CHAPTERS[0])[0],
        profile=Profile(
            birth_date=_day(end, story.BIRTH_DAY),
            kind_of_birth="vaginal",
            pelvic_questions=True,
            feeding="breastfeeding",
        ),
        readiness=Readiness(
            core_rehab_done=True,
            pelvic_floor_rehab_done=True,
            incontinence="none",
            girdle_pain=(),
            walk_30_min_symptom_free=True,
        ),
        assessment=_assessment(end),
        clearance=Clearance(
            plan=plan.id,
            plan_version=plan.version,
            signed_by="Sample Runner",
            signed_on=_day(end, story.CLEARED_DAY),
            role="self_stated",
            examined_by=PT_NAME,
            examined_on=_day(end, story.EXAMINED_DAY),
        ),
        files=made,
        symptoms=tuple(entry for file in made for entry in _entries(file)),
        check_ins=tuple(_check_in(end, day) for day in story.CHECK_IN_DAYS),
        waiting_check_in_id=_check_in_id(story.CHECK_IN_DAYS[-1]),
    )


def _assessment(end: date) -> Assessment:
    tests = (
        "walk_30_min",
        "single_leg_balance",
        "single_leg_squat",
        "jog_on_the_spot",
        "forward_bounds",
        "hop_in_place",
        "running_man",
    )
    return Assessment(
        assessed_on=_day(end, story.EXAMINED_DAY),
        assessed_by=PT_NAME,
        pelvic_health_pt=True,
        load_tests=tuple(LoadTestResult(test=test, symptom_free=True) for test in tests),
    )


def _day(end: date, day: int) -> date:
    return end + timedelta(days=day)


def _at(end: date, day: int, local: tuple[int, int]) -> datetime:
    """A local wall-clock time on a day of the six weeks, as UTC."""
    on = _day(end, day)
    return datetime(on.year, on.month, on.day, *local, tzinfo=UTC) - UTC_OFFSET


def start_of(chapter: Chapter, end: date) -> datetime:
    """When a run of the six weeks begins, in UTC."""
    return _at(end, chapter.day, chapter.local_start)


def stage_and_session(plan: Plan, chapter: Chapter) -> tuple[str, str]:
    """The ids of the stage and the session that a chapter follows."""
    stage = [stage for stage in plan.stages if stage.kind == "running"][chapter.stage]
    return stage.id, stage.required[chapter.session]


def prescribed(plan: Plan, chapter: Chapter) -> tuple[Step, ...]:
    """The steps that the plan asks for in a chapter's session."""
    stage_id, session_id = stage_and_session(plan, chapter)
    return plan.stage(stage_id).session(session_id).steps


def spans_of(plan: Plan, chapter: Chapter) -> list[Span]:
    """What she really did in a chapter."""
    spans = follow(prescribed(plan, chapter), chapter.seed)
    if chapter.twist == "pause":
        return with_pause(spans, after=story.PAUSE_AFTER_SPAN, seconds=story.PAUSE_S)
    if chapter.twist == "overshoot":
        last_run = max(index for index, span in enumerate(spans) if span.kind == "run")
        return with_longer(spans, index=last_run, seconds=story.OVERSHOOT_S)
    return spans


def expected_of(plan: Plan, chapter: Chapter) -> Expected:
    """What has to be found in a chapter's file; the test holds the analysis against it."""
    spans = spans_of(plan, chapter)
    rules: dict[str, CadenceRule] = {
        "fit": "fit_strides_doubled",
        "gpx_steps": "gpx_steps",
        "gpx_strides": "gpx_strides_doubled",
    }
    step_count = len(prescribed(plan, chapter)) if chapter.workout else 0
    return Expected(
        run_bouts_s=tuple(span.seconds for span in spans if span.kind == "run"),
        walk_time_s=_seconds(spans, "walk"),
        pause_time_s=_seconds(spans, "pause"),
        elapsed_time_s=sum(span.seconds for span in spans),
        cadence_rule=rules[chapter.medium],
        bouts_source="device" if chapter.device_splits else "detected",
        outcome="exceeded" if chapter.twist == "overshoot" else "as_prescribed",
        lap_count=step_count or None,
        workout_step_count=step_count,
    )


def _seconds(spans: Sequence[Span], kind: str) -> int:
    return sum(span.seconds for span in spans if span.kind == kind)


@cache
def _stored(name: str) -> bytes:
    return (files("sample_data") / "files" / name).read_bytes()


def _sample_file(plan: Plan, chapter: Chapter, end: date) -> SampleFile:
    shift = end - CANONICAL_END
    move = shifted_fit if chapter.medium == "fit" else shifted_gpx
    stage_id, session_id = stage_and_session(plan, chapter)
    return SampleFile(
        key=chapter.key,
        name=chapter.file_name,
        content=move(_stored(chapter.file_name), shift),
        shows=chapter.shows,
        start_utc=start_of(chapter, end),
        local_date=_day(end, chapter.day),
        stage_id=stage_id,
        session_id=session_id,
        expected=expected_of(plan, chapter),
    )


def _entries(file: SampleFile) -> list[SymptomEntry]:
    """Right after the run and the next morning; and a day later where the pain was amber."""
    sore = file.key == story.SORE_KNEE_AFTER
    after = file.end_utc + timedelta(minutes=12)
    morning = file.start_utc + timedelta(days=1)
    entries = [
        _quiet(file, "after", after).model_copy(update={"effort_0_10": 3, "scar": "none", "doming": "none"}),
        _quiet(file, "next_morning", morning),
    ]
    if sore:
        knee = PainAt(
            site="knee",
            score_0_10=story.SORE_KNEE_0_10,
            on_bone=False,
            builds_up=False,
            limp=False,
            at_night=False,
        )
        entries[0] = entries[0].model_copy(update={"pain": (knee,)})
        entries.append(_quiet(file, "day_after", morning + timedelta(hours=3)))
    return entries


def _quiet(
    file: SampleFile, phase: Literal["after", "next_morning", "day_after"], at: datetime
) -> SymptomEntry:
    """An entry in which every question was answered with 'nothing'."""
    return SymptomEntry(
        id=f"{file.key}-{phase}",
        phase=phase,
        session=file.key,
        at=at,
        local_date=(at + UTC_OFFSET).date(),
        signs=(),
        leak_urine="none",
        leak_stool="none",
        leak_wind="none",
        heaviness_0_10=0,
        bleeding="none",
        pain=(),
    )


def _check_in_id(day: int) -> str:
    return f"check-in{day}"


def _check_in(end: date, day: int) -> CheckIn:
    return CheckIn(
        id=_check_in_id(day),
        date=_day(end, day),
        at=_at(end, day, story.CHECK_IN_LOCAL),
        sleep_hours_per_night=6.5,
        feeding="going_well",
        energy="good",
        mood="good",
        harm_thoughts=False,
        illness="none",
        confidence_0_10=7,
        outside_runs="none",
        signs=(),
    )
