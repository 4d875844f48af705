"""What experts' own sites and Wikidata items say of their addresses: words for those we have, proposals for others.

Words are evidence to keep, once a month; they change no verdict. Nothing is published here.
"""

import re
from datetime import datetime, timedelta

from followworthy.domain.claims import digest_of
from followworthy.domain.person_page import STRONG
from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Expert, Link, Source
from followworthy.domain.repairs import FOUND
from followworthy.domain.values import Check, Claim, Exchange, Outcome
from followworthy.domain.wikidata import Marks
from followworthy.services.looking_up import Finding, read_homepage
from followworthy.store import Session, catalog, checks, experts, proposals
from followworthy.store.checks import DueLink
from followworthy.store.proposals import ProposalKind

SITE = "site"
AGAIN = timedelta(days=30)
"""Sooner, the same words are no news: confirmations have the grain of a month."""
SAYS = "{source} names this address ({where})."
ITEM = re.compile(r"Wikidata item (Q[1-9][0-9]*) names this address")
LINKEDIN = b"linkedin.com"
PROPOSED, WAITS, VOUCHED = "proposed", "waits for review", "vouched for"
ASKED = "left alone, whose it is asked not to be listed"


def by_homepage(session: Session, expert: Expert, exchange: Exchange, now: datetime) -> int:
    """Hear what a homepage of the expert says that was just visited; give how many of their addresses it names anew.

    A page is read only where it could bring news: once a month, and if it speaks of LinkedIn at all. An address that we
    do not have is proposed where the page's own data say it, or where we have none in order.
    """
    home = next((one for one in expert.links if one.kind == "homepage" and one.url == exchange.asked), None)
    if home is None or LINKEDIN not in exchange.body.lower() or not _wants_words(session, expert, now):
        return 0
    findings = read_homepage(expert, home, exchange).findings
    return sum(settle(session, expert, one, now) == VOUCHED for one in findings if _is_worth(expert, one))


def link_of(expert: Expert, claim: Claim) -> Link | None:
    """Give the expert's link, current or former, whose address the claim names."""
    key = parse_profile_url(claim.linkedin_url).key if claim.linkedin_url else None
    return next((link for link in expert.links if key and link.key == key), None)


def vouch(session: Session, expert: Expert, link: Link, source: Source, claim: Claim, now: datetime) -> bool:
    """Keep that the source names this link; tell whether that was news."""
    if _is_vouched_for(session, expert, link, now):
        return False
    because = SAYS.format(source=source.title, where=claim.where)
    found = Check(now, Outcome.VOUCHED, because, witness=SITE)
    checks.record(session, DueLink(expert.id, expert.name, link.url, link.key), found, None)
    return True


def item_said(because: str) -> str | None:
    """Give the id of the Wikidata item whose words a look is, None for other sources."""
    found = ITEM.match(because)
    return found[1] if found else None


def _is_vouched_for(session: Session, expert: Expert, link: Link, now: datetime) -> bool:
    return any(_is_recent(one, now) for one in checks.of_link(session, expert.id, link.url))


def _is_recent(check: Check, now: datetime) -> bool:
    return check.outcome is Outcome.VOUCHED and check.witness == SITE and now - check.at < AGAIN


def settle(session: Session, expert: Expert, finding: Finding, now: datetime) -> str:
    """Do what a finding asks for; give what became of it in words."""
    if finding.died is not None:
        return _propose(session, expert, finding, "withdrawal", now)
    link = link_of(expert, finding.claim)
    if link and link.status == "former":
        return "a former address"
    if link:
        news = vouch(session, expert, link, finding.source, finding.claim, now)
        return VOUCHED if news else "known"
    owner = experts.owner_of_key(session, key_of(finding.claim))
    if owner:
        return f"left alone, it belongs to {owner.name} here"
    return _propose(session, expert, finding, "correction", now)


def _propose(session: Session, expert: Expert, finding: Finding, kind: ProposalKind, now: datetime) -> str:
    """Queue a finding, unless its source said the same before; give what became of it in words."""
    if proposals.is_kept_out(session, finding.source.id, (finding.claim,), finding.match):
        return ASKED
    identity, digest = identity_of(expert, finding), digest_of([finding.claim])
    before = proposals.find(session, finding.source.id, identity)
    if before and before.digest == digest:
        return {"waiting": WAITS, "rejected": "rejected before"}.get(before.state, "decided before")
    catalog.remember_source(session, finding.source)
    proposals.queue(
        session,
        source_id=finding.source.id,
        identity=identity,
        kind=kind,
        digest=digest,
        claims=(finding.claim,),
        match=finding.match,
        now=now,
    )
    return PROPOSED


def identity_of(expert: Expert, finding: Finding) -> str:
    """Name the proposal: two experts of one name may be told the same, each to be decided by itself."""
    return f"{expert.id} {key_of(finding.claim)}".rstrip()


def key_of(claim: Claim) -> str:
    """Give the LinkedIn key that a claim names, or ""."""
    return (parse_profile_url(claim.linkedin_url).key if claim.linkedin_url else None) or ""


def marks_of(session: Session, expert: Expert) -> Marks:
    """Gather by what the expert is known: addresses, and the words of headline, categories, headings and reasons."""
    names = {one.id: one.name for one in catalog.categories(session)}
    said = [expert.headline]
    for one in expert.recommendations:
        said += (names.get(one.category, ""), one.heading or "", one.reason)
    keys = frozenset(link.key for link in expert.links if link.key)
    homepages = tuple(link.url for link in expert.links if link.kind == "homepage")
    return Marks(expert.id, expert.name, expert.kind, keys, homepages, " ".join(said))


def _wants_words(session: Session, expert: Expert, now: datetime) -> bool:
    """Tell whether a current LinkedIn address of the expert lacks words of this month, or there is none."""
    links = [one for one in expert.links if one.kind == "linkedin" and one.status == "current"]
    return not links or any(not _is_vouched_for(session, expert, one, now) for one in links)


def _is_worth(expert: Expert, finding: Finding) -> bool:
    in_order = any(one.key and one.status == "current" and one.verdict in FOUND for one in expert.links)
    return bool(link_of(expert, finding.claim)) or finding.claim.sure >= STRONG or not in_order
