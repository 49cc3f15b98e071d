"""Where in an archive a file lay is forgotten: such a name may tell who or where."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("activity", "member")
