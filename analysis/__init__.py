"""Frames to frames: bouts, summary, execution, weeks. Knows no files, no SQL, no screen."""

from analysis.bouts import BoutSettings, find_bouts
from analysis.quality import Quality, QualitySettings, assess_quality
from analysis.summary import RunSummary, summarise, summarise_many

__all__ = [
    "BoutSettings",
    "Quality",
    "QualitySettings",
    "RunSummary",
    "assess_quality",
    "find_bouts",
    "summarise",
    "summarise_many",
]
