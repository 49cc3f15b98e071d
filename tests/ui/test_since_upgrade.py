"""What a new edition changed, on the pages: once for a runner alone, as offers for a therapist."""

import pytest
from streamlit.testing.v1 import AppTest

from services import Actor, Difference, Services
from store import life
from store.engine import writing
from store.life import NewDifference
from tests.clinic import PT_EMAIL, Clinic
from tests.ui.test_pages import words
from tests.ui.test_pt_pages import press
from ui.components import upgrade_words

KINDS = (
    ("lower", "run-03", "run-02"),
    ("lost", "weeks-8-12", "run-02"),
    ("higher", "weeks-8-12", "run-02"),
    ("held", "allowed", "not_allowed"),
    ("free", "not_allowed", "allowed"),
    ("action", "progress", "hold"),
    ("rule", None, "bone-stress"),
)


def _note(services: Services, runner_id: str, now, kinds=KINDS) -> None:
    with writing(services.context.engine) as connection:
        for code, was, would_be in kinds:
            life.add_difference(connection, NewDifference(runner_id, code, None, was, would_be), now=now)


@pytest.mark.parametrize("settled", [True, False])
@pytest.mark.parametrize(("code", "was", "would_be"), KINDS)
def test_every_kind_has_a_sentence_for_each_of_them(
    code: str, was: str | None, would_be: str, settled: bool
) -> None:
    difference = Difference(1, code, was, would_be, None, settled)

    for sentence in (
        upgrade_words.to_runner(difference, None),
        upgrade_words.to_therapist(difference, None),
    ):
        assert sentence.endswith(".")
        assert "None" not in sentence


def test_alone_it_is_told_on_today_until_she_has_seen_it(services: Services, now, open_page) -> None:
    actor: Actor = services.accounts.local_runner(now=now)
    _note(services, str(actor.person_id), now)

    at: AppTest = open_page()
    assert "New since the last update" in words(at)
    assert "Pain where bones break under load" in words(at)

    at.button(key="upgrade-seen").click().run()

    assert not at.exception
    assert "New since the last update" not in words(at)
    assert services.upgrading.differences(actor, str(actor.person_id), now=now) == ()


def test_nothing_is_told_where_nothing_differs(services: Services, open_page) -> None:
    assert "New since the last update" not in words(open_page())


def test_a_therapist_is_offered_what_differs_and_decides(clinic: Clinic, now, as_user, open_page) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    here = services.deciding.today(clinic.pt, runner_id, now=now).standing.stage
    _note(services, runner_id, now, (("lower", here, "run-01"), ("rule", None, "bone-stress")))

    as_user(PT_EMAIL)
    at: AppTest = open_page("pt_review", runner=runner_id)
    assert "Since the last update" in words(at)

    at = press(press(at, "I have seen this"), "Place her there")

    assert "Since the last update" not in words(at)
    assert services.deciding.today(clinic.pt, runner_id, now=now).standing.stage == "run-01"
    assert services.upgrading.differences(clinic.runner, runner_id, now=now) == ()
