"""The hand that keeps: SQLAlchemy lives here and nowhere else.

Services hold a `session` from `Database` and call the functions of the siblings; no row leaves this room,
only the frozen records of the domain.
"""

from sqlalchemy.orm import Session

from followworthy.store.database import Database
from followworthy.store.together import Company

__all__ = ["Company", "Database", "Session"]
