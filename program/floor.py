"""The floor: what holds in every plan."""

from program.diary import Site
from program.plan import Gate, LogRule, PlanData, Setting, SiteGroup


class Floor(PlanData):
    """What holds in every plan and can be made stricter only.

    `bounds`: how far any plan may go. `baseline_ceilings`: how much a signed baseline may call usual.
    """

    settings: dict[str, Setting]
    bounds: dict[str, Setting]
    baseline_ceilings: dict[str, Setting]
    sites: dict[SiteGroup, tuple[Site, ...]]
    log: tuple[LogRule, ...]
    gates: tuple[Gate, ...]
