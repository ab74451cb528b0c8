"""Accounts, sessions, tokens and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsloom.edges.moments import Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    make_accounts()
    make_guards()
    op.create_table(
        "audit",
        sa.Column("line", LONG, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        text("who"),
        text("act"),
        text("subject"),
        text("data"),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_audit")),
        sqlite_strict=True,
    )
    op.create_index("ix_audit_who", "audit", ["who"])
    op.create_index("ix_audit_act", "audit", ["act"])


def make_accounts() -> None:
    """Make the accounts and what hangs on them."""
    op.create_table(
        "accounts",
        text("account_id"),
        text("name"),
        sa.Column("identity", sa.Text()),
        number("role"),
        number("is_disabled"),
        text("password"),
        text("data"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
        sa.UniqueConstraint("identity", name=op.f("uq_accounts_identity")),
        sqlite_strict=True,
    )
    owned(
        "sessions",
        text("session_id"),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
    )
    op.create_index("ix_sessions_made_at", "sessions", ["made_at"])
    owned(
        "api_tokens",
        text("token_id"),
        text("digest"),
        sa.Column("used_at", Moment()),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
    )
    owned("passkeys", text("credential_id"), number("sign_count"), sa.Column("used_at", Moment()))


def owned(name: str, primary: sa.Column[str], *parts: sa.schema.SchemaItem) -> None:
    """Make a table of what hangs on an account, and goes with it."""
    op.create_table(
        name,
        primary,
        text("account_id"),
        *parts,
        text("data"),
        sa.PrimaryKeyConstraint(primary.name, name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f(f"fk_{name}_account_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{name}_account_id", name, ["account_id"])


def make_guards() -> None:
    """Make what counts failed sign-ins, what is used once, and the secrets of the house."""
    op.create_table(
        "attempts",
        text("holder"),
        number("failures"),
        sa.Column("last_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("holder", name=op.f("pk_attempts")),
        sqlite_strict=True,
    )
    op.create_index("ix_attempts_last_at", "attempts", ["last_at"])
    op.create_table(
        "passes",
        text("digest"),
        text("purpose"),
        sa.Column("until", Moment(), nullable=False),
        text("data"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_passes")),
        sqlite_strict=True,
    )
    op.create_index("ix_passes_until", "passes", ["until"])
    op.create_table(
        "secrets",
        text("name"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secrets")),
        sqlite_strict=True,
    )


def text(name: str) -> sa.Column[str]:
    """Return a text column that is never NULL."""
    return sa.Column(name, sa.Text(), nullable=False)


def number(name: str) -> sa.Column[int]:
    """Return an integer column that is never NULL."""
    return sa.Column(name, sa.Integer(), nullable=False)
