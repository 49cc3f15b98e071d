"""The timer's round and the mail it sends: safe to repeat, and without a word about health."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from services import OPERATOR, MailSettings, RefusedError, Services, mail_settings
from services.notices import deliver
from tests.services.building import day_entry
from tests.services.conftest import WEEKS_END, Clinic

NOW = WEEKS_END


class Mailbox:
    """What a mail server on loopback was given."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802  aiosmtpd names it so
        self.mails.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, MailSettings]]:
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, MailSettings("127.0.0.1", port, "stridegate@example.org", "https://s.example", uses_tls=False)
    controller.stop()


def with_mail(clinic: Clinic, mail: MailSettings) -> Clinic:
    """The same clinic with mail set up, and with nothing waiting from before."""
    with clinic.services.context.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM notice")
    return replace(clinic, services=Services.on(replace(clinic.services.context, mail=mail)))


def test_a_red_flag_is_mailed_at_once_and_the_answer_says_so(
    clinic: Clinic, mailbox: tuple[Mailbox, MailSettings]
) -> None:
    box, mail = mailbox
    clinic = with_mail(clinic, mail)

    logged = clinic.services.diary.log(
        clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=NOW
    )

    assert [alert.to_name for alert in logged.answer.alerts] == ["Therapist"]
    assert [to for to, _ in box.mails] == ["therapist@example.org"]


def looked(clinic: Clinic) -> None:
    clinic.services.reviewing.note_looked(
        clinic.pt, clinic.runner_id, "sign:chest_pain", "call", now=NOW + timedelta(hours=1)
    )


def closed(clinic: Clinic) -> None:
    clinic.services.reviewing.close_finding(
        clinic.pt,
        clinic.runner_id,
        "sign:chest_pain",
        "nothing was found",
        now=NOW + timedelta(hours=1),
        examined_by="Dr Able",
        profession="doctor",
        examined_on=(NOW + timedelta(hours=1)).date(),
    )


@pytest.mark.parametrize(
    ("act", "mails"), [(None, [1, 2, 3, 3]), (looked, [1, 1, 1, 1]), (closed, [1, 1, 1, 1])]
)
def test_a_therapist_is_told_again_after_2_and_24_hours_unless_she_acted(
    clinic: Clinic,
    mailbox: tuple[Mailbox, MailSettings],
    act: Callable[[Clinic], None] | None,
    mails: list[int],
) -> None:
    box, mail = mailbox
    clinic = with_mail(clinic, mail)
    clinic.services.diary.log(clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=NOW)
    if act is not None:
        act(clinic)

    sent = []
    for hours in (1.9, 2.1, 24.1, 30):
        deliver(clinic.services.context, now=NOW + timedelta(hours=hours))
        sent.append([to for to, _ in box.mails].count("therapist@example.org"))

    assert sent == mails


def test_no_mail_says_anything_about_health(clinic: Clinic, mailbox: tuple[Mailbox, MailSettings]) -> None:
    box, mail = mailbox
    clinic = with_mail(clinic, mail)
    services, runner_id = clinic.services, clinic.runner_id
    services.diary.log(clinic.runner, runner_id, day_entry(leak_urine="new_or_worse"), now=NOW)
    services.reviewing.write_note(clinic.pt, runner_id, "Your leak worries me.", now=NOW)
    services.weekly.run(OPERATOR, on=NOW.date() + timedelta(days=15), now=NOW + timedelta(days=15))

    assert len(box.mails) >= 3
    for _, text in box.mails:
        assert not {"leak", "run", "running", "pain", "stage", "symptom", "heaviness"} & set(
            text.lower().split()
        )


def test_without_mail_nobody_is_alerted_and_the_answer_says_so(clinic: Clinic) -> None:
    logged = clinic.services.diary.log(
        clinic.runner, clinic.runner_id, day_entry(signs=("chest_pain",)), now=NOW
    )

    assert logged.answer.alerts == ()


def test_a_mail_server_that_is_down_stops_nothing_and_is_tried_again(
    clinic: Clinic, mailbox: tuple[Mailbox, MailSettings]
) -> None:
    box, mail = mailbox
    down = with_mail(clinic, replace(mail, port=1))
    logged = down.services.diary.log(down.runner, down.runner_id, day_entry(signs=("chest_pain",)), now=NOW)
    assert not logged.answer.decision.running_allowed
    assert logged.answer.alerts == ()

    up = Services.on(replace(clinic.services.context, mail=mail))

    assert deliver(up.context, now=NOW) == 1
    assert deliver(up.context, now=NOW) == 0
    assert len(box.mails) == 1


def test_the_round_decides_for_everybody_and_repeats_safely(clinic: Clinic) -> None:
    on = NOW.date()
    first = clinic.services.weekly.run(OPERATOR, on=on, now=NOW)

    again = clinic.services.weekly.run(OPERATOR, on=on, now=NOW + timedelta(minutes=1))

    assert {line.runner_id for line in first} == {clinic.runner_id, clinic.other_runner.person_id}
    assert [line.decision_id for line in again] == [line.decision_id for line in first]
    assert not any(line.is_new for line in again)


def test_the_round_reminds_a_silent_runner_and_does_not_nag(
    clinic: Clinic, mailbox: tuple[Mailbox, MailSettings]
) -> None:
    box, mail = mailbox
    clinic = with_mail(clinic, mail)
    later = NOW + timedelta(days=15)
    for _ in range(2):
        lines = clinic.services.weekly.run(OPERATOR, on=later.date(), now=later)

    assert {line.runner_id: line.is_overdue for line in lines}[clinic.runner_id]
    assert [to for to, _ in box.mails].count("her@example.org") == 1


def test_a_day_that_has_not_begun_is_refused(clinic: Clinic) -> None:
    with pytest.raises(RefusedError, match="not begun"):
        clinic.services.weekly.run(OPERATOR, on=NOW.date() + timedelta(days=2), now=NOW)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        (
            {
                "STRIDEGATE_SMTP_URL": "smtp://us%40er:pa%3Ass@mail.example:587",
                "STRIDEGATE_MAIL_FROM": "s@example.org",
                "STRIDEGATE_PUBLIC_URL": "https://s.example",
            },
            MailSettings("mail.example", 587, "s@example.org", "https://s.example", "us@er", "pa:ss"),
        ),
    ],
)
def test_mail_is_set_up_by_the_environment(
    environment: dict[str, str], expected: MailSettings | None
) -> None:
    assert mail_settings(environment) == expected


@pytest.mark.parametrize(
    "environment",
    [
        {"STRIDEGATE_SMTP_URL": "mail.example:25"},
        {"STRIDEGATE_SMTP_URL": "smtp://mail.example"},
    ],
)
def test_half_a_mail_setting_is_refused(environment: dict[str, str]) -> None:
    with pytest.raises(RefusedError):
        mail_settings(environment)
