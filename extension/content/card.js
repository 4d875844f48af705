// @ts-check
/** What stands in the card behind a badge: who recommends this person, where and why, and where it goes on the screen. */

/** @typedef {import("../views.js").ExpertView} ExpertView */
/** What the card asks of its badge. @typedef {{ close: () => void, decided: () => void }} CardHolder */

const EDGE = 16;
const GAP = 4;

/** @type {Record<string, (keyof typeof SHAPES)[]>} */
const STANDING_SHAPES = { good: ["ring", "disc"], none: ["ring"], moved: ["arrow"], failing: ["ring", "half"], gone: ["close"] };

/**
 * @param {ExpertView} expert
 * @param {CardHolder} holder
 * @returns {HTMLElement} in the top layer, so that no box of the page can clip or cover it
 */
function buildCard(expert, holder) {
  const close = buildButton("close", "", holder.close);
  close.append(drawShape(["close"]));
  close.setAttribute("aria-label", word("close"));
  const who = build("div", "", build("h2", "", expert.name), ...(expert.headline ? [build("p", "muted", expert.headline)] : []));
  const why = build("p", "why", drawShape(["mark"], "mark"), build("strong", "", word("recommended")));
  if (expert.inLists) why.append(build("span", "muted", expert.inLists));
  const mentions = build("ul", "", ...expert.mentions.map(buildMention));
  const shape = STANDING_SHAPES[expert.standing.shape] ?? ["ring"];
  const standing = build("p", `standing ${expert.standing.shape}`, drawShape(shape), build("span", "", expert.standing.words));
  const card = build("section", "card", build("div", "head", who, close), why, mentions, standing, ...buildActions(expert, holder));
  card.setAttribute("popover", "manual");
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", word("cardLabel", expert.name));
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
  link.setAttribute("draggable", "false"); // a page is told what is dragged over it
  hear(link, "click", (event) => follow(event, link));
  return link;
}

/**
 * @param {string} className
 * @param {string} text
 * @param {() => void} pressed
 * @returns {HTMLElement}
 */
function buildButton(className, text, pressed) {
  const button = build("button", className, text);
  button.setAttribute("type", "button");
  hear(button, "click", pressed);
  return button;
}

/**
 * @param {string} key
 * @param {string} [gap]
 * @returns {string} a word of all cards, in the reader's language
 */
function word(key, gap = "") {
  return (worn.words[key] ?? "").replace("$1", () => gap);
}

/**
 * Under the name; above it near the lower edge of the window. Covers neither the name nor the badge.
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
