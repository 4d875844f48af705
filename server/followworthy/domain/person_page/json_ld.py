"""JSON-LD of a page -> the parties it describes. What cannot be read is skipped; one block never spoils another."""

from collections.abc import Iterable
from typing import Any

from followworthy.domain.foreign_json import objects, read_json
from followworthy.domain.person_page.party import Party, names_of, party_of

WHERE = "JSON-LD"
MOST_NODES = 20_000
WRAPPINGS = ("<!--", "-->", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "//]]>", "/*]]>*/", "]]>")
"""What old page makers put around scripts so that still older browsers would not show them."""


def parties_in_json_ld(blocks: Iterable[str]) -> list[Party]:
    """Give the parties of all blocks, in the order in which they stand."""
    nodes = [node for block in blocks for node in objects(read_json(_bare(block)), MOST_NODES)]
    found = (party_of(node, WHERE) for node in _joined(nodes))
    return [party for party in found if party]


def _bare(block: str) -> str:
    text = block
    for one in WRAPPINGS:
        text = text.replace(one, " ", 1)
    return text.strip().rstrip(";")


def _joined(nodes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bring together what the data say in several places of the same `@id`, unless the names differ."""
    joined: list[dict[str, Any]] = []
    by_id: dict[str, dict[str, Any]] = {}
    for node in nodes:
        identity = node.get("@id")
        before = by_id.get(identity) if isinstance(identity, str) else None
        if before is not None and _one_party(before, node):
            before.update({field: value for field, value in node.items() if field not in before})
            continue
        copy = dict(node)
        joined.append(copy)
        if isinstance(identity, str) and before is None:
            by_id[identity] = copy
    return joined


def _one_party(one: dict[str, Any], other: dict[str, Any]) -> bool:
    mine, theirs = names_of(one), names_of(other)
    return not mine or not theirs or bool(set(mine) & set(theirs))
