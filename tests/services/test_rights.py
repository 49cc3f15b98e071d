"""Everything in one file, deletion for good, and a restore that brings nobody back."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from ingest.activity import Samples
from services import OPERATOR, Actor, RefusedError, Services, backups_kept_for, open_services
from services.context import audit_key_of
from store import audit
from store.engine import open_engine, writing
from store.whole import _history_unlocked, check
from tests.services.building import day_entry
from tests.services.conftest import WEEKS_END, Clinic

NOW = WEEKS_END


def exported(services: Services, actor: Actor) -> ZipFile:
    file = BytesIO()
    services.rights.export(actor, actor.person_id or "", file, now=NOW)
    return ZipFile(file)


def count(services: Services, table: str, where: str = "1 = 1") -> int:
    with services.context.engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE {where}").scalar()
    return int(found or 0)


def test_an_export_holds_everything_and_reads_without_us(weeks: Services, sample: Actor) -> None:
    archive = exported(weeks, sample)
    names = archive.namelist()
    everything = json.loads(archive.read("data.json"))

    runs = weeks.runs.list_runs(sample, sample.person_id or "", now=NOW)
    assert {f"samples/{run.activity_id}.parquet" for run in runs} <= set(names)
    samples = pl.read_parquet(BytesIO(archive.read(f"samples/{runs[0].activity_id}.parquet")))
    assert Samples.is_valid(samples)
    assert len(everything["activity"]) == len(runs)
    assert len(everything["symptom_revision"]) == count(weeks, "symptom_revision")
    assert everything["decision"][0]["facts"]["plan"] == "postnatal-graded"
    table = pl.read_csv(BytesIO(archive.read("tables/activity.csv")))
    assert table.height == len(runs)
    assert "README.txt" in names


def test_an_export_holds_nobody_else(clinic: Clinic) -> None:
    text = exported(clinic.services, clinic.other_runner).read("data.json").decode()

    assert clinic.runner_id not in text
    assert "Therapist" not in json.loads(text)["person"][0].values()


def test_every_table_is_exported_or_left_out_on_purpose(clinic: Clinic) -> None:
    """A table that nobody thought of would be missing from what the runner is owed."""
    services, runner_id = clinic.services, clinic.runner_id
    services.diary.log(clinic.runner, runner_id, day_entry(leak_urine="new_or_worse"), now=NOW)
    services.reviewing.write_note(clinic.pt, runner_id, "Call me.", now=NOW)
    services.unsaved.keep(clinic.runner, runner_id, "form", {"any": "some"}, now=NOW)
    run = services.runs.list_runs(clinic.runner, runner_id, now=NOW)[0]
    services.runs.delete_run(clinic.runner, runner_id, run.activity_id, now=NOW)

    tables = set(json.loads(exported(services, clinic.runner).read("data.json")))

    assert tables >= {
        "person",
        "role",
        "care_link",
        "activity",
        "measurement",
        "execution",
        "tombstone",
        "symptom_entry",
        "symptom_revision",
        "check_in",
        "record",
        "stage_change",
        "decision",
        "decision_mark",
        "open_finding",
        "review",
        "note",
        "notice",
        "audit",
        "unsaved",
    }


def test_deletion_leaves_only_what_carries_no_health_data(clinic: Clinic) -> None:
    services, runner_id = clinic.services, clinic.runner_id

    deleted = services.rights.delete_everything(clinic.runner, runner_id, now=NOW)

    assert deleted.in_backups_until > NOW.date()
    for table in ("activity", "symptom_entry", "decision", "check_in", "record", "stage_change", "review"):
        assert count(services, table, f"runner_id = '{runner_id}'") == 0, table
    assert (count(services, "samples"), count(services, "measurement")) == (0, 0)
    assert count(services, "person", f"id = '{runner_id}'") == 0
    with services.context.engine.connect() as connection:
        kept = connection.exec_driver_sql(f"SELECT * FROM audit WHERE subject_id = '{runner_id}'").mappings()
        words = {str(row["action"]) for row in kept}
    assert words <= {
        "read records",
        "write clearance",
        "decide",
        "end link",
        "accept invitation as pt",
    }
    assert services.administration.verify_audit(OPERATOR, now=NOW).broken_at is None


def test_what_was_deleted_is_in_no_page_of_the_file(weeks: Services, sample: Actor) -> None:
    if weeks.context.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps its own pages; what its backups hold is the operator's rotation")
    marked = day_entry().model_copy(update={"heaviness_0_10": 7})
    weeks.diary.log(sample, sample.person_id or "", marked, now=NOW)
    home = weeks.context.home

    def pages() -> bytes:
        return b"".join(path.read_bytes() for path in sorted(home.glob("stridegate.db*")))

    assert b'"heaviness_0_10":7' in pages()
    weeks.rights.delete_everything(sample, sample.person_id or "", now=NOW)

    assert b'"heaviness_0_10":7' not in pages()


def test_a_restore_brings_nobody_back(clinic: Clinic, tmp_path: Path) -> None:
    services, runner_id, backup = clinic.services, clinic.runner_id, tmp_path / "backup.db"
    services.backups.backup(OPERATOR, backup, now=NOW)
    services.rights.delete_everything(clinic.runner, runner_id, now=NOW + timedelta(hours=1))

    report = services.backups.restore(OPERATOR, backup, now=NOW + timedelta(hours=2))

    assert report.deleted_again == 1
    assert count(services, "person", f"id = '{runner_id}'") == 0
    assert count(services, "samples") == 0
    assert count(services, "person", f"id = '{clinic.other_runner.person_id}'") == 1


def test_not_even_into_an_empty_database(clinic: Clinic, tmp_path: Path) -> None:
    """The machine burnt down: the backup and the register beside it are all that is left."""
    services, runner_id, backup = clinic.services, clinic.runner_id, tmp_path / "backup.db"
    services.backups.backup(OPERATOR, backup, now=NOW)
    services.rights.delete_everything(clinic.runner, runner_id, now=NOW)
    register = (services.context.home / "deletions.jsonl").read_text()

    (tmp_path / "new").mkdir()
    shutil.copy(services.context.home / "secret.key", tmp_path / "new")
    fresh = open_services(tmp_path / "new", mode="clinic")
    (tmp_path / "new" / "deletions.jsonl").write_text(register + '{"subject_id": "cut of')
    fresh.backups.restore(OPERATOR, backup, now=NOW)

    assert count(fresh, "person", f"id = '{runner_id}'") == 0
    assert count(fresh, "person") > 0
    fresh.close()


def test_a_deleted_run_stays_deleted_and_its_tombstone_comes_back(weeks: Services, sample: Actor) -> None:
    runner_id, backup = sample.person_id or "", weeks.context.home / "backup.db"
    weeks.backups.backup(OPERATOR, backup, now=NOW)
    run = weeks.runs.list_runs(sample, runner_id, now=NOW)[0]
    weeks.runs.delete_run(sample, runner_id, run.activity_id, now=NOW)

    weeks.backups.restore(OPERATOR, backup, now=NOW)

    assert run.activity_id not in {r.activity_id for r in weeks.runs.list_runs(sample, runner_id, now=NOW)}
    stones = weeks.runs.tombstones(sample, runner_id, now=NOW)
    assert [stone.activity_id for stone in stones] == [run.activity_id]


def test_a_backup_is_the_same_database(weeks: Services, sample: Actor, tmp_path: Path) -> None:
    runner_id, backup = sample.person_id or "", tmp_path / "backup.db"
    report = weeks.backups.backup(OPERATOR, backup, now=NOW)
    before = weeks.deciding.history(sample, runner_id, now=NOW)
    weeks.diary.log(sample, runner_id, day_entry(leak_urine="new_or_worse"), now=NOW)

    restored = weeks.backups.restore(OPERATOR, backup, now=NOW + timedelta(hours=1))

    assert restored.row_count == report.row_count
    assert weeks.deciding.history(sample, runner_id, now=NOW) == before
    assert weeks.backups.check(OPERATOR, now=NOW).faults == ()
    # And the counted keys go on where they were.
    assert weeks.diary.log(sample, runner_id, day_entry(), now=NOW).entry_id
    key = audit_key_of(weeks.context.secret_key)
    safety = open_engine(f"sqlite:///{restored.safety_copy}", audit_key=key)
    assert check(safety).faults == ()
    safety.dispose()


def test_a_backup_is_for_its_owner_only_and_never_overwritten(weeks: Services, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    weeks.backups.backup(OPERATOR, backup, now=NOW)

    assert backup.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob("*backup*")] == ["backup.db"]
    with pytest.raises(RefusedError, match="there already"):
        weeks.backups.backup(OPERATOR, backup, now=NOW)


def test_a_folder_of_backups_keeps_them_for_as_long_as_is_set(weeks: Services, tmp_path: Path) -> None:
    services = Services.on(replace(weeks.context, backups_kept_for=timedelta(days=7)))
    (tmp_path / "stridegate-mine.db").touch()

    for day in range(0, 12, 3):
        services.backups.backup(OPERATOR, tmp_path, now=NOW + timedelta(days=day))

    kept = {path.name for path in tmp_path.glob("*.db")}
    days = [f"stridegate-{NOW + timedelta(days=day):%Y%m%dT%H%M%SZ}.db" for day in (3, 6, 9)]
    assert kept == {*days, "stridegate-mine.db"}
    runner_id = services.accounts.local_runner(now=NOW).person_id or ""
    deleted = services.rights.delete_everything(Actor(runner_id), runner_id, now=NOW)
    assert deleted.in_backups_until == NOW.date() + timedelta(days=7)


@pytest.mark.parametrize("wrong", ["a month", "0", "-3", "1.5", "99999"])
def test_how_long_backups_are_kept_is_a_number_of_days(wrong: str) -> None:
    assert backups_kept_for({}) == timedelta(days=35)
    assert backups_kept_for({"STRIDEGATE_BACKUP_DAYS": "60"}) == timedelta(days=60)
    with pytest.raises(RefusedError, match="whole number of days"):
        backups_kept_for({"STRIDEGATE_BACKUP_DAYS": wrong})


def test_a_forged_chain_is_not_taken_for_an_old_one(weeks: Services) -> None:
    """Who has the database to herself makes it a plain one, and waits for the next start."""
    assert weeks.backups.check(OPERATOR, now=NOW).faults == ()
    url = weeks.context.engine.url.render_as_string(hide_password=False)
    forger = open_engine(url)
    with writing(forger) as connection, _history_unlocked(connection):
        audit.link_anew(connection)
    forger.dispose()

    again = open_services(weeks.context.home, database_url=url)

    assert again.administration.verify_audit(OPERATOR, now=NOW).broken_at == 1
    again.close()


def test_a_backup_of_another_key_is_taken_only_when_that_is_said(weeks: Services, tmp_path: Path) -> None:
    weeks.backups.backup(OPERATOR, tmp_path / "backup.db", now=NOW)
    elsewhere = open_services(tmp_path / "elsewhere")
    with pytest.raises(RefusedError, match=r"another secret\.key"):
        elsewhere.backups.restore(OPERATOR, tmp_path / "backup.db", now=NOW)
    assert count(elsewhere, "decision") == 0

    elsewhere.backups.restore(OPERATOR, tmp_path / "backup.db", now=NOW, other_key=True)

    assert count(elsewhere, "decision") == count(weeks, "decision")
    assert elsewhere.backups.check(OPERATOR, now=NOW).faults == ()
    assert elsewhere.administration.verify_audit(OPERATOR, now=NOW).broken_at is None
    elsewhere.close()


def flip(path: Path, needle: bytes) -> None:
    content = path.read_bytes()
    at = content.index(needle) + len(needle) // 2
    path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])


def test_a_damaged_backup_changes_nothing(weeks: Services, sample: Actor, tmp_path: Path) -> None:
    runner_id, backup = sample.person_id or "", tmp_path / "backup.db"
    weeks.backups.backup(OPERATOR, backup, now=NOW)
    before = weeks.deciding.history(sample, runner_id, now=NOW)
    # The last bytes of a Parquet file, in the middle of the database.
    flip(backup, b"\x00\x00PAR1")

    with pytest.raises(RefusedError, match="nothing was changed"):
        weeks.backups.restore(OPERATOR, backup, now=NOW)

    assert weeks.deciding.history(sample, runner_id, now=NOW) == before


@pytest.mark.parametrize("content", [b"", b"no database at all" * 99], ids=["empty", "something else"])
def test_what_is_no_backup_changes_nothing(weeks: Services, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "wrong.db").write_bytes(content)
    before = count(weeks, "decision")

    with pytest.raises(RefusedError):
        weeks.backups.restore(OPERATOR, tmp_path / "wrong.db", now=NOW)

    assert count(weeks, "decision") == before
