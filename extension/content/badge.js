// @ts-check
/** Paints one badge beside a name. The host is a bare span with a closed root: it tells a page nothing of ours. */

/**
 * A badge of the page. `ahead`: what it stands in front of, if it had to leave its place `behind` the name; `box`: whose
 * lines it stands in, as soon as it has been laid out.
 * @typedef {{ host: HTMLElement, button: HTMLElement, frame: HTMLElement, link: Element, card: Element, name: Text,
 *             behind: ChildNode, ahead: ChildNode | null, box: Element | null, expert: ExpertView }} Badge
 */

/**
 * Where a badge will go, and how. All that asks the browser for styles; done for a whole batch before anything is drawn,
 * or each badge would make the browser compute the page's styles anew.
 * @typedef {{ link: Element, card: Element, name: Text, behind: ChildNode, theme: string, expert: ExpertView }} Plan
 */

/** What the reader has chosen: how a badge looks, and the words of all cards in their language. */
const worn = { style: "mark", words: /** @type {Record<string, string>} */ ({}) };

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
  return { host, button, frame, link, card, name, behind, ahead: null, box: null, expert };
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
 * @returns {boolean} whether it still stands where we put it
 */
function standsInPlace({ host, link, behind, ahead }) {
  return host.isConnected && link.isConnected && (ahead ? host.nextSibling === ahead : host.previousSibling === behind);
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
