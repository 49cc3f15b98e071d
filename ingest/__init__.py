"""Bytes to Activity. Knows files; knows no people and no plans."""

from ingest.activity import Activity, Provenance, QualityNote, Samples
from ingest.errors import IngestError
from ingest.read import (
    ReadResult,
    Skipped,
    content_of,
    find_files,
    read_activities,
    read_activity,
    read_file,
)

__all__ = [
    "Activity",
    "IngestError",
    "Provenance",
    "QualityNote",
    "ReadResult",
    "Samples",
    "Skipped",
    "content_of",
    "find_files",
    "read_activities",
    "read_activity",
    "read_file",
]
