"""How Alembic runs our migrations: over the connection `Database` gives, else on a throw-away SQLite."""

from alembic import context
from sqlalchemy import Connection, create_engine

from followworthy.store.tables import Base


def run(connection: Connection) -> None:
    """Run over one connection; SQLite needs a table rebuilt to alter it, hence the batches."""
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine("sqlite://").connect() as own:
        run(own)
