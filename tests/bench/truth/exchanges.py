"""What a fetcher would bring home from a visit that meets this or that, and what the audit's own eye reads in it."""

from functools import cache

from followworthy.domain.outcome import evidence
from followworthy.domain.values import Evidence, Exchange, Hop
from tests.bench.truth.web import Meets

PROFILE, PAGE = "https://www.linkedin.com/in/odile-fennwick", "https://odile.example/"
NAME = "Odile Fennwick"
STATUS = {Meets.NOT_FOUND: 404, Meets.DELETED: 410, Meets.REFUSED: 999, Meets.TROUBLE: 503}
SOFT = "<title>Page not found</title><h1>Page not found</h1>"


@cache
def met(meets: Meets, *, profile: bool) -> Evidence:
    """Read such a visit, to a profile or to a homepage."""
    return evidence(exchange(meets, profile=profile), "in/odile-fennwick" if profile else None, [NAME])


@cache
def exchange(meets: Meets, *, profile: bool) -> Exchange:
    """Give what comes home from such a visit."""
    url = PROFILE if profile else PAGE
    if meets is Meets.SILENCE:
        return Exchange(url, trouble="timeout", because="Nobody answered in time.")
    if meets in STATUS:
        return _answered(url, (Hop(url, STATUS[meets]),), "<h1>Sorry</h1>")
    if meets is Meets.SOFT_404:
        return _answered(url, (Hop(url, 200),), SOFT)
    if meets in (Meets.NOWHERE, Meets.LOGIN):
        away = f"{url}/404" if not profile else "https://www.linkedin.com/in/unavailable/"
        to = "https://www.linkedin.com/authwall?x" if meets is Meets.LOGIN else away
        return _answered(url, (Hop(url, 302 if meets is Meets.LOGIN else 301, to), Hop(to, 200)), SOFT)
    if meets is Meets.MOVED:
        to = f"{PROFILE}-2" if profile else "https://fennwick.example/"
        return _answered(url, (Hop(url, 301, to), Hop(to, 200)), _page(to, NAME))
    name = "Bea Sample" if meets is Meets.STRANGER else NAME
    return _answered(url, (Hop(url, 200),), _page(url, name))


def _answered(url: str, hops: tuple[Hop, ...], body: str) -> Exchange:
    return Exchange(url, hops, body.encode(), "text/html")


def _page(url: str, name: str) -> str:
    return f'<title>{name} | LinkedIn</title><h1>{name}</h1><link rel="canonical" href="{url}">'
