// @ts-check
/** Paints one badge beside a name. The host is a plain span with a closed root: it tells a page nothing of ours. */

/**
 * @typedef {{ host: HTMLElement, button: HTMLElement, link: Element, card: Element, behind: ChildNode,
 *             expert: ExpertView }} Badge
 */

/**
 * Where a badge will go, and how. All that asks the browser for styles; done for a whole batch before anything is drawn,
 * or each badge would make the browser compute the page's styles anew.
 * @typedef {{ link: Element, card: Element, name: Element, behind: ChildNode, theme: string, expert: ExpertView }} Plan
 */

/** What the page must not take for a click or a key of its own. */
const KEPT = ["click", "dblclick", "auxclick", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend",
  "keydown", "keyup", "keypress"];

/** @type {WeakSet<Node>} every host we made, so that the watcher knows its own nodes */
const ownNodes = new WeakSet();

/**
 * @param {Element} link
 * @param {Element} card
 * @param {ExpertView} expert
 * @returns {Plan | null} null where no name can be seen
 */
function planBadge(link, card, expert) {
  const text = visibleText(link);
  if (!text) return null;
  return { link, card, name: text.parentElement ?? link, behind: placeFor(link, text), theme: themeAt(link), expert };
}

/**
 * @param {Plan} plan
 * @param {() => boolean} stillTrue asked again before acting: pages reuse their nodes for somebody else
 * @returns {Badge}
 */
function paintBadge({ link, card, name, behind, theme, expert }, stillTrue) {
  const host = document.createElement("span");
  const root = host.attachShadow({ mode: "closed" });
  dress(root);
  const button = build("button", "badge", drawShape(["mark"], "mark"));
  if (expert.lists > 1) button.append(build("span", "", String(expert.lists)));
  button.setAttribute("type", "button");
  button.setAttribute("aria-label", expert.label);
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-expanded") === "true") closeOpenCard?.();
    else if (stillTrue()) openCard(root, button, name, expert);
  });
  for (const type of KEPT) root.addEventListener(type, keepFromPage);
  root.append(button);
  ownNodes.add(host);
  host.dataset.theme = theme;
  behind.after(host);
  return { host, button, link, card, behind, expert };
}

/** @param {Event} event heard at our root: further out, a closed root hides what was clicked */
function keepFromPage(event) {
  event.stopPropagation();
  // Within a link of the page a click would still follow it. A click on a link of the card may follow that one.
  const followsOurs = event.composedPath().some((node) => node instanceof Element && node.matches("a.open, .mention a"));
  if ((event.type === "click" || event.type === "auxclick") && !followsOurs) event.preventDefault();
}

/** @param {Badge} badge */
function removeBadge(badge) {
  if (badge.button.getAttribute("aria-expanded") === "true") closeOpenCard?.();
  badge.host.remove();
}

/**
 * @param {Badge} badge
 * @returns {boolean} whether it still stands where it was put
 */
function standsInPlace(badge) {
  return badge.host.isConnected && badge.link.isConnected && badge.host.previousSibling === badge.behind;
}
