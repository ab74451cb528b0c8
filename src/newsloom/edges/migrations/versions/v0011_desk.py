"""What the desk keeps of rulings and of what the machine is unsure of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsloom.edges.moments import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let rulings say which act they are part of, and make the table of what was put off."""
    op.add_column("rulings", sa.Column("act", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE rulings SET act = ruling_id")
    op.create_index("ix_rulings_act", "rulings", ["act"])
    op.create_table(
        "put_off",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_put_off")),
        sqlite_strict=True,
    )
