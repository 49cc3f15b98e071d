"""Who is at the screen, with which services, at which moment. The only clock of the pages."""

import gc
import os
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import streamlit as st

from program import Profile
from services import (
    OPERATOR,
    Account,
    Actor,
    Mode,
    Services,
    backups_kept_for,
    mail_settings,
    open_services,
)
from services.diary import week_of
from ui import launch, persona, sign_in
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
    at_work = services()
    now = clock()
    if launch.sign_in_settings() is not None:
        actor = sign_in.actor(at_work)
    elif launch.shows_demo():
        actor = persona.actor(at_work, now=now)
    else:
        actor = at_work.accounts.local_runner(now=now, time_zone=st.context.timezone or "UTC")
    return Desk(at_work, actor, at_work.accounts.account(actor, now=now), now)


def services() -> Services:
    """The services of this server: a clinic's where people sign in (or the demo's), else one runner's own."""
    is_clinic = launch.sign_in_settings() is not None or launch.shows_demo()
    mode: Mode = "clinic" if is_clinic else "alone"
    return opened_services(launch.data_folder(), launch.database_url(), mode)


@st.cache_resource(max_entries=4, show_spinner="Opening your data", on_release=Services.close)
def opened_services(home: Path, database_url: str | None, mode: Mode) -> Services:
    """The services on one data folder, opened once for all visitors and closed when they are let go."""
    opened = open_services(
        home,
        database_url=database_url,
        mode=mode,
        mail=mail_settings(os.environ),
        backups_kept_for=backups_kept_for(os.environ),
    )
    opened.upgrading.note(OPERATOR, now=clock())
    gc.collect()
    gc.freeze()  # what is loaded by now stays, and no collection walks through it again
    return opened
