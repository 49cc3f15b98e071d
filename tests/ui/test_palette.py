"""Everybody can read the words, in light and in dark."""

import pytest

from ui.palette import PALETTES, Palette, contrast, theme_options

#: WCAG 2.2 AA: text, and what is not text but has to be told from its surroundings.
TEXT, GRAPHIC = 4.5, 3.0


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_answer_can_be_read(palette: Palette) -> None:
    for name in ("progress", "hold", "regress", "stop", "neutral"):
        tone = palette.tone(name)
        assert contrast(tone.text, tone.ground) >= TEXT, name


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("ground", ["background", "surface"])
@pytest.mark.parametrize("name", ["text", "muted", "primary"])
def test_words_stand_out_from_the_page(palette: Palette, ground: str, name: str) -> None:
    assert contrast(getattr(palette, name), getattr(palette, ground)) >= TEXT


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("name", ["run", "planned_run", "heart"])
def test_what_was_run_stands_out_from_the_page(palette: Palette, name: str) -> None:
    assert contrast(getattr(palette, name), palette.background) >= GRAPHIC


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_a_primary_button_can_be_read(palette: Palette) -> None:
    assert contrast(palette.on_primary, palette.primary) >= TEXT


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_minutes_inside_a_bar_can_be_read(palette: Palette) -> None:
    assert contrast(palette.background, palette.run) >= TEXT


def test_the_theme_has_both_modes() -> None:
    options = theme_options()

    assert options["theme.light.textColor"] == PALETTES["light"].text
    assert options["theme.dark.textColor"] == PALETTES["dark"].text
