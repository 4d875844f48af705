"""How many steps a backtracking engine takes for an expression and a text: counted, so that no clock is needed.

A small engine of our own over Python's own parse of the expression. It backtracks as `re` does and knows none of its
shortcuts. A bounded repeat counts to eight at most, so that a large bound shows as the linear thing that it is.
"""

import re
import re._constants as code  # type: ignore[import-not-found]  # Python's own, and without types
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable, Sequence
from typing import Any

from tests.hostile.patterns import LITERAL

Node = tuple[Any, Any]
Then = Callable[[int], bool]
BOUND = 8
SPACES = " \t\n\r\f\v\u00a0\u3000"


def steps(pattern: "re.Pattern[str]", text: str, *, whole: bool = False) -> int:
    """Count the steps of finding every match in the text, or of matching the `whole` text."""
    engine = Engine(text.lower() if pattern.flags & re.IGNORECASE else text)
    nodes = nodes_of(pattern)
    if whole:
        engine.match(nodes, 0, lambda at: at == len(text))
        return engine.steps
    at = 0
    while at <= len(text):
        at = max(engine.end(nodes, at), at + 1)
    return engine.steps


def nodes_of(pattern: "re.Pattern[str]") -> list[Node]:
    """Give the expression as Python parsed it."""
    return list(parser.parse(pattern.pattern, pattern.flags))


def pieces(pattern: "re.Pattern[str]") -> tuple[str, ...]:
    """Give what the expression looks for: its words, each of its letters, and one of each class."""
    found = set(LITERAL.findall(pattern.pattern))
    waiting = nodes_of(pattern)
    while waiting:
        operation, argument = waiting.pop()
        waiting += _below(operation, argument)
        if operation is code.LITERAL:
            found.add(chr(argument))
        elif operation is code.IN:
            found |= {one for one in "aA1 \t-_./<>[]()|é" if _is_in(one, argument)}
    return tuple(sorted(found))


def _below(operation: Any, argument: Any) -> list[Node]:
    if operation in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return list(argument[2])
    if operation is code.SUBPATTERN:
        return list(argument[3])
    if operation is code.BRANCH:
        return [node for branch in argument[1] for node in branch]
    if operation in (code.ASSERT, code.ASSERT_NOT):
        return list(argument[1])
    return []


class Engine:
    """Matches nodes one after the other; `then` is what must match behind them."""

    def __init__(self, text: str) -> None:
        self.steps = 0
        self._text = text

    def end(self, nodes: Sequence[Node], at: int) -> int:
        """Give where the match that begins here ends, or -1."""
        ends: list[int] = []

        def ended(here: int) -> bool:
            ends.append(here)
            return True

        self.match(nodes, at, ended)
        return ends[0] if ends else -1

    def match(self, nodes: Sequence[Node], at: int, then: Then) -> bool:
        """Match all nodes from here on, and then what comes behind."""
        self.steps += 1
        if not nodes:
            return then(at)
        (operation, argument), rest = nodes[0], nodes[1:]
        after: Then = lambda here: self.match(rest, here, then)  # noqa: E731 - a continuation
        if operation in (code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN):
            return at < len(self._text) and _fits(self._text[at], operation, argument) and after(at + 1)
        if operation in (code.MAX_REPEAT, code.MIN_REPEAT):
            least, most, inner = argument
            return self._repeat(
                list(inner), min(least, BOUND), most if most is code.MAXREPEAT else min(most, BOUND), at, after
            )
        if operation is code.SUBPATTERN:
            return self.match(list(argument[3]), at, after)
        if operation is code.BRANCH:
            return any(self.match(list(branch), at, after) for branch in argument[1])
        return self._looks(operation, argument, at) and after(at)

    def _repeat(self, inner: list[Node], least: int, most: Any, at: int, after: Then) -> bool:
        if len(inner) == 1 and inner[0][0] in (code.LITERAL, code.NOT_LITERAL, code.ANY, code.IN):
            return self._repeat_one(inner[0], least, most, at, after)

        def again(count: int, here: int) -> bool:
            if (most is code.MAXREPEAT or count < most) and self.match(
                inner, here, lambda there: (there > here or count < least) and again(count + 1, there)
            ):
                return True
            return count >= least and after(here)

        return again(0, at)

    def _repeat_one(self, inner: Node, least: int, most: Any, at: int, after: Then) -> bool:
        end = at
        while end < len(self._text) and (most is code.MAXREPEAT or end - at < most) and _fits(self._text[end], *inner):
            self.steps += 1
            end += 1
        return any(after(here) for here in range(end, at + least - 1, -1))

    def _looks(self, operation: Any, argument: Any, at: int) -> bool:
        if operation is code.AT:
            return self._stands(argument, at)
        if operation in (code.ASSERT, code.ASSERT_NOT):
            direction, inner = argument
            width = 0 if direction > 0 else 1
            found = at >= width and self.match(list(inner), at - width, lambda _: True)
            return found == (operation is code.ASSERT)
        raise NotImplementedError(f"the counting engine does not know {operation}: teach it")

    def _stands(self, where: Any, at: int) -> bool:
        if where in (code.AT_BEGINNING, code.AT_BEGINNING_STRING):
            return at == 0
        if where in (code.AT_END, code.AT_END_STRING):
            return at == len(self._text)
        before = at > 0 and _is_word(self._text[at - 1])
        behind = at < len(self._text) and _is_word(self._text[at])
        return (before != behind) == (where is code.AT_BOUNDARY)


def _fits(character: str, operation: Any, argument: Any) -> bool:
    if operation is code.ANY:
        return character != "\n"
    if operation is code.IN:
        return _is_in(character, argument)
    return (character == chr(argument).lower() or character == chr(argument)) == (operation is code.LITERAL)


def _is_in(character: str, members: Sequence[Node]) -> bool:
    negated = members[0][0] is code.NEGATE
    return any(_is_member(character, *member) for member in members[negated:]) != negated


def _is_member(character: str, operation: Any, argument: Any) -> bool:
    if operation is code.RANGE:
        low, high = argument
        return any(low <= ord(one) <= high for one in {character, character.upper()[:1]})
    if operation is code.LITERAL:
        return character in (chr(argument), chr(argument).lower())
    kinds = {
        code.CATEGORY_SPACE: character in SPACES,
        code.CATEGORY_DIGIT: character.isdigit(),
        code.CATEGORY_WORD: _is_word(character),
        code.CATEGORY_NOT_SPACE: character not in SPACES,
        code.CATEGORY_NOT_DIGIT: not character.isdigit(),
        code.CATEGORY_NOT_WORD: not _is_word(character),
    }
    return kinds[argument]


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"
