"""The error family of `services`: each message is one sentence for the person at the screen."""

from collections.abc import Iterator
from contextlib import contextmanager

from store.errors import StaleVersionError, StoreError


class ServiceError(Exception):
    """A use case could not be done; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowedError(ServiceError):
    """The actor may not do this, or has been signed out."""


class NotFoundError(ServiceError):
    """What was asked for is not there."""


class ConflictError(ServiceError):
    """Somebody else changed it in the meantime."""


class RefusedError(ServiceError):
    """It is allowed to ask, but the facts or the input speak against it."""


class UnavailableError(ServiceError):
    """The database cannot do it now: full, busy, damaged or not there."""


@contextmanager
def in_service_words() -> Iterator[None]:
    """Turn what the store raises into this family."""
    try:
        yield
    except StaleVersionError as error:
        raise ConflictError(error.message) from error
    except StoreError as error:
        raise UnavailableError(error.message) from error
