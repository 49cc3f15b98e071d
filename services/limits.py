"""How long a name and a reason may be: refused where they are written, cut where they come from elsewhere."""

from program.record import Assessment, Hold
from services.errors import RefusedError
from store import tables

#: What a reason that was kept before there were limits is made long enough with.
_NO_MORE = "(no more was written)"
_CUT = "…"


def _ends(model: type[Hold] | type[Assessment], field: str) -> tuple[int, int]:
    """The least and the most letters that a case accepts: what is written is what can be read."""
    metadata = model.model_fields[field].metadata
    least, most = (
        [getattr(one, name) for one in metadata if hasattr(one, name)]
        for name in ("min_length", "max_length")
    )
    return int(least[0] if least else 0), int(most[0])


def _width(table: str, column: str) -> int:
    """How many letters of it the database keeps."""
    return int(getattr(tables.metadata.tables[table].c[column].type, "length", 0))


NAME_MOST = min(_ends(Hold, "ordered_by")[1], _width("person", "display_name"))
EXAMINER_MOST = min(_ends(Hold, "ordered_by")[1], _width("open_finding", "examined_by"))
LIVE_CONTACT_MOST = _width("review", "live_contact")
REACH_MOST = _width("note", "reach")
REASON_LEAST, REASON_MOST = _ends(Hold, "reason")
NOTE_MOST = _ends(Assessment, "notes")[1]


def reason_of(text: str, *, asked: str = "Write why") -> str:
    """Return a reason without the spaces around it; raises RefusedError where it is too short or too long."""
    reason = text.strip()
    if len(reason) < REASON_LEAST:
        raise RefusedError(f"{asked}, in at least {REASON_LEAST} letters.")
    if len(reason) > REASON_MOST:
        raise RefusedError(
            f"A reason has at most {REASON_MOST} letters, and this one has {len(reason)}: shorten it."
        )
    return reason


def note_of(text: str) -> str:
    """Return a note without the spaces around it; raises RefusedError where it is empty or too long."""
    note = text.strip()
    if not note:
        raise RefusedError("The note is empty.")
    if len(note) > NOTE_MOST:
        raise RefusedError(
            f"A note has at most {NOTE_MOST} letters, and this one has {len(note)}: shorten it."
        )
    return note


def line_of(text: str | None, most: int, what: str) -> str | None:
    """Return one line without the spaces around it, null where it is empty; RefusedError where too long."""
    line = " ".join((text or "").split())
    if len(line) > most:
        raise RefusedError(f"{what} has at most {most} letters, and this one has {len(line)}: shorten it.")
    return line or None


def written_name(text: str) -> str:
    """Return a name somebody typed; raises RefusedError where there is none or it is too long."""
    name = " ".join(text.split())
    if not name:
        raise RefusedError("Write a name, or any word you like.")
    if len(name) > NAME_MOST:
        raise RefusedError(
            f"A name has at most {NAME_MOST} letters, and this one has {len(name)}: shorten it."
        )
    return name


def name_of(text: str | None) -> str:
    """Return a name that comes from a provider or was kept, cut to what a case accepts; empty where none."""
    name = " ".join((text or "").split())
    return name if len(name) <= NAME_MOST else name[: NAME_MOST - len(_CUT)] + _CUT


def kept_reason(text: str | None) -> str:
    """Return a reason that was kept before there were limits so that a case accepts it, cut or marked."""
    reason = (text or "").strip()
    if len(reason) < REASON_LEAST:
        return f"{reason} {_NO_MORE}".strip()
    return reason if len(reason) <= REASON_MOST else reason[: REASON_MOST - len(_CUT)] + _CUT
