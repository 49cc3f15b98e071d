"""Each activity once, each file by itself, and a verdict for each."""

import io
import zipfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingest.activity import Activity
from services import Actor, ImportVerdict, NotAllowedError, Services, Upload, importing
from services.accounts import new_person
from services.measuring import Measured, measure
from store import people
from store.engine import writing
from tests.ingest.fit_builder import activity_file, add_session, run_file
from tests.services.conftest import NOW, WEEKS_END, GpxRun


def drop(
    services: Services, runner: Actor, files: Iterable[tuple[str, bytes]], *, anyway: bool = False
) -> list[ImportVerdict]:
    uploads = [Upload(name, content) for name, content in files]
    assert runner.person_id is not None
    return list(services.importing.add_files(runner, runner.person_id, uploads, now=NOW, anyway=anyway))


def test_a_new_run_is_there_with_its_samples(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    verdict = drop(services, runner, [("a.gpx", gpx_run())])[0]

    assert verdict.verdict == "new"
    listed = services.runs.list_runs(runner, runner.person_id or "", now=NOW)
    assert [run.activity_id for run in listed] == [verdict.activity_id]
    detail = services.runs.run(runner, runner.person_id or "", verdict.activity_id or "", now=NOW)
    assert detail.samples is not None
    assert detail.samples.height == 300
    assert detail.run.run_time_s == pytest.approx(300, rel=0.05)


def test_importing_again_changes_nothing(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    first = drop(services, runner, [("a.gpx", gpx_run())])[0]

    again = drop(services, runner, [("another name.gpx", gpx_run())])[0]

    assert (again.verdict, again.other_id) == ("duplicate", first.activity_id)


@pytest.mark.parametrize(
    ("seconds_later", "spans", "expected"),
    [
        (20, ((2.6, 160, 300),), "ask"),
        (61, ((2.6, 160, 300),), "new"),
        (20, ((2.6, 160, 200),), "new"),
        (20, ((3.2, 160, 300),), "new"),
    ],
)
def test_a_second_recording_of_the_same_run_asks(
    services: Services,
    runner: Actor,
    gpx_run: GpxRun,
    seconds_later: int,
    spans: tuple[tuple[float, int, int], ...],
    expected: str,
) -> None:
    drop(services, runner, [("watch.gpx", gpx_run())])
    later = NOW - timedelta(hours=2) + timedelta(seconds=seconds_later)

    verdict = drop(services, runner, [("telephone.gpx", gpx_run(later, spans))])[0]

    assert verdict.verdict == expected


def test_two_people_may_hold_the_same_file(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    """They ran together, and one of them sent it to the other; each has her own memory of it."""
    friend = new_person(None, "Her friend", time_zone="Europe/London", now=NOW)
    with writing(services.context.engine) as connection:
        people.add_person(connection, friend)
        people.grant_role(connection, friend.id, "runner", now=NOW, granted_by=None)
    other = replace(runner, person_id=friend.id)
    telephone = gpx_run(NOW - timedelta(hours=2) + timedelta(seconds=20))

    first = drop(services, runner, [("a.gpx", gpx_run())])[0]
    friends = drop(services, other, [("a.gpx", gpx_run())])[0]

    assert (first.verdict, friends.verdict) == ("new", "new")
    again = [drop(services, who, [("a.gpx", gpx_run()), ("b.gpx", telephone)]) for who in (runner, other)]
    assert [[verdict.verdict for verdict in each] for each in again] == [["duplicate", "ask"]] * 2
    assert [[verdict.other_id for verdict in each] for each in again] == [
        [first.activity_id] * 2,
        [friends.activity_id] * 2,
    ]


def test_a_watchs_run_that_was_exported_anew_is_a_duplicate(services: Services, runner: Actor) -> None:
    """Other bytes of the same device and start, even where the length differs: it was trimmed."""
    whole = add_session(run_file(seconds=120), elapsed_ms=120_000, timer_ms=120_000)
    trimmed = add_session(run_file(seconds=60))
    other_watch = run_file(seconds=60)
    other_watch.body = other_watch.body.replace(
        (12_345).to_bytes(4, "little"), (54_321).to_bytes(4, "little"), 1
    )

    files = [("a.fit", whole.build()), ("b.fit", trimmed.build()), ("c.fit", other_watch.build())]
    verdicts = drop(services, runner, files)

    assert [verdict.verdict for verdict in verdicts] == ["new", "duplicate", "new"]


@pytest.mark.parametrize(("sport", "sub_sport"), [(2, 0), (5, 17), (10, 20), (0, 20), (4, 15)], ids=str)
def test_what_is_not_on_foot_is_kept_as_such(
    services: Services, runner: Actor, sport: int, sub_sport: int
) -> None:
    file = add_session(run_file(), sport=sport, sub_sport=sub_sport)

    assert drop(services, runner, [("a.fit", file.build())])[0].verdict == "not_a_run"


def test_a_fault_in_measuring_costs_its_run_and_no_other(
    services: Services, runner: Actor, gpx_run: GpxRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(activity: Activity, **options: object) -> Measured:
        if activity.samples.height == 60:
            raise ZeroDivisionError
        return measure(activity)

    monkeypatch.setattr(importing, "measure", faulty)

    verdicts = drop(services, runner, [("a.gpx", gpx_run(spans=((2.6, 160, 60),))), ("b.gpx", gpx_run())])

    assert [verdict.verdict for verdict in verdicts] == ["failed", "new"]
    assert "report it" in (verdicts[0].message or "")


def test_anyway_imports_what_looks_the_same(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    first = drop(services, runner, [("a.gpx", gpx_run())])[0]

    again = drop(services, runner, [("a.gpx", gpx_run())], anyway=True)[0]

    assert (again.verdict, again.other_id) == ("new", first.activity_id)
    assert len(services.runs.list_runs(runner, runner.person_id or "", now=NOW)) == 2


def test_a_ride_is_kept_as_a_ride(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    verdict = drop(services, runner, [("ride.gpx", gpx_run(spans=((8.0, 85, 300),), kind="cycling"))])[0]

    assert verdict.verdict == "not_a_run"
    listed = services.runs.list_runs(runner, runner.person_id or "", now=NOW)
    assert [(run.kind, run.run_time_s) for run in listed] == [("other", None)]


@pytest.mark.parametrize("kind", ["other", "1", "swimming", "cycling"])
def test_a_run_under_another_label_is_measured(
    services: Services, runner: Actor, gpx_run: GpxRun, kind: str
) -> None:
    verdict = drop(services, runner, [("a.gpx", gpx_run(kind=kind))])[0]

    assert verdict.verdict == "new"
    listed = services.runs.list_runs(runner, runner.person_id or "", now=NOW)
    assert [run.run_time_s for run in listed] == [pytest.approx(300, rel=0.05)]


def test_a_bad_file_says_why_and_the_rest_go_on(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    verdicts = drop(services, runner, [("photo.fit", b"\xff\xd8\xff\xe0 JFIF"), ("a.gpx", gpx_run())])

    assert [verdict.verdict for verdict in verdicts] == ["failed", "new"]
    assert verdicts[0].code
    assert verdicts[0].message


def test_a_missing_file_is_a_failure_not_a_crash(services: Services, runner: Actor, tmp_path: Path) -> None:
    uploads = [Upload("gone.fit", tmp_path / "gone.fit")]

    verdicts = list(services.importing.add_files(runner, runner.person_id or "", uploads, now=NOW))

    assert [(v.verdict, v.code) for v in verdicts] == [("failed", "unreadable")]


def test_workers_give_the_same_verdicts_in_the_same_order(
    services: Services, runner: Actor, gpx_run: GpxRun
) -> None:
    uploads = [
        Upload(f"{day}.gpx", gpx_run(NOW - timedelta(days=day), ((2.6, 160, 60),))) for day in range(1, 8)
    ]
    with ThreadPoolExecutor(2) as executor:
        verdicts = list(
            services.importing.add_files(runner, runner.person_id or "", uploads, now=NOW, executor=executor)
        )

    assert [(v.file, v.verdict) for v in verdicts] == [(upload.name, "new") for upload in uploads]


def test_an_interrupted_import_keeps_what_was_done(
    services: Services, runner: Actor, gpx_run: GpxRun
) -> None:
    uploads = [
        Upload(f"{day}.gpx", gpx_run(NOW - timedelta(days=day), ((2.6, 160, 60),))) for day in range(1, 4)
    ]
    running = services.importing.add_files(runner, runner.person_id or "", uploads, now=NOW)
    next(running)
    running.close()

    verdicts = list(services.importing.add_files(runner, runner.person_id or "", uploads, now=NOW))

    assert [v.verdict for v in verdicts] == ["duplicate", "new", "new"]


def test_a_file_larger_than_any_export_is_not_read(services: Services, runner: Actor, tmp_path: Path) -> None:
    path = tmp_path / "whole disk.zip"
    with path.open("wb") as file:
        file.truncate((1 << 30) + 1)

    verdicts = list(
        services.importing.add_files(runner, runner.person_id or "", [Upload("a", path)], now=NOW)
    )

    assert [(v.verdict, v.code) for v in verdicts] == [("failed", "too_large")]


@pytest.mark.parametrize(
    ("start_utc_hour", "expected_day"),
    [(22, 17), (23, 18)],
    ids=["before midnight in London", "after midnight in London"],
)
def test_the_local_date_is_the_runners(
    services: Services, runner: Actor, gpx_run: GpxRun, start_utc_hour: int, expected_day: int
) -> None:
    drop(services, runner, [("a.gpx", gpx_run(NOW.replace(hour=start_utc_hour)))])

    run = services.runs.list_runs(runner, runner.person_id or "", now=NOW)[0]

    assert run.local_date.day == expected_day


def test_nobody_imports_for_another(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    stranger = replace(runner, person_id="0" * 32)

    with pytest.raises(NotAllowedError):
        drop(services, stranger, [("a.gpx", gpx_run())])
    with pytest.raises(NotAllowedError):
        list(services.importing.add_files(stranger, runner.person_id or "", [], now=NOW))


def test_a_deleted_run_takes_its_samples_along(services: Services, runner: Actor, gpx_run: GpxRun) -> None:
    verdict = drop(services, runner, [("a.gpx", gpx_run())])[0]

    services.runs.delete_run(runner, runner.person_id or "", verdict.activity_id or "", now=NOW)

    assert services.runs.list_runs(runner, runner.person_id or "", now=NOW) == ()
    with services.context.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM samples").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM tombstone").scalar() == 1


def test_two_processes_importing_the_same_file_keep_it_once(
    services: Services, runner: Actor, gpx_run: GpxRun
) -> None:
    files = [(f"{day}.gpx", gpx_run(NOW - timedelta(days=day), ((2.6, 160, 60),))) for day in range(1, 6)]
    with ThreadPoolExecutor(3) as tabs:
        verdicts = list(tabs.map(lambda _: drop(services, runner, files), range(3)))

    kept = [verdict.verdict for each in verdicts for verdict in each]
    assert (kept.count("new"), kept.count("duplicate")) == (5, 10)
    assert len(services.runs.list_runs(runner, runner.person_id or "", now=NOW)) == 5


def summary_file(start_utc: datetime) -> bytes:
    """A TCX activity of 23 minutes that has a lap and no points."""
    return (
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        f'<Activities><Activity Sport="Running"><Lap StartTime="{start_utc:%Y-%m-%dT%H:%M:%SZ}">'
        "<TotalTimeSeconds>1380</TotalTimeSeconds><DistanceMeters>2440</DistanceMeters></Lap>"
        "</Activity></Activities></TrainingCenterDatabase>"
    ).encode()


def test_a_summary_is_kept_told_as_such_and_never_evidence(weeks: Services, sample: Actor) -> None:
    runner_id, began = str(sample.person_id), WEEKS_END.replace(hour=7) + timedelta(days=1)
    later = began + timedelta(hours=3)
    before = weeks.deciding.today(sample, runner_id, now=later).answer.decision.action

    (verdict,) = weeks.importing.add_files(
        sample, runner_id, [Upload("summary.tcx", summary_file(began))], now=later
    )

    assert (verdict.verdict, verdict.code) == ("new", "summary_only")
    assert "only a summary" in str(verdict.message)
    detail = weeks.runs.run(sample, runner_id, str(verdict.activity_id), now=later)
    assert (detail.run.run_time_s, detail.run.counts_for_progress) == (None, False)
    assert detail.session is not None
    assert not detail.session.is_done
    # It may have been all running, so the answer waits for how it was.
    assert before.value == "progress"
    assert weeks.deciding.today(sample, runner_id, now=later).answer.decision.action.value == "hold"


def test_what_an_archive_holds_beside_activities_is_one_line(
    services: Services, runner: Actor, gpx_run: GpxRun
) -> None:
    daily = {f"{day}.fit": activity_file(file_type=32).build() for day in range(3)}
    others = {**daily, ".DS_Store": b"x"}

    mixed = drop(services, runner, [("export.zip", archive_of({"run.gpx": gpx_run(), **others}))])
    alone = drop(services, runner, [("daily.zip", archive_of(others))])

    assert [(one.verdict, one.count) for one in mixed] == [("new", None), ("skipped", 4)]
    assert mixed[1].message == "4 files that are no activities (3 monitoring, 1 system)."
    assert [(one.verdict, one.count) for one in alone] == [("skipped", 4)]
    assert str(alone[0].message).endswith("The archive holds no activity.")


def archive_of(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in members.items():
            archive.writestr(name, member)
    return content.getvalue()
