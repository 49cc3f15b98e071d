"""What stands on the pages: what an open finding rests on, who was told of it, and what no run counts for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from program import SymptomEntry, shipped_plans
from program.history.standing import StandingFinding
from program.model import ReleaseBy, Urgency
from program.signs import sign_list
from sample_data.caseload import recording
from services import Actor, HandRun, RefusedError, Services, Upload
from store import closings, life
from store.engine import reading
from tests.clinic import PT_EMAIL, RUNNER_EMAIL, Clinic
from tests.ui.test_pages import words
from tests.ui.test_pt_pages import press
from ui.components import finding_words
from ui.components.my_pt import ALWAYS_SHARED
from ui.components.open_findings import CORRECTED, NO_MESSAGE, NOBODY_TOLD
from ui.components.run_view import ON_HOLD, STILL_OPEN

WHY = "Examined today, and fine."


@pytest.fixture
def alone(services: Services, now: datetime) -> tuple[Actor, str]:
    actor = services.accounts.local_runner(now=now)
    return actor, str(actor.person_id)


def _note(at: datetime, **answers: object) -> SymptomEntry:
    return SymptomEntry.model_validate({"id": "new", "phase": "day", "at": at, **answers})


# -- the words of any finding


FOUND = StandingFinding(
    "leak-urine", 1, "leak-urine", datetime(2026, 11, 20, tzinfo=UTC), ReleaseBy.PT, Urgency.NONE, (("1", 1),)
)


@pytest.mark.parametrize(
    ("key", "gate", "says"),
    [
        ("leak-urine", "leak-urine", "Leak of urine"),
        ("calf-pain:calf", "calf-pain", "Calf pain: calf"),
        ("gap:run 1", "a-gate-of-an-older-plan", "A long break from running"),
        ("ran_while_forbidden:run 1", "ran-while-forbidden", "A run while running was on hold"),
        ("overshoot:run 1", "overshoot", "A run far longer than asked"),
        ("sign:a-sign-of-old", "emergency-sign", "Emergency sign"),
        ("a-gate-of-an-older-plan", "a-gate-of-an-older-plan", "Something that was noted"),
        ("look:1", "look", "Something that was noted"),
    ],
)
@pytest.mark.parametrize("plan", [None, *shipped_plans().values()])
def test_every_finding_has_a_label_and_a_reason(key: str, gate: str, says: str, plan) -> None:
    found = replace(FOUND, key=key, gate=gate)

    assert finding_words.label(found, plan) == says
    assert len(finding_words.because(found, plan)) > len("because")


def test_every_sign_is_called_by_itself_and_says_what_to_do() -> None:
    for sign in sign_list().signs:
        found = replace(FOUND, key=f"sign:{sign.id}", gate="emergency-sign")

        assert finding_words.label(found, None) == sign.asks
        assert sign.what_to_do in finding_words.because(found, None)


def test_the_most_urgent_finding_comes_first() -> None:
    urgent = replace(
        FOUND, key="sign:chest_pain", urgency=Urgency.EMERGENCY, opened_at=datetime(2026, 11, 22, tzinfo=UTC)
    )

    assert finding_words.in_order((FOUND, urgent)) == [urgent, FOUND]


# -- the therapist's review


def test_a_finding_shows_what_it_rests_on(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    as_user(PT_EMAIL)

    text = words(open_page("pt_review", runner=clinic.others["Bea Leak"]))

    assert "It rests on:\n- Sun 22 Nov: Leak of urine: new or worse." in text


def test_a_break_shows_the_run_before_it(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    fay = clinic.others["Fay Returning"]
    packet = clinic.services.packets.packet(clinic.pt, fay, now=now)
    assert packet.runs_behind
    assert packet.sessions == packet.runs_behind
    as_user(PT_EMAIL)

    text = words(open_page("pt_review", runner=fay))

    assert "Open: A long break from running" in text
    assert "The last run before it: Fri 30 Oct" in text


def test_what_is_open_shows_its_run_from_before_what_is_shared(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    services, fay = clinic.services, clinic.others["Fay Returning"]
    services.links.share_from(
        replace(clinic.runner, person_id=fay), str(clinic.pt.person_id), now.date(), now=now
    )
    as_user(PT_EMAIL)

    text = words(open_page("pt_review", runner=fay))

    assert "The last run before it: Fri 30 Oct" in text
    assert "No session in this week" in text


def test_what_was_taken_back_is_shown_as_it_was_said(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    diary, her, felt = clinic.services.diary, (clinic.runner, clinic.runner_id), now - timedelta(hours=2)
    leak = diary.log(*her, _note(felt, leak_urine="new_or_worse"), now=felt)
    scar = diary.log(*her, _note(felt, scar="new_or_worse"), now=felt)
    diary.withdraw(*her, int(leak.entry_id or 0), seen_revision=1, now=now)
    diary.edit(*her, int(scar.entry_id or 0), _note(felt, scar="none"), seen_revision=1, now=now)
    as_user(PT_EMAIL)

    text = words(open_page("pt_review", runner=clinic.runner_id))

    assert "Leak of urine: new or worse. She took it back since" in text
    assert "new or worse. Changed since to: No signs." in text


def test_a_closing_is_refused_for_a_newer_note_and_the_page_shows_it(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    services, her = clinic.services, (clinic.runner, clinic.runner_id)
    felt = now - timedelta(hours=2)
    services.diary.log(*her, _note(felt, leak_urine="new_or_worse"), now=felt)
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=clinic.runner_id)
    services.diary.log(*her, _note(now, leak_urine="new_or_worse", heaviness_0_10=1), now=now)

    _why(at).set_value(WHY)
    press(at, "Close it")

    assert "Something was written after this page was shown" in at.error[0].value
    assert words(at).count("New since you looked") == 1
    assert "New since you looked.** Mon 23 Nov: Leak of urine: new or worse; Heaviness" in words(at)

    _why(at).set_value(WHY)
    press(at, "Close it")

    assert "Closed, with your reason" in words(at)


@pytest.mark.parametrize(("label", "kind"), [("I have seen this", "seen"), ("I spoke to her", "call")])
def test_that_she_looked_is_kept_and_closes_nothing(
    clinic: Clinic, as_user, open_page, now: datetime, label: str, kind: str
) -> None:
    bea = clinic.others["Bea Leak"]
    as_user(PT_EMAIL)
    at = press(open_page("pt_review", runner=bea), label)

    assert "Looked at on Mon 23 Nov, 09:00, as was noted" in words(at)
    assert "Open: Leak of urine" in words(at)
    with reading(clinic.services.context.engine) as connection:
        assert [(row.key, row.kind) for row in life.looked_of(connection, bea)] == [("leak-urine", kind)]
    assert clinic.services.packets.packet(clinic.pt, bea, now=now).today.open_findings


def _why(at: AppTest):
    return next(field for field in at.text_input if field.label.startswith("Why can it"))


# -- what the runner is told


def test_she_is_told_that_what_is_open_is_always_shared(clinic: Clinic, as_user, open_page) -> None:
    as_user(RUNNER_EMAIL)

    assert ALWAYS_SHARED in words(open_page("my_pt"))


def test_alone_an_open_finding_says_that_nobody_was_told(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    services.diary.log(*alone, _note(now, leak_urine="new_or_worse"), now=now)

    at = open_page("today")

    assert NOBODY_TOLD in words(at)
    assert any(item.label == "Somebody has looked at it" for item in at.expander)


def test_with_a_therapist_it_says_that_she_closes_it(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    clinic.services.diary.log(clinic.runner, clinic.runner_id, _note(now, leak_urine="new_or_worse"), now=now)
    as_user(RUNNER_EMAIL)

    at = open_page("today")

    assert NO_MESSAGE in words(at)
    assert "Open until your PT has looked and closed it" in words(at)
    assert NOBODY_TOLD not in words(at)
    assert not [item.label for item in at.expander if item.label == "Somebody has looked at it"]


# -- far too much, and the morning after it


QUIET = {"leak_urine": "none", "leak_stool": "none", "leak_wind": "none", "bleeding": "none", "pain": ()}


def _ran_far_too_long(services: Services, her: tuple[Actor, str], now: datetime) -> str:
    """Forty minutes, told of yesterday before breakfast."""
    began = (now - timedelta(days=1)).replace(hour=5, minute=0)
    return services.runs.add_by_hand(*her, HandRun(began, 2400.0, 2400.0), now=now)


def test_alone_the_answers_of_the_morning_let_her_run_and_close_it(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    run_id = _ran_far_too_long(services, alone, now)
    at = open_page("today")
    assert "A run far longer than asked" in words(at)
    assert "No run until you have said how the next morning was" in words(at)
    assert "Somebody has looked at it" not in [item.label for item in at.expander]
    note = {**QUIET, "heaviness_0_10": 0, "phase": "next_morning", "session": run_id}
    services.diary.log(*alone, _note(now, **note), now=now)

    at = press(open_page("today"), "Close it")

    assert "A run far longer than asked" not in words(at)
    assert not services.deciding.today(*alone, now=now).open_findings


def test_her_therapist_sees_whether_the_morning_was_answered(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    her = clinic.runner, clinic.runner_id
    run_id = _ran_far_too_long(clinic.services, her, now)
    as_user(PT_EMAIL)
    text = words(open_page("pt_review", runner=clinic.runner_id))
    assert "No run until she has said how the next morning was" in text
    assert "The run of Sun 22 Nov" in text
    note = {**QUIET, "heaviness_0_10": 0, "phase": "next_morning", "session": run_id}
    clinic.services.diary.log(*her, _note(now, **note), now=now)

    text = words(open_page("pt_review", runner=clinic.runner_id))

    assert "Open: A run far longer than asked" in text
    assert "it forbids no run any more" in text


# -- noted by mistake


def _slip(services: Services, her: tuple[Actor, str], now: datetime, **says: object) -> None:
    """Something noted two hours ago, and taken back now."""
    felt = now - timedelta(hours=2)
    noted = services.diary.log(*her, _note(felt, **says), now=felt)
    right = _note(felt, leak_urine="none", signs=())
    services.diary.edit(*her, int(noted.entry_id or 0), right, seen_revision=1, now=now)


def test_alone_a_slip_that_she_corrected_is_closed_as_one(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    _slip(services, alone, now, leak_urine="new_or_worse")
    at = open_page("today")
    assert "It was noted by mistake" in [item.label for item in at.expander]
    next(field for field in at.text_area if field.label.startswith("How did it come")).set_value(
        "The wrong line."
    )

    press(at, "Close it as noted by mistake")

    assert not services.deciding.today(*alone, now=now).open_findings
    with reading(services.context.engine) as connection:
        assert [row.kind for row in closings.closings_of(connection, alone[1])][-1] == "mistake"


@pytest.mark.parametrize("says", [{"leak_urine": "new_or_worse"}, {"signs": ("chest_pain",)}])
def test_what_still_stands_or_was_urgent_is_no_slip_to_close_alone(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page, says: dict[str, object]
) -> None:
    if "signs" in says:
        _slip(services, alone, now, **says)
    else:
        services.diary.log(*alone, _note(now, **says), now=now)

    at = open_page("today")

    assert "It was noted by mistake" not in [item.label for item in at.expander]
    assert "Somebody has looked at it" in [item.label for item in at.expander]


def test_with_a_therapist_it_is_she_who_closes_a_slip(
    clinic: Clinic, as_user, open_page, now: datetime
) -> None:
    _slip(clinic.services, (clinic.runner, clinic.runner_id), now, signs=("chest_pain",))
    as_user(RUNNER_EMAIL)
    assert CORRECTED in words(open_page("today"))
    as_user(PT_EMAIL)
    at = open_page("pt_review", runner=clinic.runner_id)
    next(box for box in at.checkbox if box.label.startswith("It was noted by mistake")).check().run()
    _why(at).set_value(WHY)

    press(at, "Close it")

    assert "Closed, with your reason" in words(at)
    with reading(clinic.services.context.engine) as connection:
        assert [row.kind for row in closings.closings_of(connection, clinic.runner_id)][-1] == "mistake"


def test_what_nobody_corrected_is_no_mistake(clinic: Clinic, as_user, open_page, now: datetime) -> None:
    clinic.services.diary.log(clinic.runner, clinic.runner_id, _note(now, leak_urine="new_or_worse"), now=now)
    as_user(PT_EMAIL)

    at = open_page("pt_review", runner=clinic.runner_id)

    assert not [box for box in at.checkbox if box.label.startswith("It was noted by mistake")]
    with pytest.raises(RefusedError, match="Nothing behind this was corrected"):
        clinic.services.reviewing.close_finding(
            clinic.pt, clinic.runner_id, "leak-urine", WHY, now=now, is_mistake=True
        )


# -- what a run counts for


@pytest.mark.parametrize(("is_known", "says"), [(True, ON_HOLD), (False, STILL_OPEN)])
def test_a_run_that_began_on_hold_does_not_count(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page, is_known: bool, says: str
) -> None:
    """Known when it began, or told only afterwards: neither is a step, and neither is a reproach."""
    began, felt = now - timedelta(hours=1), now - timedelta(hours=3)
    due = services.deciding.today(*alone, now=felt).next_session
    assert due is not None
    file = Upload("today.gpx", recording(began, due.steps, seed=1, twist=None))
    note = _note(felt, leak_urine="new_or_worse")
    if is_known:
        services.diary.log(*alone, note, now=felt)
    assert all(services.importing.add_files(*alone, [file], now=now))
    if not is_known:
        services.diary.log(*alone, note, now=now)
    newest = services.runs.list_runs(*alone, now=now)[0]

    text = words(open_page("run", run=newest.activity_id))

    assert says in text
    assert "It counts" not in text


def test_a_run_before_all_that_still_counts(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    services.diary.log(*alone, _note(now, leak_urine="new_or_worse"), now=now)

    assert "It counts" in words(open_page("run"))


# -- one quiet question


def test_she_says_that_she_is_pregnant_and_that_she_no_longer_is(
    services: Services, alone: tuple[Actor, str], now: datetime, open_page
) -> None:
    at = press(open_page("start", part="you"), "Yes, I am pregnant")
    assert "You told us that you are pregnant" in words(at)
    today = services.deciding.today(*alone, now=now)
    assert "pregnancy" in {bar.code for bar in today.standing.bars}
    assert not today.answer.decision.running_allowed

    press(open_page("today"), "I am no longer pregnant")

    assert "Are you pregnant?" in [item.label for item in open_page("start", part="you").expander]
    assert "pregnancy" not in {bar.code for bar in services.deciding.today(*alone, now=now).standing.bars}
