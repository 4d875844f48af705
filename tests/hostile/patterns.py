"""Every regular expression of the domain, found by looking: a new one is attacked on the day it is written."""

import importlib
import pkgutil
import re
from functools import cache

from followworthy import domain

LITERAL = re.compile(r"[^\\()\[\]{}|?*+^$.]+")


@cache
def patterns() -> dict[str, "re.Pattern[str]"]:
    """Give the domain's patterns for text by their full names (`followworthy.domain.article.walls.SIGN_IN`)."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(domain.__path__, domain.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found.setdefault(value.pattern, value)
                found[f"{module.name}.{name}"] = value
    return {name: value for name, value in found.items() if name.startswith("followworthy.")}


@cache
def fragments() -> tuple[str, ...]:
    """Give what the patterns look for, in pieces."""
    pieces = {piece for one in patterns().values() for piece in LITERAL.findall(one.pattern)}
    return tuple(sorted(pieces))
