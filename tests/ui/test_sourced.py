"""Sources are written out, with a link where there is one."""

from program.education import sources
from ui.components.sourced import in_full


def test_a_short_name_becomes_its_source_with_a_link() -> None:
    text = in_full("S1, S5; minutes configured")

    assert text.startswith("[BJSM, table of recommendations")
    assert "](https://" in text
    assert text.endswith("; minutes configured")


def test_what_is_no_short_name_stays() -> None:
    assert in_full("configured") == "configured"
    assert in_full("S9999") == "S9999"
    assert in_full("general knowledge") == "general knowledge"


def test_every_source_of_the_list_is_readable_text() -> None:
    assert all(in_full(name) != name for name in sources())
