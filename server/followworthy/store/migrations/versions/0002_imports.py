"""Imports: the batches that proposals come in, when each source was last read, and which are read again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=100), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_by", sa.String(length=200), nullable=True),
        sa.Column("taken_back_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_imports_source_id_sources")),
        sa.ForeignKeyConstraint(
            ["taken_back_in"], ["revisions.number"], name=op.f("fk_imports_taken_back_in_revisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imports_source_id"), ["source_id"], unique=False)

    op.create_table(
        "import_entries",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("taken", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_import_entries_import_id_imports")),
        sa.PrimaryKeyConstraint("import_id", "proposal_id", name=op.f("pk_import_entries")),
    )
    op.create_table(
        "source_readings",
        sa.Column("source_id", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_source_readings_source_id_sources")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_source_readings")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_proposals_import_id"), ["import_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_proposals_import_id_imports"), "imports", ["import_id"], ["id"])

    # No batch: SQLite would rebuild the table, and others refer to it.
    op.add_column("sources", sa.Column("reread", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.drop_column("sources", "reread")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposals_import_id_imports"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_proposals_import_id"))
        batch_op.drop_column("import_id")

    op.drop_table("source_readings")
    op.drop_table("import_entries")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imports_source_id"))

    op.drop_table("imports")
