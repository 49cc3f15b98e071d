"""Generated outings whose gait is known to the tenth of a second, seen through a realistic watch.

First a person moves: steps of running, walking and standing with her own cadence and speed,
natural variation, and ramps of 1 to 3 s at each change. Then a watch looks: cadence late and
smoothed, in whole strides, held for a second or two, with drop-outs, halves and spikes; speed
from GPS, later still and noisy; samples every second or at smart recording's 1 to 8 s. The
watch's own run and walk labels switch some seconds after the real change, as real ones do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import polars as pl

from ingest.activity import DeviceSplits, Pauses, Samples

DT_S = 0.1
KINDS = ("run", "walk", "stand", "pause")
_CODE = {kind: code for code, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Step:
    """What the person does for a while; a pause is a stand with the timer stopped."""

    kind: str
    duration_s: float
    cadence_spm: float = 0.0
    speed_mps: float = 0.0


@dataclass(frozen=True)
class Watch:
    """How the person is seen. `None` for speed or cadence: the watch has no such channel."""

    smart: bool = False
    cadence: bool = True
    #: Trailing window over which steps are counted, then held and handed on late.
    cadence_window_s: tuple[float, float] = (1.0, 2.0)
    cadence_delay_s: tuple[float, float] = (0.0, 0.6)
    cadence_hold_s: int = 1
    cadence_noise_spm: float = 1.5
    #: gps, wrist (steps times an assumed step length), or none.
    speed: str = "gps"
    speed_tau_s: tuple[float, float] = (1.0, 2.5)
    speed_delay_s: tuple[float, float] = (0.3, 1.5)
    speed_noise_mps: float = 0.12
    #: Episodes an hour, their mean length, and what is written in them (nan is null).
    dropouts_per_h: float = 4.0
    dropout_s: float = 6.0
    dropout_value: float = float("nan")
    halves_per_h: float = 0.0
    half_s: float = 20.0
    spikes_per_h: float = 2.0
    gps_loss_per_h: float = 0.0
    gps_loss_s: float = 40.0
    #: Share of the moving time in which an arm holds a buggy and cadence reads low, half or zero.
    held_arm_share: float = 0.0
    label_delay_s: tuple[float, float] = (1.0, 3.0)
    #: Derive speed from jittered positions once a second, as a reader of bare tracks must.
    bare_track: bool = False


@dataclass(frozen=True)
class Outing:
    """One generated activity: what `find_bouts` takes, and what is true."""

    name: str
    samples: pl.DataFrame
    pauses: pl.DataFrame
    device_splits: pl.DataFrame
    elapsed_time_s: float
    cadence_known: bool
    #: kind, start_s, end_s; covers the outing.
    truth: pl.DataFrame


def generate(name: str, steps: Sequence[Step], watch: Watch, seed: int) -> Outing:
    """One outing; the same arguments give the same frames."""
    rng = np.random.default_rng(seed)
    kind, cadence, speed = _move(steps, rng)
    moving_speed = np.where(kind == _CODE["pause"], 0.0, speed)
    elapsed_s = len(kind) * DT_S
    seconds = np.arange(int(elapsed_s) + 1)
    at = np.minimum(seconds * round(1 / DT_S), len(kind) - 1)

    seen_cadence = _see_cadence(cadence, kind, watch, rng, at)
    seen_speed, seen_distance = _see_speed(moving_speed, cadence, watch, rng, at)
    keep = kind[at] != _CODE["pause"]
    if watch.smart:
        keep &= _smart(len(seconds), rng)
    keep[0] = True
    truth = _spans(kind)
    return Outing(
        name=name,
        samples=_samples(seconds, keep, kind[at], seen_cadence, seen_speed, seen_distance),
        pauses=Pauses.validate(
            truth.filter(pl.col("kind") == "pause").select("start_s", "end_s", source=pl.lit("timer_event")),
            cast=True,
        ),
        device_splits=_labels(truth, watch, rng),
        elapsed_time_s=elapsed_s,
        cadence_known=watch.cadence,
        truth=truth,
    )


def _move(steps: Sequence[Step], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    counts = [round(step.duration_s / DT_S) for step in steps]
    kind = np.repeat([_CODE[step.kind] for step in steps], counts)
    cadence = np.repeat([step.cadence_spm for step in steps], counts)
    speed = np.repeat([step.speed_mps for step in steps], counts)
    moving = cadence > 0
    cadence = np.where(moving, cadence + _drift(len(kind), 2.0, 12.0, rng), 0.0)
    speed = np.where(moving, speed * (1 + _drift(len(kind), 0.04, 15.0, rng)), 0.0)
    return kind, _lag(cadence, 0.3), _lag(speed, rng.uniform(0.5, 1.2))


def _drift(n: int, sd: float, tau_s: float, rng: np.random.Generator) -> np.ndarray:
    """Slow random variation about 0."""
    white = rng.normal(0, sd * np.sqrt(2 * tau_s / DT_S), n)
    return _lag(white, tau_s, from_start=0.0)


def _lag(values: np.ndarray, tau_s: float, from_start: float | None = None) -> np.ndarray:
    """First-order lag, cut off after eight time constants."""
    taps = np.exp(-np.arange(0, 8 * tau_s, DT_S) / tau_s)
    first = values[0] if from_start is None else from_start
    padded = np.append(np.full(len(taps) - 1, first), values)
    size = 1 << (len(padded) + len(taps)).bit_length()
    spectrum = np.fft.rfft(padded, size) * np.fft.rfft(taps / taps.sum(), size)
    return np.fft.irfft(spectrum, size)[len(taps) - 1 : len(padded)]


def _see_cadence(
    cadence: np.ndarray, kind: np.ndarray, watch: Watch, rng: np.random.Generator, at: np.ndarray
) -> np.ndarray:
    if not watch.cadence:
        return np.full(len(at), np.nan)
    window = max(1, round(rng.uniform(*watch.cadence_window_s) / DT_S))
    smooth = np.convolve(
        np.append(np.full(window - 1, cadence[0]), cadence), np.ones(window) / window, "valid"
    )
    late = _delay(smooth, rng.uniform(*watch.cadence_delay_s))[at]
    # Below some 40 steps a minute no watch reports any.
    late = np.where(late < 40, 0.0, late + rng.normal(0, watch.cadence_noise_spm, len(late)))
    held = np.floor(np.arange(len(late)) / watch.cadence_hold_s).astype(int) * watch.cadence_hold_s
    late = late[held] if watch.cadence_hold_s > 1 else late
    seen = 2.0 * np.round(late / 2)
    moving = np.isin(kind[at], (_CODE["run"], _CODE["walk"]))
    if watch.held_arm_share:
        held_arm = moving & _episodes(len(at), watch.held_arm_share * 3600 / 40, 40.0, rng)
        # What a still arm reads changes from minute to minute: nothing, one foot, or the bumps of the path.
        reads = np.repeat(rng.integers(0, 3, len(at) // 30 + 1), 30)[: len(at)]
        bumps = 90 + _drift(len(kind), 12.0, 6.0, rng)[at]
        seen = np.where(held_arm, 2 * np.round(np.choose(reads, [0.0 * seen, seen / 2, bumps]) / 2), seen)
    halves = _episodes(len(at), watch.halves_per_h, watch.half_s, rng) & (seen > 130)
    seen = np.where(halves, 2 * np.round(seen / 4), seen)
    spikes = rng.random(len(at)) < watch.spikes_per_h / 3600
    seen = np.where(spikes, rng.choice([30.0, 204.0, 236.0], len(at)), seen)
    return np.where(_episodes(len(at), watch.dropouts_per_h, watch.dropout_s, rng), watch.dropout_value, seen)


def _see_speed(
    speed: np.ndarray, cadence: np.ndarray, watch: Watch, rng: np.random.Generator, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    if watch.speed == "none":
        return np.full(len(at), np.nan), np.full(len(at), np.nan)
    if watch.bare_track:
        along = np.cumsum(speed)[at] * DT_S + _jitter(len(speed), rng)[at]
        across = _jitter(len(speed), rng)[at]
        leaps = np.hypot(np.diff(along, prepend=along[0]), np.diff(across, prepend=across[0]))
        return leaps, np.cumsum(leaps)
    true = speed
    if watch.speed == "wrist":
        true = np.where(cadence > 135, cadence * 0.0155, cadence * 0.0115) * rng.uniform(0.9, 1.1)
    late = _delay(_lag(true, rng.uniform(*watch.speed_tau_s)), rng.uniform(*watch.speed_delay_s))
    noise = _drift(len(speed), watch.speed_noise_mps, 4.0, rng)
    seen = np.maximum(late + noise * (late > 0.3), 0)
    seen = np.where(seen < 0.25, 0, seen)
    distance = np.cumsum(seen * DT_S)
    seen, distance = seen[at], distance[at]
    lost = _episodes(len(at), watch.gps_loss_per_h, watch.gps_loss_s, rng)
    frozen = np.maximum.accumulate(np.where(lost, 0, distance))
    return np.where(lost, 0.0, seen), frozen


def _jitter(n: int, rng: np.random.Generator) -> np.ndarray:
    """Position error in metres: slow wander and a little from fix to fix."""
    return _drift(n, 2.0, 20.0, rng) + rng.normal(0, 0.15, n)


def _delay(values: np.ndarray, delay_s: float) -> np.ndarray:
    shift = round(delay_s / DT_S)
    return np.append(np.full(shift, values[0]), values[: len(values) - shift])


def _episodes(n: int, per_h: float, mean_s: float, rng: np.random.Generator) -> np.ndarray:
    """True in about `per_h` random spells an hour."""
    hit = np.zeros(n, dtype=bool)
    for start in np.flatnonzero(rng.random(n) < per_h / 3600):
        hit[start : start + 1 + round(rng.exponential(mean_s))] = True
    return hit


def _smart(n: int, rng: np.random.Generator) -> np.ndarray:
    keep = np.zeros(n, dtype=bool)
    places = np.cumsum(
        rng.choice([1, 2, 3, 4, 5, 6, 7, 8], n, p=[0.2, 0.15, 0.15, 0.15, 0.1, 0.1, 0.1, 0.05])
    )
    keep[places[places < n]] = True
    return keep


def _spans(kind: np.ndarray) -> pl.DataFrame:
    rows, start = [], 0
    for code, cells in groupby(kind.tolist()):
        n = sum(1 for _ in cells)
        rows.append((KINDS[code], round(start * DT_S, 3), round((start + n) * DT_S, 3)))
        start += n
    return pl.DataFrame(
        rows, schema={"kind": pl.String, "start_s": pl.Float64, "end_s": pl.Float64}, orient="row"
    )


def _labels(truth: pl.DataFrame, watch: Watch, rng: np.random.Generator) -> pl.DataFrame:
    """The watch's own splits: each change seen late, bouts under 5 s not seen at all."""
    seen = truth.filter((pl.col("end_s") - pl.col("start_s") >= 5) & (pl.col("kind") != "pause"))
    late_s = rng.uniform(*watch.label_delay_s) + rng.uniform(-0.7, 0.7, seen.height)
    starts = np.round(seen["start_s"].to_numpy() + late_s)
    starts[0] = 0.0
    end_s = truth["end_s"][-1]
    frame = pl.DataFrame({"kind": seen["kind"], "start_s": starts}).with_columns(
        end_s=pl.col("start_s").shift(-1, fill_value=end_s)
    )
    frame = frame.filter(pl.col("end_s") > pl.col("start_s")).with_columns(
        distance_m=pl.lit(None, pl.Float64), cadence_spm=pl.lit(None, pl.Float64)
    )
    return DeviceSplits.validate(frame, cast=True)


def _samples(
    seconds: np.ndarray,
    keep: np.ndarray,
    kind: np.ndarray,
    cadence: np.ndarray,
    speed: np.ndarray,
    distance: np.ndarray,
) -> pl.DataFrame:
    timer_s = np.append(0, np.cumsum(kind[:-1] != _CODE["pause"]))
    frame = pl.DataFrame(
        {
            "elapsed_s": seconds[keep].astype(float),
            "timer_s": timer_s[keep].astype(float),
            "distance_m": distance[keep],
            "speed_mps": np.round(speed[keep], 3),
            "cadence_spm": cadence[keep],
        }
    ).with_columns(pl.col("distance_m", "speed_mps", "cadence_spm").fill_nan(None))
    start = pl.lit("2026-05-14T06:00:00Z").str.to_datetime(time_unit="ms", time_zone="UTC")
    frame = frame.with_columns(time_utc=start + pl.duration(seconds="elapsed_s"))
    missing = [name for name in Samples.column_names() if name not in frame.columns]
    return Samples.validate(frame.with_columns(pl.lit(None).alias(name) for name in missing), cast=True)
