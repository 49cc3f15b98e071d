"""What people did, and what was told, as events: the way, closings, orders, links, looks, decisions."""

import json
from collections.abc import Iterator
from datetime import datetime

from program.history.events import (
    Advance,
    Begin,
    Carried,
    Close,
    Erased,
    Event,
    Lift,
    Link,
    Looked,
    Order,
    Rules,
    Told,
    Unreadable,
    Zone,
)
from program.model import Action, ReleaseBy
from services.history.rows import Rows, known_utc_of
from services.register import FROM_REGISTER, ORDER, RESTORED
from store.decisions import FindingRow, StageChangeRow
from store.reviews import HoldRow, ReviewRow

#: The kinds of a beginning, by those that are kept.
_BEGINS = {
    "cleared": "first",
    "first": "first",
    "placed": "placed",
    "switch": "switch",
    "lower": "lower",
    "carried": "carried",
}


def acts_of(rows: Rows) -> Iterator[Event]:
    """All acts and tellings."""
    yield from _way(rows)
    yield from _findings(rows)
    yield from _orders(rows)
    for link in rows.links:
        began, ended = link.began_utc, link.ended_utc
        yield Link(id=f"link {link.id}", happened_at=began, known_at=began, role="pt", person=link.pt_id)
        if ended is not None:
            yield Link(
                id=f"link-end {link.id}",
                happened_at=ended,
                known_at=ended,
                role=rows.role_of(link.ended_by),
                person=link.pt_id,
                ends=True,
            )
    for look in rows.looked:
        yield Looked(
            id=f"looked {look.id}",
            happened_at=look.at_utc,
            known_at=look.at_utc,
            role=rows.role_of(look.by),
            person=look.by,
            alert=look.key,
            kind=look.kind,  # pyright: ignore[reportArgumentType]  what is written is one of these
        )
    for zone in rows.zones:
        yield Zone(
            id=f"zone {zone.id}", happened_at=zone.from_utc, known_at=zone.from_utc, name=zone.time_zone
        )
    for row in rows.told:
        yield Told(
            id=f"decision {row.id}",
            happened_at=row.made_utc,
            known_at=row.made_utc,
            role="system",
            stage=row.next_stage_id if row.action == Action.REGRESS.value else row.stage_id,
            running_allowed=row.running_allowed,
            rest_until=row.not_before_utc,
            holds_until=row.holds_until_utc,
        )


def rules_of(rows: Rows) -> Iterator[Rules]:
    """Since when the rules of which edition are in force, where there is anything from before them."""
    for row in rows.rules:
        at = row.from_utc
        yield Rules(
            id=f"rules {row.edition}", happened_at=at, known_at=at, role="system", edition=row.edition
        )


# -- the way


def _way(rows: Rows) -> Iterator[Event]:
    """Acts only: a step back that the machine told is derived, never a fact.

    What came before the stage was carried over is no act any more that could be taken back: it says which
    plan and stage were in force then, and nothing else.
    """
    carried = rows.carried
    is_old = carried is not None
    before: StageChangeRow | None = None
    for row in rows.stages:
        is_old = is_old and row is not carried
        override = _override_of(rows, row)
        if row.kind == "progress" and not is_old:
            yield _advance(rows, row, before)
        elif row.kind in _BEGINS:
            yield _begin(rows, row, _BEGINS[row.kind])
        elif row.kind == "regress" and override is not None and not is_old:
            yield _begin(rows, row, "placed")
        elif is_old:
            yield _begin(rows, row, "switch")
        before = row


def _begin(rows: Rows, row: StageChangeRow, kind: str) -> Begin:
    known_utc = known_utc_of(row)
    return Begin(
        id=f"stage {row.id}",
        # Carried over is the stage as it was known then: what was known before steps back no more.
        happened_at=known_utc if kind == "carried" else row.made_utc,
        known_at=known_utc,
        role=rows.role_of(row.made_by),
        person=row.made_by,
        plan=(row.plan_id, row.plan_version),
        stage=row.stage_id,
        kind=kind,  # pyright: ignore[reportArgumentType]  a value of `_BEGINS`
    )


def _advance(rows: Rows, row: StageChangeRow, before: StageChangeRow | None) -> Advance:
    said = [each for each in rows.reviews if each.decision_id == row.decision_id and _lets_on(each)]
    kind = next((each.kind for each in said if each.made_utc == row.made_utc), said[0].kind if said else None)
    return Advance(
        id=f"stage {row.id}",
        happened_at=row.made_utc,
        known_at=known_utc_of(row),
        role=rows.role_of(row.made_by),
        person=row.made_by,
        plan=(row.plan_id, row.plan_version),
        origin=row.from_stage_id or (before.stage_id if before else None) or "",
        to=row.stage_id or "",
        kind=kind or ("confirm" if row.made_by == rows.runner.id else "release"),  # pyright: ignore[reportArgumentType]
    )


def _lets_on(review: ReviewRow) -> bool:
    return review.kind in ("confirm", "release", "override") and review.action == Action.PROGRESS.value


def _override_of(rows: Rows, row: StageChangeRow) -> ReviewRow | None:
    """The therapist's override that a step is the effect of; null where the machine told it."""
    return next(
        (
            each
            for each in rows.reviews
            if each.kind == "override"
            and each.decision_id == row.decision_id
            and each.made_utc == row.made_utc
        ),
        None,
    )


# -- findings


def _findings(rows: Rows) -> Iterator[Event]:
    carried = rows.carried
    for row in rows.findings:
        if carried is not None and _stood_open(row, known_utc_of(carried)):
            yield _carried(row)
    for closing in rows.closings:
        yield Close(
            id=f"closing {closing.id}",
            happened_at=closing.closed_utc,
            known_at=closing.closed_utc,
            role="runner" if closing.role == "self_stated" else "pt",
            person=closing.closed_by,
            finding=closing.finding_key,
            seen=closing.seen,
            kind=closing.kind,  # pyright: ignore[reportArgumentType]  what is written is one of these
            examined_on=closing.examined_on,
        )
    yield from _restored(rows)


def _stood_open(row: FindingRow, instant: datetime) -> bool:
    return row.opened_utc <= instant and (row.closed_utc is None or row.closed_utc > instant)


def _carried(row: FindingRow) -> Event:
    name, opened = f"finding {row.id}", row.opened_utc
    try:
        entries = tuple(str(name) for name in json.loads(row.because_of))
        release_by = ReleaseBy(row.release_by)
    except (ValueError, TypeError):
        return Unreadable(id=name, happened_at=opened, known_at=opened, code="finding")
    return Carried(
        id=name,
        happened_at=opened,
        known_at=opened,
        role="system",
        finding=row.key,
        gate=row.gate,
        release_by=release_by,
        entries=entries,
    )


def _restored(rows: Rows) -> Iterator[Event]:
    """What the register says is open, and a restored store no longer knows: it stands as it did."""
    newest = {entry.code: entry for entry in rows.cautions}
    for code, entry in newest.items():
        name, at_utc = f"{FROM_REGISTER}{entry.seq}", entry.at_utc
        if entry.kind != "opened":
            continue
        if code == RESTORED:
            yield Unreadable(id=name, happened_at=at_utc, known_at=at_utc, code=code)
        elif _is_kept(rows, code, at_utc):
            continue
        elif code.startswith(ORDER):
            yield Order(id=name, happened_at=at_utc, known_at=at_utc, role="pt", kind="no_running")
        else:
            yield Erased(id=name, happened_at=at_utc, known_at=at_utc, role="system", code=code)


def _is_kept(rows: Rows, code: str, at_utc: datetime) -> bool:
    """Whether what the register tells of stands here: it was written with its finding, in one transaction."""
    if code.startswith(ORDER):
        return any(hold.ordered_utc == at_utc for hold in rows.holds)
    return any(
        row.key == code and row.opened_utc == at_utc and FROM_REGISTER not in row.because_of
        for row in rows.findings
    )


# -- orders


def _orders(rows: Rows) -> Iterator[Event]:
    for row in rows.holds:
        yield Order(
            id=f"hold {row.id}",
            happened_at=row.ordered_utc,
            known_at=row.ordered_utc,
            role="pt",
            person=row.ordered_by,
            kind=row.kind,  # pyright: ignore[reportArgumentType]  what is written is one of these
        )
        lifted_utc = _lifted_utc(rows, row)
        if lifted_utc is not None:
            yield Lift(
                id=f"lift {row.id}",
                happened_at=lifted_utc,
                known_at=lifted_utc,
                role=rows.role_of(row.lifted_by),
                person=row.lifted_by,
                order=f"hold {row.id}",
            )


def _lifted_utc(rows: Rows, row: HoldRow) -> datetime | None:
    """When it was lifted; of one lifted long ago only the day is known."""
    if row.lifted_utc is not None or row.lifted_on is None:
        return row.lifted_utc
    return max(row.ordered_utc, rows.first_instant(row.lifted_on, row.ordered_utc))
