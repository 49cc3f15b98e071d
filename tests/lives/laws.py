"""The laws that hold for the answers of any life, each checked on its own and named.

`LAWS` look at one life and its answers; those that compare two lives are in `twins.py`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.lives.facts import EMERGENCY, LADDER, SURELY_RAN_S, Json, instant, key_of
from tests.lives.generator import text
from tests.lives.oracle import Must, Oracle

RunLife = Callable[[Json], list[Json]]
LOOKS = ("look", "wait")
NEVER_BOLDER = ("choose", "profile", "unlink", "delete_run", "note", "hold")
RISES = ("confirm", "release", "override", "choose", "edit", "withdraw", "restore")
STANDS = (
    "action",
    "running_allowed",
    "urgency",
    "release_by",
    "stage",
    "next_stage",
    "rest_until",
    "waits_for",
)
SHAPE = frozenset(
    "n at act refused action running_allowed urgency release_by stage next_stage rest_until holds_until_utc "
    "waits_for open_findings alerts not_met missing".split()
)
ACTIONS = ("stop", "regress", "hold", "progress")
#: How long an order of rest may be corrected away, with its step (law 4).
CORRECTION = timedelta(hours=24)


@dataclass(frozen=True)
class Broken:
    """One law broken at one act."""

    law: str
    n: int
    why: str


def keys_of(answer: Json) -> set[str]:
    return {key_of(finding["id"]) for finding in answer["open_findings"]}


def stage_of(answer: Json) -> str | None:
    """The stage that stands: where a step back is told by this answer, the one it leads to."""
    return answer["next_stage"] if answer["action"] == "regress" else answer["stage"]


def stands(answer: Json) -> Json:
    """What an answer says stands, without its time and its act. A step back told is a hold that stands."""
    said = {name: answer[name] for name in STANDS}
    if answer["action"] == "regress":
        said |= {"action": "hold", "stage": answer["next_stage"]}
    return {**said, "open_findings": sorted(keys_of(answer))}


def rank(stage: str | None) -> int:
    return LADDER.index(stage) if stage in LADDER else -1


def bolder(answer: Json, than: Json) -> list[str]:
    """In what one answer is bolder than another of the same instant; another plan's stages do not compare."""
    found = []
    if answer["running_allowed"] and not than["running_allowed"]:
        found.append("running is allowed")
    if min(rank(stage_of(answer)), rank(stage_of(than))) >= 0 and rank(stage_of(answer)) > rank(
        stage_of(than)
    ):
        found.append(f"stage {answer['stage']} above {than['stage']}")
    if than["rest_until"] and (answer["rest_until"] or "") < than["rest_until"]:
        found.append(f"rest until {answer['rest_until']} instead of {than['rest_until']}")
    if lost := keys_of(than) - keys_of(answer):
        found.append(f"without the findings {sorted(lost)}")
    if answer["action"] == "progress" and than["action"] != "progress":
        found.append(f"progress instead of {than['action']}")
    return found


def said_by(act: Json) -> Json:
    """What a note, an edit or a check-in says."""
    return act.get("to") or act.get("check_in") or act["entry"]


def name_of(act: Json) -> str:
    return act["entry"] if act["act"] == "edit" else act["entry"]["id"]


def holds(answer: Json) -> datetime:
    """Until when an answer says that it holds; its own instant where it does not."""
    return instant(answer["holds_until_utc"] or answer["at"])


def pairs(life: Json, answers: list[Json]) -> Iterator[tuple[Json, Json, Json]]:
    """(act, answer before, answer after), from the second act on."""
    yield from zip(life["acts"][1:], answers, answers[1:], strict=False)


# Of one life


def answers_read(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 13: each act is answered, in the shape of the contract."""
    if len(answers) != len(life["acts"]):
        yield len(answers), "an act without an answer"
    for answer in answers:
        if lost := SHAPE - set(answer):
            yield answer["n"], f"without {sorted(lost)}"
        elif not answer["holds_until_utc"]:
            yield answer["n"], "it does not say until when it holds"


def as_the_oracle_says(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """What the laws fix, by the oracle: exactly where they are exact, as bounds elsewhere."""
    oracle = Oracle({name: value for name, value in life.items() if name != "acts"})
    for act, answer in zip(life["acts"], answers, strict=True):
        for why in differs(oracle.after(act, answer), answer, oracle):
            yield answer["n"], why


def differs(must: Must, answer: Json, oracle: Oracle) -> Iterator[str]:
    """Where an answer is not as it must be."""
    keys = keys_of(answer)
    if must.refused is not None and must.refused is not (answer["refused"] is not None):
        yield f"refused: {answer['refused']}, must {'' if must.refused else 'not '}be refused"
    if must.stage and stage_of(answer) != must.stage:
        yield f"stage {answer['stage']}, must be {must.stage}"
    if must.stage_most and rank(stage_of(answer)) > rank(must.stage_most):
        yield f"stage {answer['stage']}, never above {must.stage_most}"
    if must.keys is not None and keys != must.keys:
        yield f"findings {sorted(keys)}, must be {sorted(must.keys)}"
    if must.keys_least - keys:
        yield f"findings {sorted(keys)}, at least {sorted(must.keys_least)}"
    if must.running is not None and answer["running_allowed"] is not must.running:
        yield f"running allowed: {answer['running_allowed']}, must be {must.running}"
    rest = instant(answer["rest_until"]) if answer["rest_until"] else None
    if must.rest_until and (
        rest is None or rest < must.rest_until or (must.rest_is_exact and rest > must.rest_until)
    ):
        yield f"rest until {rest}, must be {'' if must.rest_is_exact else 'at least '}{must.rest_until}"
    ran_lately = any(oracle.now - known < timedelta(days=4) for known, _ in oracle.runs.values())
    if rest and rest > oracle.now and must.rest_is_exact and not must.rest_until and not ran_lately:
        yield f"rest until {rest} that nothing ordered"
    if answer["action"] == "progress" and not must.may_progress:
        yield f"progress in spite of {', '.join(must.why_not)}"


def looking_changes_nothing(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 1, and `holds_until_utc`: a look inside it answers the same, and tells nobody."""
    for act, before, after in pairs(life, answers):
        if act["act"] not in LOOKS:
            continue
        if after["refused"]:
            continue
        if act["act"] == "look" and after["alerts"]:
            yield after["n"], f"a look alerted: {after['alerts']}"
        if before["refused"] or instant(after["at"]) >= holds(before):
            continue
        was, now = stands(before), stands(after)
        if was != now:
            yield after["n"], f"looking changed {[name for name in was if was[name] != now[name]]}"


def rest_stands_until_its_date(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 3: what was ordered stands until its date; only a correction within a day gives it back."""
    for act, before, after in pairs(life, answers):
        is_over = not before["rest_until"] or instant(before["rest_until"]) <= instant(after["at"])
        is_pardon = act["act"] in ("edit", "withdraw", "override", "check_in") and not after["refused"]
        if is_over or is_pardon or act["act"] == "restore":
            continue
        if (after["rest_until"] or "") < before["rest_until"]:
            yield after["n"], f"rest until {after['rest_until']}, it was {before['rest_until']}"


def a_finding_goes_by_its_closing(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Laws 3, 7: an open finding goes only by an accepted closing that names it, and that one alone."""
    for act, before, after in pairs(life, answers):
        gone = keys_of(before) - keys_of(after)
        if act["act"] == "close" and not after["refused"]:
            gone -= {key_of(act["finding"])}
        is_look_of_a_person = (
            act["act"] in ("clearance", "override", "choose", "run") and not after["refused"]
        )
        gone -= {"gap"} if is_look_of_a_person else set()  # a break may end by a look, or by a harmless run
        if gone:
            yield after["n"], f"{sorted(gone)} gone by {act['act']}"


def the_stage_rises_by_acts_alone(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Laws 2, 5: a stage is entered by an accepted yes, one at a time, or given back by a correction."""
    highest = rank(life["stage"])
    for act, before, after in pairs(life, answers):
        step = rank(stage_of(after)) - rank(stage_of(before))
        if rank(stage_of(before)) < 0 or rank(stage_of(after)) < 0 or step <= 0:
            continue
        allowed = act["act"] in RISES and not after["refused"]
        if act["act"] in ("confirm", "release", "override") and allowed:
            highest = max(highest, rank(stage_of(after)))
            if step > 1:
                yield after["n"], f"{step} stages at once"
        elif act["act"] == "run" and rank(stage_of(after)) <= highest:
            continue  # a harmless run told late ends a break that was none
        elif not allowed or rank(stage_of(after)) > highest:
            yield after["n"], f"{before['stage']} to {after['stage']} by {act['act']}"


def an_edit_that_says_the_same_changes_nothing(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 4: each harmless edit of one entry costs nothing."""
    says: dict[str, Json] = {}
    for n, (act, answer) in enumerate(zip(life["acts"], answers, strict=True)):
        same = act["act"] == "edit" and says.get(act["entry"]) == act["to"]
        if same and n and instant(answer["at"]) < holds(answers[n - 1]):
            was, now = answers[n - 1], answer
            if (stage_of(was), was["rest_until"], keys_of(was)) != (
                now["stage"],
                now["rest_until"],
                keys_of(now),
            ):
                yield n, "an edit that said the same changed what stands"
            if now["alerts"]:
                yield n, "an edit that said the same alerted"
        if act["act"] in ("note", "edit") and not answer["refused"]:
            says[name_of(act)] = said_by(act)


def each_sign_alerts_once(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 6: a new sign is told to the linked therapist at once, by the act that says it, and never twice."""
    linked, said = life.get("pt") == "linked", dict[str, set[str]]()
    for n, (act, answer) in enumerate(zip(life["acts"], answers, strict=True)):
        if not answer["refused"] and act["act"] in ("link", "unlink") and act["by"] != "pt2":
            linked = act["act"] == "link"
        told = [
            (alert["kind"], str(alert["to"]), tuple(map(str, alert["about"]))) for alert in answer["alerts"]
        ]
        if len(told) != len(set(told)):
            yield n, f"the same alert twice: {told}"
        if act["act"] not in ("note", "edit") or answer["refused"]:
            continue
        signs = set(said_by(act).get("signs") or ())
        new = signs - said.get(name_of(act), set())
        said.setdefault(name_of(act), set()).update(signs)
        if new and linked and not told:
            yield n, f"{sorted(new)} alerted nobody"


def each_finding_alerts(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 6: a finding that an entry or a run opens is told to the linked therapist, in every stage."""
    linked = life.get("pt") == "linked"
    for n, (act, answer) in enumerate(zip(life["acts"], answers, strict=True)):
        if not answer["refused"] and act["act"] in ("link", "unlink") and act["by"] != "pt2":
            linked = act["act"] == "link"
        before = keys_of(answers[n - 1]) if n else set[str]()
        is_new = act["act"] in ("note", "run", "edit") and keys_of(answer) - before - {"gap"}
        if is_new and linked and not answer["alerts"]:
            yield n, f"{sorted(is_new)} opened and alerted nobody"


def no_such_act_is_bolder(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 5: none of these acts may make the answer bolder, on the spot."""
    is_restored = False
    for act, before, after in pairs(life, answers):
        is_hers = act["by"] == "runner" and act["act"] in NEVER_BOLDER
        # After a restore all is held until she says how she is: that is asked for (law 13).
        is_asked, is_restored = is_restored and act["act"] == "note", is_restored or act["act"] == "restore"
        if is_asked:
            is_restored = False
            continue
        if not is_hers or instant(after["at"]) >= holds(before):
            continue
        if act["act"] == "note" and act["entry"]["phase"] == "next_morning":
            # She is asked for it: what waited for the answer goes on.
            after = {**after, "running_allowed": before["running_allowed"], "action": before["action"]}
        if found := bolder(after, before):
            yield after["n"], f"{act['act']}: {'; '.join(found)}"


def a_sign_stops(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Red flags are answered whatever else is: by a stop, with their urgency, and no running."""
    for n, (act, answer) in enumerate(zip(life["acts"], answers, strict=True)):
        if answer["refused"] or act["act"] not in ("note", "check_in"):
            continue
        signs = set(said_by(act).get("signs") or ())
        if not signs:
            continue
        if answer["action"] != "stop" or answer["running_allowed"]:
            yield n, f"{sorted(signs)} answered by {answer['action']}, running {answer['running_allowed']}"
        if signs & EMERGENCY and answer["urgency"] != "emergency":
            yield n, f"{sorted(signs)} is {answer['urgency']}"


def nothing_progresses_before_a_fresh_week(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 9: after a stop or key sign only runs and a check-in after its closing speak for going on."""
    since, runs, checks = None, 0, 0
    for act, answer in zip(life["acts"], answers, strict=True):
        if answer["refused"]:
            continue
        if act["act"] == "restore":
            since = None  # what was closed since may stand open again
        if act["act"] == "close" and key_of(act["finding"]) not in (
            "gap",
            "ran_while_forbidden",
            "overshoot",
        ):
            since, runs, checks = instant(act["at"]), 0, 0
        if since and act["act"] == "run" and instant(act["session"]["start"]) > since:
            runs += act["session"]["outcome"] == "as_prescribed"
        checks += act["act"] == "check_in"
        if act["act"] in ("confirm", "release", "override"):
            continue
        if since and answer["action"] == "progress" and (not checks or runs < 3):
            yield answer["n"], f"progress after {runs} runs and {checks} check-ins since the closing"


def running_while_forbidden_is_found(life: Json, answers: list[Json]) -> Iterator[tuple[int, str]]:
    """Law 8: a run begun while the newest answer forbade it opens a finding; a told one is asked about."""
    for n, (act, answer) in enumerate(zip(life["acts"], answers, strict=True)):
        if act["act"] != "run" or answer["refused"] or (act["session"].get("run_time_s") or 0) < SURELY_RAN_S:
            continue
        if act["session"].get("recorded_by_hand"):
            continue
        start = instant(act["session"]["start"])
        known = [told for told in answers[:n] if instant(told["at"]) <= start]
        if not known:
            continue
        last = known[-1]
        is_resting = last["rest_until"] and start < instant(last["rest_until"])
        is_forbidden = not last["running_allowed"] and start < holds(last)
        if (is_resting or is_forbidden) and "ran_while_forbidden" not in keys_of(answer):
            yield n, f"running at {text(start)} was forbidden, and nothing was found"


LAWS = (
    answers_read,
    as_the_oracle_says,
    looking_changes_nothing,
    rest_stands_until_its_date,
    a_finding_goes_by_its_closing,
    the_stage_rises_by_acts_alone,
    an_edit_that_says_the_same_changes_nothing,
    each_sign_alerts_once,
    each_finding_alerts,
    no_such_act_is_bolder,
    a_sign_stops,
    nothing_progresses_before_a_fresh_week,
    running_while_forbidden_is_found,
)


def broken_laws(life: Json, answers: list[Json], laws: tuple[Any, ...] = LAWS) -> list[Broken]:
    """Every law that these answers break, the first act first."""
    found = [Broken(law.__name__, n, why) for law in laws for n, why in law(life, answers)]
    return sorted(found, key=lambda one: one.n)
