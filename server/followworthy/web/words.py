"""What screens say: statuses, outcomes, dates and changes in the glossary's words. Templates ask here."""

from datetime import date, datetime
from typing import Any

from flask import Flask

from followworthy.domain.records import Document, Link
from followworthy.store.revisions import Change

KINDS = {"new": "new person", "correction": "correction", "repair": "repair", "withdrawal": "withdrawal"}
KINDS_OF_MANY = {"new": "new people", "correction": "corrections", "repair": "repairs", "withdrawal": "withdrawals"}
LEVELS = {"same": "somebody we know", "probable": "probable", "possible": "possible", "new": "nobody we know"}
OUTCOMES = {
    "answered": "answered",
    "redirected": "pointed elsewhere",
    "missing": "not there",
    "walled": "not ours to look at",
    "failed": "out of reach",
    "vouched": "named by their own site",
}
STATES = {"running": "under way", "finished": "finished", "interrupted": "interrupted", "no network": "no network"}
STATUSES = {
    "unconfirmed": ("none", "s-none", "Not confirmed yet"),
    "alive": ("good", "s-good", "Confirmed"),
    "moved": ("warn", "s-moved", "Moved"),
    "failing": ("warn", "s-fail", "Not answering"),
    "gone": ("bad", "s-gone", "Gone"),
}
EXPERT_FIELDS = ("name", "kind", "headline", "note", "withdrawn")
OTHER_FIELDS = ("title", "publisher", "url", "date", "position", "description")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def teach(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.filters.update(
        kind=KINDS.get, level=LEVELS.get, outcome=OUTCOMES.get, state=STATES.get, status=status, moment=moment
    )
    app.jinja_env.filters.update(partial_date=partial_date, in_words=in_words, kinds=kinds, counts=counts)
    app.jinja_env.filters.update(short=short, rfc3339=rfc3339)


def kinds(kind: str, number: int) -> str:
    """Give what so many proposals of a kind are called."""
    return KINDS[kind] if number == 1 else KINDS_OF_MANY[kind]


def status(link: Link) -> tuple[str, str, str]:
    """Give a link's tone, shape and words."""
    tone, shape, words = STATUSES[link.verdict]
    if link.verdict == "alive" and link.confirmed:
        return tone, shape, partial_date(link.confirmed)
    return tone, shape, words


def rfc3339(at: datetime) -> str:
    """Give a time for programs: `2026-11-23T09:12:00Z`."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def moment(at: datetime) -> str:
    """Give a time as people write it, in UTC."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M} UTC"


def partial_date(text: str | None) -> str:
    """Give `2019`, `May 2019` or `22 May 2019` for a date as precise as known."""
    parts = (text or "").split("-")
    if len(parts) == 1:
        return parts[0]
    month = MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{date.fromisoformat(text or '').day} {month} {parts[0]}"


def counts(met: dict[str, int]) -> str:
    """Give what a run met: "30 answered, 25 not ours to look at"."""
    return ", ".join(f"{number} {OUTCOMES[outcome]}" for outcome, number in met.items()) or "nothing"


def short(url: str) -> str:
    """Give an address without what everybody knows."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def in_words(change: Change) -> str:
    """Give one change as a sentence."""
    before, after = change.before, change.after
    name = _name(after or before or {}, change.entity_id)
    if before is None:
        return f"{name}: added"
    if after is None:
        return f"{name}: taken back"
    said = [
        _field(field, before[field], after[field])
        for field in (*EXPERT_FIELDS, *OTHER_FIELDS)
        if before.get(field) != after.get(field)
    ]
    said += _links(before.get("links", []), after.get("links", []))
    if before.get("recommendations") != after.get("recommendations"):
        said.append("recommendations changed")
    return f"{name}: {'; '.join(said) or 'order changed'}"


def _name(document: Document, entity_id: str) -> str:
    return str(document.get("name") or document.get("title") or entity_id)


def _field(field: str, before: Any, after: Any) -> str:
    if field == "withdrawn":
        return "withdrawn" if after else "published again"
    return f"{field} changed from “{before or 'nothing'}” to “{after or 'nothing'}”"


def _links(before: list[Document], after: list[Document]) -> list[str]:
    were, are = ({link["url"]: link for link in links} for links in (before, after))
    said = [f"address {short(url)} added" for url in are if url not in were]
    said += [f"address {short(url)} removed" for url in were if url not in are]
    for url in are.keys() & were.keys():
        if were[url]["verdict"] != are[url]["verdict"]:
            said.append(f"{short(url)} is now “{STATUSES[are[url]['verdict']][2].lower()}”")
        elif were[url]["confirmed"] != are[url]["confirmed"]:
            said.append(f"{short(url)} confirmed in {partial_date(are[url]['confirmed'])}")
        elif were[url]["status"] != are[url]["status"]:
            said.append(f"address {short(url)} is now {are[url]['status']}")
    return sorted(said)
