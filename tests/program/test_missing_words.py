"""What is missing, in words: what she can answer first, what only time brings last, and each with its day."""

from datetime import date

import pytest

from program import Missing
from program.missing import in_words, missing_words

TUESDAY, WEDNESDAY, THURSDAY = (date(2026, 11, day) for day in (17, 18, 19))


def said(*missing: Missing) -> tuple[str, ...]:
    return missing_words(missing, WEDNESDAY)


def test_nothing_missing_says_nothing() -> None:
    assert said() == ()


def test_a_day_is_said_as_people_say_it() -> None:
    assert in_words(date(2026, 12, 1)) == "Tuesday 1 December"


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        ("during", "how it was during the run on Tuesday 17 November"),
        ("after", "how it was after the run on Tuesday 17 November"),
        ("next_morning", "how it was on the morning of Tuesday 17 November"),
        ("day_after", "how it was on Tuesday 17 November, a day after the run"),
        ("check-in", "in your check-in of Tuesday 17 November"),
    ],
)
def test_an_entry_is_named_with_its_day(phase: str, words: str) -> None:
    few = [Missing(f"{phase}: {item}", TUESDAY) for item in ("pain", "bleeding", "energy")]
    assert said(*few, few[0]) == (f"Please tell us {words}: pain, bleeding, energy.",)
    assert said(*few, Missing(f"{phase}: mood", TUESDAY)) == (f"Please tell us {words}.",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("after: leak_urine", "leak of urine"),
        ("after: leak_stool", "leak of stool"),
        ("after: leak_wind", "wind"),
        ("after: heaviness_0_10", "heaviness"),
        ("after: effort_0_10", "effort"),
        ("after: change", "whether the complaint grew"),
        ("after: doming", "a ridge along the belly"),
        ("check-in: sleep_hours_per_night", "sleep"),
        ("check-in: confidence_0_10", "how sure you feel"),
        ("check-in: outside_runs", "running outside the files"),
        ("check-in: signs", "warning signs"),
        ("pain score", "how strong it was"),
        ("pain on bone", "whether it sits on bone"),
        ("limp", "whether you limped"),
        ("pain that builds up", "whether it grew while you ran"),
        ("pain at night", "whether it hurt at night"),
    ],
)
def test_an_item_is_said_in_plain_words(name: str, words: str) -> None:
    assert said(Missing(name, TUESDAY))[0].endswith(f" 17 November: {words}.")


def test_questions_about_a_pain_stand_together_by_day() -> None:
    one, two = Missing("pain score", TUESDAY), Missing("limp", TUESDAY)
    assert said(one, two, Missing("limp", None)) == (
        "Please tell us about the pain on Tuesday 17 November: how strong it was, whether you limped;"
        " about the pain on that day: whether you limped.",
    )


def test_what_belongs_to_a_later_day_is_not_asked_for_yet() -> None:
    assert said(Missing("next_morning: pain", THURSDAY)) == ()
    assert said(Missing("next_morning: pain", WEDNESDAY)) != ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sessions", "your runs"),
        ("start of the stage", "the day this stage began"),
        ("stage history", "when the last stages began"),
        ("date of the last run", "the day of your last run"),
        ("birth date", "the date of the birth"),
        ("clearance", "a valid signature under this plan"),
        (
            "whether pelvic questions apply",
            "whether you have given birth or have pelvic floor symptoms",
        ),
        ("pelvic_assessment", "the examination by a pelvic health PT"),
        ("core_rehab", "whether your deep core training is done"),
        ("pelvic_floor_rehab", "whether your pelvic floor training is done"),
        ("incontinence", "leaks in daily life"),
        ("readiness_girdle_pain_0_10", "pain around the pelvis, place by place"),
        ("girdle pain score", "how strong the pain around the pelvis is"),
        ("walk_30_min", "how a brisk walk of 30 minutes goes"),
        ("load test: hop", "the load and impact tests"),
    ],
)
def test_the_record_is_asked_for_in_plain_words(name: str, words: str) -> None:
    assert said(Missing(name)) == (f"Not on record yet: {words}.",)


def test_tests_are_named_once_and_records_in_a_row() -> None:
    gaps = (Missing("load test: hop"), Missing("birth date"), Missing("load test: jog"))
    assert said(*gaps) == ("Not on record yet: the load and impact tests; the date of the birth.",)


def test_the_check_in_comes_last_and_never_twice() -> None:
    check_in = (Missing("check-in", WEDNESDAY), Missing("check-in: signs", None))
    night = Missing("the night after the run", TUESDAY, "s1")
    assert said(*check_in) == ("Next: your check-in.",)
    assert said(*check_in, night, night) == (
        "Only time can tell: the night after the run on Tuesday 17 November.",
        "At the end of the week: your check-in.",
    )
    assert said(*check_in, Missing("session run")) == (
        "Still to do: sessions of this stage.",
        "At the end of the week: your check-in.",
    )


def test_kinds_stand_in_their_order() -> None:
    gaps = (
        Missing("check-in", WEDNESDAY),
        Missing("the night after the run", None, "s2"),
        Missing("session run"),
        Missing("clear recording", TUESDAY, "s1"),
        Missing("birth date"),
        Missing("after: pain", TUESDAY, "s1"),
    )
    assert said(*gaps) == (
        "Please tell us how it was after the run on Tuesday 17 November: pain.",
        "Not on record yet: the date of the birth.",
        "The recording does not show clearly what was done: the run on Tuesday 17 November.",
        "Still to do: sessions of this stage.",
        "Only time can tell: the night after a run.",
        "At the end of the week: your check-in.",
    )
