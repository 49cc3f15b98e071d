"""Where somebody lives, what she called it and which watch she wears are nowhere in the store or in a log."""

import gzip
import io
import logging
import re
import zipfile
from datetime import timedelta

import polars as pl
import pytest
import sqlalchemy as sa

from sample_data.fit_file import SERIAL_NUMBER
from sample_data.runner import sample_runner
from services import OPERATOR, Actor, ServiceError, Services, Upload
from store import tables
from store.engine import reading
from tests.ingest.fit_builder import (
    CADENCE,
    DISTANCE,
    ENUM,
    SINT32,
    START_S,
    STRING,
    TIMESTAMP,
    UINT8,
    UINT16,
    UINT32,
    UINT32Z,
    add_session,
    run_file,
)
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


#: A place and a height that no time, distance or speed of a short run comes near to.
LATITUDE, LONGITUDE, ALTITUDE_M = -37.8136, 144.9631, 4321
PEOPLE = ("Anna Smith", "Baker Street", "front door")


def private_fit() -> bytes:
    """A run with everything that a watch may write about who and where."""

    def semicircles(degrees: float) -> int:
        return round(degrees * 2**31 / 180)

    file = run_file(seconds=0)
    file.message(3, f0=(STRING, b"Anna Smith\0"), f8=(UINT16, 600))
    file.message(12, f0=(ENUM, 1), f3=(STRING, b"Baker Street\0"))
    file.message(26, f8=(STRING, b"Baker Street\0"))
    file.message(
        27, f254=(UINT16, 0), f0=(STRING, b"front door\0"), f1=(ENUM, 5), f8=(STRING, b"Anna Smith\0")
    )
    file.message(23, f0=(UINT8, 0), f3=(UINT32Z, 3_912_345_678), f19=(STRING, b"Anna Smith\0"))
    file.message(23, f0=(UINT8, 1), f27=(STRING, b"Apple Watch von Anna Smith\0"))
    file.message(32, f2=(SINT32, semicircles(LATITUDE)), f6=(STRING, b"front door\0"))
    file.define(0, 20, (TIMESTAMP, DISTANCE, CADENCE, (0, SINT32), (1, SINT32), (78, UINT32)))
    for second in range(120):
        way = second * 2.8
        place = semicircles(LATITUDE + way / 111_195), semicircles(LONGITUDE)
        file.add(
            0, START_S + second, round(way * 100), 80, *place, round((ALTITUDE_M + second / 60 + 500) * 5)
        )
    file.message(
        19, f253=(UINT32, START_S + 120), f2=(UINT32, START_S), f7=(UINT32, 120_000),
        f3=(SINT32, semicircles(LATITUDE)), f4=(SINT32, semicircles(LONGITUDE)),
        f62=(UINT16, (ALTITUDE_M + 500) * 5),
    )  # fmt: skip
    return add_session(file, elapsed_ms=120_000, timer_ms=120_000, distance_cm=33_600).build()


def private_tcx() -> bytes:
    start = NOW - timedelta(days=3)
    points = "".join(
        f"<Trackpoint><Time>{start + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}</Time><Position>"
        f"<LatitudeDegrees>{LATITUDE + second * 2.8 / 111_195:.7f}</LatitudeDegrees>"
        f"<LongitudeDegrees>{LONGITUDE}</LongitudeDegrees></Position>"
        f"<AltitudeMeters>{ALTITUDE_M + second / 60:.2f}</AltitudeMeters></Trackpoint>"
        for second in range(120)
    )
    return (
        '<TrainingCenterDatabase><Activities><Activity Sport="Running"><Id>Anna Smith</Id>'
        f'<Lap StartTime="{start:%Y-%m-%dT%H:%M:%SZ}"><Notes>Baker Street</Notes><Track>{points}</Track>'
        "</Lap><Notes>front door</Notes><Creator><Name>Apple Watch von Anna Smith</Name>"
        "<UnitId>3912345678</UnitId></Creator></Activity></Activities>"
        "<Author><Name>Anna Smith</Name></Author></TrainingCenterDatabase>"
    ).encode()


def numbers_kept(kept: str) -> list[float]:
    return [float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w.])", kept)]


def test_no_place_height_or_name_is_kept_of_any_format(services: Services, runner: Actor) -> None:
    gpx = PRIVATE_GPX.decode().replace("<time>", f"<ele>{ALTITUDE_M}.5</ele><time>").encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("Anna Smith/Baker Street.fit", private_fit())
        packed.writestr("Anna Smith/front door.tcx.gz", gzip.compress(private_tcx()))
        packed.writestr("Anna Smith/home-to-work.gpx", gpx)
    uploads = [Upload("Anna Smith.zip", archive.getvalue())]
    verdicts = list(services.importing.add_files(runner, runner.person_id or "", uploads, now=NOW))
    assert [verdict.verdict for verdict in verdicts] == ["new"] * 3

    kept = everything_kept(services)

    assert kept.count("relative_altitude_m") == 3
    for secret in (*SECRETS, *PEOPLE, "3912345678", "12345"):
        assert secret not in kept, secret
    private = (LATITUDE, LONGITUDE, LATITUDE * 2**31 / 180, LONGITUDE * 2**31 / 180, ALTITUDE_M, -0.1274)
    # A degree's hundredth is a kilometre; a height within ten metres is that of the street.
    margins = (0.01, 0.01, 1e6, 1e6, 10, 0.0001)
    for number in numbers_kept(kept):
        assert not any(abs(number - place) < margin for place, margin in zip(private, margins, strict=True))
    for path in services.context.home.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not any(name.encode() in content for name in PEOPLE), path.name


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
