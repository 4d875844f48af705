"""Old evidence is thinned out, and what nobody needs any more goes. No verdict, month or turn changes by it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

from followworthy.domain.values import Check
from followworthy.domain.verdict import Rules, judge
from followworthy.store import Database, Session, curators, old_checks

KEPT = timedelta(days=400)
"""Younger looks are all kept: more than a year, so that this month can be held against last year's."""
ENDS = 3
"""Of a row of equal older looks, so many are kept at each end."""
LEDGER_MONTHS = 13


def clean_up(database: Database, ledger: Path, rules: Rules, now: datetime) -> str:
    """Thin out and throw away; give one sentence."""
    dropped = 0
    for expert_id, url in _old_links(database, now):
        with database.writing() as session:
            dropped += _thin(session, expert_id, url, rules, now)
    with database.writing() as session:
        dropped += old_checks.drop_void(session, now - KEPT)
        curators.drop_expired(session, now)
    months = list(_old_months(ledger, now))
    for file in months:
        file.unlink()
    return f"Dropped {dropped} old looks and {len(months)} old months of the ledger."


def surplus(numbered: Sequence[tuple[int, Check]], now: datetime) -> list[int]:
    """Give the numbers of the looks that say no more than their neighbours: within a row of equal old ones."""
    old = [one for one in numbered if now - one[1].at > KEPT]
    rows = (list(row) for _, row in groupby(old, key=lambda one: (one[1].outcome, one[1].moved_to, one[1].witness)))
    return [number for row in rows for number, _ in row[ENDS:-ENDS]]


def _thin(session: Session, expert_id: str, url: str, rules: Rules, now: datetime) -> int:
    """Drop a link's surplus looks, if we then still believe the same and look again at the same time."""
    numbered = old_checks.numbered(session, expert_id, url)
    drop = set(surplus(numbered, now))
    salt = f"{expert_id} {url}"
    before = judge([check for _, check in numbered], now, salt, rules)
    after = judge([check for number, check in numbered if number not in drop], now, salt, rules)
    same = (before.verdict, before.confirmed, before.next_check_at) == (
        after.verdict,
        after.confirmed,
        after.next_check_at,
    )
    return old_checks.drop(session, drop) if drop and same else 0


def _old_links(database: Database, now: datetime) -> list[tuple[str, str]]:
    with database.reading() as session:
        return old_checks.links_with_many(session, now - KEPT, 2 * ENDS)


def _old_months(ledger: Path, now: datetime) -> Iterator[Path]:
    oldest = now - LEDGER_MONTHS * timedelta(days=31)
    for file in ledger.glob("????-??.jsonl"):
        if file.stem < f"{oldest:%Y-%m}":
            yield file
