"""What the cadence of a recording counts: steps of both legs, strides of one, or each step twice.

The speed tells. Each reading of the raw values is weighed as walking or running at the speed of
that moment, over the whole recording, before any value is left out; so a slow walk written as
steps is not taken for a run written as strides, whatever the format says about its unit.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ingest.activity import CadenceRule, FileFormat, QualityNote
from ingest.cadence_evidence import CELL_S, Cells, Floats, cells_of
from ingest.cadence_spells import spells_of

Unit = Literal["strides", "steps", "doubled_steps", "unknown"]

#: What turns a raw value into steps a minute.
FACTORS: dict[Unit, float] = {"strides": 2.0, "steps": 1.0, "doubled_steps": 0.5}
#: Nobody takes more steps a minute, and no pedals turn as often (configured).
MOST_STEPS_PER_MIN, MOST_TURNS_PER_MIN = 260.0, 300.0

#: Slower than this somebody shuffles, and step length says nothing (configured).
MOVING_MPS = 0.6
#: Less evidence than this tells nothing, with a speed and without (configured).
ENOUGH_S, ENOUGH_WITHOUT_SPEED_S = 60.0, 30.0
#: Evidence of so many seconds counts as one independent look (configured).
INDEPENDENT_S = 10.0
#: By so much, in nats, a reading must lead: 1,100 to 1 (configured).
LEAD_NATS = 7.0
#: Mean log density below which a reading explains nothing (configured).
EXPLAINS_NATS = -7.1

#: Without a speed: a tenth of the time at more steps than this is no running (configured) ...
NO_SPEED_MOST_PER_MIN, SHOWN_SHARE = 210.0, 0.1
#: ... and a median of so many is a quick run of strides or a stroll of steps, who knows (configured).
NO_SPEED_DOUBT_PER_MIN = 180.0
#: Without a speed the two gaits must show, each for a tenth of the time and together for half (configured).
WALK_PER_MIN, RUN_PER_MIN, MOSTLY = (85.0, 130.0), (140.0, 200.0), 0.5
#: No leg swings this often, and both legs do while running; above the second it may be a walk twice.
ONE_LEG_MOST_PER_MIN, NO_SPEED_TWICE_PER_MIN = 130.0, 170.0

_WORDS: dict[Unit, str] = {"strides": "one leg", "steps": "both legs", "doubled_steps": "each step twice"}
_DONE: dict[Unit, str] = {
    "strides": "doubled here",
    "steps": "taken as it is",
    "doubled_steps": "halved here",
}
_DECLARED: dict[Unit, str] = {
    "strides": "FIT counts the strides of one leg, doubled here to the steps of both.",
    "steps": "The pod says that it counts the steps of both legs.",
}
_IN_DOUBT = "may count one leg or both, so the cadence is left out."


@dataclass(frozen=True)
class CadenceUnit:
    """The unit found, the evidence in one sentence, and the factor of each sample, NaN where unknown."""

    unit: Unit
    reason: str
    factors: Floats

    @property
    def factor(self) -> float:
        """What turns most raw values, and those of laps, into steps a minute; NaN where unknown."""
        return FACTORS.get(self.unit, float("nan"))


@dataclass(frozen=True)
class Cadence:
    """The cadence of a recording in steps a minute (off foot as recorded), and how it was read.

    `steps_per_min` is null where the file has none. `impossible` counts values that were left out.
    """

    rule: CadenceRule
    reason: str
    steps_per_min: Floats | None
    #: What turns the cadence of laps into steps a minute; NaN where unknown.
    factor: float
    impossible: int = 0
    notes: tuple[QualityNote, ...] = ()


def read_cadence(
    file_format: FileFormat,
    time_s: Floats,
    speed_mps: Floats | None,
    raw: Floats | None,
    *,
    on_foot: bool,
    declared: Unit | None = None,
) -> Cadence:
    """The cadence out of raw values of a format; `declared` is the unit that it prescribes."""
    usual = FACTORS[declared] if declared else float("nan")
    if raw is None or not np.isfinite(raw).any():
        return Cadence("none", "The file has no cadence.", None, usual if on_foot or not declared else 1.0)
    if not on_foot:
        kept = _kept(raw, MOST_TURNS_PER_MIN)
        words = "Not on foot, so the cadence is kept as recorded."
        return Cadence("none", words, kept, 1.0, _lost(raw, kept))
    speed_mps = np.full(len(raw), np.nan) if speed_mps is None else speed_mps
    found = judge_cadence(time_s, speed_mps, raw, declared)
    if found.unit == "unknown":
        notes = (QualityNote("cadence_unknown", found.reason),)
        return Cadence("unknown", found.reason, found.factors, found.factor, 0, notes)
    steps = raw * found.factors
    kept = _kept(steps, MOST_STEPS_PER_MIN)
    return Cadence(_rule(file_format, found.unit), found.reason, kept, found.factor, _lost(steps, kept))


def _kept(values: Floats, most: float) -> Floats:
    return np.where((values >= 0) & (values <= most), values, np.nan)


def _lost(values: Floats, kept: Floats) -> int:
    return int(np.isfinite(values).sum() - np.isfinite(kept).sum())


def _rule(file_format: FileFormat, unit: Unit) -> CadenceRule:
    rules: dict[FileFormat, tuple[CadenceRule, CadenceRule]] = {
        "fit": ("fit_strides_doubled", "fit_steps"),
        "gpx": ("gpx_strides_doubled", "gpx_steps"),
        "tcx": ("tcx_strides_doubled", "tcx_steps"),
    }
    return rules[file_format][unit != "strides"]


def judge_cadence(
    time_s: Floats, speed_mps: Floats, cadence: Floats, declared: Unit | None = None
) -> CadenceUnit:
    """The unit of raw `cadence` values; all three have one value a sample, NaN where unknown.

    `declared` is the unit that the format prescribes. It gives way to what the speed shows, and
    without a speed it stands unless nobody can move like that. Where none is declared, it is
    unknown in doubt. A spell whose unit differs from that of the file gets its own factor.
    """
    cells = cells_of(time_s, speed_mps, cadence)
    moving = cells.where(cells.speed_mps >= MOVING_MPS)
    has_speed = CELL_S * len(moving.place) >= ENOUGH_S
    unit, reason = _with_speed(moving, declared) if has_speed else _without_speed(cells, declared)
    factor = FACTORS.get(unit, float("nan"))
    factors = np.full(len(time_s), factor)
    spells = spells_of(moving, factor) if has_speed and unit != "unknown" else None
    if spells is None:
        return CadenceUnit(unit, reason, factors)
    place = ((time_s - time_s[0]) // CELL_S).astype(int)
    factors = spells[np.minimum(np.searchsorted(moving.place, place), len(spells) - 1)]
    # Within a spell some values may be whole.
    factors = np.where(cadence * factors > MOST_STEPS_PER_MIN, factor, factors)
    other_s = CELL_S * (spells != factor).sum()
    return CadenceUnit(unit, f"{reason[:-1]}, and {other_s:.0f} s of another unit are put right.", factors)


def _with_speed(cells: Cells, declared: Unit | None) -> tuple[Unit, str]:
    """The unit that explains the values at their speeds best, and clearly."""
    looks = cells.worth * CELL_S / INDEPENDENT_S
    nats: dict[Unit, float] = {
        unit: float((cells.log_density(factor) * looks).sum()) for unit, factor in FACTORS.items()
    }
    best, second, _ = sorted(nats, key=nats.__getitem__, reverse=True)
    is_neither = nats[best] < EXPLAINS_NATS * looks.sum()
    if best == declared and not is_neither:
        return best, _DECLARED[best]
    median, mps = np.median(cells.cadence), np.median(cells.speed_mps)
    seen = f"A median of {median:.0f} a minute at {mps:.1f} m/s"
    if is_neither:
        return "unknown", f"{seen} fits neither one leg nor both, so the cadence is left out."
    if nats[best] - nats[declared or second] < LEAD_NATS:
        return "unknown", f"{seen} {_IN_DOUBT}"
    against = f", and not {_WORDS[declared]} as the file should" if declared else ""
    return best, f"{seen} shows that the file counts {_WORDS[best]}{against}: {_DONE[best]}."


def _without_speed(cells: Cells, declared: Unit | None) -> tuple[Unit, str]:
    """The unit by the values alone: what is declared, unless it is impossible, or what both gaits show."""
    if CELL_S * len(cells.cadence) < ENOUGH_WITHOUT_SPEED_S:
        if declared:
            return declared, _DECLARED[declared]
        return "unknown", "Too few seconds have a cadence to tell one leg from both, so it is left out."
    median = float(np.median(cells.cadence))
    seen = f"A median of {median:.0f} a minute without a speed"
    if declared:
        steps = FACTORS[declared] * cells.cadence
        if np.average(steps > NO_SPEED_MOST_PER_MIN, weights=cells.worth) < SHOWN_SHARE:
            is_usual = FACTORS[declared] * median < NO_SPEED_DOUBT_PER_MIN
            if is_usual or _is_shown(steps, cells.worth, is_only=False):
                return declared, _DECLARED[declared]
            return "unknown", f"{seen} {_IN_DOUBT}"
    shown: list[Unit] = [
        unit
        for unit, factor in FACTORS.items()
        if unit != declared and _is_shown(factor * cells.cadence, cells.worth, is_only=declared is not None)
    ]
    if not shown and not declared and ONE_LEG_MOST_PER_MIN <= median < NO_SPEED_TWICE_PER_MIN:
        shown = ["steps"]
    if len(shown) == 1:
        return shown[0], f"{seen} can only count {_WORDS[shown[0]]}: {_DONE[shown[0]]}."
    return "unknown", f"{seen} {_IN_DOUBT}"


def _is_shown(steps: Floats, worth: Floats, *, is_only: bool) -> bool:
    """Whether both gaits show in these steps a minute, or most of it is one where there is no other unit."""
    walks, runs = (
        float(np.average((steps >= low) & (steps <= high), weights=worth))
        for low, high in (WALK_PER_MIN, RUN_PER_MIN)
    )
    if is_only and max(walks, runs) >= MOSTLY:
        return True
    return min(walks, runs) >= SHOWN_SHARE and walks + runs >= MOSTLY
