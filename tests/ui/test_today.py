"""Today: the answer first, then the session, the days ahead, and what is missing with the way to give it."""

from datetime import date, datetime, timedelta

import pytest

from program import Missing, Profile, SymptomEntry
from services import Actor, Services, days_ahead, open_services
from ui.components.missing import gaps


def html(at) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


@pytest.fixture
def runner(services: Services, now: datetime) -> tuple[Actor, str]:
    actor = services.accounts.local_runner(now=now)
    return actor, str(actor.person_id)


def test_the_days_ahead_keep_the_rest_days_and_the_sessions_of_a_week(
    services: Services, runner: tuple[Actor, str], now
) -> None:
    today = services.deciding.today(*runner, now=now)

    days = days_ahead(today)

    assert [day.on - today.on for day in days] == [timedelta(days=number) for number in range(7)]
    assert [day.kind for day in days] == ["run", "rest", "run", "rest", "run", "rest", "rest"]
    assert [day.on.weekday() for day in days if day.is_check_in] == [6]


def test_no_day_ahead_is_a_run_day_while_a_key_sign_is_open(
    services: Services, runner: tuple[Actor, str], now, open_page
) -> None:
    entry = SymptomEntry(id="new", phase="day", at=now, leak_urine="new_or_worse")
    services.diary.log(*runner, entry, now=now)

    assert days_ahead(services.deciding.today(*runner, now=now)) == ()
    assert "week ahead" not in html(open_page("today"))


def test_the_strip_says_each_day_in_words(sample_home, open_page) -> None:
    shown = html(open_page("today"))

    assert 'aria-label="Mon 23 Nov, today: run"' in shown
    assert 'aria-label="Tue 24 Nov: rest"' in shown
    assert 'aria-label="Sun 29 Nov: check-in"' in shown


def test_weeks_of_walking_show_the_walk_and_no_alarm(home, open_page, now: datetime) -> None:
    with open_services(home) as services:
        actor = services.accounts.local_runner(now=now)
        runner = (actor, str(actor.person_id))
        profile = Profile(birth_date=now.date() - timedelta(weeks=7), pelvic_questions=True)
        services.records.put_profile(*runner, profile, seen_revision=0, now=now)
        services.planning.choose(*runner, "postnatal-graded", 1, stage_id="weeks-6-8", now=now)

    at = open_page("today")

    assert "Walking weeks" in html(at)
    assert "No running for now<" not in html(at)
    assert any(subheader.value == "Your next session" for subheader in at.subheader)
    assert 'today: walk"' in html(at)


def test_what_is_missing_stands_once_for_each_place_where_it_is_given() -> None:
    on = date(2026, 3, 2)
    missing = [
        Missing("after: pain", on, "run-1"),
        Missing("after: effort_0_10", on, "run-1"),
        Missing("next_morning: pain", on + timedelta(days=1), "run-1"),
        Missing("check-in: signs"),
        Missing("check-in", on),
        Missing("load test: hop_in_place"),
        Missing("pelvic_assessment"),
        Missing("session run"),
    ]

    rows = gaps(missing)

    assert [(row[0].says, row[0].page, dict(row[0].query)) for row in rows] == [
        ("How it was after the run of Mon 2 Mar", "how_was_it", {"run": "run-1", "moment": "after"}),
        (
            "How you felt on the morning of Tue 3 Mar",
            "how_was_it",
            {"run": "run-1", "moment": "next_morning"},
        ),
        ("The weekly check-in", "check_in", {}),
        ("Your examination", "start", {"part": "examined"}),
    ]
    assert [gap.item for gap in rows[0]] == ["pain anywhere", "how hard did it feel"]


def test_an_emergency_shows_whom_to_call(
    services: Services, runner: tuple[Actor, str], now, open_page
) -> None:
    entry = SymptomEntry(id="new", phase="day", at=now, signs=("chest_pain",))
    services.diary.log(*runner, entry, now=now)

    at = open_page("today")

    assert "emergency help now" in html(at)
    assert "Emergency" in html(at) + "".join(element.value for element in at.markdown)
