"""What a runner tapped and has not saved: hers alone, for a day, and never a fact for a decision."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from services.acts import Act
from services.context import Context
from services.policy import Access, Actor, visit
from store.unsaved import UnsavedRow, drop_unsaved, drop_unsaved_before, put_unsaved, unsaved

KEPT_FOR = timedelta(days=1)
Tapped = str | int | float | bool | list[str]


class Unsaved:
    """The state of a form that is still open, so that a lost connection does not lose it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def keep(
        self, actor: Actor, runner_id: str, form: str, answers: Mapping[str, Tapped], *, now: datetime
    ) -> None:
        """Keep the state of a form in place of the one before; an empty one is let go of.

        What anybody left open for longer than a day goes with it.
        """
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.KEEP_UNSAVED_ANSWERS,
            now=now,
            writes=True,
        ) as desk:
            drop_unsaved_before(desk.connection, now - KEPT_FOR)
            if answers:
                row = UnsavedRow(runner_id, form, json.dumps(dict(answers)), now)
                put_unsaved(desk.connection, row)
            else:
                drop_unsaved(desk.connection, runner_id, form)

    def read(self, actor: Actor, runner_id: str, form: str, *, now: datetime) -> dict[str, Tapped]:
        """Return the state of a form as it was left; empty where nothing is kept, or for too long."""
        with visit(
            self._context,
            actor,
            Access.OWN,
            subject_id=runner_id,
            doing=Act.READ_UNSAVED_ANSWERS,
            now=now,
        ) as desk:
            row = unsaved(desk.connection, runner_id, form)
        return {} if row is None or row.made_utc < now - KEPT_FOR else json.loads(row.answers)
