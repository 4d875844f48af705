// @ts-check
/**
 * A sample of a page's structure for a bug report: element names, roles and the shapes of addresses round its profile links.
 * No text, no names, no ids, no values: nothing by which a person or the reader could be known.
 */

const LARGEST_SAMPLE = 20_000;
const LEVELS_UP = 5;
const LOOKED_AT = 200;
const ENTRIES = 12;
const CHILDREN = 20;
const DEEPEST = 20;

/** Attributes whose values may be words of the standard; of all others the name alone is told. */
const TOLD_VALUES = new Map(Object.entries({
  "role": "alert article banner button cell complementary dialog feed group heading img link list listbox listitem main menu "
    + "menuitem navigation none option presentation region row search status tab table tablist tabpanel toolbar",
  "aria-hidden": "true false",
  "type": "button submit text search checkbox radio",
  "dir": "ltr rtl auto",
}).map(([name, words]) => [name, new Set(words.split(" "))]));

/** Steps of a path that the site chose, not a person. */
const PATH_WORDS = new Set(
  "in company school pub overlay details recent-activity all posts about people jobs feed mynetwork search results messaging".split(" "),
);

/**
 * @param {Element[]} links every link of the page
 * @returns {string} one line an element, indented by level
 */
function samplePage(links) {
  const some = links.filter((link) => MAYBE_PROFILE.test(link.getAttribute("href") ?? "")).slice(0, LOOKED_AT);
  const entries = [...new Set(some.map(entryAround))];
  const outer = entries.filter((one) => !entries.some((other) => other !== one && other.contains(one))).slice(0, ENTRIES);
  /** @type {string[]} */
  const lines = [];
  let left = LARGEST_SAMPLE;
  for (const line of outlines(outer)) {
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return lines.join("\n");
}

/** @param {Element} link */
function entryAround(link) {
  let entry = link;
  for (let level = 0; level < LEVELS_UP; level += 1) {
    const parent = parentOf(entry);
    if (!parent || /^(?:body|main)$/.test(parent.localName)) break;
    entry = parent;
  }
  return entry;
}

/** @param {Element[]} entries */
function* outlines(entries) {
  for (const entry of entries) yield* outline(entry, 0);
}

/**
 * @param {Element} element
 * @param {number} level
 * @returns {Generator<string>}
 */
function* outline(element, level) {
  if (level > DEEPEST) return;
  if (ownNodes.has(element)) return yield `${"  ".repeat(level)}(badge)`;
  const attributes = attributesOf(element).map(({ name, value }) => attributeShape(name, value)).sort();
  const hasText = nodesIn(element).some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
  yield `${"  ".repeat(level)}<${[nameShape(element.localName), ...attributes].join(" ")}>${hasText ? " text" : ""}`;
  const { shadowRoot: root } = element;
  const inside = [...(root instanceof ShadowRoot ? root.children : []), ...childrenOf(element)];
  for (const child of inside.slice(0, CHILDREN)) yield* outline(child, level + 1);
}

/**
 * @param {string} name of an element or attribute
 * @returns {string} as it is where it looks like one that a programmer chose
 */
function nameShape(name) {
  return /^[a-z][a-z-]{0,30}[a-z1-6]?$/.test(name) ? name : "other";
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {string}
 */
function attributeShape(name, value) {
  if (name === "href") return `href=${addressShape(value)}`;
  return TOLD_VALUES.get(name)?.has(value) ? `${name}=${value}` : nameShape(name);
}

/**
 * @param {string} href
 * @returns {string} its shape, such as "/in/*?": no step of the path that is not the site's own word, no parameter
 */
function addressShape(href) {
  const [path = ""] = href.split(/[?#]/);
  const host = /^https?:\/\/[^/]*/i.exec(path)?.[0] ?? "";
  const steps = path.slice(host.length).split("/").map((step) => (!step || PATH_WORDS.has(step) ? step : "*"));
  return `${host ? (/\blinkedin\.com$/i.test(host) ? "site:" : "other:") : ""}${steps.join("/")}${href.includes("?") ? "?" : ""}`;
}
