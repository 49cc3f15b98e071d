"""The metadata that all tables share, and the columns that many have."""

import sqlalchemy as sa

from store.types import UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: People and activities have random ids, which no later row can take over once they are deleted.
RANDOM_ID = sa.String(32)

#: SQLite counts by itself only on a plain INTEGER key.
COUNTED_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def counted_id() -> sa.Column[int]:
    """Return a primary key that the database counts up."""
    return sa.Column("id", COUNTED_ID, sa.Identity(), primary_key=True)


def person_id(name: str, *, key: bool = False, nullable: bool = False, index: bool = False) -> sa.Column[str]:
    """Return a column that names a person; the row goes when the person is deleted."""
    owner = sa.ForeignKey("person.id", ondelete="CASCADE")
    return sa.Column(name, RANDOM_ID, owner, primary_key=key, nullable=nullable, index=index)


def actor_id(name: str) -> sa.Column[str | None]:
    """Return a column that names who did it; it outlives that person's account."""
    return sa.Column(name, RANDOM_ID, nullable=True)


def instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    """Return a column that holds an instant in UTC."""
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def version() -> sa.Column[int]:
    """Return the column that tells an edit that somebody else was faster."""
    return sa.Column("version", sa.Integer, nullable=False, server_default="1")
