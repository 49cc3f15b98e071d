"""The ledger of how far a run can be trusted, and whether it may count for progress."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis.bouts.borders import speed_border
from analysis.rides import find_rides, in_words
from analysis.totals import disagreements
from analysis.weights import floats_of, kinds_of, lies_in
from ingest.activity import Activity, QualityNote


@dataclass(frozen=True)
class QualitySettings:
    """When a fault of the recording is named, and from when it keeps a run from counting.

    Measurement parameters, configured: they say how much of a run must have been recorded
    before its bouts may be held against a prescription. Shares are of timer time.
    """

    #: Fewer samples cannot carry a bout of thirty seconds at smart recording's 8 s.
    min_samples: int = 30
    max_mean_interval_s: float = 10.0
    #: Longer without a sample outside pauses is a gap.
    gap_s: float = 10.0
    max_gap_share: float = 0.10
    max_missing_cadence_share: float = 0.25
    max_uncertain_share: float = 0.10
    #: A recording by speed alone: how far its two speeds must lie apart, and the metres climbed for each of
    #: the way (trails have 0.03), over so many samples.
    min_apart_mps: float = 0.8
    max_climb_share: float = 0.01
    climb_window: int = 31
    #: So long a run while the watch was paused is worth a word.
    min_ran_paused_s: float = 30.0
    #: A value no runner reaches, as in `BoutSettings`.
    spike_speed_mps: float = 12.5
    spike_cadence_spm: float = 300.0
    #: Steps a minute below which a moving runner's cadence has dropped out.
    dropout_cadence_spm: float = 60.0
    #: Laps this alike in length were made by the watch: a kilometre or a mile each.
    auto_lap_m: tuple[float, ...] = (1000.0, 1609.344)
    auto_lap_tolerance_m: float = 15.0
    min_auto_laps: int = 2
    #: What reading the file may have found that leaves open how much was run, or on which day.
    blocking_notes: frozenset[str] = frozenset(
        {"truncated", "damaged_part", "clock_not_set", "clock_unrepaired"}
    )
    #: How far the file's own totals may be from what was measured. In 108 clean files on foot, time and
    #: distance agree to 0.1 %, steps to 14 %.
    max_total_share: float = 0.05
    max_step_total_share: float = 0.20


_PAUSE_SOURCES = {
    "timer_event": "the timer's stops",
    "segment_gap": "gaps between the track's segments",
    "timer_total": "the file's totals, placed where nothing was recorded",
}


@dataclass(frozen=True)
class Quality:
    """All remarks on one run, and which of them keep it from counting for progress: none where it counts.

    A run counts only where its running could be measured; whether that running was as
    prescribed is another question.
    """

    notes: tuple[QualityNote, ...]
    blocking: tuple[QualityNote, ...] = ()

    @property
    def counts_for_progress(self) -> bool:
        """Whether its running could be measured."""
        return not self.blocking

    @property
    def why_not(self) -> tuple[str, ...]:
        """The codes of what keeps it from counting."""
        return tuple(dict.fromkeys(note.code for note in self.blocking))

    @property
    def reason(self) -> str | None:
        """What keeps it from counting, in sentences; null where it counts."""
        return " ".join(note.message for note in self.blocking) or None


@dataclass(frozen=True)
class _Check:
    """One finding: what to note, and whether it alone keeps the run from counting."""

    note: QualityNote
    blocks: bool = False


def assess_quality(
    activity: Activity, bouts: pl.DataFrame, *, settings: QualitySettings | None = None
) -> Quality:
    """Judge the recording of one activity on foot.

    What ingest noted comes first. `bouts` is the `Bouts` frame found for the same activity. A
    channel the watch never recorded is named; where it is cadence, or its unit is unknown, the
    run does not count, for speed alone misreads slow running.
    """
    limits = settings or QualitySettings()
    checks = [
        *_check_cadence(activity, bouts, limits),
        *_check_recording(activity, limits),
        *_check_distance(activity),
        *_check_totals(activity, limits),
        *_check_pauses(activity),
        *_check_laps(activity, limits),
        *_check_gait(bouts, limits),
        *_check_feet(bouts),
    ]
    return Quality(
        notes=(*activity.quality, *(check.note for check in checks)),
        blocking=(
            *(note for note in activity.quality if note.code in limits.blocking_notes),
            *(check.note for check in checks if check.blocks),
        ),
    )


def _check_cadence(activity: Activity, bouts: pl.DataFrame, limits: QualitySettings) -> Iterator[_Check]:
    provenance = activity.provenance
    if provenance.cadence_rule == "none":
        if _has_two_speeds(activity.samples, limits):
            message = "The file has no cadence; its two speeds lie far apart on flat ground, so they count."
            yield _Check(QualityNote("by_speed_alone", message))
            return
        message = "The file has no cadence, and speed alone cannot tell slow running from brisk walking."
        yield _Check(QualityNote("no_cadence", message), blocks=True)
        return
    if provenance.cadence_rule == "unknown":
        message = f"It is not certain what this file's cadence counts: {provenance.cadence_reason}"
        yield _Check(QualityNote("cadence_unit_unknown", _sentence(message)), blocks=True)
        return
    message = f"Cadence was read as {provenance.cadence_rule}: {provenance.cadence_reason}"
    yield _Check(QualityNote("cadence_rule", _sentence(message)))

    elapsed_s = floats_of(activity.samples, "elapsed_s")
    moves = lies_in(bouts, elapsed_s, "run", "walk")
    moves &= elapsed_s < floats_of(bouts, "end_s").max(initial=0.0)
    is_lost = ~(floats_of(activity.samples, "cadence_spm")[moves] >= limits.dropout_cadence_spm)
    lost_share = float(is_lost.mean()) if is_lost.size else 0.0
    if lost_share > limits.max_missing_cadence_share:
        message = f"Cadence is missing for {lost_share:.0%} of the moving time."
        yield _Check(QualityNote("cadence_gaps", message), blocks=True)


def _has_two_speeds(samples: pl.DataFrame, limits: QualitySettings) -> bool:
    """Whether a slow and a fast speed lie clearly apart, on ground that is flat as far as anybody knows."""
    known = samples.select("elapsed_s", "speed_mps").drop_nulls()
    if known.height < limits.min_samples:
        return False
    at_s = np.arange(known["elapsed_s"][0], known["elapsed_s"][-1])
    found = speed_border(np.interp(at_s, known["elapsed_s"].to_numpy(), known["speed_mps"].to_numpy()))
    if not found.is_clear or found.apart_mps < limits.min_apart_mps:
        return False
    heights_m = samples["relative_altitude_m"].drop_nulls()
    climbed_m = heights_m.rolling_mean(limits.climb_window, min_samples=1, center=True).diff().clip(0).sum()
    metres = samples.select(pl.col("distance_m").max().fill_null(0.0)).item()
    return climbed_m <= limits.max_climb_share * metres


def _check_recording(activity: Activity, limits: QualitySettings) -> Iterator[_Check]:
    samples, timer_s = activity.samples, activity.timer_time_s
    interval_s = timer_s / samples.height if samples.height else float("inf")
    if samples.height < limits.min_samples or interval_s > limits.max_mean_interval_s:
        message = f"The watch wrote only {samples.height} samples in {timer_s:.0f} s."
        yield _Check(QualityNote("too_few_samples", message), blocks=True)

    gaps_s = _gaps_s(activity, limits.gap_s)
    if gaps_s.size:
        message = (
            f"Nothing was recorded for {gaps_s.sum():.0f} s in {gaps_s.size} "
            f"{'gap' if gaps_s.size == 1 else 'gaps'}."
        )
        yield _Check(
            QualityNote("recording_gaps", message),
            blocks=timer_s > 0 and bool(gaps_s.sum() > limits.max_gap_share * timer_s),
        )

    is_spike = floats_of(samples, "speed_mps") > limits.spike_speed_mps
    is_spike |= floats_of(samples, "cadence_spm") > limits.spike_cadence_spm
    if spikes := int(is_spike.sum()):
        message = f"{spikes} samples have a speed or cadence no runner reaches; they were left out."
        yield _Check(QualityNote("spikes", message))


def _gaps_s(activity: Activity, gap_s: float) -> np.ndarray:
    """Seconds without a sample, in excess-free spans longer than `gap_s` of timer time."""
    timer_s = floats_of(activity.samples, "timer_s")
    spans_s = np.diff(timer_s, prepend=0.0, append=max(activity.timer_time_s, 0.0))
    return spans_s[spans_s > gap_s]


def _check_distance(activity: Activity) -> Iterator[_Check]:
    if activity.distance_m is None and activity.samples["speed_mps"].null_count() == activity.samples.height:
        message = "The file has neither distance nor speed; only times could be measured."
        yield _Check(QualityNote("no_distance", message))
    elif activity.provenance.format == "gpx":
        message = "Distance was measured along the GPS track, which reads a little long."
        yield _Check(QualityNote("gps_only_distance", message))


def _check_totals(activity: Activity, limits: QualitySettings) -> Iterator[_Check]:
    found = disagreements(
        activity, max_share=limits.max_total_share, max_step_share=limits.max_step_total_share
    )
    if words := ", ".join(found):
        message = f"The file's own totals contradict what was measured: {words}."
        yield _Check(QualityNote("totals_disagree", message), blocks=True)


def _check_pauses(activity: Activity) -> Iterator[_Check]:
    if activity.pauses.is_empty():
        return
    paused_s = activity.elapsed_time_s - activity.timer_time_s
    sources = sorted(set(activity.pauses["source"].to_list()))
    known_from = ", ".join(str(_PAUSE_SOURCES.get(source, source)) for source in sources)
    yield _Check(QualityNote("pause_source", f"{paused_s:.0f} s of pause, known from {known_from}."))


def _check_laps(activity: Activity, limits: QualitySettings) -> Iterator[_Check]:
    triggers = activity.laps["trigger"].to_list()
    is_whole = np.array([trigger != "session_end" for trigger in triggers], dtype=bool)
    metres = floats_of(activity.laps, "distance_m")[is_whole]
    alike = max(
        int((np.abs(metres - usual_m) <= limits.auto_lap_tolerance_m).sum()) for usual_m in limits.auto_lap_m
    )
    laps = max(triggers.count("distance"), alike)
    if laps >= limits.min_auto_laps and laps * 2 > metres.size:
        message = f"{laps} laps look as if the watch made them by distance; they are not repetitions."
        yield _Check(QualityNote("auto_laps", message))


def _check_gait(bouts: pl.DataFrame, limits: QualitySettings) -> Iterator[_Check]:
    kind, all_uncertain_s = kinds_of(bouts), floats_of(bouts, "uncertain_s")
    of_feet = ~np.isin(kind, ("pause", "not_on_foot"))
    lasted_s = float((floats_of(bouts, "end_s") - floats_of(bouts, "start_s"))[of_feet].sum())
    uncertain_s = float(all_uncertain_s[of_feet].sum())
    if lasted_s and uncertain_s > limits.max_uncertain_share * lasted_s:
        message = (
            f"For {uncertain_s / lasted_s:.0%} of the time it is not certain what was run and what walked."
        )
        yield _Check(QualityNote("uncertain_gait", message), blocks=True)
    paused_s = float(all_uncertain_s[kind == "pause"].sum())
    if paused_s >= limits.min_ran_paused_s:
        message = f"The watch was paused, and for {paused_s:.0f} s of that you may have been running."
        yield _Check(QualityNote("moved_while_paused", message))


def _check_feet(bouts: pl.DataFrame) -> Iterator[_Check]:
    """What was not on foot, said as where it lies, and all there is where nothing else was."""
    rides = find_rides(bouts)
    for ride in rides:
        words = f"{in_words(ride)}; that is not counted as running."
        yield _Check(QualityNote("not_on_foot", words))
    if rides and not bouts["kind"].is_in(["run", "walk"]).any():
        message = "Nobody was on foot in this recording."
        yield _Check(QualityNote("not_on_foot", message), blocks=True)


def _sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
