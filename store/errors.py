"""The error family of `store`: each says in one sentence what is wrong and what to do."""


class StoreError(Exception):
    """The database could not do what was asked; `message` is one sentence for the person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class StaleVersionError(StoreError):
    """Somebody else changed the row since it was read."""


class DamagedError(StoreError):
    """What was read is not what was written: a checksum differs."""


class DiskFullError(StoreError):
    """There is no room left; nothing was written."""


class BusyError(StoreError):
    """Another process held the database for too long; nothing was written."""


class UnusableDatabaseError(StoreError):
    """The database cannot be opened, or was made by a newer version."""
