// @ts-check
/** What the reader has chosen, and what holds until they choose. Pure: keeps nothing, asks nothing. */

/**
 * `mode`: "unset" until the first run is answered; nothing is drawn in pages before. "popup" looks only while the popup
 * is open. `hideIn`: where no badge is drawn. `categoriesOff`: per catalog, what the reader does not care for.
 * `language`: "" follows the browser.
 * @typedef {"unset" | "badges" | "popup" | "off"} Mode
 * @typedef {"messages" | "notifications" | "comments"} Place
 * @typedef {{ mode: Mode, style: "mark" | "word", hideIn: Place[], hideFollowed: boolean,
 *             categoriesOff: Record<string, string[]>, language: string }} Choices
 */

export const MODES = /** @type {const} */ (["unset", "badges", "popup", "off"]);
export const STYLES = /** @type {const} */ (["mark", "word"]);
export const PLACES = /** @type {const} */ (["messages", "notifications", "comments"]);

/** The folders of `_locales`; a test holds this list to them. */
export const LANGUAGES = /** @type {const} */ (["en", "de", "fr", "es"]);

/**
 * @param {unknown} kept what storage holds, perhaps from another version or from a file that somebody edited
 * @returns {Choices} whole: what is missing or unknown is as if it had never been chosen
 */
export function readChoices(kept) {
  const held = /** @type {Partial<Record<keyof Choices, unknown>>} */ (typeof kept === "object" && kept !== null ? kept : {});
  return {
    mode: oneOf(MODES, held.mode) ?? "unset",
    style: oneOf(STYLES, held.style) ?? "mark",
    hideIn: PLACES.filter((place) => Array.isArray(held.hideIn) && held.hideIn.includes(place)),
    hideFollowed: held.hideFollowed === true,
    categoriesOff: lists(held.categoriesOff),
    language: oneOf(LANGUAGES, held.language) ?? "",
  };
}

/**
 * @template {string} T
 * @param {readonly T[]} known
 * @param {unknown} value
 * @returns {T | undefined}
 */
function oneOf(known, value) {
  return known.find((one) => one === value);
}

/**
 * @param {unknown} value
 * @returns {Record<string, string[]>}
 */
function lists(value) {
  if (typeof value !== "object" || value === null) return {};
  const entries = Object.entries(value).filter(([, list]) => Array.isArray(list));
  return Object.fromEntries(entries.map(([id, list]) => [id, list.filter((/** @type {unknown} */ one) => typeof one === "string")]));
}
