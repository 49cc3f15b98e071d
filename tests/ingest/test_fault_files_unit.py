"""Files in the shape of public reports: what each of them shows, beside what was really run."""

import csv
from pathlib import Path

import pytest

from ingest import read_activity

#: The cadence rule that is right, and the bounds of steps a minute in the middle half of the samples.
CADENCE = {
    "01_fit_spm_treadmill.fit": ("fit_steps", 95, 170),
    "03_fit_spm_walk_only_run_sport.fit": ("fit_steps", 100, 112),
    "05_fit_spm_walk_sport11.fit": ("fit_steps", 100, 112),
    "98b_fit_spm_mixed_uphillwalk.fit": ("fit_steps", 110, 170),
    "99_qz_walked_20min.fit": ("fit_steps", 100, 120),
    "61_gpxwalk_white0.5_spm.gpx": ("gpx_steps", 100, 112),
    "70_gpxwalk_settle40s.gpx": ("gpx_steps", 98, 110),
    "71_tcxwalk_settle40s.tcx": ("tcx_steps", 98, 110),
    "29c_stryd_nativefew.fit": ("fit_strides_doubled", 95, 170),
    "00_base.fit": ("fit_strides_doubled", 95, 170),
}
#: Rides, which have no running at all.
OFF_FOOT = ("11_gpx_type_Radfahren.gpx", "88_fit_generic_bike45.fit")


@pytest.fixture(scope="module")
def faults(corpus: Path) -> Path:
    folder = corpus / "faults"
    if not (folder / "truth.tsv").is_file():
        pytest.skip("the folder of STRIDEGATE_CORPUS has no faults/truth.tsv")
    return folder


@pytest.fixture(scope="module")
def truth(faults: Path) -> dict[str, str]:
    with (faults / "truth.tsv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["run_time_s"] for row in csv.DictReader(file, delimiter="\t")}


@pytest.mark.corpus
@pytest.mark.parametrize("name", CADENCE)
def test_the_cadence_counts_what_was_stepped(name: str, faults: Path, truth: dict[str, str]):
    rule, low, high = CADENCE[name]
    activity = read_activity((faults / name).read_bytes(), name)
    steps = activity.samples["cadence_spm"].drop_nulls()

    assert name in truth
    assert activity.is_on_foot
    assert activity.provenance.cadence_rule == rule
    assert len(steps) > 0.95 * activity.samples.height
    assert low <= steps.quantile(0.25) <= steps.quantile(0.75) <= high
    if truth[name] == "0":
        assert steps.quantile(0.99) < 130, "a walk has no steps of running"


@pytest.mark.corpus
@pytest.mark.parametrize("name", OFF_FOOT)
def test_a_ride_is_not_on_foot(name: str, faults: Path, truth: dict[str, str]):
    assert truth[name] == "none"
    assert not read_activity((faults / name).read_bytes(), name).is_on_foot
