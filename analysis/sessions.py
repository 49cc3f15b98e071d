"""Recordings that are one session: a watch restarted in mid-run, or two devices on the same run."""

import polars as pl

from analysis.schema import Recordings, SessionBouts, SessionRecordings

#: Outranks any number of recordings of one session.
BEHIND_ALL = 1_000_000
#: Kinds of bouts in which a recording says nothing of what was done.
_SILENT = ("pause", "unknown")


def join_sessions(activities: pl.DataFrame | pl.LazyFrame, *, join_within_s: float) -> pl.DataFrame:
    """Tell which `Recordings` of one runner are one session, into `SessionRecordings`, in order of start.

    Recordings belong together that overlap, or that start at most `join_within_s` after all
    earlier ones of the session have ended. Only running recordings belong in: a ride before a
    run is no part of it.

    Raises:
        dataframely.exc.ValidationError: `activities` are no `Recordings`.

    """
    ended = pl.col("end_utc").cum_max().shift(1)
    waited_s = (pl.col("start_utc") - ended).dt.total_milliseconds() / 1000
    session_start = pl.col("start_utc").first().over("session_index")
    sessions = (
        Recordings.validate(activities)
        .lazy()
        .sort("start_utc", "end_utc", maintain_order=True)
        .with_columns(session_index=(waited_s > join_within_s).fill_null(False).cum_sum().cast(pl.Int64))
        .with_columns(session_start_utc=session_start)
        .with_columns(
            offset_s=(pl.col("start_utc") - pl.col("session_start_utc")).dt.total_milliseconds() / 1000
        )
    )
    return SessionRecordings.validate(sessions.collect())


def join_bouts(bouts: pl.DataFrame | pl.LazyFrame, sessions: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    """Put the bouts of each session's recordings onto one time axis, into `SessionBouts`.

    `bouts` are `Bouts` with their `activity_id`, in elapsed seconds of their recording;
    `sessions` are `SessionRecordings`. No second counts twice: where recordings overlap, one
    leads (a device before a hand, one that saw her move, the higher confidence, the longer, the
    earlier), and the others fill only where it is paused or off. Where one device saw running and another
    none, the leader's word stands and the seconds are uncertain: a phone that lay still hides
    no run, and shows none. Where none recorded, there is a pause of source "recording_gap" and
    confidence 0. A bout cut by this keeps its cadence and pace, and its distance and uncertain
    seconds by the share of its time.

    Raises:
        dataframely.exc.ValidationError: the result is no `SessionBouts`.

    """
    placed = _place(bouts.lazy(), sessions.lazy())
    cuts = _cut(placed)
    same_bout = ["session_index", "from_ms", "to_ms"]
    recorded = ~pl.col("is_by_hand") & ~pl.col("kind").is_in(_SILENT)
    ran = recorded & (pl.col("kind") == "run")
    chosen = (
        cuts.join_where(
            placed,
            pl.col("session_index") == pl.col("session_index_bout"),
            pl.col("from_ms") >= pl.col("from_ms_bout"),
            pl.col("to_ms") <= pl.col("to_ms_bout"),
        )
        .with_columns(is_disputed=(ran.any() & (recorded & ~ran).any()).over(same_bout))
        .sort(*same_bout, "rank")
        .unique(same_bout, keep="first", maintain_order=True)
    )
    joined = cuts.join(chosen, on=same_bout, how="left").sort(same_bout)
    return SessionBouts.validate(_merge(joined).collect(), cast=True)


def _place(bouts: pl.LazyFrame, sessions: pl.LazyFrame) -> pl.LazyFrame:
    """The bouts in whole milliseconds of their session, with the rank of their recording."""
    size_s = pl.col("end_s") - pl.col("start_s")
    lead = (
        bouts.group_by("activity_id")
        .agg(
            confidence=(pl.col("confidence_0_1") * size_s).sum() / size_s.sum(),
            moves=pl.col("kind").is_in(["run", "walk"]).any(),
            recorded_s=size_s.filter(~pl.col("kind").is_in(_SILENT)).sum(),
        )
        .join(sessions.select("activity_id", "session_index", "offset_s", "is_by_hand"), on="activity_id")
        .sort(
            *("is_by_hand", "moves", "confidence", "recorded_s", "offset_s"),
            descending=[False, True, True, True, False],
        )
        .with_columns(rank=pl.col("activity_id").cum_count().over("session_index"))
    )
    at_ms = [
        ((pl.col(f"{edge}_s") + pl.col("offset_s")) * 1000).round().cast(pl.Int64).alias(f"{name}_ms_bout")
        for edge, name in (("start", "from"), ("end", "to"))
    ]
    return (
        bouts.join(lead, on="activity_id", maintain_order="left")
        .with_row_index("bout")
        .with_columns(
            *at_ms,
            session_index_bout=pl.col("session_index"),
            rank=pl.col("rank")
            + pl.when(pl.col("kind") == "pause").then(2 * BEHIND_ALL).otherwise(0)
            + pl.when(pl.col("kind") == "unknown").then(BEHIND_ALL).otherwise(0),
        )
        .drop("session_index", "offset_s")
    )


def _cut(placed: pl.LazyFrame) -> pl.LazyFrame:
    """All spans between one edge of any bout of a session and the next."""
    edges = [
        placed.select(session_index="session_index_bout", from_ms=f"{edge}_ms_bout")
        for edge in ("from", "to")
    ]
    return (
        pl.concat(edges)
        .unique()
        .sort("session_index", "from_ms")
        .with_columns(to_ms=pl.col("from_ms").shift(-1).over("session_index"))
        .drop_nulls("to_ms")
    )


def _merge(joined: pl.LazyFrame) -> pl.LazyFrame:
    """Put the cuts of one bout together again, and name what nobody recorded."""
    cut_ms = pl.col("to_ms") - pl.col("from_ms")
    cut_share = cut_ms / (pl.col("to_ms_bout") - pl.col("from_ms_bout"))
    uncertain_s = pl.when("is_disputed").then(cut_ms / 1000).otherwise(pl.col("uncertain_s") * cut_share)
    own = [
        pl.col(name).first() for name in ("kind", "cadence_spm", "pace_s_per_km", "confidence_0_1", "source")
    ]
    return (
        joined.with_columns(
            cut_share=cut_share, uncertain_s=uncertain_s, run=pl.struct("session_index", "bout").rle_id()
        )
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("session_index").first(),
            *own,
            start_s=pl.col("from_ms").first() / 1000,
            end_s=pl.col("to_ms").last() / 1000,
            distance_m=pl.col("distance_m").first() * pl.col("cut_share").sum(),
            uncertain_s=pl.col("uncertain_s").sum(),
        )
        .with_columns(
            pl.col("kind").fill_null("pause"),
            pl.col("confidence_0_1", "uncertain_s").fill_null(0.0),
            pl.col("source").fill_null("recording_gap"),
        )
        .select(SessionBouts.column_names())
    )
