"""Run, walk, stand and pause bouts from a watch's cadence and speed."""

from analysis.bouts.find import find_bouts
from analysis.bouts.settings import BoutSettings

__all__ = ["BoutSettings", "find_bouts"]
