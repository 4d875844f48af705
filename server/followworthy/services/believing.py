"""What we believe of an expert's links, from all looks that count. Writes nothing: who changed a belief, signs it."""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime

from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Judgement
from followworthy.domain.verdict import Rules, judge
from followworthy.store import Session, checks


def judgement(session: Session, expert_id: str, url: str, now: datetime, rules: Rules) -> Judgement:
    """Judge one link by all its checks."""
    return judge(checks.of_link(session, expert_id, url), now, salt=f"{expert_id} {url}", rules=rules)


def believed(session: Session, expert: Expert, urls: Container[str], now: datetime, rules: Rules) -> Expert:
    """Give the expert with today's belief of those of their links that are named."""

    def link_of(link: Link) -> Link:
        if link.url not in urls:
            return link
        found = judgement(session, expert.id, link.url, now, rules)
        return replace(link, verdict=found.verdict, confirmed=found.confirmed)

    return replace(expert, links=tuple(map(link_of, expert.links)))
