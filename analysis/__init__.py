"""Frames to frames: bouts, summary, execution, weeks. Knows no files, no SQL, no screen."""

from analysis.aside import Aside, set_aside
from analysis.bouts import BoutSettings, find_bouts
from analysis.calibration import Calibration, calibrate, history_of
from analysis.drift import Drift, measure_drift
from analysis.execution import Execution, Reason, Tolerances, compare_execution
from analysis.quality import Quality, QualitySettings, assess_quality
from analysis.rides import Kept, Ride, find_rides, without_rides
from analysis.sessions import join_bouts, join_sessions
from analysis.summary import RunSummary, summarise
from analysis.weeks import space_runs, summarise_weeks

__all__ = [
    "Aside",
    "BoutSettings",
    "Calibration",
    "Drift",
    "Execution",
    "Kept",
    "Quality",
    "QualitySettings",
    "Reason",
    "Ride",
    "RunSummary",
    "Tolerances",
    "assess_quality",
    "calibrate",
    "compare_execution",
    "find_bouts",
    "find_rides",
    "history_of",
    "join_bouts",
    "join_sessions",
    "measure_drift",
    "set_aside",
    "space_runs",
    "summarise",
    "summarise_weeks",
    "without_rides",
]
