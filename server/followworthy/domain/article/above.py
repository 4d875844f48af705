"""What the headings above a list speak for: people, organisations or things. Knows no lists."""

import re
from dataclasses import dataclass
from functools import lru_cache

from followworthy.domain.article.categories import Categories
from followworthy.domain.article.words import says

AUDIENCE = re.compile(r"\s(?:for|by|from|with|para|für|von|pour|par|per|dành)\s", re.IGNORECASE)
"""Behind these stands for whom or by whom a list is: "podcasts for founders" are podcasts."""
ABOVE_PEOPLE, ABOVE_THINGS, ABOVE_OUTLETS = 0.2, -0.45, -0.25
"""What a heading adds to every entry. Of websites and newsletters only clear names are left: those of their authors."""


@dataclass(frozen=True, slots=True)
class Above:
    """What the heading over a series and the title speak for."""

    people: bool
    things: bool
    organisations: bool
    outlets: bool = False

    @property
    def worth(self) -> float:
        """What the words above add to every entry."""
        against = ABOVE_THINGS if self.things else ABOVE_OUTLETS if self.outlets else 0.0
        return against + (ABOVE_PEOPLE if self.people else 0.0)


def above(line: int, categories: Categories) -> Above:
    """Give what the headings over a line speak for: people anywhere, the rest as the nearest that speaks at all."""
    speaks = [_speaks(heading) for heading in categories.over(line)]
    nearest = next((one for one in speaks if one.people or one.things or one.organisations or one.outlets), speaks[-1])
    people = any(one.people for one in speaks)
    return Above(people, nearest.things, nearest.organisations and not nearest.people, nearest.outlets)


@lru_cache(maxsize=64)
def _speaks(heading: str) -> Above:
    """Tell what a heading by itself speaks for; people in it outweigh things."""
    about = AUDIENCE.split(heading, maxsplit=1)[0]
    people, organisations, things, outlets = (
        says(about, one) for one in ("people", "organisations", "things", "outlets")
    )
    neither = not (people or organisations)
    return Above(people, things and neither, organisations, outlets and neither and not things)
