"""Each shipped plan from an empty folder to the first progress, by the pages alone, as a runner would."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from program import Plan, SessionPlan, shipped_plans
from program.beginning import openings
from program.questions import BY_ID
from services import open_services
from tests.services.building import gpx_run
from ui import desk

pytestmark = pytest.mark.slow

#: Metres a second and steps a minute.
GAITS = {"run": (2.6, 162), "walk": (1.3, 106)}
BEGINS = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
BEST: dict[str, object] = {"energy": "good", "mood": "good", "illness": "none", "outside_runs": "none"} | {
    "feeding": "going_well",
    "sleep": 7,
    "confidence": 8,
    "harm": False,
}


def recording(session: SessionPlan, start_utc: datetime) -> bytes:
    """A watch's file of the session, run as it is prescribed."""
    spans = []
    for step in session.steps:
        speed_mps, cadence_spm = GAITS[step.kind]
        seconds = step.duration_s or (step.distance_m or 0.0) / speed_mps
        spans.append((speed_mps, cadence_spm, round(seconds)))
    return gpx_run(start_utc, tuple(spans))


class Walker:
    """A runner at her telephone: opens a page, answers all that she sees there, and goes on."""

    def __init__(self, open_page: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch) -> None:
        self._open, self.now = open_page, BEGINS
        monkeypatch.setattr(desk, "clock", lambda: self.now)

    def open(self, page: str, **query: str) -> AppTest:
        return self._open(page, **query)

    def choose(self, at: AppTest, label: str, value: object) -> None:
        next(item for item in at.button_group if label in item.label).set_value(value).run()

    def press(self, at: AppTest, label: str) -> None:
        next(button for button in at.button if button.label.startswith(label)).click().run()
        assert not at.exception
        assert not [error.value for error in at.error]

    def start(self, plan: Plan, *, gave_birth: bool) -> None:
        at = self.open("start")
        self.choose(at, "Have you given birth?", gave_birth)
        if gave_birth:
            at.date_input[0].set_value(self.now.date() - timedelta(weeks=14)).run()
            self.choose(at, "How is the baby fed?", "breastfeeding")
        else:
            self.choose(at, "pelvic floor signs?", False)
        self.press(at, "Save and go on")
        pelvic = {"deep core": True, "pelvic floor rehabilitation": True, "in daily life": "none"}
        assert bool([item for item in at.button_group if "deep core" in item.label]) is gave_birth
        for label, value in (pelvic if gave_birth else {}).items():
            self.choose(at, label, value)
        self.choose(at, "around the pelvis", ["none"])
        self.choose(at, "30 minutes", True)
        self.press(at, "Save and go on")
        self.choose(at, "examined you", True)
        at.text_input[0].set_value("Pat Therapist")
        at.date_input[0].set_value(self.now.date() - timedelta(days=1)).run()
        for item in list(at.button_group):
            if item.value is None:
                item.set_value(True)
        at.run()
        self.press(at, "Save and go on")
        at.radio[0].set_value((plan.id, plan.version)).run()
        at.checkbox[0].check().run()
        self.press(at, "Begin")

    def run(self, session: SessionPlan, number: int) -> None:
        content = recording(session, self.now)
        self.now += timedelta(hours=2)
        at = self.open("add_runs")
        at.file_uploader[0].set_value([(f"run-{number}.gpx", content, "application/gpx+xml")]).run()
        assert not at.exception
        self.tell("after")
        self.now = datetime.combine(self.now.date() + timedelta(days=1), time(8), UTC)
        self.tell("next_morning")

    def tell(self, moment: str) -> None:
        at = self.open("how_was_it", moment=moment)
        self._answer_all(at)
        (save,) = (button for button in at.button if button.label.startswith("Save"))
        assert save.label == "Save", f"{moment}: {save.label}"
        save.click().run()
        assert "Saved" in at.success[0].value

    def check_in(self) -> None:
        at = self.open("check_in")
        for item in at.button_group:
            name = str(item.key).removeprefix("check-in-0-").removeprefix("check-in-1-")
            value = "none" if name == "sign" else BEST.get(name)
            if value is not None:
                item.set_value(value)
        at.run()
        self.press(at, "Send")

    def _answer_all(self, at: AppTest) -> None:
        """Answers what is on the page as on a good day, until nothing new comes up."""
        answered: set[str] = set()
        while True:
            open_ones = [
                item for item in at.button_group if item.key not in answered and item.value in (None, [])
            ]
            for item in open_ones:
                key = str(item.key)
                answered.add(key)
                name = next((name for name in BY_ID if key.endswith(f"-{name}")), None)
                if key.endswith(("-any", "-sign")):
                    item.set_value("none")
                elif name is not None:
                    item.set_value(BY_ID[name].levels[0] if BY_ID[name].levels else 3)
            if not open_ones:
                return
            at.run()


@pytest.mark.parametrize(
    ("plan", "gave_birth"),
    [(plan, plan.population == "postpartum") for plan in shipped_plans().values()],
    ids=lambda value: value.id if isinstance(value, Plan) else "",
)
def test_each_plan_is_walked_to_its_first_progress(
    home, open_page, monkeypatch: pytest.MonkeyPatch, plan: Plan, gave_birth: bool
) -> None:
    her = Walker(open_page, monkeypatch)
    her.start(plan, gave_birth=gave_birth)
    stage = openings(plan)[-1]

    for number, session_id in enumerate(stage.required):
        her.run(stage.session(session_id), number)
        her.now = datetime.combine(her.now.date() + timedelta(days=1), time(9), UTC)
    if plan.advance == "per_week":
        her.now = max(her.now, BEGINS + timedelta(days=7))
    her.check_in()
    at = her.open("check_in")
    her.press(at, "Yes, go on to")

    with open_services(home) as services:
        runner = services.accounts.local_runner(now=her.now)
        today = services.deciding.today(runner, str(runner.person_id), now=her.now)
    assert today.stage is not None
    assert today.stage.id == plan.stages[plan.stage_index[stage.id] + 1].id
