"""What a runner takes along from Today: the workout for her watch and the reminders."""

import fitdecode
import pytest

pytestmark = pytest.mark.browser


def test_the_next_session_comes_as_a_workout_and_as_reminders(sample_server, visit) -> None:
    page = visit(sample_server.address, device="phone")

    with page.expect_download() as watch:
        page.get_by_role("button", name="For my watch").click()
    with fitdecode.FitReader(watch.value.path(), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        steps = [
            frame
            for frame in reader
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "workout_step"
        ]
    assert watch.value.suggested_filename.endswith(".fit")
    assert {frame.get_value("intensity", fallback=None) for frame in steps} >= {
        "warmup",
        "active",
        "recovery",
    }

    with page.expect_download() as calendar:
        page.get_by_role("button", name="For my calendar").click()
    text = calendar.value.path().read_text(encoding="utf-8")
    assert text.startswith("BEGIN:VCALENDAR")
    assert "Weekly check-in" in text
    assert "SUMMARY:Training session" in text
