"""Files in the shape of public reports whose clock or days are at fault, against what was really run."""

import csv
from pathlib import Path

import pytest

from ingest import read_activities
from services.measuring import measure

FILES = (
    "00_base.fit",
    "25_dst_nozone.gpx",
    "32_resume_next_day.fit",
    "58_clock_back_5min.gpx",
    "58b_clock_back_5min.tcx",
    "60_fit_clock_back.fit",
    "90_merged_2days_one_session.fit",
    "a1_fit_sync_3h.fit",
    "a5_fit_sync_overshoot_stop_event.fit",
    "b0_overshoot_clock_back_10min.gpx",
)


@pytest.fixture(scope="module")
def truth(corpus: Path) -> dict[str, str]:
    """The seconds really run by file, "600+600" where there are two activities."""
    table = corpus / "faults" / "truth.tsv"
    if not table.exists():
        pytest.skip("the folder of STRIDEGATE_CORPUS has no faults/truth.tsv")
    with table.open(encoding="utf-8", newline="") as lines:
        return {row["file"]: row["run_time_s"] for row in csv.DictReader(lines, delimiter="\t")}


@pytest.mark.corpus
@pytest.mark.parametrize("name", FILES)
def test_what_was_really_run_is_found_or_does_not_count(corpus: Path, truth: dict[str, str], name: str):
    content = (corpus / "faults" / name).read_bytes()
    measured = [measure(result.activity) for result in read_activities(content, name) if result.activity]

    told_s = [float(seconds) for seconds in truth[name].split("+")]
    assert len(measured) == len(told_s)
    for one, run_s in zip(measured, told_s, strict=True):
        assert one.summary.run_time_s == pytest.approx(run_s, rel=0.05) or (
            not one.quality.counts_for_progress and one.quality.reason
        )
    days = [one.activity.provenance.start_utc.date() for one in measured]
    assert len(set(days)) == len(days)
