"""The fast way through GPX and TCX beside the safe one."""

from ingest.xml.document import RawDocument


def assert_same_points(fast: RawDocument, safe: RawDocument) -> None:
    """Every text of every point is the same, and every point stands in the same place."""
    trimmed = {name: [text and text.strip() for text in texts] for name, texts in fast.columns.items()}
    assert trimmed == safe.columns
    places = {name: numbers.tolist() for name, numbers in fast.places.items()}
    assert places == {name: numbers.tolist() for name, numbers in safe.places.items()}
