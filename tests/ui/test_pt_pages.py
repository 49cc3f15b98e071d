"""The therapist's pages over a real clinic's store, with a sign-in that the test makes up."""

from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from services import OPERATOR, Need, Packet
from services.caseload import Caseload
from tests.clinic import (
    ADMIN_EMAIL,
    PT_EMAIL,
    RUNNER_EMAIL,
    STRANGER_EMAIL,
    Clinic,
)
from ui.words import ADVICE

#: The instant at which the pages of these tests stand still.
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGES = ("pt_caseload", "pt_review", "pt_assessment", "pt_plan", "pt_report")


def words(at: AppTest) -> str:
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.error, at.warning, at.success, at.info)
    html = [element.proto.body for element in at.get("html")]
    return "\n".join([*(element.value for kind in kinds for element in kind), *html])


def press(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label.startswith(label)).click().run()
    assert not at.exception
    return at


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_a_linked_therapist_and_says_that_it_is_advice(
    clinic: Clinic, as_user, open_page, name: str
) -> None:
    as_user(PT_EMAIL)

    at = open_page(name, runner=clinic.runner_id)

    assert not at.error
    assert len(at.title) == 1
    assert ADVICE in words(at)


def test_the_caseload_has_those_in_need_first_and_each_a_link(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL)

    table = words(open_page("pt_caseload"))

    names = ["Cleo Red Flag", "Bea Leak", "Edda Pain", "Ada Silent", ">You<"]
    places = [table.index(name) for name in names]
    assert places == sorted(places)
    assert f"pt_review?runner={clinic.runner_id}" in table


def test_the_caseload_is_filtered_by_name(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_caseload")

    at.text_input[0].set_value("bea").run()

    assert "Bea Leak" in words(at)
    assert "Cleo Red Flag" not in words(at)


@pytest.mark.parametrize("name", PAGES[1:])
def test_a_therapist_without_a_link_sees_nothing_by_address(
    clinic: Clinic, as_user, open_page, name: str
) -> None:
    as_user(STRANGER_EMAIL)

    at = open_page(name, runner=clinic.runner_id)

    assert "Nobody has linked with you yet" in words(at)
    assert "Run 4" not in words(at)


@pytest.mark.parametrize("email", [RUNNER_EMAIL, ADMIN_EMAIL])
def test_the_therapists_pages_are_not_offered_to_others(
    clinic: Clinic, as_user, open_page, monkeypatch, email: str
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the caseload was read")

    monkeypatch.setattr(Caseload, "rows", never)
    as_user(email)

    text = words(open_page("pt_review", runner=clinic.runner_id))

    assert "Asked for and done" not in text


def test_a_review_shows_the_evidence_and_overrides_with_a_reason(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=clinic.runner_id)
    text = words(at)
    assert "Asked for and done" in text
    assert "As planned" in text
    assert "Sleep" in text

    next(area for area in at.text_area if area.label.startswith("Reason")).set_value("A hard week at home.")
    next(group for group in at.button_group if group.label == "Your answer").set_value("hold")
    press(at, "Override")

    assert "Overridden: hold" in words(at)
    assert "A hard week at home." in words(at)
    assert "A hard week at home." in [hold.reason for hold in _packet(clinic, now).holds]


def test_an_override_without_a_reason_is_refused(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=clinic.runner_id)

    next(group for group in at.button_group if group.label == "Your answer").set_value("hold")
    press(at, "Override")

    assert "Write why" in at.error[0].value
    assert not _packet(clinic, now).holds


def test_a_release_moves_the_runner_on(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=clinic.runner_id)

    press(at, "Release: on to Run 5")

    assert "Released" in words(at)
    assert _packet(clinic, now).today.stage.id == "run-05"


def test_a_finding_is_closed_with_its_reason(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    as_user(PT_EMAIL)
    bea = clinic.others["Bea Leak"]
    at = open_page("pt_review", runner=bea)
    assert "Open: Leak of urine" in words(at)

    next(field for field in at.text_input if field.label.startswith("Why can it")).set_value(
        "Examined today."
    )
    press(at, "Close it")

    assert "Closed, with your reason" in words(at)
    assert not clinic.services.packets.packet(clinic.pt, bea, now=now).today.open_findings


def test_a_note_reaches_the_runner(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=clinic.runner_id)

    next(area for area in at.text_area if area.label == "Note").set_value("Well done this week.")
    press(at, "Send the note")

    assert [note.words for note in _packet(clinic, now).today.notes] == ["Well done this week."]


def test_the_next_runner_is_one_click_away(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_review")
    assert "emergency" in words(at)

    press(at, "Next: Bea Leak")

    assert "Open: Leak of urine" in words(at)


def test_from_an_address_too_the_next_is_who_needs_her_next(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    by_need = [row.runner_id for row in clinic.services.caseload.rows(clinic.pt, now=now)]
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=by_need[1])

    press(at, "Next runner")

    assert at.query_params["runner"] in (by_need[2], [by_need[2]])


def test_an_examination_is_kept_in_the_therapists_name(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_assessment", runner=clinic.runner_id)

    press(at, "Keep the examination")

    assert "Kept" in words(at)
    kept = clinic.services.records.read(clinic.pt, clinic.runner_id, now=now).assessment
    assert kept is not None
    assert kept.assessed_by == "Pat Therapist"


def test_the_plan_says_that_nothing_is_changed(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_plan", runner=clinic.runner_id)
    assert "no fault found" in at.success[0].value

    press(at, "Keep as her own version")

    assert "nothing is changed in the table" in words(at)


def test_a_stage_is_added_checked_and_kept(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_plan", runner=clinic.runner_id)

    next(box for box in at.selectbox if box.label == "After").set_value("run-04")
    by_label = {field.label: field for field in at.text_input}
    by_label["Title"].set_value("In between")
    by_label["Steps"].set_value("walk 5:00, 4 x (run 2:15, walk 2:45), walk 5:00")
    press(at, "Add it")
    assert "1 change, no fault found" in words(at)
    assert "new stage" in words(at)
    next(field for field in at.text_input if field.label.startswith("Why is it")).set_value("A smaller step.")
    press(at, "Keep as her own version")

    assert "Kept as postnatal-graded-own version 1" in words(at)
    plans = clinic.services.planning.plans(clinic.pt, clinic.runner_id, now=now)
    assert "run-04-2" in plans[-1].stage_index


def test_a_plan_with_a_fault_is_not_kept(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_plan", runner=clinic.runner_id)

    next(box for box in at.selectbox if box.label == "After").set_value("run-04")
    by_label = {field.label: field for field in at.text_input}
    by_label["Title"].set_value("Only walking")
    by_label["Steps"].set_value("walk 30:00")
    press(at, "Add it")
    assert "Only walking" in at.error[0].value
    assert "a running stage has a step to run" in at.error[0].value
    press(at, "Keep as her own version")

    assert "Nothing was kept" in words(at)
    plans = clinic.services.planning.plans(clinic.pt, clinic.runner_id, now=now)
    assert not [plan for plan in plans if plan.id.endswith("-own")]


def test_the_caseload_is_filtered_by_need_and_answer_without_another_look(
    clinic: Clinic, as_user, open_page
) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_caseload")
    group = {item.label: item for item in at.button_group}

    group["Why"].set_value([Need.OVERDUE])
    group["Answer"].set_value(["Hold"])
    at.run()

    assert "Ada Silent" in words(at)
    assert "Bea Leak" not in words(at)
    assert "Cleo Red Flag" not in words(at)


def test_a_therapist_without_runners_is_told_how_to_begin(clinic: Clinic, as_user, open_page) -> None:
    as_user(STRANGER_EMAIL)

    assert "Send a runner an invitation" in words(open_page("pt_caseload"))


def test_a_runner_who_ended_the_link_is_gone_with_a_sentence(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    clinic.services.links.end(clinic.runner, str(clinic.pt.person_id), now=now)
    as_user(PT_EMAIL)

    text = words(open_page("pt_review", runner=clinic.runner_id))

    assert "She may have ended the link" in text
    assert "Asked for and done" not in text


def test_the_review_tells_the_earlier_answers(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=clinic.runner_id)

    assert any(item.label.startswith("Earlier answers") for item in at.expander)
    assert "Confirmed by the runner" in words(at)


def test_a_clearance_is_signed_for_a_time_and_taken_back(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_assessment", runner=clinic.runner_id)
    until = now.date() + timedelta(days=30)

    next(field for field in at.date_input if field.label.startswith("Holds until")).set_value(until)
    press(at, "Sign: cleared")
    assert f"Cleared until {until:%a} {until.day} {until:%b}" in words(at)
    press(at, "Take it back")

    assert "Taken back" in words(at)
    packet = _packet(clinic, now)
    assert packet.clearance is not None
    assert packet.clearance.withdrawn_on == now.date()
    assert not packet.today.answer.decision.running_allowed


def test_the_report_lies_on_the_page_with_what_a_file_has_to_hold(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL)
    at = open_page("pt_report", runner=clinic.runner_id)

    text = words(at)
    for part in ("Weekly report", "For the file", "Consent", "Days with data", "No review is on record"):
        assert part in text
    next(group for group in at.button_group if group.label == "Report").set_value("The whole way").run()
    assert "Return to running: report" in words(at)


def test_the_administrator_sees_accounts_and_no_health_data(clinic: Clinic, as_user, open_page) -> None:
    as_user(ADMIN_EMAIL)

    text = words(open_page("people"))

    assert "Pat Therapist" in text
    assert "leak" not in text.lower().replace("bea leak", "")


def test_nobody_comes_in_without_signing_in(clinic: Clinic, as_user, open_page) -> None:
    as_user(None)

    at = open_page("pt_caseload")

    assert [button.label for button in at.button] == ["Sign in"]
    assert "Cleo" not in words(at)


def test_a_sign_in_that_ran_out_shows_nothing(clinic: Clinic, as_user, open_page) -> None:
    as_user(PT_EMAIL, expires_s=-1)

    at = open_page("pt_caseload")

    assert "You have been signed out" in words(at)
    assert "Cleo" not in words(at)


def test_somebody_unknown_is_told_to_open_her_invitation(clinic: Clinic, as_user, open_page) -> None:
    as_user("unknown@clinic.test")

    assert "no account here yet" in words(open_page("today"))


def test_an_account_without_a_role_sees_one_helpful_sentence(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    clinic.services.administration.revoke_role(OPERATOR, str(clinic.stranger.person_id), "pt", now=now)
    as_user(STRANGER_EMAIL)

    assert "ask for an invitation" in words(open_page("today"))


def _packet(clinic: Clinic, now: datetime) -> Packet:
    return clinic.services.packets.packet(clinic.pt, clinic.runner_id, now=now)
