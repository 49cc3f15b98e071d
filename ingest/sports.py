"""The sport that a GPX or TCX file names, in the words of FIT."""

import re

#: What Strava's older GPX exports write into `<type>`; only the numbers seen in real files.
_STRAVA = {"1": "cycling", "4": "hiking", "9": "running", "10": "walking"}
#: The first row with a word that is part of the name decides, so the narrower ones stand first.
_WORDS: tuple[tuple[tuple[str, ...], str, str | None], ...] = (
    (("trailrun",), "running", "trail"),
    (("treadmill",), "running", "treadmill"),
    (("trackrun",), "running", "track"),
    (("virtualrun",), "running", "virtual_activity"),
    (("run", "jog"), "running", None),
    (("hik", "trek", "mountaineer", "alpinetour"), "hiking", None),
    (("walk",), "walking", None),
    (("swim",), "swimming", None),
    (("motor", "driv", "flying"), "driving", None),
    (("bik", "cycl", "ride", "riding"), "cycling", None),
    (("row", "kayak", "canoe", "paddl"), "rowing", None),
    (("ski", "snow"), "cross_country_skiing", None),
    (("skat",), "inline_skating", None),
    (
        ("yoga", "pilates", "strength", "weight", "gym", "workout", "elliptical", "cardio"),
        "fitness_equipment",
        None,
    ),
    (("other",), "other", None),
)


def sport_of(text: str | None) -> tuple[str, str | None]:
    """Sport and sub-sport of what a file calls its sport; "generic" where it names none that is known."""
    word = re.sub(r"[\s_\-/]+", "", (text or "").lower())[:60]
    if word in _STRAVA:
        return _STRAVA[word], None
    for parts, sport, sub_sport in _WORDS:
        if any(part in word for part in parts):
            return sport, sub_sport
    return "generic", None
