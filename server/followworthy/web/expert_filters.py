"""A view of the experts is its address: what the filters, the order and the selection say. Shows nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from followworthy.store import Session, doubles, expert_search
from followworthy.store.expert_search import Search
from followworthy.web.house import house

FIELDS = ("q", "category", "status", "list", "address", "show", "sort")
STATUSES = (
    ("confirmed", "Confirmed"),
    ("new", "Not confirmed yet"),
    ("moved", "Moved"),
    ("silent", "Not answering"),
    ("gone", "Gone"),
    ("old", "No news for long"),
    ("none", "No address"),
)
MEANT = {"confirmed": "alive", "new": "unconfirmed", "silent": "failing", "old": expert_search.STALE}
"""What an address says, where the code has another word for it."""
ADDRESSES = (("with", "With"), ("without", "Without"))
SHOWS = (("", "Published"), ("doubles", "Possible doubles"), ("withdrawn", "Withdrawn"))
SORTS = (("rank", "Best rank"), ("name", "Name"), ("changed", "Last changed"), ("reviewed", "Longest unreviewed"))
MOST_DOUBLES = 400
"""So many pairs are gone through where only possible doubles are wanted."""
MOST_SELECTED = 200
"""A page's selection; more than that are selected by what they match."""
LONGEST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class View:
    """What the address says, by field; what it does not say is not among them."""

    said: Mapping[str, Any]

    @property
    def sort(self) -> str:
        """The order, by its name in `expert_search`."""
        return self.said.get("sort", "rank") if self.said.get("sort") in dict(SORTS) else "rank"

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return any(field != "sort" for field in self.said)

    def search(self, session: Session) -> Search:
        """Give what to search for."""
        show, among = self.said.get("show"), None
        if show == "doubles":
            among = tuple({one for pair in doubles.pairs(session, MOST_DOUBLES) for one in (pair.one, pair.other)})
        return Search(
            silent_since=house().clock() - house().rules.stale_after,
            words=self.said.get("q", "")[:LONGEST_WORDS],
            category=self.said.get("category", ""),
            status=MEANT.get(self.said.get("status", ""), self.said.get("status", "")),
            source=self.said.get("list", ""),
            address=self.said.get("address", ""),
            withdrawn=show == "withdrawn",
            among=among,
        )


def view_of(values: Mapping[str, str]) -> View:
    """Read the fields of an address or a form."""
    said = {field: values.get(field, "").strip() for field in FIELDS}
    return View({field: value for field, value in said.items() if value})


def selected(session: Session, view: View, ids: list[str], *, all_that_match: bool) -> list[str]:
    """Give the ids of a selection: those that were ticked, or all that match."""
    if all_that_match:
        return expert_search.ids(session, view.search(session), view.sort)
    return list(dict.fromkeys(ids))[:MOST_SELECTED]
