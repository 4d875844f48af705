"""A real Firefox with our extension, driven over WebDriver BiDi, without a driver program in between."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.extension.chromium import EXTENSION, SITE, wait_until

GECKO_ID = "followworthy@followworthy.invalid"
UUID = "0f0e0d0c-0b0a-4908-8706-050403020100"  # any; fixed, so that the extension's own pages have a known address
ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"
APART = {"sandbox": "tests"}  # from the page's own functions, which it may have bent
PATIENCE = 20.0  # seconds; a first start on a busy machine takes a few


class Firefox:
    """One running Firefox and the BiDi session with it."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.sent = 0
        self.call("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self.tab = self.call("browsingContext.getTree")["contexts"][0]["context"]
        self._take_keys()

    def call(self, method: str, **params: object) -> Any:
        """Send one command and give its result; events in between are of no interest."""
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": params}))
        while True:
            told = json.loads(self.socket.recv(timeout=PATIENCE))
            if told.get("id") == self.sent:
                assert told["type"] == "success", f"{method}: {told['error']}: {told['message']}"
                return told["result"]

    def _take_keys(self) -> None:
        """Give the focus to the tab; without a screen no window has it, and keys would press nothing."""
        window = self.call("browsingContext.getTree", **{"moz:scope": "chrome"})["contexts"][0]["context"]
        self.evaluate("window.focus(); gBrowser.selectedBrowser.focus()", window)

    def install(self) -> None:
        """Install the extension's folder as it is."""
        assert self.call("webExtension.install", extensionData={"type": "path", "path": str(EXTENSION)}) == {
            "extension": GECKO_ID
        }

    def subscribe(self, port: int) -> None:
        """Choose badges, take the catalog of that port for the preset one, and wait until it is here."""
        self.open_own("options/options.html")
        address = f"http://127.0.0.1:{port}"
        catalog = {"id": "preset", "address": address, "name": "Town Catalog", "letter": "", "on": True}
        kept = {"choices": {"mode": "badges"}, "catalogs": [catalog]}
        self.evaluate(f"chrome.storage.local.set({json.dumps(kept)})")

        def synced() -> bool:
            self.evaluate("chrome.runtime.sendMessage({ type: 'sync' })")  # the first joins the try at installation
            about = self.evaluate(
                "chrome.storage.local.get('about:preset').then(kept => kept['about:preset']?.address)"
            )
            return bool(about.get("value") == address)

        wait_until(synced, lambda: f"the catalog of {address}")

    def open(self, path: str) -> None:
        """Load a page of the site in the one tab."""
        self.open_at(SITE + path)

    def open_at(self, url: str) -> None:
        """Load a page by its whole address in the one tab."""
        self._load(url)

    def open_own(self, path: str) -> None:
        """Load a page of the extension in the one tab."""
        self._load(f"moz-extension://{UUID}/{path}")

    def _load(self, url: str) -> None:
        # In front: a tab behind others draws no frames, and its timers go once a second.
        self.call("browsingContext.activate", context=self.tab)
        self.call("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def evaluate(self, expression: str, context: str | None = None, **realm: str) -> Any:
        """Evaluate in the page (or that frame), waiting for a promise; gives BiDi's description of the value."""
        result = self.call(
            "script.evaluate",
            expression=expression,
            target={"context": context or self.tab, **realm},
            awaitPromise=True,
            serializationOptions={"maxDomDepth": 50, "includeShadowTree": "all"},
        )
        assert result["type"] == "success", result["exceptionDetails"]["text"]
        return result["result"]

    def click(self, selector: str) -> None:
        """Click in the middle of an element, as a hand would: at its place, for pages draw their rows anew."""
        found = f"document.querySelector({json.dumps(selector)})"
        wait_until(lambda: bool(self.evaluate(f"{found} !== null")["value"]), lambda: f"nothing is {selector}")
        self.evaluate(f"{found}.scrollIntoView({{ block: 'center' }})")
        box = json.loads(self.evaluate(f"JSON.stringify({found}.getBoundingClientRect())")["value"])
        self.point((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), "down", "up")

    def point(self, *steps: tuple[float, float] | str) -> None:
        """Move the pointer from place to place; "down" and "up" press and let go."""
        kinds = {"down": "pointerDown", "up": "pointerUp"}
        actions = [
            {"type": kinds[one], "button": 0}
            if isinstance(one, str)
            else {"type": "pointerMove", "x": round(one[0]), "y": round(one[1])}
            for one in steps
        ]
        self.call(
            "input.performActions", context=self.tab, actions=[{"type": "pointer", "id": "hand", "actions": actions}]
        )

    def type(self, *keys: str) -> None:
        """Press keys, one after the other."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.call("input.performActions", context=self.tab, actions=[{"type": "key", "id": "keys", "actions": actions}])

    def place(self, number: int) -> tuple[float, float]:
        """Give the middle of a badge of the page itself, counted from 0."""
        box = self.boxes()[number]
        return (box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2

    def card(self, role: str = "dialog", name: str | None = None) -> list[tuple[float, float]]:
        """Give the middle of what has this role (and name) for assistive technology within our roots; [] for none."""
        roots = [{"sharedId": root["sharedId"]} for root in _closed_in(self._body(self.tab))]
        if not roots:
            return []
        value = {"role": role, **({"name": name} if name else {})}
        locator = {"type": "accessibility", "value": value}
        found = self.call("browsingContext.locateNodes", context=self.tab, locator=locator, startNodes=roots)["nodes"]
        return [self._middle({"sharedId": node["sharedId"]}) for node in found]

    def _middle(self, node: dict[str, str]) -> tuple[float, float]:
        result = self.call(
            "script.callFunction",
            functionDeclaration="(one) => JSON.stringify(one.getBoundingClientRect())",
            arguments=[node],
            target={"context": self.tab, **APART},
            awaitPromise=False,
        )
        box = json.loads(result["result"]["value"])
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def standing(self) -> list[tuple[str, str]]:
        """List (accessible name, id of what it stands behind or in) of each badge, those of frames last."""
        bodies = [self._body(context) for context in self._contexts()]
        return [(label, behind) for body in bodies for label, behind, _ in _standing_in(body, "")]

    def _body(self, context: str) -> Any:
        return self.evaluate("document.body", context, **APART)

    def _contexts(self) -> list[str]:
        waiting = list(self.call("browsingContext.getTree", root=self.tab)["contexts"])
        found = []
        while waiting:
            one = waiting.pop(0)
            waiting = [*one["children"], *waiting]
            found.append(one["context"])
        return found

    def boxes(self) -> list[dict[str, float]]:
        """Give the box of each badge of the page itself, frames apart."""
        function = "(...all) => JSON.stringify(all.map((one) => one.getBoundingClientRect()))"
        buttons = [{"sharedId": one} for _, _, one in _standing_in(self._body(self.tab), "")]
        result = self.call(
            "script.callFunction",
            functionDeclaration=function,
            arguments=buttons,
            target={"context": self.tab, **APART},
            awaitPromise=False,
        )
        return list(json.loads(result["result"]["value"]))

    def heard(self) -> list[str]:
        """List the names of our buttons as assistive technology hears them, those of frames last."""
        bodies = [(context, self._body(context)) for context in self._contexts()]
        return [name for context, body in bodies for root in _closed_in(body) for name in self._heard_in(context, root)]

    def _heard_in(self, context: str, root: dict[str, Any]) -> Iterator[str]:
        for label, _ in _buttons_in(root):
            locator = {"type": "accessibility", "value": {"role": "button", "name": label}}
            start = [{"sharedId": root["sharedId"]}]
            if self.call("browsingContext.locateNodes", context=context, locator=locator, startNodes=start)["nodes"]:
                yield label


@contextmanager
def firefox(executable: str, profile: Path, pages: int) -> Iterator[Firefox]:
    """Start Firefox; `pages` is the port that answers for the site."""
    profile.mkdir()
    preferences = {
        "network.dns.localDomains": "www.linkedin.com,se.linkedin.com,catalog.example",
        "network.socket.forcePort": f"443={pages}",
        "extensions.webextensions.uuids": json.dumps({GECKO_ID: UUID}),
        "focusmanager.testmode": True,
        # Nobody could answer the question; that a real click asks it is demanded all the same.
        "extensions.webextOptionalPermissionPrompts": False,
        # A test must not leave this machine: no studies, no updates, no lists fetched at the start.
        "app.normandy.enabled": False,
        "app.update.disabledForTesting": True,
        "browser.safebrowsing.update.enabled": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "extensions.getAddons.cache.enabled": False,
        "extensions.update.enabled": False,
        "network.captive-portal-service.enabled": False,
        "network.connectivity-service.enabled": False,
        "services.settings.server": "data:,",
    }
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()]
    (profile / "user.js").write_text("\n".join(lines), "utf-8")
    command = [executable, "--headless", "--no-remote", "--profile", str(profile)]
    ports = ["--remote-debugging-port", "0", "--remote-allow-system-access"]
    log = profile / "log.txt"
    with log.open("wb") as complaints, subprocess.Popen([*command, *ports], stderr=complaints) as process:
        try:
            # No pings: they draw from the common random numbers, and Hypothesis takes that for a test's fault.
            with connect(_address(process, log) + "/session", max_size=None, proxy=None, ping_interval=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[bytes]", log: Path) -> str:
    while process.poll() is None:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", log.read_text("utf-8", "replace")):
            return found[1]
    raise AssertionError(f"Firefox ended at once: {log.read_text('utf-8', 'replace')[-500:]}")


def _standing_in(node: dict[str, Any], before: str) -> Iterator[tuple[str, str, str]]:
    """Give label, id of what it stands behind or in, and node of each badge."""
    value = node.get("value", {})
    root = value.get("shadowRoot")
    if root and root["value"]["mode"] == "closed":
        yield from ((label, before, button) for label, button in _buttons_in(root))
    elif root:
        yield from _children_of(root["value"], "")
    yield from _children_of(value, value.get("attributes", {}).get("id", ""))


def _children_of(value: dict[str, Any], inside: str) -> Iterator[tuple[str, str, str]]:
    before = inside
    for child in value.get("children", []):
        yield from _standing_in(child, before)
        if child["value"].get("localName"):
            before = child["value"].get("attributes", {}).get("id", "")


def _buttons_in(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    value = node["value"]
    if value.get("localName") == "button" and "aria-haspopup" in value["attributes"]:  # not those of a card
        yield value["attributes"]["aria-label"], node["sharedId"]
    for child in value.get("children", []):
        yield from _buttons_in(child)


def _closed_in(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    root = node["value"].get("shadowRoot")
    if root and root["value"]["mode"] == "closed":
        yield root
    for child in [*([root] if root else []), *node["value"].get("children", [])]:
        yield from _closed_in(child)
