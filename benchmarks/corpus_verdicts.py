"""What becomes of every file of the corpus: writes `docs/corpus-verdicts.md`.

    STRIDEGATE_CORPUS=/path/to/watch/files python -m benchmarks.corpus_verdicts

Without real files there is nothing to write, and the exit status is 1.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.corpus import find_corpus, skip, tell_changes
from ingest import Activity, ReadResult, read_file

MANIFEST = "manifest.tsv"
TARGET = Path(__file__).parent.parent / "docs" / "corpus-verdicts.md"
HEADER = (
    "file",
    "verdict",
    "sport",
    "duration s",
    "distance m",
    "cadence rule",
    "left out",
    "quality",
)


def corpus_files(corpus: Path) -> list[Path]:
    """Every watch file and archive that the corpus' manifest lists; not the notes and truths beside them."""
    with (corpus / MANIFEST).open(encoding="utf-8", newline="") as file:
        names = [row["file"] for row in csv.DictReader(file, delimiter="\t")]
    return [corpus / name for name in sorted(names)]


def table_line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def row(name: str, result: ReadResult) -> list[str]:
    """One line of the table."""
    shown = f"{name} : {result.member}" if result.member else name
    if result.error is not None:
        return [shown, f"{result.error.code}: {result.error.message}", *[""] * 6]
    if result.skipped is not None:
        return [shown, f"skipped: {result.skipped.count} {result.skipped.kind}", *[""] * 6]
    activity = result.activity
    assert activity is not None
    return [shown, *ok_columns(activity)]


def ok_columns(activity: Activity) -> Iterator[str]:
    provenance = activity.provenance
    yield f"ok, {provenance.format}"
    yield provenance.sport + (f" ({provenance.sub_sport})" if provenance.sub_sport else "")
    yield f"{activity.elapsed_time_s:.0f}"
    yield "" if activity.distance_m is None else f"{activity.distance_m:.0f}"
    yield provenance.cadence_rule
    yield ", ".join(f"{reason} {count}" for reason, count in sorted(provenance.dropped.items()))
    yield ", ".join(sorted({note.code for note in activity.quality}))


def page(corpus: Path) -> str:
    """The whole table, with how many files ended as what."""
    files = corpus_files(corpus)
    results = [(str(path.relative_to(corpus)), result) for path in files for result in read_file(path)]
    codes = Counter(
        result.error.code if result.error else "skipped" if result.skipped else "ok" for _, result in results
    )
    lines = [
        "# What becomes of every real file",
        "",
        f"{len(files)} files of the corpus gave {len(results)} results: "
        + ", ".join(f"{count} {code}" for code, count in codes.most_common())
        + ".",
        "`benchmarks/corpus_verdicts.py` writes this page; `tests/ingest/test_xml_differential.py` sees",
        "to it that it is fresh, and that no file ends in an unexpected error. A file with several",
        "activities has several lines.",
        "",
        table_line(HEADER),
        table_line("---" for _ in HEADER),
        *(table_line(row(name, result)) for name, result in results),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Write the table."""
    corpus, why = find_corpus((".fit", ".gpx", ".tcx"))
    if corpus is None:
        skip(f"docs/{TARGET.name}", f"it is about real watch files; {why}")
        return 1
    tell_changes(corpus, corpus_files(corpus))
    TARGET.write_text(page(corpus))
    return 0


if __name__ == "__main__":
    sys.exit(main())
