"""The questions of the diary: whom each concerns, when it is asked, its answers from best to worst, words.

The forms, the therapist's table, the heat map, the weeks and the measures of the gates are made from this
table, and a plan asks by its ids. The answers stand in the order that a gate judges them by.
"""

from dataclasses import dataclass
from typing import Any, Literal

from program.diary import Phase

#: What an answer asks for: nothing, to be watched, or that something is done.
Tone = Literal["clear", "watch", "act"]
#: A word of a few, a number from 0 to 10, or pain by its places.
Kind = Literal["word", "score", "pain"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer by word: what is kept, what it is called, what it asks for, its mark in a picture."""

    kept: str
    words: str
    tone: Tone
    mark: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a symptom entry; `id` is its field there.

    `nothing` is the answer by which "none of these" is kept, null where she is asked for it by itself.
    `row` is the row of the heat map that it stands in with others. `ends` are the words for 0 and for 10.
    """

    id: str
    asks: str
    short: str
    row: str
    kind: Kind = "word"
    who: Literal["all", "pelvic"] = "all"
    phases: tuple[Phase, ...] = ("after", "next_morning", "day_after", "day")
    answers: tuple[Answer, ...] = ()
    nothing: Any = None
    ends: tuple[str, str] = ("none", "the worst there is")

    @property
    def levels(self) -> tuple[str, ...]:
        """What is kept of an answer by word, the best first; empty for a number."""
        return tuple(answer.kept for answer in self.answers)

    def answer(self, kept: str) -> Answer:
        """The answer that is kept so; KeyError where there is none."""
        found = next((answer for answer in self.answers if answer.kept == kept), None)
        if found is None:
            raise KeyError(f"{self.id}: {kept}")
        return found


_AFTERWARDS: tuple[Phase, ...] = ("after", "day")
_NONE = Answer("none", "None", "clear", "0")
_USUAL = (
    _NONE,
    Answer("as_baseline", "Same as usual", "watch", "="),
    Answer("new_or_worse", "New or worse", "act", "!"),
)

QUESTIONS = (
    Question(
        "leak_urine",
        "Leak of urine",
        "Leak of urine",
        "Leak",
        "word",
        "pelvic",
        answers=_USUAL,
        nothing="none",
    ),
    Question(
        "leak_stool",
        "Leak of stool",
        "Leak of stool",
        "Leak",
        "word",
        "pelvic",
        answers=_USUAL,
        nothing="none",
    ),
    Question(
        "leak_wind",
        "Wind you could not hold",
        "Leak of wind",
        "Leak",
        "word",
        "pelvic",
        answers=_USUAL,
        nothing="none",
    ),
    Question(
        "heaviness_0_10",
        "Heaviness, dragging or a bulge in the pelvis",
        "Heaviness or a bulge",
        "Heaviness or a bulge",
        "score",
        "pelvic",
        nothing=0,
    ),
    Question(
        "bleeding",
        "Bleeding",
        "Bleeding",
        "Bleeding",
        "word",
        "pelvic",
        answers=(
            _NONE,
            Answer("period", "A period", "clear", "p"),
            Answer("fading_after_birth", "From the birth, getting less", "watch", "f"),
            Answer("new_or_more", "New, back or more", "act", "!"),
        ),
        nothing="none",
    ),
    Question(
        "scar",
        "Pain or pulling at a scar of the birth",
        "Scar",
        "Scar or belly",
        "word",
        "pelvic",
        _AFTERWARDS,
        _USUAL,
        "none",
    ),
    Question(
        "doming",
        "A ridge or gap along the middle of the belly",
        "Doming",
        "Scar or belly",
        "word",
        "pelvic",
        _AFTERWARDS,
        _USUAL,
        "none",
    ),
    Question("pain", "Pain anywhere", "Pain", "Pain", "pain", nothing=()),
    Question(
        "soreness",
        "Soreness at the injured place",
        "Soreness",
        "Injured place",
        answers=(
            _NONE,
            Answer("muscle_only", "Only muscles", "clear", "1"),
            Answer("warm_up_went_away", "In the warm-up, then gone", "watch", "2"),
            Answer("joint_after", "At the joint afterwards", "watch", "3"),
            Answer("next_day", "The next day", "watch", "4"),
            Answer("during", "During the run", "watch", "5"),
            Answer("warm_up_came_back", "Gone, then back", "watch", "6"),
            Answer("warm_up_stayed", "From the warm-up to the end", "watch", "!"),
        ),
        nothing="none",
    ),
    Question(
        "swelling",
        "Stiffness or swelling of the injured part",
        "Swelling",
        "Injured place",
        answers=(_NONE, Answer("stiff", "Stiff", "watch", "s"), Answer("swollen", "Swollen", "watch", "!")),
        nothing="none",
    ),
    Question(
        "change",
        "Your complaint, compared with the run before",
        "Complaint",
        "Injured place",
        phases=("after", "next_morning"),
        answers=(
            Answer("same_or_less", "The same or less", "clear", "="),
            Answer("more", "More", "watch", "!"),
        ),
    ),
    Question(
        "effort_0_10",
        "How hard did it feel?",
        "Effort",
        "Effort",
        "score",
        phases=("after",),
        ends=("rest", "all out"),
    ),
)
BY_ID = {question.id: question for question in QUESTIONS}
