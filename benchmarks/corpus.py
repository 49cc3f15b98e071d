"""The folder of real watch files that STRIDEGATE_CORPUS names, or one line on what is left out without it.

A part that cannot run here ends well, so that `make bench` and `make soak` go on with the next.
`benchmarks/corpus.sha256` has the checksums of the files that the published figures are from, as
`sha256sum` writes them: a file that is another one is told. `python -m benchmarks.corpus` writes it anew.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.made_files import make_files, make_seeds

VARIABLE = "STRIDEGATE_CORPUS"
CHECKSUMS = Path(__file__).with_name("corpus.sha256")


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


@cache
def _checksums() -> dict[str, str]:
    """The SHA-256 of each file of the corpus, by its path in it."""
    lines = CHECKSUMS.read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, name in (line.split("  ", 1) for line in lines)}


def changed_files(corpus: Path, paths: Iterable[Path]) -> list[Path]:
    """Those of the files that hold something else than when the checksums were written."""
    known = _checksums()
    told = ((path, known.get(path.relative_to(corpus).as_posix())) for path in paths)
    return [path for path, sha256 in told if sha256 is not None and sha256 != _sha256(path)]


def tell_changes(corpus: Path, paths: Iterable[Path]) -> None:
    """Say in one line on standard error how many of the files have changed, where any has."""
    if changed := changed_files(corpus, paths):
        first = changed[0].relative_to(corpus)
        words = f"{len(changed)} real watch files, so that figures differ, the first is {first}"
        print(f"changed: {words}.", file=sys.stderr, flush=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@contextmanager
def watch_files(names: Sequence[str], endings: Sequence[str], *, smallest: bool) -> Iterator[list[Path]]:
    """Give those of the named files that the corpus holds; where it holds none, make some."""
    corpus, why = find_corpus(sorted({Path(name).suffix for name in names}))
    there = [corpus / name for name in names if (corpus / name).is_file()] if corpus else []
    changed = changed_files(corpus, there) if corpus else []
    found = [path for path in there if path not in changed]
    missing = [name for name in names if corpus and corpus / name not in found]
    if missing:
        told = (f"{name} (changed)" if corpus and corpus / name in changed else name for name in missing)
        why = f"{VARIABLE} names {corpus}, where these are not as they were: {', '.join(told)}."
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


def main() -> int:
    """Write the checksums of all files of the corpus."""
    named = os.environ.get(VARIABLE)
    if not named or not Path(named).is_dir():
        skip(CHECKSUMS.name, f"{VARIABLE} names no folder.")
        return 1
    paths = sorted(path for path in Path(named).rglob("*") if path.is_file())
    lines = (f"{_sha256(path)}  {path.relative_to(named).as_posix()}\n" for path in paths)
    CHECKSUMS.write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
