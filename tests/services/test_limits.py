"""What a write accepts, reading accepts: names, reasons, notes and share dates, each in one sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from program.record import Hold
from services import OPERATOR, Identity, RefusedError, Services
from services.limits import (
    EXAMINER_MOST,
    LIVE_CONTACT_MOST,
    REACH_MOST,
    kept_reason,
    line_of,
    name_of,
    note_of,
    reason_of,
    written_name,
)
from tests.services.conftest import NOW

LONG = "x" * 300
ISSUER = "https://id.example"


@pytest.fixture
def server(services: Services) -> Services:
    return Services.on(replace(services.context, mode="clinic"))


def _identity(name: str) -> Identity:
    return Identity(ISSUER, name[:20], None, False, name, NOW, NOW + timedelta(hours=8))


def _hold(reason: str, name: str = "Ada") -> Hold:
    return Hold(kind="no_running", ordered_by=name, ordered_on=NOW.date(), reason=reason)


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("", "Write why, in at least 3 letters."),
        ("  no  ", "Write why, in at least 3 letters."),
        ("y" * 5000, "A reason has at most 2000 letters, and this one has 5000: shorten it."),
    ],
)
def test_a_reason_too_short_or_too_long_is_refused_in_one_sentence(reason: str, says: str) -> None:
    with pytest.raises(RefusedError) as caught:
        reason_of(reason)
    assert caught.value.message == says


@pytest.mark.parametrize("reason", ["leg", " " + "y" * 2000 + "\n"])
def test_what_is_accepted_as_a_reason_is_read_as_one(reason: str) -> None:
    assert _hold(reason_of(reason)).reason == reason.strip()


@pytest.mark.parametrize("reason", [None, "", "no", "leg", "y" * 2000, "y" * 2001, "y" * 5000])
def test_a_reason_that_was_kept_is_always_read(reason: str | None) -> None:
    told = _hold(kept_reason(reason)).reason
    assert told.startswith((reason or "")[:1999])


@pytest.mark.parametrize("name", ["Ada", LONG, "ü" * 300, f" {LONG} "])
def test_a_name_from_elsewhere_is_cut_to_what_is_read(name: str) -> None:
    told = _hold("resting", name_of(name)).ordered_by
    assert told[:119] == name.strip()[:119]
    assert (name_of(None), name_of("  ")) == ("", "")


def test_a_name_that_is_typed_is_refused_where_it_is_too_long() -> None:
    with pytest.raises(RefusedError, match="A name has at most 120 letters, and this one has 300"):
        written_name(LONG)
    with pytest.raises(RefusedError, match="Write a name"):
        written_name("  ")
    assert written_name(" Ada  Brook\n") == "Ada Brook"


def test_a_line_is_as_long_as_the_database_keeps() -> None:
    assert (line_of(" by  video ", LIVE_CONTACT_MOST, "How"), line_of("  ", REACH_MOST, "How")) == (
        "by video",
        None,
    )
    for most in (LIVE_CONTACT_MOST, REACH_MOST, EXAMINER_MOST):
        assert line_of("x" * most, most, "How") == "x" * most
        with pytest.raises(RefusedError, match=f"How has at most {most} letters"):
            line_of("x" * (most + 1), most, "How")


def test_a_note_has_an_end() -> None:
    assert note_of(" hello ") == "hello"
    for note, says in (("", "empty"), ("x" * 4001, "at most 4000 letters")):
        with pytest.raises(RefusedError, match=says):
            note_of(note)


def test_the_name_that_a_provider_vouches_for_is_cut(server: Services) -> None:
    sent = server.invitations.invite(OPERATOR, None, "pt", now=NOW)

    actor = server.invitations.accept(sent.token, _identity(LONG), now=NOW)

    name = server.accounts.account(actor, now=NOW).display_name
    assert (len(name), name[:119]) == (120, LONG[:119])


def test_a_long_name_is_refused_in_the_settings_and_by_the_administrator(server: Services) -> None:
    sent = server.invitations.invite(OPERATOR, None, "runner", now=NOW)
    actor = server.invitations.accept(sent.token, _identity("Ada"), now=NOW)
    seen = server.accounts.account(actor, now=NOW).version

    with pytest.raises(RefusedError, match="at most 120 letters"):
        server.accounts.change_settings(
            actor, now=NOW, seen_version=seen, display_name=LONG, time_zone="UTC", distance_unit="km"
        )
    with pytest.raises(RefusedError, match="at most 120 letters"):
        server.administration.add_person(OPERATOR, "ada@example.org", "pt", now=NOW, display_name=LONG)

    assert server.accounts.account(actor, now=NOW).display_name == "Ada"


@pytest.mark.parametrize("days", [1, 400])
def test_nothing_is_shared_from_a_day_to_come(server: Services, days: int) -> None:
    sent = server.invitations.invite(OPERATOR, None, "runner", now=NOW)
    runner = server.invitations.accept(sent.token, _identity("Runner"), now=NOW)
    ahead = NOW.date() + timedelta(days=days)

    with pytest.raises(RefusedError, match="Share from today"):
        server.invitations.invite_therapist(runner, None, shared_from=ahead, now=NOW)
    asked = server.invitations.invite_therapist(runner, None, shared_from=NOW.date(), now=NOW)
    pt = server.invitations.accept(asked.token, _identity("Therapist"), now=NOW)
    with pytest.raises(RefusedError, match="Share from today"):
        server.links.share_from(runner, pt.person_id or "", ahead, now=NOW)

    assert [link.shared_from for link in server.links.mine(runner, now=NOW)] == [NOW.date()]


def test_a_runner_who_is_invited_shares_from_no_day_to_come(server: Services) -> None:
    sent = server.invitations.invite(OPERATOR, None, "pt", now=NOW)
    pt = server.invitations.accept(sent.token, _identity("Therapist"), now=NOW)
    asked = server.invitations.invite_runner(pt, None, now=NOW)

    with pytest.raises(RefusedError, match="Share from today"):
        server.invitations.accept(asked.token, _identity("Runner"), now=NOW, shared_from=date(2027, 1, 1))

    server.invitations.accept(asked.token, _identity("Runner"), now=NOW, shared_from=NOW.date())
