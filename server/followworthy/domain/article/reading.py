"""From a document to claims: its lists, those of them that list people, and what each entry says of whom it names."""

from followworthy.domain.article.above import above
from followworthy.domain.article.addresses import HOUSES, addresses
from followworthy.domain.article.categories import Categories
from followworthy.domain.article.choosing import bodies, chosen
from followworthy.domain.article.entries import Entry
from followworthy.domain.article.format import checked, is_html
from followworthy.domain.article.judging import SMALL, Judge, Judged, Named, accepted
from followworthy.domain.article.markdown import page_of_markdown
from followworthy.domain.article.page import Page
from followworthy.domain.article.pieces import with_pieces
from followworthy.domain.article.sections import Sections
from followworthy.domain.article.series import Finder
from followworthy.domain.article.tree import page_of_html
from followworthy.domain.article.uncollected import uncollected
from followworthy.domain.article.walls import wall
from followworthy.domain.survey import survey
from followworthy.domain.values import Claim, Reading
from followworthy.errors import ArticleError

LONGEST_QUOTE = 200
BEYOND_DOUBT = 0.8
"""Within the entries of a list that is so sure, no other list of people is looked for."""


def read_article(text: str, base: str | None = None) -> Reading:
    """Read whom a document recommends; `base` is its address. Raises ArticleError for what is no article."""
    checked(text)
    with uncollected():
        reading = _read(text, base)
    sentence = None if reading.claims or not is_html(text) else wall(survey(text))
    if sentence:
        raise ArticleError(sentence)
    return reading


def _read(text: str, base: str | None) -> Reading:
    page = with_pieces(page_of_html(text) if is_html(text) else page_of_markdown(text))
    sections = Sections(page)
    finder = Finder(page, sections)
    judge = Judge(page)
    categories = Categories(page, sections)
    judged = [judge.judge(series, above(series.entries[0].line, categories)) for series in finder.marked()]
    known = bodies(one for one in accepted(judged) if one.sure >= BEYOND_DOUBT)
    judged += [judge.judge(series, above(series.entries[0].line, categories)) for series in finder.unmarked(known)]
    entries = chosen(accepted(judged))
    if not entries:
        return Reading(categories.title, (), _because(judged))
    over, title = categories.of([one.entry.line for one in entries])
    return Reading(title, tuple(_claim(*pair, page, base) for pair in zip(entries, over, strict=True)))


def _because(judged: list[Judged]) -> str:
    """Say why nobody was found: no list, a list of hardly any names, or one of other things."""
    if not judged:
        return "No list was found on the page."
    best = max(judged, key=lambda one: (len(one.named), len(one.series.entries)))
    size, named = len(best.series.entries), len(best.named)
    if named * 2 <= size:
        entries = "1 entry" if size == 1 else f"{size} entries"
        return f"No list of people was found: of {entries} in the likeliest list, {named or 'none'} looks like a name."
    if size < SMALL:
        return "No list of people was found: a name or two are no list."
    return "No list of people was found: what the likeliest list names seems to be something else than people."


def _claim(one: Named, category: str | None, page: Page, base: str | None) -> Claim:
    entry = one.entry
    found = addresses(page, entry, one, base)
    line = _source_line(page, entry.line)
    place = f"line {line}" if line else f"line {entry.line + 1} of the page's text"
    text = _text(page, entry)
    return Claim(
        name=one.name,
        kind="organisation" if found.kind in HOUSES else one.kind,
        category=category,
        rank=entry.rank,
        linkedin_url=found.linkedin,
        links=found.others,
        quote=_quote(text),
        where=f"{place}, under “{category}”" if category else place,
        sure=min(1.0, one.sure),
    )


def _text(page: Page, entry: Entry) -> str:
    """Give an entry's first lines, as many as a quote can hold."""
    text = page.lines[entry.line].text
    for line in page.lines[entry.line + 1 : entry.end]:
        if len(text) > LONGEST_QUOTE:
            break
        text = f"{text} {line.text}".rstrip()
    return text


def _source_line(page: Page, line: int) -> int:
    """Give the line of the source in which a line of the page begins, 0 if that is not known."""
    at = page.lines[line].holder if page.has_source else 0
    while at and not page.elements[at].line:
        at = page.elements[at].parent
    return page.elements[at].line


def _quote(text: str) -> str:
    if len(text) <= LONGEST_QUOTE:
        return text
    return text[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
