"""What a person sees when something fails: one sentence, never a traceback."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from services import ServiceError
from ui.plain import plain

log = logging.getLogger("stridegate.ui")


@contextmanager
def kept_from_traceback() -> Iterator[None]:
    """Shows a service's own sentence, or for anything unforeseen a calm one, and logs the rest."""
    try:
        yield
    except ServiceError as error:
        st.error(plain(error.message), icon=":material/error:")
    except Exception:  # the last resort before the screen; the log has all of it
        log.exception("a page failed")
        st.error(
            "This page could not be shown. What you entered before is safe. Reload the page; "
            "if it happens again, tell whoever runs Stridegate for you.",
            icon=":material/error:",
        )
