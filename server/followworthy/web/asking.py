"""What an address of the API asks for: its parameters, each known, once, well formed; or a problem names it."""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus

from flask import request

from followworthy.web.problems import refusal

Check = Callable[[str], bool]
NUMBER = re.compile(r"[1-9][0-9]{0,5}")


class Parameter:
    """One parameter of an address: what it must be, in words and as a check."""

    def __init__(self, must_be: str, check: Check) -> None:
        self.must_be, self._check = must_be, check

    def takes(self, value: str) -> bool:
        """Tell whether a value is well formed; a NUL never is: no database keeps it."""
        return "\0" not in value and self._check(value)


def one_of(*values: str) -> Parameter:
    """Give a parameter that takes one of these values."""
    return Parameter(f"one of {', '.join(values)}", values.__contains__)


def text(longest: int) -> Parameter:
    """Give a parameter that takes any text but an empty or overlong one."""
    return Parameter(f"a text of 1 to {longest} characters", lambda value: 0 < len(value) <= longest)


def number(most: int) -> Parameter:
    """Give a parameter that takes a whole number from 1 on."""
    return Parameter(
        f"a whole number from 1 to {most}", lambda value: bool(NUMBER.fullmatch(value)) and int(value) <= most
    )


def asked(parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Give what the address asks for, by parameter. Raises a 400 problem that names the first wrong parameter."""
    said = request.args.to_dict()
    for name, values in request.args.lists():
        if name not in parameters:
            known = f"it takes {', '.join(parameters)}" if parameters else "it takes none"
            raise wrong(f"This address has no parameter {name[:100]!r}: {known}.")
        if len(values) > 1:
            raise wrong(f"The parameter {name} stands more than once.")
        if not parameters[name].takes(said[name]):
            raise wrong(f"The parameter {name} must be {parameters[name].must_be}.")
    return said


def wrong(detail: str) -> Exception:
    """Give the 400 problem to raise."""
    return refusal(HTTPStatus.BAD_REQUEST, detail)
