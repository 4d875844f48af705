"""The catalog's health: how its links stood day by day, and what covers each category. One row is kept a day."""

from datetime import UTC, datetime

from followworthy.domain import health as over_time
from followworthy.domain.expiry import MONTH, Expiry
from followworthy.domain.health import History
from followworthy.store import Database, Session, health
from followworthy.store.health import Coverage

NEVER = datetime.min.replace(tzinfo=UTC)


def note_day(database: Database, now: datetime) -> str:
    """Keep how the LinkedIn links stand today, and say it in one sentence."""
    with database.writing() as session:
        counts = health.verdicts(session)
        health.keep_day(session, now.date(), counts)
    total = sum(counts.values())
    addresses = "1 LinkedIn address is" if total == 1 else f"{total} LinkedIn addresses are"
    return f"{addresses} published, {counts.get('alive', 0)} confirmed."


def history(session: Session, now: datetime) -> History:
    """Give how the links stood over the last weeks, and how they stand now."""
    today = now.date()
    return over_time.history(health.days(session, over_time.since(today)), today, health.verdicts(session))


def coverage(session: Session, expiry: Expiry, now: datetime) -> list[Coverage]:
    """Give what covers each category; nothing expires where no review is ever due."""
    return health.coverage(session, now - expiry.months * MONTH if expiry.months else NEVER)
