"""The person we have beside a proposal: row by row, what agrees and what differs. Decides nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from followworthy.domain.names import normalise_name
from followworthy.domain.profile_url import parse_profile_url, profile_url
from followworthy.domain.records import Expert, Link
from followworthy.domain.values import Claim
from followworthy.store.proposals import Proposal
from followworthy.web.words import short

LONGEST = 400
ALIKE = 0.8
"""From this likeness on, two words are one that was written otherwise."""
WORDS = re.compile(r"\w+|\W")
Pieces = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it differs."""


@dataclass(frozen=True, slots=True)
class Row:
    """One field on both sides; `links` are ours with their status, where the field is an address."""

    label: str
    have: str
    get: Pieces
    links: tuple[Link, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether any piece does."""
        return any(other for _, other in self.get)


def compare(known: Expert, proposal: Proposal, categories: Mapping[str, str]) -> list[Row]:
    """Give the rows; `categories` are names by id. What the source does not say agrees with everything."""
    rows = [_names(known, proposal.claims), _addresses(known, proposal.claims)]
    if proposal.claims[0].headline:
        rows.append(Row("Headline", known.headline or "none", pieces(known.headline, proposal.claims[0].headline)))
    if any(claim.links for claim in proposal.claims):
        rows.append(_homepages(known, proposal.claims))
    if proposal.recommends:
        rows.append(_categories(known, proposal.claims, categories))
    return rows


def pieces(have: str, get: str) -> Pieces:
    """Cut `get` where it differs from `have`, at words and signs; something is always marked unless they are equal.

    Within words that are nearly the same, letters are marked. Texts too long to be read side by side are not cut.
    """
    if have == get or max(len(have), len(get)) > LONGEST:
        return ((get, have != get),)
    cut = tuple(_cut(WORDS.findall(have), WORDS.findall(get), letters=True))
    return cut if any(other for _, other in cut) else ((get, True),)


def _cut(ours: Sequence[str], theirs: Sequence[str], *, letters: bool) -> Iterator[tuple[str, bool]]:
    """Cut what is theirs; two pieces that stand for each other are cut again, by letters."""
    for step, first, last, start, end in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        old, new = "".join(ours[first:last]), "".join(theirs[start:end])
        if step == "replace" and letters and SequenceMatcher(a=old, b=new, autojunk=False).ratio() >= ALIKE:
            yield from _cut(old, new, letters=False)
        elif new:
            yield new, step != "equal"


def _same(text: str) -> Pieces:
    return ((text, False),)


def _names(known: Expert, claims: tuple[Claim, ...]) -> Row:
    return Row("Name", known.name, pieces(known.name, claims[0].name))


def _addresses(known: Expert, claims: tuple[Claim, ...]) -> Row:
    ours = tuple(link for link in known.links if link.kind == "linkedin")
    have = ", ".join(short(link.url) for link in ours) or "none"
    given = next((claim.linkedin_url for claim in claims if claim.linkedin_url), None)
    if given is None:
        return Row("Address", have, _same("none given"), ours)
    key = parse_profile_url(given).key
    theirs = short(profile_url(key) if key else given)
    known_already = key is not None and key in {link.key for link in ours}
    return Row("Address", have, _same(theirs) if known_already else pieces(have, theirs), ours)


def _homepages(known: Expert, claims: tuple[Claim, ...]) -> Row:
    ours = tuple(link for link in known.links if link.kind == "homepage")
    have = ", ".join(short(link.url) for link in ours) or "none"
    given = [short(url) for claim in claims for url in claim.links]
    theirs = ", ".join(dict.fromkeys(given))
    common = {short(link.url) for link in ours} & set(given)
    return Row("Links", have, _same(theirs) if common else pieces(have, theirs), ours)


def _categories(known: Expert, claims: tuple[Claim, ...], names: Mapping[str, str]) -> Row:
    have = ", ".join(dict.fromkeys(names.get(one.category, one.category) for one in known.recommendations)) or "none"
    given = [claim.category for claim in claims if claim.category]
    theirs = ", ".join(dict.fromkeys(given))
    headings = [names.get(one.category, "") for one in known.recommendations]
    headings += [one.heading for one in known.recommendations if one.heading]
    agrees = not given or {normalise_name(one) for one in given} & {normalise_name(one) for one in headings}
    return Row("Category", have, _same(theirs or "none given") if agrees else pieces(have, theirs))
