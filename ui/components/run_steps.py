"""The runs of a session one by one; the walks between them only where they were not as asked for."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from analysis.execution import Execution
from ui import format as fmt
from ui.components.pt.sheet import sheet
from ui.desk import Desk
from ui.look import palette
from ui.words import STEP_RESULTS

TONES = {"done": "progress", "short": "hold", "long": "regress", "missing": "hold", "extra": "regress"}
#: Fewer seconds than this are the ordinary doubt at the edges of a run.
LEAST_UNCERTAIN_S = 1.0


def show(execution: Execution, desk: Desk) -> None:
    """A row a run; walks are summed up in one line, and shown in full on demand."""
    steps = execution.steps.to_dicts()
    walks = [step for step in steps if step["kind"] == "walk" and step["step_index"] is not None]
    odd = [step for step in walks if step["status"] != "done"]
    st.subheader("Step by step", anchor=False)
    _table([step for step in steps if step["kind"] == "run" or step in odd], desk)
    if walks:
        st.caption(f"Walks as asked for: {len(walks) - len(odd)} of {len(walks)}.")
        with st.expander("Every step"):
            _table(steps, desk)


def _table(steps: Sequence[dict], desk: Desk) -> None:
    rows = [
        (
            _asked(step),
            f"{_done(step)} {_result(step)}",
            escape(fmt.pace(step["pace_s_per_km"], desk.units)),
            escape(fmt.cadence(step["cadence_spm"])),
        )
        for step in steps
    ]
    st.html(sheet(palette(), "steps", ("Asked for", "Done", "Pace", "Cadence"), rows, cards=False))


def _asked(step: dict) -> str:
    if step["step_index"] is None:
        return f"{step['kind']}, not asked for"
    if step["prescribed_m"] is not None:
        return f"{step['kind']} {step['prescribed_m']:.0f} m"
    return f"{step['kind']} {fmt.clock(step['prescribed_s'])}"


def _done(step: dict) -> str:
    if not step["actual_s"]:
        return fmt.UNKNOWN
    doubt = f" ± {step['uncertain_s']:.0f} s" if step["uncertain_s"] >= LEAST_UNCERTAIN_S else ""
    return f"{fmt.clock(step['actual_s'])}{doubt}"


def _result(step: dict) -> str:
    wording = STEP_RESULTS[step["status"]]
    return (
        f'<span class="tag {TONES[step["status"]]}"><span class="icon" aria-hidden="true" translate="no">'
        f"{wording.icon}</span> {escape(wording.title)}</span>"
    )
