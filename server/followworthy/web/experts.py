"""The experts with their link status: found, ordered and selected. What is done with a selection is `bulk`'s."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from followworthy.domain.records import Expert, Link
from followworthy.store import Session, catalog, doubles, expert_search, experts, listing, proposals
from followworthy.web import expert_filters
from followworthy.web.expert_filters import view_of
from followworthy.web.house import curators_only, house
from followworthy.web.paging import number_asked, paging

pages = Blueprint("experts", __name__, url_prefix="/desk/experts")
A_PAGE = 50
SUGGESTED = 3
"""So many possible doubles stand below the table; the rest has a page of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One expert as the table shows them: categories by name, their current LinkedIn addresses, the silent ones."""

    expert: Expert
    categories: list[str]
    addresses: list[Link]
    silent: set[str]

    @property
    def lists(self) -> int:
        """How many lists recommend them."""
        return len({one.source for one in self.expert.recommendations})


@pages.get("/")
@curators_only
def table() -> str:
    """Show the experts that the address asks for, a page of them."""
    view = view_of(request.args)
    with house().database.reading() as session:
        search = view.search(session)
        start = max(0, number_asked("page", 1) - 1) * A_PAGE
        total, ids = expert_search.page(session, search, view.sort, start, A_PAGE)
        page = paging(total, A_PAGE)
        names = {one.id: one.name for one in catalog.categories(session)}
        published, withdrawn = expert_search.totals(session)
        alike = [] if view.narrowed or page.number > 1 else doubles.pairs(session, SUGGESTED + 1)
        people = experts.several(session, [*ids, *(one for pair in alike for one in (pair.one, pair.other))])
        return render_template(
            "experts.html",
            rows=_rows(session, [people[one] for one in ids], names),
            names=names,
            lists=listing.lists(session),
            paging=page,
            view=view,
            all=request.args.get("all") == "1",
            published=published,
            withdrawn=withdrawn,
            alike=alike[:SUGGESTED],
            more=len(alike) > SUGGESTED,
            people=people,
            filters=expert_filters,
            waiting=proposals.count_waiting(session),
        )


def _rows(session: Session, shown: list[Expert], names: dict[str, str]) -> list[Row]:
    silent = expert_search.silent(session, [one.id for one in shown], house().clock() - house().rules.stale_after)
    return [
        Row(
            one,
            list(dict.fromkeys(names[each.category] for each in one.recommendations)),
            [link for link in one.links if link.kind == "linkedin" and link.status == "current"],
            {url for expert_id, url in silent if expert_id == one.id},
        )
        for one in shown
    ]
