"""Many files in one drop: a verdict for each as it is done."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from services import ImportVerdict, Upload
from ui import format as fmt
from ui.desk import Desk
from ui.navigation import path
from ui.plain import plain
from ui.words import VERDICTS

ENDINGS = ["fit", "gpx", "tcx", "gz", "zip"]
LARGEST_MB = 64
ROUND, VERDICT_LIST = "upload-round", "upload-verdicts"


def show(desk: Desk) -> None:
    """The drop area, and beneath it what became of the files dropped last."""
    anyway = _asked_before() and st.toggle("Add files even if they look the same as a run that is here")
    files = st.file_uploader(
        "Drop the files from your watch here",
        type=ENDINGS,
        accept_multiple_files=True,
        max_upload_size=LARGEST_MB,
        key=f"uploads-{st.session_state.setdefault(ROUND, 0)}",
        help="FIT is best. GPX and TCX work too, each also as .gz, and whole exports as .zip.",
    )
    if files:
        st.session_state[VERDICT_LIST] = _import(desk, files, anyway=anyway)
        st.session_state[ROUND] += 1  # a new key empties the drop area and frees its memory
        _go_on(st.session_state[VERDICT_LIST])
    _verdicts(desk, st.session_state.get(VERDICT_LIST, []))


def _asked_before() -> bool:
    return any(v.verdict in ("ask", "duplicate") for v in st.session_state.get(VERDICT_LIST, []))


def _import(desk: Desk, files: Sequence[Any], *, anyway: bool) -> list[ImportVerdict]:
    bar = st.progress(0.0, "Reading")
    place = st.empty()
    verdicts: list[ImportVerdict] = []
    for number, file in enumerate(files, start=1):
        bar.progress((number - 1) / len(files), f"Reading {plain(file.name)} ({number} of {len(files)})")
        upload = Upload(file.name, file.getvalue())
        verdicts += desk.services.importing.add_files(
            desk.actor, desk.runner_id, [upload], now=desk.now, anyway=anyway
        )
        with place.container():
            _verdicts(desk, verdicts)
    bar.empty()
    place.empty()
    return verdicts


def _go_on(verdicts: Sequence[ImportVerdict]) -> None:
    """One new run, and nothing else to read: straight on to how it was."""
    if len(verdicts) == 1 and verdicts[0].verdict == "new":
        st.switch_page(path("how_was_it"), query_params={"run": str(verdicts[0].activity_id)})
    st.rerun()


def _verdicts(desk: Desk, verdicts: Sequence[ImportVerdict]) -> None:
    for verdict in verdicts:
        wording = VERDICTS[verdict.verdict]
        with st.container(border=True):
            st.markdown(f":material/{wording.icon}: **{wording.title}** · {_when(desk, verdict)}")
            st.caption(plain(_where(verdict)))
            if verdict.message:
                st.markdown(plain(verdict.message))
            run_id = verdict.activity_id if verdict.verdict == "new" else verdict.other_id
            if run_id:
                _links(run_id, is_new=verdict.verdict == "new")


def _when(desk: Desk, verdict: ImportVerdict) -> str:
    return fmt.day_and_time(desk.local(verdict.start_utc)) if verdict.start_utc else "no date"


def _where(verdict: ImportVerdict) -> str:
    return f"{verdict.file}: {verdict.member}" if verdict.member else verdict.file


def _links(run_id: str, *, is_new: bool) -> None:
    with st.container(horizontal=True):
        if is_new:
            st.page_link(
                path("how_was_it"),
                label="How was it?",
                icon=":material/edit_note:",
                query_params={"run": run_id},
            )
        st.page_link(
            path("run"), label="See the run", icon=":material/monitoring:", query_params={"run": run_id}
        )
