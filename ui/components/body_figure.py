"""A simple body from the front and from behind, with the places that hurt marked on it."""

from base64 import b64encode
from collections.abc import Collection

import streamlit as st

from ui.look import palette
from ui.words import SITES

Place = tuple[int, int]
#: Where each site lies in the picture; a site that has a left and a right is marked on both.
PLACES: dict[str, tuple[Place, ...]] = {
    "pubic_symphysis": ((60, 111),),
    "hip": ((43, 98), (77, 98)),
    "groin": ((51, 105), (69, 105)),
    "thigh": ((50, 136), (70, 136)),
    "knee": ((49, 165), (71, 165)),
    "shin": ((48, 190), (72, 190)),
    "ankle": ((47, 214), (73, 214)),
    "foot": ((44, 228), (76, 228)),
    "low_back": ((180, 80),),
    "sacroiliac": ((173, 94), (187, 94)),
    "tailbone": ((180, 106),),
    "buttock": ((170, 113), (190, 113)),
    "calf": ((169, 184), (191, 184)),
    "achilles": ((168, 207), (192, 207)),
    "heel": ((168, 224), (192, 224)),
}
BODY = """<g transform="translate({x} 0)" fill="{skin}" stroke="{skin}" stroke-linecap="round">
<circle cx="60" cy="20" r="13" stroke="none"/>
<path d="M44 41Q60 36 76 41L72 78Q78 92 78 106L42 106Q42 92 48 78Z" stroke-width="4" stroke-linejoin="round"/>
<path d="M43 45L33 78 31 106M77 45L87 78 89 106" fill="none" stroke-width="9"/>
<path d="M51 108L49 165 47 216M69 108L71 165 73 216" fill="none" stroke-width="15"/>
<path d="M46 222L43 228M74 222L77 228" fill="none" stroke-width="11"/></g>
<text x="{middle}" y="252" text-anchor="middle" font-size="13" fill="{ink}">{name}</text>"""
FIGURE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 258" font-family="sans-serif">
{bodies}{marks}</svg>"""
#: As a picture, because a page takes no drawing of its own from us.
PICTURE = """<img alt="{label}" src="data:image/svg+xml;base64,{data}"
style="display:block;width:100%;max-width:15rem;margin:0 auto">"""
HINT = '<circle cx="{x}" cy="{y}" r="3" fill="none" stroke="{ink}" stroke-width="1"/>'
MARK = """<circle cx="{x}" cy="{y}" r="8" fill="{colour}" stroke="{ground}" stroke-width="2"/>
<path d="M{left} {y}h8M{x} {top}v8" stroke="{ground}" stroke-width="2"/>"""


def show(chosen: Collection[str]) -> None:
    """The figure; a place that is chosen carries a cross in a disc, the others a small ring."""
    marked = ", ".join(SITES[site].lower() for site in chosen) or "nothing yet"
    st.html(
        PICTURE.format(
            label=f"A body from the front and from behind. Marked: {marked}.",
            data=b64encode(svg(chosen).encode()).decode(),
        )
    )


def svg(chosen: Collection[str]) -> str:
    """The figure as SVG."""
    colours = palette()
    bodies = "".join(
        BODY.format(x=x, middle=60 + x, skin=colours.stand, ink=colours.muted, name=name)
        for x, name in ((0, "Front"), (120, "Back"))
    )
    marks = "".join(
        MARK.format(x=x, y=y, left=x - 4, top=y - 4, colour=colours.stop.text, ground=colours.background)
        if site in chosen
        else HINT.format(x=x, y=y, ink=colours.text)
        for site, places in PLACES.items()
        for x, y in places
    )
    return FIGURE.format(bodies=bodies, marks=marks)
