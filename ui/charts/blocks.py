"""A session as blocks in time: what is asked, and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import polars as pl

from ui import format as fmt
from ui.charts.frame import Picture, finish, minutes_axis
from ui.palette import Palette

#: A taller block is a faster gait, so that the picture reads without its colours.
BLOCK_HEIGHT = {
    "run": 1.0,
    "walk": 0.55,
    "stand": 0.16,
    "pause": 0.06,
    "unknown": 0.3,
    "not_on_foot": 0.3,
}
#: What each kind is called.
BLOCK_WORDS = {
    "run": "running",
    "walk": "walking",
    "stand": "standing",
    "pause": "paused",
    "unknown": "not recorded",
    "not_on_foot": "not on foot",
}
DOUBT_WORDS = "may have been running"
#: A block is outlined as doubtful where so much of it is, and so many seconds.
_DOUBTED_SHARE, _DOUBTED_S = 0.3, 10.0
LANE_STEP = 1.55
SMALL_STRIP_HEIGHT_PX = 128
#: More lengths would run into each other on a phone.
MOST_RUNS_NAMED = 6


@dataclass(frozen=True)
class Block:
    """One stretch of one gait, `[start_s, end_s)`, in a lane: 0 is the lowest.

    `uncertain_s` are the seconds of it that may have been run, or may not.
    """

    kind: str
    start_s: float
    end_s: float
    lane: int = 0
    planned: bool = False
    uncertain_s: float = 0.0

    @property
    def is_doubted(self) -> bool:
        """Whether so much of it may have been run, or may not, that it has to be seen."""
        return self.uncertain_s >= max(_DOUBTED_S, _DOUBTED_SHARE * (self.end_s - self.start_s))


def block_colour(kind: str, palette: Palette) -> str:
    """What a block of what was done is filled with."""
    return {
        "run": palette.run,
        "walk": palette.walk,
        "unknown": palette.band,
        "not_on_foot": palette.muted,
    }.get(kind, palette.stand)


def fill_of(block: Block, palette: Palette) -> str:
    """What a block is filled with, planned or done."""
    if block.planned:
        return palette.planned_run if block.kind == "run" else palette.planned_walk
    return block_colour(block.kind, palette)


def blocks_of_steps(
    steps: Sequence[fmt.StepLike], *, pace_s_per_km: float, start_s: float = 0.0, lane: int = 0
) -> list[Block]:
    """Prescribed steps one after another; one by distance takes as long as at `pace_s_per_km`."""
    blocks = []
    for step in steps:
        end_s = start_s + (step.duration_s or (step.distance_m or 0.0) / 1000 * pace_s_per_km)
        blocks.append(Block(step.kind, start_s, end_s, lane, planned=True))
        start_s = end_s
    return blocks


def _block_frame(blocks: Sequence[Block], palette: Palette) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "start": [b.start_s / 60 for b in blocks],
            "end": [b.end_s / 60 for b in blocks],
            "foot": [b.lane * LANE_STEP for b in blocks],
            "top": [b.lane * LANE_STEP + BLOCK_HEIGHT[b.kind] for b in blocks],
            "colour": [fill_of(b, palette) for b in blocks],
            "what": [_what(b) for b in blocks],
            "how long": [fmt.clock(b.end_s - b.start_s) for b in blocks],
            "from": [fmt.clock(b.start_s) for b in blocks],
        }
    )


def _what(block: Block) -> str:
    word = BLOCK_WORDS[block.kind]
    return f"{word}, {fmt.clock(block.uncertain_s)} {DOUBT_WORDS}" if block.is_doubted else word


def doubt_layer(blocks: Sequence[Block], palette: Palette) -> alt.Chart | None:
    """An outline as high as running around each block that may have been run; null where none may."""
    doubted = [block for block in blocks if block.is_doubted]
    if not doubted:
        return None
    outlines = pl.DataFrame(
        {
            "start": [b.start_s / 60 for b in doubted],
            "end": [b.end_s / 60 for b in doubted],
            "foot": [b.lane * LANE_STEP for b in doubted],
            "top": [b.lane * LANE_STEP + BLOCK_HEIGHT["run"] for b in doubted],
        }
    )
    return (
        alt.Chart(outlines)
        .mark_rect(fillOpacity=0, stroke=palette.text, strokeDash=[3, 3], strokeWidth=1.5, cornerRadius=2)
        .encode(x="start:Q", x2="end:Q", y=alt.Y("foot:Q", axis=None), y2="top:Q")
    )


def block_layer(
    blocks: Sequence[Block],
    palette: Palette,
    end_minute: float,
    top: float,
    *,
    labels: bool = True,
    start_minute: float = 0.0,
) -> alt.Chart:
    """Blocks in their lanes, from `start_minute` to `end_minute`, with room up to `top`."""
    x = alt.X(
        "start:Q",
        axis=minutes_axis(palette, labels=labels),
        scale=alt.Scale(domain=[start_minute, end_minute], nice=False),
    )
    y = alt.Y("foot:Q", axis=None, scale=alt.Scale(domain=[0, top], nice=False))
    return (
        alt.Chart(_block_frame(blocks, palette))
        .mark_rect(cornerRadius=2, stroke=palette.background, strokeWidth=1)
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            y2="top:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=["what:N", "how long:N", "from:N"],
        )
    )


def lane_names(names: Sequence[str], palette: Palette) -> alt.Chart:
    """The name of each lane over it, the lowest first."""
    frame = pl.DataFrame({"name": names, "y": [lane * LANE_STEP + 1.12 for lane in range(len(names))]})
    return (
        alt.Chart(frame)
        .mark_text(align="left", baseline="bottom", fontSize=12, fontWeight=600, color=palette.muted)
        .encode(x=alt.value(0), y=alt.Y("y:Q", axis=None), text="name:N")
    )


def session_blocks(steps: Sequence[fmt.StepLike], palette: Palette, *, pace_s_per_km: float) -> Picture:
    """The next session drawn as blocks: tall is running, low is walking."""
    steady = [Block(b.kind, b.start_s, b.end_s) for b in blocks_of_steps(steps, pace_s_per_km=pace_s_per_km)]
    end_minute = steady[-1].end_s / 60
    layers = [block_layer(steady, palette, end_minute, 1.45)]
    runs = [block for block in steady if block.kind == "run"]
    if len(runs) <= MOST_RUNS_NAMED:
        layers.append(_run_lengths(runs, palette))
    return finish(alt.layer(*layers, height=96), palette)


def session_strip(planned: Sequence[Block], done: Sequence[Block], palette: Palette) -> Picture:
    """What was asked over what was done, small enough for a page with a week of sessions."""
    end_minute = max((block.end_s / 60 for block in (*planned, *done)), default=1.0)
    layers = block_layer([*planned, *done], palette, end_minute, LANE_STEP + 1.5)
    names = lane_names(("Done", "Asked for"), palette)
    return finish(alt.layer(layers, names, height=SMALL_STRIP_HEIGHT_PX), palette)


def _run_lengths(runs: Sequence[Block], palette: Palette) -> alt.Chart:
    """How long each run is, over its block."""
    frame = pl.DataFrame(
        {
            "middle": [(run.start_s + run.end_s) / 120 for run in runs],
            "length": [fmt.clock(run.end_s - run.start_s) for run in runs],
            "y": [BLOCK_HEIGHT["run"] + 0.08] * len(runs),
        },
        schema_overrides={"middle": pl.Float64, "length": pl.String, "y": pl.Float64},
    )
    return (
        alt.Chart(frame)
        .mark_text(baseline="bottom", fontSize=12, fontWeight=600, color=palette.text)
        .encode(x="middle:Q", y=alt.Y("y:Q", axis=None), text="length:N")
    )
