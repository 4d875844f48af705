"""What the link audit proposes when an address went bad: which one, why, and what could take its place, best first.

Pure, and only a proposal: a person decides. What was decided stays away until the evidence says something else.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from followworthy.domain.records import Document, Expert, Link, LinkKind
from followworthy.domain.typed_address import typed_link
from followworthy.domain.values import Check, Judgement, Outcome, Verdict
from followworthy.domain.verdict import CURATOR, SPEAKING
from followworthy.errors import RefusedError

AUDIT_SOURCE = "link-audit"
TROUBLED = (Verdict.MOVED, Verdict.FAILING, Verdict.GONE)
FOUND = (Verdict.ALIVE, Verdict.UNCONFIRMED)
"""An address of which we believe nothing worse may take the place of another one."""
HOLDS = timedelta(days=90)
"""So long a decision holds against evidence that says the same: what is there today may be gone next year."""


@dataclass(frozen=True, slots=True)
class Named:
    """An address that somebody names as the expert's, and who: `because` is a short clause for people.

    `owner` is the name of somebody else in the catalog whose address it is.
    """

    url: str
    because: str
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One of an expert's links that needs a decision. `stale`: nothing was heard of it for long, either way.

    `because` is for people; `met` is what a program met there last that tells of the page itself, in words, or "".
    """

    url: str
    verdict: Verdict
    because: str
    met: str = ""
    stale: bool = False
    candidates: tuple[Named, ...] = ()

    @property
    def best(self) -> str:
        """The address that most probably took its place; "" when nobody knows one."""
        return next((one.url for one in self.candidates if one.owner is None), "")

    def document(self) -> Document:
        """Give the repair as a JSON-ready mapping."""
        return {**asdict(self), "verdict": str(self.verdict), "candidates": [asdict(one) for one in self.candidates]}

    @classmethod
    def from_document(cls, document: Document) -> Self:
        """Build the repair from what `document` gave."""
        candidates = tuple(Named(**one) for one in document["candidates"])
        return cls(**{**document, "verdict": Verdict(document["verdict"]), "candidates": candidates})


def repair_of(link: Link, judgement: Judgement, checks: Sequence[Check], *, stale: bool) -> Repair | None:
    """Give what a published current link needs, its candidates still to be found; None when it needs nothing.

    The verdict is the published one: what a held run would have changed is not proposed behind its back. Where a
    curator was led elsewhere, the address may be the new one. Nothing heard of a link because no program may look is
    no repair; a person is asked to look instead.
    """
    if link.verdict not in TROUBLED and not has_led(checks) and not (stale and not is_walled(checks)):
        return None
    said = [one for one in checks if one.outcome is not Outcome.VOUCHED]
    last = f" {said[-1].because}" if said and said[-1].because not in judgement.because else ""
    met = next((one.because for one in reversed(said) if one.outcome in SPEAKING and one.witness == "auditor"), "")
    return Repair(link.url, link.verdict, f"{judgement.because}{last}", met, stale)


def is_walled(checks: Sequence[Check]) -> bool:
    """Tell whether the latest look by a program met a wall or robots.txt."""
    looks = [one for one in checks if one.witness == "auditor"]
    return bool(looks) and looks[-1].outcome is Outcome.WALLED


def has_led(checks: Sequence[Check]) -> bool:
    """Tell whether the latest look that met the page was a curator's, and led them elsewhere."""
    spoke = [one for one in checks if one.outcome in SPEAKING]
    return bool(spoke) and spoke[-1].witness == CURATOR and spoke[-1].outcome is Outcome.REDIRECTED


def candidates(expert: Expert, link: Link, checks: Sequence[Check], named: Iterable[Named]) -> tuple[Named, ...]:
    """Give what could take the link's place, best first: where it leads, former addresses, what others name."""
    found: dict[str, list[str]] = {}
    for one in (*_led_to(checks), *_aliases(expert, link), *named):
        successor = _successor(one.url, link.kind, expert)
        if successor and successor.url != link.url and one.because not in found.setdefault(successor.url, []):
            found[successor.url].append(one.because)
    return tuple(Named(url, "; ".join(why)) for url, why in found.items())


def owned_last(found: Iterable[Named], owners: Mapping[str, str]) -> tuple[Named, ...]:
    """Put what belongs to somebody else last, and say whose it is; `owners` are the names of such by address."""
    told = (replace(one, owner=owners.get(one.url)) for one in found)
    return tuple(sorted(told, key=lambda one: one.owner is not None))


def digest_of(repair: Repair) -> str:
    """Give a digest over what the evidence says, not over how often or when it was met: that is no news."""
    urls = sorted(one.url for one in repair.candidates)
    facts = (repair.url, repair.verdict, repair.met, str(repair.stale), *urls)
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def is_news(digest: str, before: str, decided_at: datetime | None, now: datetime) -> bool:
    """Tell whether a repair may be asked about again after somebody decided the one `before`."""
    return digest != before or decided_at is None or now - decided_at >= HOLDS


def repaired(expert: Expert, url: str, successor: Link | None) -> Expert:
    """Give the expert with that address as a former one, which still matches, and its successor, if any, as current."""
    known = {one.url for one in expert.links}
    links = [_in_place(one, url, successor) for one in expert.links]
    if successor and successor.url not in known:
        links.insert(next(at for at, one in enumerate(links) if one.url == url), successor)
    return replace(expert, links=tuple(links))


def _in_place(link: Link, url: str, successor: Link | None) -> Link:
    if successor and link.url == successor.url:
        return replace(link, status="current")
    return replace(link, status="former") if link.url == url else link


def _led_to(checks: Sequence[Check]) -> Iterable[Named]:
    """Give where the link leads, the latest first, while that is still so."""
    for one in reversed(checks):
        if one.outcome is Outcome.REDIRECTED and one.moved_to:
            whom = "a curator was led there" if one.witness == CURATOR else "the old address leads there"
            yield Named(one.moved_to, whom)
        elif one.outcome is Outcome.ANSWERED:
            return


def _aliases(expert: Expert, link: Link) -> Iterable[Named]:
    return (
        Named(one.url, "a former address of theirs")
        for one in reversed(expert.links)
        if one.kind == link.kind and one.status == "former" and one.verdict in FOUND
    )


def _successor(url: str, kind: LinkKind, expert: Expert) -> Link | None:
    """Give the link that the address would become, None if it cannot be one: a redirect may lead anywhere."""
    try:
        return typed_link(url, kind, expert.kind)
    except RefusedError:
        return None
