"""Changes in words: "Odile Fennwick: headline changed from “A” to “B”". Knows no page."""

from typing import Any

from followworthy.domain.records import Document
from followworthy.store.revisions import Change
from followworthy.web.words import STATUSES, partial_date, short

EXPERT_FIELDS = ("name", "kind", "headline", "note", "withdrawn")
MOST_IN_A_LIST = 300
"""So many characters of a change are shown in a list; the change's own page shows all."""
OTHER_FIELDS = ("title", "publisher", "url", "date", "position", "description")
RECOMMENDATION_FIELDS = {"rank": "rank", "heading": "heading", "reason": "why", "quote": "quote", "date": "date"}


def in_words(change: Change) -> str:
    """Give one change as a sentence."""
    before, after = change.before, change.after
    if after is not None and after.get("withdrawn") and not after.get("name"):
        return f"{change.entity_id}: left the catalog"  # without a name, and without all that was said of them
    name = _name(after or before or {}, change.entity_id)
    if before is None:
        return f"{name}: added"
    if after is None:
        return f"{name}: {'taken back' if change.entity == 'expert' else 'removed'}"
    said = [
        _field(field, before.get(field), after.get(field))
        for field in (*EXPERT_FIELDS, *OTHER_FIELDS)
        if before.get(field) != after.get(field)
    ]
    if after.get("merged_into") and before.get("merged_into") != after["merged_into"]:
        said.append("merged into somebody else")
    if before.get("reread", True) != after.get("reread", True):  # changes older than this field do not hold it
        said.append("read again on a schedule" if after.get("reread", True) else "no longer read again on a schedule")
    said += _links(before.get("links", []), after.get("links", []))
    said += _recommendations(before.get("recommendations", []), after.get("recommendations", []))
    return f"{name}: {'; '.join(said) or 'order changed'}"


def cut(text: str, most: int = MOST_IN_A_LIST) -> str:
    """Give a long sentence as a list has room for it."""
    return text if len(text) <= most else f"{text[:most].rstrip()} …"


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


def _recommendations(before: list[Document], after: list[Document]) -> list[str]:
    were, are = ({(one["source"], one["category"]): one for one in several} for several in (before, after))
    said = [f"recommended {_under(are[place])}" for place in are if place not in were]
    said += [f"no longer recommended {_under(were[place])}" for place in were if place not in are]
    for place in (one for one in are if one in were):
        said += [
            f"{_field(words, were[place][field], are[place][field])} {_under(are[place])}"
            for field, words in RECOMMENDATION_FIELDS.items()
            if were[place][field] != are[place][field]
        ]
    return said


def _under(recommendation: Document) -> str:
    return f"under “{recommendation['heading'] or recommendation['category']}”"
