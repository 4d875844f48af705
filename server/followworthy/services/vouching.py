"""An expert's own site or Wikidata item names an address: evidence to keep, once a month. It changes no verdict."""

from datetime import datetime, timedelta

from followworthy.domain.profile_url import parse_profile_url
from followworthy.domain.records import Expert, Link, Source
from followworthy.domain.values import Check, Claim, Outcome
from followworthy.store import Session, checks
from followworthy.store.checks import DueLink

SITE = "site"
AGAIN = timedelta(days=30)
"""Sooner, the same words are no news: confirmations have the grain of a month."""


def link_of(expert: Expert, claim: Claim) -> Link | None:
    """Give the expert's link, current or former, whose address the claim names."""
    key = parse_profile_url(claim.linkedin_url).key if claim.linkedin_url else None
    return next((link for link in expert.links if key and link.key == key), None)


def vouch(session: Session, expert: Expert, link: Link, source: Source, claim: Claim, now: datetime) -> bool:
    """Keep that the source names this link; tell whether that was news."""
    if any(_is_recent(one, now) for one in checks.of_link(session, expert.id, link.url)):
        return False
    because = f"{source.title} names this address ({claim.where})."
    found = Check(now, Outcome.VOUCHED, because, witness=SITE)
    checks.record(session, DueLink(expert.id, expert.name, link.url, link.key), found, None)
    return True


def _is_recent(check: Check, now: datetime) -> bool:
    return check.outcome is Outcome.VOUCHED and check.witness == SITE and now - check.at < AGAIN
