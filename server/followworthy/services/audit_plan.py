"""What an audit would look at now, by which rule, and what comes later. Asks nobody, writes nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from followworthy.domain.manners import Manners
from followworthy.services.audit_choosing import CHUNK, allotted, allowances, host_of, sorted_out
from followworthy.store import Session, checks

ROBOTS = "if its robots.txt allows it"


@dataclass(frozen=True, slots=True)
class Plan:
    """Hosts with the number of links due there and the rule by which they are looked at; what must wait, and why."""

    hosts: list[tuple[str, int, str]]
    skipped: dict[str, int]
    said: str


def plan(session: Session, manners: Manners, now: datetime) -> Plan:
    """Choose as an audit would."""
    allowed = allowances(session, manners, now)
    hosts: Counter[tuple[str, str]] = Counter()
    skipped: Counter[str] = Counter()
    waiting: dict[str, list[checks.DueLink]] = {}
    after = None
    while chunk := checks.due(session, now, CHUNK, after):
        others, permitted = sorted_out(chunk, manners, allowed)
        hosts.update((manners.home(host_of(link.url)), ROBOTS) for link in others)
        for host, links in permitted.items():
            waiting.setdefault(host, []).extend(links)
        after = chunk[-1]
    for host, links in waiting.items():
        first, why = allotted(host, links, allowed[host])
        if first:
            hosts[host, f"permission: {manners.permission(host)}"] = len(first)
        if why:
            skipped[why] = len(links) - len(first)
    told = [(host, number, rule) for (host, rule), number in sorted(hosts.items(), key=lambda one: (-one[1], one[0]))]
    return Plan(told, dict(skipped), _said(session, hosts.total(), now))


def _said(session: Session, number: int, now: datetime) -> str:
    following = checks.next_turn(session, now)
    later = f" The next one comes due on {following:%d %B, %H:%M} UTC." if following else ""
    links = "1 link is" if number == 1 else f"{number} links are"
    return f"{links} due.{later}" if number else f"Nothing is due.{later}"
