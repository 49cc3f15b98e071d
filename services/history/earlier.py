"""The record as if it had begun to be folded some weeks before its stage was carried over."""

from dataclasses import replace
from datetime import timedelta

from services.history.rows import Rows, known_utc_of

#: Steps that the machine told before the record was folded; a therapist's override is an act.
_TOLD = "regress"
_ENDS_BEFORE = timedelta(microseconds=1)


def begun_earlier(rows: Rows, *, by: timedelta) -> Rows:
    """The rows with the beginning put back: what people did since then are acts, and steps back are derived.

    Put back at least to before the last act that only the machine's own steps follow, so that what those
    took is derived too. Unchanged where nothing was carried over.
    """
    carried = rows.carried
    if carried is None:
        return rows
    way = [row for row in rows.stages if row.id < carried.id]
    overridden = {(each.decision_id, each.made_utc) for each in rows.reviews if each.kind == "override"}
    acts = [row for row in way if row.kind != _TOLD or (row.decision_id, row.made_utc) in overridden]
    begins = known_utc_of(carried) - by
    if acts and acts[-1] is not way[-1]:
        begins = min(begins, known_utc_of(acts[-1]) - _ENDS_BEFORE)
    since = [row for row in rows.stages if row.id > carried.id]
    there = [row for row in way if known_utc_of(row) <= begins]
    beginning = [replace(row, id=0, kind="carried", known_utc=begins) for row in there[-1:]]
    return replace(rows, stages=(*there, *beginning, *way[len(there) :], *since))
