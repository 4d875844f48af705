"""Several audit workers: what the run under way still has to look at, with leases, and the hosts' turns."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_leases",
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("token", sa.String(length=16), nullable=True),
        sa.Column("worker", sa.String(length=16), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"], ["links.id"], name=op.f("fk_link_leases_link_id_links"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("link_id", name=op.f("pk_link_leases")),
    )
    op.create_index("ix_link_leases_host_place", "link_leases", ["host", "place"], unique=False)
    op.create_table(
        "host_turns",
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("worker", sa.String(length=16), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_host_turns")),
    )
    op.create_index("ix_host_turns_free_at", "host_turns", ["free_at", "host"], unique=False)


def downgrade() -> None:
    for table in ("host_turns", "link_leases"):
        op.drop_table(table)
