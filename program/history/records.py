"""What stands, as the record that a case carries to the gate."""

from datetime import datetime
from zoneinfo import ZoneInfo

from program.history.standing import Bar, Lifting, Standing, StandingFinding
from program.standing_record import StandingBar, StandingFindingRecord, StandingOrder, StandingRecord


def standing_record(
    standing: Standing, *, zone: str = "UTC", nights_over: tuple[tuple[str, datetime], ...] = ()
) -> StandingRecord:
    """The part of what stands that the gate reads, its instants in the runner's own zone.

    `nights_over` says for each session from when its next morning can be answered.
    """
    local = ZoneInfo(zone)
    latest = max(
        (rest for rest in standing.rests if rest.until > standing.at),
        key=lambda rest: (rest.until, rest.source, rest.gate),
        default=None,
    )
    return StandingRecord(
        evidence_since=_at(standing.evidence_since, local),
        rest_until=_at(standing.rest_until, local),
        rest_gate=latest.gate if latest else None,
        rest_source=latest.source if latest else None,
        rested=tuple(sorted({(rest.source, rest.gate) for rest in standing.rests})),
        bars=tuple(_bar(bar, local) for bar in standing.bars),
        holds=tuple(_bar(bar, local) for bar in standing.holds),
        findings=tuple(_finding(finding, local) for finding in standing.findings),
        answered=tuple(sorted(standing.answered)),
        before_rules=tuple(sorted({(source, gate) for source, gate, _ in standing.before_rules})),
        not_evidence=tuple(sorted(standing.not_evidence)),
        stepped_from=standing.stepped_from,
        last_run_on=standing.last_run_at.astimezone(local).date() if standing.last_run_at else None,
        ran_forbidden=tuple(sorted(standing.ran_forbidden)),
        taken_back=_taken_back(standing, local),
        listed=standing.listed,
        asked=tuple(sorted(standing.asked)),
        undated=tuple(sorted(standing.undated)),
        orders=tuple(_order(order, local) for order in standing.orders),
        nights_over=tuple((session, moment.astimezone(local)) for session, moment in nights_over),
    )


def _at(moment: datetime | None, local: ZoneInfo) -> datetime | None:
    return moment.astimezone(local) if moment else None


def _taken_back(standing: Standing, local: ZoneInfo) -> tuple[tuple[str, datetime], ...]:
    """Each with when it is told; what was taken back before anybody was told anything is history."""
    since = {alert.key: alert.since for alert in standing.alerts}
    keys = {name: f"taken-back:{name}" for name in standing.taken_back}
    return tuple((name, since[key].astimezone(local)) for name, key in keys.items() if key in since)


def _bar(bar: Bar, local: ZoneInfo) -> StandingBar:
    return StandingBar(
        code=bar.code, who=bar.who.value, since=_at(bar.since, local), until=_at(bar.until, local)
    )


def _finding(finding: StandingFinding, local: ZoneInfo) -> StandingFindingRecord:
    return StandingFindingRecord(
        key=finding.key,
        gate=finding.gate,
        opened_at=_at(finding.opened_at, local),
        release_by=finding.release_by.value,
        urgency=finding.urgency.value,
        entries=finding.entries,
        is_answered=finding.is_answered,
    )


def _order(order: Lifting, local: ZoneInfo) -> StandingOrder:
    return StandingOrder.model_validate(
        {
            "id": order.order,
            "kind": order.kind,
            "since": _at(order.since, local),
            "who": order.who,
            "runner_from": _at(order.runner_from, local),
        }
    )
