"""One expert as everybody may read them: what is said, by which list, since when, when last looked through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from followworthy.domain.records import Expert, Recommendation, Source
from followworthy.store import Session, catalog, experts, listed, opt_outs
from followworthy.store.listed import Turn

AUDITOR = "auditor"
"""Who signs what no person looked through."""


@dataclass(frozen=True, slots=True)
class Said:
    """One recommendation with its source and the category's name; `since` is when it was first published here."""

    recommendation: Recommendation
    source: Source
    category: str
    since: datetime | None

    @property
    def date(self) -> str | None:
        """When the source said it, as precise as known."""
        return self.recommendation.date or self.source.date


@dataclass(frozen=True, slots=True)
class Listing:
    """An expert and all that is said of them.

    `since` is the earliest date of a list (None where no list is dated), `reviewed_at` when a person last looked them
    through, `changed_at` and `number` their latest change; `publishers` is by how many lists they are recommended.
    """

    expert: Expert
    said: tuple[Said, ...]
    since: str | None
    publishers: int
    reviewed_at: datetime | None
    changed_at: datetime | None
    number: int | None


def listing(session: Session, expert_id: str) -> Listing | Expert | None:
    """Give a published expert's listing; for a merged double the record of who stands for them; None for nobody.

    Of whoever is withdrawn it gives the bare record. Raises LostKeyError where it cannot be told who asked not to be
    listed.
    """
    opt_outs.assure(session)
    expert = experts.get(session, expert_id)
    if expert is None or expert.withdrawn:
        stands_for = experts.get(session, expert.merged_into) if expert and expert.merged_into else None
        return stands_for or expert
    turns = listed.turns(session, expert_id)
    sources = listed.sources(session, {one.source for one in expert.recommendations})
    names = {one.id: one.name for one in catalog.categories(session)}
    said = tuple(
        Said(one, sources[one.source], names[one.category], _since(turns, one)) for one in expert.recommendations
    )
    by_people = [turn.at for turn in turns if turn.by != AUDITOR]
    confirmed = listed.reviewed_at(session, expert_id)
    return Listing(
        expert,
        said,
        since=min((one.date for one in said if one.date), default=None),
        publishers=len({one.source.publisher or one.source.id for one in said}),
        reviewed_at=max([*by_people, *([confirmed] if confirmed else [])], default=None),
        changed_at=turns[-1].at if turns else None,
        number=turns[-1].number if turns else None,
    )


def _since(turns: Sequence[Turn], wanted: Recommendation) -> datetime | None:
    """Give when a recommendation was published that has stood since: what was taken away in between begins anew."""
    since = None
    for turn in turns:
        said = turn.after["recommendations"] if turn.after and not turn.after["withdrawn"] else ()
        stands = any((one["source"], one["category"]) == (wanted.source, wanted.category) for one in said)
        since = (since or turn.at) if stands else None
    return since
