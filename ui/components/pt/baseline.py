"""What is usual for a runner, in absolute terms, signed by name and date."""

from typing import get_args

import streamlit as st

from program import Baseline
from program.questions import BY_ID
from program.record import UsualItem, UsualName
from services import RefusedError
from ui import format as fmt
from ui.components.pt import act
from ui.components.pt.act import typed
from ui.desk import Desk

SHORTEST = 3
SCORES = range(11)


def show(runner_id: str, desk: Desk) -> None:
    """The baseline on record, and a form for the next one."""
    known = desk.services.records.read(desk.actor, runner_id, now=desk.now)
    before = known.baseline
    signed = f"signed {fmt.day(before.signed_on)}" if before else "none signed: 'same as usual' is a symptom"
    with st.expander(f"Baseline, {signed}"):
        st.markdown(
            "How much and how often, in numbers: “a few drops on a sneeze, twice a week”. Empty: not usual."
        )
        usual = {item.item: item.described for item in before.usual} if before else {}
        key = f"baseline-{runner_id}-{known.baseline_revision}"
        for item in get_args(UsualName):
            st.text_input(BY_ID[item].short, usual.get(item, ""), key=f"{key}-{item}", max_chars=500)
        st.selectbox(
            "Usual heaviness, 0 to 10",
            SCORES,
            index=before.heaviness_0_10 if before else None,
            placeholder="not usual",
            key=f"{key}-heaviness",
        )
        st.button("Sign the baseline", on_click=_sign, args=(runner_id, key, known.baseline_revision))


def _sign(runner_id: str, key: str, revision: int) -> None:
    def work(desk: Desk) -> str:
        described = {item: typed(f"{key}-{item}") or "" for item in get_args(UsualName)}
        short = [item for item, text in described.items() if 0 < len(text) < SHORTEST]
        if short:
            raise RefusedError("Nothing was signed: describe what is usual in a few words and numbers.")
        before = desk.services.records.read(desk.actor, runner_id, now=desk.now).baseline
        baseline = Baseline(
            signed_by=desk.account.display_name,
            signed_on=desk.today,
            usual=tuple(UsualItem(item=item, described=text) for item, text in described.items() if text),
            heaviness_0_10=typed(f"{key}-heaviness"),
            pain=before.pain if before else (),
        )
        desk.services.records.sign_baseline(
            desk.actor, runner_id, baseline, seen_revision=revision, now=desk.now
        )
        return "Signed. From now on 'same as usual' is held against it."

    act.run(work)
