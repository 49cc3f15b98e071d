"""Getting started, and what stands beside it: short parts, numbers that dial, the picture of healing."""

from datetime import timedelta

from program.education import education
from services import open_services
from ui import charts
from ui.components.call_buttons import linked
from ui.palette import LIGHT


def choose(at, label: str, value: object) -> None:
    next(item for item in at.button_group if item.label == label).set_value(value).run()


def press(at, label: str) -> None:
    next(button for button in at.button if button.label == label).click().run()


def test_a_part_is_kept_and_leads_to_the_next_one(home, open_page, now) -> None:
    at = open_page("start")
    assert [header.value for header in at.subheader] == ["About you"]
    assert next(button for button in at.button if button.label == "Save and go on").disabled

    choose(at, "Have you given birth?", True)
    at.date_input[0].set_value(now.date() - timedelta(weeks=14)).run()
    press(at, "Save and go on")

    assert [header.value for header in at.subheader] == ["Before running"]
    with open_services(home) as services:
        actor = services.accounts.local_runner(now=now)
        profile = services.records.read(actor, str(actor.person_id), now=now).profile
    assert (profile.birth_date, profile.pelvic_questions) == (now.date() - timedelta(weeks=14), True)


def test_nobody_is_cleared_without_an_examination(home, open_page) -> None:
    at = open_page("start", part="plan")
    at.radio[0].set_value(at.radio[0].options and ("postnatal-graded", 1)).run()
    at.checkbox[0].check().run()

    assert "who examined you" in at.warning[0].value
    assert next(button for button in at.button if button.label == "Begin").disabled


def test_who_follows_a_plan_sees_which_and_where_she_is(sample_home, open_page) -> None:
    at = open_page("start", part="plan")

    assert "You follow **Graded return to running after a birth**, now at **Run 4" in at.markdown[-1].value
    assert at.radio[0].value is None


def test_numbers_dial_and_letters_do_not() -> None:
    assert 'href="tel:999"' in linked("999")
    assert 'href="tel:116123"' in linked("Samaritans 116 123, or 111 and press 2")
    assert 'href="tel:111"' in linked("Samaritans 116 123, or 111 and press 2")
    assert linked("1-833-852-6262 (1-833-TLC-MAMA)").count("<a ") == 1
    assert linked("your doctor") == "your doctor"


def test_healing_is_drawn_from_the_data_with_where_she_is() -> None:
    known = education()

    chart = charts.healing_picture(known.healing, known.earliest_run, LIGHT, now_weeks=7.0).to_dict()

    rows = [row for rows in chart["datasets"].values() for row in rows]
    assert {row["title"] for row in rows if "title" in row} == {one.title for one in known.healing}
    assert {row["words"] for row in rows if "words" in row} == {"12 weeks", "you, now"}
