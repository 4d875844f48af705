"""The form of one proposal: what it says, what it begins with, and what stands beside it. Decides nothing."""

from dataclasses import replace
from typing import Any

from flask import request

from followworthy.domain.claims import is_sure
from followworthy.domain.texts import lines
from followworthy.services import curating, whom
from followworthy.services.curating import Decision
from followworthy.store import Session, catalog, experts, proposal_search
from followworthy.store.proposals import Proposal
from followworthy.web.comparison import compare

NEW = "+"
"""What stands before a heading that is chosen as a category: the catalog does not have it yet."""
SUGGESTED = ("name", "kind", "headline", "address", "reason")


def decision() -> Decision:
    """Read the form; `do` is accept (a new person), merge (add to somebody), keep (still recommended) or reject."""
    form = request.form
    category = form.get("category", "")
    new = category.startswith(NEW)
    merging = form.get("do") == "merge"
    return Decision(
        name=form.get("name", ""),
        kind="organisation" if form.get("kind") == "organisation" else "person",
        headline=form.get("headline", ""),
        address=form.get("address") or None,
        category=None if new else category or None,
        reason=form.get("reason", ""),
        into=(form.get("into") or None) if merging else None,
        heading=category.removeprefix(NEW) if new else None,
        began=_pair("began"),
        saw=_pair("saw"),
    )


def _pair(what: str) -> tuple[str, str] | None:
    """Give the name and headline that hidden fields hold; None for a form without."""
    name, headline = request.form.get(f"{what}_name"), request.form.get(f"{what}_headline")
    return None if name is None or headline is None else (name, headline)


def typed(session: Session, proposal: Proposal) -> Decision:
    """Give what the form holds where the curator changed something, and what fits whom they chose everywhere else."""
    form = decision()
    before = curating.suggestion(session, proposal, chosen(session, request.form.get("into")))
    after = curating.suggestion(session, proposal, chosen(session, request.form.get("choose") or before.into))
    fields = {one: getattr(form, one) for one in SUGGESTED if _differ(getattr(form, one), getattr(before, one))}
    if (form.category, form.heading) != (before.category, before.heading):
        fields |= {"category": form.category, "heading": form.heading}
    return replace(after, **fields)


def _differ(typed: str | None, suggested: str | None) -> bool:
    """Tell whether a field was changed; a browser's form sends line breaks as CR LF."""
    return lines(typed or "") != lines(suggested or "")


def chosen(session: Session, expert_id: str | None) -> str | None:
    """Give the id of an expert that a curator picked, None if there is no such published one."""
    found = experts.get(session, expert_id) if expert_id else None
    return found.id if found and not found.withdrawn else None


def shown(session: Session, proposal: Proposal, decision: Decision, into: str | None, words: str) -> dict[str, Any]:
    """Give what the page of a proposal shows beside the form; `words` are those to find other experts by."""
    found = whom.whom(session, proposal, into)
    began = curating.suggestion(session, proposal, found.known.id if found.known and found.chosen else None)
    categories = catalog.categories(session)
    names = {one.id: one.name for one in categories}
    return {
        "whom": found,
        "began": began,
        "known": found.known,
        "rows": compare(found.known, proposal, names) if found.known else [],
        "others": found.others,
        "words": words,
        "found": whom.found(session, words) if words and proposal.recommends else [],
        "names": names,
        "categories": categories,
        "headings": _new_headings(proposal, decision, names),
        "unsure": not is_sure(proposal.claims),
        "beside": proposal_search.beside(session, proposal) if proposal.recommends else (None, None),
    }


def due(session: Session, proposal: Proposal) -> dict[str, Any]:
    """Give what the page of a review that is due shows."""
    return {
        "known": experts.get(session, proposal.match.expert_id) if proposal.match.expert_id else None,
        "names": {one.id: one.name for one in catalog.categories(session)},
        "sources": {one.id: one for one in catalog.sources(session)},
    }


def _new_headings(proposal: Proposal, decision: Decision, names: dict[str, str]) -> list[str]:
    """Give the list's own headings that no category of ours has the name of."""
    ours = {name.casefold() for name in names.values()}
    said = (claim.category for claim in proposal.claims if claim.category)
    return [one for one in dict.fromkeys(said) if one.casefold() not in ours or one == decision.heading]
