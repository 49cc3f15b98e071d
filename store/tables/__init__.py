"""The tables of the store. A change here needs a migration beside it; a test compares the two."""

from store.tables.base import metadata
from store.tables.log import audit, audit_head, notice
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
    "care_link",
    "check_in",
    "decision",
    "decision_mark",
    "deletion",
    "execution",
    "hold",
    "individual_plan",
    "invitation",
    "measurement",
    "metadata",
    "note",
    "notice",
    "open_finding",
    "person",
    "record",
    "review",
    "role",
    "samples",
    "stage_change",
    "symptom_entry",
    "symptom_revision",
    "tombstone",
    "unsaved",
]
