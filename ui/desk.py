"""Who is at the screen, with which services, at which moment. The only clock of the pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from program import Profile
from services import Account, Actor, Services, open_services
from services.diary import week_of
from ui import launch
from ui.format import Units


@dataclass(frozen=True)
class Desk:
    """One visitor's call: everything a component needs to ask a service."""

    services: Services
    actor: Actor
    account: Account
    now: datetime

    @property
    def runner_id(self) -> str:
        return self.account.person_id

    @property
    def units(self) -> Units:
        return "mi" if self.account.distance_unit == "mi" else "km"

    @property
    def profile(self) -> Profile:
        """Who runs, and whose emergency numbers to show."""
        return self.services.records.read(self.actor, self.runner_id, now=self.now).profile

    @property
    def today(self) -> date:
        return self.local(self.now).date()

    @property
    def week_start(self) -> date:
        return week_of(self.today)

    def local(self, instant: datetime) -> datetime:
        """An instant on the runner's own clock."""
        return instant.astimezone(ZoneInfo(self.account.time_zone))


def clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)


def desk() -> Desk:
    """The desk of this visitor, anew at every run of a page, so that a change of rights works at once."""
    services = _services(launch.data_folder(), launch.database_url())
    now = clock()
    actor = services.accounts.local_runner(now=now, time_zone=st.context.timezone or "UTC")
    return Desk(services, actor, services.accounts.account(actor, now=now), now)


@st.cache_resource(max_entries=4, show_spinner="Opening your data")
def _services(home: Path, database_url: str | None) -> Services:
    return open_services(home, database_url=database_url)
