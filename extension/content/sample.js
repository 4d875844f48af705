// @ts-check
/**
 * A sample of a page's structure for a bug report: element names, roles and the shapes of addresses round its profile links.
 * No text, no names, no ids, no values: nothing by which a person or the reader could be known.
 */

const LARGEST_SAMPLE = 20_000;
const LEVELS_UP = 5;
const ENTRIES = 12;

/** Attributes whose values are words of a standard; of all others the name alone is told. */
const TOLD_VALUES = new Map([
  ["role", /^[a-z]{1,20}$/],
  ["aria-hidden", /^(?:true|false)$/],
  ["type", /^[a-z]{1,20}$/],
  ["dir", /^(?:ltr|rtl|auto)$/],
]);

/** Steps of a path that the site chose, not a person. */
const PATH_WORDS = new Set(
  "in company school pub overlay details recent-activity all posts about people jobs feed mynetwork search results messaging".split(" "),
);

/**
 * @param {Element[]} links every link of the page
 * @returns {string} one line an element, indented by level
 */
function samplePage(links) {
  const entries = [...new Set(links.filter((link) => MAYBE_PROFILE.test(link.getAttribute("href") ?? "")).map(entryAround))];
  const outer = entries.filter((one) => !entries.some((other) => other !== one && other.contains(one)));
  return outer.slice(0, ENTRIES).map((entry) => outline(entry, 0)).join("\n").slice(0, LARGEST_SAMPLE);
}

/** @param {Element} link */
function entryAround(link) {
  let entry = link;
  for (let level = 0; level < LEVELS_UP && entry.parentElement && entry.parentElement !== document.body; level += 1) {
    entry = entry.parentElement;
  }
  return entry;
}

/**
 * @param {Element} element
 * @param {number} level
 * @returns {string}
 */
function outline(element, level) {
  if (ownNodes.has(element)) return `${"  ".repeat(level)}(badge)`;
  const attributes = [...element.attributes].map(({ name, value }) => attributeShape(name, value)).sort();
  const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
  const own = `${"  ".repeat(level)}<${[element.localName, ...attributes].join(" ")}>${hasText ? " text" : ""}`;
  const inside = [...(element.shadowRoot?.children ?? []), ...element.children];
  return [own, ...inside.map((child) => outline(child, level + 1))].join("\n");
}

/**
 * @param {string} name
 * @param {string} value
 * @returns {string}
 */
function attributeShape(name, value) {
  const plain = /^[a-z][a-z-]{0,30}$/.test(name) ? name : "other";
  if (name === "href") return `href=${addressShape(value)}`;
  return TOLD_VALUES.get(name)?.test(value) ? `${name}=${value}` : plain;
}

/**
 * @param {string} href
 * @returns {string} its shape, such as "/in/*?": no step of the path that is not the site's own word, no parameter
 */
function addressShape(href) {
  const [path = ""] = href.split(/[?#]/);
  const host = /^https?:\/\/[^/]*/i.exec(path)?.[0] ?? "";
  const steps = path.slice(host.length).split("/").map((step) => (!step || PATH_WORDS.has(step) ? step : "*"));
  return `${host ? (/linkedin\.com$/i.test(host) ? "site:" : "other:") : ""}${steps.join("/")}${href.includes("?") ? "?" : ""}`;
}
