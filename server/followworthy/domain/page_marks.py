"""What a page says about itself, as far as a link check needs it: read fast, with lxml, never with bs4.

It gathers marks; what they mean for a link is `outcome.py`.
"""

import codecs
import re
from dataclasses import dataclass

from lxml import etree, html

BETWEEN = re.compile(r"[|\u00b7:\u2013\u2014\u00bb]+|\s-+\s")
"""What stands between the parts of a title: `Page not found | Ann Example`."""
NOBODY_HERE = re.compile(
    r"(error )?404( error)?( (page |file )?not found)?"
    r"|(page |file )?not found"
    r"|.*\b(page|profile|account|site|website|user|member)\b.*"
    r"( not (be )?found|(n't| not) (be found|exist|available)|no longer (exists?|available|here)|unavailable)"
    r"|seite( wurde)? nicht gefunden|page (introuvable|non trouv\u00e9e)|p\u00e1gina n(o|\u00e3o) encontrada"
    r"|pagina (non trovata|niet gevonden)"
)
"""A whole part of a title, or a whole sentence of the heading, that tells of a missing page."""
CHALLENGES = ("just a moment", "attention required!", "security verification", "are you a robot")
PROFILE_TYPES = re.compile(
    r'"@type"\s*:\s*\[?\s*"(Person|Organization|Corporation|EducationalOrganization|ProfilePage)"'
)
SITE = "linkedin"
"""What profile pages call their site, in titles and on pages that name nobody."""
CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
CANONICAL = etree.XPath("normalize-space(//link[@rel='canonical']/@href)")
TITLE = etree.XPath("normalize-space(//title)")
HEADING = etree.XPath("normalize-space(//h1)")
OPEN_GRAPH_TYPE = etree.XPath("normalize-space(//meta[@property='og:type']/@content)")
LINKED_DATA = etree.XPath("string(//script[@type='application/ld+json'])")
LONGEST_TITLE = 300
"""Of a title or heading, so many characters are read: what says that a page is missing is short."""


@dataclass(frozen=True, slots=True)
class PageMarks:
    """What a page says about itself; empty where it says nothing. `profile_type`: its data call it a profile."""

    canonical: str = ""
    title: str = ""
    heading: str = ""
    profile_type: bool = False

    def shows_profile(self) -> bool:
        """Tell whether this is a profile page: its data say so, or its heading (a name) opens its title."""
        if self.says_missing():
            return False
        return self.profile_type or self._is_named()

    def name(self) -> str:
        """Give whom the page names, in its heading and its title alike; empty where it cannot be told.

        A heading alone may be anything ("Join to view the profile"), and so may a title; the site's own name is nobody.
        """
        return self.heading if self._is_named() and SITE not in self.heading.casefold() else ""

    def _is_named(self) -> bool:
        return bool(self.heading) and self.title.casefold().startswith(self.heading.casefold())

    def says_missing(self) -> bool:
        """Tell whether the page says in words that what was asked for is not there (a soft 404)."""
        parts = [*BETWEEN.split(self.title), *re.split(r"(?<=[.!?])\s+", self.heading)]
        return any(NOBODY_HERE.fullmatch(_plain(part)) for part in parts)

    def is_challenge(self) -> bool:
        """Tell whether the page wants proof that a person is looking."""
        return self.title.casefold().startswith(CHALLENGES)


def read_marks(body: bytes, content_type: str) -> PageMarks:
    """Read the marks of a page; none when it is no HTML, or damaged beyond reading."""
    if content_type and "html" not in content_type.lower():
        return PageMarks()
    try:
        page = html.document_fromstring(body, parser=html.HTMLParser(encoding=_encoding(body, content_type)))
    except (etree.LxmlError, ValueError):
        return PageMarks()
    return PageMarks(
        canonical=str(CANONICAL(page)),
        title=str(TITLE(page))[:LONGEST_TITLE],
        heading=str(HEADING(page))[:LONGEST_TITLE],
        profile_type=_has_profile_type(page),
    )


def _has_profile_type(page: html.HtmlElement) -> bool:
    return OPEN_GRAPH_TYPE(page) == "profile" or PROFILE_TYPES.search(str(LINKED_DATA(page))) is not None


def _encoding(body: bytes, content_type: str) -> str | None:
    """Give the encoding the answer names, else UTF-8 if it is that, else None: let the page's own words decide."""
    named = CHARSET.search(content_type)
    if named is not None:
        try:
            return codecs.lookup(named.group(1)).name
        except LookupError:
            return None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)  # a body cut at the cap may end inside a character
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _plain(text: str) -> str:
    """Give lower-case words without curly quotes and end marks."""
    return " ".join(text.replace("\u2019", "'").casefold().split()).strip(" .!?")
