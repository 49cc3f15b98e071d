"""How Alembic runs here: always on the connection that `store.migrate` hands it, in its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from store.tables import metadata
from store.types import CompressedText, UtcDateTime


def frozen_types(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as the database's, so that old migrations stay as they were."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, CompressedText):
        return "sa.LargeBinary()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # One transaction for all, opened and closed by the caller: a killed process leaves none half done.
    transactional_ddl=True,
    transaction_per_migration=False,
    render_item=frozen_types,
    include_object=context.config.attributes.get("include_object"),
)
context.run_migrations()
