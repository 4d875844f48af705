"""Two that are one: the record that has what both say. Pure; who is whom, a curator decides."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from followworthy.domain.records import Expert, Link, Recommendation


def united(winner: Expert, loser: Expert) -> Expert:
    """Give the winner with what the loser had: where both say something, the winner's words stay.

    The loser's LinkedIn address becomes a former one, which still matches, unless the winner has none.
    """
    notes = dict.fromkeys(one for one in (winner.note, loser.note) if one)
    return replace(
        winner,
        headline=winner.headline or loser.headline,
        note="\n".join(notes) or None,
        links=_links(winner, loser),
        recommendations=without_doubles((*winner.recommendations, *loser.recommendations)),
    )


def without_doubles(recommendations: Iterable[Recommendation]) -> tuple[Recommendation, ...]:
    """Give each (source, category) once: the first one, with what only a later one says, and the better rank."""
    found: dict[tuple[str, str], Recommendation] = {}
    for one in recommendations:
        first = found.get((one.source, one.category), one)
        found[one.source, one.category] = replace(
            first,
            rank=min((rank for rank in (first.rank, one.rank) if rank is not None), default=None),
            heading=first.heading or one.heading,
            reason=first.reason or one.reason,
            quote=first.quote or one.quote,
            date=first.date or one.date,
        )
    return tuple(found.values())


def _links(winner: Expert, loser: Expert) -> tuple[Link, ...]:
    had = {one.url for one in winner.links}
    addressed = any(one.kind == "linkedin" and one.status == "current" for one in winner.links)
    came = (one for one in loser.links if one.url not in had)
    return (
        *winner.links,
        *(replace(one, status="former") if addressed and one.kind == "linkedin" else one for one in came),
    )


def moved(expert: Expert, place: Callable[[Recommendation], Recommendation]) -> Expert:
    """Give an expert whose recommendations stand at other places; what stood at one already counts first there."""
    staying_first = sorted(expert.recommendations, key=lambda one: place(one) != one)
    return replace(expert, recommendations=without_doubles(map(place, staying_first)))
