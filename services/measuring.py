"""From an Activity to what was really run. Needs no store and no person."""

from dataclasses import dataclass, replace

import polars as pl

from analysis import BoutSettings, Quality, RunSummary, assess_quality, find_bouts, summarise
from analysis.schema import Bouts
from ingest.activity import Activity, QualityNote
from ingest.errors import IngestError

#: Cadence of these rules counts nothing that is known.
CADENCE_UNKNOWN = frozenset({"unknown", "none"})
_NOT_ON_FOOT = QualityNote("not_on_foot", "This activity is not on foot.")
_NOT_RECORDED = QualityNote(
    "nothing_recorded",
    "Not measured: the file is only a summary of the activity, and holds no records of it.",
)


@dataclass(frozen=True)
class Measured:
    """What was measured of one activity.

    `bouts` follows `analysis.schema.Bouts`; it is empty, and the run fields of `summary`
    are null, where the activity was not on foot. Of a summary without records all of it is unknown.
    """

    activity: Activity
    bouts: pl.DataFrame
    summary: RunSummary
    quality: Quality

    @property
    def is_summary_only(self) -> bool:
        """Whether the file sums the activity up and holds no records of it."""
        return self.activity.samples.is_empty()


def measure(
    activity: Activity, *, use_device_splits: bool = True, settings: BoutSettings | None = None
) -> Measured:
    """Find the bouts of an activity, sum it up and judge its recording.

    `use_device_splits=False` ignores what the watch labelled; `settings` carries a runner's
    own walk-run border, which the quality ledger then names. A ride, a swim or the like is kept with its
    totals and no bouts; neither it nor a file without records ever counts for progress.
    """
    summed = {"elapsed_time_s": activity.elapsed_time_s, "distance_m": activity.distance_m}
    if not activity.is_on_foot:
        return Measured(
            activity,
            Bouts.create_empty(),
            summarise(activity.samples, None, activity.pauses, **summed),
            Quality(activity.quality, blocking=(_NOT_ON_FOOT,)),
        )
    bouts = find_bouts(
        activity.samples,
        elapsed_time_s=activity.elapsed_time_s,
        pauses=activity.pauses,
        moved_in_pauses_m=activity.moved_in_pauses_m,
        device_splits=activity.device_splits,
        cadence_known=activity.provenance.cadence_rule not in CADENCE_UNKNOWN,
        settings=settings or BoutSettings(),
        use_device_splits=use_device_splits,
    )
    summary = summarise(activity.samples, bouts, activity.pauses, **summed)
    if activity.samples.is_empty():
        quality = Quality((*activity.quality, _NOT_RECORDED), blocking=(_NOT_RECORDED,))
        return Measured(activity, bouts, replace(summary, bouts_source=None), quality)
    quality = assess_quality(activity, bouts)
    if settings is not None and summary.bouts_source == "detected":
        quality = replace(quality, notes=(*quality.notes, _own_border(settings)))
    return Measured(activity, bouts, summary, quality)


def not_measured(fault: Exception, member: str | None) -> IngestError:
    """What to tell where measuring failed, which must cost that activity and no other."""
    words = "The activity could not be measured because of a fault in this program; please report it."
    error = IngestError("unreadable", words, member=member)
    error.__cause__ = fault
    return error


def _own_border(settings: BoutSettings) -> QualityNote:
    spm = f"{settings.border_spm:.0f} steps a minute"
    return QualityNote(
        "own_border", f"What is uncertain was seen beside {spm}, where you walked and ran before."
    )
