"""A piece of education with where it comes from and what kind of evidence that is."""

import re

import streamlit as st

from program.education import Note, sources
from ui.plain import plain
from ui.words import EVIDENCE

SHORT_NAME = re.compile(r"\bS\d+\b")


def show(note: Note) -> None:
    """The note as a card."""
    with st.container(border=True):
        st.subheader(note.title, anchor=False)
        st.markdown(note.text)
        st.caption(f"{EVIDENCE[note.evidence].capitalize()}. Source: {in_full(note.source)}")


def in_full(source: str) -> str:
    """A source with its short names (`S1`) written out as in the list of sources, each with its link."""
    return SHORT_NAME.sub(lambda match: _linked(sources().get(match[0], match[0])), plain(source))


def _linked(entry: str) -> str:
    """`Title. https://…` as a link on the title."""
    title, _, address = entry.rpartition(" ")
    return f"[{plain(title.rstrip('.'))}]({address})" if address.startswith("https://") else plain(entry)
