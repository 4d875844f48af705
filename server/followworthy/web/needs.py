"""What needs a curator, in words, and the page where it is done: for Home and for the private feed alike."""

from dataclasses import dataclass

from flask import url_for

from followworthy.domain.records import Source
from followworthy.services import eyes, needing
from followworthy.services.needing import Need, Needs
from followworthy.store import Session
from followworthy.web.house import house
from followworthy.web.words import counts, group

BUTTONS = {
    "repair": "Review repairs",
    "remembered": "Look at them",
    "eyes": "Open the list",
    "review": "Look again",
    "held": "Decide",
    "unread": "See why",
    "double": "Compare",
    "addressless": "Find",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A need as a page tells it: in words, with a detail, and the button that leads to `address`."""

    need: Need
    words: str
    detail: str
    button: str
    address: str


def rows(session: Session) -> tuple[Needs, list[Row]]:
    """Give what needs a curator now, and each of it in words."""
    now = house().clock()
    found = needing.needs(session, now, eyes.count(session, now))
    return found, [_row(one) for one in found.rows]


def _row(need: Need) -> Row:
    words, detail = WORDS[need.kind](need)
    return Row(need, words, detail, BUTTONS.get(need.kind, "Review"), _address(need))


def _address(need: Need) -> str:
    if need.kind == "eyes":
        return url_for("eyes.table")
    if need.kind == "held":
        return url_for("audits.one", number=need.first)
    if need.kind == "unread":
        return url_for("imports.table")
    if need.kind == "double":
        return url_for("merging.table")
    if need.kind == "addressless":
        return url_for("experts.table", address="without")
    return url_for("review.one", proposal_id=need.first, batch=need.import_id)


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _list(need: Need) -> tuple[str, str]:
    if len(need.kinds) > 1:
        return f"{_many(need.number, 'proposal', 'proposals')} from {need.title}", ""
    return group(Source(need.source_id, need.title), need.kinds[0], need.number), ""


def _own(need: Need) -> tuple[str, str]:
    return _many(need.number, "proposal", "proposals") + " from experts’ own sites", "Their homepages and Wikidata"


def _more(need: Need) -> tuple[str, str]:
    more = _many(need.number, "more proposal", "more proposals")
    return f"{more} from {_many(need.among, 'import', 'imports')}", "Brought before those above"


def _repair(need: Need) -> tuple[str, str]:
    return _many(need.number, "address", "addresses") + " went bad", "The link audit proposes what to do"


def _remembered(need: Need) -> tuple[str, str]:
    looks = _many(need.number, "remembered address wants", "remembered addresses want")
    return f"{looks} your look", "Nobody has seen them in public; no badge stands on one before you say so"


def _eyes(need: Need) -> tuple[str, str]:
    it = "it" if need.number == 1 else "them"
    needs = _many(need.number, "address needs", "addresses need")
    return f"{needs} your eyes", f"LinkedIn and others do not let programs look at {it}"


def _review(need: Need) -> tuple[str, str]:
    months = house().expiry.months
    words = group(Source(need.source_id, ""), need.kinds[0], need.number)
    return words, f"Nobody reviewed {'it' if need.number == 1 else 'them'} for {months} months"


def _held(need: Need) -> tuple[str, str]:
    would = _many(need.among, "address", "addresses")
    return "An audit run is held", f"{would} would go bad at once. It met: {counts(dict(need.met))}"


def _unread(need: Need) -> tuple[str, str]:
    it = "it" if need.number == 1 else "them"
    return _many(need.number, "list", "lists") + " could not be read again", f"Who came to {it} or left is not known"


def _double(need: Need) -> tuple[str, str]:
    return _many(need.number, "pair", "pairs") + " may be the same", "Merge them, or tell them apart"


def _addressless(need: Need) -> tuple[str, str]:
    return f"{need.number} without a LinkedIn address", "A search by name helps; nobody can see a mark beside them"


WORDS = {
    "list": _list,
    "withdrawal": _list,
    "own": _own,
    "more": _more,
    "repair": _repair,
    "remembered": _remembered,
    "eyes": _eyes,
    "review": _review,
    "held": _held,
    "unread": _unread,
    "double": _double,
    "addressless": _addressless,
}
