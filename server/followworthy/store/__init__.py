"""The hand that keeps: SQLAlchemy lives here and nowhere else.

Services hold a `session` from `Database` and call the functions of the siblings; no row leaves this room,
only the frozen records of the domain.
"""

from sqlalchemy.orm import Session

from followworthy.store.database import Database

__all__ = ["Database", "Session"]
