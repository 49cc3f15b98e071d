"""The pages of the demo, opened again and again for each runner, change no row but those of the audit log.

Today and Review are opened ten times for two runners, all other pages once; with STRIDEGATE_EVERY_LOOK=1
every page ten times for every runner of the demo, which `make soak` does.
"""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from sample_data.caseload import STORIES
from services import Services, open_services
from services.demo import RUNNER, THERAPIST, clinic, load_demo
from store import tables
from store.engine import reading
from tests.services.test_looking import TOLD, dump, signed_in
from tests.ui.conftest import NOW
from ui import navigation, persona
from ui.launch import DEMO_VARIABLE

pytestmark = pytest.mark.slow

TIMES = 10
ALL = os.environ.get("STRIDEGATE_EVERY_LOOK") == "1"
SUBJECTS = (RUNNER, *(story.key for story in STORIES if ALL or story.name == TOLD[0]))
#: The pages that both people have in their menus.
OF_RUNNER = sorted(
    {path.stem for path in navigation.FOLDER.glob("*.py") if not path.stem.startswith("pt_")}
    - {"account", "people"}
)
OF_THERAPIST = sorted(path.stem for path in navigation.FOLDER.glob("pt_*.py"))
OPENED_OFTEN = {"today", "pt_review"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with (
        pytest.MonkeyPatch.context() as patch,
        open_services(tmp_path_factory.mktemp("demo"), mode="clinic") as services,
    ):
        patch.setattr(clinic, "STORIES", tuple(story for story in STORIES if story.key in SUBJECTS))
        load_demo(services, now=NOW - timedelta(minutes=5))
        yield services


def look_as(subject: str, demo: Services, patch: pytest.MonkeyPatch) -> None:
    """Let the demo's runner be another of its runners."""
    patch.setenv("STRIDEGATE_HOME", str(demo.context.home))
    patch.setenv(DEMO_VARIABLE, "1")
    patch.setattr(persona, "RUNNER", subject)
    patch.setattr(persona, "_WORDS", {subject: "Runner", THERAPIST: "Therapist"})
    patch.setattr(persona, "_FIRST_PAGE", {subject: "today", THERAPIST: "pt_caseload"})


def looks_at(demo: Services, runner_id: str) -> int:
    """How often her therapist's looks at her stand in the audit log."""
    with reading(demo.context.engine) as connection:
        of_her = sa.select(sa.func.count()).where(tables.audit.c.subject_id == runner_id)
        return connection.execute(of_her).scalar_one()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_opening_every_page_of_a_runner_changes_no_row(
    subject: str, demo: Services, home: Path, open_page, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_as(subject, demo, monkeypatch)
    runner_id = signed_in(demo, subject).person_id or ""
    before, looked = dump(demo), looks_at(demo, runner_id)

    opened: list[AppTest] = []
    for time in range(TIMES):
        for name in (*OF_RUNNER, *OF_THERAPIST):
            if time == 0 or ALL or name in OPENED_OFTEN:
                opened.append(open_page(name, runner=runner_id))

    after = dump(demo)
    assert before["person"]
    assert looks_at(demo, runner_id) > looked
    assert all(at.title for at in opened)
    assert [name for name in before if before[name] != after[name]] == []
