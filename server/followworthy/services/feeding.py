"""The latest recommended people as a JSON Feed 1.1: for feed readers, in plain words. Nothing that is not published."""

from uuid import NAMESPACE_OID, uuid5

from followworthy.domain.records import Document, Expert, Recommendation, Source
from followworthy.store import Session, catalog, newcomers, opt_outs
from followworthy.store.newcomers import Newcomer

VERSION = "https://jsonfeed.org/version/1.1"
TITLE = "People worth following"
ABOUT = "Whom good lists recommend to follow on LinkedIn: the latest in this catalog, and which list says so."
MOST = 50


def feed_document(session: Session, public_url: str, feed_path: str) -> Document:
    """Give the feed as a JSON-ready mapping, newest first: what counts is when somebody was first published here.

    So the audit's news of an address, or an edit, puts nobody on top again. `public_url` is where the world finds our
    pages. Raises LostKeyError where it cannot be told who asked not to be listed.
    """
    opt_outs.assure(session)
    names = {one.id: one.name for one in catalog.categories(session)}
    sources = {one.id: one for one in catalog.sources(session)}
    return {
        "version": VERSION,
        "title": TITLE,
        "description": ABOUT,
        "home_page_url": f"{public_url}/",
        "feed_url": f"{public_url}{feed_path}",
        "language": "en",
        "items": [_item(one, public_url, names, sources) for one in newcomers.latest(session, MOST)],
    }


def _item(new: Newcomer, public_url: str, names: dict[str, str], sources: dict[str, Source]) -> Document:
    expert = new.expert
    return {
        "id": uuid5(NAMESPACE_OID, f"followworthy expert {expert.id}").urn,  # the same wherever it is served
        "url": f"{public_url}/experts/{expert.id}",
        "title": expert.name,
        "content_text": _words(expert, names, sources),
        "date_published": _rfc3339(new.since.isoformat()),
        "date_modified": _rfc3339(new.changed.isoformat()),
        "tags": list(dict.fromkeys(names[one.category] for one in expert.recommendations)),
    }


def _words(expert: Expert, names: dict[str, str], sources: dict[str, Source]) -> str:
    """Say who they are, and what each list recommends them for: a paragraph each."""
    said = [_said(one, names[one.category], sources[one.source]) for one in expert.recommendations]
    return "\n\n".join((f"{expert.name}: {expert.headline}" if expert.headline else expert.name, *said))


def _said(one: Recommendation, category: str, source: Source) -> str:
    date = one.date or source.date
    place = ", ".join(part for part in (source.publisher, date and date[:4]) if part)
    listed = f"{source.title} ({place})" if place else source.title
    return f"Recommended in {category}, on the list {listed}{f': {one.reason}' if one.reason else '.'}"


def _rfc3339(moment: str) -> str:
    return moment.replace("+00:00", "Z")
