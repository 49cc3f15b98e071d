"""`benchmarks.real_labels` on a small made-up corpus, against figures that can be worked out by hand."""

import hashlib
import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks import real_labels, ways_of_finding
from benchmarks.gait_labels import spans_of
from benchmarks.labelled_outings import checksum
from benchmarks.ways_of_finding import OURS, by_threshold
from tests.benchmarks.made_signals import ELAPSED_S, LABELS, NO_PAUSES, signals_made, splits_of


@pytest.mark.parametrize(("cadence_spm", "found_s"), [(160.0, 100), (139.0, 0)])
def test_a_threshold_reads_the_file_as_it_is(cadence_spm: float, found_s: int) -> None:
    assert by_threshold(signals_made(cadence_spm=cadence_spm), 140).sum() == found_s


def write_corpus(folder: Path) -> list[Path]:
    """Six outings on the road, each second, with contact time, and one on a trail, each 4 s; as frames."""
    frames = folder / "labelled" / "frames"
    frames.mkdir(parents=True)
    index = []
    for number in range(7):
        is_trail = number == 6
        signals = signals_made(4.0 if is_trail else 1.0)
        samples = {
            "elapsed_s": signals.time_s,
            "distance_m": signals.distance_m,
            "speed_mps": signals.speed_mps,
            "cadence_spm": signals.cadence_per_min,
            "relative_altitude_m": signals.relative_altitude_m,
        }
        if not is_trail:
            samples["stance_time_ms"] = np.where(signals.runs_at_samples, 280.0, np.nan)
        name = f"{number:04d}"
        pl.DataFrame(samples).cast(pl.Float32).fill_nan(None).write_parquet(
            frames / f"{name}.samples.parquet"
        )
        NO_PAUSES.write_parquet(frames / f"{name}.pauses.parquet")
        splits_of(LABELS).write_parquet(frames / f"{name}.splits.parquet")
        index.append({"id": name, "terrain": "trail" if is_trail else "road", "elapsed_s": float(ELAPSED_S)})
    (frames / "index.json").write_text(json.dumps(index))
    return sorted(frames.iterdir())


def found_early(*_: object, elapsed_time_s: float, **__: object) -> pl.DataFrame:
    """Detection that finds the run of `signals_made` 10 s early, whatever it is given."""
    starts_s = [0.0, 90.0, 190.0]
    return pl.DataFrame(
        {"kind": ["walk", "run", "walk"], "start_s": starts_s, "end_s": [*starts_s[1:], elapsed_time_s]}
    )


def test_the_page_says_what_was_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = write_corpus(tmp_path)
    monkeypatch.setenv("STRIDEGATE_CORPUS", str(tmp_path))
    monkeypatch.setattr(ways_of_finding, "find_bouts", found_early)

    assert real_labels.main([str(tmp_path / "page.md"), "--fault", "clean", "halved"]) == 0

    page = (tmp_path / "page.md").read_text(encoding="utf-8")
    # 90 of the 100 s that are found are among the 100 s that are true.
    assert page.startswith(
        "# Worst row: F1 0.900, as recorded, road, 1 s, by contact (≥ 140: 1.000, ≥ 130: 1.000)"
    )
    assert f"`{checksum(tmp_path, paths)}`" in page
    cells = "0.900 / 1.000 / 1.000"
    smart = "0.900 / 0.980 / 0.980"  # of samples each 4 s the nearest comes 2 s early at either edge
    assert f"| as recorded | {cells} | {smart} | {cells} | 0 |" in page
    assert "| cadence of one leg | 0.900 / 0.000 / 0.000 |" in page
    assert "| label: road, 1 s (6) | ours | 0.9000 | 1.000 | 1.000 | 10 / 10 | 0.0 / 0.0 |" in page
    assert "| as recorded | 0.9000 | -0.100 … -0.100 | -0.100 … -0.100 | 1.000 | 1.000 | 10 / 10 |" in page


def test_each_nth_outing_and_the_checksum_of_what_was_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = write_corpus(tmp_path)
    monkeypatch.setenv("STRIDEGATE_CORPUS", str(tmp_path))
    monkeypatch.setattr(ways_of_finding, "find_bouts", found_early)

    assert real_labels.main(["--every", "6", "--fault", "clean"]) == 0

    used = [path for path in paths if path.name[:4] in ("0000", "0006", "inde")]
    lines = sorted(
        f"labelled/frames/{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in used
    )
    printed = capsys.readouterr().out
    assert "2 labelled outings (one in 6 of the index)" in printed
    assert f"the 7 files used: `{hashlib.sha256(''.join(lines).encode()).hexdigest()}`" in printed


def test_a_corpus_without_labels_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.json").touch()
    monkeypatch.setenv("STRIDEGATE_CORPUS", str(tmp_path))
    monkeypatch.setattr(real_labels.generated_faults, "table", lambda faults: f"table of {len(faults)}")

    assert real_labels.main([str(tmp_path / "page.md")]) == 0

    told = capsys.readouterr()
    assert told.out == "table of 17\n"
    assert told.err.count("\n") == 1
    assert told.err.startswith("skipped: labelled outings: labelled/frames/index.json does not lie in")
    assert not (tmp_path / "page.md").exists()


def test_detection_is_asked_for_every_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways_of_finding, "find_bouts", found_early)

    found = ways_of_finding.ways(signals_made(), None)[OURS]

    assert spans_of(found).tolist() == [[90, 190]]
