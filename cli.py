"""Terminal front door. What other programs may rely on stands in docs/cli.md."""

import os
import signal
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.progress import MofNCompleteColumn, Progress, TaskID
from rich.table import Table

from ingest import find_files
from program import (
    CaseError,
    case_schema,
    check_plan,
    decide,
    decision_json,
    explain,
    parse_case,
    shipped_plans,
)
from services import ImportVerdict, ServiceError, Upload
from services.analysing import analyse_paths, analysis_record, utc_text
from ui import launch
from ui.auth_settings import SECRETS_VARIABLE, SettingsError
from ui.terminal import (
    FAILED,
    JsonFlag,
    complain,
    demo_home,
    err,
    fail,
    in_plain_words,
    open_here,
    operator,
    out,
    print_json,
    say,
    whose,
)
from ui.terminal.live import life_line, life_of, live
from ui.terminal.results import analysis_text, decision_panel, label, skipped_line, verdict_line

app = typer.Typer(
    name="stridegate",
    help="Measures what was run, joins it with the symptoms that were logged, and proposes what comes next.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
plan_app = typer.Typer(help="Plans: stages, sessions and gates as data.", no_args_is_help=True)
app.add_typer(plan_app, name="plan")
app.add_typer(operator.app)

#: What points the dashboard at somebody's own data; the demo has its own.
OWN_SETTINGS = ("STRIDEGATE_DATABASE_URL", SECRETS_VARIABLE)

WRONG_USAGE = 2

Paths = Annotated[
    list[Path], typer.Argument(help="Files or folders: .fit .gpx .tcx, each also .gz, and .zip.")
]


@app.command()
def analyse(
    paths: Paths,
    as_json: JsonFlag = False,
    bouts: Annotated[
        Literal["device", "detected"],
        typer.Option(help="`detected` ignores what the watch labelled as running and walking."),
    ] = "device",
) -> None:
    """Measure watch files: run, walk, stand and pause, cadence and pace while running."""
    failed = False
    for analysed in analyse_paths(paths, use_device_splits=bouts == "device"):
        failed = failed or analysed.error is not None
        if as_json:
            print_json(analysis_record(analysed))
        elif analysed.measured is not None:
            say(analysis_text(analysed, analysed.measured))
        elif analysed.skipped is not None:
            say(skipped_line(analysed, analysed.skipped))
        elif analysed.error is not None:
            complain(f"{label(analysed)}: {analysed.error.message}")
    if failed:
        raise typer.Exit(FAILED)


@app.command(name="decide")
def decide_case(
    case: Annotated[
        Path | None, typer.Argument(help="A case as JSON; its schema is printed by --schema.")
    ] = None,
    as_json: JsonFlag = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of a case.")] = False,
) -> None:
    """Decide one case: progress, hold, regress or stop, with every reason."""
    if schema:
        print_json(case_schema())
        return
    if case is None:
        raise typer.BadParameter("give a case file, or --schema")
    try:
        facts = parse_case(read_text(case))
        plan = shipped_plans().get((facts.plan, facts.plan_version))
        if plan is None:
            fail(f"{case}: there is no plan {facts.plan} version {facts.plan_version}; see `plan list`.")
        decision = decide(facts, plan)
    except CaseError as error:
        fail("\n".join(f"{case}: {fault}" for fault in error.faults))
    explanation = explain(decision, plan, facts)
    if as_json:
        print_json(decision_json(decision, explanation.text))
    else:
        out.print(decision_panel(decision, explanation))


@app.command(name="live")
def live_through(
    life: Annotated[Path, typer.Argument(help="A life as JSON: the runner, then acts, each with its time.")],
    as_json: JsonFlag = False,
) -> None:
    """Live a life through, act by act, on a store that is thrown away; see docs/cli.md."""
    text = read_text(life)
    try:
        for what in live(life_of(text), database_url=launch.database_url()):
            if as_json:
                print_json(what)
            else:
                say(life_line(what))
    except CaseError as error:
        for fault in error.faults:
            complain(f"{life}: {fault}")
        raise typer.Exit(WRONG_USAGE) from None
    except ServiceError as error:
        fail(error.message)
    except Exception as fault:  # noqa: BLE001 - what no act should end in is told in one sentence too
        name = type(fault).__name__
        fail(f"{life}: a fault in this program ended the life ({name}); please report it with the life.")


def read_text(path: Path) -> str:
    """The text of a file; one sentence and status 1 where there is none."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        fail(f"{path} cannot be opened: {error.strerror}.")
    except UnicodeDecodeError:
        fail(f"{path} is not text in UTF-8.")


@plan_app.command(name="list")
def list_plans(as_json: JsonFlag = False) -> None:
    """The plans that come with Stridegate."""
    table = Table("plan", "version", "title", "for whom", "stages", title="Plans")
    for (plan_id, version), plan in sorted(shipped_plans().items()):
        if as_json:
            record = {
                "plan": plan_id,
                "plan_version": version,
                "title": plan.title,
                "for_whom": plan.for_whom,
            }
            print_json({**record, "stages": [stage.id for stage in plan.stages]})
        else:
            table.add_row(plan_id, str(version), plan.title, plan.for_whom, str(len(plan.stages)))
    if not as_json:
        out.print(table)


@plan_app.command(name="check")
def check_plans(
    files: Annotated[list[Path], typer.Argument(help="Plan files (TOML).")], as_json: JsonFlag = False
) -> None:
    """Report every fault of the plan files at once, with its path."""
    failed = False
    for file in files:
        faults = check_plan(read_text(file), str(file))
        failed = failed or bool(faults)
        if as_json:
            found = [{"path": fault.path, "message": fault.message} for fault in faults]
            print_json({"file": str(file), "status": "error" if faults else "ok", "faults": found})
            continue
        for fault in faults:
            complain(f"{file}: {fault}")
        if not faults:
            err.print(f"{file}: ok", highlight=False, soft_wrap=True)
    if failed:
        raise typer.Exit(FAILED)


@app.command(name="import")
def import_files(
    paths: Paths,
    runner: Annotated[str | None, typer.Option(help="E-mail address; alone, there is one runner.")] = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Import what looks like a duplicate.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read files.")] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Import watch files; safe to repeat and to interrupt."""
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        complain(f"There is no file or folder {path}. Check the name.")
    files = [file for path in paths if path.exists() for file in find_files([path])]
    now = datetime.now(UTC)
    counts: Counter[str] = Counter()
    bar = Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=err, transient=True)
    with open_here() as services, reading_processes(workers) as executor, bar:
        actor, runner_id = whose(services, runner, now)
        task = bar.add_task("Importing", total=len(files))
        uploads = uploads_of(files, bar, task)
        verdicts = services.importing.add_files(
            actor, runner_id, uploads, now=now, anyway=anyway, executor=executor, ahead=2 * workers
        )
        for verdict in verdicts:
            counts[verdict.verdict] += 1
            show_verdict(verdict, as_json)
    told = ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) or "nothing to import"
    err.print(f"{len(files)} files: {told}", highlight=False)
    if missing or counts["failed"]:
        raise typer.Exit(FAILED)


def show_verdict(verdict: ImportVerdict, as_json: bool) -> None:
    """One line for one activity."""
    if as_json:
        start = utc_text(verdict.start_utc) if verdict.start_utc else None
        local = verdict.local_start.isoformat() if verdict.local_start else None
        print_json({**asdict(verdict), "start_utc": start, "local_start": local})
    else:
        say(verdict_line(verdict))


@contextmanager
def reading_processes(workers: int) -> Iterator[ProcessPoolExecutor | None]:
    """Processes that read files beside this one; none where one is enough."""
    if workers == 1:
        yield None
        return
    # spawn: polars' threads do not survive a fork.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
        yield executor


def uploads_of(files: Iterable[Path], progress: Progress, task: TaskID) -> Iterator[Upload]:
    """Each file as an upload, moving the bar as it is taken up."""
    for file in files:
        yield Upload(str(file), file)
        progress.advance(task)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The first port to try.")] = launch.DEFAULT_PORT,
    address: Annotated[
        str, typer.Option(help="The address to answer on; another than loopback needs sign-in.")
    ] = launch.LOOPBACK,
) -> None:
    """Open the dashboard: for one runner on this computer, or for a clinic where sign-in is set up."""
    run_server(port, address=address)


@app.command()
def demo(port: Annotated[int, typer.Option(help="The first port to try.")] = launch.DEFAULT_PORT) -> None:
    """Open the dashboard with a sample runner and a therapist's caseload; your own data stay untouched."""
    with tempfile.TemporaryDirectory(prefix="stridegate-demo-") as home, in_plain_words():
        demo_home.fill(Path(home), now=datetime.now(UTC))
        rest = {name: value for name, value in os.environ.items() if name not in OWN_SETTINGS}
        run_server(port, {**rest, "STRIDEGATE_HOME": home}, is_demo=True)


def run_server(
    port: int,
    environment: Mapping[str, str] = os.environ,
    *,
    address: str = launch.LOOPBACK,
    is_demo: bool = False,
) -> None:
    """Serve until interrupted; the address goes to standard output."""
    try:
        chosen = launch.free_port(port)
        command = launch.serve_command(chosen, address=address, environment=environment)
    except OSError as error:
        fail(f"The dashboard cannot start: {error}. Choose another with --port.")
    except SettingsError as error:
        fail(str(error))
    print(f"Stridegate is at http://{address}:{chosen}  (Ctrl-C ends it)", flush=True)
    served = launch.serve_environment(environment, is_demo=is_demo)
    server = subprocess.Popen(command, env=served)  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        status = server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return
    if status not in (0, -signal.SIGTERM):
        raise typer.Exit(FAILED)


def main() -> None:
    """Run the command line; whatever goes wrong ends in one sentence, never in a traceback."""
    app()
