"""A table of marked-up cells that is a table on a desk and a list of cards on a phone."""

from collections.abc import Sequence
from html import escape

from ui.palette import Palette

#: On a phone each row becomes a card, each cell a line with its heading before it.
STYLE = """<style>
.across {{ overflow-x: auto; }}
.sheet {{ width: 100%; border-collapse: collapse; font-size: .875rem; line-height: 1.25; }}
.sheet th {{ text-align: left; font-weight: 600; color: {muted}; padding: .3rem .5rem; white-space: nowrap;
  border-bottom: 1px solid {border}; position: sticky; top: 0; background: {background}; }}
.sheet td {{ padding: .3rem .5rem; border-bottom: 1px solid {border}; vertical-align: middle; }}
.sheet a {{ color: {primary}; font-weight: 600; text-decoration: underline; }}
.sheet .small {{ display: block; color: {muted}; font-size: .8rem; }}
.sheet .figure {{ font-variant-numeric: tabular-nums; white-space: nowrap; }}
.sheet .pill {{ display: inline-flex; align-items: center; gap: .3rem; padding: .1rem .5rem;
  border-radius: 1rem; white-space: nowrap; font-weight: 600; }}
.sheet .tag {{ display: inline-block; padding: 0 .35rem; border-radius: .35rem; margin: 1px 0;
  white-space: nowrap; }}
.sheet:not(.cards) td:first-child {{ white-space: nowrap; }}
.sheet .long {{ min-width: 10rem; white-space: normal; }}
.sheet .icon {{ font-family: 'Material Symbols Rounded'; font-feature-settings: 'liga'; font-size: 1.05rem;
  line-height: 1; font-weight: 400; vertical-align: text-bottom; }}
.sheet .cut {{ display: inline-block; max-width: 12rem; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; vertical-align: bottom; }}
.sheet .also {{ color: {muted}; }}
.sheet .heard {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
.sheet .lanes {{ display: grid; gap: 3px; min-width: 11rem; }}
.sheet .lanes span {{ position: relative; display: block; height: 1rem; }}
.sheet .lanes b {{ position: absolute; bottom: 0; border-radius: 1px; }}
.dense th, .dense td {{ padding: .1rem .45rem; }}
.dense td {{ white-space: nowrap; }}
.dense td > span > * {{ vertical-align: middle; }}
.dense .pill {{ padding: 0 .45rem; font-size: .8rem; }}
.dense .icon {{ font-size: .95rem; }}
.sheet .spark {{ display: inline-flex; gap: 2px; align-items: flex-end; height: 24px; margin-right: .4rem;
  vertical-align: bottom; }}
.sheet .spark b {{ width: 7px; border-radius: 1px; }}
.sheet .strip {{ display: inline-flex; gap: 1px; }}
.sheet .strip i {{ width: .85rem; height: 1.3rem; border: 1px solid; border-radius: 2px; font-style: normal;
  font-size: .72rem; line-height: 1.2rem; text-align: center; font-weight: 600; }}
{tones}
@media (max-width: 640px) {{
  .cards thead {{ position: absolute; left: -999rem; }}
  .cards tr {{ display: block; border: 1px solid {border}; border-radius: .75rem; margin-bottom: .6rem;
    padding: .4rem .2rem; }}
  .cards td {{ display: flex; justify-content: space-between; align-items: center; gap: 1rem; border: 0;
    padding: .2rem .6rem; text-align: right; }}
  .cards td::before {{ content: attr(data-head); color: {muted}; font-size: .8rem; text-align: left; }}
  .cards .small {{ text-align: right; }}
  .cards td {{ white-space: normal; }}
}}
</style>"""
TONES = ("progress", "hold", "regress", "stop", "neutral")


def sheet(
    palette: Palette,
    name: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    cards: bool = True,
    dense: bool = False,
) -> str:
    """The table as HTML; `rows` are cells of markup, whose makers have escaped what people wrote.

    Without `cards` it stays a table on a phone too, to be pushed sideways. A `dense` one has lines so
    low that a hundred can be read at once.
    """
    tones = "\n".join(
        f".sheet .{name} {{ background: {tone.ground}; color: {tone.text}; }}"
        for name, tone in ((name, palette.tone(name)) for name in TONES)
    )
    style = STYLE.format(
        muted=palette.muted,
        border=palette.border,
        primary=palette.primary,
        background=palette.background,
        tones=tones,
    )
    kinds = " ".join(["sheet", *["cards"] * cards, *["dense"] * dense])
    top = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-head="{escape(title)}"><span>{cell}</span></td>'
            for title, cell in zip(head, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f'{style}<div class="across" role="group" tabindex="0" aria-label="{escape(name)}">'
        f'<table class="{kinds}" aria-label="{escape(name)}">'
        f"<thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
