"""What a curator sees or decides of one link: evidence with their name, and one signed Revision where that changes it.

*Needs your eyes* and the repairs of the review queue share it. A look and what it changed can be taken back together.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from followworthy.domain.curator_looks import CURATOR, curator_of, curator_says
from followworthy.domain.digests import editorial_digest
from followworthy.domain.records import Expert, Link
from followworthy.domain.repairs import repaired
from followworthy.domain.typed_address import typed_link
from followworthy.domain.values import Check, Outcome
from followworthy.domain.verdict import Rules
from followworthy.errors import RefusedError
from followworthy.services.believing import believed, judgement
from followworthy.store import Session, checks, experts, looks, proposals, revisions
from followworthy.store.checks import DueLink


def current_link(session: Session, expert_id: str, url: str) -> tuple[Expert, Link]:
    """Give the published expert and their current link. Raises RefusedError when it is not that any more."""
    expert = experts.get(session, expert_id)
    if expert is None or expert.withdrawn:
        raise RefusedError("Whoever this address belonged to is not in the catalog any more.")
    link = next((one for one in expert.links if one.url == url and one.status == "current"), None)
    if link is None:
        raise RefusedError(f"{url} is not {expert.name}'s current address any more.")
    return expert, link


def fine(
    session: Session, expert: Expert, link: Link, by: str, now: datetime, rules: Rules, how: str = ""
) -> int | None:
    """Keep that the curator saw the page; give the revision's number, None if we believed so before.

    `how` the look came about is kept with it, here as in the others.
    """
    _keep(session, expert, link, _look(now, Outcome.ANSWERED, by, "it is there", how))
    return _sign(session, expert, [link.url], "it is there", by, now, rules)


def not_there(
    session: Session, expert: Expert, link: Link, by: str, now: datetime, rules: Rules, how: str = ""
) -> int | None:
    """Keep that the curator did not find the page: the yes that weak evidence needs. Gives the revision's number."""
    _keep(session, expert, link, _look(now, Outcome.MISSING, by, "it is not there", how))
    return _sign(session, expert, [link.url], "it is not there", by, now, rules)


def moved(
    session: Session, expert: Expert, link: Link, address: str, by: str, now: datetime, rules: Rules, how: str = ""
) -> int | None:
    """Keep that the curator found the page elsewhere, and publish that address at once; the old one still matches.

    Raises RefusedError for what cannot be the address.
    """
    successor = _successor(session, expert, link, address)
    there = _look(now, Outcome.ANSWERED, by, f"it is there now, and was at {link.url} before", how)
    left = _look(now, Outcome.REDIRECTED, by, f"it moved to {successor.url}", how, moved_to=successor.url)
    _keep(session, expert, link, left)
    edited = repaired(expert, link.url, successor)
    _keep(session, expert, successor, there)
    return _sign(session, edited, [link.url, successor.url], f"it moved to {successor.url}", by, now, rules)


def led(
    session: Session, expert: Expert, link: Link, address: str, by: str, now: datetime, rules: Rules, how: str = ""
) -> int | None:
    """Keep where the link led the curator, and publish no address; give the revision's number if the verdict changed.

    Raises RefusedError for what cannot be the address.
    """
    successor = _successor(session, expert, link, address)
    saw = f"it led to {successor.url}"
    _keep(session, expert, link, _look(now, Outcome.REDIRECTED, by, saw, how, moved_to=successor.url))
    return _sign(session, expert, [link.url], saw, by, now, rules)


def replaced(
    session: Session, expert: Expert, link: Link, address: str, by: str, now: datetime
) -> tuple[int | None, Link]:
    """Publish another address in the link's place, without a look; the old one still matches.

    Gives the revision's number and the new link. Raises RefusedError for what cannot be the address.
    """
    successor = _successor(session, expert, link, address)
    why = f"repaired {expert.name}: {successor.url} instead of {link.url}"
    revision = revisions.Revision(session, by=by, why=why, now=now)
    revision.put(repaired(expert, link.url, successor))
    return revision.number, successor


def retired(session: Session, expert: Expert, link: Link, by: str, now: datetime) -> int | None:
    """Make the link a former one without a successor; it still matches. Gives the revision's number."""
    revision = revisions.Revision(session, by=by, why=f"retired {link.url} of {expert.name}", now=now)
    revision.put(repaired(expert, link.url, None))
    return revision.number


def take_back(session: Session, look_id: int, by: str, now: datetime, rules: Rules) -> int | None:
    """Take a curator's look back, and the address it changed; give the revision's number, None if nothing changed.

    Raises RefusedError when it was taken back before, or when somebody changed the expert since.
    """
    look = looks.get(session, look_id)
    if look is None:
        raise RefusedError("That look was taken back already.")
    number = _revision_of(session, look)
    expert = _before(session, look, number)
    urls = looks.void(session, look.expert_id, look.check.at)
    proposals.reopen_decided_at(session, look.expert_id, look.check.at)
    why = f"took back a look at {look.url} of {look.name}"
    revision = revisions.Revision(session, by=by, why=why, now=now, undoes=number)
    if not expert.withdrawn:
        revision.put(believed(session, expert, urls, now, rules))
        _set_turns(session, expert, urls, now, rules)
    return revision.number


def _successor(session: Session, expert: Expert, link: Link, address: str) -> Link:
    typed = typed_link(address, link.kind, expert.kind)
    if typed.url == link.url:
        raise RefusedError(f"{link.url} is the address that {expert.name} has: give the new one.")
    owner = experts.owner_of_key(session, typed.key) if typed.key else None
    if owner and owner.id != expert.id:
        raise RefusedError(f"{typed.url} already belongs to {owner.name}.")
    return next((one for one in expert.links if one.url == typed.url), typed)


def _look(now: datetime, met: Outcome, by: str, saw: str, how: str, moved_to: str | None = None) -> Check:
    return Check(now, met, curator_says(by, saw, how), CURATOR, moved_to=moved_to)


def _keep(session: Session, expert: Expert, link: Link, check: Check) -> None:
    checks.record(session, DueLink(expert.id, expert.name, link.url, link.key), check, None)


def _sign(
    session: Session, expert: Expert, urls: Sequence[str], saw: str, by: str, now: datetime, rules: Rules
) -> int | None:
    """Write what we believe with this look as one Revision, if it changes anything, and set the next turns."""
    why = f"looked at {urls[0]} of {expert.name}: {saw}"
    revision = revisions.Revision(session, by=by, why=why, now=now)
    revision.put(believed(session, expert, urls, now, rules))
    _set_turns(session, expert, urls, now, rules)
    return revision.number


def _set_turns(session: Session, expert: Expert, urls: Sequence[str], now: datetime, rules: Rules) -> None:
    for link in expert.links:
        if link.url in urls:
            next_at = judgement(session, expert.id, link.url, now, rules).next_check_at
            checks.set_next_check(session, DueLink(expert.id, expert.name, link.url, link.key), next_at)


def _revision_of(session: Session, look: looks.Look) -> int | None:
    """Give the revision that was made with the look: by the same curator, at that moment."""
    found = revisions.get(session, looks.revision_at(session, look.expert_id, look.check.at) or 0)
    return found.number if found and found.by == curator_of(look.check) else None


def _before(session: Session, look: looks.Look, number: int | None) -> Expert:
    """Give the expert without the address that the look changed. Raises RefusedError when changed by others since."""
    expert = experts.get(session, look.expert_id)
    if expert is None:
        raise LookupError(f"look {look.id} is at a link of nobody")
    past = revisions.get(session, number) if number else None
    change = next((one for one in past.changes if one.entity_id == expert.id), None) if past else None
    if change is None or change.before is None or change.after is None:
        return expert
    if editorial_digest(change.before) == editorial_digest(change.after):
        return expert
    if editorial_digest(expert.document()) != editorial_digest(change.after):
        raise RefusedError(f"Not taken back: {expert.name} was changed since. Undo that first.")
    believed_now = {one.url: one for one in expert.links}
    links = (
        replace(one, verdict=now_is.verdict, confirmed=now_is.confirmed)
        if (now_is := believed_now.get(one.url))
        else one
        for one in Expert.from_document(change.before).links
    )
    return replace(Expert.from_document(change.before), links=tuple(links))
