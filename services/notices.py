"""Mail that somebody has to look, through any SMTP server, without a word about anybody's health."""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

from services.errors import RefusedError, in_service_words
from store import notices, people
from store.engine import Connection, Engine, reading, writing
from store.notices import Notice

SMTP_VARIABLE = "STRIDEGATE_SMTP_URL"
SENDER_VARIABLE = "STRIDEGATE_MAIL_FROM"
ADDRESS_VARIABLE = "STRIDEGATE_PUBLIC_URL"
_TIMEOUT_S = 5.0
_MOST_TRIES = 5

_WORDS: Mapping[str, tuple[str, str]] = {
    "red_flag": ("Please look today", "Somebody in your care needs you to look as soon as you can."),
    "waiting": ("Something waits for you", "Somebody in your care waits for your answer."),
    "review": ("Your therapist answered", "Your therapist has looked at your week and answered."),
    "overdue": ("A short question waits", "Something that you usually fill in is not there yet."),
}


@dataclass(frozen=True)
class MailSettings:
    """Through which server mail goes, from which address, and which address of ours it names."""

    host: str
    port: int
    sender: str
    public_url: str
    user: str | None = None
    password: str | None = None
    uses_tls: bool = True


@dataclass(frozen=True)
class Alert:
    """A message that really was sent about a decision."""

    to_name: str
    sent_utc: datetime


def mail_settings(environment: Mapping[str, str]) -> MailSettings | None:
    """Read the mail settings from the environment; null where none is set up.

    `STRIDEGATE_SMTP_URL` is `smtp://user:password@host:587` (with STARTTLS), or
    `smtp+plain://host:25` for a server on the same machine. Raises RefusedError where it is
    neither, or where the sender or our own address is missing.
    """
    url = environment.get(SMTP_VARIABLE)
    if not url:
        return None
    parts = urlsplit(url)
    sender, address = environment.get(SENDER_VARIABLE), environment.get(ADDRESS_VARIABLE)
    if parts.scheme not in {"smtp", "smtp+plain"} or not parts.hostname:
        raise RefusedError(f"{SMTP_VARIABLE} is no mail server; write smtp://user:password@host:587.")
    if not sender or not address:
        raise RefusedError(f"Mail also needs {SENDER_VARIABLE} and {ADDRESS_VARIABLE}.")
    return MailSettings(
        host=parts.hostname,
        port=parts.port or smtplib.SMTP_PORT,
        sender=sender,
        public_url=address,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        uses_tls=parts.scheme == "smtp",
    )


class MailContext(Protocol):
    """What sending needs of the context."""

    @property
    def engine(self) -> Engine: ...
    @property
    def mail(self) -> MailSettings | None: ...


def deliver(context: MailContext, *, now: datetime) -> int:
    """Send what waits and return how many went out; nothing where no mail is set up.

    A mail that fails waits for the next call, at most five times. Never raises because of mail.
    """
    if context.mail is None:
        return 0
    with in_service_words(), reading(context.engine) as connection:
        pending = [
            (notice, person.email)
            for notice in notices.waiting(connection, _MOST_TRIES, now=now)
            if (person := people.person_by_id(connection, notice.person_id)) is not None and person.email
        ]
    return sum(_try(context.engine, context.mail, notice, email, now) for notice, email in pending)


def alerts_since(connection: Connection, runner_id: str, since_utc: datetime) -> tuple[Alert, ...]:
    """Return who really was sent a message about a runner's findings since an instant, each person once."""
    sent = notices.sent_alerts(connection, runner_id, since_utc=since_utc)
    return tuple({row.display_name: Alert(row.display_name, row.sent_utc) for row in sent}.values())


def alerts_about(connection: Connection, runner_id: str, *, from_id: int) -> dict[int, tuple[Alert, ...]]:
    """Return who really was sent a message about each of a runner's decisions, from an id on, by that id."""
    found: dict[int, tuple[Alert, ...]] = {}
    for sent in notices.sent_about(connection, runner_id, from_id=from_id):
        alert = Alert(sent.display_name, sent.sent_utc)
        if sent.decision_id is not None:
            found[sent.decision_id] = (*found.get(sent.decision_id, ()), alert)
    return found


def _try(engine: Engine, mail: MailSettings, notice: Notice, email: str, now: datetime) -> bool:
    with in_service_words(), writing(engine) as connection:
        if not notices.claim(connection, notice):
            return False
    failure = None
    try:
        _send(mail, email, notice.kind)
    except (OSError, smtplib.SMTPException) as error:
        failure = type(error).__name__
    with in_service_words(), writing(engine) as connection:
        notices.settle(connection, notice.id, sent_utc=None if failure else now, failed_because=failure)
    return failure is None


def _send(mail: MailSettings, to: str, kind: str) -> None:
    subject, sentence = _WORDS[kind]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, to, subject
    message.set_content(f"{sentence}\n\nSign in here: {mail.public_url}\n")
    with smtplib.SMTP(mail.host, mail.port, timeout=_TIMEOUT_S) as server:
        if mail.uses_tls:
            server.starttls(context=ssl.create_default_context())
        if mail.user and mail.password:
            server.login(mail.user, mail.password)
        server.send_message(message)
