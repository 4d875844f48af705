"""What one visit means for a link: one Exchange with all its hops -> Evidence.

Only what clearly speaks for or against an address counts, and a site that does not let programs look has said
nothing about anybody. Pure: nothing is fetched here.
"""

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from followworthy.domain.other_name import is_another
from followworthy.domain.page_marks import PageMarks, read_marks
from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.values import Evidence, Exchange, Outcome

WALLS = {
    401: "it wants a login",
    403: "it forbids the look",
    429: "it was asked too often",
    999: "it turns programs away",
}
LOGIN_PLACES = re.compile(
    r"/(authwall|login|signin|signup|uas/login|checkpoint|challenge|wp-login\.php)(/|$)", re.IGNORECASE
)
NOWHERE_PLACES = frozenset({"", "/404", "/in/unavailable", "/company/unavailable", "/school/unavailable"})
"""Where LinkedIn sends those who ask for a profile that is not there; weak, for private ones go there as well."""
PERMANENT = (301, 308)
NAMED_KINDS = ("profile", "company", "school")


def evidence(exchange: Exchange, key: str | None, names: Sequence[str] = ()) -> Evidence:
    """Say what the exchange means for the link it asked for.

    `key` is the LinkedIn key of the link (`in/ann-example`), which also says that the asked host has LinkedIn's
    rules; None for a homepage. `names` are the expert's: a profile of somebody of another name is not theirs, for
    addresses that are given up are given to others. Without names nothing is concluded from the page's.
    """
    return _wall(exchange) or _sent_nowhere(exchange, key) or _failure(exchange) or _answer(exchange, key, names)


def is_wall(exchange: Exchange) -> bool:
    """Tell whether the host itself turned the program away, or wants a login or proof that a person is looking.

    robots.txt is no wall but a wish, and so is to be left alone for a while: neither is an answer to this look.
    """
    if exchange.trouble in ("robots", "later"):
        return False
    return _wall(exchange) is not None or read_marks(exchange.body, exchange.content_type).is_challenge()


def _answer(exchange: Exchange, key: str | None, names: Sequence[str]) -> Evidence:
    status = exchange.hops[-1].status
    marks = read_marks(exchange.body, exchange.content_type)
    if marks.is_challenge():
        return Evidence(Outcome.WALLED, "The site wants proof that a person is looking.")
    if status in (404, 410):
        return Evidence(Outcome.MISSING, f"The site says there is no such page (answered {status}).")
    if status == 200:
        return _homepage(exchange, marks) if key is None else _profile(exchange, marks, key, names)
    if 400 <= status < 500 and status not in (408, 425):
        return Evidence(Outcome.WALLED, f"The site would not let us look (answered {status}).")
    return Evidence(Outcome.FAILED, f"The site answered {status}, which tells nothing of the page.")


def _wall(exchange: Exchange) -> Evidence | None:
    """Find a wall on any hop: neutral, whatever came after."""
    if exchange.trouble in ("robots", "later"):
        return Evidence(Outcome.WALLED, exchange.because)
    for hop in exchange.hops:
        if hop.status in WALLS:
            return Evidence(
                Outcome.WALLED, f"The site does not let programs look: {WALLS[hop.status]} (answered {hop.status})."
            )
        if hop.location is not None and LOGIN_PLACES.match(_path(hop.location)):
            return Evidence(Outcome.WALLED, "The site sends programs to its login page.")
    return None


def _sent_nowhere(exchange: Exchange, key: str | None) -> Evidence | None:
    """Find a LinkedIn redirect to the page for absent profiles, or to the front page."""
    if key is None:
        return None
    for hop in exchange.hops:
        if hop.location is not None and _path(hop.location).rstrip("/").lower() in NOWHERE_PLACES:
            return Evidence(Outcome.MISSING, "The site leads away to a page for absent profiles.", weak=True)
    return None


def _failure(exchange: Exchange) -> Evidence | None:
    """Find that there is no answer to judge by; a page cut at the cap is one, for what matters stands at its top."""
    if exchange.trouble not in (None, "too_large"):
        return Evidence(Outcome.FAILED, exchange.because)
    if not exchange.hops:
        return Evidence(Outcome.FAILED, "Nobody answered.")
    return None


def _profile(exchange: Exchange, marks: PageMarks, key: str, names: Sequence[str]) -> Evidence:
    shown = _key_shown(exchange, marks)
    if shown is None or not marks.shows_profile():
        if marks.says_missing():
            return Evidence(Outcome.MISSING, "The page says that there is no such profile.", weak=True)
        return Evidence(Outcome.WALLED, "The page shows no profile, so it tells nothing.")
    if is_another(marks.name(), names):
        return Evidence(Outcome.MISSING, f"The page is there, but it shows another name: {marks.name()}.", weak=True)
    if shown == key:
        return Evidence(Outcome.ANSWERED, "The profile is there.")
    if any(hop.status not in PERMANENT for hop in exchange.hops[:-1]):
        return Evidence(Outcome.ANSWERED, f"For the time being the address leads to the profile {shown}.")
    return Evidence(Outcome.REDIRECTED, f"The profile is now at {shown}.", moved_to=profile_url(shown))


def _key_shown(exchange: Exchange, marks: PageMarks) -> str | None:
    """Give the LinkedIn key of the page's canonical address, None if it has none."""
    if not marks.canonical:
        return None
    try:
        canonical = urlsplit(urljoin(exchange.hops[-1].url, marks.canonical))
        if canonical.hostname == urlsplit(exchange.hops[0].url).hostname:
            canonical = canonical._replace(scheme="https", netloc="www.linkedin.com")
    except ValueError:
        return None
    found = parse_profile_url(canonical.geturl())
    return found.key if found.kind in NAMED_KINDS else None


def _homepage(exchange: Exchange, marks: PageMarks) -> Evidence:
    if marks.says_missing():
        return Evidence(Outcome.MISSING, "The page says that there is nothing here.", weak=True)
    target = _moved_for_good(exchange)
    if target is None or _same_place(exchange.hops[0].url, target):
        return Evidence(Outcome.ANSWERED, "The page is there.")
    if _same_site(exchange.hops[0].url, target) and _path(target).rstrip("/") == "":
        return Evidence(Outcome.MISSING, "The site leads away to its front page.", weak=True)
    return Evidence(Outcome.REDIRECTED, f"The page has moved for good to {target}.", moved_to=target)


def _moved_for_good(exchange: Exchange) -> str | None:
    """Give where the permanent redirects at the beginning lead, None if there is none."""
    target = None
    for hop in exchange.hops:
        if hop.status not in PERMANENT or hop.location is None:
            break
        target = hop.location
    return target


def _same_place(asked: str, target: str) -> bool:
    """Tell whether a move is not worth a proposal: http to https, with or without www, from the front page inwards."""
    if not _same_site(asked, target):
        return False
    was, now = _path(asked).rstrip("/").casefold(), _path(target).rstrip("/").casefold()
    return was in ("", now)


def _same_site(one: str, other: str) -> bool:
    return _site(one) == _site(other)


def _site(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:  # a redirect may point to anything
        return "?"
