"""The card behind a badge, read and used through the browser's own trees: its root is closed."""

from typing import Any

from playwright.sync_api import Page

from tests.extension.chromium import wait_until

Node = dict[str, Any]


def card_text(page: Page) -> str:
    """Read the open card through the accessibility tree; empty when none is open."""
    nodes = _nodes(page)
    dialog = _dialog(nodes)
    return " ".join(_said(node) for node in _within(dialog, nodes) if _role(node) == "StaticText") if dialog else ""


def controls_of_card(page: Page) -> list[str]:
    """List what can be used in the open card, in the order of the keyboard: its role and name."""
    nodes = _nodes(page)
    dialog = _dialog(nodes)
    usable = [node for node in _within(dialog, nodes) if _role(node) in ("button", "link")] if dialog else []
    return [f"{_role(node)} {_said(node)}" for node in usable]


def press_in_card(page: Page, name: str) -> None:
    """Click where a control of the open card is, as a hand would."""
    page.mouse.click(*place_in_card(page, name))


def place_in_card(page: Page, name: str) -> tuple[float, float]:
    """Give the middle of a control of the open card, waiting for it."""

    def found() -> list[Node]:
        nodes = _nodes(page)
        dialog = _dialog(nodes)
        inside = _within(dialog, nodes) if dialog else []
        return [node for node in inside if _role(node) in ("button", "link") and _said(node) == name]

    wait_until(lambda: bool(found()), lambda: f"{name} in {controls_of_card(page)}")
    session = page.context.new_cdp_session(page)
    session.send("DOM.getDocument", {"depth": 0})
    quad = session.send("DOM.getBoxModel", {"backendNodeId": found()[0]["backendDOMNodeId"]})["model"]["border"]
    session.detach()
    return (quad[0] + quad[4]) / 2, (quad[1] + quad[5]) / 2


def box_of_card(page: Page) -> tuple[float, float, float, float]:
    """Give the open card's left, top, right and bottom."""
    dialog = _dialog(_nodes(page))
    assert dialog is not None, "No card is open."
    session = page.context.new_cdp_session(page)
    session.send("DOM.getDocument", {"depth": 0})
    quad = session.send("DOM.getBoxModel", {"backendNodeId": dialog["backendDOMNodeId"]})["model"]["border"]
    session.detach()
    return quad[0], quad[1], quad[4], quad[5]


def _nodes(page: Page) -> dict[str, Node]:
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {node["nodeId"]: node for node in nodes}


def _dialog(nodes: dict[str, Node]) -> Node | None:
    return next((node for node in nodes.values() if _role(node) == "dialog"), None)


def _within(top: Node, nodes: dict[str, Node]) -> list[Node]:
    children = [nodes[one] for one in top.get("childIds", []) if one in nodes]
    return [top, *(inner for child in children for inner in _within(child, nodes))]


def _role(node: Node) -> str:
    return str(node.get("role", {}).get("value", ""))


def _said(node: Node) -> str:
    return str(node.get("name", {}).get("value", ""))
