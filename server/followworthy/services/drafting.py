"""A document on the import page: read in the background, shown before anything is queued, then queued as one batch.

No transaction is open while anybody is outside. A draft whose reader died is told by its last sign of life.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from followworthy.domain.claims import group, is_sure
from followworthy.domain.records import Document, Source, is_partial_date
from followworthy.domain.texts import one_line, tidy
from followworthy.domain.values import Claim, Match, Reading
from followworthy.errors import ArticleError, FetchError, RefusedError
from followworthy.services.batching import Imported, queue_batch, source_of, without_opted_out
from followworthy.services.documents import Article, Progress, read, read_table
from followworthy.services.proposing import directory_for
from followworthy.store import Database, Session, catalog, drafts
from followworthy.store.drafts import Draft

SILENT = timedelta(seconds=60)
"""A reader that gave no sign of life for so long is gone: no visit takes longer (the fetcher's watchdog ends it)."""
INTERRUPTED = "Reading was interrupted: the server stopped meanwhile. Bring it again."
LONGEST_TITLE = 300

Clock = Callable[[], datetime]
Bring = Callable[[Progress], Article]
"""Opens the document; hears how many pages were read so far."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of those whom a draft names: what is said of them, and whom we have that they may be."""

    claims: tuple[Claim, ...]
    match: Match
    sure: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft would queue: its people, how many of each kind, and how many asked not to be listed."""

    title: str
    people: tuple[Person, ...]
    levels: Counter[str]
    asked_to_leave: int
    cut: bool
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """What a curator says of a list that we did not know: nothing of it has to be known but a title."""

    title: str = ""
    publisher: str = ""
    date: str = ""


def read_draft(database: Database, draft_id: int, bring: Bring, clock: Clock) -> None:
    """Open and read a draft's document, and keep what it says or why it says nothing."""

    def beat(pages: int) -> None:
        with database.writing() as session:
            drafts.beat(session, draft_id, pages, clock())

    try:
        article = bring(beat)
        reading, columns = _read(article)
    except (ArticleError, FetchError) as error:
        said = str(error)
    else:
        said = reading.because if not reading.claims else ""
    with database.writing() as session:
        if said:
            drafts.fail(session, draft_id, said, clock())
        else:
            drafts.read(session, draft_id, _document(article, reading, columns), clock())


def is_interrupted(draft: Draft, now: datetime) -> bool:
    """Tell whether whoever reads a draft is gone."""
    return draft.state == "reading" and now - draft.beat_at > SILENT


def preview(session: Session, draft: Draft) -> Preview:
    """Show whom a draft names, and who of them we know; nothing is queued by that."""
    article, reading = _kept(draft)
    everybody = group(reading.claims)
    groups = without_opted_out(session, draft.source_id or "", everybody).values()
    known = directory_for(session, groups)
    people = tuple(Person(one, known.match(one), is_sure(one)) for one in groups)
    columns = tuple((draft.reading or {}).get("columns", ()))
    levels = Counter(str(one.match.level) for one in people)
    return Preview(reading.title or draft.place, people, levels, len(everybody) - len(groups), article.cut, columns)


def queue(session: Session, draft_id: int, named: Named, by: str, now: datetime) -> Imported:
    """Queue a draft as one batch. Raises RefusedError when it was queued before, or when there is nothing to queue."""
    draft = drafts.get(session, draft_id)
    if draft is None or draft.state in ("reading", "failed"):
        raise RefusedError("There is nothing to queue here (any more).")
    if draft.state == "queued":
        raise RefusedError(f"This is queued already. {draft.said}".strip())
    article, reading = _kept(draft)
    source = catalog.source(session, draft.source_id) if draft.source_id else None
    source = source or _described(source_of(session, article, reading), named, session)
    done = queue_batch(session, source, article, reading, by=by, now=now)
    drafts.queued(session, draft_id, done.number or (done.before.id if done.before else None), _said(done))
    return done


def _read(article: Article) -> tuple[Reading, tuple[str, ...]]:
    """Read an article; of a table also tell what each column was taken for."""
    if not article.table:
        return read(article), ()
    sheet = read_table(article, {})
    named = (f"{one.header or f'column {one.number}'}: {one.field or 'not read'}" for one in sheet.columns)
    return sheet.reading, tuple(tidy(one, 80) for one in named)


def _document(article: Article, reading: Reading, columns: tuple[str, ...]) -> Document:
    place = {name: getattr(article, name) for name in ("place", "base", "digest", "cut")}
    return {
        **place,
        "title": reading.title,
        "claims": [asdict(one) for one in reading.claims],
        "columns": list(columns),
    }


def _kept(draft: Draft) -> tuple[Article, Reading]:
    kept = draft.reading or {}
    claims = tuple(Claim(**{**one, "links": tuple(one["links"])}) for one in kept.get("claims", ()))
    article = Article(kept["place"], "", kept["base"], kept["digest"], cut=kept["cut"])
    return article, Reading(kept["title"], claims)


def _described(source: Source, named: Named, session: Session) -> Source:
    """Add what the curator knows of a list that is new here; of a known one nothing changes by an import."""
    if catalog.source(session, source.id):
        return source
    date = named.date.strip()
    if date and not is_partial_date(date):
        raise RefusedError(f"{date[:40]} is no date: write 2019, 2019-05 or 2019-05-22.")
    title, publisher = (one_line(one)[:LONGEST_TITLE] for one in (named.title, named.publisher))
    return replace(source, title=title or source.title, publisher=publisher or None, date=date or None)


def _said(done: Imported) -> str:
    if done.number is None:
        return f"{done.source.title} says nothing new since import {done.before.id if done.before else 0}."
    asked = f", {done.asked} asked not to be listed" if done.asked else ""
    return f"{done.queued} queued, {done.known} known before{asked}."
