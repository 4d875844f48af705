"""Two versions of an expert, or two experts, side by side: field by field, what differs marked. Decides nothing."""

from collections.abc import Mapping

from followworthy.domain.records import Expert, Link, Recommendation
from followworthy.web.comparison import Row, pieces
from followworthy.web.words import partial_date, short

Names = Mapping[str, str]
"""Of categories and lists, by id."""
CONFIDENCE = {"corroborated": "seen in public material", "unconfirmed": "not seen in public material"}
"""What the confidence of an address says on screen."""


def beside(have: Expert, get: Expert, names: Names) -> list[Row]:
    """Give all rows; those that say nothing on either side are left out."""
    rows = [
        _row("Name", have.name, get.name),
        _row("Kind", have.kind, get.kind),
        _row("Headline", have.headline, get.headline),
        _row("Note", have.note or "", get.note or ""),
        *_links(have, get),
        *_recommendations(have, get, names),
        _row("Catalog", _listed(have), _listed(get)) if have.withdrawn != get.withdrawn else None,
    ]
    return [row for row in rows if row is not None]


def _row(label: str, have: str, get: str) -> Row | None:
    if not have and not get:
        return None
    return Row(label, have or "nothing", pieces(have, get) if get else (("nothing", bool(have)),))


def _listed(expert: Expert) -> str:
    return "withdrawn" if expert.withdrawn else "published"


def _links(have: Expert, get: Expert) -> list[Row | None]:
    ours, theirs = ({one.url: one for one in each.links} for each in (have, get))
    return [
        _row("LinkedIn" if _either(url, ours, theirs).kind == "linkedin" else "Homepage", *_said(url, ours, theirs))
        for url in sorted({**ours, **theirs}, key=lambda one: _either(one, ours, theirs).kind != "linkedin")
    ]


def _either(url: str, ours: Mapping[str, Link], theirs: Mapping[str, Link]) -> Link:
    return ours.get(url) or theirs[url]


def _said(url: str, *sides: Mapping[str, Link]) -> tuple[str, str]:
    have, get = (
        f"{short(url)}{', former' if side[url].status == 'former' else ''}, {CONFIDENCE[side[url].confidence]}"
        if url in side
        else ""
        for side in sides
    )
    return have, get


def _recommendations(have: Expert, get: Expert, names: Names) -> list[Row | None]:
    ours, theirs = ({(one.source, one.category): one for one in each.recommendations} for each in (have, get))
    return [
        _row("Recommended", *(_recommended(side.get(place), names) for side in (ours, theirs)))
        for place in dict.fromkeys((*ours, *theirs))
    ]


def _recommended(one: Recommendation | None, names: Names) -> str:
    if one is None:
        return ""
    place = f"{names.get(one.category, one.category)}, {names.get(one.source, one.source)}"
    rank = f"no. {one.rank}" if one.rank else ""
    heading = f"heading “{one.heading}”" if one.heading else ""
    quote = f"“{one.quote}”" if one.quote else ""
    return " · ".join(filter(None, (place, rank, partial_date(one.date), heading, one.reason, quote)))
