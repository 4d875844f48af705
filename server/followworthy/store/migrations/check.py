"""Compare the migrations with the tables in code: `python -m followworthy.store.migrations.check`.

Exits 1 and names the difference if there is one; part of `make check`.
"""

import sys

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from followworthy.store.database import Database
from followworthy.store.tables import Base


def differences(database: Database) -> list[str]:
    """Say what differs between the migrated database and the tables in code, one line each."""
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(one) for one in compare_metadata(context, Base.metadata)]


def main() -> int:
    """Compare over a database in memory."""
    found = differences(Database("sqlite://"))
    for line in found:
        sys.stderr.write(f"migrations and tables.py differ: {line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
