"""Where badges are on the screen, measured by the browser: beside the name, over nothing of the page."""

import json
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.extension.chromium import Badge
from tests.extension.firefox import Firefox

FARTHEST = 16  # px between the end of a name and its badge
SMALLEST = 12  # px that a mark needs to be seen
Box = dict[str, float]

# Everything in one look, since a page may move between two. `lines`: the text that a badge stands behind. Nobody
# tells where a line that its box cuts off ends on the screen: its place is the box's, and pixels tell what is covered.
MEASURE = """(asked) => {
  const plain = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
  const seen = (box) => box.right - box.left > 2 && box.bottom - box.top > 2;
  const clipped = (box, element) => {
    for (let at = element; at; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === "visible") continue;
      const edge = at.getBoundingClientRect();
      const most = [at.clientWidth + 4, at.clientHeight + 4]; // a badge can be hit 4 px round it
      box.cut ||= at.scrollWidth > most[0] || at.scrollHeight > most[1];
      box.left = box.cut ? edge.left : Math.max(box.left, edge.left);
      box.right = box.cut ? edge.right : Math.min(box.right, edge.right);
      box.top = Math.max(box.top, edge.top);
      box.bottom = Math.min(box.bottom, edge.bottom);
    }
    return box;
  };
  const linesIn = (place) => {
    const words = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const boxes = [];
    for (let text = words.nextNode(); text; text = words.nextNode()) {
      if (!text.nodeValue.trim() || text.parentElement.closest("._vh, .v, script, style")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      boxes.push(...[...range.getClientRects()].map((box) => clipped(plain(box), text.parentElement)).filter(seen));
    }
    return boxes;
  };
  const controls = [...document.querySelectorAll("a[href], button, input, [role=button]")]
    .filter((control) => getComputedStyle(control).visibility === "visible");
  const told = (control) => control.outerHTML.slice(0, 100);
  const reached = (control, { left, right, top, bottom }) =>
    control.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  return {
    places: asked.map(([id, x, y]) => {
      const place = document.getElementById(id);
      const hit = document.elementFromPoint(x, y);
      const { direction } = place ? getComputedStyle(place) : {};
      return place && { lines: linesIn(place), direction, text: hit?.textContent ?? null,
        within: controls.filter((control) => control.contains(hit)).map(told) };
    }),
    text: linesIn(document.body),
    controls: controls.flatMap((control) => [...control.getClientRects()]
      .map((box) => clipped(plain(box), control.parentElement)).filter(seen)
      .map((box) => ({ ...box, told: told(control), reached: reached(control, box) }))),
  };
}"""

# Which line each element of the page begins on, and how high it is; what we put in has no place of its own.
LINES = """() => [...document.querySelectorAll("main *:not(script)")].filter((one) =>
  one.textContent || one.id || one.attributes.length > 1).map((one) => {
  const { top, height } = one.getBoundingClientRect();
  return `${one.cloneNode().outerHTML} ${Math.round(top)} ${Math.round(height)}`;
})"""


def lines(page: Page) -> list[str]:
    """Say of each element of the page where it begins and how high it is."""
    return list(page.evaluate(LINES))


def pictures_of(page: Page, badges: list[Badge]) -> list[bytes]:
    """Take a picture of the place of each badge in Chromium."""
    return [
        page.screenshot(clip={"x": one["left"], "y": one["top"], "width": SMALLEST, "height": SMALLEST})
        for one in _boxes(page, badges)
    ]


def wrong_places(page: Page, badges: list[Badge]) -> list[str]:
    """Say of each badge in Chromium what is wrong with its place; frames are not looked into."""
    page.set_viewport_size({"width": 1000, "height": 2400})
    boxes = _boxes(page, badges)
    measured = page.evaluate(MEASURE, _asked([badge.behind for badge in badges], boxes))
    page.set_viewport_size({"width": 1000, "height": 800})
    return list(_complaints([badge.label for badge in badges], boxes, measured))


def wrong_places_in_firefox(running: Firefox) -> list[str]:
    """Say the same of each badge in Firefox; those of frames are the last and are left out."""
    running.call("browsingContext.setViewport", context=running.tab, viewport={"width": 1000, "height": 2400})
    boxes = running.boxes()
    badges = running.standing()[: len(boxes)]
    asked = json.dumps(_asked([behind for _, behind in badges], boxes))
    measured = json.loads(running.evaluate(f"JSON.stringify(({MEASURE})({asked}))")["value"])
    return list(_complaints([label for label, _ in badges], boxes, measured))


def _asked(behind: list[str], boxes: list[Box]) -> list[tuple[str, float, float]]:
    return [(place, *_middle(box)) for place, box in zip(behind, boxes, strict=True)]


def _complaints(labels: list[str], boxes: list[Box], measured: dict[str, Any]) -> Iterator[str]:
    yield from (f"A control cannot be reached: {one['told']}" for one in measured["controls"] if not one["reached"])
    for label, box, place in zip(labels, boxes, measured["places"], strict=True):
        if place:
            yield from (f"{label}: {what}" for what in _wrong(box, place, measured))


def _wrong(box: Box, place: dict[str, Any], measured: dict[str, Any]) -> Iterator[str]:
    if box["right"] - box["left"] < SMALLEST or box["bottom"] - box["top"] < SMALLEST:
        yield f"too small to be seen: {box}"
    if place["text"] != "":  # our element holds nothing that a page could see
        yield f"cannot be clicked, there is: {place['text']}"
    yield from _off_the_line(box, place)
    for control in measured["controls"]:
        if control["told"] not in place["within"] and not control.get("cut") and _overlap(box, control):
            yield f"covers {control['told']}"
    if any(_overlap(box, line) for line in measured["text"] if not line.get("cut")):
        yield "covers text"


def _off_the_line(box: Box, place: dict[str, Any]) -> Iterator[str]:
    _, middle = _middle(box)
    line = place["lines"][-1]
    if not line["top"] <= middle <= line["bottom"]:
        yield f"not on the line of the name: {box} and {line}"
    if line.get("cut"):
        gap = line["right"] - box["right"]
        if not 0 <= gap <= FARTHEST:
            yield f"{gap:.0f} px from the end of a line that is cut off"
        return
    gap = line["left"] - box["right"] if place["direction"] == "rtl" else box["left"] - line["right"]
    if not 0 <= gap <= FARTHEST:
        yield f"{gap:.0f} px from the name"


def _middle(box: Box) -> tuple[float, float]:
    return (box["left"] + box["right"]) / 2, (box["top"] + box["bottom"]) / 2


def _overlap(one: Box, other: Box) -> bool:
    wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return wide > 1 and high > 1


def _boxes(page: Page, badges: list[Badge]) -> list[Box]:
    session = page.context.new_cdp_session(page)
    session.send("DOM.getDocument", {"depth": 0})
    quads = [session.send("DOM.getBoxModel", {"backendNodeId": one.node})["model"]["border"] for one in badges]
    session.detach()
    return [{"left": quad[0], "top": quad[1], "right": quad[4], "bottom": quad[5]} for quad in quads]
