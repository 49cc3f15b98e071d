"""The page of `benchmarks.real_labels`: the worst row first, then the overview, then each group."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from benchmarks.bout_scores import (
    EVENT_FROM_S,
    OVERLAPS,
    OutingScore,
    difference_95,
    edge_errors_s,
    event_f1,
    f1,
    time_errors_pct,
)
from benchmarks.signal_faults import FAULTS
from benchmarks.ways_of_finding import OURS, WAYS

#: A row of fewer outings says too little to be called the worst.
LEAST_OUTINGS = 5
CLEAN = "clean"

LIMITS = """\
**What this is worth.** Nearly all outings are those of one runner with two watches. The watch's label is
itself a rule about cadence (140 steps a minute, held for some seconds), so that no way can beat that
threshold on it, and it calls running at 125 to 140 steps a minute a walk. Contact time is a model of the
wrist's movement: a second opinion, not a plate on the floor. The prompts say what she was told, not what
she did. No buggy, no treadmill; the faults are put in, not found. Constants of the detection were chosen with
some of the same outings in view.
"""

HOW = f"""\
**How.** Each second of running is held against three truths: the watch's *label*, the end of a run (and of a
walk before a stand) 6 s earlier; *contact* time, where it was written each second, and then withheld from
detection; and *prompts*. Breaks under 8 s are filled and runs under 10 s left out, in the truths and the
thresholds alike. Judged are seconds that the truth speaks of, in which the timer ran and something was
recorded. The watch's own splits are not used. `≥ 140` and `≥ 130` call running what has that cadence as it
stands in the file. Events are bouts of {EVENT_FROM_S} s and more; their F1 is given at
{" and ".join(f"{overlap:.0%}" for overlap in OVERLAPS)} of shared time over all time. Edges and running time
are given as median / 90th percentile of the error. "95 %" is the bootstrap interval of a difference in F1,
outings drawn anew. The worst row is sought among those of at least {LEAST_OUTINGS} outings; the prompted one
is shown beside them.
"""


@dataclass
class Row:
    """The scores of one fault, truth and group, by way; `unit_unknown` of its outings lost their cadence."""

    fault: str
    truth: str
    group: str
    scores: dict[str, list[OutingScore]]
    unit_unknown: int = 0

    @property
    def column(self) -> str:
        return f"{self.truth}: {self.group}"

    def f1(self, way: str = OURS) -> float:
        return f1(self.scores[way])


@dataclass(frozen=True)
class Source:
    """What the page rests on."""

    outings: int
    every: int
    files: int
    sha256: str
    commit: str


def page(rows: list[Row], files: dict[str, list[dict[str, OutingScore]]], source: Source) -> str:
    """The whole page, Markdown."""
    parts = [
        headline(rows),
        _source_words(source),
        LIMITS,
        HOW,
        "## F1 for running by the second\n",
        f"Each cell: {' / '.join(WAYS)}; without cadence a threshold finds nothing.",
        "*Unit*: outings whose cadence was left out for an unknown unit.\n",
        _lines(overview(rows)),
        "## As recorded, by every measure\n",
        _lines(clean_table(rows)),
    ]
    if files:
        parts += [
            "## Whole files, as recorded, by label\n",
            "Read as an import reads them, contact time included; most are among the outings above.\n",
            _lines(file_table(files)),
        ]
    for column in _columns(rows):
        own = [row for row in rows if row.column == column]
        parts += [f"## Detection, {column} ({len(own[0].scores[OURS])})\n", _lines(detail(own))]
    return "\n".join(parts)


def headline(rows: Sequence[Row]) -> str:
    """The worst row of ours, among those of enough outings where there are any."""
    enough = [row for row in rows if len(row.scores[OURS]) >= LEAST_OUTINGS]
    worst = min(enough or rows, key=Row.f1)
    others = ", ".join(f"{way}: {worst.f1(way):.3f}" for way in WAYS if way != OURS)
    return (
        f"# Worst row: F1 {worst.f1():.3f}, {FAULTS[worst.fault].title}, {worst.group}, "
        f"by {worst.truth} ({others})\n"
    )


def _source_words(source: Source) -> str:
    chosen = "" if source.every == 1 else f" (one in {source.every} of the index)"
    return (
        f"Written by `python -m benchmarks.real_labels` at commit {source.commit}: {source.outings} labelled "
        f"outings{chosen}. SHA-256 over names and SHA-256 of the {source.files} files used: "
        f"`{source.sha256}`.\n"
    )


def overview(rows: Sequence[Row]) -> Iterator[Sequence[str]]:
    """A line for each fault, the worst of ours first; a column for each truth and group."""
    columns = _columns(rows)
    cells = {(row.fault, row.column): row for row in rows}
    faults = sorted({row.fault for row in rows}, key=lambda fault: _worst(rows, fault))
    yield ("fault", *columns, "unit")
    yield ("---", *["---:"] * (len(columns) + 1))
    for fault in faults:
        own = [cells.get((fault, column)) for column in columns]
        shown = [" / ".join(f"{row.f1(way):.3f}" for way in WAYS) if row else "" for row in own]
        unknown = sum(row.unit_unknown for row in own if row and row.truth != "contact")
        yield (FAULTS[fault].title, *shown, str(unknown))


def clean_table(rows: Sequence[Row]) -> Iterator[Sequence[str]]:
    """Every measure of each way, without a fault."""
    yield ("truth: group (outings)", "way", "F1", *MEASURES)
    yield ("---", "---", *["---:"] * (len(MEASURES) + 1))
    for row in rows:
        for way, scores in row.scores.items() if row.fault == CLEAN else ():
            name = f"{row.column} ({len(scores)})" if way == OURS else ""
            yield (name, way, f"{f1(scores):.4f}", *measures(scores))


def file_table(files: dict[str, list[dict[str, OutingScore]]]) -> Iterator[Sequence[str]]:
    """F1 of the whole files of each kind, and the least of ours among them."""
    yield ("kind (files)", *WAYS, "least of ours", "run time %")
    yield ("---", *["---:"] * (len(WAYS) + 2))
    for kind, each in sorted(files.items()):
        pooled = [f1([scores[way] for scores in each]) for way in WAYS]
        ours = [scores[OURS] for scores in each]
        least = min(f1([score]) for score in ours)
        shown = [f"{value:.3f}" for value in (*pooled, least)]
        yield (f"{kind} ({len(each)})", *shown, _pair(time_errors_pct(ours), 1))


def detail(rows: Sequence[Row]) -> Iterator[Sequence[str]]:
    """Every measure of ours under each fault in one group, the worst first."""
    others = [way for way in WAYS if way != OURS]
    yield ("fault", "F1", *(f"over {way}, 95 %" for way in others), *MEASURES)
    yield ("---", *["---:"] * (1 + len(others) + len(MEASURES)))
    for row in sorted(rows, key=Row.f1):
        ours = row.scores[OURS]
        differences = [_interval(ours, row.scores[way]) for way in others]
        yield (FAULTS[row.fault].title, f"{f1(ours):.4f}", *differences, *measures(ours))


#: What `measures` gives, in words.
MEASURES = (
    *(f"events {overlap:.0%}" for overlap in OVERLAPS),
    "edges s",
    "run time %",
)


def measures(scores: Sequence[OutingScore]) -> list[str]:
    """Event F1 at each overlap, edge errors, errors of the running time."""
    return [
        *(f"{event_f1(scores, overlap):.3f}" for overlap in OVERLAPS),
        _pair(edge_errors_s(scores), 0),
        _pair(time_errors_pct(scores), 1),
    ]


def _interval(ours: Sequence[OutingScore], others: Sequence[OutingScore]) -> str:
    low, high = difference_95(ours, others)
    return f"{low:+.3f} … {high:+.3f}"


def _pair(values: tuple[float, float], places: int) -> str:
    return " / ".join(f"{value:.{places}f}" if isfinite(value) else "none" for value in values)


def _columns(rows: Iterable[Row]) -> list[str]:
    """Truths and groups in their order: labels, contact, prompts."""
    order = ("label", "contact", "prompts")
    found = {row.column: (order.index(row.truth), row.group) for row in rows}
    return sorted(found, key=found.__getitem__)


def _worst(rows: Sequence[Row], fault: str) -> float:
    return min(row.f1() for row in rows if row.fault == fault)


def _lines(cells: Iterable[Sequence[str]]) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)
