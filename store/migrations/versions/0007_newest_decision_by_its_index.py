"""The newest decision of a runner is found in an index, without reading the rows."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_decision_runner_id", "decision", ["runner_id", "id"])
    op.drop_index("ix_decision_runner_made", table_name="decision")
