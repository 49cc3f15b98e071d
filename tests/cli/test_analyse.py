"""`stridegate analyse` as other programs see it."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from analysis.schema import BOUT_KINDS
from cli import app
from tests.ingest.fit_builder import activity_file

SAMPLES = Path(__file__).parents[2] / "sample_data" / "files"
RUN = SAMPLES / "week1-run1.fit"
CONTRACT_FIELDS = (
    "file member status format sport sub_sport start_utc elapsed_time_s timer_time_s distance_m run_time_s"
    " walk_time_s stand_time_s pause_time_s unknown_time_s not_on_foot_time_s uncertain_time_s"
    " counts_for_progress why_not set_aside run_distance_m run_bout_count longest_run_bout_s run_cadence_spm"
    " run_pace_s_per_km mean_heart_rate_bpm cadence_rule bouts_source bouts quality"
).split()


def analyse(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["analyse", *map(str, arguments)])


def records(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_object_an_activity_with_the_fields_of_the_contract() -> None:
    result = analyse(RUN, "--json")

    (record,) = records(result)
    assert result.exit_code == 0
    assert set(record) == set(CONTRACT_FIELDS)
    assert record["status"] == "ok"
    assert record["start_utc"].endswith("Z")
    assert record["run_bout_count"] == 4
    assert set(record["bouts"][0]) >= {
        "kind",
        "start_s",
        "end_s",
        "distance_m",
        "cadence_spm",
        "confidence_0_1",
    }


def test_times_add_up_to_the_elapsed_time() -> None:
    for record in records(analyse(SAMPLES, "--json")):
        parts = [record[f"{kind}_time_s"] for kind in BOUT_KINDS]
        assert sum(part or 0 for part in parts) == pytest.approx(record["elapsed_time_s"], abs=0.01)


def test_a_folder_is_read_in_sorted_order() -> None:
    names = [record["file"] for record in records(analyse(SAMPLES, "--json"))]

    assert names == sorted(names)
    assert len(names) == len([path for path in SAMPLES.iterdir() if path.suffix in {".fit", ".gpx", ".tcx"}])


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("cut.fit", RUN.read_bytes()[:40], "truncated_file"),
        ("empty.fit", b"", None),
        ("photo.fit", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(200), "unknown_format"),
    ],
)
def test_a_bad_file_gives_one_sentence_and_the_others_are_still_done(
    tmp_path: Path, name: str, content: bytes, code: str | None
) -> None:
    bad = tmp_path / name
    bad.write_bytes(content)

    result = analyse(bad, RUN, "--json")

    error, fine = records(result)
    assert result.exit_code == 1
    assert set(error) == {"file", "member", "status", "code", "message", "offset"}
    assert error["status"] == "error"
    assert code is None or error["code"] == code
    assert error["message"].count("\n") == 0
    assert error["message"].endswith(".")
    assert fine["status"] == "ok"


def test_a_file_cut_off_in_the_middle_loses_only_its_tail(tmp_path: Path) -> None:
    whole = RUN.read_bytes()
    cut = tmp_path / "cut.fit"
    cut.write_bytes(whole[: len(whole) // 2])

    result = analyse(cut, "--json")

    (record,) = records(result)
    assert result.exit_code == 0
    assert "truncated" in " ".join(note["code"] for note in record["quality"])
    assert 0 < record["elapsed_time_s"] < 1700


def test_a_missing_path_is_a_failed_input(tmp_path: Path) -> None:
    (record,) = records(analyse(tmp_path / "nothing.fit", "--json"))

    assert record["code"] == "unreadable"


def test_gzip_and_zip_give_the_same_as_the_file_inside(tmp_path: Path) -> None:
    (tmp_path / "run.fit.gz").write_bytes(gzip.compress(RUN.read_bytes()))
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.write(RUN, "activities/run.fit")
        archive.writestr("profile.csv", "name\n")

    plain, *packed, skipped = records(
        analyse(RUN, tmp_path / "run.fit.gz", tmp_path / "export.zip", "--json")
    )

    assert (skipped["status"], skipped["kind"], skipped["count"]) == ("skipped", "table", 1)
    assert [record["member"] for record in packed][-1] == "activities/run.fit"
    for record in packed:
        assert record["bouts"] == plain["bouts"]


def test_words_for_people_go_to_the_terminal() -> None:
    result = analyse(RUN)

    assert result.exit_code == 0
    assert "in 4 bouts" in result.stdout


def test_wrong_usage_is_status_two() -> None:
    assert analyse().exit_code == 2
    assert analyse(RUN, "--bouts", "guessed").exit_code == 2


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["fit", "gpx"])
def test_every_real_file_gives_a_line(corpus: Path, folder: str) -> None:
    result = analyse(corpus / folder, "--json")

    found = records(result)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code == int(any(record["status"] == "error" for record in found))
    assert {Path(record["file"]).name for record in found} == {
        path.name for path in (corpus / folder).iterdir()
    }
    for record in found:
        if record["status"] == "ok" and record["format"] == "fit" and record["sport"] == "running":
            spm = record["run_cadence_spm"]
            assert spm is None or 130 <= spm <= 200, record["file"]


def test_a_summary_without_records_is_told_as_one(tmp_path: Path) -> None:
    file = tmp_path / "summary.tcx"
    file.write_text(
        '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
        '<Activities><Activity Sport="Running"><Lap StartTime="2026-11-10T06:00:00Z">'
        "<TotalTimeSeconds>1380</TotalTimeSeconds><DistanceMeters>2440</DistanceMeters></Lap>"
        "</Activity></Activities></TrainingCenterDatabase>"
    )

    result = analyse(file, "--json")

    (record,) = records(result)
    assert result.exit_code == 0
    assert record["status"] == "summary_only"
    assert (record["run_time_s"], record["counts_for_progress"]) == (None, False)
    assert (record["elapsed_time_s"], record["distance_m"]) == (1380.0, 2440.0)
    assert record["unknown_time_s"] == 1380.0
    assert record["why_not"] == ["nothing_recorded"]
    assert record["bouts"] == []
    assert record["set_aside"]["unknown"] == {
        "points": 0,
        "values": 0,
        "seconds_s": 1380.0,
        "distance_m": 2440.0,
    }


def daily_export(path: Path) -> Path:
    """A vendor's archive: a run, and what else a watch writes."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(RUN, "activities/run.fit")
        for day in range(3):
            archive.writestr(f"wellness/{day}.fit", activity_file(file_type=32).build())
        archive.writestr("wellness/sleep.fit", activity_file(file_type=49).build())
        archive.writestr("profile.json", "{}")
    return path


def test_what_is_passed_over_is_one_object_a_kind_and_no_failure(tmp_path: Path) -> None:
    result = analyse(file := daily_export(tmp_path / "export.zip"), "--json")

    fine, *skipped = records(result)
    assert result.exit_code == 0
    assert fine["status"] == "ok"
    assert [(one["status"], one["kind"], one["count"]) for one in skipped] == [
        ("skipped", "json", 1),
        ("skipped", "monitoring", 3),
        ("skipped", "sleep", 1),
    ]
    assert {one["file"] for one in skipped} == {str(file)}
    assert "skipped: 3 files that are no activities (monitoring)" in analyse(file).stdout
