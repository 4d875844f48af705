"""JSON that strangers wrote: read if it can be read, never an exception. Knows nothing of what it means."""

import json
from collections.abc import Iterator
from typing import Any


def read_json(text: str) -> Any:
    """Give what the text holds; None for what is no JSON, or is nested beyond reading."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def mapping(value: Any) -> dict[str, Any]:
    """Give a value that should be an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def several(value: Any) -> list[Any]:
    """Give a value that may stand alone or in a list, as a list; nothing for None."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def objects(value: Any, most: int) -> Iterator[dict[str, Any]]:
    """Give every object inside, outer before inner, in order, at most `most` values looked at; no recursion."""
    waiting = [value]
    while waiting and most > 0:
        most -= 1
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting.extend(reversed(one.values()))
        elif isinstance(one, list):
            waiting.extend(reversed(one))
