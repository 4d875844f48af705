"""Readable ids for categories and sources, made from their names: `job-search`. Knows no table."""

from collections.abc import Collection

from followworthy.domain.names import searchable

LONGEST = 60


def slug(name: str) -> str:
    """Give a name as an id: letters and digits of ASCII in small, joined by hyphens; "list" where none is left."""
    plain = "".join(one if one.isascii() else " " for one in searchable(name))
    return "-".join(plain.split())[:LONGEST].strip("-") or "list"


def free_slug(name: str, taken: Collection[str]) -> str:
    """Give the first of `job-search`, `job-search-2`, ... that nobody has."""
    wanted, number = slug(name), 1
    found = wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
