"""The curator's eyes: pairing codes, browsers that speak for a curator, links just opened from the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pairing_codes",
        sa.Column("curator_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["curator_id"], ["curators.id"], name=op.f("fk_pairing_codes_curator_id_curators")),
        sa.PrimaryKeyConstraint("curator_id", name=op.f("pk_pairing_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pairing_codes_code_hash")),
    )
    op.create_table(
        "paired_browsers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("curator_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("session_stamp", sa.String(length=32), nullable=False),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["curator_id"], ["curators.id"], name=op.f("fk_paired_browsers_curator_id_curators")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paired_browsers")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_paired_browsers_token_hash")),
    )
    op.create_index("ix_paired_browsers_curator_id", "paired_browsers", ["curator_id"], unique=False)
    op.create_table(
        "opened_links",
        sa.Column("curator_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.String(length=8), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["curator_id"], ["curators.id"], name=op.f("fk_opened_links_curator_id_curators")),
        sa.ForeignKeyConstraint(["expert_id"], ["experts.id"], name=op.f("fk_opened_links_expert_id_experts")),
        sa.PrimaryKeyConstraint("curator_id", "expert_id", "url", name=op.f("pk_opened_links")),
    )


def downgrade() -> None:
    for table in ("opened_links", "paired_browsers", "pairing_codes"):
        op.drop_table(table)
