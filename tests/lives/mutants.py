"""The findings as wrong behaviours: each laid over right answers to its own life, and seen by the laws.

A mutant takes a life and its right answers and gives the answers that the product gave when the finding was
made. None is caught by what the written life expects: only by the laws and the oracle.
"""

from collections.abc import Callable
from copy import deepcopy

from tests.lives.facts import LADDER, Json

Spoil = Callable[[Json, list[Json]], list[Json]]
#: Which life of the finding's file it is laid over, and what it does.
MUTANTS: dict[int, tuple[int, Spoil]] = {}


def mutant(finding: int, life: int = 0) -> Callable[[Callable[[Json, Json, list[Json]], None]], Spoil]:
    """Register what is done to one answer: (act, answer, the answers before it as they were spoiled)."""

    def register(spoil: Callable[[Json, Json, list[Json]], None]) -> Spoil:
        def spoiled(its: Json, answers: list[Json]) -> list[Json]:
            done: list[Json] = []
            for act, answer in zip(its["acts"], deepcopy(answers), strict=True):
                spoil(act, answer, done)
                done.append(answer)
            return done

        MUTANTS[finding] = (life, spoiled)
        return spoiled

    return register


def lower(stage: str, by: int = 1) -> str:
    return LADDER[max(0, LADDER.index(stage) - by)]


def allow(answer: Json) -> None:
    answer.update(running_allowed=True, open_findings=[], rest_until=None, action="hold", urgency=None)


@mutant(1)
def rest_is_gone_at_the_next_look(act: Json, answer: Json, before: list[Json]) -> None:
    if act["act"] == "look":
        answer["rest_until"] = None


@mutant(2)
def every_look_drops_a_stage(act: Json, answer: Json, before: list[Json]) -> None:
    answer["stage"] = lower(answer["stage"], len(before))


@mutant(3)
def a_long_break_bars_once(act: Json, answer: Json, before: list[Json]) -> None:
    if before:
        allow(answer)


@mutant(4)
def only_the_first_sign_alerts(act: Json, answer: Json, before: list[Json]) -> None:
    if before:
        answer["alerts"] = []


@mutant(5)
def a_closing_answers_every_sign(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "close" for told in [*before, answer]):
        allow(answer)


@mutant(6)
def a_told_run_vanishes(act: Json, answer: Json, before: list[Json]) -> None:
    if act["act"] == "check_in":
        answer.update(action="progress", next_stage="run-05", rest_until=None)


@mutant(8)
def choosing_again_resets(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "choose" for told in [*before, answer]):
        allow(answer)


@mutant(9)
def any_examination_opens_running(act: Json, answer: Json, before: list[Json]) -> None:
    allow(answer)


@mutant(10)
def her_own_word_takes_what_waited(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "confirm" for told in [*before, answer]):
        answer.update(refused=None, stage="run-05", next_stage="run-05", action="hold")


@mutant(11)
def an_upload_after_yes_is_forgiven(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "confirm" for told in before):
        answer.update(refused=None, stage="run-05", action="hold")
        allow(answer)


@mutant(13)
def bone_pain_may_run(act: Json, answer: Json, before: list[Json]) -> None:
    rest_until = answer["rest_until"]
    allow(answer)
    answer["rest_until"] = rest_until


@mutant(15)
def overrides_add_up(act: Json, answer: Json, before: list[Json]) -> None:
    count = sum(told["act"] == "override" for told in [*before, answer])
    answer.update(refused=None, stage=LADDER[LADDER.index("run-04") + count])


@mutant(16)
def whoever_lifts_is_obeyed(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "lift" for told in [*before, answer]):
        answer.update(refused=None, running_allowed=True)


@mutant(17)
def an_edit_costs_a_stage(act: Json, answer: Json, before: list[Json]) -> None:
    edits = sum(told["act"] == "edit" for told in [*before, answer])
    answer["stage"] = lower(answer["stage"], edits)


@mutant(18)
def running_while_forbidden_is_evidence(act: Json, answer: Json, before: list[Json]) -> None:
    findings = [its for its in answer["open_findings"] if not its["id"].startswith("ran_while")]
    answer["open_findings"] = findings
    if not findings:
        answer.update(action="progress", running_allowed=True)


@mutant(19)
def well_on_monday_runs_on_monday(act: Json, answer: Json, before: list[Json]) -> None:
    if sum(told["act"] == "check_in" for told in [*before, answer]) > 1:
        allow(answer)


@mutant(20)
def a_run_in_week_three_is_an_overshoot(act: Json, answer: Json, before: list[Json]) -> None:
    answer.update(open_findings=[], alerts=[])


@mutant(21)
def unlinked_she_closes_it_herself(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "close" for told in [*before, answer]):
        answer["refused"] = None
        allow(answer)


@mutant(22)
def the_same_afternoon_is_the_next_morning(act: Json, answer: Json, before: list[Json]) -> None:
    if act["act"] == "check_in":
        answer.update(action="progress", next_stage="run-05")


@mutant(23)
def the_walking_weeks_alert_nobody(act: Json, answer: Json, before: list[Json]) -> None:
    answer["alerts"] = []


@mutant(24)
def a_baseline_signs_anything_away(act: Json, answer: Json, before: list[Json]) -> None:
    answer["refused"] = None
    allow(answer)


@mutant(25, life=1)
def she_closes_what_she_cannot_see(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "close" for told in [*before, answer]):
        answer["refused"] = None
        allow(answer)


@mutant(26)
def a_restore_unstops(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "restore" for told in [*before, answer]):
        allow(answer)
        answer["action"] = "progress"


@mutant(28)
def a_stop_leaves_no_trace(act: Json, answer: Json, before: list[Json]) -> None:
    if any(told["act"] == "close" for told in [*before, answer]):
        answer["refused"] = None
        allow(answer)
        answer["action"] = "progress"


@mutant(29)
def a_bad_answer_lapses(act: Json, answer: Json, before: list[Json]) -> None:
    allow(answer)


@mutant(30)
def a_birth_taken_back_opens_running(act: Json, answer: Json, before: list[Json]) -> None:
    allow(answer) if any(told["act"] == "profile" for told in [*before, answer]) else None
    if not before:
        answer["running_allowed"] = False


@mutant(32)
def more_than_prescribed_is_nothing(act: Json, answer: Json, before: list[Json]) -> None:
    allow(answer)
