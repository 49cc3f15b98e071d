"""What is on record about a runner: profile, readiness, assessment, clearance, baseline, findings."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, model_validator

from program.diary import PainAt, Record, Score, Site

LoadTest = Literal[
    "walk_30_min",
    "single_leg_balance",
    "single_leg_squat",
    "jog_on_the_spot",
    "forward_bounds",
    "hop_in_place",
    "running_man",
]
StrengthTest = Literal["calf_raise", "bridge", "single_leg_sit_to_stand", "side_lying_abduction"]
UsualName = Literal["leak_urine", "leak_stool", "leak_wind", "scar", "doming"]
Who = Literal["none", "runner", "pt", "medical"]
Quality = Literal["good", "working_on_it", "not_yet", "not_tested"]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Profile(Record):
    """Who runs."""

    birth_date: date | None = Field(
        default=None, description="The day the runner gave birth; null where unknown or where she did not."
    )
    kind_of_birth: Literal["vaginal", "assisted", "caesarean"] | None = Field(
        default=None, description="Kept for the PT; the 12 weeks and the assessment hold for every kind."
    )
    pelvic_questions: bool | None = Field(
        default=None,
        description="Whether the pelvic questions apply: true for anybody who has given birth or has"
        " pelvic floor symptoms. Plans for after birth always ask them; elsewhere null is unknown.",
    )
    region: str | None = Field(
        default=None, description="Whose emergency numbers are shown: uk, us; else the generic ones."
    )
    feeding: Literal["not_feeding", "breastfeeding", "mixed"] | None = Field(
        default=None, description="How the baby is fed."
    )


class Readiness(Record):
    """What the runner or her PT answered before impact. Null is unknown, never fine."""

    core_rehab_done: bool | None = Field(default=None, description="Deep core rehabilitation is done.")
    pelvic_floor_rehab_done: bool | None = Field(
        default=None, description="Pelvic floor rehabilitation is done."
    )
    incontinence: Literal["none", "as_baseline", "present"] | None = Field(
        default=None, description="Leak of urine, stool or wind in daily life. present: do not begin."
    )
    girdle_pain: tuple[PainAt, ...] | None = Field(
        default=None,
        description="Pain at the pubic symphysis, tailbone, hip, low back or sacroiliac joint; [] is none.",
    )
    sleep_hours_per_night: Annotated[float, Field(ge=0, le=24)] | None = Field(
        default=None, description="Sleep in an ordinary night, kept for the PT; each week asks again."
    )
    walk_30_min_symptom_free: bool | None = Field(
        default=None, description="A brisk walk of 30 minutes goes without pain, limp or any pelvic symptom."
    )


class LoadTestResult(Record):
    """One load or impact test at its full dose."""

    test: LoadTest = Field(description="Which test; the doses stand in readiness.toml.")
    symptom_free: bool | None = Field(
        default=None, description="No pain, heaviness, dragging or leak during or after; null: not done."
    )


class StrengthResult(Record):
    """Repetitions of one strength test, each side counted. Weakness is a goal of training, not a bar."""

    test: StrengthTest = Field(description="Which test.")
    left: Annotated[int, Field(ge=0)] | None = Field(default=None, description="Repetitions on the left.")
    right: Annotated[int, Field(ge=0)] | None = Field(default=None, description="Repetitions on the right.")


class Assessment(Record):
    """A PT's examination before high impact."""

    assessed_on: date = Field(description="The day of the examination.")
    assessed_by: Name = Field(description="The name of the PT.")
    pelvic_health_pt: bool | None = Field(
        default=None, description="Whether the examiner is a pelvic health PT."
    )
    breathing_and_rib_cage: Quality | None = Field(default=None, description="Breathing and rib cage.")
    pelvis_alignment: Quality | None = Field(default=None, description="Alignment of the pelvis.")
    deep_core_coordination: Quality | None = Field(default=None, description="Deep core: coordination.")
    deep_core_strength: Quality | None = Field(default=None, description="Deep core: strength.")
    pelvic_floor_squeeze: Quality | None = Field(default=None, description="Pelvic floor: squeeze.")
    pelvic_floor_lift: Quality | None = Field(default=None, description="Pelvic floor: lift.")
    pelvic_floor_relax: Quality | None = Field(default=None, description="Pelvic floor: relax.")
    thoracic_motion: Quality | None = Field(default=None, description="Motion of the upper back.")
    lumbar_motion: Quality | None = Field(default=None, description="Motion of the low back.")
    hip_mobility: Quality | None = Field(default=None, description="Hip mobility.")
    squat_and_hinge: Quality | None = Field(default=None, description="Squat and hinge.")
    single_leg_balance: Quality | None = Field(default=None, description="Balance on one leg.")
    running_mechanics: Quality | None = Field(default=None, description="Running mechanics.")
    strength: tuple[StrengthResult, ...] = Field(default=(), description="The four strength tests.")
    load_tests: tuple[LoadTestResult, ...] = Field(
        default=(), description="The load and impact tests; a test that is not listed is unknown."
    )
    notes: str | None = Field(default=None, max_length=4000, description="The PT's own words.")


class Clearance(Record):
    """A signature under one plan."""

    plan: str = Field(description="The plan it is for.")
    plan_version: int = Field(description="The version it is for.", ge=1)
    signed_by: Name = Field(description="The name of who signed; the runner herself where self-stated.")
    signed_on: date = Field(description="The day of the signature.")
    role: Literal["pt", "self_stated"] = Field(
        default="pt", description="self_stated: the runner alone says who examined her and when."
    )
    examined_by: Name | None = Field(default=None, description="For self-stated: who examined her.")
    examined_on: date | None = Field(default=None, description="For self-stated: when.")
    valid_until: date | None = Field(
        default=None, description="The last day it holds; null: as long as the plan says."
    )
    withdrawn_on: date | None = Field(default=None, description="The day it was taken back.")

    @model_validator(mode="after")
    def _self_stated_says_who(self) -> "Clearance":
        if self.role == "self_stated" and (self.examined_by is None or self.examined_on is None):
            raise ValueError("a self-stated clearance names who examined the runner, and when")
        return self


class UsualItem(Record):
    """One symptom as it usually is, in absolute terms, so that 'the same' can be told from 'worse'."""

    item: Literal["leak_urine", "leak_stool", "leak_wind", "scar", "doming"] = Field(
        description="Which item."
    )
    described: Annotated[str, Field(min_length=3, max_length=500)] = Field(
        description="How much and how often, in numbers: 'a few drops on a sneeze, twice a week'."
    )


class UsualPain(Record):
    """Pain at one site as it usually is."""

    site: Site = Field(description="Where.")
    score_0_10: Score = Field(description="The usual score.")


class Baseline(Record):
    """What is usual for this runner, signed by a PT. Unsigned, nothing counts as usual."""

    signed_by: Name | None = Field(default=None, description="The PT; null: not signed.")
    signed_on: date | None = Field(default=None, description="The day of the signature.")
    usual: tuple[UsualItem, ...] = Field(default=(), description="The items that are usual, in numbers.")
    heaviness_0_10: Score | None = Field(default=None, description="The usual heaviness.")
    pain: tuple[UsualPain, ...] = Field(default=(), description="The usual pain at pelvic girdle sites.")


class Closure(Record):
    """Who closed a finding, when and why."""

    closed_by: Name = Field(description="A named person.")
    closed_at: AwareDatetime = Field(description="When.")
    reason: Annotated[str, Field(min_length=3, max_length=2000)] = Field(description="Why.")
    role: Literal["pt", "medical", "self_stated"] = Field(description="Who that is.")
    examined_by: Name | None = Field(default=None, description="For self-stated: who examined the runner.")
    examined_on: date | None = Field(default=None, description="For self-stated: when.")

    @model_validator(mode="after")
    def _self_stated_says_who(self) -> "Closure":
        if self.role == "self_stated" and (self.examined_by is None or self.examined_on is None):
            raise ValueError("a self-stated closure names who examined the runner, and when")
        return self


class FindingRecord(Record):
    """A stop or key sign on record; open until `closed` says who closed it and why."""

    id: str = Field(min_length=1, description="Unique in the case.")
    gate: str = Field(description="The gate that opened it.")
    kind: Literal["stop", "key_sign"] = Field(description="stop: nothing until it is looked at.")
    opened_at: AwareDatetime | None = Field(default=None, description="When it was opened.")
    release_by: Literal["pt", "medical"] = Field(default="pt", description="Who has to look at it.")
    because_of: tuple[str, ...] = Field(default=(), description="The ids of the entries behind it.")
    closed: Closure | None = Field(default=None, description="Null: still open.")


class StageChange(Record):
    """One step of the stage history."""

    at: AwareDatetime = Field(description="When the stage was entered.")
    stage: str = Field(description="The stage entered.")
    kind: Literal["cleared", "progress", "regress", "placed"] = Field(
        description="cleared: the start; placed: put there by a PT, or by the runner alone after a break."
    )


class StandingRelease(Record):
    """A release rule that outlives the link it was made under, until a new clearance."""

    release_by: Literal["pt", "medical"] = Field(description="Who has to agree.")
    since: date = Field(description="The day the link ended.")
    reason: str | None = Field(default=None, description="What waited, was held or was overridden.")


class Hold(Record):
    """What a PT ordered over the machine's answer: no progress, or no running, until lifted."""

    kind: Literal["no_progress", "no_running"] = Field(description="What is not allowed.")
    ordered_by: Name = Field(description="The PT.")
    ordered_on: date = Field(description="The day.")
    reason: Annotated[str, Field(min_length=3, max_length=2000)] = Field(description="Why.")
    lifted_by: Name | None = Field(default=None, description="Who lifted it; null: it stands.")
    lifted_on: date | None = Field(default=None, description="The day it was lifted.")


class RunAnswer(Record):
    """What she says of one recording: whether it was running, whether it is the same run, when it began.

    `cut_off`: whether the rides at its ends are left out where it is shown; no decision reads that.
    """

    activity: str = Field(min_length=1, description="The recording, or the run that she told of.")
    question: Literal["ran", "same_run", "when", "cut_off"] = Field(description="What was asked.")
    says: bool = Field(description="Yes or no.")
    start: AwareDatetime | None = Field(
        default=None, description="Of `when` its start, with the offset of the clock where she was."
    )


class RunAnswers(Record):
    """All that she answered about her recordings, the oldest first; of one question the last counts."""

    answers: tuple[RunAnswer, ...] = ()
