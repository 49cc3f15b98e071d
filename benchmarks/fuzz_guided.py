"""Coverage-guided fuzzing of the FIT and XML readers with atheris; writes `docs/fuzz-guided.md`.

    STRIDEGATE_CORPUS=/path/to/watch/files python -m benchmarks.fuzz_guided --page docs/fuzz-guided.md

atheris changes the real files of the corpus wherever that reaches new lines of `ingest`. Each input has
to give results and nothing else, every activity has to keep its contract, and where the fast way
through GPX and TCX reads a text it has to read what the safe way reads. A FIT input is read as it is
and with its checksum mended, so that both walks are reached. Where atheris is not installed, this
says so and ends well; without real files it begins with files made here, and writes no page.
"""

import argparse
import gzip
import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import seed_folder, skip

READERS = ("fit", "xml")
#: Longer seeds are cut, and inputs are kept as short: most of a long file is more of the same.
LONGEST_BYTES = 8_192
_TIMEOUT_S = 20
_MEMORY_MB = 2_000


def check(content: bytes) -> None:
    from ingest import read_activities
    from ingest.activity import Laps, Pauses, Samples

    for result in read_activities(content, "input"):
        if result.activity is not None:
            Samples.validate(result.activity.samples)
            Laps.validate(result.activity.laps)
            Pauses.validate(result.activity.pauses)
        elif result.error is not None and result.error.code == "unreadable" and result.error.__cause__:
            raise result.error.__cause__


def check_fit(content: bytes) -> None:
    from ingest.fit.checksum import crc16

    check(content)
    if content[8:12] == b".FIT":
        size = (len(content) - content[0] - 2) % (1 << 32)
        mended = content[:4] + size.to_bytes(4, "little") + content[8:-2]
        check(mended + crc16(mended).to_bytes(2, "little"))


def check_xml(content: bytes) -> None:
    from benchmarks.fuzz_xml import Tally, check_ways

    check(content)
    check_ways(content, Tally())


def seeds_of(corpus: Path, reader: str) -> list[bytes]:
    endings = (".fit",) if reader == "fit" else (".gpx", ".tcx", ".gpx.gz", ".tcx.gz")
    paths = [path for path in sorted(corpus.rglob("*")) if path.name.endswith(endings)]
    contents = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in paths]
    return [content[:LONGEST_BYTES] for content in contents if content]


def fuzz(reader: str, folder: str, seconds: int) -> None:
    """Fuzz in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["ingest"]):
        import ingest  # noqa: F401 - so that its lines are watched
    options = (
        f"-max_total_time={seconds} -max_len={LONGEST_BYTES} -timeout={_TIMEOUT_S} -rss_limit_mb={_MEMORY_MB}"
    )
    found = Path("fuzz-failures") / f"{reader}-"
    atheris.Setup(
        [sys.argv[0], folder, f"-artifact_prefix={found}", *options.split()], globals()[f"check_{reader}"]
    )
    atheris.Fuzz()


def campaign(reader: str, corpus: Path, seconds: int) -> tuple[str, bool]:
    """A line for the page, and whether nothing was found."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = seeds_of(corpus, reader)
        for number, content in enumerate(seeds):
            Path(folder, str(number)).write_bytes(content)
        command = [sys.executable, "-m", "benchmarks.fuzz_guided", "--reader", reader]
        command += ["--folder", folder, "--seconds", str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    runs = re.findall(r"^Done (\d+) runs in (\d+)", done.stderr, re.MULTILINE)
    edges = re.findall(r" cov: (\d+)", done.stderr)
    if done.returncode or not runs:
        print(done.stderr[-4_000:], file=sys.stderr)
    inputs, took_s = runs[-1] if runs else ("0", "0")
    cells = (
        reader,
        str(len(seeds)),
        f"{int(inputs):,}",
        took_s,
        edges[0] if edges else "",
        edges[-1] if edges else "",
    )
    return (
        f"| {' | '.join((*cells, '0' if done.returncode == 0 else '1, see fuzz-failures/'))} |",
        not done.returncode,
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=600, help="for each reader")
    parser.add_argument("--page", type=Path)
    parser.add_argument("--reader", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        skip(
            "coverage-guided fuzzing",
            "atheris is not installed; benchmarks/fuzz-requirements.txt names it, for Pythons with a wheel.",
        )
        return 0
    Path("fuzz-failures").mkdir(exist_ok=True)
    if arguments.reader:
        fuzz(arguments.reader, arguments.folder, arguments.seconds)
    with seed_folder((".fit", ".gpx", ".tcx")) as (folder, is_corpus):
        results = [campaign(reader, folder, arguments.seconds) for reader in READERS]
    lines = [
        "# The readers under coverage-guided fuzzing",
        "",
        "`benchmarks/fuzz_guided.py` writes this page; what it does stands at its top. Edges are the",
        "branches of `ingest` that were reached, by the first inputs and in the end.",
        "",
        "| reader | seed files | inputs | seconds | edges at first | edges at the end | failures |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(line for line, _ in results),
        "",
    ]
    print("\n".join(lines))
    if arguments.page and is_corpus:
        arguments.page.write_text("\n".join(lines))
    return 0 if all(is_good for _, is_good in results) else 1


if __name__ == "__main__":
    sys.exit(main())
