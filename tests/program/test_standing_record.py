"""What the fold says stands, as the record that a case carries, and back from its JSON."""

from datetime import UTC, date, datetime, timedelta

from weeks import case_of, clean_week

from program.case import parse_case
from program.history.events import Begin, Record
from program.history.fold import fold
from program.history.records import standing_record
from program.history.standing import Alert, Bar, Lifting, Rest, Standing, StandingFinding
from program.load import shipped_plans
from program.model import ReleaseBy, Urgency
from program.standing_record import StandingRecord

AT = datetime(2026, 11, 22, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def standing_of(**parts: object) -> Standing:
    nothing: dict[str, object] = {
        "at": AT,
        "plan": ("postnatal-graded", 1),
        "stage": "run-04",
        "holds_until": AT + DAY,
        **dict.fromkeys(("entered_at", "stepped_from", "evidence_since", "last_run_at")),
        **dict.fromkeys(
            ("rests", "bars", "holds", "findings", "steps", "taken_back", "listed", "orders", "alerts"), ()
        ),
        **dict.fromkeys(("answered", "not_evidence", "ran_forbidden", "asked"), frozenset()),
        "stage_told": (),
    }
    return Standing(**{**nothing, **parts})  # type: ignore[arg-type]


def test_nothing_standing_is_the_empty_record() -> None:
    assert standing_record(standing_of()) == StandingRecord()


def test_every_part_is_mirrored_in_the_runners_own_zone() -> None:
    standing = standing_of(
        stepped_from="run-06",
        rests=(
            Rest(AT - DAY, "a0", "pain"),
            Rest(AT + 2 * DAY, "a1", "limp"),
            Rest(AT + DAY, "a2", "overshoot"),
        ),
        bars=(Bar("illness", ReleaseBy.RUNNER, AT, AT + DAY),),
        holds=(Bar("order:hold 1", ReleaseBy.PT, AT),),
        findings=(
            StandingFinding(
                "sign:fever", 1, "same-day-sign", AT, ReleaseBy.MEDICAL, Urgency.SAME_DAY, (("a1", 2),)
            ),
        ),
        answered=frozenset({("a2", "limp"), ("a1", "limp")}),
        taken_back=("stage 2", "stage 3"),
        alerts=(Alert("taken-back:stage 3", "taken_back", AT - DAY),),
        listed=("a1/limp",),
        not_evidence=frozenset({"s2", "s1"}),
        ran_forbidden=frozenset({"s1"}),
        asked=frozenset({"s3"}),
        undated=frozenset({"u2", "u1"}),
        evidence_since=AT - DAY,
        last_run_at=datetime(2026, 11, 20, 3, tzinfo=UTC),
        orders=(Lifting("hold 1", "no_running", AT, ("p1",), AT + 14 * DAY),),
    )
    record = standing_record(standing, zone="America/New_York", nights_over=(("s1", AT),))
    assert record.rest_until == AT + 2 * DAY
    assert record.rest_until.utcoffset() == timedelta(hours=-5)
    assert (record.rest_gate, record.rest_source) == ("limp", "a1")
    assert record.rested == (("a0", "pain"), ("a1", "limp"), ("a2", "overshoot"))
    assert [(bar.code, bar.who, bar.until) for bar in record.bars] == [("illness", "runner", AT + DAY)]
    assert [(bar.code, bar.who, bar.until) for bar in record.holds] == [("order:hold 1", "pt", None)]
    (finding,) = record.findings
    assert (finding.key, finding.release_by, finding.urgency) == ("sign:fever", "medical", "same_day")
    assert finding.entries == (("a1", 2),)
    assert record.answered == (("a1", "limp"), ("a2", "limp"))
    assert record.taken_back == (("stage 3", AT - DAY),)
    assert (record.not_evidence, record.ran_forbidden, record.asked) == (("s1", "s2"), ("s1",), ("s3",))
    assert record.undated == ("u1", "u2")
    assert record.last_run_on == date(2026, 11, 19)
    (order,) = record.orders
    assert (order.id, order.kind, order.who) == ("hold 1", "no_running", ("p1",))
    assert order.runner_from == AT + 14 * DAY
    assert (record.listed, record.stepped_from) == (("a1/limp",), "run-06")
    assert record.nights_over == (("s1", AT),)
    assert record.nights_over[0][1].utcoffset() == timedelta(hours=-5)


def test_a_case_keeps_what_stands_through_its_json() -> None:
    standing = standing_of(
        rests=(Rest(AT + 2 * DAY, "a1", "limp"),), bars=(Bar("illness", ReleaseBy.RUNNER, AT),)
    )
    record = standing_record(standing, zone="Pacific/Auckland")
    case = case_of(clean_week("postnatal-graded", "run-04")).model_copy(update={"standing": record})
    again = parse_case(case.model_dump_json())
    assert again.standing == record
    assert again.standing is not None
    assert again.standing.rest_until is not None
    assert record.rest_until is not None
    assert again.standing.rest_until.date() == record.rest_until.date()


def test_what_the_fold_makes_fits_a_case() -> None:
    plan = shipped_plans()["postnatal-graded", 1]
    begin = Begin(
        id="stage 1", happened_at=AT - DAY, known_at=AT - DAY, plan=(plan.id, 1), stage="run-04", kind="first"
    )
    record = standing_record(fold(Record(events=(begin,), plans={(plan.id, 1): plan}, default_plan=plan), AT))
    assert record.findings == ()
    assert record.evidence_since == AT - DAY
