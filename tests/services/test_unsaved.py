"""What she tapped and has not saved: there again for her, for a day, and for nobody and nothing else."""

import logging
from datetime import timedelta

import pytest

from services import Actor, Services
from services.unsaved import KEPT_FOR, Tapped
from tests.services.conftest import NOW, Clinic
from tests.services.test_rights import count

FORM = "log-a-run-after-0"
TAPPED: dict[str, Tapped] = {
    "any": "some",
    "leak_urine": "new_or_worse",
    "knee-limp": False,
    "sites": ["knee"],
}


def test_what_was_tapped_is_there_again_as_it_was(services: Services, runner: Actor) -> None:
    me = str(runner.person_id)
    services.unsaved.keep(runner, me, FORM, {"any": "none"}, now=NOW)
    services.unsaved.keep(runner, me, FORM, TAPPED, now=NOW)

    assert services.unsaved.read(runner, me, FORM, now=NOW) == TAPPED
    assert services.unsaved.read(runner, me, "another form", now=NOW) == {}


def test_nothing_is_left_once_it_is_saved(services: Services, runner: Actor) -> None:
    me = str(runner.person_id)
    services.unsaved.keep(runner, me, FORM, TAPPED, now=NOW)
    services.unsaved.keep(runner, me, FORM, {}, now=NOW)

    assert services.unsaved.read(runner, me, FORM, now=NOW) == {}
    assert count(services, "unsaved") == 0


def test_after_a_day_it_is_not_shown_and_the_next_to_tap_clears_it_away(clinic: Clinic) -> None:
    services, later = clinic.services, NOW + KEPT_FOR + timedelta(seconds=1)
    services.unsaved.keep(clinic.runner, clinic.runner_id, FORM, TAPPED, now=NOW)

    assert services.unsaved.read(clinic.runner, clinic.runner_id, FORM, now=NOW + KEPT_FOR) == TAPPED
    assert services.unsaved.read(clinic.runner, clinic.runner_id, FORM, now=later) == {}
    other = str(clinic.other_runner.person_id)
    services.unsaved.keep(clinic.other_runner, other, FORM, {"any": "none"}, now=later)
    assert count(services, "unsaved") == 1


def test_it_goes_with_the_person(clinic: Clinic) -> None:
    services = clinic.services
    services.unsaved.keep(clinic.runner, clinic.runner_id, FORM, TAPPED, now=NOW)
    services.rights.delete_everything(clinic.runner, clinic.runner_id, now=NOW)

    assert count(services, "unsaved") == 0


def test_no_decision_reads_it_and_no_log_tells_it(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    caplog.set_level(logging.DEBUG)
    before = services.deciding.today(clinic.runner, runner_id, now=NOW).answer

    services.unsaved.keep(clinic.runner, runner_id, FORM, TAPPED, now=NOW)

    assert services.deciding.today(clinic.runner, runner_id, now=NOW).answer.decision == before.decision
    assert "new_or_worse" not in caplog.text
    assert FORM not in caplog.text
