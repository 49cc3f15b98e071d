"""Files on a disk to what was measured of each, without a store and without a person."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis import set_aside
from ingest import IngestError, Skipped, find_files, read_file
from services.measuring import Measured, measure, not_measured

BOUT_FIELDS = (
    "kind",
    "start_s",
    "end_s",
    "distance_m",
    "cadence_spm",
    "pace_s_per_km",
    "confidence_0_1",
    "source",
)


@dataclass(frozen=True)
class Analysed:
    """One activity of a file, one failure, or files passed over: exactly one of the three is set.

    `member` names the file inside an archive, null outside one and for what was skipped.
    """

    file: Path
    member: str | None
    measured: Measured | None
    error: IngestError | None
    skipped: Skipped | None = None


def analyse_paths(paths: list[Path], *, use_device_splits: bool = True) -> Iterator[Analysed]:
    """Read and measure the files and folders given, one result per activity, in order.

    A path that cannot be read gives a failure of code `unreadable`, and the rest go on.
    `use_device_splits=False` ignores what the watch labelled as running and walking.
    """
    for path in paths:
        if not path.exists():
            missing = IngestError("unreadable", f"There is no file or folder {path}. Check the name.")
            yield Analysed(path, None, None, missing)
            continue
        for file in find_files([path]):
            yield from analyse_file(file, use_device_splits=use_device_splits)


def analyse_file(file: Path, *, use_device_splits: bool = True) -> Iterator[Analysed]:
    """Read and measure one file, one result per activity in it."""
    for result in read_file(file):
        if result.activity is None:
            yield Analysed(file, result.member, None, result.error, result.skipped)
        else:
            try:
                measured = measure(result.activity, use_device_splits=use_device_splits)
            except Exception as fault:  # noqa: BLE001 - see not_measured
                yield Analysed(file, result.member, None, not_measured(fault, result.member))
                continue
            yield Analysed(file, result.member, measured, None)


def analysis_record(analysed: Analysed) -> dict[str, Any]:
    """The JSON object of one result, as `docs/cli.md` fixes it: SI units, UTC, unknown as null."""
    where = {"file": str(analysed.file), "member": analysed.member}
    if analysed.error is not None:
        error = analysed.error
        return {
            **where,
            "status": "error",
            "code": error.code,
            "message": error.message,
            "offset": error.offset,
        }
    if analysed.skipped is not None:
        return {**where, "status": "skipped", **asdict(analysed.skipped)}
    measured = analysed.measured
    assert measured is not None  # noqa: S101 - one of the three is set
    activity = measured.activity
    provenance = activity.provenance
    bouts = measured.bouts.clear() if measured.is_summary_only else measured.bouts
    return {
        **where,
        "status": "summary_only" if measured.is_summary_only else "ok",
        "format": provenance.format,
        "sport": provenance.sport,
        "sub_sport": provenance.sub_sport,
        "start_utc": utc_text(provenance.start_utc),
        **{
            name: rounded(value) for name, value in asdict(measured.summary).items() if name != "bouts_source"
        },
        "counts_for_progress": measured.quality.counts_for_progress,
        "why_not": list(measured.quality.why_not),
        "set_aside": {
            reason: {name: rounded(value) for name, value in asdict(aside).items()}
            for reason, aside in set_aside(activity, measured.bouts).items()
        },
        "cadence_rule": provenance.cadence_rule,
        "bouts_source": measured.summary.bouts_source,
        "bouts": [
            {name: rounded(value) for name, value in bout.items()}
            for bout in bouts.select(BOUT_FIELDS).iter_rows(named=True)
        ],
        "quality": [{"code": note.code, "message": note.message} for note in measured.quality.notes],
    }


def utc_text(instant: datetime) -> str:
    """An instant as UTC ISO 8601 ending in Z, with milliseconds only where there are any."""
    utc = instant.astimezone(UTC)
    text = utc.isoformat(timespec="milliseconds" if utc.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def rounded(value: Any) -> Any:
    """A number to a thousandth, which is finer than any watch measures; all else as it is."""
    return round(value, 3) if isinstance(value, float) else value
