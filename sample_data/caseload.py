"""The runners beside the sample runner in the demo's caseload: eleven short stories, told in days.

Days count from today (day 0). What each of them runs is what her plan asks for on that day, so a
story only says when she ran, what was different about it, and what she noted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from program.diary import CheckIn, PainAt, SymptomEntry
from program.record import Profile
from sample_data.gait import Span, Step, follow, simulate, with_longer
from sample_data.gpx_file import write_gpx
from sample_data.story import OVERSHOOT_S

Felt = Literal["fine", "leak", "sore_knee", "clot"]
Twist = Literal["overshoot", "too_few"]

#: When things happen on a day, local time.
PLACED_AT, RUN_AT, IMPORT_AT, NOTE_AT, CHECK_IN_AT, REVIEW_AT = (
    timedelta(hours=hours) for hours in (6.0, 7.2, 8.5, 8.6, 19.5, 20.5)
)
#: Points of the recordings: an app that saves every second second.
SPARSE_S = 2
QUIET: Mapping[str, Any] = {
    "signs": (),
    "leak_urine": "none",
    "leak_stool": "none",
    "leak_wind": "none",
    "heaviness_0_10": 0,
    "bleeding": "none",
    "scar": "none",
    "doming": "none",
    "pain": (),
}
_KNEE = PainAt(site="knee", score_0_10=6, on_bone=False, builds_up=True, limp=False, at_night=False)
CHANGES: Mapping[Felt, Mapping[str, Any]] = {
    "fine": {},
    "leak": {"leak_urine": "new_or_worse"},
    "sore_knee": {"pain": (_KNEE,), "effort_0_10": 6},
    "clot": {"signs": ("calf_clot",)},
}


@dataclass(frozen=True)
class Outing:
    """One session: what was different about it, and how it felt afterwards; null: she noted nothing."""

    day: int
    twist: Twist | None = None
    felt: Felt | None = "fine"


@dataclass(frozen=True)
class Story:
    """One runner of the caseload.

    `stage_id` is where she was placed on `placed_day`; null: she only just accepted the invitation.
    `ill_day` is a check-in that tells of a fever, `said_hours_ago` a note without a run, and
    `examined_day` the day on which her therapist closed what was open. `by_hand` are sessions
    that no watch recorded.
    """

    key: str
    name: str
    birth_day: int
    placed_day: int
    stage_id: str | None
    outings: Sequence[Outing] = ()
    by_hand: bool = False
    check_in_days: Sequence[int] = ()
    ill_day: int | None = None
    said: Felt | None = None
    said_hours_ago: float = 0.0
    examined_day: int | None = None
    note: str | None = None


def _on(*days: int, felt: Felt | None = "fine") -> tuple[Outing, ...]:
    return tuple(Outing(day, felt=felt) for day in days)


STORIES: Sequence[Story] = (
    Story(
        "steady", "Dina Steady", -201, -28, "run-05",
        _on(-26, -24, -22, -19, -17, -15, -12, -10, -8, -4, -2),
        check_in_days=(-21, -14, -6),
        note="Three calm weeks. Keep the talking pace.",
    ),
    Story(
        "leak", "Bea Leak", -140, -15, "run-01",
        (*_on(-13, -11, -9, -6, -4), Outing(-2, felt="leak")),
        check_in_days=(-8,),
    ),
    Story(
        "overshoot", "Cleo Overshoot", -230, -14, "run-06",
        (*_on(-12, -10, -8, -4), Outing(-2, twist="overshoot")),
        check_in_days=(-6,),
    ),
    Story(
        "silent", "Ada Silent", -160, -21, "run-03",
        (*_on(-19, -17, -15), *_on(-10, -7, -4, felt=None)),
        check_in_days=(-13,),
    ),
    Story(
        "gap", "Gwen Gap", -250, -40, "run-04",
        _on(-38, -36, -34, -31, -29, -27),
        check_in_days=(-33, -26, -2),
        ill_day=-26,
    ),
    Story(
        "red_flag", "Cora Calf", -96, -9, "run-01",
        _on(-7, -5, -3),
        said="clot", said_hours_ago=2.0,
    ),
    Story(
        "returning", "Fay Returning", -190, -32, "run-04",
        (*_on(-30, -28), Outing(-26, felt="leak"), *_on(-15, -13, -11, -6, -4)),
        check_in_days=(-10, -3),
        examined_day=-16,
        note="Welcome back. The examination was fine; we start one step lower.",
    ),
    Story(
        "foundation", "Hanna Early", -24, -9, "weeks-2-4",
        _on(-7, -5, -3, -2),
        by_hand=True,
        check_in_days=(-6,),
    ),
    Story(
        "pain", "Edda Knee", -170, -9, "run-03",
        (*_on(-7, -5), Outing(-3, felt="sore_knee")),
    ),
    Story(
        "completed", "Kim Complete", -330, -9, "run-16",
        _on(-7, -5, -3),
        check_in_days=(-1,),
    ),
    Story("new", "Lea New", -100, -1, None),
)  # fmt: skip


def profile_of(story: Story, today: date) -> Profile:
    """Who she is."""
    return Profile(
        birth_date=today + timedelta(days=story.birth_day),
        kind_of_birth="vaginal",
        pelvic_questions=True,
        feeding="not_feeding",
    )


def recording(start_utc: datetime, steps: Sequence[Step], seed: int, twist: Twist | None) -> bytes:
    """A GPX file of a session that follows these steps, or nearly."""
    spans = follow(steps, seed)
    runs = [index for index, span in enumerate(spans) if span.kind == "run"]
    if twist == "overshoot":
        spans = with_longer(spans, index=runs[-1], seconds=OVERSHOOT_S)
    elif twist == "too_few":
        spans = [*spans[: runs[-2]], Span("walk", spans[-1].seconds)]
    return write_gpx(
        start_utc, simulate(spans, seed), cadence="steps", creator="Sample app", every_s=SPARSE_S
    )


def entry(felt: Felt, at: datetime, session: str | None, phase: Literal["after", "next_morning", "day"]):
    """What she noted: everything was asked and answered."""
    changes = {"effort_0_10": 3, **CHANGES[felt]} if phase == "after" else CHANGES[felt]
    return SymptomEntry(id="new", phase=phase, session=session, at=at, **{**QUIET, **changes})


def check_in(at: datetime, on: date, *, is_ill: bool) -> CheckIn:
    """A week's answers."""
    return CheckIn(
        date=on,
        at=at,
        sleep_hours_per_night=7.0,
        feeding="not_feeding",
        energy="good",
        mood="good",
        harm_thoughts=False,
        illness="fever_or_whole_body" if is_ill else "none",
        confidence_0_10=7,
        outside_runs="none",
        signs=(),
    )
