"""Signing in with a real OpenID provider: newcomers, invitations, expiry, and all of it behind nginx."""

import os
import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import CERT_NONE, create_default_context

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from playwright.sync_api import Browser, Page, expect

from services import OPERATOR, Services, open_services
from tests.browser.axe import assert_accessible
from tests.browser.clinic_server import claims, clinic_server, provider, sign_in
from tests.browser.ports import unused_port
from ui.launch import LOOPBACK

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
NGINX = ROOT / "deploy" / "nginx.conf"
NGINX_FOLDERS = os.pathsep.join(("/usr/sbin", str(ROOT / ".tools" / "nginx" / "usr" / "sbin")))
PT_EMAIL, NEW_EMAIL, UNASKED_EMAIL = "pat@clinic.test", "nora@runner.test", "ulla@nobody.test"
PEOPLE = [
    claims(PT_EMAIL, "Pat Therapist"),
    claims(NEW_EMAIL, "Nora New"),
    claims(UNASKED_EMAIL, "Ulla Unasked"),
]


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A clinic with one therapist on record, who never signed in."""
    with open_services(tmp_path / "home", mode="clinic") as services:
        services.administration.add_person(OPERATOR, PT_EMAIL, "pt", now=datetime.now(UTC))
        yield services


@contextmanager
def visitor(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, timezone_id="Europe/Berlin", ignore_https_errors=True
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


def test_a_newcomer_is_told_what_to_do_and_comes_in_by_an_invitation(
    browser: Browser, services: Services
) -> None:
    home, now = services.context.home, datetime.now(UTC)
    with (
        provider(PEOPLE) as provider_address,
        clinic_server(home, provider_address) as address,
        visitor(browser) as page,
    ):
        page.goto(address)
        sign_in(page, UNASKED_EMAIL)
        expect(page.get_by_text("You have no account here yet")).to_be_visible()

        token = services.invitations.invite(OPERATOR, NEW_EMAIL, "runner", now=now).token
        page.goto(address)
        expect(page.get_by_text("You have no account here yet")).to_be_visible()
        with visitor(browser) as invited:
            invited.goto(f"{address}/?invitation={token}")
            expect(invited.get_by_text("invites you to come in as a runner")).to_be_visible()
            sign_in(invited, NEW_EMAIL)
            invited.get_by_role("button", name="Accept").click()
            expect(invited.get_by_text("small step at a time").first).to_be_visible()

            invited.goto(f"{address}/?invitation={token}")
            expect(invited.get_by_text("This invitation is not valid")).to_be_visible()


def test_the_providers_expiry_ends_the_visit(browser: Browser, services: Services) -> None:
    with (
        provider(PEOPLE, max_age_s=15) as provider_address,
        clinic_server(services.context.home, provider_address) as address,
        visitor(browser) as page,
    ):
        page.goto(address)
        sign_in(page, PT_EMAIL)
        expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
        time.sleep(15)

        page.goto(f"{address}/pt_review")

        expect(page.get_by_text("You have been signed out")).to_be_visible()


def test_signing_out_works_in_every_open_tab(browser: Browser, services: Services) -> None:
    services.administration.add_person(OPERATOR, PT_EMAIL, "administrator", now=datetime.now(UTC))
    with (
        provider(PEOPLE) as provider_address,
        clinic_server(services.context.home, provider_address) as address,
        visitor(browser) as page,
    ):
        page.goto(address)
        assert_accessible(page, "before signing in")
        sign_in(page, PT_EMAIL)
        page.goto(f"{address}/people")
        assert_accessible(page, "people")
        other_tab = page.context.new_page()
        other_tab.goto(f"{address}/pt_report")
        expect(other_tab.get_by_role("heading", name="Report")).to_be_visible()
        page.goto(f"{address}/account")
        assert_accessible(page, "account")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="End session").click()
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()

        other_tab.evaluate("document.querySelector('a[href$=\"/pt_review\"]').click()")

        expect(other_tab.get_by_text("You have been signed out")).to_be_visible()


def test_the_reverse_proxy_file_works(browser: Browser, services: Services, tmp_path: Path) -> None:
    program = shutil.which("nginx") or shutil.which("nginx", path=NGINX_FOLDERS)
    if program is None:
        pytest.skip("there is no nginx here; `make browser` fetches one")
    port = unused_port()
    public = f"https://{LOOPBACK}:{port}"
    with (
        provider(PEOPLE) as provider_address,
        clinic_server(services.context.home, provider_address, public=public) as address,
        proxy(program, tmp_path / "nginx", address, port),
        visitor(browser) as page,
    ):
        headers = fetch(f"{public}/")
        assert "max-age" in headers["Strict-Transport-Security"]
        assert headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        for closed in ("metrics", "script-health-check", "agent/interact"):
            assert fetch(f"{public}/_stcore/{closed}")["status"] == "404"

        page.goto(public)
        sign_in(page, PT_EMAIL)

        expect(page.get_by_role("heading", name="Caseload")).to_be_visible()
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert cookies["_streamlit_user"]["secure"]
        assert cookies["_streamlit_user"]["httpOnly"]


@contextmanager
def proxy(program: str, folder: Path, address: str, port: int) -> Iterator[None]:
    """Run nginx with the shipped file, on a port of its own and with a certificate of the moment."""
    folder.mkdir()
    write_certificate(folder)
    shipped = NGINX.read_text(encoding="utf-8")
    ours = re.sub(r"^\s*listen \[::\].*$", "", shipped, flags=re.MULTILINE)
    for one, other in (
        ("127.0.0.1:8501", address.removeprefix("http://")),
        ("listen 80;", f"listen {LOOPBACK}:{unused_port()};"),
        ("listen 443", f"listen {LOOPBACK}:{port}"),
        ("stridegate.example.org", LOOPBACK),
        ("/etc/ssl/stridegate", str(folder)),
        ("/var/log/nginx", str(folder)),
    ):
        assert one in ours
        ours = ours.replace(one, other)
    (folder / "site.conf").write_text(ours, encoding="utf-8")
    # Its own folders are root's; a test runs as anybody.
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/error.log; daemon off; events {{}}\n"
        f"http {{ {temporary} include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    command = [program, "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command) as process:
        time.sleep(1)
        yield
        process.terminate()


def write_certificate(folder: Path) -> None:
    """A key and a certificate that this test alone believes, for a day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "privkey.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def fetch(address: str) -> dict[str, str]:
    """The headers of an answer, and its status beside them."""
    trusting = create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, CERT_NONE
    try:
        with urllib.request.urlopen(address, timeout=20, context=trusting) as answer:
            return {**dict(answer.headers), "status": str(answer.status)}
    except urllib.error.HTTPError as error:
        with error:
            return {**dict(error.headers), "status": str(error.code)}
