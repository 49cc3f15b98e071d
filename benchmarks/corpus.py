"""The folder of real watch files that STRIDEGATE_CORPUS names, or one line on what is left out without it.

A part that cannot run here ends well, so that `make bench` and `make soak` go on with the next.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.made_files import make_files, make_seeds

VARIABLE = "STRIDEGATE_CORPUS"


def skip(what: str, why: str) -> None:
    """Say in one line on standard error what is left out."""
    print(f"skipped: {what}: {why}", file=sys.stderr, flush=True)


def find_corpus(endings: Sequence[str]) -> tuple[Path | None, str]:
    """The folder, if it holds a file with one of the endings; else what is missing, and what to set."""
    named = os.environ.get(VARIABLE)
    if not named:
        return None, f"{VARIABLE} is not set; set it to a folder that holds them."
    corpus = Path(named)
    if not corpus.is_dir():
        return None, f"{VARIABLE} names {named}, and there is no such folder."
    if not any(path.name.endswith(tuple(endings)) for path in corpus.rglob("*")):
        return None, f"no {', '.join(endings)} file lies in {named}, which {VARIABLE} names."
    return corpus, ""


@contextmanager
def watch_files(names: Sequence[str], endings: Sequence[str], *, smallest: bool) -> Iterator[list[Path]]:
    """Give those of the named files that the corpus holds; where it holds none, make some."""
    corpus, why = find_corpus(sorted({Path(name).suffix for name in names}))
    found = [corpus / name for name in names if (corpus / name).is_file()] if corpus else []
    missing = [name for name in names if corpus and corpus / name not in found]
    if missing:
        why = f"{VARIABLE} names {corpus}, where these are not: {', '.join(missing)}."
    if found:
        if missing:
            skip(f"{len(missing)} of {len(names)} real watch files", why)
        yield sorted(found, key=lambda path: path.stat().st_size)[:1] if smallest else found
        return
    skip("real watch files", f"{why} Files made here are read instead.")
    with TemporaryDirectory() as folder:
        yield make_files(Path(folder), endings, smallest=smallest)


@contextmanager
def seed_folder(endings: Sequence[str]) -> Iterator[tuple[Path, bool]]:
    """What a fuzzing campaign damages: the corpus, or files made here; and whether it is the corpus."""
    corpus, why = find_corpus(endings)
    if corpus is not None:
        yield corpus, True
        return
    skip("real watch files as seeds", f"{why} Files made here are damaged instead, and no page is written.")
    with TemporaryDirectory() as folder:
        make_seeds(Path(folder))
        yield Path(folder), False
