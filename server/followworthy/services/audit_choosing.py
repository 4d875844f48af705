"""Which links an audit run looks at: those that are due, as far as each host's manners let it. Looks at nothing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from followworthy.domain.manners import Manners
from followworthy.store import Session, checks, runs
from followworthy.store.checks import DueLink

A_DAY = timedelta(days=1)
CHUNK = 1000
"""So many links are taken from the table at once."""


@dataclass(slots=True)
class Allowance:
    """What a host that permits direct looks still allows: so many looks, or a rest `until` then."""

    left: int
    until: datetime | None = None


@dataclass(slots=True)
class Chosen:
    """Links to look at: those that robots.txt decides about, and by host those that a permission lets us look at.

    `skipped` counts what is due and must wait, by the reason why.
    """

    open: list[DueLink] = field(default_factory=list)
    permitted: dict[str, list[DueLink]] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def host_of(url: str) -> str:
    """Give the host of an address, empty if it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def allowances(session: Session, manners: Manners, now: datetime) -> dict[str, Allowance]:
    """Give what each permitted host allows now: its daily looks less those of the last 24 hours, nothing at rest."""
    resting = runs.resting(session, now)
    found = {}
    for host, permission in manners.permitted().items():
        looked = [
            url for url in checks.urls_looked_at_since(session, now - A_DAY, host) if manners.home(host_of(url)) == host
        ]
        found[host] = Allowance(max(0, permission.daily - len(looked)), resting.get(host))
    return found


def chosen(chunk: list[DueLink], manners: Manners, allowed: Mapping[str, Allowance]) -> Chosen:
    """Sort a chunk by what its hosts allow, and take what is chosen from the allowances."""
    found = Chosen()
    for link in chunk:
        host = manners.home(host_of(link.url))
        allowance = allowed.get(host)
        if allowance is None:
            found.open.append(link)
        elif allowance.until:
            found.skipped[f"{host} put up a wall and rests until {allowance.until:%d %B, %H:%M} UTC"] += 1
        elif not allowance.left:
            found.skipped[f"{host} has had its looks for today"] += 1
        else:
            allowance.left -= 1
            found.permitted.setdefault(host, []).append(link)
    return found
