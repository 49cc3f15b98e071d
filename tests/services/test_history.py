"""All that is known of a runner is read into events, each table once, whatever no longer reads."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from program import Action, Baseline, PainAt, Readiness
from program.history.events import (
    Advance,
    Begin,
    Birth,
    Carried,
    Close,
    Entry,
    Erased,
    Exam,
    Lift,
    Link,
    Order,
    Outing,
    Record,
    Told,
    Unreadable,
    Usual,
    Week,
    Zone,
)
from program.record import UsualItem
from services import Actor, HandRun, Services, Upload
from services.history import read_life, read_record, standing_of
from store import activities, caution, closings, decisions, diary, life, people, reviews, tables
from store.activities import Tombstone
from store.caution import Caution
from store.closings import NewClosing
from store.engine import Connection, Engine, reading, writing
from store.life import RunTold
from store.rows import Seen
from tests.services.building import day_entry
from tests.services.conftest import WEEKS_END, Clinic, GpxRun

LATER = WEEKS_END + timedelta(days=1)


def of(record: Record, kind: type) -> list:
    return [each for each in record.events if isinstance(each, kind)]


@pytest.fixture
def her(sample: Actor) -> str:
    return sample.person_id or ""


@contextmanager
def recorded(services: Services, runner_id: str, *, now: datetime = LATER) -> Iterator[Record]:
    with reading(services.context.engine) as connection:
        yield read_record(connection, runner_id, now=now)


@contextmanager
def written(services: Services) -> Iterator[Connection]:
    with writing(services.context.engine) as connection:
        yield connection


def record_of(services: Services, runner_id: str, *, now: datetime = LATER) -> Record:
    with recorded(services, runner_id, now=now) as record:
        return record


# -- the sample weeks


def test_six_weeks_are_read_as_they_were_lived(weeks: Services, her: str) -> None:
    record = record_of(weeks, her)

    counted = Counter(type(each) for each in record.events)
    assert (counted[Begin], counted[Advance], counted[Week], counted[Outing]) == (1, 3, 6, 18)
    assert (counted[Birth], counted[Link], counted[Unreadable], counted[Carried]) == (1, 0, 0, 0)
    (begin,) = of(record, Begin)
    assert (begin.kind, begin.plan, begin.stage, begin.role) == (
        "first",
        ("postnatal-graded", 1),
        "run-01",
        "runner",
    )
    way = [(act.origin, act.to, act.kind) for act in of(record, Advance)]
    assert way == [
        ("run-01", "run-02", "confirm"),
        ("run-02", "run-03", "confirm"),
        ("run-03", "run-04", "confirm"),
    ]
    assert record.zone == "Europe/Berlin"


def test_runs_say_what_was_asked_and_what_was_run(weeks: Services, her: str) -> None:
    record = record_of(weeks, her)

    outings = sorted(of(record, Outing), key=lambda outing: outing.happened_at)
    assert [outing.stage for outing in outings] == [
        *["run-01"] * 3,
        *["run-02"] * 6,
        *["run-03"] * 6,
        *["run-04"] * 3,
    ]
    assert [outing.outcome for outing in outings].count("exceeded") == 1
    assert all((outing.maybe_s or 0) - (outing.sure_s or 0) <= 20 and outing.is_clear for outing in outings)
    assert {outing.asked_s for outing in outings if outing.stage == "run-04"} == {480}
    assert all(outing.happened_at < outing.end <= outing.known_at for outing in outings)


def test_entries_are_tied_to_their_outings(weeks: Services, her: str) -> None:
    record = record_of(weeks, her)

    outings = {outing.id for outing in of(record, Outing)}
    said = [entry.says for entry in of(record, Entry)]
    assert said
    assert all(says is not None and (says.session in outings) == (says.phase != "day") for says in said)
    assert all(entry.happened_at <= entry.known_at for entry in of(record, Entry))


def test_standing_questions_count_from_the_day_they_were_answered(weeks: Services, her: str) -> None:
    exams = {exam.item: exam for exam in of(record_of(weeks, her), Exam)}

    assert set(exams) == {
        *("assessment", "clearance", "load_tests", "core", "pelvic_floor", "incontinence"),
        *("girdle_pain", "walk_30_min", "pelvic_questions"),
    }
    assert all(exam.is_good for item, exam in exams.items() if item != "pelvic_questions")
    assert exams["clearance"].happened_at.date() == exams["assessment"].happened_at.date()
    assert exams["clearance"].is_self_stated
    assert exams["clearance"].happened_at < exams["core"].happened_at


def test_what_stands_is_the_stage_of_the_story(weeks: Services, her: str) -> None:
    with reading(weeks.context.engine) as connection:
        standing = standing_of(connection, her, now=WEEKS_END)

    assert (standing.stage, standing.bars, standing.findings) == ("run-04", (), ())


def test_a_clock_set_back_hides_nothing(weeks: Services, her: str, sample: Actor) -> None:
    before = WEEKS_END + timedelta(hours=1)
    weeks.diary.log(sample, her, day_entry(signs=("chest_pain",)), now=before + timedelta(hours=2))

    record = record_of(weeks, her, now=before)
    with reading(weeks.context.engine) as connection:
        standing = standing_of(connection, her, now=before)
    answer = weeks.deciding.today(sample, her, now=before).answer

    assert all(each.known_at <= before for each in record.events)
    assert [finding.key for finding in standing.findings] == ["sign:chest_pain"]
    assert answer.decision.action is Action.STOP and not answer.decision.running_allowed


def test_each_table_is_read_once_and_samples_never(weeks: Services, her: str) -> None:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        asked.append(statement)

    engine: Engine = weeks.context.engine
    with reading(engine) as connection:
        event.listen(engine, "before_cursor_execute", note)
        read_record(connection, her, now=LATER)
        event.remove(engine, "before_cursor_execute", note)

    names = Counter(statement.split("FROM ")[1].split()[0] for statement in asked if "FROM " in statement)
    assert "samples" not in " ".join(asked).replace("samples_id", "")
    assert set(names.values()) == {1}
    assert len(asked) <= len(tables.metadata.sorted_tables)


# -- runs told and measured


def _last_run(services: Services, her: str) -> Outing:
    outings = of(record_of(services, her), Outing)
    return max(outings, key=lambda outing: (outing.happened_at, outing.known_at))


@pytest.mark.parametrize(
    ("begins_min", "run_s", "outcome", "maybe_s"),
    [
        pytest.param(5, 2400.0, "exceeded", 478 + 2400, id="beside it, so both count"),
        pytest.param(-20, 600.0, None, 600, id="of the same time, so the more counts"),
        pytest.param(-20, 60.0, None, 478, id="of the same time and less"),
        pytest.param(-20, 60.0, "exceeded", 529, id="told as more, so above the limit"),
    ],
)
def test_a_run_told_beside_a_recorded_one_does_not_vanish(
    weeks: Services,
    sample: Actor,
    her: str,
    begins_min: int,
    run_s: float,
    outcome: str | None,
    maybe_s: float,
) -> None:
    watch = _last_run(weeks, her)
    began = watch.end + timedelta(minutes=begins_min)
    told = HandRun(began, max(run_s, 600.0), run_s, outcome=outcome)  # type: ignore[arg-type]

    weeks.runs.add_by_hand(sample, her, told, now=WEEKS_END)

    outing = _last_run(weeks, her)
    assert (outing.id, outing.sure_s, outing.is_by_hand) == (watch.id, watch.sure_s, False)
    assert outing.outcome == ("exceeded" if outcome else "as_prescribed")
    is_news = outcome is not None or maybe_s > 528
    assert outing.known_at == (WEEKS_END if is_news else watch.known_at)
    assert outing.maybe_s == maybe_s


def test_a_run_told_alone_is_never_sure(weeks: Services, sample: Actor, her: str) -> None:
    began = WEEKS_END - timedelta(hours=5)
    weeks.runs.add_by_hand(sample, her, HandRun(began, 1800.0, 480.0), now=WEEKS_END)

    outing = _last_run(weeks, her)

    assert (outing.sure_s, outing.maybe_s, outing.is_by_hand) == (0.0, 480.0, True)


def test_a_phone_that_lay_still_hides_no_run(
    weeks: Services, sample: Actor, her: str, gpx_run: GpxRun
) -> None:
    began = WEEKS_END - timedelta(hours=3)
    files = [
        Upload("watch.gpx", gpx_run(began, ((2.6, 160, 1500),))),
        Upload("phone.gpx", gpx_run(began - timedelta(minutes=2), ((0.0, 0, 1800),))),
    ]

    verdicts = list(weeks.importing.add_files(sample, her, files, now=WEEKS_END, anyway=True))

    outing = _last_run(weeks, her)
    assert [each.verdict for each in verdicts] == ["new", "new"]
    assert outing.id in {each.activity_id for each in verdicts}
    assert outing.maybe_s == pytest.approx(1500, rel=0.02)
    assert (outing.sure_s or 0.0) < 60


def test_what_had_been_told_when_a_run_began_is_what_it_is_held_against(weeks: Services, her: str) -> None:
    run = _last_run(weeks, her)
    with written(weeks) as connection:
        connection.execute(tables.run_told.delete().where(tables.run_told.c.activity_id == run.id))
        told = RunTold(run.id, her, "postnatal-graded", 1, "run-02", False, run.known_at)
        life.put_run_told(connection, told)

    outing = _last_run(weeks, her)

    assert (outing.stage, outing.was_allowed, outing.outcome) == ("run-02", False, "exceeded")


def test_a_deleted_run_keeps_what_was_cautious_about_it(weeks: Services, her: str) -> None:
    run = _last_run(weeks, her)
    stone = Tombstone(
        *("9" * 32, her, "foot", WEEKS_END - timedelta(hours=6), WEEKS_END - timedelta(hours=5)),
        *(WEEKS_END.date(), WEEKS_END, her, 2400.0, 2500.0, "exceeded"),
    )
    beside = Tombstone(
        *("8" * 32, her, "foot", run.happened_at, run.end, run.local_date, WEEKS_END, her),
        *(900.0, 900.0, "exceeded"),
    )
    with written(weeks) as connection:
        activities.add_tombstone(connection, stone)
        activities.add_tombstone(connection, beside)

    found = {outing.id: outing for outing in of(record_of(weeks, her), Outing)}

    gone, whole = found["9" * 32], found[run.id]
    assert (gone.sure_s, gone.maybe_s, gone.outcome, gone.is_deleted) == (2400, 2500, "exceeded", True)
    assert gone.known_at < stone.deleted_utc
    assert "8" * 32 not in found, "one of two recordings of a run was deleted, no second run"
    assert (whole.sure_s, whole.maybe_s, whole.outcome) == (900, 900, "exceeded")


# -- what she says


def test_every_revision_is_there_with_when_it_happened_and_when_it_was_known(
    weeks: Services, sample: Actor, her: str
) -> None:
    felt = WEEKS_END - timedelta(hours=3)
    kept = weeks.diary.log(sample, her, day_entry(at=felt, heaviness_0_10=4), now=WEEKS_END)
    again = day_entry(at=WEEKS_END, heaviness_0_10=1)
    weeks.diary.edit(
        sample, her, kept.entry_id or 0, again, seen_revision=1, now=WEEKS_END + timedelta(minutes=1)
    )
    weeks.diary.withdraw(
        sample, her, kept.entry_id or 0, seen_revision=2, now=WEEKS_END + timedelta(minutes=2)
    )

    revisions = [each for each in of(record_of(weeks, her), Entry) if each.id == str(kept.entry_id)]

    assert [(each.revision, each.happened_at) for each in revisions] == [(1, felt), (2, felt), (3, felt)]
    assert [each.says and each.says.heaviness_0_10 for each in revisions] == [4, 1, None]
    assert [each.known_at - WEEKS_END for each in revisions] == [timedelta(minutes=n) for n in range(3)]


def test_a_day_alone_is_its_last_instant(weeks: Services, sample: Actor, her: str) -> None:
    day = date(2026, 5, 15)
    kept = weeks.diary.log(sample, her, day_entry(local_date=day), now=WEEKS_END)

    (entry,) = (each for each in of(record_of(weeks, her), Entry) if each.id == str(kept.entry_id))

    assert entry.happened_at == datetime(2026, 5, 15, 21, 59, 59, 999999, tzinfo=UTC)
    assert entry.says is not None
    assert entry.says.local_date == day


def test_what_no_longer_reads_holds_and_never_raises(weeks: Services, her: str) -> None:
    with written(weeks) as connection:
        entry_id = diary.add_entry(connection, her, None, "day", WEEKS_END.date())
        diary.add_entry_revision(connection, entry_id, 1, '{"x": 1}', now=WEEKS_END, made_by=her)
        week = diary.CheckInRevision(her, date(2026, 5, 18), 1, "{ cut", WEEKS_END, her)
        diary.add_check_in(connection, week)
        for kind in ("profile", "readiness", "baseline"):
            newest = diary.newest_record(connection, her, kind)
            number = (newest.revision if newest else 0) + 1
            diary.add_record(connection, diary.RecordRevision(her, kind, number, "[]", WEEKS_END, her))

    found = {each.id: each.code for each in of(record_of(weeks, her), Unreadable)}

    assert found == {
        str(entry_id): "entry",
        "check-in 2026-05-18": "check_in",
        "profile 2": "profile",
        "readiness 2": "readiness",
        "baseline 1": "baseline",
    }


@pytest.mark.parametrize(
    ("answers", "item", "is_good"),
    [
        ({"incontinence": "present"}, "incontinence", False),
        ({"incontinence": "as_baseline"}, "incontinence", False),
        ({"incontinence": "none"}, "incontinence", True),
        ({"girdle_pain": ()}, "girdle_pain", True),
        ({"girdle_pain": (PainAt(site="low_back", score_0_10=7),)}, "girdle_pain", False),
        ({"girdle_pain": (PainAt(site="low_back"),)}, "girdle_pain", False),
        ({"core_rehab_done": False}, "core", False),
        ({"walk_30_min_symptom_free": True}, "walk_30_min", True),
        ({}, None, None),
    ],
)
def test_readiness_is_good_as_the_gates_say(
    weeks: Services, her: str, answers: dict[str, object], item: str | None, is_good: bool | None
) -> None:
    said = Readiness.model_validate(answers).model_dump_json()
    with written(weeks) as connection:
        diary.add_record(connection, diary.RecordRevision(her, "readiness", 2, said, WEEKS_END, her))

    found = [exam for exam in of(record_of(weeks, her), Exam) if exam.known_at == WEEKS_END]

    assert [(exam.item, exam.is_good, exam.id) for exam in found] == (
        [(item, is_good, f"{item} 2")] if item else []
    )


def test_a_leak_as_signed_is_good_once_it_was_signed(weeks: Services, her: str) -> None:
    usual = Baseline(
        signed_by="A PT",
        signed_on=date(2026, 5, 1),
        usual=(UsualItem(item="leak_urine", described="a few drops on a sneeze"),),
    )
    said = Readiness(incontinence="as_baseline").model_dump_json()
    with written(weeks) as connection:
        signed_utc = WEEKS_END - timedelta(hours=1)
        text = usual.model_dump_json()
        diary.add_record(connection, diary.RecordRevision(her, "baseline", 1, text, signed_utc, "p" * 32))
        diary.add_record(connection, diary.RecordRevision(her, "readiness", 2, said, WEEKS_END, her))

    record = record_of(weeks, her)

    assert [each.says for each in of(record, Usual)] == [usual]
    newest = [exam for exam in of(record, Exam) if exam.item == "incontinence"][-1]
    assert newest.is_good


# -- what people do


def test_acts_of_a_therapist_are_hers(clinic: Clinic) -> None:
    runner_id, pt_id = clinic.runner_id, clinic.pt.person_id or ""
    with writing(clinic.services.context.engine) as connection:
        hold_id = reviews.add_hold(
            connection,
            runner_id=runner_id,
            kind="no_running",
            reason="seen first",
            on=WEEKS_END.date(),
            ordered_by=pt_id,
            now=WEEKS_END,
        )
        lifted = WEEKS_END + timedelta(hours=1)
        reviews.lift_hold(connection, Seen(hold_id, 1), on=lifted.date(), lifted_by=pt_id, now=lifted)
        seen = frozenset({("12", 1)})
        closings.add_closing(
            connection,
            NewClosing(
                runner_id=runner_id,
                finding_key="sign:calf_clot",
                closed_utc=lifted,
                closed_by=pt_id,
                role="pt",
                kind="looked",
                because="excluded",
                seen=seen,
            ),
        )

    record = record_of(clinic.services, runner_id)

    (order,), (lift,) = of(record, Order), of(record, Lift)
    (close,) = (each for each in of(record, Close) if each.finding == "sign:calf_clot")
    assert (order.id, order.kind, order.role, order.person) == (f"hold {hold_id}", "no_running", "pt", pt_id)
    assert (lift.order, lift.known_at, lift.role) == (order.id, lifted, "pt")
    assert (close.finding, close.seen, close.role) == ("sign:calf_clot", seen, "pt")
    links = {(link.person, link.ends) for link in of(record, Link)}
    former = clinic.former_pt.person_id
    assert links == {(pt_id, False), (former, False), (former, True)}


def test_a_step_back_of_the_machine_is_told_and_no_act(weeks: Services, her: str) -> None:
    way = of(record_of(weeks, her), Begin | Advance)  # type: ignore[arg-type]
    with written(weeks) as connection:
        for kind in ("regress", "taken_back", "given_back"):
            decisions.add_stage_change(
                connection,
                runner_id=her,
                plan_id="postnatal-graded",
                plan_version=1,
                stage_id="run-03",
                kind=kind,
                because="told",
                decision_id=1,
                now=WEEKS_END,
                made_by=her,
            )

    assert of(record_of(weeks, her), Begin | Advance) == way  # type: ignore[arg-type]


def test_what_was_told_is_read_with_its_rest(weeks: Services, her: str) -> None:
    told = of(record_of(weeks, her), Told)

    after = [each for each in told if each.rest_until is not None]
    assert after
    assert all(each.holds_until is not None and each.holds_until > each.known_at for each in told)


def test_what_was_carried_over_begins_the_record(weeks: Services, her: str) -> None:
    with written(weeks) as connection:
        decisions.open_finding(
            connection,
            runner_id=her,
            gate="leak-urine",
            kind="key_sign",
            release_by="pt",
            because_of='["12"]',
            on=WEEKS_END.date(),
            now=WEEKS_END,
        )
        decisions.add_stage_change(
            connection,
            runner_id=her,
            plan_id="postnatal-graded",
            plan_version=1,
            stage_id="run-04",
            kind="carried",
            because="carried over",
            decision_id=None,
            now=WEEKS_END - timedelta(days=8),
            made_by=None,
            known_utc=WEEKS_END + timedelta(microseconds=1),
        )

    record = record_of(weeks, her)

    assert of(record, Advance) == [], "what came before can no longer be taken back"
    kinds = [(begin.kind, begin.stage) for begin in of(record, Begin)]
    assert kinds == [
        ("first", "run-01"),
        *[("switch", f"run-0{number}") for number in (2, 3, 4)],
        ("carried", "run-04"),
    ]
    (carried,) = of(record, Carried)
    assert (carried.finding, carried.gate, carried.entries) == ("leak-urine", "leak-urine", ("12",))
    assert all(outing.was_allowed is None for outing in of(record, Outing))
    with reading(weeks.context.engine) as connection:
        standing = standing_of(connection, her, now=LATER)
    assert (standing.stage, [each.key for each in standing.findings]) == ("run-04", ["leak-urine"])
    begun = [act.known_at for act in of(record, Begin) if act.stage == "run-04" and act.kind == "switch"]
    assert [standing.entered_at] == begun, "the weeks at the stage are not lost"


def test_what_the_register_knows_and_a_restored_store_does_not_still_stands(
    weeks: Services, her: str
) -> None:
    with written(weeks) as connection:
        caution.append(
            connection,
            Caution(her, "sign:calf_clot", "opened", WEEKS_END),
            Caution(her, "order:99", "opened", WEEKS_END),
            Caution(her, "leak-urine", "opened", WEEKS_END - timedelta(days=1)),
            Caution(her, "leak-urine", "closed", WEEKS_END),
            Caution(her, "restored", "opened", WEEKS_END),
        )

    record = record_of(weeks, her)

    assert [each.code for each in of(record, Erased)] == ["sign:calf_clot"]
    assert [each.kind for each in of(record, Order)] == ["no_running"]
    assert [each.code for each in of(record, Unreadable)] == ["restored"]
    with reading(weeks.context.engine) as connection:
        standing = standing_of(connection, her, now=LATER)
    assert standing.is_barred
    assert [each.key for each in standing.findings] == ["sign:calf_clot"]


def test_births_and_zones_are_read_from_their_tables(weeks: Services, her: str) -> None:
    with written(weeks) as connection:
        life.add_birth(connection, her, "pregnancy", None, now=WEEKS_END, made_by=her)
        person = people.person_by_id(connection, her)
        assert person is not None
        people.change_settings(
            connection,
            Seen(her, person.version),
            display_name="Her",
            time_zone="Asia/Tokyo",
            distance_unit="km",
            now=WEEKS_END + timedelta(hours=1),
        )

    record = record_of(weeks, her)

    births = [(birth.kind, birth.happened_at.date()) for birth in of(record, Birth)]
    assert births == [("birth", date(2025, 12, 18)), ("pregnancy", WEEKS_END.date())]
    assert [zone.name for zone in of(record, Zone)] == ["Europe/Berlin", "Asia/Tokyo"]
    assert record.zone == "Europe/Berlin"


def test_the_sessions_behind_the_outings_come_with_them(weeks: Services, her: str) -> None:
    with reading(weeks.context.engine) as connection:
        found = read_life(connection, her, now=LATER)

    outings = {outing.id for outing in of(found.record, Outing)}
    assert {held.session_id for held in found.sessions} == outings
