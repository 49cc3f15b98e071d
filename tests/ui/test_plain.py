"""What people write is shown as they typed it: no link, picture, formula, colour or icon comes of it."""

import html
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from services import ReviewRecord
from services.limits import name_of
from store import people
from store.engine import writing
from store.rows import Seen
from tests.clinic import ADMIN_EMAIL, PT_EMAIL, RUNNER_EMAIL, Clinic
from tests.ui.test_pt_pages import NOW, PAGES
from ui.plain import plain

HOSTILE = (
    "<img src=x onerror=alert(1)> [tap](javascript:alert(1)) ![p](https://x.test/p.png) $a^2$ "
    ":red[stop] :material/home: :red-badge[x] **bold** `code` &lt;b&gt; | # x"
)
#: As long as a name is shown.
HOSTILE_NAME = name_of(HOSTILE)


@pytest.mark.parametrize(
    "text", [HOSTILE, "# a heading", "1. a list", "- a list", "+ a list", "> a quote", "===", "\\[x](y)"]
)
def test_nothing_but_text_comes_of_it(text: str) -> None:
    assert _as_markdown_shows_it(plain(text)) == text


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60))
def test_whatever_is_typed_is_what_is_shown(text: str) -> None:
    assert _as_markdown_shows_it(plain(text)) == text.strip()


@pytest.mark.parametrize(
    "mark", [":red[x]", ":material/home:", ":material_home:", ":smile:", ":100:", ":streamlit:", ":small[x]"]
)
def test_streamlits_own_marks_are_not_found(mark: str) -> None:
    """It looks for most of them after Markdown was read, where a backslash is gone."""
    shown = _as_markdown_shows_it(plain(f"a {mark}"), joined=False)

    assert mark not in shown
    assert shown.replace("\u2060", "") == f"a {mark}"


def test_lines_stay_and_what_turns_the_text_around_goes() -> None:
    assert plain("one\n\n  two\u202e") == "one  \ntwo"


def test_a_sentence_stays_as_it_is() -> None:
    assert plain("Why: 4 of 6 runs (2:30 min) were done, 50 % – so wait.") == (
        "Why: 4 of 6 runs (2:30 min) were done, 50 % – so wait."
    )


def test_hostile_names_and_notes_stay_words_on_the_therapists_pages(
    clinic: Clinic, as_user, open_page
) -> None:
    _write_everywhere(clinic)
    as_user(PT_EMAIL)

    shown = {page: _shown(open_page(page)) for page in PAGES}

    assert min(shown.values()) >= 1
    assert _shown(open_page("pt_review", runner=clinic.runner_id)) >= 3


def test_they_stay_words_on_the_runners_pages(clinic: Clinic, as_user, open_page) -> None:
    _write_everywhere(clinic)
    as_user(RUNNER_EMAIL)

    for page in ("today", "progress", "account", "how_was_it", "my_pt"):
        _shown(open_page(page))


def test_they_stay_words_in_the_list_of_accounts_and_on_an_invitation(
    clinic: Clinic, as_user, open_page
) -> None:
    _write_everywhere(clinic)
    as_user(ADMIN_EMAIL)
    assert _shown(open_page("people")) >= 2

    clinic.services.invitations.invite_runner(clinic.pt, ADMIN_EMAIL, now=NOW)
    assert _shown(open_page("people")) >= 1


def _write_everywhere(clinic: Clinic) -> None:
    """The same hostile words as everybody's name, in a note and as a reason."""
    services, now = clinic.services, NOW - timedelta(minutes=1)
    services.reviewing.write_note(clinic.pt, clinic.runner_id, HOSTILE, now=now, reach=HOSTILE)
    answer = services.deciding.today(clinic.runner, clinic.runner_id, now=now).answer
    record = ReviewRecord(HOSTILE)
    services.reviewing.override(
        clinic.pt, clinic.runner_id, answer.shown_sha256, "hold", record, now=now, may_run=False
    )
    with writing(services.context.engine) as connection:
        for person in people.everybody(connection):
            people.change_settings(
                connection,
                Seen(person.id, person.version),
                display_name=HOSTILE,
                time_zone=person.time_zone,
                distance_unit="km",
            )


def _shown(at: AppTest) -> int:
    """How often the words are on the page; fails where they stand there other than escaped."""
    found = 0
    for text in _sources(at):
        for safe in (each(words) for words in (HOSTILE, HOSTILE_NAME) for each in (plain, html.escape)):
            found += text.count(safe)
            text = text.replace(safe, "")
        assert "onerror" not in text, text
        assert "javascript" not in text, text
    return found


def _sources(at: AppTest) -> Iterator[str]:
    """What every place that reads Markdown or HTML was given."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.error, at.warning, at.success, at.info)
    yield from (element.value for kind in kinds for element in kind)
    yield from (button.label for button in at.button)
    yield from (element.proto.body for element in at.get("html"))
    yield from (expander.label for expander in at.expander)


def _as_markdown_shows_it(source: str, *, joined: bool = True) -> str:
    """The text of one paragraph, as an eye sees it; fails where the source makes anything else."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(source)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    parts = tokens[1].children or []
    assert {part.type for part in parts} <= {"text", "text_special"}
    shown = "".join(part.content for part in parts)
    return shown.replace("\u2060", "") if joined else shown
