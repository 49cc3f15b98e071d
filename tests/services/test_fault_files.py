"""Files that are wrong as real ones are, with what was really run: each right, or honest about its doubt."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from fitparse import FitFile

from analysis import compare_execution
from analysis.aside import APART
from analysis.schema import BOUT_KINDS
from ingest import read_file
from program.load import shipped_plans
from program.plan import Plan, SessionPlan, Stage
from services import ImportVerdict, Services, Upload
from services.analysing import analyse_file, analysis_record
from services.measuring import Measured, measure
from services.prescribing import prescribed_frame, tolerances_of

#: A running time is right within this share of it, or so many seconds.
SHARE, SECONDS = 0.05, 10.0
#: When the files about dates are brought in.
ADDED = datetime(2026, 11, 20, 12, tzinfo=UTC)
#: What these are about is a date, which only the runner can tell.
OF_DATES = ("ask", "date")


def measured(path: Path) -> list[Measured]:
    return [measure(result.activity) for result in read_file(path) if result.activity is not None]


def is_right(run_time_s: float | None, truth_s: float) -> bool:
    return run_time_s is not None and abs(run_time_s - truth_s) <= max(SHARE * truth_s, SECONDS)


def check(found: Measured, truth: str) -> None:
    """Right; or not counted, or uncertain by as much as it is wrong."""
    summary, counts = found.summary, found.quality.counts_for_progress
    if truth in ("none", "null"):
        assert summary.run_time_s is None
        assert not counts
        assert (summary.not_on_foot_time_s if truth == "none" else summary.unknown_time_s) > 0
        return
    least_s, _, most_s = truth.partition("..")
    ran_s, may_s = summary.run_time_s or 0.0, (summary.run_time_s or 0.0) + summary.uncertain_time_s
    if most_s:
        assert float(least_s) - SECONDS <= ran_s <= float(most_s) + SECONDS
        assert may_s >= float(most_s) - SECONDS or not counts
    elif not is_right(summary.run_time_s, float(least_s)):
        # Running that the watch was paused for hides nothing: it counts when asking "too much?".
        assert ran_s < float(least_s) <= may_s + SHARE * float(least_s)


@pytest.mark.corpus
def test_each_fault_file_is_right_or_says_its_doubt(corpus: Path) -> None:
    lines = (corpus / "faults" / "truth.tsv").read_text("utf-8").splitlines()[1:]
    wrong = []
    for name, truth, *_ in (line.split("\t") for line in lines):
        if truth.startswith(OF_DATES):
            continue
        found, truths = measured(corpus / "faults" / name), truth.split("+")
        try:
            assert len(found) == len(truths)
            for each, what in zip(found, truths, strict=True):
                check(each, what)
        except AssertionError as fault:
            wrong.append(f"{name}: {truth}, not {[each.summary.run_time_s for each in found]} {fault}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.corpus
def test_a_prompted_outing_without_cadence_counts(corpus: Path) -> None:
    (found,) = measured(corpus / "labelled" / "tcpd_run_log" / "run_log.tcx")
    assert found.quality.counts_for_progress
    assert found.summary.run_bout_count in (4, 5)
    assert is_right(found.summary.run_time_s, 953)


def recorded_points(path: Path) -> int:
    """How many points a file holds, counted by others or by their letters."""
    if path.suffix == ".fit":
        return sum(1 for _ in FitFile(str(path)).get_messages("record"))
    return len(re.findall(rb"<(?:trkpt|Trackpoint)[ >]", path.read_bytes()))


@pytest.mark.corpus
def test_each_second_and_each_point_of_the_fault_files_is_accounted_for(corpus: Path) -> None:
    for path in sorted((corpus / "faults").glob("*.*")):
        if path.suffix == ".tsv":
            continue
        found = [analysis_record(analysed) for analysed in analyse_file(path)]
        points = 0
        for record, each in zip(found, measured(path), strict=True):
            aside = record["set_aside"]
            apart_s = [aside[kind]["seconds_s"] for kind in APART if kind in aside]
            ran_s = [record[f"{kind}_time_s"] or 0.0 for kind in ("run", "walk", "stand")]
            elapsed_s = pytest.approx(record["elapsed_time_s"], abs=0.01)
            assert sum(ran_s) + sum(apart_s) == elapsed_s, path.name
            assert sum(record[f"{kind}_time_s"] or 0.0 for kind in BOUT_KINDS) == elapsed_s, path.name
            kinds = each.activity.samples.select("elapsed_s").join_asof(
                each.bouts.select("start_s", "kind"), left_on="elapsed_s", right_on="start_s"
            )
            used = kinds.filter(pl.col("kind").is_in(["run", "walk", "stand"])).height
            points += used + sum(one["points"] for one in aside.values())
        assert points == recorded_points(path), path.name


def prescriptions() -> Iterator[tuple[Plan, Stage, SessionPlan]]:
    """A session of the shipped plans for each amount of running that they prescribe."""
    amounts = set()
    for plan in shipped_plans().values():
        for stage in plan.stages:
            for session in stage.sessions:
                if session.run_time_s and session.run_time_s not in amounts:
                    amounts.add(session.run_time_s)
                    yield plan, stage, session


@pytest.mark.corpus
def test_no_fault_file_passes_for_what_it_is_not(corpus: Path) -> None:
    """Against each session of the shipped plans: a walk is never done, an overshoot never hidden."""
    lines = [
        line.split("\t") for line in (corpus / "faults" / "truth.tsv").read_text("utf-8").splitlines()[1:]
    ]
    due = [
        (session.run_time_s or 0.0, prescribed_frame(session), tolerances_of(plan, stage))
        for plan, stage, session in prescriptions()
    ]
    for name, truth, *_ in lines:
        if not truth.isdecimal():
            continue
        (found,) = measured(corpus / "faults" / name)
        for prescribed_s, steps, tolerances in due:
            outcome = compare_execution(found.bouts, steps, tolerances=tolerances).outcome
            shows = outcome == "as_prescribed" and found.quality.counts_for_progress
            near = 0.75 * prescribed_s - SECONDS <= float(truth) <= 1.3 * prescribed_s + 2 * SECONDS
            assert not shows or near, f"{name}: {truth} s pass for {prescribed_s:.0f} s"
            if float(truth) > 1.3 * prescribed_s + 180:
                assert outcome != "partly" or not found.quality.counts_for_progress, (
                    f"{name}: an overshoot is hidden"
                )
                assert outcome != "as_prescribed", f"{name}: an overshoot of {prescribed_s:.0f} s is hidden"


def brought_in(services: Services, *names: Path, zone: str) -> list[ImportVerdict]:
    """Each file imported in turn for a runner who lives in this zone; what became of the last."""
    runner = services.accounts.local_runner(now=ADDED, time_zone=zone)
    found: list[ImportVerdict] = []
    for place, path in enumerate(names):
        upload, at = Upload(path.name, path), ADDED + timedelta(minutes=place)
        found = list(services.importing.add_files(runner, str(runner.person_id), [upload], now=at))
    return found


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "zone", "code"),
    [
        ("21_future.fit", "Europe/Berlin", "date_in_future"),
        ("52_dup_1h_off.gpx", "Europe/Berlin", "same_run"),
        ("56_qz_inverted_morning_aest.fit", "Australia/Sydney", "date_unclear"),
    ],
)
def test_each_date_that_only_she_can_tell_is_asked(
    corpus: Path, services: Services, name: str, zone: str, code: str
) -> None:
    folder = corpus / "faults"
    truth = dict(line.split("\t")[:2] for line in (folder / "truth.tsv").read_text("utf-8").splitlines())
    before = [folder / "00_base.fit"] if code == "same_run" else []

    (verdict,) = brought_in(services, *before, folder / name, zone=zone)

    assert (verdict.verdict, verdict.code) == ("ask", code)
    runner = services.accounts.local_runner(now=ADDED)
    runner_id, later = str(runner.person_id), ADDED + timedelta(hours=1)
    (asked,) = services.deciding.today(runner, runner_id, now=later).questions
    days = [start.date().isoformat() for start in asked.readings]
    kind, _, day = truth[name].partition(" ")
    assert kind != "date" or days == [day, "2026-11-10"]
    held = services.runs.sessions(runner, runner_id, now=later, since=date.min)
    assert len(held) == len(before)


@pytest.mark.corpus
def test_every_line_about_a_date_has_its_test(corpus: Path) -> None:
    lines = (corpus / "faults" / "truth.tsv").read_text("utf-8").splitlines()[1:]
    of_dates = {line.split("\t")[0] for line in lines if line.split("\t")[1].startswith(OF_DATES)}
    assert of_dates == {"21_future.fit", "52_dup_1h_off.gpx", "56_qz_inverted_morning_aest.fit"}
