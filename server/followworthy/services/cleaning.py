"""Old evidence is thinned out, and what nobody needs any more goes. No verdict, month or turn changes by it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from followworthy.domain.values import Check, Judgement
from followworthy.domain.verdict import Rules, judge
from followworthy.errors import StoreError
from followworthy.store import Database, Session, curators, drafts, old_checks

KEPT = timedelta(days=400)
"""Younger looks are all kept: more than a year, so that this month can be held against last year's."""
ENDS = 3
"""Of a row of equal older looks, so many are kept at each end."""
LEDGER_MONTHS = 13
DRAFTS_KEPT = timedelta(days=30)
"""So long a document that nobody queued waits on the import page."""


def clean_up(database: Database, ledger: Path, rules: Rules, now: datetime) -> str:
    """Thin out and throw away; give one sentence. Raises StoreError.

    Reading takes the time, and is done without the lock that a writer takes; each link is then thinned by itself.
    """
    dropped = 0
    for expert_id, url in _crowded(database, rules, now):
        with database.writing() as session:
            dropped += old_checks.drop(session, _droppable(session, expert_id, url, rules, now))
    with database.writing() as session:
        dropped += old_checks.drop_void(session, now - KEPT)
        curators.drop_expired(session, now)
        drafts.drop_old(session, now - DRAFTS_KEPT)
    months = _drop_old_months(ledger, now)
    return f"Dropped {dropped} old looks and {months} old months of the ledger."


def surplus(numbered: Sequence[tuple[int, Check]], now: datetime) -> list[int]:
    """Give the numbers of the looks that say no more than their neighbours: within a row of equal old ones."""
    old = [one for one in numbered if now - one[1].at > KEPT]
    rows = (list(row) for _, row in groupby(old, key=lambda one: _says(one[1])))
    return [number for row in rows for number, _ in row[ENDS:-ENDS]]


def droppable(numbered: Sequence[tuple[int, Check]], now: datetime, salt: str, rules: Rules) -> list[int]:
    """Give the numbers of a link's surplus looks; none if without them we would believe or plan something else.

    The thresholds are the operator's: where many looks in a row are asked for, all are kept.
    """
    drop = surplus(numbered, now)
    if not drop:
        return []
    before = judge([check for _, check in numbered], now, salt, rules)
    after = judge([check for number, check in numbered if number not in set(drop)], now, salt, rules)
    return drop if _amount_to(before) == _amount_to(after) else []


def _droppable(session: Session, expert_id: str, url: str, rules: Rules, now: datetime) -> list[int]:
    return droppable(old_checks.numbered(session, expert_id, url), now, f"{expert_id} {url}", rules)


def _amount_to(judgement: Judgement) -> tuple[object, ...]:
    return judgement.verdict, judgement.confirmed, judgement.next_check_at


def _says(check: Check) -> tuple[object, ...]:
    return check.outcome, check.moved_to, check.witness, check.weak


def _crowded(database: Database, rules: Rules, now: datetime) -> list[tuple[str, str]]:
    """Give the links that have looks to drop."""
    with database.reading() as session:
        many = old_checks.links_with_many(session, now - KEPT, 2 * ENDS)
        return [one for one in many if _droppable(session, *one, rules, now)]


def _drop_old_months(ledger: Path, now: datetime) -> int:
    """Drop the ledger's files of months long past; give how many."""
    oldest = f"{now - LEDGER_MONTHS * timedelta(days=31):%Y-%m}"
    old = [file for file in ledger.glob("????-??.jsonl") if file.stem < oldest]
    try:
        for file in old:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{error.filename} cannot be dropped ({error.strerror}): the ledger keeps a year.") from error
    return len(old)
