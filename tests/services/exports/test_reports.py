"""The reports: what stands on the paper, that it can be read by everybody, and that it never breaks."""

import io
import os
import pickle
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from reportlab.graphics.shapes import Rect

from program.model import Action
from program.steps import Step, parse_steps
from services.exports import (
    episode_report_page,
    episode_report_pdf,
    week_report_inset,
    week_report_page,
    week_report_pdf,
)
from services.exports.records import (
    EpisodeReport,
    Release,
    SessionReport,
    Severity,
    Stretch,
    SymptomMark,
    WeekReport,
    WeekRow,
)
from services.exports.report import charts, ink

ADVICE = (
    "advice to discuss with a physical therapist",
    "no trial has tested a table of stages after a birth",
)


def text_of(content: bytes) -> str:
    """All text in reading order, white space as single blanks."""
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def in_order(text: str, *parts: str) -> bool:
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


def test_the_week_has_all_that_a_therapist_asks_for(week: WeekReport) -> None:
    text = text_of(week_report_pdf(week))

    assert in_order(
        text,
        "Łucja Ørsted-Nguyễn",
        "Week of 16 November 2026 to 22 November 2026",
        "Stop – NO running until released",
        "A leak of urine was new or worse on Thursday 19 November.",
        "Still missing: next morning – pain on Tuesday 17 November.",
        "walk 5:00 · 8 × (run 1:00,",
        "More than planned; the first run bout",
        "Not done – of 8:00",
        "! new or worse",
        "Energy this week Tired",
        "Mood this week not answered",
        "Session 2: distance from GPS only.",
        "Not released or changed by anybody yet.",
        "Consent Linked with Pat since 2026-10-12",
        "Diagnosis, goal of the plan of care –",
        "Leaked twice",
        "12 video Mon 30 Nov",
        "Minutes in all: 12.",
        "Name and signature",
        "Leak of urine: open since 2026-11-19 until a named person closes it.",
        "Leak of urine NOT met new or worse none Goom 2019",
        "Next-morning log not known",
        "Pain while running met 3 at most 3 consensus",
        "version 1, for 22 November 2026; facts ab12ab12ab12",
    )


def test_the_week_is_read_at_a_glance(week: WeekReport) -> None:
    text = text_of(week_report_pdf(week))

    assert "1 of 3" in text
    assert "17:40 of 24:00" in text
    assert "! acts" in text
    assert "nothing noted" in text_of(week_report_pdf(replace(week, symptoms=())))


def test_a_week_without_a_review_says_so(week: WeekReport) -> None:
    assert week.file is not None
    text = text_of(week_report_pdf(replace(week, file=replace(week.file, log=()))))

    assert "No review is on record for this week." in text


def test_the_report_lies_in_another_page_without_its_own_document(week: WeekReport) -> None:
    page = _Page(week_report_inset(week))

    assert not {"html", "body", "main", "h1", "script"} & set(page.tags)
    assert page.tags.count("h2") == 1
    assert all(selector in week_report_inset(week) for selector in (".paper {", '<article class="paper"'))


def test_a_section_does_not_leave_its_picture_on_the_next_page(episode: EpisodeReport) -> None:
    stages = tuple(f"Stage {place}" for place in range(34))
    stays = (*episode.stays, replace(episode.stays[-1], stage_title="Stage 33"))
    content = episode_report_pdf(replace(episode, stages=stages, stays=stays))
    for page in PdfReader(io.BytesIO(content)).pages:
        text = " ".join(page.extract_text().split())
        assert ("Symptoms and decisions" in text) == ("The worst answer of each week." in text)


def test_a_signed_week_says_who_when_and_why_and_has_no_line_to_sign(week: WeekReport) -> None:
    release = Release("Changed to hold", "Dr Jane Roe", date(2026, 11, 23), "seen on Monday")
    text = text_of(week_report_pdf(replace(week, release=release)))

    assert "Changed to hold by Dr Jane Roe on 23 November 2026: seen on Monday" in text
    assert "Name and signature" not in text


def test_what_is_not_there_is_said_and_never_reads_as_well(week: WeekReport) -> None:
    text = text_of(week_report_pdf(replace(week, sessions=(), symptoms=(), check_in=(), decision=None)))

    assert "That is not the same as no symptoms." in text
    assert "The check-in has not been filled in." in text
    assert "No decision has been made for this week yet." in text
    assert "running allowed" not in text


def test_the_episode_has_weeks_stages_symptoms_and_decisions(episode: EpisodeReport) -> None:
    text = text_of(episode_report_pdf(episode))

    assert in_order(
        text,
        "Return after birth",
        "Running each week",
        "Stage 3",
        "Symptoms and decisions",
        "16 November 2026 Stage 1 8:00 8:00 1:00 164 spm 6:52 /km",
        "30 November 2026 Stage 1 – 8:00 – – –",
        "7 December 2026 – 0:00 – – – –",
        "14 December 2026 Stage 2 1:30:00 12:00",
        "Leak of urine 1 0 0 1 23 November 2026",
        "Knee pain 0 1 1 0 never",
        "Ready for Stage 2. Released by Dr Jane Roe on 23 November 2026: steady",
        "29 November 2026 Stop Stop. Not released or changed by anybody yet.",
    )


@pytest.mark.parametrize("kind", ["week", "episode"])
def test_every_page_says_that_it_is_advice(kind: str, week: WeekReport, episode: EpisodeReport) -> None:
    content = week_report_pdf(week) if kind == "week" else episode_report_pdf(episode)
    pages = PdfReader(io.BytesIO(content)).pages

    for place, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert all(words in text for words in ADVICE)
        assert f"Page {place} of {len(pages)}" in text


@pytest.mark.parametrize("kind", ["week", "episode"])
def test_the_file_tells_title_language_and_sections(
    kind: str, week: WeekReport, episode: EpisodeReport
) -> None:
    report = week if kind == "week" else episode
    content = week_report_pdf(week) if kind == "week" else episode_report_pdf(episode)
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    catalogue = reader.root_object

    assert report.runner in str(reader.metadata.title)
    assert reader.metadata.creation_date == datetime.combine(report.made_on, datetime.min.time(), UTC)
    assert catalogue["/Lang"] == "en"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712 - a PDF object
    sections = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert sections[0] == ("The answer" if kind == "week" else "Running each week")
    assert len(sections) >= 5


def test_every_letter_is_in_a_font_that_the_file_brings(week: WeekReport) -> None:
    used = []
    for page in PdfReader(io.BytesIO(week_report_pdf(week))).pages:
        page.extract_text(visitor_text=lambda text, _cm, _tm, font, _size: used.append((text, font)))
    fonts = [font for text, font in used if text.strip()]

    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts)


def test_the_same_report_is_the_same_file_on_another_day_and_machine(
    week: WeekReport, episode: EpisodeReport, tmp_path: Path
) -> None:
    records = tmp_path / "records"
    records.write_bytes(pickle.dumps((week, episode)))
    program = (
        "import pickle, sys, pathlib, hashlib\n"
        "from services.exports import episode_report_pdf, week_report_pdf\n"
        "week, episode = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "print(hashlib.sha256(week_report_pdf(week) + episode_report_pdf(episode)).hexdigest())\n"
    )
    elsewhere = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    printed = subprocess.run(
        [sys.executable, "-c", program, str(records)],
        env=elsewhere,
        capture_output=True,
        check=True,
        text=True,
    )

    here = sha256(week_report_pdf(week) + episode_report_pdf(episode)).hexdigest()
    assert printed.stdout.strip() == here


MARKUP = '<img src="file:///etc/passwd"/> </para> & <b>x'
HOSTILE = (
    MARKUP,
    "x" * 4000,
    "wort " * 3000,
    "a\x00b\x1b\u2028c",
    "",
)


@pytest.mark.parametrize("text", HOSTILE, ids=["markup", "one word", "very long", "control", "empty"])
def test_what_people_write_is_printed_and_breaks_nothing(
    text: str, week: WeekReport, episode: EpisodeReport
) -> None:
    release = Release(text, text, date(2026, 11, 23), text)
    decision = replace(episode.decisions[0], headline=text, release=release)
    marks = tuple(replace(mark, item=text, words=text) for mark in week.symptoms)

    paper = week_report_pdf(replace(week, symptoms=marks, notes=(text,), release=release))
    whole = episode_report_pdf(replace(episode, decisions=(decision,), symptoms=marks, stages=(text,)))
    assert len(PdfReader(io.BytesIO(whole)).pages) >= 1
    if text == MARKUP:
        assert "file:///etc/passwd" in text_of(paper)
        assert "</para> & <b>x" in text_of(paper)


def test_two_years_with_sixty_stages_and_forty_symptoms_fit(episode: EpisodeReport) -> None:
    days = [date(2026, 1, 5) + timedelta(weeks=place) for place in range(104)]
    severities: tuple[Severity, ...] = ("clear", "unknown", "watch", "act")
    big = replace(
        episode,
        weeks=tuple(WeekRow(on, "Stage 1", 600.0, 600.0) for on in days),
        stages=tuple(f"Stage {place}" for place in range(60)),
        symptoms=tuple(
            SymptomMark(f"Symptom {item}", on, severities[(item + place) % 4], "x")
            for place, on in enumerate(days)
            for item in range(40)
        ),
    )
    text = text_of(episode_report_pdf(big))

    assert "Symptom 39 26 26 26 26" in text
    assert "Page 1 of" in text


def test_an_episode_without_a_week_says_so(episode: EpisodeReport) -> None:
    assert "There is no week to show yet." in text_of(episode_report_pdf(replace(episode, weeks=())))


def rectangles(drawing: object) -> list[Rect]:
    return [shape for shape in drawing.contents if isinstance(shape, Rect)]  # type: ignore[attr-defined]


def test_the_strip_draws_asked_over_done_to_one_scale() -> None:
    done = (Stretch("walk", 0.0, 60.0), Stretch("run", 60.0, 180.0))
    drawing = charts.session_strip(SessionReport("S", parse_steps("run 1:00, walk 1:00"), done=done))
    below, above = rectangles(drawing)[:2], rectangles(drawing)[2:]

    assert [round(box.width / above[0].width, 6) for box in (*below, *above)] == [1, 2, 1, 1]
    assert below[1].x == pytest.approx(above[1].x)
    assert {box.y for box in below} < {box.y for box in above} or below[0].y < above[0].y
    assert below[1].height > below[0].height


def test_a_step_by_distance_is_drawn_at_the_sessions_own_pace_or_not_at_all() -> None:
    asked = (Step("run", None, 400.0), Step("walk", 60.0))
    with_pace = charts.session_strip(SessionReport("S", asked, pace_s_per_km=300.0))

    run, walk = rectangles(with_pace)
    assert run.width == pytest.approx(2 * walk.width)
    assert charts.session_strip(SessionReport("S", asked)) is None


def test_pictures_need_no_colour() -> None:
    run, walk = (ink.GAITS[kind] for kind in ("run", "walk"))
    grey = {gait: sum(gait.fill.rgb()) / 3 for gait in (run, walk)}

    assert run.height > walk.height
    assert grey[walk] - grey[run] > 0.25
    assert len(set(charts.LETTERS.values())) == len(Action)


def test_the_worst_answer_of_a_week_counts_and_unknown_outranks_clear(episode: EpisodeReport) -> None:
    span = charts.Span.of(episode.weeks)
    first = span.first
    marks = (
        SymptomMark("Leak", first, "clear", ""),
        SymptomMark("Leak", first + timedelta(days=6), "unknown", ""),
        SymptomMark("Leak", first + timedelta(days=7), "act", ""),
        SymptomMark("Leak", first - timedelta(days=1), "act", ""),
        SymptomMark("Leak", span.end, "act", ""),
    )

    worst = charts.worst_by_week(marks, "Leak", span)
    assert worst == {first: "unknown", first + timedelta(days=7): "act"}


class _Page(HTMLParser):
    """Collects what a screen reader and a browser would ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += f" {data}"


def test_the_page_says_the_same_as_the_paper(week: WeekReport, episode: EpisodeReport) -> None:
    page = _Page(week_report_page(week))

    assert {"lang": "en"} in page.attributes
    assert (page.tags.count("h1"), page.tags.count("main")) == (1, 1)
    assert page.tags.count("th") == sum("scope" in attributes for attributes in page.attributes)
    assert page.tags.count("caption") == page.tags.count("table")
    assert page.tags.count("figure") == page.tags.count("figcaption") == 3
    for words in ("Stop – NO running until released", "! new or worse", "NOT met", *ADVICE):
        assert words in page.text
    assert "14 December 2026" in _Page(episode_report_page(episode)).text


def test_the_page_loads_nothing_and_its_pictures_are_whole(week: WeekReport) -> None:
    page = _Page(week_report_page(week))
    sources = [
        str(attributes[key]) for attributes in page.attributes for key in ("src", "href") if key in attributes
    ]

    assert len(sources) == 3
    for source in sources:
        kind, _, data = source.partition(",")
        assert kind == "data:image/svg+xml;base64"
        assert ElementTree.fromstring(b64decode(data)).tag.endswith("svg")


def test_markup_in_the_page_is_text(week: WeekReport) -> None:
    page = _Page(week_report_page(replace(week, notes=("<script>alert(1)</script>",))))

    assert "script" not in page.tags
    assert "<script>alert(1)</script>" in page.text
