"""Leaving out the rides at the ends of a recording where it is shown: a choice that changes no answer."""

from datetime import datetime

from analysis import without_rides
from analysis.schema import Bouts
from program.record import RunAnswer
from services.acts import Act
from services.errors import NotFoundError, RefusedError
from services.policy import Actor, Visit
from services.questions import add_answer
from store import activities, audit
from store.frames import unpack_rows


def keep_cut(
    desk: Visit, actor: Actor, runner_id: str, activity_id: str, *, is_cut: bool, now: datetime
) -> None:
    """Keep whether the rides before and after a run are cut off, with every choice that was made before.

    Only what is not on foot can be, and no decision reads it: it never counted. Refused where there is none.
    """
    row = activities.activity_by_id(desk.connection, activity_id)
    if row is None or row.runner_id != runner_id:
        raise NotFoundError("This run is not there. It may have been deleted.")
    measurement = activities.measurement_by_id(desk.connection, activity_id)
    packed = measurement.bouts if measurement else None
    if not packed or without_rides(unpack_rows(packed, Bouts)) is None:
        raise RefusedError("Nothing at the beginning or the end of this run was a ride.")
    add_answer(desk, actor, runner_id, RunAnswer(activity=activity_id, question="cut_off", says=is_cut), now)
    audit.append(
        desk.connection,
        at_utc=now,
        actor_kind="person",
        actor_id=actor.person_id,
        action=Act.CUT_OFF_A_RIDE if is_cut else Act.KEEP_A_RIDE,
        subject_id=runner_id,
        about=f"activity {activity_id}",
    )
