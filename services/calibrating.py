"""A runner's own walk-run border, from the runs that are in the store already."""

import polars as pl

from analysis import BoutSettings, calibrate, history_of
from services.measuring import CADENCE_UNKNOWN
from store import activities
from store.engine import Connection

#: The newest activities say best how she runs now; more would only cost time.
_NEWEST = 12


def own_settings(connection: Connection, runner_id: str) -> BoutSettings | None:
    """Return bout settings with the runner's own border; null where her runs do not show one yet.

    Only recordings on foot whose cadence has a known unit are looked at.
    """
    usable = [
        row.id
        for row in activities.activities_of(connection, runner_id)
        if row.kind == "foot" and row.cadence_rule not in CADENCE_UNKNOWN
    ]
    stored = (activities.samples_of(connection, activity_id) for activity_id in usable[-_NEWEST:])
    histories = [history_of(samples) for samples in stored if samples is not None]
    border_spm = calibrate(pl.concat(histories)).border_spm if histories else None
    return None if border_spm is None else BoutSettings(border_spm=border_spm)
