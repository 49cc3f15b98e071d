"""Whatever a gate can miss has a page and, there, the field that answers it."""

from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from program import Missing
from program.model import MissingKind
from program.questions import QUESTIONS
from services import Services
from ui.components.missing import IN_A_NOTE, MOMENTS, NOT_ASKED, OF_THE_RUN, START_PARTS, gaps
from ui.words import CHECK_IN

#: The label of the field on the start page, by what is missing.
FIELDS = {
    MissingKind.BIRTH_DATE: "When was the last time?",
    MissingKind.PELVIC_QUESTIONS: "pelvic floor signs?",
    MissingKind.CORE_REHAB: "deep core rehabilitation?",
    MissingKind.PELVIC_FLOOR_REHAB: "pelvic floor rehabilitation?",
    MissingKind.INCONTINENCE: "in daily life?",
    MissingKind.GIRDLE_PAIN: "Pain around the pelvis?",
    MissingKind.GIRDLE_PAIN_SCORE: "how strong?",
    MissingKind.WALK_30_MIN: "30 minutes",
    MissingKind.PELVIC_ASSESSMENT: "pelvic health physical therapist?",
    MissingKind.LOAD_TEST: "repetitions",
    MissingKind.CLEARANCE: "told that I may follow this plan",
}
#: What has to be tapped before the field is there.
FIRST = {
    MissingKind.BIRTH_DATE: ("Have you given birth?", True),
    MissingKind.PELVIC_QUESTIONS: ("Have you given birth?", False),
    MissingKind.GIRDLE_PAIN_SCORE: ("Pain around the pelvis?", ["hip"]),
    MissingKind.PELVIC_ASSESSMENT: ("Has a physical therapist examined you?", True),
    MissingKind.LOAD_TEST: ("Has a physical therapist examined you?", True),
}
#: The same for the answers beneath a pain.
OF_PAIN = {
    MissingKind.PAIN_SCORE: "How strong?",
    MissingKind.PAIN_ON_BONE: "one spot of bone",
    MissingKind.LIMP: "change how you walk or run",
    MissingKind.PAIN_BUILDS_UP: "grow while running",
    MissingKind.PAIN_AT_NIGHT: "at night",
}
ASKED_WEEKLY = {*CHECK_IN, "sleep_hours_per_night", "confidence_0_10", "signs"}


def labels(at: AppTest) -> str:
    fields = (*at.button_group, *at.date_input, *at.checkbox, *at.text_input)
    return "\n".join(field.label for field in fields)


def tap(at: AppTest, label: str, value: object) -> None:
    next(item for item in at.button_group if label in item.label).set_value(value).run()


def test_each_code_has_one_place() -> None:
    places = [
        *START_PARTS,
        *MOMENTS,
        *IN_A_NOTE,
        *NOT_ASKED,
        MissingKind.CHECK_IN,
        *OF_THE_RUN,
    ]
    assert sorted(places) == sorted(MissingKind)
    assert not any("during" in question.phases for question in QUESTIONS)


@pytest.mark.parametrize("kind", START_PARTS)
def test_the_start_has_a_field_for_it(sample_home, open_page, kind: MissingKind) -> None:
    (((gap,),)) = gaps([Missing(kind.of("x") if kind is MissingKind.LOAD_TEST else kind)])
    at = open_page(gap.page, **dict(gap.query))
    if kind in FIRST:
        tap(at, *FIRST[kind])
    if kind is MissingKind.CLEARANCE:
        at.radio[0].set_value(("postnatal-graded", 1)).run()
    assert FIELDS[kind] in labels(at)


def test_a_note_has_a_field_for_each_answer_beneath_a_pain(
    sample_home, open_page, services: Services, now: datetime
) -> None:
    runner = services.accounts.local_runner(now=now)
    run = services.runs.list_runs(runner, str(runner.person_id), now=now)[0]
    assert set(OF_PAIN) == set(IN_A_NOTE)
    for kind in OF_PAIN:
        ((gap,),) = gaps([Missing(kind, run.local_date, run.activity_id)])
        assert (gap.page, dict(gap.query)) == ("how_was_it", {"run": run.activity_id})

    at = open_page("how_was_it", run="no-run")
    at.selectbox[0].set_value("no-run").run()
    next(item for item in at.button_group if str(item.key).endswith("-any")).set_value("some").run()
    next(item for item in at.button_group if str(item.key).endswith("-pain")).set_value("yes").run()
    next(item for item in at.button_group if str(item.key).endswith("-sites")).set_value(["shin"]).run()
    for label in OF_PAIN.values():
        assert label in labels(at)


def test_the_check_in_has_a_field_for_each_of_its_questions(sample_home, open_page, now: datetime) -> None:
    at = open_page("check_in")
    asked = labels(at)
    for item in ASKED_WEEKLY - {"feeding", "sleep_hours_per_night", "confidence_0_10", "signs"}:
        assert CHECK_IN[item][0] in asked
    for label in ("Sleep in an ordinary night", "How sure are you", "Any warning sign?"):
        assert label in asked
    for item in ASKED_WEEKLY:
        ((gap,),) = gaps([Missing(MissingKind.CHECK_IN.of(item), now.date())])
        assert gap.page == "check_in"
