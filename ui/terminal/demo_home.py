"""The demo's data folder: lived through once a day, and copied at every start after that."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import platformdirs
from rich.console import Console
from rich.progress import Progress

from services import open_services
from services.demo import load_demo
from ui.terminal import err

ROOT = Path(__file__).parents[2]
#: What the lived weeks depend on beside the day.
ROOMS = ("ingest", "analysis", "program", "store", "services", "sample_data")
QUARTERS = 4
_WHAT = "Twelve sample runners live through their weeks, once a day"


def fill(home: Path, *, now: datetime, kept: Path | None = None) -> None:
    """Put the demo's people into an empty folder; `kept` is where their lived weeks lie for the day."""
    kept = kept or platformdirs.user_cache_path("stridegate", appauthor=False) / "demo"
    today = kept / f"{now:%Y-%m-%d}-{_program_key()}"
    if not today.exists():
        shutil.rmtree(kept, ignore_errors=True)
        _live_through(kept / "making", now)
        (kept / "making").rename(today)
    shutil.copytree(today, home, dirs_exist_ok=True)


def _live_through(home: Path, now: datetime) -> None:
    services = open_services(home, mode="clinic")
    with _shown(err) as on_step:
        load_demo(services, now=now, on_step=on_step)
    services.context.engine.dispose()


@contextmanager
def _shown(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Takes how many of how many steps are done: a bar on a terminal, elsewhere a line a quarter."""
    if console.is_terminal:
        with Progress(console=console, transient=True) as bar:
            task = bar.add_task(_WHAT)
            yield lambda done, total: bar.update(task, completed=done, total=total)
        return
    console.print(f"{_WHAT} ...", highlight=False, soft_wrap=True)
    told = 0

    def on_step(done: int, total: int) -> None:
        nonlocal told
        quarter = QUARTERS * done // total
        if quarter > told:
            told = quarter
            console.print(f"  {quarter} of {QUARTERS} quarters of their weeks", highlight=False)

    yield on_step
    console.print(f"  {QUARTERS} of {QUARTERS} quarters of their weeks", highlight=False)


def _program_key() -> str:
    """Another program lives other weeks: its files by name and time, as a short word."""
    files = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.*") if file.suffix != ".pyc")
    told = "".join(f"{file.name}{file.stat().st_mtime_ns}" for file in files)
    return hashlib.sha256(told.encode()).hexdigest()[:12]
