"""The sport that a file names, in whatever language, in the words of FIT.

`sports.tsv` has the words: the first row with a word of the name decides, so the narrower rows
stand first, and those of ski, skates and wheels before the run and walk that some of them hold. A
word counts wherever it stands in the name, and one with "=" before it only as a whole word; case
and accents do not matter. The languages are those of Europe, and Indonesian, Vietnamese, Thai,
Arabic, Hebrew, Hindi, Chinese, Korean and Japanese.
"""

import csv
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

#: What Strava's older GPX exports write into `<type>`; only the numbers seen in real files.
_STRAVA = {"1": "cycling", "4": "hiking", "9": "running", "10": "walking"}
#: Letters that are no accents on another one.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_LONGEST = 60

#: A word without case and accents, and whether it must be a whole one.
_Word = tuple[str, bool]


def _words(text: str) -> list[str]:
    """The words of a text in small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    return re.findall(r"[^\W_]+", bare)


@cache
def _rows() -> list[tuple[str, str | None, list[_Word]]]:
    """Sport, sub-sport and words, in the order in which they are looked through."""
    text = files("ingest").joinpath("sports.tsv").read_text("utf-8")
    return [
        (
            row["sport"],
            row["sub_sport"] or None,
            [("".join(_words(word)), word[0] == "=") for word in row["words"].split()],
        )
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    ]


@lru_cache(maxsize=256)
def sport_of(text: str | None) -> tuple[str, str | None]:
    """Sport and sub-sport of what a file calls its sport; "generic" where it names none that is known."""
    words = _words(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", (text or "")[:_LONGEST]))
    name = "".join(words)
    if name in _STRAVA:
        return _STRAVA[name], None
    for sport, sub_sport, stems in _rows():
        if any(stem in (words if is_whole else name) for stem, is_whole in stems):
            return sport, sub_sport
    return "generic", None
