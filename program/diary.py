"""What the runner says: symptom entries and the weekly check-in. Every item may be null, which is unknown.

The items are plain single questions of our own and no validated scale.
"""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from program.signs import SIGN_IDS

Site = Literal[
    "pubic_symphysis",
    "tailbone",
    "sacroiliac",
    "low_back",
    "hip",
    "groin",
    "buttock",
    "thigh",
    "knee",
    "shin",
    "calf",
    "achilles",
    "ankle",
    "heel",
    "foot",
    "other",
]
#: A calendar day; fields called `date` would hide the type itself.
Day = dt.date
Phase = Literal["during", "after", "next_morning", "day_after", "day"]
UsualLevel = Literal["none", "as_baseline", "new_or_worse"]
Score = Annotated[int, Field(ge=0, le=10)]


def _known_sign(sign_id: str) -> str:
    if sign_id not in SIGN_IDS:
        raise ValueError(f"there is no sign called {sign_id}; the signs are {', '.join(SIGN_IDS)}")
    return sign_id


SignId = Annotated[str, AfterValidator(_known_sign), Field(json_schema_extra={"enum": list(SIGN_IDS)})]


class Record(BaseModel):
    """Strict: no unknown key, no silent change of type, no change after it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class PainAt(Record):
    """Pain at one site. Where it is above 0 the four questions beneath need an answer; null is unknown."""

    site: Site = Field(description="Where it hurts.")
    score_0_10: Score | None = Field(
        default=None, description="0 is no pain, 10 the worst there is; null where not answered."
    )
    on_bone: bool | None = Field(
        default=None, description="Whether it sits on one spot of bone that a finger can find."
    )
    builds_up: bool | None = Field(default=None, description="Whether it grew while running.")
    limp: bool | None = Field(default=None, description="Whether it changed the way of walking or running.")
    at_night: bool | None = Field(default=None, description="Whether it hurt at night or at rest.")


class SymptomEntry(Record):
    """One entry of the diary: tied to a run, or to a day without one. Null items were not answered."""

    id: str = Field(description="Unique in the case.", min_length=1)
    phase: Phase = Field(
        description="during and after a run; next_morning; day_after (24 hours after a run whose pain was"
        " amber); day (not tied to a run)."
    )
    session: str | None = Field(
        default=None, description="The id of the session it belongs to; null for phase day."
    )
    at: AwareDatetime | None = Field(
        default=None, description="When it was felt or answered, with an offset or Z; null where unknown."
    )
    local_date: Day | None = Field(
        default=None, description="The local day it belongs to; taken from `at` where null."
    )
    recorded_at: AwareDatetime | None = Field(
        default=None, description="When it was written down or last changed; null: the same as `at`."
    )
    signs: tuple[SignId, ...] | None = Field(
        default=None, description="Emergency and same-day signs; [] is 'none of these', null not answered."
    )
    leak_urine: UsualLevel | None = Field(default=None, description="Leak of urine.")
    leak_stool: UsualLevel | None = Field(default=None, description="Leak of stool.")
    leak_wind: UsualLevel | None = Field(default=None, description="Wind that could not be held.")
    heaviness_0_10: Score | None = Field(
        default=None, description="Heaviness, dragging or a bulge in the pelvis; 0 is none."
    )
    bleeding: Literal["none", "period", "fading_after_birth", "new_or_more"] | None = Field(
        default=None,
        description="Bleeding: none; an ordinary period; the bleeding after birth that is getting less;"
        " new, back again or more than before. It is read by the weeks since the birth.",
    )
    scar: UsualLevel | None = Field(
        default=None, description="Pain or pulling at a scar of the birth; none where there is no scar."
    )
    doming: UsualLevel | None = Field(
        default=None, description="A ridge or gap along the middle of the belly."
    )
    pain: tuple[PainAt, ...] | None = Field(
        default=None, description="Pain by site; [] is 'no pain anywhere', null not answered."
    )
    effort_0_10: Score | None = Field(
        default=None, description="How hard the session felt; 0 is rest, 10 all out."
    )
    soreness: (
        Literal[
            "none",
            "muscle_only",
            "warm_up_went_away",
            "joint_after",
            "next_day",
            "during",
            "warm_up_came_back",
            "warm_up_stayed",
        ]
        | None
    ) = Field(
        default=None,
        description="Soreness at the injured site: none; only muscles; in the warm-up and then gone; at the"
        " joint or injury afterwards, or swollen; the next day and not only muscles; during the session;"
        " in the warm-up, gone, then back; in the warm-up and it stayed.",
    )
    swelling: Literal["none", "stiff", "swollen"] | None = Field(
        default=None, description="Stiffness or swelling of the injured part during or after the run."
    )
    change: Literal["same_or_less", "more"] | None = Field(
        default=None, description="The complaint that brought the runner here, against the run before."
    )

    @model_validator(mode="after")
    def _belongs_somewhere(self) -> "SymptomEntry":
        if (self.phase == "day") != (self.session is None):
            raise ValueError("phase day goes without a session, and each other phase names its session")
        return self


class CheckIn(Record):
    """The weekly questions. Null items were not answered."""

    id: str = Field(default="check-in", min_length=1, description="Unique in the case.")
    date: Day = Field(description="The runner's local date.")
    at: AwareDatetime | None = Field(default=None, description="When it was sent; null where unknown.")
    sleep_hours_per_night: Annotated[float, Field(ge=0, le=24)] | None = Field(
        default=None, description="Sleep in an ordinary night of this week, all pieces together."
    )
    feeding: Literal["not_feeding", "going_well", "supply_falling"] | None = Field(
        default=None, description="Breastfeeding; asked of those who feed a baby."
    )
    energy: Literal["good", "low", "very_low"] | None = Field(
        default=None, description="low is the ordinary tiredness of a short night; very_low is exhausted."
    )
    mood: Literal["good", "low", "very_low"] | None = Field(default=None, description="Mood this week.")
    harm_thoughts: bool | None = Field(
        default=None, description="Thoughts of hurting yourself, your baby or somebody else: an emergency."
    )
    illness: Literal["none", "mild", "fever_or_whole_body"] | None = Field(
        default=None, description="mild stays above the neck: a runny nose."
    )
    confidence_0_10: Score | None = Field(
        default=None, description="Confidence about the next step; 10 is sure."
    )
    outside_runs: Literal["none", "some"] | None = Field(
        default=None, description="Runs or impact sport this week that are not in the files."
    )
    signs: tuple[SignId, ...] | None = Field(
        default=None, description="Emergency and same-day signs; [] is 'none of these', null not answered."
    )
