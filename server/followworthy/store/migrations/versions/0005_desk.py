"""The desk: search and order, undone undos, drafts, roles and signed-in browsers, opt-outs, the catalog day by day."""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

from followworthy.domain.names import normalise_name, searchable

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNRANKED = 1_000_000_000
FACTS = ("walled", "seen_by", "first_at", "evidence_at", "vouched_at", "curator_at", "curator_met")
NEW_COLUMNS = {
    "counter": ("opt_out_check",),
    "experts": ("merged_into", "name_key", "words", "best_rank", "reviewed_at"),
    "links": ("published", *FACTS),
    "proposals": ("reopened_in", "decision", "became", "name", "name_key", "heading", "turn"),
    "imports": ("asked",),
    "curators": ("role", "seen_at"),
    "invitations": ("role", "by"),
}
NEW_INDEXES = (
    ("ix_revisions_by_number", "revisions", ("by", "number")),
    ("ix_revisions_undoes", "revisions", ("undoes",)),
    ("ix_changes_entity_entity_id_number", "changes", ("entity", "entity_id", "number")),
    ("ix_experts_withdrawn_best_rank_name_key", "experts", ("withdrawn", "best_rank", "name_key")),
    ("ix_experts_withdrawn_name_key", "experts", ("withdrawn", "name_key")),
    ("ix_experts_withdrawn_reviewed_at_name_key", "experts", ("withdrawn", "reviewed_at", "name_key")),
    ("ix_experts_withdrawn_revision", "experts", ("withdrawn", "revision")),
    ("ix_links_url_kind_expert_id", "links", ("url", "kind", "expert_id")),
    ("ix_recommendations_source_id", "recommendations", ("source_id",)),
    ("ix_recommendations_category_id", "recommendations", ("category_id",)),
    ("ix_proposals_state_turn_id", "proposals", ("state", "turn", "id")),
    ("ix_proposals_state_name_key", "proposals", ("state", "name_key")),
    ("ix_proposals_state_identity", "proposals", ("state", "identity")),
    ("ix_proposals_decided_by_decided_at", "proposals", ("decided_by", "decided_at")),
    ("ix_links_counted", "links", ("published", "kind", "expert_id", "status", "verdict", "seen_by", "walled")),
    ("ix_links_eyes", "links", ("published", "status", "walled", "curator_at", "vouched_at", "curator_met")),
    ("ix_checks_witness_at", "checks", ("witness", "at")),
    ("ix_proposals_state_import_id", "proposals", ("state", "import_id", "source_id", "kind", "created_at")),
    ("ix_proposals_expert_id", "proposals", ("expert_id",)),
    ("ix_proposals_decided_in", "proposals", ("decided_in",)),
    ("ix_proposals_reopened_in", "proposals", ("reopened_in",)),
)
REVIEWED = """UPDATE experts SET reviewed_at = (SELECT max(revisions.at) FROM changes JOIN revisions
ON revisions.number = changes.number WHERE changes.entity = 'expert' AND changes.entity_id = experts.id
AND revisions.by != 'auditor')"""
CONFIRMED = """UPDATE experts SET reviewed_at = (SELECT reviews.at FROM reviews WHERE reviews.expert_id = experts.id)
WHERE EXISTS (SELECT 1 FROM reviews WHERE reviews.expert_id = experts.id
AND (experts.reviewed_at IS NULL OR reviews.at > experts.reviewed_at))"""
PUBLISHED = """UPDATE links SET published = EXISTS (SELECT 1 FROM experts
WHERE experts.id = links.expert_id AND NOT experts.withdrawn)"""
THEIRS = "FROM checks WHERE checks.expert_id = links.expert_id AND checks.url = links.url AND NOT checks.void"
MET = "checks.outcome IN ('answered', 'redirected', 'missing')"
LAST = f"""WHERE latest.id = (SELECT max(CASE WHEN checks.witness = '%s' THEN checks.id END) {THEIRS})"""
BY_PROGRAM, BY_CURATOR = LAST % "auditor", LAST % "curator"
LOOKED_AT = f"""UPDATE links SET
walled = coalesce((SELECT latest.outcome = 'walled' FROM checks latest {BY_PROGRAM}), false),
seen_by = CASE (SELECT min(CASE checks.witness WHEN 'curator' THEN 0 WHEN 'auditor' THEN 1 WHEN 'reader' THEN 2
WHEN 'site' THEN 3 END) {THEIRS} AND ({MET} OR checks.outcome = 'vouched'))
WHEN 0 THEN 'curator' WHEN 1 THEN 'auditor' WHEN 2 THEN 'reader' WHEN 3 THEN 'site' END,
first_at = (SELECT min(checks.at) {THEIRS}),
evidence_at = (SELECT max(checks.at) {THEIRS} AND {MET}),
vouched_at = (SELECT max(checks.at) {THEIRS} AND checks.outcome = 'vouched'),
curator_at = (SELECT latest.at FROM checks latest {BY_CURATOR}),
curator_met = (SELECT latest.outcome FROM checks latest {BY_CURATOR})
WHERE EXISTS (SELECT 1 {THEIRS})"""  # noqa: S608 - put together from the constants above


def upgrade() -> None:
    # No batches: SQLite would rebuild the tables, and others refer to them.
    op.add_column("counter", sa.Column("opt_out_check", sa.String(length=64), nullable=True))
    op.add_column("experts", sa.Column("merged_into", sa.String(length=8), nullable=True))
    op.add_column("experts", sa.Column("name_key", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("experts", sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column(
        "experts", sa.Column("best_rank", sa.Integer(), server_default=sa.text(f"{UNRANKED}"), nullable=False)
    )
    op.add_column("experts", sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
    for flag in ("published", "walled"):
        op.add_column("links", sa.Column(flag, sa.Boolean(), server_default=sa.false(), nullable=False))
    for word in ("seen_by", "curator_met"):
        op.add_column("links", sa.Column(word, sa.String(length=20), nullable=True))
    for moment in ("first_at", "evidence_at", "vouched_at", "curator_at"):
        op.add_column("links", sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
    op.add_column("curators", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("imports", sa.Column("asked", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("proposals", sa.Column("reopened_in", sa.Integer(), nullable=True))
    op.add_column("proposals", sa.Column("decision", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("proposals", sa.Column("became", sa.String(length=8), nullable=True))
    op.add_column("proposals", sa.Column("name", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("proposals", sa.Column("name_key", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("proposals", sa.Column("heading", sa.Text(), nullable=True))
    op.add_column("proposals", sa.Column("turn", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column(
        "curators", sa.Column("role", sa.String(length=20), server_default=sa.text("'curator'"), nullable=False)
    )
    op.add_column(
        "invitations", sa.Column("role", sa.String(length=20), server_default=sa.text("'curator'"), nullable=False)
    )
    op.add_column("invitations", sa.Column("by", sa.String(length=100), server_default=sa.text("''"), nullable=False))
    _new_tables()
    for name, table, columns in NEW_INDEXES:
        op.create_index(name, table, list(columns), unique=False)
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE curators SET role = 'owner' WHERE id = (SELECT min(id) FROM curators)"))
    connection.execute(sa.text("UPDATE invitations SET role = 'owner' WHERE first"))
    connection.execute(sa.text(REVIEWED))
    connection.execute(sa.text(CONFIRMED))
    connection.execute(sa.text(PUBLISHED))
    connection.execute(sa.text(LOOKED_AT))
    _fill_experts(connection)
    _fill_proposals(connection)


def downgrade() -> None:
    for name, table, _ in reversed(NEW_INDEXES):
        op.drop_index(name, table_name=table)
    for table in ("moved_rows", "told_apart", "health_days", "opt_outs", "drafts", "sign_ins"):
        op.drop_table(table)
    for table, columns in NEW_COLUMNS.items():
        for column in columns:
            op.drop_column(table, column)


def _new_tables() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("curator_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["curator_id"], ["curators.id"], name=op.f("fk_sign_ins_curator_id_curators")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    op.create_index("ix_sign_ins_curator_id", "sign_ins", ["curator_id"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("curator_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("source_id", sa.String(length=100), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["curator_id"], ["curators.id"], name=op.f("fk_drafts_curator_id_curators")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_drafts_import_id_imports")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_drafts_source_id_sources")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_curator_id", "drafts", ["curator_id"], unique=False)
    op.create_table(
        "opt_outs",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_opt_outs")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "health_days",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_health_days")),
    )
    op.create_table(
        "told_apart",
        sa.Column("one", sa.String(length=8), nullable=False),
        sa.Column("other", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["one"], ["experts.id"], name=op.f("fk_told_apart_one_experts")),
        sa.ForeignKeyConstraint(["other"], ["experts.id"], name=op.f("fk_told_apart_other_experts")),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_told_apart")),
    )
    op.create_table(
        "moved_rows",
        sa.Column("loser", sa.String(length=8), nullable=False),
        sa.Column("winner", sa.String(length=8), nullable=False),
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["loser"], ["experts.id"], name=op.f("fk_moved_rows_loser_experts")),
        sa.ForeignKeyConstraint(["winner"], ["experts.id"], name=op.f("fk_moved_rows_winner_experts")),
        sa.PrimaryKeyConstraint("loser", "winner", "entity", "row_id", name=op.f("pk_moved_rows")),
    )


def _fill_experts(connection: sa.Connection) -> None:
    """Fill what experts are searched and sorted by; `followworthy.store.experts` keeps it from now on."""
    columns = ("expert_id", "rank", "reason")
    recommendations = sa.table("recommendations", *(sa.column(one) for one in columns))
    said: dict[str, list[tuple[int | None, str]]] = {}
    for expert_id, rank, reason in connection.execute(sa.select(recommendations)):
        said.setdefault(expert_id, []).append((rank, reason))
    experts = sa.table(
        "experts", *(sa.column(one) for one in ("id", "name", "headline", "name_key", "words", "best_rank"))
    )
    for expert_id, name, headline in connection.execute(
        sa.select(experts.c.id, experts.c.name, experts.c.headline)
    ).all():
        theirs = said.get(expert_id, [])
        values = {
            "name_key": normalise_name(name),
            "words": searchable(" ".join((name, headline, *(reason for _, reason in theirs)))),
            "best_rank": min((rank for rank, _ in theirs if rank is not None), default=UNRANKED),
        }
        connection.execute(sa.update(experts).where(experts.c.id == expert_id).values(values))


def _fill_proposals(connection: sa.Connection) -> None:
    """Fill what proposals are filtered and ordered by; `followworthy.store.proposals` keeps it from now on."""
    read = ("id", "kind", "claims", "repair")
    written = ("name", "name_key", "heading", "turn")
    json = {"claims", "repair"}
    proposals = sa.table(
        "proposals", *(sa.column(one, sa.JSON() if one in json else None) for one in (*read, *written))
    )
    for row in connection.execute(sa.select(*(proposals.c[one] for one in read))).all():
        first = row.claims[0]
        values = {
            "name": first["name"],
            "name_key": normalise_name(first["name"]),
            "heading": first.get("category"),
            "turn": _turn(row.kind, row.claims),
        }
        connection.execute(sa.update(proposals).where(proposals.c.id == row.id).values(values))


def _turn(kind: str, claims: Iterable[dict[str, object]]) -> int:
    if kind in ("repair", "withdrawal"):
        return 0
    return 1 if any(float(str(one.get("sure", 1))) >= 0.5 for one in claims) else 2
