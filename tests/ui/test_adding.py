"""Adding runs: where two recordings may be one run she is asked, and each answer does what it says."""

from datetime import datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from streamlit.testing.v1 import AppTest

from sample_data.runner import sample_runner
from sample_data.shift import shifted_fit
from services import Services

SAME, ANOTHER = "It is the same run", "Another run, add it"
File = tuple[str, bytes, str]


def second_recording(now: datetime, of: int = -1) -> bytes:
    """A sample run as another device would have it: begun twenty seconds later."""
    return shifted_fit(sample_runner(now.date()).files[of].content, timedelta(seconds=20))


def fit(name: str, content: bytes) -> File:
    return (name, content, "application/octet-stream")


def drop(at: AppTest, *files: File) -> AppTest:
    at.file_uploader[0].set_value(list(files)).run()
    assert not at.exception
    return at


def answer(at: AppTest, label: str, index: int = 0) -> AppTest:
    [button for button in at.button if button.label == label][index].click().run()
    assert not at.exception
    return at


def rows(at: AppTest) -> list[str]:
    values = [element.value for element in at.markdown]
    return [value.split("**")[1] for value in values if value.startswith(":material/") and " · " in value]


def offered(at: AppTest) -> list[str]:
    return [button.label for button in at.button if button.label in (SAME, ANOTHER)]


@pytest.fixture
def count(services: Services, now: datetime):
    """How many runs she has."""
    actor = services.accounts.local_runner(now=now)
    return lambda: len(services.runs.list_runs(actor, str(actor.person_id), now=now))


def test_a_second_recording_asks_and_nothing_is_kept_before_the_answer(
    sample_home, open_page, count, now: datetime
) -> None:
    before = count()
    at = drop(open_page("add_runs"), fit("telephone.fit", second_recording(now)))

    assert rows(at) == ["Maybe the same run"]
    assert offered(at) == [SAME, ANOTHER]
    assert count() == before


def test_the_same_run_is_left_out(sample_home, open_page, count, now: datetime) -> None:
    before = count()
    at = drop(open_page("add_runs"), fit("telephone.fit", second_recording(now)))
    answer(at, SAME)

    assert rows(at) == ["Already here"]
    assert offered(at) == []
    assert count() == before


def test_another_run_is_added(sample_home, open_page, count, now: datetime) -> None:
    before = count()
    at = drop(open_page("add_runs"), fit("telephone.fit", second_recording(now)))
    answer(at, ANOTHER)

    assert rows(at) == ["New run"]
    assert offered(at) == []
    assert count() == before + 1


def test_of_an_archive_only_the_one_that_she_means_is_added(
    sample_home, open_page, count, now: datetime
) -> None:
    before = count()
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("one.fit", second_recording(now, -1))
        archive.writestr("two.fit", second_recording(now, -2))
    at = drop(open_page("add_runs"), ("all.zip", packed.getvalue(), "application/zip"))
    assert offered(at) == [SAME, ANOTHER] * 2

    answer(at, ANOTHER, 1)
    assert count() == before + 1
    assert offered(at) == [SAME, ANOTHER]
    answer(at, SAME)

    assert sorted(rows(at)) == ["Already here", "New run"]
    assert count() == before + 1


def test_two_files_of_one_name_are_not_mixed_up(sample_home, open_page, count, now: datetime) -> None:
    before = count()
    at = drop(
        open_page("add_runs"),
        fit("activity.fit", second_recording(now, -1)),
        fit("activity.fit", second_recording(now, -2)),
    )
    answer(at, ANOTHER, 1)
    answer(at, ANOTHER)

    assert rows(at) == ["New run", "New run"]
    assert count() == before + 2
