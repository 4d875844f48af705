"""Documents on their way in: from an address, a file, or what somebody pasted. Opened whole, or not at all, and read.

Several pages of one article are one document. What becomes of what it says is `batching`'s matter.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from followworthy.domain.article import read_article
from followworthy.domain.decoding import decode
from followworthy.domain.outcome import evidence
from followworthy.domain.pages import Place as PageSays
from followworthy.domain.pages import goes_on, joined, read_place, same_host
from followworthy.domain.spreadsheet import Sheet, is_spreadsheet, read_spreadsheet
from followworthy.domain.values import Exchange, Outcome, Reading
from followworthy.errors import ArticleError, FetchError

MAX_BYTES = 5 * 1024 * 1024
"""The largest document we read: far above any list, far below what hurts."""
MOST_PAGES = 20
TABLES = (".csv", ".tsv", ".tab")
STANDARD_INPUT = "standard input"
PASTED = "pasted text"

Progress = Callable[[int], None]
"""Hears how many pages of an article were read."""


class Fetches(Protocol):
    """What a document's opening needs of a fetcher: one visit, of at most so many bytes, which never raises."""

    def fetch(self, url: str, *, max_bytes: int) -> Exchange:
        """Visit an address."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an article: where it was met, its text and its bytes' type."""

    url: str
    text: str
    body: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document: where it came from, its text, its own address if known, the SHA-256 of its bytes.

    `more` are the pages that follow the first; `cut` says that there were more than we read; `table` that it is one.
    """

    place: str
    text: str
    base: str | None
    digest: str
    more: tuple[Page, ...] = ()
    cut: bool = False
    table: bool = False


def is_address(place: str) -> bool:
    """Tell whether `place` is a web address rather than a file."""
    return place.lower().startswith(("http://", "https://"))


def open_article(place: str, fetcher: Fetches, progress: Progress = lambda _pages: None) -> Article:
    """Bring a document from a file or an address. Raises ArticleError or FetchError with the reason."""
    return _fetched(place, fetcher, progress) if is_address(place) else _from_file(Path(place))


def pasted(body: bytes) -> Article:
    """Take a document from standard input. Raises ArticleError if it is none."""
    return _local(STANDARD_INPUT, body, table=False)


def uploaded(name: str, body: bytes) -> Article:
    """Take a document that somebody sent, under its file's name. Raises ArticleError if it is none."""
    return _local(name, body, table=name.lower().endswith(TABLES))


def written(text: str) -> Article:
    """Take what somebody pasted into a field. Raises ArticleError if it is no document."""
    return _local(PASTED, text.encode(), table=False)


def read(article: Article) -> Reading:
    """Read the claims of an article. Raises ArticleError for a document that cannot be read, naming it."""
    if article.table:
        return read_table(article, {}).reading
    pages = [(article.text, article.base), *((page.text, page.url) for page in article.more)]
    try:
        return joined([read_article(text, base) for text, base in pages])
    except ArticleError as error:
        raise ArticleError(f"{article.place}: {error}") from error


def read_table(article: Article, columns: Mapping[str, str]) -> Sheet:
    """Read a table; `columns` corrects what each column holds. Raises ArticleError, naming the document."""
    try:
        return read_spreadsheet(article.text, columns)
    except ArticleError as error:
        raise ArticleError(f"{article.place}: {error}") from error


def _from_file(path: Path) -> Article:
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"{path} cannot be read: {error.strerror}.") from error
    return _local(str(path), body, table=path.suffix.lower() in TABLES)


def _local(place: str, body: bytes, *, table: bool) -> Article:
    """Take a document that somebody saved or copied; a saved page may carry its own address."""
    if len(body) > MAX_BYTES:
        raise ArticleError(f"{place} is larger than {MAX_BYTES // 1024 // 1024} MB: too large for a list article.")
    text = _decoded(body, place)
    table = table or is_spreadsheet(text)
    base = None if table else read_place(text).own
    return Article(place, text, base, hashlib.sha256(body).hexdigest(), table=table)


def _fetched(url: str, fetcher: Fetches, progress: Progress) -> Article:
    first = _visit(url, fetcher, MAX_BYTES)
    progress(1)
    table = first.content_type.lower().startswith("text/csv") or url.lower().endswith(TABLES)
    more, cut = ((), False) if table else _following(first, fetcher, progress)
    digest = hashlib.sha256(b"".join(page.body for page in (first, *more))).hexdigest()
    return Article(url, first.text, first.url, digest, more, cut, table)


def _following(first: Page, fetcher: Fetches, progress: Progress) -> tuple[tuple[Page, ...], bool]:
    """Follow an article to its next pages, on its own host only; tell whether there were more than we read."""
    says = read_place(first.text, first.url)
    pages: list[Page] = []
    met = {first.url}
    address = says.following
    while address and address not in met and same_host(first.url, address):
        if len(pages) + 1 == MOST_PAGES:
            return tuple(pages), True
        left = MAX_BYTES - sum(len(page.body) for page in (first, *pages))
        try:
            page = _visit(address, fetcher, left)
        except FetchError:
            if goes_on(says, first.url, PageSays(), address):
                raise  # half an article would look as if the others had left it
            break
        following = read_place(page.text, page.url)
        if page.url in met or not goes_on(says, first.url, following, page.url):
            break
        met |= {address, page.url}
        pages.append(page)
        progress(len(pages) + 1)
        address = following.following
    return tuple(pages), False


def _visit(url: str, fetcher: Fetches, max_bytes: int) -> Page:
    exchange = fetcher.fetch(url, max_bytes=max_bytes)
    if exchange.trouble:
        raise FetchError(f"{url} cannot be read: {exchange.because}")
    found = evidence(exchange, None)
    if found.outcome == Outcome.WALLED:
        raise FetchError(f"{url} cannot be read: {found.because} Save it in your browser, and import the file.")
    last = exchange.hops[-1]
    if last.status != 200:
        raise FetchError(f"{url} cannot be read: it answered {last.status}.")
    return Page(last.url, _decoded(exchange.body, url, exchange.content_type), exchange.body, exchange.content_type)


def _decoded(body: bytes, place: str, content_type: str = "") -> str:
    try:
        return decode(body, content_type)
    except ArticleError as error:
        raise ArticleError(f"{place}: {error}") from error
