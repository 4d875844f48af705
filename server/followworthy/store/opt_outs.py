"""Who asked not to be listed: keyed hashes of their marks. No name, no address, and not when the wish was made.

The key lies in the operator's data folder, never in the database; it travels in each session's `info`. Whether it is
the right one is kept as a hash of a constant. Without it nobody could be recognised, so nothing is published then.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from followworthy.errors import LostKeyError
from followworthy.store import opt_out_file
from followworthy.store.tables import CounterRow, OptOutRow

KEY = "opt_out_key"
"""Under which name a session's `info` holds the key (bytes, or None)."""
COPY = "opt_out_copy"
"""Under which name a session's `info` holds where the hashes are kept a second time (a path, or None)."""
FILE = "opt-out.key"
"""What the key is called in the data folder, and beside the backups."""
LOST = (
    "The key that tells who asked not to be listed is missing or is not the one this database was made with: put "
    "opt-out.key back into the data folder (the backups hold a copy). Until then nothing is published or imported."
)
AT_ONCE = 500
"""Of so many marks one statement asks."""
_CHECKED, _CLEARED, _HELD = "opt_out_checked", "opt_out_cleared", "opt_out_held"


def remember(session: Session, marks: Collection[str]) -> None:
    """Keep that whoever has these marks asked not to be listed. Raises LostKeyError without the right key."""
    take(session, hashed(session, marks))


def take(session: Session, hashes: Collection[str]) -> frozenset[str]:
    """Keep hashes that this key made; give those that were not known. Raises LostKeyError without the right key."""
    hold(session)
    if not are_there(session):
        session.execute(update(CounterRow).values(opt_out_check=_hash(session, "check")))
    _forget(session)
    assure(session)
    new = frozenset(hashes) - kept(session)
    session.add_all(OptOutRow(hash=one) for one in sorted(new))
    session.flush()
    copy_out(session, hashes)
    return new


def copy_out(session: Session, hashes: Collection[str]) -> None:
    """Keep hashes in the file beside the backups, too, where there is one; call it where the table is held."""
    if session.info.get(COPY) and hashes:
        opt_out_file.add(session.info[COPY], _hash(session, "check"), hashes)


def copied_out(session: Session) -> frozenset[str]:
    """Give the hashes in the file beside the backups. Raises LostKeyError where another key made them."""
    file, key = session.info.get(COPY), session.info.get(KEY)
    return opt_out_file.read(file, check_of(key) if key else None) if file else frozenset()


def kept(session: Session) -> frozenset[str]:
    """Give all hashes."""
    return frozenset(session.scalars(select(OptOutRow.hash)))


def hashed(session: Session, marks: Iterable[str]) -> frozenset[str]:
    """Give the hashes of marks. Raises LostKeyError without a key."""
    return frozenset(_hash(session, one) for one in marks)


def check_of(key: bytes) -> str:
    """Give what tells whether a key is the right one."""
    return _made_with(key, "check")


def asked(session: Session, marks: Collection[str]) -> bool:
    """Tell whether somebody with one of these marks asked not to be listed. Raises LostKeyError without the key."""
    if not marks or not assure(session):
        return False
    hashes = {_hash(session, one) for one in marks} - session.info.get(_CLEARED, frozenset())
    return bool(hashes) and bool(session.scalar(select(exists().where(OptOutRow.hash.in_(hashes)))))


def ask_ahead(session: Session, marks: Iterable[str]) -> None:
    """Ask about many at once, so that `asked` need not look up each by itself while this transaction lasts."""
    if not assure(session):
        return
    hashes = sorted({_hash(session, one) for one in marks})
    for first in range(0, len(hashes), AT_ONCE):
        some = set(hashes[first : first + AT_ONCE])
        known = set(session.scalars(select(OptOutRow.hash).where(OptOutRow.hash.in_(some))))
        session.info.setdefault(_CLEARED, set()).update(some - known)


def assure(session: Session) -> bool:
    """Raise LostKeyError where the key of the opt-outs is lost; tell whether there are any."""
    if _CHECKED not in session.info:
        check = _check(session)
        if check is not None and not hmac.compare_digest(check, _hash(session, "check")):
            raise LostKeyError(LOST)
        session.info[_CHECKED] = check is not None
    return bool(session.info[_CHECKED])


def are_there(session: Session) -> bool:
    """Tell whether anybody ever asked, which can be known without the key."""
    return _check(session) is not None


def hold(session: Session) -> None:
    """Let nobody opt out in another transaction until this one ends, so that what `asked` says stays true.

    SQLite has one writer anyway; elsewhere the counter's row is what all writers wait for.
    """
    if _HELD not in session.info:
        session.execute(select(CounterRow.id).with_for_update())
        _forget(session)
        session.info[_HELD] = True


def _forget(session: Session) -> None:
    """Forget what was found so far: it may have changed."""
    for found in (_CHECKED, _CLEARED):
        session.info.pop(found, None)


def _check(session: Session) -> str | None:
    return session.scalar(select(CounterRow.opt_out_check))


def _hash(session: Session, text: str) -> str:
    key: bytes | None = session.info.get(KEY)
    if not key:
        raise LostKeyError(LOST)
    return _made_with(key, text)


def _made_with(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
