"""The experts with their link status, for curators."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from followworthy.domain.records import Expert
from followworthy.domain.values import Check
from followworthy.store import catalog, checks, experts, looks, proposals
from followworthy.web.house import curators_only, house

pages = Blueprint("experts", __name__, url_prefix="/desk/experts")


@dataclass(frozen=True, slots=True)
class Row:
    """One expert as the table shows them; `looks` is the latest look at each link, by address.

    Of the addresses in `stale` nothing was heard for long. `headings` are the lists' own, where they say something
    else than our categories.
    """

    expert: Expert
    categories: list[str]
    headings: list[str]
    looks: dict[str, Check]
    stale: set[str]


@pages.get("/")
@curators_only
def table() -> str:
    """Show the experts that match the words, the category and `address` (with, without), best rank first."""
    words, category, address = (request.args.get(one, "").strip() for one in ("q", "category", "address"))
    with house().database.reading() as session:
        every = [expert for expert, _ in experts.published(session)]
        names = {one.id: one.name for one in catalog.categories(session)}
        latest = checks.latest(session)
        silent = looks.troubled(session, (), house().clock() - house().rules.stale_after)
        found = [one for one in every if _matches(one, words.casefold(), category, address)]
        rows = [
            Row(
                one,
                [names[each.category] for each in one.recommendations],
                [each.heading for each in one.recommendations if each.heading and each.heading != names[each.category]],
                {link.url: latest[one.id, link.url] for link in one.links if (one.id, link.url) in latest},
                {link.url for link in one.links if (one.id, link.url) in silent},
            )
            for one in found
        ]
        return render_template(
            "experts.html",
            rows=rows,
            total=len(every),
            withdrawn=len(experts.withdrawn(session)),
            names=names,
            words=words,
            category=category,
            address=address,
            waiting=proposals.count_waiting(session),
        )


def _matches(expert: Expert, words: str, category: str, address: str) -> bool:
    text = f"{expert.name} {expert.headline} {' '.join(one.reason for one in expert.recommendations)}".casefold()
    in_category = not category or any(one.category == category for one in expert.recommendations)
    has_address = any(link.kind == "linkedin" for link in expert.links)
    addressed = address not in ("with", "without") or has_address == (address == "with")
    return in_category and addressed and all(word in text for word in words.split())
