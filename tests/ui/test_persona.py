"""The demo's switch between runner and therapist: there in the demo, and nowhere else by any means."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from services import NotAllowedError, Services, open_services
from services.demo import clinic, load_demo
from tests.clinic import write_secrets
from tests.ui.conftest import NOW
from tests.ui.test_pages import words
from ui import persona
from ui.launch import DEMO_VARIABLE, serve_environment, shows_demo

SWITCH = "You are looking as"


@pytest.fixture(scope="module")
def lived_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's clinic with two of its runners, to be copied and never opened."""
    home = tmp_path_factory.mktemp("demo")
    services = open_services(home, mode="clinic")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clinic, "STORIES", [s for s in clinic.STORIES if s.key in {"leak", "new"}])
        load_demo(services, now=NOW)
    services.close()
    return home


@pytest.fixture
def demo_home(home: Path, lived_demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(lived_demo, home)
    monkeypatch.setenv(DEMO_VARIABLE, "1")
    return home


def switches(at: AppTest) -> list:
    return [group for group in at.button_group if group.label == SWITCH]


def test_one_control_leads_from_the_runner_to_her_therapist(demo_home, open_page) -> None:
    at = open_page("today")
    assert "It waits for your PT" in words(at)

    switches(at)[0].set_value("therapist").run()

    assert not at.exception
    assert at.title[0].value == "Caseload"
    assert "Bea Leak" in words(at)


def test_each_persons_page_can_be_opened_by_its_address(demo_home, open_page) -> None:
    at = open_page("pt_caseload")
    assert switches(at)[0].value == "therapist"
    assert "Sam Sample" in words(at)

    at.switch_page("ui/pages/progress.py").run()

    assert switches(at)[0].value == "runner"
    assert "Sam Sample" not in words(at)


def test_the_therapist_releases_what_the_runner_then_sees(demo_home, open_page) -> None:
    with open_services(demo_home, mode="clinic") as services:
        runner_id = str(persona.actor(services, now=NOW).person_id)
    at = open_page("pt_review", runner=runner_id)
    release = next(button for button in at.button if button.label.startswith("Release: on to Run 5"))

    release.click().run()

    assert not at.exception
    assert "Run 5" in words(open_page("today"))


def test_serve_is_never_the_demo_whatever_the_environment_says(home) -> None:
    assert not shows_demo(serve_environment({DEMO_VARIABLE: "1", "STRIDEGATE_HOME": str(home)}))
    assert shows_demo(serve_environment({"STRIDEGATE_HOME": str(home)}, is_demo=True))


def test_a_clinics_server_is_never_the_demo(home) -> None:
    home.mkdir()
    write_secrets(home)

    assert not shows_demo(serve_environment({"STRIDEGATE_HOME": str(home)}, is_demo=True))


@pytest.mark.parametrize("name", ["today", "pt_caseload"])
def test_no_word_in_the_address_brings_the_switch(sample_home, open_page, name: str) -> None:
    at = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60)
    at.query_params |= {"demo": "1", "as": "therapist", "persona": "therapist", DEMO_VARIABLE: "1"}
    at.session_state["demo_persona"] = "therapist"
    if name != "today":
        at.switch_page(f"ui/pages/{name}.py")
    at.run()

    assert not switches(at)
    assert "Caseload" not in [title.value for title in at.title]


def test_a_forced_switch_finds_nobody_on_a_real_server(
    sample_home, services: Services, open_page, monkeypatch
) -> None:
    monkeypatch.setenv(DEMO_VARIABLE, "1")

    at = open_page("today")

    assert "You have no account here yet" in at.error[0].value
    assert "Run 4" not in words(at)
    with pytest.raises(NotAllowedError):
        persona.actor(services, now=NOW)
