"""The therapist's side: a release answers one set of facts, and caution is at once."""

from datetime import timedelta

import pytest

from program import Action, Baseline, CheckIn, stage_data, with_stage, without_stage
from program.record import UsualItem
from services import (
    Actor,
    ConflictError,
    Need,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    ReviewRecord,
    Services,
    Standing,
)
from services.deciding import Today
from tests.services.building import day_entry
from tests.services.conftest import WEEKS_END, Clinic

NOW = WEEKS_END
BECAUSE = ReviewRecord("looks good", minutes=12, live_contact="video", live_contact_on=NOW.date())


def today(clinic: Clinic, actor: Actor | None = None, *, hours: int = 0) -> Today:
    return clinic.services.deciding.today(
        actor or clinic.runner, clinic.runner_id, now=NOW + timedelta(hours=hours)
    )


def test_a_progress_that_waited_for_the_runner_waits_for_the_therapist(clinic: Clinic) -> None:
    shown = today(clinic)

    assert shown.answer.waits_for == "pt"
    with pytest.raises(NotAllowedError, match="therapist"):
        clinic.services.deciding.confirm_progress(
            clinic.runner, clinic.runner_id, shown.answer.shown_sha256, now=NOW
        )


def test_a_release_lets_it_take_effect_and_keeps_the_record(clinic: Clinic) -> None:
    shown = today(clinic)

    clinic.services.reviewing.release(
        clinic.pt, clinic.runner_id, shown.answer.shown_sha256, BECAUSE, now=NOW
    )

    after = today(clinic, hours=1)
    assert after.stage is not None
    assert after.stage.id == shown.answer.decision.next_stage
    history = clinic.services.deciding.history(clinic.runner, clinic.runner_id, now=NOW)
    said = next(a for a in history if a.decision_id == shown.answer.decision_id).reviews
    assert [(r.kind, r.minutes, r.live_contact, r.by_id) for r in said] == [
        ("release", 12, "video", clinic.pt.person_id)
    ]


def test_a_release_is_refused_when_a_leak_was_logged_in_between(clinic: Clinic) -> None:
    shown = today(clinic)
    clinic.services.diary.log(
        clinic.runner, clinic.runner_id, day_entry(leak_urine="new_or_worse"), now=NOW + timedelta(minutes=5)
    )

    with pytest.raises(RefusedError, match="changed"):
        clinic.services.reviewing.release(
            clinic.pt, clinic.runner_id, shown.answer.shown_sha256, BECAUSE, now=NOW + timedelta(minutes=9)
        )

    after = today(clinic, hours=1)
    assert after.stage is not None
    assert after.stage.id != shown.answer.decision.next_stage
    assert not after.answer.decision.running_allowed


def test_a_later_cautious_answer_voids_the_release(clinic: Clinic) -> None:
    shown = today(clinic)
    clinic.services.reviewing.release(
        clinic.pt, clinic.runner_id, shown.answer.shown_sha256, BECAUSE, now=NOW
    )

    clinic.services.diary.log(
        clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=NOW + timedelta(minutes=5)
    )

    history = clinic.services.deciding.history(clinic.runner, clinic.runner_id, now=NOW)
    said = next(a for a in history if a.decision_id == shown.answer.decision_id).reviews
    assert [review.is_voided for review in said] == [True]


@pytest.mark.parametrize(
    ("action", "may_run", "expected", "running"),
    [
        ("hold", True, Action.HOLD, True),
        ("hold", False, Action.HOLD, False),
        ("stop", True, Action.HOLD, False),
    ],
)
def test_a_cautious_override_holds_until_it_is_lifted(
    clinic: Clinic, action: str, may_run: bool, expected: Action, running: bool
) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    shown = today(clinic)

    services.reviewing.override(
        clinic.pt,
        runner_id,
        shown.answer.shown_sha256,
        action,  # pyright: ignore[reportArgumentType]  the parameters above are the literal's
        BECAUSE,
        now=NOW,
        may_run=may_run,
    )

    held = today(clinic, hours=1)
    assert (held.answer.decision.action, held.answer.decision.running_allowed) == (expected, running)
    hold = services.packets.packet(clinic.pt, runner_id, now=NOW + timedelta(hours=1)).holds[-1]
    lifted = services.reviewing.lift_hold(
        clinic.pt, runner_id, hold.id, seen_version=hold.version, now=NOW + timedelta(hours=2)
    )
    assert lifted.decision.action is Action.PROGRESS


def test_an_override_to_a_lower_stage_goes_there(clinic: Clinic) -> None:
    shown = today(clinic)
    plan = clinic.services.planning.in_force(clinic.runner, clinic.runner_id, now=NOW)
    assert plan is not None
    assert shown.stage is not None

    clinic.services.reviewing.override(
        clinic.pt, clinic.runner_id, shown.answer.shown_sha256, "regress", BECAUSE, now=NOW
    )

    after = today(clinic, hours=1).stage
    assert after is not None
    assert plan.plan.stage_index[after.id] == plan.plan.stage_index[shown.stage.id] - 1


def test_an_override_names_its_reason(clinic: Clinic) -> None:
    shown = today(clinic)

    with pytest.raises(RefusedError, match="why"):
        clinic.services.reviewing.override(
            clinic.pt, clinic.runner_id, shown.answer.shown_sha256, "hold", ReviewRecord(" "), now=NOW
        )


def test_nothing_bolder_while_something_is_open(clinic: Clinic) -> None:
    answer = clinic.services.diary.log(
        clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=NOW
    ).answer

    with pytest.raises(RefusedError, match="open"):
        clinic.services.reviewing.override(
            clinic.pt, clinic.runner_id, answer.shown_sha256, "progress", BECAUSE, now=NOW
        )


def test_a_finding_is_closed_by_the_therapist_with_a_reason(clinic: Clinic) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    services.diary.log(clinic.runner, runner_id, day_entry(leak_urine="new_or_worse"), now=NOW)
    finding = today(clinic).open_findings[0]
    later = NOW + timedelta(hours=1)
    with pytest.raises(NotAllowedError, match="therapist"):
        services.deciding.close_finding(
            clinic.runner,
            runner_id,
            finding.key,
            "fine",
            examined_by="X",
            profession="doctor",
            examined_on=NOW.date(),
            now=later,
        )
    with pytest.raises(RefusedError, match="why"):
        services.reviewing.close_finding(clinic.pt, runner_id, finding.key, "", now=later)

    services.reviewing.close_finding(clinic.pt, runner_id, finding.key, "seen by video", now=later)

    assert today(clinic, hours=2).open_findings == ()
    assert today(clinic, hours=2).answer.decision.running_allowed
    with pytest.raises(NotFoundError):
        services.reviewing.close_finding(clinic.pt, runner_id, finding.key, "again", now=later)


def test_an_emergency_is_closed_only_with_an_examination(clinic: Clinic) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    services.diary.log(clinic.runner, runner_id, day_entry(signs=("chest_pain",)), now=NOW)
    finding = today(clinic).open_findings[0]
    close = {"shown": frozenset(finding.entries), "now": NOW + timedelta(hours=1)}

    with pytest.raises(RefusedError, match="examined"):
        services.reviewing.close_finding(clinic.pt, runner_id, finding.key, "all clear", **close)
    services.reviewing.close_finding(
        clinic.pt,
        runner_id,
        finding.key,
        "all clear",
        examined_by="Dr Somebody",
        profession="doctor",
        examined_on=NOW.date(),
        **close,
    )

    assert today(clinic, hours=2).open_findings == ()


def test_alone_the_runner_closes_it_and_the_record_says_self_stated(weeks: Services, sample: Actor) -> None:
    runner_id = sample.person_id or ""
    weeks.diary.log(sample, runner_id, day_entry(leak_urine="new_or_worse"), now=NOW)
    finding = weeks.deciding.today(sample, runner_id, now=NOW).open_findings[0]

    answer = weeks.deciding.close_finding(
        sample,
        runner_id,
        finding.key,
        "examined, all well",
        examined_by="Paula Park",
        profession="physiotherapist",
        examined_on=NOW.date(),
        now=NOW + timedelta(hours=1),
    )

    assert answer.decision.running_allowed


def test_what_waited_keeps_waiting_when_the_link_ends(clinic: Clinic) -> None:
    assert today(clinic).answer.waits_for == "pt"

    clinic.services.links.end(clinic.runner, clinic.pt.person_id or "", now=NOW)

    after = today(clinic, hours=1)
    assert after.answer.waits_for == "pt"
    with pytest.raises(NotAllowedError):
        clinic.services.deciding.confirm_progress(
            clinic.runner, clinic.runner_id, after.answer.shown_sha256, now=NOW + timedelta(hours=1)
        )


def test_a_signed_baseline_makes_the_usual_usual(clinic: Clinic) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    usual = Baseline(
        signed_by="Therapist",
        signed_on=NOW.date(),
        usual=(UsualItem(item="leak_urine", described="a few drops on a sneeze, twice a week"),),
    )
    services.records.sign_baseline(clinic.pt, runner_id, usual, seen_revision=0, now=NOW)

    logged = services.diary.log(
        clinic.runner, runner_id, day_entry(leak_urine="as_baseline"), now=NOW + timedelta(hours=1)
    )

    assert logged.answer.decision.running_allowed


def test_the_caseload_puts_the_neediest_first(clinic: Clinic) -> None:
    services = clinic.services
    row = services.caseload.rows(clinic.pt, now=NOW)[0]
    assert (row.name, row.need, row.done_count > 0) == ("You", Need.WAITING, True)
    assert len(row.run_time_s) == 8
    assert row.strip[-2].has_entry

    services.diary.log(clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=NOW)

    row = services.caseload.rows(clinic.pt, now=NOW)[0]
    assert row.needs[:2] == (Need.STOP, Need.OPEN_FINDING)
    assert (row.urgency, row.standing) == ("emergency", Standing.STOP)
    assert row.strip[-1].has_red_flag


def test_a_silent_runner_becomes_overdue(clinic: Clinic) -> None:
    row = clinic.services.caseload.rows(clinic.pt, now=NOW + timedelta(days=9))[0]

    assert row.check_in_is_overdue
    assert Need.OVERDUE in row.needs


def test_a_note_is_read_once(clinic: Clinic) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    services.reviewing.write_note(clinic.pt, runner_id, " Well done. ", now=NOW, reach="one to one, by video")

    note = today(clinic).notes[0]
    assert (note.words, note.reach, note.read_utc) == ("Well done.", "one to one, by video", None)
    services.deciding.notes_seen(clinic.runner, runner_id, now=NOW)

    assert today(clinic).notes[0].read_utc == NOW


def test_a_runners_own_plan_is_a_checked_copy(clinic: Clinic) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    draft = services.planning.draft(clinic.pt, runner_id, "postnatal-graded", 1, now=NOW)

    plan = services.planning.save(clinic.pt, runner_id, draft, "gentler start", now=NOW)

    assert (plan.id, plan.version) == ("postnatal-graded-own", 1)
    with pytest.raises(ConflictError, match="next version is 2"):
        services.planning.save(clinic.pt, runner_id, draft, "again", now=NOW)
    with pytest.raises(RefusedError):
        services.planning.save(clinic.pt, runner_id, "id = 1", "broken", now=NOW)
    with pytest.raises(RefusedError, match="based_on"):
        orphan = draft.replace('based_on = "postnatal-graded version 1"', "").replace(
            "version = 1", "version = 2"
        )
        services.planning.save(clinic.pt, runner_id, orphan, "no origin", now=NOW)
    chosen = services.planning.choose(clinic.pt, runner_id, plan.id, 1, stage_id=plan.stages[5].id, now=NOW)
    assert chosen.decision.plan == plan.id
    assert not chosen.decision.running_allowed or chosen.decision.action is Action.HOLD


def test_alone_a_runner_follows_her_own_plan_by_its_stage_map(clinic: Clinic) -> None:
    services, runner_id, planning = clinic.services, clinic.runner_id, clinic.services.planning
    first = planning.draft(clinic.pt, runner_id, "postnatal-graded", 1, now=NOW)
    own = planning.save(clinic.pt, runner_id, first, "her own", now=NOW).id
    second = without_stage(planning.draft(clinic.pt, runner_id, own, 1, now=NOW), "run-02")
    harder = stage_data(second, "run-04")
    harder["sessions"][0]["steps"] = "run 20:00"
    second = with_stage(second, "run-04", harder)
    with pytest.raises(RefusedError, match=r"run-04.*grows from 1:30 to 20:00"):
        planning.save(clinic.pt, runner_id, second, "one step less", now=NOW)
    for stage_id in ("run-03", "run-04", "run-05"):
        signed = stage_data(second, stage_id) | {"signed_growth": "she ran for years"}
        second = with_stage(second, stage_id, signed)
    planning.save(clinic.pt, runner_id, second, "one step less", now=NOW)
    planning.choose(clinic.pt, runner_id, own, 1, stage_id="run-02", now=NOW)
    services.links.end(clinic.runner, clinic.pt.person_id, now=NOW)
    sent = CheckIn(date=NOW.date())
    services.diary.check_in(clinic.runner, runner_id, sent, now=NOW)

    chosen = planning.choose(clinic.runner, runner_id, own, 2, now=NOW)

    assert (chosen.decision.plan, chosen.decision.plan_version) == (own, 2)
    in_force = planning.in_force(clinic.runner, runner_id, now=NOW)
    assert in_force is not None
    assert in_force.stage_id == "run-01"


def test_agreeing_signs_what_stands_but_not_a_progress(clinic: Clinic) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    shown = today(clinic).answer
    with pytest.raises(RefusedError, match="waiting"):
        services.reviewing.agree(clinic.pt, runner_id, shown.shown_sha256, BECAUSE, now=NOW)
    hold = services.diary.log(clinic.runner, runner_id, day_entry(heaviness_0_10=3), now=NOW).answer

    answer = services.reviewing.agree(clinic.pt, runner_id, hold.shown_sha256, BECAUSE, now=NOW)

    assert [review.kind for review in answer.reviews] == ["agree"]
