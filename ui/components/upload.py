"""Many files or a folder in one drop: a row for each as it is done, then on to how the new run was."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from services import ImportVerdict, Pick, Upload
from ui import format as fmt
from ui import told
from ui.components import verdict_rows
from ui.desk import Desk
from ui.navigation import path

ENDINGS = ["fit", "gpx", "tcx", "gz", "zip"]
LARGEST_MB = 64
#: Bytes of files that are asked about stay until she answers, up to this much.
MOST_HELD_BYTES = LARGEST_MB << 20
ROUND, DROPPED = "upload-round", "upload-dropped"
#: Telephones pick files only.
DESK_ONLY = "<style>@media (max-width: 640px) { .st-key-whole-folder { display: none; } }</style>"


@dataclass(frozen=True)
class Dropped:
    """What became of the last drop; `held` are the files whose answer she still owes, by name."""

    verdicts: tuple[ImportVerdict, ...] = ()
    held: tuple[Upload, ...] = ()

    def files(self, verdict: ImportVerdict) -> tuple[Upload, ...]:
        """The files of the name that a question is about; none where their bytes are gone."""
        return tuple(upload for upload in self.held if upload.name == verdict.file)

    def settled(self, index: int, verdict: ImportVerdict) -> "Dropped":
        """With one question answered; a file without open questions is let go of."""
        verdicts = (*self.verdicts[:index], verdict, *self.verdicts[index + 1 :])
        return Dropped(verdicts, _still_asked(self.held, verdicts))


def show(desk: Desk) -> None:
    """The drop area, and beneath it what became of the files dropped last."""
    files = _drop_area()
    if files:
        dropped = _import(desk, files)
        st.session_state[DROPPED] = dropped
        st.session_state[ROUND] += 1  # a new key empties the drop area and frees its memory
        new = [verdict for verdict in dropped.verdicts if verdict.verdict == "new"]
        has_more_to_say = any(v.message or v.verdict in ("ask", "failed") for v in dropped.verdicts)
        if len(new) == 1 and not has_more_to_say:
            _say_when(new[0])
            st.switch_page(path("how_was_it"), query_params={"run": str(new[0].activity_id)})
        st.rerun()
    dropped = st.session_state.get(DROPPED, Dropped())
    answer = verdict_rows.show(
        desk, dropped.verdicts, [bool(dropped.files(verdict)) for verdict in dropped.verdicts]
    )
    if answer is not None:
        _settle(desk, dropped, answer)


def _say_when(added: ImportVerdict) -> None:
    """The day with its year, and the start: what a watch has wrong is seen here first."""
    if added.local_start is not None:
        when = fmt.date_and_time(added.local_start)
        told.done(f"Added: the run of {when}. If that is wrong, set it right under Run.")


def _drop_area() -> list[Any]:
    st.html(DESK_ONLY)
    with st.container(key="whole-folder"):
        is_folder = st.toggle("Add a whole folder")
    return st.file_uploader(
        "Drop a folder here" if is_folder else "Drop the files from your watch here",
        type=ENDINGS,
        accept_multiple_files="directory" if is_folder else True,
        max_upload_size=LARGEST_MB,
        key=f"uploads-{is_folder}-{st.session_state.setdefault(ROUND, 0)}",
        help="FIT is best. GPX and TCX work too, each also as .gz, and whole exports as .zip.",
    )


def _import(desk: Desk, files: Sequence[Any]) -> Dropped:
    bar = st.progress(0.0, "Reading")
    place = st.container()
    verdicts: list[ImportVerdict] = []
    uploads = _one_by_one(files, bar)
    for verdict in desk.services.importing.add_files(desk.actor, desk.runner_id, uploads, now=desk.now):
        verdicts.append(verdict)
        with place:
            verdict_rows.row(desk, verdict)
    asked = {verdict.file for verdict in verdicts if verdict.verdict == "ask"}
    held = tuple(Upload(file.name, file.getvalue()) for file in files if file.name in asked)
    is_small = sum(file.size for file in files if file.name in asked) <= MOST_HELD_BYTES
    return Dropped(tuple(verdicts), held if is_small else ())


def _one_by_one(files: Sequence[Any], bar: Any) -> Iterator[Upload]:
    for number, file in enumerate(files):
        bar.progress(number / len(files), f"Reading {number + 1} of {len(files)}")
        yield Upload(file.name, file.getvalue())
    bar.progress(1.0, "Looking at what it means")


def _settle(desk: Desk, dropped: Dropped, answer: verdict_rows.Answered) -> None:
    verdict = dropped.verdicts[answer.index]
    settled = replace(verdict, verdict="duplicate")
    if answer.is_different:
        settled = _added(desk, verdict, dropped.files(verdict)) or settled
    st.session_state[DROPPED] = dropped.settled(answer.index, settled)
    st.rerun()


def _added(desk: Desk, verdict: ImportVerdict, files: Sequence[Upload]) -> ImportVerdict | None:
    """Adds the one run that a question is about, out of whichever file of its name holds it."""
    if verdict.start_utc is None:
        return None
    pick = Pick(verdict.member, verdict.start_utc)
    for file in files:
        one = [replace(file, pick=pick)]
        verdicts = desk.services.importing.add_files(
            desk.actor, desk.runner_id, one, now=desk.now, anyway=True
        )
        added = [found for found in verdicts if found.activity_id]
        if added:
            return added[0]
    return None


def _still_asked(held: Sequence[Upload], verdicts: Sequence[ImportVerdict]) -> tuple[Upload, ...]:
    asked = {verdict.file for verdict in verdicts if verdict.verdict == "ask"}
    return tuple(upload for upload in held if upload.name in asked)
