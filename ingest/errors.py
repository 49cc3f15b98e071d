"""The one error family of `ingest`: what is wrong, where, and what to do."""

from typing import Literal

ErrorCode = Literal[
    "unknown_format",
    "corrupt_file",
    "truncated_file",
    "not_an_activity",
    "no_timestamps",
    "empty_activity",
    "too_large",
    "unsafe_xml",
    "unsafe_archive",
    "unreadable",
]


class IngestError(Exception):
    """A file that cannot become an activity.

    `message` is one sentence for the person who dropped the file; `offset` is the byte
    where reading stopped, where that is known; `member` names the file inside an archive. `kind`
    says of a sound file that is no activity what else it is.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        offset: int | None = None,
        member: str | None = None,
        kind: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.offset = offset
        self.member = member
        self.kind = kind
