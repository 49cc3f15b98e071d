"""Where somebody lives, what she called it and which watch she wears are nowhere in the store or in a log."""

import io
import logging
from datetime import timedelta

import polars as pl
import pytest
import sqlalchemy as sa

from sample_data.fit_file import SERIAL_NUMBER
from sample_data.runner import sample_runner
from services import OPERATOR, Actor, ServiceError, Services, Upload
from store import tables
from store.engine import reading
from tests.services.building import NOW, day_entry, gpx_run
from tests.services.conftest import WEEKS_END, Clinic

SECRETS = ("Our front door", "Baker Street", "3912345678", "-37.8", "-0.12", "home-to-work")
PRIVATE_GPX = (
    gpx_run()
    .decode()
    .replace(
        "<trk>",
        '<metadata><name>Baker Street</name></metadata><wpt lat="-37.8001" lon="-0.12">'
        "<name>Our front door</name></wpt><trk><name>Baker Street</name><desc>serial 3912345678</desc>",
    )
    .replace('lat="51.', 'lat="-37.8')
    .replace('lon="0.0"', 'lon="-0.1274"')
    .encode()
)


def everything_kept(services: Services) -> str:
    """All of the database as text, samples decoded."""
    found = []
    with reading(services.context.engine) as connection:
        for table in tables.metadata.sorted_tables:
            for row in connection.execute(sa.select(table)).mappings():
                for name, value in row.items():
                    decoded = pl.read_parquet(io.BytesIO(value)) if isinstance(value, bytes) else value
                    text = decoded.write_csv() if isinstance(decoded, pl.DataFrame) else str(value)
                    found.append(f"{table.name}.{name}={text}")
    return "\n".join(found)


def test_nothing_that_tells_who_or_where_is_kept(services: Services, runner: Actor) -> None:
    fit = sample_runner(NOW.date()).files[0].content
    uploads = [Upload("home-to-work.gpx", PRIVATE_GPX), Upload("watch.fit", fit)]
    verdicts = list(services.importing.add_files(runner, runner.person_id or "", uploads, now=NOW))
    assert [verdict.verdict for verdict in verdicts] == ["new", "new"]

    kept = everything_kept(services)

    for secret in (*SECRETS, str(SERIAL_NUMBER)):
        assert secret not in kept, secret
    # And the whole folder, byte by byte, for what is written as text.
    for path in services.context.home.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(secret.encode() in content for secret in SECRETS if len(secret) > 6), path.name


def test_no_health_data_in_any_log(clinic: Clinic, caplog: pytest.LogCaptureFixture) -> None:
    services, runner_id = clinic.services, clinic.runner_id
    caplog.set_level(logging.DEBUG)

    services.diary.log(clinic.runner, runner_id, day_entry(leak_urine="new_or_worse"), now=WEEKS_END)
    services.deciding.today(clinic.runner, runner_id, now=WEEKS_END)
    services.caseload.rows(clinic.pt, now=WEEKS_END)
    services.reviewing.write_note(clinic.pt, runner_id, "The leak worries me.", now=WEEKS_END)
    services.weekly.run(OPERATOR, on=WEEKS_END.date(), now=WEEKS_END + timedelta(hours=1))
    with pytest.raises(ServiceError):
        services.packets.packet(clinic.other_pt, runner_id, now=WEEKS_END)

    logged = caplog.text.lower()
    for word in ("leak", "worries", "heaviness", "chest", "her@example.org", runner_id):
        assert word not in logged
