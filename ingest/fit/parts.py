"""Sessions and their records: what belongs together, and where one ends and another activity begins."""

from dataclasses import replace

from ingest.activity import Totals
from ingest.fit.records import Records
from ingest.fit.repair import cut_apart
from ingest.fit.summary import Session

#: A session that lies this far from all of its records has a clock of its own; zones differ by as much.
APART_S = 900
#: A session tells of one part of what was cut where it begins and ends with it, by so much.
_MARGIN_S, _MARGIN_SHARE = 60.0, 0.05


def is_apart_from(session: Session, records: Records) -> bool:
    """Whether the session ended long before its first record, or began long after its last."""
    if session.start_s is None or not len(records.time_s):
        return False
    ended_s = session.start_s + (session.elapsed_s or 0.0)
    first_s, last_s = records.time_s[[0, -1]].tolist()
    return ended_s < first_s - APART_S or session.start_s > last_s + APART_S


def cut(session: Session, records: Records) -> list[tuple[Session, Records]]:
    """The session's records, cut where three hours pass without one; what it tells stays with its part."""
    stretches = cut_apart(records.time_s)
    if len(stretches) < 2:  # noqa: PLR2004 - nothing to cut
        return [(session, records)]
    parts = [records.between(*records.span_s(first, stop)) for first, stop in stretches]
    bare = replace(
        session,
        start_s=None,
        elapsed_s=None,
        timer_s=None,
        distance_m=None,
        rpe_0_10=None,
        feel=None,
        cycles=None,
    )
    own = [_is_told(session, part) for part in parts]
    rated = replace(bare, rpe_0_10=session.rpe_0_10, feel=session.feel)
    if sum(own) != 1:
        return list(zip([*[bare] * (len(parts) - 1), rated], parts, strict=True))
    return [(session if is_own else bare, part) for is_own, part in zip(own, parts, strict=True)]


def _is_told(session: Session, part: Records) -> bool:
    """Whether the session, by its own totals, began and ended where the part does."""
    if session.start_s is None or session.elapsed_s is None:
        return False
    first_s, last_s = part.time_s[[0, -1]].tolist()
    margin_s = max(_MARGIN_S, _MARGIN_SHARE * session.elapsed_s)
    is_begun = abs(session.start_s - first_s) <= margin_s
    return is_begun and abs(session.start_s + session.elapsed_s - last_s) <= margin_s


def totals_of(session: Session, steps_per_cycle: float | None) -> Totals:
    """What the session itself sums up; a 0 is how watches write that they did not count.

    `steps_per_cycle` is the unit of the file's own cadence; null off foot, or where it is not known.
    """
    steps = session.cycles * steps_per_cycle if session.cycles and steps_per_cycle else None
    return Totals(session.timer_s or None, session.distance_m or None, steps)
