"""Laws that compare two lives: a look more, an act less, or two facts told the other way round."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from tests.lives.facts import Json, instant
from tests.lives.generator import text
from tests.lives.laws import Broken, RunLife, bolder, stands

#: Acts that, done alone, are never bolder than not having done them (law 5): no matter what they change.
NEVER_BOLDER = ("choose", "delete_run", "profile", "unlink", "link", "withdraw", "restore", "run", "hold")
FACTS = ("run", "note")


def with_looks(life: Json) -> Json:
    """The life with a look a second after each act: by the runner, by turns by her therapist."""
    acts = []
    for number, act in enumerate(life["acts"]):
        moment = instant(act["at"]) + timedelta(seconds=1)
        acts += [act, {"at": text(moment), "by": ("runner", "pt")[number % 2], "act": "look"}]
    following = [instant(act["at"]) for act in life["acts"][1:]]
    assert all(instant(look["at"]) < at for look, at in zip(acts[1::2], following, strict=False))
    return {**life, "acts": acts}


def looks_leave_no_trace(life: Json, answers: list[Json], run_life: RunLife) -> Iterator[tuple[int, str]]:
    """Law 1: with a look after every act, every act is answered as without."""
    looked = run_life(with_looks(life))[::2]
    for n, (was, now) in enumerate(zip(answers, looked, strict=True)):
        if (stands(was), was["refused"], len(was["alerts"])) != (
            stands(now),
            now["refused"],
            len(now["alerts"]),
        ):
            yield n, f"a look before it changed the answer: {stands(was)} {stands(now)}"


def acts_are_not_bolder_than_none(
    life: Json, answers: list[Json], run_life: RunLife
) -> Iterator[tuple[int, str]]:
    """Law 5: the last such act of a life, against a look at the same instant, then and days after."""
    numbers = [n for n, act in enumerate(life["acts"]) if act["act"] in NEVER_BOLDER]
    for n in numbers[-1:]:
        act = life["acts"][n]
        if act["act"] == "run" and act["session"]["outcome"] == "as_prescribed":
            continue  # a harmless run is what was asked for: it may end a break, and count
        moments = [instant(act["at"]) + timedelta(days=days) for days in (1, 3, 8)]
        later = [{"at": text(moment), "by": "runner", "act": "look"} for moment in moments]
        without = {"at": act["at"], "by": "runner", "act": "look"}
        done = run_life({**life, "acts": [*life["acts"][:n], act, *later]})
        left = run_life({**life, "acts": [*life["acts"][:n], without, *later]})
        for with_it, without_it in zip(done[n:], left[n:], strict=True):
            if found := bolder(with_it, without_it):
                yield n, f"{act['act']} is bolder at {with_it['at']}: {'; '.join(found)}"


def the_order_of_telling_is_nothing(
    life: Json, answers: list[Json], run_life: RunLife
) -> Iterator[tuple[int, str]]:
    """Law 2: two facts told one after the other on one day, told the other way round, lead to the same."""
    for n, (first, second) in enumerate(pairwise(life["acts"])):
        if first["act"] not in FACTS or second["act"] not in FACTS or first["at"][:10] != second["at"][:10]:
            continue
        happened = second.get("entry", {}).get("at") or second["session"]["end"]
        if instant(happened) > instant(first["at"]):
            continue
        swapped = [{**second, "at": first["at"]}, {**first, "at": second["at"]}]
        told = run_life({**life, "acts": [*life["acts"][:n], *swapped]})[-1]
        names = ("stage", "rest_until", "running_allowed", "open_findings")
        was, now = stands(answers[n + 1]), stands(told)
        if any(was[name] != now[name] for name in names):
            yield n + 1, f"told the other way round: {was} {now}"
        return


TWINS = (looks_leave_no_trace, acts_are_not_bolder_than_none, the_order_of_telling_is_nothing)


def broken_twins(life: Json, answers: list[Json], run_life: RunLife) -> list[Broken]:
    """Every law of twins that this life breaks; it is run up to four times more."""
    return [Broken(law.__name__, n, why) for law in TWINS for n, why in law(life, answers, run_life)]
