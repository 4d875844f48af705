"""Lists are read again when their time has come, so that the desk hears who is new on them and who is gone.

Only lists with an address that nobody opted out (`reread = false`) are read; nobody is withdrawn by it.
No transaction is open while anyone is outside: each source is recorded in a short one of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from followworthy.domain.records import Source
from followworthy.errors import ArticleError, FetchError
from followworthy.services.batching import Imported, queue_batch
from followworthy.services.documents import Fetches, open_article, read
from followworthy.store import Database, Session, catalog, source_readings
from followworthy.store.source_readings import SourceReading

BY_THE_CLOCK = "the weekly reading"
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading a source again met: what it brought, or else why it could not be read."""

    source: Source
    done: Imported | None = None
    trouble: str = ""

    @property
    def sentence(self) -> str:
        """Say it in one sentence, for the log."""
        if self.done is None:
            return f"{self.source.title}: not read again: {self.trouble}"
        news = {"new": self.done.new, "gone": self.done.gone}
        told = "; ".join(f"{len(names)} {word}: {', '.join(names)}" for word, names in news.items() if names)
        return f"{self.source.title}: read again: {told or 'nobody new, nobody gone'}."


def reread(database: Database, fetcher: Fetches, clock: Clock, every: timedelta) -> list[Reread]:
    """Read every source again whose last reading is as long ago as `every`, one after the other."""
    with database.reading() as session:
        wanted = due(session, clock(), every)
    return [_reread(database, fetcher, clock, source) for source in wanted]


def readable(session: Session) -> list[Source]:
    """Give the lists that have an address, by whomever they were named, also those that are not to be read again.

    A page that was imported once is none: nobody has said yet that it is worth a weekly visit.
    """
    return [one for one in catalog.with_address(session) if ":" not in one.id]


def due(session: Session, now: datetime, every: timedelta) -> list[Source]:
    """Give the sources to be read again now, never read ones first."""
    last = source_readings.by_source(session)
    wanted = [one for one in readable(session) if one.reread]
    late = [one for one in wanted if one.id not in last or last[one.id].at + every <= now]
    return sorted(late, key=lambda one: one.id in last)


def _reread(database: Database, fetcher: Fetches, clock: Clock, source: Source) -> Reread:
    try:
        article = open_article(source.url or "", fetcher)
        reading = read(article)
    except (ArticleError, FetchError) as error:
        return _troubled(database, source, str(error), clock())
    if not reading.claims:
        return _troubled(database, source, reading.because, clock())
    with database.writing() as session:
        done = queue_batch(session, source, article, reading, by=BY_THE_CLOCK, now=clock(), asked=False)
    return Reread(source, done)


def _troubled(database: Database, source: Source, trouble: str, now: datetime) -> Reread:
    with database.writing() as session:
        source_readings.remember(session, SourceReading(source.id, now, trouble=trouble))
    return Reread(source, None, trouble)
