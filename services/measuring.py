"""From an Activity to what was really run. Needs no store and no person."""

from dataclasses import dataclass

import polars as pl

from analysis import Quality, RunSummary, assess_quality, find_bouts, summarise
from analysis.schema import Bouts
from ingest.activity import Activity


@dataclass(frozen=True)
class Measured:
    """What was measured of one activity.

    `bouts` follows `analysis.schema.Bouts`; it is empty, and the run fields of `summary`
    are null, where the activity was not on foot.
    """

    activity: Activity
    bouts: pl.DataFrame
    summary: RunSummary
    quality: Quality

    @property
    def bouts_source(self) -> str:
        """`device` where the watch's own run and walk labels were used, else `detected`."""
        return "device" if "device" in self.bouts["source"] else "detected"
