"""Run in a process of its own, `python there.py EDITION [NUMBER...]`: the found lives on that edition.

EDITION is the folder of a checkout; its packages come first, so that nothing here is read twice.
"""

import importlib.util
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TODAY = HERE.parents[2]
FOUND = sorted((HERE.parent / "found").glob("[0-9]*.json"))


def main(edition: Path, only: set[int]) -> None:
    """Print one JSON object a life, then one a reproduction; of all findings where `only` is empty."""
    sys.path[:] = [str(edition), *(path for path in sys.path if Path(path or ".").resolve() != HERE)]
    is_old = importlib.util.find_spec("ui.terminal.live") is None
    if is_old:
        adapter = _module("adapter")
        adapter.lead_over(TODAY)
        run_life = adapter.run_life
    else:
        from ui.terminal.live import run_life
    import services

    if edition.resolve() not in Path(services.__file__).resolve().parents:
        raise SystemExit(f"{services.__file__} is not of {edition}.")
    for path in FOUND:
        if only and int(path.name[:2]) not in only:
            continue
        for number, written in enumerate(json.loads(path.read_text("utf-8"))["lives"]):
            _tell({"finding": int(path.name[:2]), "life": number, "answers": run_life(written["life"])})
    reproductions = _module("reproductions")
    for (finding, about), reproduce in reproductions.REPRODUCTIONS.items():
        if only and finding not in only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            said = reproductions.ask(reproduce, Path(folder))
        _tell({"finding": finding, "about": about, "is_right": said.is_right, "words": said.words})


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _module(name: str):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), set(map(int, sys.argv[2:])))
