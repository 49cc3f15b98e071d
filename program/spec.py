"""The spec tables of the gates: read, checked against the plans, and rendered as pages.

A table says where it holds and has a row for each side of each limit, for each level, for null, for absent
and for partly known. The tables are written down apart from the plans, so that a changed plan disagrees with
them.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from program.check import covers
from program.document import pages
from program.gates import ABSENT, Fact, judge
from program.load import shipped_plans
from program.model import Outcome, ReleaseBy, Urgency
from program.plan import Gate, Plan, Stage

NULL, NOT_THERE = "null", "absent"
PART_KNOWN = "and part unknown"


@dataclass(frozen=True, slots=True)
class SpecRow:
    """One row: which case it is, the value in words, and the answer expected."""

    case: str
    value: str
    answer: str


@dataclass(frozen=True, slots=True)
class SpecTable:
    """The rows of one gate, and the plans and stages (`all` or their ids) they hold for."""

    gate: str
    where: Mapping[str, tuple[str, ...]]
    rows: tuple[SpecRow, ...]

    def holds_at(self, plan: Plan, stage: Stage) -> bool:
        """Whether the table speaks of this stage of this plan."""
        stages = self.where.get(plan.id, ())
        return stages == ("all",) or stage.id in stages


def read_tables(text: str) -> tuple[SpecTable, ...]:
    """The tables of a text: `## gate`, then `where:` lines, then rows `| case | value | answer |`."""
    tables = []
    for block in text.split("\n## ")[1:]:
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        where = {}
        for line in lines[1:]:
            if line.startswith("where:"):
                plan_id, *stages = line.removeprefix("where:").split()
                where[plan_id] = tuple(stages)
        cells = [
            [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")
        ]
        rows = tuple(SpecRow(*row) for row in cells[2:])
        tables.append(SpecTable(lines[0], where, rows))
    return tuple(tables)


def outcome_words(outcome: Outcome) -> str:
    """An outcome in a few words: `regress, no running, back 1, rest 2, pt`."""
    parts = [outcome.action.value]
    parts += ["no running"] if not outcome.running_allowed else []
    parts += [f"back {outcome.drop}"] if outcome.drop else []
    parts += [f"rest {outcome.rest_days}"] if outcome.rest_days else []
    parts += [outcome.release_by.value] if outcome.release_by is not ReleaseBy.NONE else []
    parts += [str(outcome.urgency.value)] if outcome.urgency is not Urgency.NONE else []
    return ", ".join(parts)


def fact_of(gate: Gate, row: SpecRow) -> Fact:
    """The fact that a row speaks of."""
    if row.value == NOT_THERE:
        return ABSENT
    if row.value == NULL:
        return Fact(None, False)
    text = row.value.removesuffix(PART_KNOWN).strip()
    value = text.replace(" ", "_") if gate.fact.worse == "level" else float(text)
    return Fact(value, not row.value.endswith(PART_KNOWN))


def answer_of(gate: Gate, row: SpecRow, plan: Plan, stage: Stage) -> str:
    """What the gate really answers to a row."""
    return outcome_words(judge(gate, fact_of(gate, row), plan, stage).outcome)


def gaps(gate: Gate, table: SpecTable, plan: Plan, stage: Stage) -> Iterator[str]:
    """The rows a table should have and has not."""
    values = [row.value for row in table.rows]
    for needed in (NULL, NOT_THERE):
        if needed not in values:
            yield f"{needed} has no row"
    if not any(value.endswith(PART_KNOWN) for value in values):
        yield "partly known has no row"
    if gate.fact.worse == "level":
        yield from (
            f"{level} has no row" for level in gate.fact.levels if level.replace("_", " ") not in values
        )
        return
    numbers = [float(value) for value in values if _is_number(value)]
    for limit in (plan.limit(row.limit, stage) for row in gate.rows if row.limit is not None):
        above = any(0 < number - limit <= 1 for number in numbers)
        below = any(0 < limit - number <= 1 for number in numbers) or (limit == 0 and gate.unit != "d")
        if limit not in numbers or not above or not below:
            yield f"the limit {limit:g} has no rows below, on and above it"


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).removeprefix("-").isdigit()


def asked(plans: Iterable[Plan]) -> Iterator[tuple[Plan, Gate, Stage]]:
    """Every gate of every plan at every stage where it is asked."""
    for plan in plans:
        for gate in plan.gates:
            yield from ((plan, gate, stage) for stage in plan.stages if covers(gate, stage))


def render(tables: Iterable[SpecTable]) -> str:
    """The tables as one page, each with its reason and source."""
    parts = [
        "# The gates, value by value",
        "Made from the spec tables by `python -m program.spec`; every row is run as a test. An answer names"
        " the action, then: no running; stages back; days of rest; who releases it; how urgent. The answer of"
        " a plan is the most cautious of all its gates in every part. What a gate asks of the next stage can"
        " only hold.",
    ]
    plans = {plan.id: plan for plan in shipped_plans().values()}
    for table in sorted(tables, key=lambda item: item.gate):
        gate = plans[next(iter(table.where))].gate(table.gate)
        where = "; ".join(f"{plan} ({', '.join(stages)})" for plan, stages in table.where.items())
        parts.append(f"## {gate.label} (`{gate.id}`)")
        parts.append(f"{gate.because} Source: {gate.source} ({gate.evidence.replace('_', ' ')}).")
        opened = {"stop": "Opens a stop.", "key_sign": "Opens a key sign."}.get(gate.opens or "", "")
        beside = "Asked only where it is known what stands." if gate.beside else ""
        facts = (f"Unit: {gate.unit}.", f"Plans: {where}.", opened, beside)
        parts.append(" ".join(item for item in facts if item))
        rows = [f"| {row.case} | {row.value} | {row.answer} |" for row in table.rows]
        parts.append("\n".join(["| case | value | answer |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def all_pages(tables: Path) -> dict[str, str]:
    """Every generated page by file name."""
    read = [table for path in sorted(tables.glob("*.md")) for table in read_tables(path.read_text("utf-8"))]
    return {"gates.md": render(read), **pages()}


def main(arguments: list[str]) -> int:
    """Write the pages: `python -m program.spec TABLES DOCS`; with `--check` only say which are stale."""
    folders = [Path(item) for item in arguments if not item.startswith("--")]
    if len(folders) != len(("tables", "docs")):
        sys.stderr.write("usage: python -m program.spec TABLES DOCS [--check]\n")
        return 2
    tables, docs = folders
    stale = [
        name
        for name, text in all_pages(tables).items()
        if not (docs / name).is_file() or (docs / name).read_text("utf-8") != text
    ]
    if "--check" in arguments:
        sys.stderr.writelines(f"{docs / name} is stale: run python -m program.spec\n" for name in stale)
        return 1 if stale else 0
    docs.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (docs / name).write_text(all_pages(tables)[name], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
