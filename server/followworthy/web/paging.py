"""Long tables in pages: which rows the address asks for. Knows no table."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import abort, request

MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands in a table: its `number` from 1 on, of so many `pages`; `start` rows come before it."""

    number: int
    pages: int
    size: int
    total: int

    @property
    def start(self) -> int:
        """How many rows come before the page."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """The number of the page's last row, counted from 1."""
        return min(self.start + self.size, self.total)


def paging(total: int, size: int) -> Paging:
    """Give the page that the address asks for (`page=2`); what is no page of the table is not found."""
    number, pages = number_asked("page", 1), max(1, -(-total // size))
    if not 1 <= number <= pages:
        abort(404)
    return Paging(number, pages, size, total)


def number_asked(name: str, otherwise: int) -> int:
    """Give a number that the address holds, `otherwise` where it holds none; 0 for what is no number."""
    return number_in(request.args, name, otherwise)


def number_in(values: Mapping[str, str], name: str, otherwise: int = 0) -> int:
    """Give a number that an address or a form holds, `otherwise` where it holds none; 0 for what is no number."""
    asked = values.get(name, str(otherwise))
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS else 0
