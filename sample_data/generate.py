"""Makes the sample files: `python -m sample_data.generate DIR`, or `--bulk 2000 DIR` for import tests.

Without a folder it makes anew what lies in `sample_data/files` and the table in `sample_data/README.md`.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from program import Plan, shipped_plans
from sample_data.fit_file import FitOptions, write_fit
from sample_data.gait import simulate
from sample_data.gpx_file import write_gpx
from sample_data.runner import (
    CANONICAL_END,
    PLAN_KEY,
    UTC_OFFSET,
    expected_of,
    prescribed,
    spans_of,
    stage_and_session,
    start_of,
)
from sample_data.shift import fit_template, shifted_fits
from sample_data.story import CHAPTERS, Chapter

HERE = Path(__file__).parent
AUTO_LAP_M = 1000.0
#: Points of the GPX whose app records sparsely.
SPARSE_S = 2
#: Copies worked on at once: what keeps the memory under a few dozen megabytes.
COPIES_AT_ONCE = 200


def make_file(plan: Plan, chapter: Chapter) -> bytes:
    """The bytes of one file of the six weeks that end on `CANONICAL_END`."""
    spans = spans_of(plan, chapter)
    seconds = simulate(spans, chapter.seed)
    start = start_of(chapter, CANONICAL_END)
    if chapter.medium == "gpx_steps":
        return write_gpx(start, seconds, cadence="steps", creator="Sample app", every_s=SPARSE_S)
    if chapter.medium == "gpx_strides":
        return write_gpx(start, seconds, cadence="strides", creator="Sample watch", every_s=SPARSE_S)
    options = FitOptions(
        treadmill=chapter.treadmill,
        workout=prescribed(plan, chapter) if chapter.workout else (),
        device_splits=chapter.device_splits,
        auto_lap_m=AUTO_LAP_M if chapter.auto_lap else None,
        rpe_0_10=chapter.rpe_0_10,
        utc_offset=UTC_OFFSET,
    )
    return write_fit(start, spans, seconds, options)


def make_all(folder: Path) -> None:
    """Writes every file of the six weeks into `folder`."""
    plan = shipped_plans()[PLAN_KEY]
    folder.mkdir(parents=True, exist_ok=True)
    for chapter in CHAPTERS:
        (folder / chapter.file_name).write_bytes(make_file(plan, chapter))


def make_bulk(folder: Path, count: int) -> None:
    """Writes `count` FIT files: the stored ones over and over, each copy some days earlier than the last."""
    folder.mkdir(parents=True, exist_ok=True)
    templates = [
        fit_template(path.read_bytes())
        for path in (HERE / "files" / chapter.file_name for chapter in CHAPTERS if chapter.medium == "fit")
    ]
    rounds = -(-count // len(templates))
    span_days = 1 - CHAPTERS[0].day
    for index, template in enumerate(templates):
        numbers = [number * len(templates) + index for number in range(rounds)]
        for batch in _batches([number for number in numbers if number < count]):
            shifts = [timedelta(days=-span_days * (number // len(templates))) for number in batch]
            for number, content in zip(batch, shifted_fits(template, shifts), strict=True):
                (folder / f"bulk-{number:06d}.fit").write_bytes(content)


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(numbers), COPIES_AT_ONCE):
        yield numbers[at : at + COPIES_AT_ONCE]


def table(plan: Plan) -> str:
    """What each file shows, as Markdown."""
    heads = ["file", "stage, session", "what it shows", "run bouts", "running", "walking", "pause", "verdict"]
    rows = [heads, ["---"] * len(heads)]
    for chapter in CHAPTERS:
        expected = expected_of(plan, chapter)
        lengths = ", ".join(f"{length}" for length in expected.run_bouts_s)
        rows.append(
            [
                f"`{chapter.file_name}`",
                ", ".join(stage_and_session(plan, chapter)),
                chapter.shows,
                f"{len(expected.run_bouts_s)}: {lengths} s",
                f"{expected.run_time_s} s",
                f"{expected.walk_time_s} s",
                f"{expected.pause_time_s} s",
                expected.outcome.replace("_", " "),
            ]
        )
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def readme(plan: Plan) -> str:
    """The README of this folder."""
    return (HERE / "readme_head.md").read_text(encoding="utf-8").replace("{table}", table(plan))


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.generate", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where to write; without it, the stored files")
    parser.add_argument("--bulk", type=int, metavar="N", help="write N copies shifted in time instead")
    given = parser.parse_args(arguments)
    if given.bulk is not None:
        if given.folder is None or given.bulk < 1:
            parser.error("--bulk needs a number from 1 and a folder")
        make_bulk(given.folder, given.bulk)
    else:
        make_all(given.folder or HERE / "files")
        if given.folder is None:
            (HERE / "README.md").write_text(readme(shipped_plans()[PLAN_KEY]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
