"""How well running is found in real labelled outings, clean and with seventeen faults put into them.

    python -m benchmarks.real_labels [docs/evidence/real-labels.md] [--every N] [--fault NAME ...]

Reads `labelled/` of the folder that STRIDEGATE_CORPUS names and prints a page, or writes it where a path is
given. The page begins with the worst row of ours. Without those outings one line says so, and the table of
generated outings is printed instead.
"""

import argparse
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks import generated_faults
from benchmarks.bout_scores import OutingScore, score
from benchmarks.corpus import find_corpus, skip
from benchmarks.labelled_outings import (
    INDEX,
    Labelled,
    WholeFile,
    checksum,
    frame_files,
    prompted_files,
    read_frames,
    read_prompted,
    read_whole_files,
    whole_files,
)
from benchmarks.real_labels_page import Row, Source, page
from benchmarks.signal_faults import FAULTS
from benchmarks.ways_of_finding import OURS, by_thresholds, faulted, found_in, read_cadence, ways

ROOT = Path(__file__).parents[1]
TOLD_EVERY = 20


def judge(outings: Iterable[Labelled], faults: list[str]) -> list[Row]:
    """A row of scores for each fault, truth and group, in that order."""
    rows: dict[tuple[str, str, str], Row] = {}
    for outing in outings:
        for fault in faults:
            for truth, scores, unit_known in judge_one(outing, fault):
                key = (fault, truth, outing.group)
                row = rows.setdefault(key, Row(fault, truth, outing.group, defaultdict(list)))
                row.unit_unknown += not unit_known
                for way, each in scores.items():
                    row.scores[way].append(each)
    return [rows[key] for key in sorted(rows, key=lambda key: (list(FAULTS).index(key[0]), *key[1:]))]


def judge_one(outing: Labelled, fault: str) -> Iterator[tuple[str, dict[str, OutingScore], bool]]:
    """For each truth of the outing, each way's score, and whether the cadence's unit was told.

    Nothing where the fault says nothing of the outing, as one of the cadence where there is none.
    """
    if FAULTS[fault].needs_cadence and not outing.signals.has_cadence:
        return
    signals = faulted(outing.name, fault, outing.signals)
    cadence_spm = read_cadence(signals) if signals.has_cadence else None
    found = ways(signals, cadence_spm)
    unit_known = cadence_spm is not None or not signals.has_cadence
    for name, truth in outing.truths.items():
        whole = truth.within(signals.before_s, signals.after_s)
        yield name, {way: score(whole, is_found) for way, is_found in found.items()}, unit_known


def judge_whole_file(file: WholeFile) -> dict[str, OutingScore]:
    """Each way's score on a file as an import reads it, contact time and the reader's unit included."""
    activity = file.activity
    found = {
        OURS: found_in(
            activity.samples,
            activity.pauses,
            activity.elapsed_time_s,
            cadence_known=activity.provenance.cadence_rule not in ("none", "unknown"),
        ),
        **by_thresholds(file.signals),
    }
    return {way: score(file.truth, is_found) for way, is_found in found.items()}


def told(outings: Iterable[Labelled], count: int) -> Iterator[Labelled]:
    """The same, with a line on standard error now and then."""
    began = time.monotonic()
    for number, outing in enumerate(outings, start=1):
        yield outing
        if number % TOLD_EVERY == 0 or number == count:
            print(
                f"{number} of {count} outings, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True
            )


def judge_corpus(corpus: Path, faults: list[str], every: int) -> str:
    """The page."""
    frames = frame_files(corpus, every)
    prompted, whole = prompted_files(corpus), whole_files(corpus)
    at_commit = commit()
    used = [path for _, paths in frames for path in paths] + prompted + whole + [corpus / INDEX]

    def outings() -> Iterator[Labelled]:
        yield from (read_frames(entry, paths) for entry, paths in frames)
        if prompted:
            yield read_prompted(prompted)

    rows = judge(told(outings(), len(frames) + bool(prompted)), faults)
    files: dict[str, list[dict[str, OutingScore]]] = defaultdict(list)
    for file in read_whole_files(whole):
        files[file.kind].append(judge_whole_file(file))
    return page(rows, files, Source(len(frames), every, len(used), checksum(corpus, used), at_commit))


def commit() -> str:
    """The commit that was run, and whether anything else was changed."""
    command = ["git", "describe", "--always", "--dirty=, with changes"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def main(arguments: list[str] | None = None) -> int:
    """Judge, and print or write the page."""
    parser = argparse.ArgumentParser(prog="benchmarks.real_labels", description=__doc__)
    parser.add_argument("page", type=Path, nargs="?", help="where to write the page; printed without")
    parser.add_argument("--every", type=int, default=1, help="each N-th outing only")
    parser.add_argument("--fault", nargs="+", choices=list(FAULTS), default=list(FAULTS), help="these only")
    wanted = parser.parse_args(arguments)
    corpus, why = find_corpus((INDEX.name,))
    if corpus is not None and not (corpus / INDEX).is_file():
        corpus, why = None, f"{INDEX} does not lie in the folder that STRIDEGATE_CORPUS names."
    if corpus is None:
        skip("labelled outings", f"{why} Generated outings are judged instead, and no page is written.")
        print(generated_faults.table(wanted.fault))
        return 0
    text = judge_corpus(corpus, wanted.fault, wanted.every)
    if wanted.page is None:
        print(text, end="")
    else:
        wanted.page.parent.mkdir(parents=True, exist_ok=True)
        wanted.page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
