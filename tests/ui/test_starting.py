"""Getting started, and what stands beside it: short parts, numbers that dial, the picture of healing."""

from datetime import datetime, timedelta
from pathlib import Path

from program import Assessment
from program.education import education
from services import RunnerRecords, open_services
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
    at.radio[0].set_value(("couch-to-5k", 1)).run()
    at.checkbox[0].check().run()

    assert "who examined you" in at.warning[0].value
    assert next(button for button in at.button if button.label == "Begin").disabled


def test_the_plans_that_fit_come_first_and_the_others_behind_a_tap(home, open_page) -> None:
    at = open_page("start", part="plan")
    after_birth = "Graded return to running after a birth"
    assert after_birth not in at.radio[0].options

    at.toggle(key="all-plans").set_value(True).run()
    assert at.radio[0].options[-1] == after_birth


def test_a_plan_for_after_a_birth_is_refused_where_there_was_none_and_leaves_nothing(
    home, open_page, now
) -> None:
    _examined(home, now)
    at = open_page("start", part="plan")
    at.toggle(key="all-plans").set_value(True).run()
    at.radio[0].set_value(("postnatal-graded", 1)).run()
    assert at.selectbox[0].value is None
    at.selectbox[0].set_value("run-01").run()
    at.checkbox[0].check().run()
    press(at, "Begin")

    assert "choose a plan that is not for after a birth" in "".join(said.value for said in at.error)
    assert on_record(home, now).clearance is None


def test_a_beginning_that_is_refused_leaves_no_clearance(sample_home, open_page, now) -> None:
    before = on_record(sample_home, now).clearance_revision
    at = open_page("start", part="plan")
    at.radio[0].set_value(("postnatal-graded", 1)).run()
    at.toggle(key="all-plans").set_value(True).run()
    at.radio[0].set_value(("couch-to-5k", 1)).run()
    at.checkbox[0].check().run()
    with open_services(sample_home) as services:
        runner = services.accounts.local_runner(now=now)
        services.planning.choose(
            runner, str(runner.person_id), "postnatal-graded", 1, stage_id="weeks-0-2", now=now
        )
    press(at, "Begin")

    assert at.error
    assert on_record(sample_home, now).clearance_revision == before


def test_a_beginning_by_mistake_can_be_put_right_until_the_first_session(home, open_page, now) -> None:
    at = open_page("start")
    choose(at, "Have you given birth?", True)
    at.date_input[0].set_value(now.date() - timedelta(weeks=14)).run()
    press(at, "Save and go on")
    choose(at, "Can you walk briskly for 30 minutes without pain or any other sign?", True)
    press(at, "Save and go on")

    for stage, says in (("weeks-0-2", "an examination"), ("run-01", "an examination")):
        at = open_page("start", part="plan")
        at.radio[0].set_value(("postnatal-graded", 1)).run()
        assert at.selectbox[0].value == "weeks-8-12", (
            "the weeks that have come, and no run before an examination"
        )
        assert says in "".join(said.value for said in at.caption)
        at.selectbox[0].set_value(stage).run()
        press(at, "Begin")
        assert not at.error
        with open_services(home) as services:
            runner = services.accounts.local_runner(now=now)
            in_force = services.planning.in_force(runner, str(runner.person_id), now=now)
        assert in_force is not None
        assert in_force.stage_id == stage


def test_how_strong_the_pain_around_the_pelvis_is_is_asked_where_it_is_ticked(home, open_page, now) -> None:
    at = open_page("start", part="before")
    choose(at, "Pain around the pelvis?", ["hip"])
    next(item for item in at.button_group if "how strong" in item.label).set_value(2).run()
    press(at, "Save and go on")

    (pain,) = on_record(home, now).readiness.girdle_pain or ()
    assert (pain.site, pain.score_0_10) == ("hip", 2)


def on_record(home: Path, now: datetime) -> RunnerRecords:
    with open_services(home) as services:
        runner = services.accounts.local_runner(now=now)
        return services.records.read(runner, str(runner.person_id), now=now)


def _examined(home: Path, now: datetime) -> None:
    with open_services(home) as services:
        runner = services.accounts.local_runner(now=now)
        services.records.put_assessment(
            runner,
            str(runner.person_id),
            Assessment(assessed_on=now.date(), assessed_by="Pat"),
            seen_revision=0,
            now=now,
        )


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
