"""The case: strict, described, short where little is known."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from hashlib import sha256
from operator import itemgetter
from typing import Any

import pytest
from weeks import case_of, clean_week, plan_of

from program import Case, CaseError, case_from, case_schema, decide, parse_case
from program.facts.observe import facts_sha256

SHORT = {"plan": "postnatal-graded", "plan_version": 1, "stage": None, "date": "2026-11-22"}


def test_a_case_may_be_four_keys_long() -> None:
    case = case_from(SHORT)
    assert (case.stage, case.sessions, case.symptoms, case.pt) == (None, None, (), None)


def test_a_case_survives_its_own_json() -> None:
    case = case_of(clean_week("postnatal-graded", "run-04"))
    assert parse_case(case.model_dump_json()) == case


def _fields(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    models = {"Case": schema, **schema["$defs"]}
    return [
        (f"{name}.{key}", field)
        for name, model in models.items()
        for key, field in model["properties"].items()
    ]


def test_every_field_of_the_schema_says_what_it_is() -> None:
    assert [name for name, field in _fields(case_schema()) if "description" not in field] == []


def test_the_schema_refuses_unknown_keys_and_lists_the_signs() -> None:
    schema = case_schema()
    assert all(model["additionalProperties"] is False for model in [schema, *schema["$defs"].values()])
    assert "saddle_numbness" in json.dumps(schema["$defs"]["SymptomEntry"])
    assert schema["required"] == ["plan", "plan_version", "stage", "date"]


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        ({"stagee": 1}, "stagee", "not known here"),
        ({"plan_version": "1"}, "plan_version", "integer"),
        ({"plan_version": True}, "plan_version", "integer"),
        ({"plan_version": 0}, "plan_version", "greater"),
        ({"date": "22.11.2026"}, "date", "date"),
        ({"now": "2026-11-22T20:00:00"}, "now", "timezone"),
        ({"now": "2026-11-25T20:00:00Z"}, "", "now is not on the date"),
        ({"stage_since": "2026-11-22T21:00:00Z", "now": "2026-11-22T20:00:00Z"}, "", "after the moment"),
        ({"stage_since": "2026-11-24T01:00:00Z"}, "", "after the moment"),
        ({"pt": "maybe"}, "pt", "linked"),
        (
            {"symptoms": [{"id": "a", "phase": "day", "signs": ["x"]}]},
            "symptoms[0].signs[0]",
            "no sign called x; the signs are chest_pain, trouble_breathing, ",
        ),
        ({"symptoms": [{"id": "a", "phase": "day", "session": "s"}]}, "symptoms[0]", "phase day"),
        ({"symptoms": [{"id": "a", "phase": "after"}]}, "symptoms[0]", "names its session"),
        (
            {"symptoms": [{"id": "a", "phase": "day", "heaviness_0_10": 11}]},
            "symptoms[0].heaviness_0_10",
            "less",
        ),
        (
            {"symptoms": [{"id": "a", "phase": "day", "pain": [{"site": "soul"}]}]},
            "symptoms[0].pain[0].site",
            "",
        ),
        (
            {"sessions": [], "symptoms": [{"id": "a", "phase": "after", "session": "s9"}]},
            "",
            "names session s9",
        ),
        (
            {"clearance": {"plan": "p", "plan_version": 1, "signed_by": "", "signed_on": "2026-01-01"}},
            "clearance.",
            "",
        ),
        ({"check_ins": [{"date": "2026-11-22", "sleep_hours_per_night": 25}]}, "check_ins[0].sleep", "less"),
        ({"plan": None}, "plan", "string"),
    ],
)
def test_what_is_wrong_is_named_with_its_path(change: dict[str, Any], path: str, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        case_from({**SHORT, **change})
    assert any(fault.path.startswith(path) and says in fault.message for fault in caught.value.faults)


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(CaseError) as caught:
        case_from({"plan": 1, "stage": None, "extra": 1})
    assert {fault.path: fault.message for fault in caught.value.faults} == {
        "plan": "input should be a valid string",
        "plan_version": "this key is needed and is not there",
        "date": "this key is needed and is not there",
        "extra": "this key is not known here; check its spelling or take it out",
    }
    assert str(caught.value).startswith("case: plan: input should be a valid string; ")


def test_ids_are_used_once() -> None:
    data = clean_week("postnatal-graded", "run-04")
    data["symptoms"].append(data["symptoms"][0])
    with pytest.raises(CaseError, match="the id a1 is there twice"):
        case_of(data)


def test_a_session_ends_after_it_starts() -> None:
    data = clean_week("postnatal-graded", "run-04")
    data["sessions"][0]["end"] = data["sessions"][0]["start"]
    with pytest.raises(CaseError, match="ends after it starts"):
        case_of(data)


@pytest.mark.parametrize("holder", ["clearance", "closure"])
def test_a_self_stated_word_names_who_examined(holder: str) -> None:
    data = clean_week("postnatal-graded", "run-04")
    if holder == "clearance":
        data["clearance"]["role"] = "self_stated"
    else:
        closed = {
            "closed_by": "B",
            "closed_at": "2026-11-20T10:00:00Z",
            "reason": "well",
            "role": "self_stated",
        }
        data["open_findings"] = [{"id": "f", "gate": "heaviness", "kind": "key_sign", "closed": closed}]
    with pytest.raises(CaseError, match="names who examined the runner, and when"):
        case_of(data)


def test_what_is_not_json_is_refused_in_one_sentence() -> None:
    with pytest.raises(CaseError, match="case"):
        parse_case("{")
    with pytest.raises(CaseError, match="not plain JSON data"):
        case_from({"plan": object()})


def test_without_an_instant_the_earliest_that_fits_is_taken() -> None:
    assert case_from(SHORT).instant == datetime(2026, 11, 22, tzinfo=UTC)
    data = clean_week("postnatal-graded", "run-04")
    data["now"] = None
    assert case_of(data).instant == datetime(2026, 11, 22, 19, tzinfo=UTC)
    data["check_ins"][0]["at"] = "2026-11-23T19:00:00Z"
    assert case_of(data).instant == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize("given", ["2026-11-15", "2026-11-15T00:00:00Z", "2026-11-15T01:00:00+01:00"])
def test_a_stage_may_begin_on_a_day(given: str) -> None:
    assert case_from({**SHORT, "stage_since": given}).stage_since == datetime(2026, 11, 15, tzinfo=UTC)


@pytest.mark.parametrize("given", ["2026-11-15T00:00:00", "2026-11-15T24:00:00Z", "soon", 5])
def test_a_stage_does_not_begin_at_a_moment_without_a_zone(given: Any) -> None:
    with pytest.raises(CaseError, match="stage_since"):
        case_from({**SHORT, "stage_since": given})


def test_the_hash_knows_the_facts_and_not_the_date_or_the_order() -> None:
    data = clean_week("postnatal-graded", "run-04")
    base = facts_sha256(case_of(data))
    later = {**data, "date": "2026-11-23", "now": "2026-11-23T08:00:00Z"}
    turned = {**data, "sessions": data["sessions"][::-1], "symptoms": data["symptoms"][::-1]}
    assert {facts_sha256(case_of(later)), facts_sha256(case_of(turned))} == {base}
    changed = deepcopy(data)
    changed["symptoms"][0]["heaviness_0_10"] = 1
    moved = {**data, "stage": "run-05"}
    assert len({base, facts_sha256(case_of(changed)), facts_sha256(case_of(moved))}) == 3
    assert facts_sha256(case_from(SHORT)) != facts_sha256(case_from({**SHORT, "sessions": []}))


def test_a_decision_is_replayed_exactly() -> None:
    case = case_of(clean_week("postnatal-graded", "run-04"))
    plan = plan_of("postnatal-graded")
    assert decide(case, plan) == decide(Case.model_validate(case.model_copy()), plan)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"plan_version": 2}, "this case is of postnatal-graded version 2"),
        ({"plan": "couch-to-5k"}, "not postnatal-graded version 1"),
        ({"stage": "run-99"}, "there is no stage called run-99; the stages are weeks-0-2"),
    ],
)
def test_a_case_of_another_plan_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(CaseError, match=says):
        decide(case_from({**SHORT, **change}), plan_of("postnatal-graded"))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_of_hours_is_finite(value: float) -> None:
    data = clean_week("postnatal-graded", "run-04")
    data["check_ins"][0]["sleep_hours_per_night"] = value
    with pytest.raises(CaseError, match=r"check_ins\[0\].sleep_hours_per_night: "):
        case_from(data)


def test_what_is_no_plain_data_is_refused_in_a_sentence() -> None:
    with pytest.raises(CaseError) as caught:
        case_from({**SHORT, "date": {1, 2}})
    assert (
        str(caught.value) == "case: it is not plain JSON data (Object of type set is not JSON serializable)"
    )
    assert caught.value.faults[0].path == ""


def test_the_hash_is_that_of_the_canonical_json() -> None:
    """So that another program, or a later version of this one, comes to the same."""
    data = clean_week("postnatal-graded", "run-04")
    data["clearance"]["signed_by"] = "Anaïs Öz"
    case = case_of(data)
    facts = case.model_dump(mode="json")
    del facts["date"], facts["now"], facts["standing"]
    for entries in ("sessions", "symptoms", "check_ins"):
        facts[entries].sort(key=itemgetter("id"))
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert facts_sha256(case) == sha256(canonical).hexdigest()
