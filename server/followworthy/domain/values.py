"""The nouns in motion: what travels between the rooms while something happens.

Frozen values without behaviour of their own; the rules that make and read them live beside.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal


class Outcome(StrEnum):
    """What one look at one link met. `walled` and `failed` are neutral: they bury and revive nothing."""

    ANSWERED = "answered"
    REDIRECTED = "redirected"
    MISSING = "missing"
    WALLED = "walled"
    FAILED = "failed"
    VOUCHED = "vouched"


class Verdict(StrEnum):
    """What we believe of a link from all its checks."""

    UNCONFIRMED = "unconfirmed"
    ALIVE = "alive"
    MOVED = "moved"
    FAILING = "failing"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Hop:
    """One answer on the way: the address asked, its status, and where it pointed to (absolute) or None."""

    url: str
    status: int
    location: str | None = None


Trouble = Literal[
    "robots",  # robots.txt refuses, or cannot be read (5xx): we stay out
    "later",  # the host asked to be left alone (Retry-After), for longer than we wait
    "address",  # not http(s), or resolves to an address that is not public
    "unknown_host",  # DNS gives nothing
    "unreachable",  # no connection: refused, no route, TLS failure
    "timeout",  # the total deadline passed
    "broken",  # reset, cut body, not HTTP
    "loop",  # too many redirects
    "too_large",  # the body passed the cap (kept up to the cap)
]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What the fetcher brings home from one visit. A failed visit is data, not an exception.

    `hops` is empty when nobody answered. `body` is the last answer's, decompressed, at most the cap.
    `because` is one plain sentence when there was `trouble`, else empty. `elapsed` is in seconds, and so is
    `retry_after`: for how long the host asked to be left alone, if it did.
    """

    asked: str
    hops: tuple[Hop, ...] = ()
    body: bytes = b""
    content_type: str = ""
    trouble: Trouble | None = None
    because: str = ""
    elapsed: float = 0.0
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one exchange means for the link: the outcome, why, and whether it is weak evidence."""

    outcome: Outcome
    because: str
    weak: bool = False
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One look at one link by one witness (`auditor`, `curator`, `reader`, `site`), and what it met."""

    at: datetime
    outcome: Outcome
    because: str
    witness: str = "auditor"
    weak: bool = False
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """A published current link and when it was last spoken of; None means never.

    `walled`: the latest look by a program met a wall or robots.txt. `evidence_at` is the latest look that met the
    page itself, by whomever; `curator_met` is what the curator met who looked last.
    """

    link_id: int
    expert_id: str
    name: str
    url: str
    key: str | None
    walled: bool
    evidence_at: datetime | None = None
    vouched_at: datetime | None = None
    curator_at: datetime | None = None
    curator_met: Outcome | None = None

    @property
    def spoken_of(self) -> datetime | None:
        """The latest evidence of any kind: a look that met the page, or words of the expert's own site."""
        return max(filter(None, (self.evidence_at, self.vouched_at)), default=None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all checks of a link amount to, why, and when to look again (aware UTC).

    `confirmed` is the month (`2026-11`) of the last `answered` check, or None.
    """

    verdict: Verdict
    because: str
    next_check_at: datetime
    confirmed: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a Source about one expert.

    `category` is the source's own heading, `quote` plain text of at most 200 characters, `where` says in
    words where it was found ("line 84"); `sure` runs from 0 to 1. `headline` is what a source that has a
    place for it (a homepage, a table) says they do.
    """

    name: str
    kind: Literal["person", "organisation"] = "person"
    category: str | None = None
    rank: int | None = None
    linkedin_url: str | None = None
    links: tuple[str, ...] = ()
    quote: str | None = None
    where: str = ""
    sure: float = 1.0
    headline: str = ""


MatchLevel = Literal["same", "probable", "possible", "new"]


@dataclass(frozen=True, slots=True)
class Match:
    """Whom claims may be about: how sure, which expert, what agrees and what does not, in words."""

    level: MatchLevel
    expert_id: str | None = None
    agrees: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What the article reader gives: the page's title, its claims, and why there are none if so."""

    title: str | None
    claims: tuple[Claim, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True)
class JobRun:
    """A job of the schedule: how often it should run, when it last began and ended, how that ended, when it runs next.

    `succeeded` is None while it never ended; `said` is what it did, or why it failed, in one sentence.
    """

    name: str
    every: timedelta
    began_at: datetime | None = None
    ended_at: datetime | None = None
    succeeded: bool | None = None
    said: str = ""
    next_at: datetime | None = None

    @property
    def under_way(self) -> bool:
        """Whether it began and has not ended yet."""
        return self.began_at is not None and (self.ended_at is None or self.ended_at < self.began_at)
