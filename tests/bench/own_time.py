"""Whose time it was: what scripts of an extension took of a page's main thread, from the browser's profiler."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

EVERY_MICROSECONDS = 200
MOST_OF_A_SAMPLE = 5 * EVERY_MICROSECONDS
"""Between two samples that are further apart the machine did something else; long calls are sampled on and on."""
OWN = "chrome-extension://"


@dataclass
class OwnTime:
    """Milliseconds in all, and of the longest stretch without a pause (of the page's own work or of idleness)."""

    total: float = 0.0
    longest: float = 0.0


@contextmanager
def own_time(page: Page) -> Iterator[OwnTime]:
    """Profile the page while the block runs; the result is filled at its end."""
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.setSamplingInterval", {"interval": EVERY_MICROSECONDS})
    session.send("Profiler.start")
    result = OwnTime()
    yield result
    profile = session.send("Profiler.stop")["profile"]
    session.detach()
    lengths = list(stretches(profile))
    result.total = sum(lengths)
    result.longest = max(lengths, default=0.0)


def stretches(profile: dict[str, Any]) -> Iterator[float]:
    """Give the length of each stretch of samples whose stack has a function of an extension in it."""
    own = _own_nodes(profile["nodes"])
    length = 0.0
    for node, microseconds in zip(profile["samples"], [*profile["timeDeltas"][1:], 0], strict=True):
        if node in own:
            length += min(microseconds, MOST_OF_A_SAMPLE) / 1000
        elif length:
            yield length
            length = 0.0
    if length:
        yield length


def _own_nodes(nodes: list[dict[str, Any]]) -> set[int]:
    parent = {child: node["id"] for node in nodes for child in node.get("children", [])}
    ours = {node["id"] for node in nodes if node["callFrame"]["url"].startswith(OWN)}
    return {node["id"] for node in nodes if _reaches(node["id"], parent, ours)}


def _reaches(node: int | None, parent: dict[int, int], ours: set[int]) -> bool:
    while node is not None and node not in ours:
        node = parent.get(node)
    return node is not None
