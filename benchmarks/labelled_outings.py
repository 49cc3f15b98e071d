"""The labelled outings of the corpus: signals as the watch wrote them, and what is held to be true.

`labelled/frames/index.json` lists outings whose frames lie beside it; `labelled/manifest.tsv` lists whole
files, and `labelled/tcpd_run_log` is an outing with the prompts of its application.
"""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.gait_labels import Floats, Truth, contact_truth, label_truth, prompt_truth
from benchmarks.signal_faults import Signals
from ingest import Activity, read_activity

FRAMES = Path("labelled/frames")
INDEX = FRAMES / "index.json"
MANIFEST = Path("labelled/manifest.tsv")
PROMPTED = Path("labelled/tcpd_run_log")
PROMPTED_GROUP = "prompted"
#: A watch that writes more seldom than this, in the median, decides itself what is worth a record.
EVERY_SECOND_S = 1.5
#: What a label of the manifest starts with where the file holds run and walk splits.
SPLIT_LABEL = "rwd splits"


@dataclass(frozen=True)
class Labelled:
    """One outing: `truths` by their name (label, contact, prompts), each of shape (seconds,)."""

    name: str
    group: str
    signals: Signals
    truths: dict[str, Truth]


@dataclass(frozen=True)
class WholeFile:
    """A whole file with the watch's labels in it, read through the front door."""

    #: The part of its name that files of one watch and terrain share.
    kind: str
    activity: Activity
    truth: Truth
    signals: Signals


def frame_files(corpus: Path, every: int) -> list[tuple[dict[str, Any], list[Path]]]:
    """Each `every`-th outing of the index with the files it is made of: samples, pauses, splits."""
    index = json.loads((corpus / INDEX).read_text(encoding="utf-8"))
    parts = ("samples", "pauses", "splits")
    return [
        (entry, [corpus / FRAMES / f"{entry['id']}.{part}.parquet" for part in parts])
        for entry in index[::every]
    ]


def whole_files(corpus: Path) -> list[Path]:
    """The files of the manifest that hold the watch's labels; none where there is no manifest."""
    if not (corpus / MANIFEST).is_file():
        return []
    with (corpus / MANIFEST).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    names = sorted(row["file"] for row in rows if row["label"].startswith(SPLIT_LABEL))
    return [(corpus / MANIFEST).parent / name for name in names]


def prompted_files(corpus: Path) -> list[Path]:
    """The recording and the stages of the prompted outing; none where one of them lacks."""
    files = [corpus / PROMPTED / name for name in ("run_log.tcx", "stats.csv")]
    return files if all(path.is_file() for path in files) else []


def checksum(corpus: Path, paths: list[Path]) -> str:
    """SHA-256 over the sorted names of the files, each with the SHA-256 of what it holds."""
    lines = sorted(
        f"{path.relative_to(corpus).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        for path in paths
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_frames(entry: dict[str, Any], paths: list[Path]) -> Labelled:
    """One outing of the index. Contact time is a truth here, so the signals are without it."""
    samples, pauses, splits = (pl.read_parquet(path) for path in paths)
    time_s, elapsed_time_s = channel(samples, "elapsed_s"), float(entry["elapsed_s"])
    truths = {"label": label_truth(splits, time_s, pauses, elapsed_time_s)}
    contact = contact_truth(channel(samples, "stance_time_ms"), time_s, pauses, elapsed_time_s)
    if contact is not None:
        truths["contact"] = contact
    is_run = np.logical_or.reduce([truth.is_run for truth in truths.values()])
    is_dense = time_s.size > 1 and float(np.median(np.diff(time_s))) < EVERY_SECOND_S
    return Labelled(
        name=entry["id"],
        group=f"{entry['terrain']}, {'1 s' if is_dense else 'smart'}",
        signals=signals_of(samples, pauses, elapsed_time_s, is_run),
        truths=truths,
    )


def read_prompted(paths: list[Path]) -> Labelled:
    """The outing whose runner was told when to run; a stage named by a number alone is a run."""
    recording, stages = paths
    activity = read_activity(recording.read_bytes(), recording.name)
    with stages.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    start_utc = activity.provenance.start_utc
    at_s = [(_utc(row["Time"]) - start_utc).total_seconds() for row in rows]
    is_run = np.array([row["Stage"].isdigit() for row in rows])
    truth = prompt_truth(np.array(at_s), is_run, activity.elapsed_time_s)
    return Labelled(
        name=recording.name,
        group=PROMPTED_GROUP,
        signals=signals_of(activity.samples, activity.pauses, activity.elapsed_time_s, truth.is_run),
        truths={"prompts": truth},
    )


def read_whole_files(paths: list[Path]) -> Iterator[WholeFile]:
    """Each file through the front door, as an import reads it."""
    for path in paths:
        activity = read_activity(path.read_bytes(), path.name)
        time_s = channel(activity.samples, "elapsed_s")
        truth = label_truth(activity.device_splits, time_s, activity.pauses, activity.elapsed_time_s)
        signals = signals_of(activity.samples, activity.pauses, activity.elapsed_time_s, truth.is_run)
        yield WholeFile(path.stem.partition("__")[0], activity, truth, signals)


def signals_of(
    samples: pl.DataFrame, pauses: pl.DataFrame, elapsed_time_s: float, is_run: np.ndarray
) -> Signals:
    """The signals that faults are put into, out of the frames of an activity."""
    return Signals(
        time_s=channel(samples, "elapsed_s"),
        cadence_per_min=channel(samples, "cadence_spm"),
        speed_mps=channel(samples, "speed_mps"),
        distance_m=channel(samples, "distance_m"),
        relative_altitude_m=channel(samples, "relative_altitude_m"),
        pauses=pauses,
        elapsed_time_s=elapsed_time_s,
        is_run=is_run,
    )


def channel(samples: pl.DataFrame, name: str) -> Floats:
    """A column of the samples, shape (samples,); NaN where it is null or there is none."""
    if name not in samples.columns:
        return np.full(samples.height, np.nan)
    return samples[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
