"""Who asked not to be listed: keyed hashes of their marks. No name, no address and no date of birth of a wish.

The key lies in the operator's data folder, never in the database; it travels in each session's `info`. Whether it is
the right one is kept as a hash of a constant. Without it nobody could be recognised, so nothing is published then.
"""

import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from followworthy.errors import StoreError
from followworthy.store.tables import CounterRow, OptOutRow

KEY = "opt_out_key"
"""Under which name a session's `info` holds the key (bytes, or None)."""
LOST = (
    "The key that tells who asked not to be listed is missing or is not the one this database was made with: put "
    "opt-out.key back into the data folder (the backups hold a copy). Until then nothing is published or imported."
)
_CHECKED = "opt_out_checked"


def remember(session: Session, marks: Collection[str], now: datetime) -> None:
    """Keep that whoever has these marks asked not to be listed. Raises StoreError without the right key."""
    if _check(session) is None:
        session.execute(update(CounterRow).values(opt_out_check=_hash(session, "check")))
    session.info.pop(_CHECKED, None)
    assure(session)
    for mark in {_hash(session, one) for one in marks}:
        if session.get(OptOutRow, mark) is None:
            session.add(OptOutRow(hash=mark, at=now))
    session.flush()


def asked(session: Session, marks: Collection[str]) -> bool:
    """Tell whether somebody with one of these marks asked not to be listed. Raises StoreError without the right key."""
    if not assure(session):
        return False
    hashes = [_hash(session, one) for one in marks]
    return bool(session.scalar(select(exists().where(OptOutRow.hash.in_(hashes)))))


def assure(session: Session) -> bool:
    """Raise StoreError where the key of the opt-outs is lost; tell whether there are any."""
    if _CHECKED not in session.info:
        check = _check(session)
        if check is not None and not hmac.compare_digest(check, _hash(session, "check")):
            raise StoreError(LOST)
        session.info[_CHECKED] = check is not None
    return bool(session.info[_CHECKED])


def _check(session: Session) -> str | None:
    return session.scalar(select(CounterRow.opt_out_check))


def _hash(session: Session, text: str) -> str:
    key: bytes | None = session.info.get(KEY)
    if not key:
        raise StoreError(LOST)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
