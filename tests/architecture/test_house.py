"""The rules of the house that no linter knows."""

import ast
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("ingest", "analysis", "program", "store", "services", "ui", "sample_data")
FRONT_DOORS = ("app", "cli")
MODULES = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("name", [*ROOMS, *FRONT_DOORS])
def test_each_room_is_imported_from_this_project(name: str) -> None:
    spec = importlib.util.find_spec(name)

    assert spec is not None
    assert spec.origin is not None
    assert ROOT in Path(spec.origin).parents


def imported_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }


@pytest.mark.parametrize("door", FRONT_DOORS)
def test_front_doors_leave_sql_and_files_to_the_rooms(door: str) -> None:
    roots = {name.partition(".")[0] for name in imported_names(ROOT / f"{door}.py")}

    assert not roots & {"sqlalchemy", "alembic", "fitparse", "gpxpy", "lxml", "store"}


def test_the_command_line_works_without_a_screen() -> None:
    assert "streamlit" not in imported_names(ROOT / "cli.py")


def test_app_stays_a_front_door() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.parametrize("page", sorted((ROOT / "ui" / "pages").glob("*.py")), ids=lambda p: p.name)
def test_pages_stay_short(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) < 80


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_have_one_topic(module: Path) -> None:
    """About 300 lines: a topic that needs more is a folder."""
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 330


CLOCK_CALLS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}


@pytest.mark.parametrize(
    "module",
    [m for m in MODULES if m.relative_to(ROOT).parts[0] != "ui"],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_clocks_are_read_at_the_front_doors_only(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    calls = {
        (node.func.value.id, node.func.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }

    assert not calls & CLOCK_CALLS


#: One line that holds a name, a number or an address, and no words about oneself.
ONE_LINERS = {
    "start_form.py",
    "open_findings.py",
    "owed.py",
    "settings_form.py",
    "my_rights.py",
    "invite_form.py",
}


@pytest.mark.parametrize(
    "module",
    [m for m in MODULES if m.relative_to(ROOT).parts[0] == "ui" and m.parent.name != "pt"],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_a_runner_writes_beside_the_crisis_line_only(module: Path) -> None:
    """Her own words go through `free_text.area`; a therapist's pages are not for a runner."""
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    fields = calls & {"text_area", "text_input", "chat_input"}

    assert fields <= {"text_area"} if module.name == "free_text.py" else fields <= {"text_input"}
    assert not fields or module.name in {"free_text.py", *ONE_LINERS}


def test_no_pages_folder_beside_the_app() -> None:
    """Streamlit would find it by itself and show every page to everybody."""
    assert not (ROOT / "pages").exists()


def test_nothing_about_a_person_is_cached_by_the_screen() -> None:
    """The one thing kept between visitors is the services, by data folder: two people never mix."""
    kept = [
        f"{module.relative_to(ROOT)}: {line.strip()}"
        for module in [*MODULES, ROOT / "app.py"]
        for line in module.read_text(encoding="utf-8").splitlines()
        if "cache_data" in line or "cache_resource" in line
    ]

    assert len(kept) == 1
    assert kept[0].startswith("ui/desk.py")
