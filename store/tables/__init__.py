"""The tables of the store. A change here needs a migration beside it; a test compares the two."""

from store.tables.base import metadata
from store.tables.life import birth, closing, closing_seen, looked, run_told, well_again, zone_change
from store.tables.log import audit, audit_head, caution, notice
from store.tables.people import care_link, invitation, person, role
from store.tables.records import (
    check_in,
    decision,
    decision_mark,
    hold,
    individual_plan,
    note,
    open_finding,
    record,
    review,
    stage_change,
    symptom_entry,
    symptom_revision,
    unsaved,
)
from store.tables.runs import activity, deletion, execution, measurement, samples, tombstone

__all__ = [
    "activity",
    "audit",
    "audit_head",
    "birth",
    "care_link",
    "caution",
    "check_in",
    "closing",
    "closing_seen",
    "decision",
    "decision_mark",
    "deletion",
    "execution",
    "hold",
    "individual_plan",
    "invitation",
    "looked",
    "measurement",
    "metadata",
    "note",
    "notice",
    "open_finding",
    "person",
    "record",
    "review",
    "role",
    "run_told",
    "samples",
    "stage_change",
    "symptom_entry",
    "symptom_revision",
    "tombstone",
    "unsaved",
    "well_again",
    "zone_change",
]
