"""What a signed baseline may call usual, and what it never may."""

from collections.abc import Iterator, Mapping

from program.errors import Fault
from program.load import floor
from program.plan import Setting
from program.record import Baseline


def faults_of_baseline(baseline: Baseline) -> tuple[Fault, ...]:
    """Each line of a baseline that the floor lets nobody sign, in one sentence."""
    return tuple(_faults(baseline, floor().baseline_ceilings))


def _faults(baseline: Baseline, ceilings: Mapping[str, Setting]) -> Iterator[Fault]:
    for usual in baseline.usual:
        if usual.item in ceilings and ceilings[usual.item].value == 0:
            name = usual.item.replace("_", " of ", 1)
            yield Fault(f"usual ({usual.item})", f"a {name} is never usual; take this line out")
    heaviness = ceilings["heaviness_0_10"].value
    if (baseline.heaviness_0_10 or 0) > heaviness:
        yield Fault("heaviness_0_10", _too_much("heaviness", baseline.heaviness_0_10, heaviness))
    girdle = ceilings["girdle_pain_0_10"].value
    for pain in baseline.pain:
        if pain.site in floor().sites["girdle"] and pain.score_0_10 > girdle:
            place = pain.site.replace("_", " ")
            yield Fault(f"pain ({pain.site})", _too_much(f"pain ({place})", pain.score_0_10, girdle))


def _too_much(what: str, score: int | None, most: float) -> str:
    return f"{what} of {score} of 10 is above what may be called usual, which is {most:g}"
