// @ts-check
/**
 * What a page that a paired browser's curator opened says of an expert's address: fine, moved, led, missing, or nothing.
 * Pure. Says nothing rather than something wrong: addresses that are given up are given to others, and namesakes exist.
 */

import { parseProfileUrl } from "./profile-url.js";
import { leadsInside } from "./recognise.js";
import { sameName } from "./same-name.js";

/** @typedef {import("./shelf.js").Row} Row */

/**
 * What a page says of itself, gathered by `content/evidence.js`. `loaded` is the address at which the document came, null
 * once the reader went on from there; `canonical` and `missing` count for such a document alone. `fresh`: the first page
 * of its tab, from nowhere that it tells.
 * @typedef {{ address: string, loaded: string | null, canonical: string, name: string, missing: boolean,
 *             fresh: boolean }} Seen
 */

/**
 * "moved": the page was loaded at the address and is elsewhere now. "led": it may be that the address led here, for its
 * curator had just opened it; a person decides. `key`: where it is now.
 * @typedef {{ saw: "fine" | "moved" | "led" | "missing", name: string, key: string | null }} Verdict
 */

const WHOLE = new Set(["profile", "company", "school"]);

/**
 * @param {string | null} address
 * @returns {string | null} the key of a profile's own page, null for any other
 */
export function keyOf(address) {
  if (!address || leadsInside(address)) return null;
  const { kind, key } = parseProfileUrl(address);
  return WHOLE.has(kind) ? key : null;
}

/**
 * @param {Seen} seen
 * @param {Pick<Row, "name" | "kind" | "key">} row
 * @param {boolean} opened whether the curator opened this very address from the desk just now, in a fresh tab
 * @returns {Verdict | null} null: it says nothing of that address
 */
export function judge(seen, row, opened = false) {
  const at = keyOf(seen.address);
  const loaded = row.key !== null && keyOf(seen.loaded) === row.key;
  const asked = opened || loaded;
  if (seen.missing) {
    const here = at === row.key ? loaded : at === null && asked;
    return here ? { saw: "missing", name: "", key: null } : null;
  }
  if (!at || !sameName(seen.name, row.name, row.kind)) return null;
  const now = at === row.key && asked ? keyOf(seen.canonical) ?? at : at;
  if (now === row.key) return { saw: "fine", name: seen.name, key: null };
  return asked ? { saw: loaded ? "moved" : "led", name: seen.name, key: now } : null;
}
