"""The audit: evidence thrown away, progress and reports of runs, hosts that rest, jobs, reviews, repairs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("succeeded", sa.Boolean(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_jobs")),
    )
    op.create_table(
        "reviews",
        sa.Column("expert_id", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["expert_id"], ["experts.id"], name=op.f("fk_reviews_expert_id_experts")),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_reviews")),
    )
    op.create_table(
        "stopped_hosts",
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("stops", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_stopped_hosts")),
    )
    # No batches: SQLite would rebuild the tables, and others refer to them.
    op.add_column("audit_runs", sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("audit_runs", sa.Column("cancel_asked", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("audit_runs", sa.Column("report", sa.JSON(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("checks", sa.Column("void", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("proposals", sa.Column("repair", sa.JSON(none_as_null=True), nullable=True))
    op.drop_index("ix_links_next_check_at", table_name="links")
    op.create_index("ix_links_status_next_check_at", "links", ["status", "next_check_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_links_status_next_check_at", table_name="links")
    op.create_index("ix_links_next_check_at", "links", ["next_check_at"], unique=False)
    op.drop_column("proposals", "repair")
    op.drop_column("checks", "void")
    for column in ("report", "cancel_asked", "done"):
        op.drop_column("audit_runs", column)
    for table in ("stopped_hosts", "reviews", "jobs"):
        op.drop_table(table)
