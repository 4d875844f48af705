// @ts-check
/** The card behind a badge: who recommends this person, where and why. Opens one at a time; asks nobody. */

/** @typedef {import("../views.js").ExpertView} ExpertView */

const EDGE = 16;
const GAP = 4;

/** @type {(() => void) | null} closes the card that is open */
let closeOpenCard = null;

/** @type {Record<string, (keyof typeof SHAPES)[]>} */
const STANDING_SHAPES = { good: ["ring", "disc"], none: ["ring"], moved: ["arrow"], failing: ["ring", "half"], gone: ["close"] };

/**
 * @param {ShadowRoot} root where the badge lives
 * @param {HTMLElement} badge
 * @param {Element} name the card opens under it
 * @param {ExpertView} expert
 */
function openCard(root, badge, name, expert) {
  closeOpenCard?.();
  const card = buildCard(expert, () => close(true));
  const place = () => placeCard(card, name.getBoundingClientRect(), badge.getBoundingClientRect());
  const leaving = (/** @type {Event} */ event) => {
    if (!event.composedPath().includes(root.host)) close(false);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Escape closes the card, not the page's dialog under it
    close(true);
  };
  /** @param {boolean} back whether the focus returns to the badge */
  function close(back) {
    closeOpenCard = null;
    card.remove();
    badge.setAttribute("aria-expanded", "false");
    window.removeEventListener("keydown", keys, true);
    window.removeEventListener("pointerdown", leaving, true);
    window.removeEventListener("focusin", leaving, true);
    window.removeEventListener("scroll", place, true);
    window.removeEventListener("resize", place);
    if (back) badge.focus();
  }
  root.append(card);
  card.showPopover();
  place();
  badge.setAttribute("aria-expanded", "true");
  card.focus({ preventScroll: true });
  window.addEventListener("keydown", keys, true);
  window.addEventListener("pointerdown", leaving, true);
  window.addEventListener("focusin", leaving, true);
  window.addEventListener("scroll", place, true);
  window.addEventListener("resize", place);
  closeOpenCard = () => close(false);
}

/**
 * @param {ExpertView} expert
 * @param {() => void} close
 * @returns {HTMLElement} in the top layer, so that no box of the page can clip or cover it
 */
function buildCard(expert, close) {
  const button = build("button", "close", drawShape(["close"]));
  button.setAttribute("type", "button");
  button.setAttribute("aria-label", chrome.i18n.getMessage("close"));
  button.addEventListener("click", close);
  const head = build("div", "head", build("div", "", build("h2", "", expert.name), build("p", "muted", expert.headline)), button);
  const why = build("p", "why", drawShape(["mark"], "mark"), build("strong", "", chrome.i18n.getMessage("recommended")));
  if (expert.inLists) why.append(build("span", "muted", expert.inLists));
  const mentions = build("ul", "", ...expert.mentions.map(buildMention));
  const shape = STANDING_SHAPES[expert.standing.shape] ?? ["ring"];
  const standing = build("p", `standing ${expert.standing.shape}`, drawShape(shape), build("span", "", expert.standing.words));
  const card = build("section", "card", head, why, mentions, standing);
  if (expert.profile) card.append(buildLink("open", chrome.i18n.getMessage("openProfile"), expert.profile));
  card.setAttribute("popover", "manual");
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", chrome.i18n.getMessage("cardLabel", [expert.name]));
  card.tabIndex = -1;
  return card;
}

/**
 * @param {import("../views.js").Mention} mention
 * @returns {HTMLElement}
 */
function buildMention(mention) {
  const title = mention.url ? buildLink("", mention.title, mention.url) : mention.title;
  const item = build("li", "mention", build("p", "", mention.before, title, mention.after));
  if (mention.place) item.append(build("p", "place", mention.place));
  if (mention.reason) item.append(build("p", "reason", mention.reason));
  return item;
}

/**
 * @param {string} className
 * @param {string} text
 * @param {string} url
 * @returns {HTMLElement}
 */
function buildLink(className, text, url) {
  const link = build("a", className, text);
  link.setAttribute("href", url);
  link.setAttribute("rel", "noreferrer");
  return link;
}

/**
 * Under the name; above it near the lower edge of the window.
 * @param {HTMLElement} card
 * @param {DOMRect} name
 * @param {DOMRect} badge
 */
function placeCard(card, name, badge) {
  const box = card.getBoundingClientRect();
  const top = Math.min(name.top, badge.top);
  const bottom = Math.max(name.bottom, badge.bottom);
  const roomBelow = window.innerHeight - bottom - GAP - EDGE;
  const above = roomBelow < box.height && top > window.innerHeight - bottom;
  const start = getComputedStyle(card).direction === "rtl" ? name.right - box.width : name.left;
  const left = Math.max(EDGE, Math.min(start, window.innerWidth - box.width - EDGE));
  const y = above ? top - GAP - box.height : bottom + GAP;
  card.style.left = `${Math.round(left)}px`;
  card.style.top = `${Math.round(Math.max(EDGE, Math.min(y, window.innerHeight - box.height - EDGE)))}px`;
}
