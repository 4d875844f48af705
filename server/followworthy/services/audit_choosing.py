"""Which links an audit run looks at: those that are due, as far as each host's manners let it. Looks at nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from followworthy.domain.controls import LOOKS, MOST_LOOKS
from followworthy.domain.manners import Manners
from followworthy.domain.values import Verdict
from followworthy.store import Database, Session, checks, runs
from followworthy.store.checks import DueLink

A_DAY = timedelta(days=1)
CHUNK = 1000
"""So many links are taken from the table at once."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a host that permits direct looks still allows: so many looks, or a rest `until` then."""

    left: int
    until: datetime | None = None


def host_of(url: str) -> str:
    """Give the host of an address, empty if it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def allowances(session: Session, manners: Manners, now: datetime) -> dict[str, Allowance]:
    """Give what each permitted host allows now: its daily looks less those of the last 24 hours, nothing at rest.

    Controls are looks as well: those of the last 24 hours count, and those of the coming run are kept free.
    """
    resting, since = runs.resting(session, now), now - A_DAY
    reports = runs.reports_since(session, since)
    controls = Counter(one["host"] for report in reports for one in report.get("controls", ()))
    found = {}
    for host, permission in manners.permitted().items():
        looked = checks.urls_looked_at_since(session, since, host)
        spent = sum(manners.home(host_of(url)) == host for url in looked) + LOOKS * controls[host]
        kept = MOST_LOOKS if permission.good else 0
        found[host] = Allowance(max(0, permission.daily - spent - kept), resting.get(host))
    return found


def chunks(database: Database, now: datetime) -> Iterator[list[DueLink]]:
    """Give all links that are due, in turn, so many at once."""
    after = None
    while True:
        with database.reading() as session:
            chunk = checks.due(session, now, CHUNK, after)
        if not chunk:
            return
        yield chunk
        after = chunk[-1]


def sorted_out(
    links: Iterable[DueLink], manners: Manners, allowed: Mapping[str, Allowance]
) -> tuple[list[DueLink], dict[str, list[DueLink]]]:
    """Part links: those that robots.txt decides about, and by host those that a permission lets us look at."""
    others: list[DueLink] = []
    permitted: dict[str, list[DueLink]] = {}
    for link in links:
        host = manners.home(host_of(link.url))
        (permitted.setdefault(host, []) if host in allowed else others).append(link)
    return others, permitted


def allotted(host: str, links: list[DueLink], allowance: Allowance) -> tuple[list[DueLink], str]:
    """Give the links of a host that may be looked at now, and why the others must wait (empty if none must).

    Failing ones come first: the longest overdue after a wall would else put off what may be buried next.
    """
    if allowance.until:
        return [], f"{host} put up a wall and rests until {allowance.until:%d %B, %H:%M} UTC"
    first = sorted(links, key=lambda link: link.verdict != Verdict.FAILING)
    why = f"{host} has had its looks for today" if len(links) > allowance.left else ""
    return first[: allowance.left], why
