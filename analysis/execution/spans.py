"""The bouts of a session as alternating spans of running and of rest, which is all else."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Span:
    """A stretch of running (stops that do not break it included) or of rest (walk, stand, pause, dashes).

    Times are elapsed seconds. `run_*` and `walk_*` sum the bouts of that gait inside the
    span; metres are null where one of them has none.
    """

    is_run: bool
    start_s: float
    end_s: float
    run_s: float
    walk_s: float
    run_m: float | None
    walk_m: float | None
    run_uncertain_s: float
    walk_uncertain_s: float
    #: Of walking and standing alike: what may have been run.
    rest_uncertain_s: float
    run_cadence_spm: float | None
    walk_cadence_spm: float | None
    first_run_s: float | None
    last_run_s: float | None

    @property
    def rest_s(self) -> float:
        """All seconds that were not run: walking, standing and paused."""
        return self.end_s - self.start_s - self.run_s

    @property
    def size_s(self) -> float:
        """What an alignment compares: running of a run, rest of a rest."""
        return self.run_s if self.is_run else self.rest_s

    @property
    def certain_rest_s(self) -> float:
        """Rest without the seconds that may have been run."""
        return max(0.0, self.rest_s - self.rest_uncertain_s)


def split_into_spans(
    bouts: pl.DataFrame, *, run_gap_s: float, shortest_break_s: float, extra_run_s: float
) -> tuple[Span, ...]:
    """Turn a `Bouts` frame into alternating spans of running and rest.

    A rest between two runs of at most `run_gap_s`, and shorter than `shortest_break_s` (the
    least that a prescribed walk break may last), stays inside the run. A run of at most
    `extra_run_s` is a dash and stays inside its rest.
    """
    size_s = pl.col("end_s") - pl.col("start_s")
    marked = bouts.lazy().with_columns(is_run=pl.col("kind") == "run", size_s=size_s)
    stop = ~pl.col("is_run") & (_group_sum("size_s") <= run_gap_s) & (_group_sum("size_s") < shortest_break_s)
    inside = (pl.col("group") > 0) & (pl.col("group") < pl.col("group").max())
    joined = (
        marked.with_columns(group=pl.col("is_run").rle_id())
        .with_columns(in_run=pl.col("is_run") | (stop & inside))
        .with_columns(group=pl.col("in_run").rle_id())
    )
    run_s = pl.when(pl.col("is_run")).then(pl.col("size_s")).otherwise(0.0).sum().over("group")
    spans = (
        joined.with_columns(in_run=pl.col("in_run") & (run_s > extra_run_s))
        .with_columns(group=pl.col("in_run").rle_id())
        .group_by("group", maintain_order=True)
        .agg(
            pl.col("in_run").first().alias("is_run"),
            pl.col("start_s").first(),
            pl.col("end_s").last(),
            *_sums_of("run"),
            *_sums_of("walk"),
            rest_uncertain_s=pl.col("uncertain_s").filter(~pl.col("is_run")).sum(),
            first_run_s=pl.col("start_s").filter(pl.col("is_run")).first(),
            last_run_s=pl.col("end_s").filter(pl.col("is_run")).last(),
        )
        .drop("group")
        .collect()
    )
    return tuple(Span(**row) for row in spans.to_dicts())


def _group_sum(column: str) -> pl.Expr:
    return pl.col(column).sum().over("group")


def _sums_of(kind: str) -> list[pl.Expr]:
    of_kind = pl.col("kind") == kind
    metres = pl.col("distance_m").filter(of_kind)
    cadence, size_s = pl.col("cadence_spm"), pl.col("size_s")
    with_cadence = of_kind & cadence.is_not_null()
    return [
        size_s.filter(of_kind).sum().alias(f"{kind}_s"),
        pl.when(metres.null_count() == 0).then(metres.sum()).alias(f"{kind}_m"),
        pl.col("uncertain_s").filter(of_kind).sum().alias(f"{kind}_uncertain_s"),
        ((cadence * size_s).filter(with_cadence).sum() / size_s.filter(with_cadence).sum())
        .fill_nan(None)
        .alias(f"{kind}_cadence_spm"),
    ]
