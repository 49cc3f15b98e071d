"""The main job, end to end: weeks of runs and entries, an answer, its effect, and the laws on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from program import Action, CheckIn, PainAt, parse_case
from program.decide import decide
from services import Actor, ConflictError, HandRun, RefusedError, Services
from services.plans import find_plan
from store import decisions
from store.engine import reading
from tests.services.building import day_entry
from tests.services.conftest import WEEKS_END


def quiet_check_in(weeks: Services, sample: Actor) -> CheckIn:
    last = weeks.diary.check_ins(sample, sample.person_id or "", now=WEEKS_END)[0].check_in
    return last.model_copy(update={"date": WEEKS_END.date(), "at": None})


def test_six_weeks_end_where_the_story_says(weeks: Services, sample: Actor) -> None:
    way = weeks.planning.in_force(sample, sample.person_id or "", now=WEEKS_END)

    assert way is not None
    assert [step.kind for step in way.way] == ["first", "progress", "progress", "progress"]
    assert way.stage_id == [stage.id for stage in way.plan.stages if stage.kind == "running"][3]


def test_the_overshoot_and_the_sore_knee_held_their_weeks(weeks: Services, sample: Actor) -> None:
    answers = weeks.deciding.history(sample, sample.person_id or "", now=WEEKS_END)
    at_check_in = [a.decision.action for a in reversed(answers) if a.asked_by == "check_in"]

    assert at_check_in == [
        Action.PROGRESS,
        Action.HOLD,
        Action.PROGRESS,
        Action.HOLD,
        Action.PROGRESS,
        Action.PROGRESS,
    ]


def test_a_kept_decision_replays_to_itself(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    kept = {a.decision_id: a.decision for a in weeks.deciding.history(sample, runner_id, now=WEEKS_END)}

    with reading(weeks.context.engine) as connection:
        for row in decisions.decisions_of(connection, runner_id):
            plan = find_plan(connection, runner_id, row.plan_id, row.plan_version)
            again = decide(parse_case(row.facts), plan)
            assert again == kept[row.id]
            assert again.facts_sha256 == row.facts_sha256


def test_looking_twice_keeps_one_decision(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    weeks.deciding.today(sample, runner_id, now=WEEKS_END)
    before = weeks.deciding.history(sample, runner_id, now=WEEKS_END)

    weeks.deciding.today(sample, runner_id, now=WEEKS_END + timedelta(minutes=10))

    assert weeks.deciding.history(sample, runner_id, now=WEEKS_END) == before


def test_a_leak_stops_running_at_once_and_stays_open(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""

    logged = weeks.diary.log(sample, runner_id, day_entry(leak_urine="new_or_worse"), now=WEEKS_END)

    assert not logged.answer.decision.running_allowed
    today = weeks.deciding.today(sample, runner_id, now=WEEKS_END + timedelta(days=21))
    leak, gap = today.open_findings
    assert leak.key == "leak-urine"
    assert gap.key.startswith("gap:"), "three weeks without a run are looked at too"
    assert not today.answer.decision.running_allowed
    assert today.next_session is None


def test_withdrawing_the_entry_does_not_close_the_finding(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    logged = weeks.diary.log(sample, runner_id, day_entry(leak_urine="new_or_worse"), now=WEEKS_END)

    again = weeks.diary.withdraw(
        sample, runner_id, logged.entry_id or 0, seen_revision=1, now=WEEKS_END + timedelta(hours=1)
    )

    assert not again.answer.decision.running_allowed


def test_a_red_flag_is_answered_in_the_same_call(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""

    logged = weeks.diary.log(sample, runner_id, day_entry(signs=("chest_pain",)), now=WEEKS_END)

    assert logged.answer.decision.action is Action.STOP
    assert logged.answer.decision.urgency.value == "emergency"


def test_a_red_flag_is_answered_before_any_plan_is_chosen(services: Services, runner: Actor) -> None:
    logged = services.diary.log(
        runner, runner.person_id or "", day_entry(signs=("chest_pain",)), now=WEEKS_END
    )

    assert logged.answer.decision.action is Action.STOP


def test_progress_waits_for_the_runner_and_then_takes_effect(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    at = WEEKS_END
    before = weeks.deciding.today(sample, runner_id, now=at)
    shown = before.answer.shown_sha256
    assert before.answer.waits_for == "runner"
    assert before.stage is not None

    answer = weeks.deciding.confirm_progress(sample, runner_id, shown, now=at + timedelta(minutes=1))

    after = weeks.deciding.today(sample, runner_id, now=at + timedelta(minutes=2))
    assert after.stage is not None
    assert after.stage.id == before.answer.decision.next_stage
    assert answer.decision.stage == after.stage.id


def test_confirming_is_refused_when_a_leak_was_logged_in_between(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    at = WEEKS_END
    shown = weeks.deciding.today(sample, runner_id, now=at).answer.shown_sha256
    weeks.diary.log(sample, runner_id, day_entry(leak_urine="new_or_worse"), now=at)

    with pytest.raises(RefusedError, match="changed"):
        weeks.deciding.confirm_progress(sample, runner_id, shown, now=at + timedelta(minutes=1))

    today = weeks.deciding.today(sample, runner_id, now=at + timedelta(minutes=2))
    assert not today.answer.decision.running_allowed


def test_confirming_twice_is_refused(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    at = WEEKS_END
    shown = weeks.deciding.today(sample, runner_id, now=at).answer.shown_sha256
    weeks.deciding.confirm_progress(sample, runner_id, shown, now=at)

    with pytest.raises(RefusedError):
        weeks.deciding.confirm_progress(sample, runner_id, shown, now=at)


def test_an_edit_keeps_the_history_and_marks_what_would_now_differ(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    old = next(
        a
        for a in weeks.deciding.history(sample, runner_id, now=WEEKS_END)
        if a.decision.action is Action.PROGRESS
    )
    entry = next(
        e
        for e in weeks.diary.entries(sample, runner_id, now=WEEKS_END)
        if e.local_date < old.decision.on and e.entry and e.entry.phase == "after"
    )
    knee = PainAt(site="knee", score_0_10=7, on_bone=False, builds_up=False, limp=True, at_night=False)
    assert entry.entry is not None

    weeks.diary.edit(
        sample,
        runner_id,
        entry.entry_id,
        entry.entry.model_copy(update={"pain": (knee,)}),
        seen_revision=entry.revision,
        now=WEEKS_END,
    )

    history = weeks.diary.history(sample, runner_id, entry.entry_id, now=WEEKS_END)
    assert [item.entry and item.entry.pain for item in history] == [(), (knee,)]
    marked = {a.decision_id: a for a in weeks.deciding.history(sample, runner_id, now=WEEKS_END)}
    assert marked[old.decision_id].decision.action is Action.PROGRESS
    assert marked[old.decision_id].would_now_be in {"hold", "regress", "stop"}


def test_an_edit_of_an_old_revision_is_a_conflict(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    logged = weeks.diary.log(sample, runner_id, day_entry(), now=WEEKS_END)
    edit = {"seen_revision": 1, "now": WEEKS_END}
    weeks.diary.edit(sample, runner_id, logged.entry_id or 0, day_entry(heaviness_0_10=1), **edit)

    with pytest.raises(ConflictError):
        weeks.diary.edit(sample, runner_id, logged.entry_id or 0, day_entry(heaviness_0_10=5), **edit)


def test_a_second_check_in_of_a_week_has_to_name_the_first(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    check_in = quiet_check_in(weeks, sample)
    weeks.diary.check_in(sample, runner_id, check_in, now=WEEKS_END)

    with pytest.raises(ConflictError):
        weeks.diary.check_in(sample, runner_id, check_in, now=WEEKS_END)
    weeks.diary.check_in(sample, runner_id, check_in, now=WEEKS_END, seen_revision=1)

    assert weeks.diary.check_ins(sample, runner_id, now=WEEKS_END)[0].revision == 2


def test_a_deleted_run_no_longer_counts_and_the_stage_needs_another(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    at = WEEKS_END
    newest = weeks.runs.list_runs(sample, runner_id, now=at)[0]

    weeks.runs.delete_run(sample, runner_id, newest.activity_id, now=at)

    today = weeks.deciding.today(sample, runner_id, now=at)
    assert today.answer.decision.action is Action.HOLD
    assert (today.done, today.required) == (2, 3)
    assert [stone.activity_id for stone in weeks.runs.tombstones(sample, runner_id, now=at)] == [
        newest.activity_id
    ]


def test_a_run_shows_what_was_prescribed_and_how_it_went(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    runs = weeks.runs.list_runs(sample, runner_id, now=WEEKS_END)
    outcomes = []
    for run in reversed(runs):
        detail = weeks.runs.run(sample, runner_id, run.activity_id, now=WEEKS_END)
        assert detail.session is not None
        assert detail.prescribed is not None
        outcomes.append(detail.session.outcome)

    assert outcomes.count("as_prescribed") == 17
    assert outcomes[10] == "exceeded"


def test_weeks_hold_the_run_time_against_what_was_prescribed(weeks: Services, sample: Actor) -> None:
    frame = weeks.runs.weeks(sample, sample.person_id or "", now=WEEKS_END)

    assert frame["run_count"].to_list()[:6] == [3, 3, 3, 3, 3, 3]
    assert frame["prescribed_run_share"].to_list()[0] == pytest.approx(1.0, abs=0.05)


def test_a_run_told_by_hand_is_a_session_without_a_recording(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    told = HandRun(WEEKS_END - timedelta(hours=3), 1800.0, 600.0, outcome="as_prescribed")

    activity_id = weeks.runs.add_by_hand(sample, runner_id, told, now=WEEKS_END)

    detail = weeks.runs.run(sample, runner_id, activity_id, now=WEEKS_END)
    assert detail.samples is None
    assert detail.session is not None
    assert detail.session.is_by_hand
    assert detail.session.outcome == "as_prescribed"


@pytest.mark.parametrize(
    "told",
    [
        HandRun(WEEKS_END - timedelta(minutes=10), 1800.0, 600.0),
        HandRun(WEEKS_END - timedelta(hours=3), 600.0, 900.0),
        HandRun(WEEKS_END - timedelta(hours=3), 0.0, None),
    ],
    ids=["ends in the future", "runs longer than it lasts", "lasts no time"],
)
def test_a_run_that_cannot_be_is_refused(weeks: Services, sample: Actor, told: HandRun) -> None:
    with pytest.raises(RefusedError):
        weeks.runs.add_by_hand(sample, sample.person_id or "", told, now=WEEKS_END)


def test_a_higher_stage_is_not_entered_alone(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    plan = weeks.planning.in_force(sample, runner_id, now=WEEKS_END)
    assert plan is not None
    higher = plan.plan.stages[-1].id

    with pytest.raises(RefusedError, match="forward"):
        weeks.planning.choose(
            sample, runner_id, plan.plan.id, plan.plan.version, stage_id=higher, now=WEEKS_END
        )


@pytest.mark.parametrize(
    "wrong",
    [{"at": WEEKS_END + timedelta(hours=1)}, {"local_date": WEEKS_END.date() + timedelta(days=2)}],
    ids=["a moment", "a day"],
)
def test_nothing_is_felt_in_the_future(weeks: Services, sample: Actor, wrong: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        weeks.diary.log(sample, sample.person_id or "", day_entry(**wrong), now=WEEKS_END)


def test_a_check_in_of_tomorrow_is_refused(weeks: Services, sample: Actor) -> None:
    tomorrow = quiet_check_in(weeks, sample).model_copy(update={"date": WEEKS_END.date() + timedelta(days=2)})

    with pytest.raises(RefusedError, match="not begun"):
        weeks.diary.check_in(sample, sample.person_id or "", tomorrow, now=WEEKS_END)


def test_two_tabs_logging_at_once_lose_nothing(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    before = len(weeks.diary.entries(sample, runner_id, now=WEEKS_END))
    with ThreadPoolExecutor(4) as tabs:
        logged = list(
            tabs.map(
                lambda score: weeks.diary.log(
                    sample, runner_id, day_entry(heaviness_0_10=score), now=WEEKS_END
                ),
                [0, 0, 0, 0],
            )
        )

    assert len({item.entry_id for item in logged}) == 4
    assert len(weeks.diary.entries(sample, runner_id, now=WEEKS_END)) == before + 4


def test_going_back_alone_is_told_in_her_way(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    plan = weeks.planning.in_force(sample, runner_id, now=WEEKS_END)
    assert plan is not None
    lower = plan.way[0].stage_id

    weeks.planning.choose(
        sample,
        runner_id,
        plan.plan.id,
        plan.plan.version,
        stage_id=lower,
        because="after a break",
        now=WEEKS_END,
    )

    way = weeks.planning.in_force(sample, runner_id, now=WEEKS_END)
    assert way is not None
    assert (way.stage_id, way.way[-1].kind, way.way[-1].because) == (lower, "lower", "after a break")
