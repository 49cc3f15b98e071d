"""Whether the unit of cadence is found: labelled outings written in each unit, at good, bad and no speed.

    STRIDEGATE_CORPUS=/path/to/watch/files python -m benchmarks.cadence_unit [every]

Each outing of `labelled/frames` in the corpus is looked at whole, and its walking and its running
alone, with each way of disturbing its speed and its cadence, written in steps, in strides and in
doubled steps, once where the format declares nothing and once where it declares strides. A wrong
unit with a speed is a fault, and the exit status is 1. One runner's outings: his step length is
not in the judge, but his habits are in this table.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.corpus import find_corpus, skip, tell_changes
from ingest.cadence import FACTORS, Unit, judge_cadence
from ingest.cadence_spells import SPELL_MPS

FOLDER = Path("labelled", "frames")
#: The watch's label of running ends so late; what it calls walking above this cadence is not certain.
LABEL_LATE_S, SURE_WALK_SPM = 6.0, 125.0
#: A part is looked at for half an hour at most, and one of five minutes and less is left out.
LONGEST_S, SHORTEST_S = 1_800, 300
#: A slow part of a position's error: its deviation in m/s, and how long it lasts.
NOISE_MPS, NOISE_S = 0.5, 15.0
#: The cadences of a tall and of a quick runner.
SCALES = (1.0, 0.88, 1.1)
PARTS = ("mixed", "walk only", "run only")
SPEEDS = ("as recorded", "noise 0.5 m/s", "x 1.2", "none")


@dataclass(frozen=True)
class Frame:
    """One outing by the second, NaN where nothing is known; `runs` by the watch, its ends corrected."""

    speed_mps: np.ndarray
    cadence_spm: np.ndarray
    runs: np.ndarray

    def part(self, name: str) -> np.ndarray:
        """The first seconds of a part, by their places."""
        chosen = np.isfinite(self.speed_mps) & np.isfinite(self.cadence_spm)
        if name == "walk only":
            chosen &= ~self.runs & (self.cadence_spm < SURE_WALK_SPM)
        elif name == "run only":
            chosen &= self.runs
        return np.flatnonzero(chosen)[:LONGEST_S]


def frames(folder: Path, every: int) -> Iterator[Frame]:
    for outing in json.loads((folder / "index.json").read_text(encoding="utf-8"))[::every]:
        samples = pl.read_parquet(folder / f"{outing['id']}.samples.parquet").cast(pl.Float64)
        splits = pl.read_parquet(folder / f"{outing['id']}.splits.parquet")
        at_s = np.arange(int(outing["elapsed_s"])) + 0.5
        time_s = samples["elapsed_s"].to_numpy()
        place = np.clip(np.searchsorted(time_s, at_s), 0, len(time_s) - 1)
        is_near = np.abs(time_s[place] - at_s) <= 5
        runs = np.zeros(len(at_s), dtype=bool)
        for start_s, end_s in splits.filter(pl.col("kind") == "run").select("start_s", "end_s").iter_rows():
            runs |= (at_s >= start_s) & (at_s < max(start_s + 1, end_s - LABEL_LATE_S))
        speed, cadence = (
            np.where(is_near, samples[name].to_numpy()[place], np.nan)
            for name in ("speed_mps", "cadence_spm")
        )
        yield Frame(speed, cadence, runs)


def disturbed(speed_mps: np.ndarray, way: str, rng: np.random.Generator) -> np.ndarray:
    if way == "none":
        return np.full(len(speed_mps), np.nan)
    if way == "x 1.2":
        return 1.2 * speed_mps
    if way == "as recorded":
        return speed_mps
    taps = np.exp(-np.arange(0, 6 * NOISE_S) / NOISE_S)
    white = rng.normal(0, NOISE_MPS * np.sqrt(1 - np.exp(-2 / NOISE_S)), len(speed_mps) + len(taps) - 1)
    return np.maximum(0.0, speed_mps + np.convolve(white, taps, "valid"))


def verdict(speed: np.ndarray, raw: np.ndarray, unit: Unit, declared: Unit | None) -> str:
    found = judge_cadence(np.arange(float(len(raw))), speed, raw, declared)
    if found.unit == "unknown":
        return "unknown"
    return "right" if found.unit == unit else "wrong"


def look_at_spells(frame: Frame, found: Counter[str]) -> None:
    """A whole outing in strides: as it is, and with a fifth of it counted half and twice."""
    seconds = np.arange(float(len(frame.runs)))
    fifth = (seconds * 5 // len(seconds)) == 2
    moving = (frame.speed_mps >= SPELL_MPS) & (frame.cadence_spm > 0)
    for what, change in (("clean", 1.0), ("halved", 0.5), ("doubled", 2.0)):
        written = np.where(fifth, change, 1.0)
        unit = judge_cadence(seconds, frame.speed_mps, frame.cadence_spm / 2 * written, "strides")
        is_right = unit.factors == 2.0 / written
        found[f"{what}, unit right"] += unit.unit == "strides"
        found[f"{what}, seconds wrong in the spell"] += int((~is_right & fifth & moving).sum())
        found[f"{what}, of"] += int((fifth & moving).sum())
        found[f"{what}, seconds wrong elsewhere"] += int((~is_right & ~fifth & moving).sum())


def measure(folder: Path, every: int) -> tuple[dict[tuple[str, ...], Counter[str]], Counter[str]]:
    """Verdicts by part, speed, scale and declared unit; and what was found of spells of another unit."""
    rng = np.random.default_rng(16)
    table: dict[tuple[str, ...], Counter[str]] = {}
    spells: Counter[str] = Counter()
    for frame in frames(folder, every):
        look_at_spells(frame, spells)
        for part in PARTS:
            place = frame.part(part)
            if len(place) <= SHORTEST_S:
                continue
            for way in SPEEDS:
                speed = disturbed(frame.speed_mps[place], way, rng)
                for scale in SCALES if way in ("as recorded", "none") else SCALES[:1]:
                    for unit, factor in FACTORS.items():
                        raw = frame.cadence_spm[place] * scale / factor
                        for declared in (None, "strides"):
                            key = (part, way, f"{scale:g}", declared or "none")
                            said = verdict(speed, raw, unit, declared)
                            table.setdefault(key, Counter())[f"{unit} {said}"] += 1
    return table, spells


def print_table(table: dict[tuple[str, ...], Counter[str]]) -> int:
    """The table; how many verdicts are wrong though there was a speed."""
    print(f"{'part':11}{'speed':15}{'cadence':>8}{'declared':>10}", end="")
    print("".join(f"{unit:>22}" for unit in FACTORS))
    print(f"{'':44}" + "".join(f"{'right/unknown/wrong':>22}" for _ in FACTORS))
    faults = 0
    for (part, way, scale, declared), said in table.items():
        counts = [[said[f"{unit} {word}"] for word in ("right", "unknown", "wrong")] for unit in FACTORS]
        faults += sum(wrong for *_, wrong in counts) if way != "none" else 0
        cells = "".join(f"{'/'.join(map(str, three)):>22}" for three in counts)
        print(f"{part:11}{way:15}{'x ' + scale:>8}{declared:>10}{cells}")
    return faults


def main() -> int:
    """Print the table; 1 where a unit is wrong though there was a speed."""
    corpus, why = find_corpus((".parquet",))
    if corpus is None or not (corpus / FOLDER / "index.json").is_file():
        skip("the unit of cadence in labelled outings", why or f"the corpus holds no {FOLDER}/index.json.")
        return 0
    tell_changes(corpus, sorted((corpus / FOLDER).iterdir()))
    table, spells = measure(corpus / FOLDER, int(sys.argv[1]) if len(sys.argv) > 1 else 1)
    faults = print_table(table)
    print("\nstrides, whole outings: " + ", ".join(f"{what} {count}" for what, count in spells.items()))
    print(f"wrong with a speed: {faults}")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
