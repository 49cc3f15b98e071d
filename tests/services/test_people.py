"""Invitations, sign-in, links: who comes in, and how it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services import (
    OPERATOR,
    Actor,
    ConflictError,
    Identity,
    NotAllowedError,
    NotFoundError,
    RefusedError,
    Services,
)
from tests.services.conftest import NOW

ISSUER = "https://id.example"


def identity(name: str, email: str | None = None, *, verified: bool = True) -> Identity:
    return Identity(ISSUER, name, email, verified, name.title(), NOW, NOW + timedelta(hours=8))


@pytest.fixture
def server(services: Services) -> Services:
    return Services.on(replace(services.context, mode="clinic"))


def come_in(server: Services, name: str, role: str = "runner") -> Actor:
    sent = server.invitations.invite(OPERATOR, None, role, now=NOW)  # pyright: ignore[reportArgumentType]
    return server.invitations.accept(sent.token, identity(name), now=NOW)


def test_the_first_administrator_comes_in_by_the_command_line(server: Services) -> None:
    server.administration.add_person(OPERATOR, " Boss@Example.org", "administrator", now=NOW)

    actor = server.accounts.sign_in(
        issuer=ISSUER,
        subject="boss",
        email="boss@example.org",
        email_verified=True,
        signed_in_utc=NOW,
        expires_utc=None,
    )

    assert server.accounts.account(actor, now=NOW).roles == {"administrator"}


@pytest.mark.parametrize(
    ("email", "verified", "subject"),
    [("boss@example.org", False, "boss"), ("stranger@example.org", True, "boss"), (None, False, "boss")],
    ids=["not verified", "unknown", "without an address"],
)
def test_nobody_comes_in_unasked(server: Services, email: str | None, verified: bool, subject: str) -> None:
    server.administration.add_person(OPERATOR, "boss@example.org", "administrator", now=NOW)

    with pytest.raises(NotAllowedError, match="invitation"):
        server.accounts.sign_in(
            issuer=ISSUER,
            subject=subject,
            email=email,
            email_verified=verified,
            signed_in_utc=NOW,
            expires_utc=None,
        )


def test_an_address_that_changed_hands_is_not_the_same_person(server: Services) -> None:
    server.administration.add_person(OPERATOR, "boss@example.org", "administrator", now=NOW)
    known = {"issuer": ISSUER, "email": "boss@example.org", "email_verified": True}
    server.accounts.sign_in(subject="boss", signed_in_utc=NOW, expires_utc=None, **known)

    with pytest.raises(NotAllowedError):
        server.accounts.sign_in(subject="another", signed_in_utc=NOW, expires_utc=None, **known)


def test_an_invitation_works_once(server: Services) -> None:
    sent = server.invitations.invite(OPERATOR, None, "runner", now=NOW)
    assert server.invitations.preview(sent.token, now=NOW).role == "runner"
    server.invitations.accept(sent.token, identity("first"), now=NOW)

    for attempt in (
        lambda: server.invitations.accept(sent.token, identity("second"), now=NOW),
        lambda: server.invitations.preview(sent.token, now=NOW),
    ):
        with pytest.raises(NotFoundError, match="not valid"):
            attempt()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"),
        lambda token: "x" + token,
        lambda token: token.partition(".")[0],
        lambda _: "",
    ],
    ids=["signature", "secret", "unsigned", "empty"],
)
def test_a_forged_invitation_is_not_valid(server: Services, spoil) -> None:
    sent = server.invitations.invite(OPERATOR, None, "administrator", now=NOW)

    with pytest.raises(NotFoundError):
        server.invitations.accept(spoil(sent.token), identity("forger"), now=NOW)


def test_an_invitation_expires_and_can_be_taken_back(server: Services) -> None:
    sent = server.invitations.invite(OPERATOR, None, "runner", now=NOW, valid_for=timedelta(hours=1))
    with pytest.raises(NotFoundError):
        server.invitations.accept(sent.token, identity("late"), now=NOW + timedelta(hours=1))

    runner = come_in(server, "runner")
    mine = server.invitations.invite_therapist(runner, None, shared_from=None, now=NOW)
    assert [open_.id for open_ in server.invitations.open(runner, now=NOW)] == [mine.invitation_id]
    server.invitations.withdraw(runner, mine.invitation_id, now=NOW)
    with pytest.raises(NotFoundError):
        server.invitations.accept(mine.token, identity("therapist"), now=NOW)


def test_an_invitation_made_out_to_an_address_is_for_that_one(server: Services) -> None:
    sent = server.invitations.invite(OPERATOR, "Her@Example.org", "pt", now=NOW)

    with pytest.raises(NotAllowedError, match="another address"):
        server.invitations.accept(sent.token, identity("x", "else@example.org"), now=NOW)
    with pytest.raises(NotAllowedError):
        server.invitations.accept(sent.token, identity("x", "her@example.org", verified=False), now=NOW)
    actor = server.invitations.accept(sent.token, identity("x", "her@example.org"), now=NOW)

    assert server.accounts.account(actor, now=NOW).roles == {"pt"}


def test_what_is_made_out_to_her_is_offered_after_sign_in_and_works_once(server: Services) -> None:
    therapist = come_in(server, "therapist", "pt")
    sent = server.invitations.invite_runner(therapist, "Her@example.org", now=NOW)
    her = identity("her", "her@example.org")

    (offer,) = server.invitations.offered(her, now=NOW)
    assert (offer.invitation_id, offer.role, offer.by_name) == (sent.invitation_id, "runner", "Therapist")
    actor = server.invitations.accept_offered(offer.invitation_id, her, now=NOW)

    assert server.links.mine(actor, now=NOW)[0].other_name == "Therapist"
    assert server.invitations.offered(her, now=NOW) == ()
    for again in (
        lambda: server.invitations.accept_offered(offer.invitation_id, her, now=NOW),
        lambda: server.invitations.accept(sent.token, her, now=NOW),
    ):
        with pytest.raises(NotFoundError, match="not valid"):
            again()


@pytest.mark.parametrize(
    ("email", "is_verified", "after"),
    [
        ("other@example.org", True, timedelta()),
        ("her@example.org", False, timedelta()),
        (None, True, timedelta()),
        ("her@example.org", True, timedelta(days=8)),
    ],
    ids=["another address", "not verified", "no address", "too late"],
)
def test_nothing_is_offered_to_anybody_else(
    server: Services, email: str | None, is_verified: bool, after: timedelta
) -> None:
    sent = server.invitations.invite(OPERATOR, "her@example.org", "pt", now=NOW)
    server.invitations.invite(OPERATOR, None, "administrator", now=NOW)
    somebody = replace(identity("x", email), email_verified=is_verified)

    assert server.invitations.offered(somebody, now=NOW + after) == ()
    with pytest.raises(NotFoundError, match="not valid"):
        server.invitations.accept_offered(sent.invitation_id, somebody, now=NOW + after)


@pytest.mark.parametrize("signs_out", [True, False], ids=["signed out", "run out"])
def test_a_sign_in_that_has_ended_accepts_nothing(server: Services, signs_out: bool) -> None:
    runner = come_in(server, "runner")
    sent = server.invitations.invite(OPERATOR, None, "administrator", now=NOW)
    me = identity("runner")
    if signs_out:
        server.accounts.sign_out_everywhere(runner, now=NOW)
    else:
        me = replace(me, expires_utc=NOW)

    with pytest.raises(NotAllowedError, match="signed out"):
        server.invitations.accept(sent.token, me, now=NOW)

    preview = server.invitations.preview(sent.token, now=NOW)
    assert preview.role == "administrator"


def test_the_token_is_nowhere_in_the_database(server: Services) -> None:
    sent = server.invitations.invite(OPERATOR, None, "runner", now=NOW)

    with server.context.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM invitation").one()
    assert sent.token.partition(".")[0] not in str(row)


def test_a_runner_invites_her_therapist_and_shares_from_a_day(server: Services) -> None:
    runner = come_in(server, "runner")
    sent = server.invitations.invite_therapist(runner, None, shared_from=date(2026, 5, 1), now=NOW)

    therapist = server.invitations.accept(sent.token, identity("therapist"), now=NOW)

    link = server.links.mine(runner, now=NOW)[0]
    assert (link.other_name, link.shared_from, link.ended_utc) == ("Therapist", date(2026, 5, 1), None)
    assert [row.name for row in server.caseload.rows(therapist, now=NOW)] == ["Runner"]


def test_a_therapist_invites_a_runner_who_says_what_she_shares(server: Services) -> None:
    therapist = come_in(server, "therapist", "pt")
    sent = server.invitations.invite_runner(therapist, None, now=NOW)

    runner = server.invitations.accept(
        sent.token, identity("runner"), now=NOW, shared_from=date(2026, 5, 10), time_zone="Europe/London"
    )

    assert server.links.mine(runner, now=NOW)[0].shared_from == date(2026, 5, 10)
    assert server.runs.list_runs(therapist, runner.person_id or "", now=NOW) == ()


def test_nobody_is_her_own_therapist(server: Services) -> None:
    runner = come_in(server, "runner")
    sent = server.invitations.invite_therapist(runner, None, shared_from=None, now=NOW)

    with pytest.raises(RefusedError, match="own therapist"):
        server.invitations.accept(sent.token, identity("runner"), now=NOW)


def test_alone_there_is_nobody_to_invite(services: Services, runner: Actor) -> None:
    with pytest.raises(RefusedError, match="server"):
        services.invitations.invite_therapist(runner, None, shared_from=None, now=NOW)


def test_the_alone_runner_is_no_way_into_a_server(server: Services, runner: Actor) -> None:
    with pytest.raises(NotAllowedError):
        server.accounts.local_runner(now=NOW)
    with pytest.raises(NotAllowedError):
        server.runs.list_runs(runner, runner.person_id or "", now=NOW)


def test_settings_changed_in_two_tabs_are_not_lost(server: Services) -> None:
    runner = come_in(server, "runner")
    new = {"display_name": "Sam", "time_zone": "Europe/London", "distance_unit": "mi"}
    server.accounts.change_settings(runner, now=NOW, seen_version=2, **new)

    with pytest.raises(ConflictError):
        server.accounts.change_settings(runner, now=NOW, seen_version=2, **{**new, "distance_unit": "km"})
    assert server.accounts.account(runner, now=NOW).distance_unit == "mi"


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"distance_unit": "furlong"}, {"display_name": "  "}]
)
def test_wrong_settings_are_refused(server: Services, wrong: dict[str, str]) -> None:
    runner = come_in(server, "runner")
    settings = {"display_name": "Sam", "time_zone": "UTC", "distance_unit": "km", **wrong}

    with pytest.raises(RefusedError):
        server.accounts.change_settings(runner, now=NOW, seen_version=2, **settings)


def test_the_last_administrator_stays(server: Services) -> None:
    boss = come_in(server, "boss", "administrator")

    with pytest.raises(RefusedError, match="last"):
        server.administration.revoke_role(boss, boss.person_id or "", "administrator", now=NOW)
    with pytest.raises(RefusedError, match="last"):
        server.administration.close_account(boss, boss.person_id or "", now=NOW)


def test_a_closed_account_comes_in_no_more(server: Services) -> None:
    boss = come_in(server, "boss", "administrator")
    runner = come_in(server, "runner")
    server.administration.close_account(boss, runner.person_id or "", now=NOW)

    with pytest.raises(NotAllowedError):
        server.deciding.today(runner, runner.person_id or "", now=NOW)
    with pytest.raises(NotAllowedError):
        come_in(server, "runner")


def test_the_list_of_accounts_tells_nothing_of_health(server: Services) -> None:
    come_in(server, "runner")

    line = server.administration.people(OPERATOR, now=NOW)[0]

    assert set(vars(line)) == {
        "person_id",
        "email",
        "display_name",
        "roles",
        "created_utc",
        "closed_utc",
        "signed_out_after_utc",
    }
