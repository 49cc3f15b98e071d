"""The signature under a plan: on record, signed anew for a time, or taken back."""

from datetime import date, timedelta

import streamlit as st

from program import Clearance, Plan
from services import RunnerRecords
from ui import format as fmt
from ui.components.pt import act
from ui.components.pt.act import typed
from ui.desk import Desk
from ui.plain import plain


def show(runner_id: str, known: RunnerRecords, desk: Desk) -> None:
    """What is signed and whether it holds; the next signature."""
    signed = known.clearance
    plan = desk.services.planning.in_force(desk.actor, runner_id, now=desk.now)
    st.markdown(standing(signed, plan.plan if plan else None, desk.today))
    if plan is None:
        st.markdown("Choose a plan on the plan page first, then sign.")
        return
    key = f"clearance-{runner_id}-{known.clearance_revision}"
    st.date_input(
        f"Holds until (empty: {plan.plan.number('clearance_days'):g} days, as the plan says)",
        None,
        min_value=desk.today,
        key=f"{key}-until",
        format="DD/MM/YYYY",
    )
    with st.container(horizontal=True):
        st.button(
            f"Sign: cleared, version {plan.plan.version}",
            help=plain(plan.plan.title),
            icon=":material/draw:",
            key=f"{key}-sign",
            on_click=_sign,
            args=(runner_id, plan.plan.id, plan.plan.version, known.clearance_revision, key),
        )
        if signed is not None and signed.withdrawn_on is None:
            st.button(
                "Take it back",
                icon=":material/undo:",
                key=f"{key}-back",
                on_click=_take_back,
                args=(runner_id, signed, known.clearance_revision),
            )


def standing(signed: Clearance | None, plan: Plan | None, today: date) -> str:
    """Who signed what and when, and whether it holds, with an icon that says the same."""
    if signed is None:
        return ":material/help: **No clearance.** Nobody has signed that she may follow a plan."
    by = "told by herself, examined by" if signed.role == "self_stated" else "signed by"
    who = signed.examined_by if signed.role == "self_stated" else signed.signed_by
    told = f"{plain(signed.plan)} version {signed.plan_version}, {by} {plain(who or '')}"
    told += f" on {fmt.day(signed.signed_on)} {signed.signed_on.year}"
    if signed.withdrawn_on is not None:
        return f":material/undo: **Taken back** on {fmt.day(signed.withdrawn_on)}: {told}."
    if plan is None or (signed.plan, signed.plan_version) != (plan.id, plan.version):
        return f":material/help: **Not for the plan in force:** {told}."
    last = signed.signed_on + timedelta(days=plan.number("clearance_days"))
    last = min(last, signed.valid_until or last)
    if last < today:
        return f":material/hourglass_disabled: **Lapsed**, it held until {fmt.day(last)}: {told}."
    return f":material/verified: **Cleared until {fmt.day(last)} {last.year}:** {told}."


def _sign(runner_id: str, plan_id: str, version: int, revision: int, key: str) -> None:
    def work(desk: Desk) -> str:
        clearance = Clearance(
            plan=plan_id,
            plan_version=version,
            signed_by=desk.account.display_name,
            signed_on=desk.today,
            valid_until=typed(f"{key}-until"),
        )
        desk.services.records.sign_clearance(
            desk.actor, runner_id, clearance, seen_revision=revision, now=desk.now
        )
        return "Signed. What waited from before a link ended is settled by it."

    act.run(work)


def _take_back(runner_id: str, signed: Clearance, revision: int) -> None:
    def work(desk: Desk) -> str:
        taken_back = Clearance(
            plan=signed.plan,
            plan_version=signed.plan_version,
            signed_by=desk.account.display_name,
            signed_on=signed.signed_on,
            valid_until=signed.valid_until,
            withdrawn_on=desk.today,
        )
        desk.services.records.sign_clearance(
            desk.actor, runner_id, taken_back, seen_revision=revision, now=desk.now
        )
        return "Taken back. No running is allowed until somebody signs again."

    act.run(work)
