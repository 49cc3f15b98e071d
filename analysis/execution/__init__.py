"""What was run against what was prescribed: alignment, steps, outcome."""

from analysis.execution.compare import compare_execution
from analysis.execution.model import (
    ExecutedSteps,
    Execution,
    Outcome,
    Reason,
    RunTotal,
    StepStatus,
    Tolerances,
)

__all__ = [
    "ExecutedSteps",
    "Execution",
    "Outcome",
    "Reason",
    "RunTotal",
    "StepStatus",
    "Tolerances",
    "compare_execution",
]
