"""From a case to facts: what is known about each measure, and what is missing."""

from program.facts.observe import Observed, observe

__all__ = ["Observed", "observe"]
