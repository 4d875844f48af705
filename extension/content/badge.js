// @ts-check
/** Paints one badge beside a name. The host is a bare span with a closed root: it tells a page nothing of ours. */

/**
 * @typedef {{ host: HTMLElement, button: HTMLElement, frame: HTMLElement, link: Element, card: Element,
 *             behind: ChildNode, expert: ExpertView }} Badge
 */

/**
 * Where a badge will go, and how. All that asks the browser for styles; done for a whole batch before anything is drawn,
 * or each badge would make the browser compute the page's styles anew.
 * @typedef {{ link: Element, card: Element, name: Text, behind: ChildNode, theme: string, expert: ExpertView }} Plan
 */

/** What the reader has chosen: how a badge looks, and the words of all cards in their language. */
const worn = { style: "mark", words: /** @type {Record<string, string>} */ ({}) };

/** @type {WeakMap<Element, () => void>} */
const fits = new WeakMap();

/** Tells each new badge once when the browser has laid it out, so that nobody has to make it lay out earlier. */
const fitting = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    fitting.unobserve(target);
    fits.get(target)?.();
  }
});

/**
 * @param {Element} link
 * @param {Element} card
 * @param {ExpertView} expert
 * @returns {Plan | null} null where no name can be seen
 */
function planBadge(link, card, expert) {
  const name = visibleText(link);
  if (!name) return null;
  return { link, card, name, behind: placeFor(link, name), theme: themeAt(link), expert };
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
  const button = buildBadge(expert);
  const frame = build("span", "frame", button);
  frame.dataset.theme = theme;
  keepWithin(root);
  root.append(frame);
  behind.after(host);
  wireBadge({ host, frame, button, name, expert, stillTrue });
  fits.set(button, () => fitLine(button, name));
  fitting.observe(button);
  return { host, button, frame, link, card, behind, expert };
}

/**
 * @param {ExpertView} expert
 * @returns {HTMLElement}
 */
function buildBadge(expert) {
  const button = build("button", expert.followed ? "badge done" : "badge", drawShape([expert.followed ? "markOpen" : "mark"], "mark"));
  const said = [expert.letters, worn.style === "word" ? worn.words.badgeWord ?? "" : "", expert.lists > 1 ? String(expert.lists) : ""];
  button.append(...said.filter(Boolean).map((text) => build("span", "more", text)));
  button.setAttribute("type", "button");
  button.setAttribute("aria-label", expert.label);
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  return button;
}

/**
 * A badge that would begin a line of its own says less first, and then takes no room at all.
 * @param {HTMLElement} button
 * @param {Text} name
 */
function fitLine(button, name) {
  for (const less of ["bare", "tight"]) {
    if (!isBelow(button, name)) return;
    button.classList.add(less);
  }
}

/**
 * @param {HTMLElement} button
 * @param {Text} name
 * @returns {boolean} whether it stands under the last line of the name
 */
function isBelow(button, name) {
  const range = document.createRange();
  range.selectNodeContents(name);
  const line = [...range.getClientRects()].at(-1);
  return line !== undefined && button.getBoundingClientRect().top >= line.bottom;
}

/**
 * The page may be done with the place while the reader is still at the card; then the card goes when they close it.
 * @param {Badge} badge
 */
function removeBadge({ host, button }) {
  if (openCard?.host !== host) return host.remove();
  if (openCard.lingers && host.isConnected) {
    button.hidden = true;
    openCard.closed = () => host.remove();
  } else {
    openCard.close(false);
    host.remove();
  }
}

/** @param {Badge} badge set to the colours of the page as they are now */
function followPage({ frame, link }) {
  frame.dataset.theme = themeAt(link);
}

/**
 * @param {Badge} badge
 * @returns {boolean} whether it still stands where it was put
 */
function standsInPlace(badge) {
  return badge.host.isConnected && badge.link.isConnected && badge.host.previousSibling === badge.behind;
}

/**
 * @param {Badge} badge
 * @returns {boolean} whether the reader is at it, or at its card; not when they have just decided there
 */
function isInUse({ host, button }) {
  if (openCard?.host === host) return !openCard.lingers;
  const root = /** @type {Document | ShadowRoot} */ (host.getRootNode());
  return root.activeElement === host && button.isConnected;
}
