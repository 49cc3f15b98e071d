"""Readiness as the runner told it, the examination and tests, and the clearance."""

from html import escape
from typing import get_args

import streamlit as st

from program import Assessment
from program.education import readiness_data
from program.record import LoadTestResult, Quality, StrengthResult
from services import RefusedError, RunnerRecords
from ui import format as fmt
from ui.components.pt import act, clearance, words
from ui.components.pt.act import typed
from ui.components.pt.sheet import sheet
from ui.components.symptom_form import YES_NO
from ui.desk import Desk
from ui.look import palette
from ui.plain import plain
from ui.words import SITES

MOST_REPETITIONS = 200
SIDES = ("left", "right")
VERDICTS = {
    True: ("Free of symptoms", "check", "progress"),
    False: ("With symptoms", "close", "stop"),
    None: ("Not known", "question_mark", "hold"),
}


def show(runner_id: str, desk: Desk) -> None:
    """What is known, the form of the examination, and the clearance."""
    known = desk.services.records.read(desk.actor, runner_id, now=desk.now)
    told, form = st.columns([4, 7], gap="large")
    with told:
        _readiness(known)
        _on_record(known.assessment)
        st.subheader("Clearance", anchor=False)
        clearance.show(runner_id, known, desk)
    with form:
        _examination(runner_id, known, desk)


def _readiness(known: RunnerRecords) -> None:
    ready, profile = known.readiness, known.profile
    pain = ready.girdle_pain
    sites = None if pain is None else ", ".join(SITES[at.site].lower() for at in pain) or "none"
    lines = {
        "Birth": profile.birth_date and f"{fmt.day(profile.birth_date)} {profile.birth_date.year}",
        "How": profile.kind_of_birth,
        "Feeding": profile.feeding and profile.feeding.replace("_", " "),
        "Deep core rehabilitation done": _yes_no(ready.core_rehab_done),
        "Pelvic floor rehabilitation done": _yes_no(ready.pelvic_floor_rehab_done),
        "Leak in daily life": ready.incontinence and ready.incontinence.replace("_", " "),
        "Pelvic girdle pain": sites,
        "Brisk walk of 30 minutes without a sign": _yes_no(ready.walk_30_min_symptom_free),
    }
    st.subheader("As the runner told it", anchor=False)
    st.markdown("\n".join(f"- {label}: {said or '**not answered**'}" for label, said in lines.items()))


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else YES_NO[value].lower()


def _examination(runner_id: str, known: RunnerRecords, desk: Desk) -> None:
    before, data = known.assessment, readiness_data()
    key = f"exam-{runner_id}-{known.assessment_revision}"
    done = {result.test: result.symptom_free for result in before.load_tests} if before else {}
    strong = {result.test: result for result in before.strength} if before else {}
    with st.form(key):
        st.subheader("Examination", anchor=False)
        if before:
            st.caption(
                f"On record: {plain(before.assessed_by)}, {fmt.day(before.assessed_on)}. "
                "Nothing is copied from it; what you leave open is not known."
            )
        st.date_input("Examined on", desk.today, max_value=desk.today, key=f"{key}-on", format="DD/MM/YYYY")
        _choice("Pelvic health PT?", YES_NO, before.pelvic_health_pt if before else None, f"{key}-pelvic")
        st.markdown("**Load and impact tests, each free of symptoms?**")
        for test in data.load_tests:
            _choice(f"{test.label}: {test.dose} {test.unit}", YES_NO, done.get(test.id), f"{key}-{test.id}")
        st.markdown("**Strength, repetitions: a goal of training, no bar**")
        for test in data.strength_tests:
            with st.container(horizontal=True, vertical_alignment="bottom"):
                st.markdown(f"{test.label} (goal {test.dose})", width="stretch")
                for side in SIDES:
                    st.number_input(
                        side.capitalize(),
                        min_value=0,
                        max_value=MOST_REPETITIONS,
                        value=None,
                        placeholder=_before(strong.get(test.id), side),
                        key=f"{key}-{test.id}-{side}",
                        width=110,
                    )
        with st.expander("What was looked at"):
            for item in data.examination:
                held = getattr(before, item.id) if before else None
                _choice(item.label, words.QUALITIES, held, f"{key}-looked-{item.id}")
        st.text_area("Notes", key=f"{key}-notes", max_chars=4000)
        st.form_submit_button(
            "Keep the examination",
            type="primary",
            on_click=_keep,
            args=(runner_id, key, known.assessment_revision),
        )


def _before(result: StrengthResult | None, side: str) -> str | None:
    count = getattr(result, side, None)
    return None if count is None else f"before: {count}"


def _choice(label: str, options: dict, before: object, key: str) -> None:
    """One question in a line, nothing chosen; what is on record is told beside it."""
    told = f" (before: {options[before].lower()})" if before in options else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(label) + told, width="stretch")
        st.pills(
            label,
            list(options),
            format_func=options.__getitem__,
            key=key,
            label_visibility="collapsed",
            width="content",
        )


def _on_record(before: Assessment | None) -> None:
    """The tests of the examination in force: free of symptoms or not, and the counts of each side."""
    st.subheader("Examination in force", anchor=False)
    if before is None:
        st.markdown("None yet. What was not examined is not known, and unknown never lets a runner begin.")
        return
    st.caption(f"{plain(before.assessed_by)}, {fmt.day(before.assessed_on)} {before.assessed_on.year}")
    data = readiness_data()
    free = {result.test: result.symptom_free for result in before.load_tests}
    strong = {result.test: result for result in before.strength}
    rows = [
        (f"{escape(test.label)}, {test.dose} {escape(test.unit)}", _verdict(free.get(test.id)))
        for test in data.load_tests
    ]
    rows += [
        (
            f"{escape(test.label)}, goal {test.dose}",
            " · ".join(f"{side} {_count(strong.get(test.id), side)}" for side in SIDES),
        )
        for test in data.strength_tests
    ]
    st.html(sheet(palette(), "tests on record", ("Test", "Result"), rows))
    if before.notes:
        st.markdown(plain(before.notes))


def _verdict(symptom_free: bool | None) -> str:
    title, icon, tone = VERDICTS[symptom_free]
    return (
        f'<span class="pill {tone}"><span aria-hidden="true" translate="no" class="icon">{icon}</span>'
        f"{title}</span>"
    )


def _count(result: StrengthResult | None, side: str) -> str:
    count = getattr(result, side, None)
    return "not known" if count is None else str(count)


def _keep(runner_id: str, key: str, revision: int) -> None:
    def work(desk: Desk) -> str:
        if typed(f"{key}-on") is None:
            raise RefusedError("Nothing was kept: say on which day you examined her.")
        assessment = _assessment(key, desk.account.display_name)
        desk.services.records.put_assessment(
            desk.actor, runner_id, assessment, seen_revision=revision, now=desk.now
        )
        return "Kept. The answer has been made anew."

    act.run(work)


def _assessment(key: str, name: str) -> Assessment:
    data = readiness_data()
    free = {test.id: typed(f"{key}-{test.id}") for test in data.load_tests}
    counts = {
        test.id: {side: typed(f"{key}-{test.id}-{side}") for side in SIDES} for test in data.strength_tests
    }
    looked = {item.id: typed(f"{key}-looked-{item.id}") for item in data.examination}
    return Assessment(
        assessed_on=typed(f"{key}-on"),
        assessed_by=name,
        pelvic_health_pt=typed(f"{key}-pelvic"),
        load_tests=tuple(
            LoadTestResult.model_validate({"test": test, "symptom_free": value})
            for test, value in free.items()
            if value is not None
        ),
        strength=tuple(
            StrengthResult.model_validate({"test": test, **sides})
            for test, sides in counts.items()
            if any(value is not None for value in sides.values())
        ),
        notes=typed(f"{key}-notes") or None,
        **{name: value for name, value in looked.items() if value in get_args(Quality)},
    )
