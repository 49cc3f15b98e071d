"""Other people's words on a page: shown as they were typed, never taken for markup."""

import re

#: What Markdown gives a meaning to: some marks anywhere, some at the beginning of a line.
_MARKUP = re.compile(r"[\\`*_\[\]<>~$|]|&(?=[#\w])|^(?:[#+=-]|\d+(?=[.)]))")
#: What Streamlit looks for after Markdown has been read, where an escape is gone again: `:red[…]`,
#: `:material/home:`, `:smile:`. A joiner that nobody sees keeps the colon from its word.
_SHORTHAND = re.compile(r":(?=[a-z_+-]|\d+:)", re.IGNORECASE)
_JOINER = "\u2060"
#: Control characters, and those that turn the direction of the text around them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text for a place that reads Markdown: every mark escaped, its own line breaks kept.

    Whatever a person, a file or a provider wrote goes through here, names included. A select box
    and the cells of a data frame show text as it is and need it not; HTML has `html.escape`.
    """
    lines = (_UNSEEN.sub("", line).strip() for line in text.splitlines())
    escaped = (_MARKUP.sub(_escaped, line) for line in lines if line)
    return "  \n".join(_SHORTHAND.sub(f":{_JOINER}", line) for line in escaped)


def _escaped(found: re.Match[str]) -> str:
    # A number at the beginning is a list by the mark behind it.
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"
