"""Which version the tables of a database have, and which ones we know. Changes nothing."""

from functools import cache

from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from followworthy.store.database import migration_config


@cache
def known() -> tuple[str, ...]:
    """Give the versions that we know, the newest first."""
    return tuple(one.revision for one in ScriptDirectory.from_config(migration_config()).walk_revisions())


def is_latest(session: Session) -> bool:
    """Tell whether the tables of a database are those of this version of ours."""
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar() == known()[0]
