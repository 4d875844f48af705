// @ts-check
/**
 * Says which links lead to recommended experts. Pure: rows of catalogs and addresses in, answers out.
 * An address decides alone; a name never does, because two people may share it.
 */

import { parseProfileUrl } from "./profile-url.js";

/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {import("./marks.js").Marks} Marks */
/** @typedef {import("./shelf.js").Row} Row */

/**
 * Somebody as one catalog knows them: its place among the catalogs, and their id there.
 * @typedef {{ catalog: number, id: string }} Entry
 */

/** Key of a LinkedIn address -> whose it is; the first catalog that names them stands first. @typedef {Map<string, Entry[]>} Index */

/**
 * What a link is: its key, who that is (null: nobody we know), and the opaque key of the same person that the address
 * itself names. Null for what is not a person's or organisation's own page.
 * @typedef {{ key: string, entries: Entry[], opaque: string | null } | null} Found
 */

/** What such an address may name; an opaque one only with the help of its twin. */
const MATCHED = new Set(["profile", "company", "school", "opaque_profile"]);

/** `/in/x/fr/` is the same page in French; anything else after the slug is a page inside the profile. */
const LOCALE = /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i;

/** Nine of ten links; their key can be read off (a property of the tests: exactly as the grammar says). */
const PLAIN = /^(?:https:\/\/www\.linkedin\.com)?\/in\/([a-z0-9-]{1,100})\/?(?:[?#]|$)/;

/** Longer addresses are left to the grammar, which refuses them. */
const LONGEST = 2048;

/** LinkedIn's own word for whose page it is, beside the readable address. */
const TWIN = /[?&]miniProfileUrn=urn(?:%3A|:)li(?:%3A|:)fs_miniProfile(?:%3A|:)((?:ACoA|ACw)[A-Za-z0-9_-]+)(?:[&#]|$)/i;

/**
 * @param {ReadonlyArray<{ rows: readonly Row[], withdrawn: readonly string[], off: readonly string[] }>} catalogs `off`:
 *   categories that the reader does not care for
 * @param {Marks} marks whoever is hidden is left out
 * @returns {Index} every published address, former ones too; a current address beats somebody else's former one
 */
export function buildIndex(catalogs, marks) {
  /** @type {Index} */
  const index = new Map();
  catalogs.forEach(({ rows, withdrawn, off }, catalog) => {
    const left = new Set(withdrawn);
    const known = rows.filter((row) => !left.has(row.id) && marks[row.id]?.as !== "hidden" && isWanted(row, off));
    const current = new Map(known.flatMap((row) => (row.key ? [[row.key, row.id]] : [])));
    const former = known.flatMap((row) => row.former.map((key) => /** @type {const} */ ([key, row.id])));
    for (const [key, id] of [...former.filter(([key]) => !current.has(key)), ...current]) {
      const entries = index.get(key);
      if (entries) entries.push({ catalog, id });
      else index.set(key, [{ catalog, id }]);
    }
  });
  return index;
}

/**
 * @param {Row} row
 * @param {readonly string[]} off
 * @returns {boolean} whether any of the expert's categories is on
 */
export function isWanted(row, off) {
  return !off.length || !row.places.length || row.places.some(([category]) => !off.includes(category));
}

/**
 * @param {Index} index
 * @param {readonly string[]} hrefs as they stand in the page
 * @param {string} base address of the page they stand in
 * @returns {Found[]} one for each href, in the same order
 */
export function recognise(index, hrefs, base) {
  const ownSite = parseProfileUrl("/in/a", base).key !== null;
  return hrefs.map((href) => {
    const key = plainKey(href, ownSite) ?? grammarKey(href, base);
    return key === null ? null : { key, entries: index.get(key) ?? [], opaque: twinOf(href) };
  });
}

/**
 * @param {string} href
 * @param {boolean} ownSite whether a relative address leads into LinkedIn
 * @returns {string | null}
 */
function plainKey(href, ownSite) {
  const slug = href.length <= LONGEST ? PLAIN.exec(href)?.[1] : undefined;
  if (!slug || slug === "me" || slug === "unavailable") return null;
  return ownSite || href.startsWith("https:") ? `in/${slug}` : null;
}

/**
 * @param {string} href
 * @param {string} base
 * @returns {string | null}
 */
function grammarKey(href, base) {
  const { kind, key } = parseProfileUrl(href, base);
  return key && MATCHED.has(kind) && !leadsInside(href) ? key : null;
}

/**
 * @param {string} href
 * @returns {string | null} the opaque key that the address names beside the readable one
 */
function twinOf(href) {
  if (!href.includes("miniProfileUrn")) return null;
  const opaque = TWIN.exec(href)?.[1];
  return opaque ? `in/${opaque}` : null;
}

/**
 * @param {string} href an address that `parseProfileUrl` has taken
 * @returns {boolean} whether it opens a page inside the profile ("Contact info", "Show all posts"), not the profile
 */
export function leadsInside(href) {
  const segments = href.replace(/[?#].*$/s, "").split(/[/\\]+/).map((segment) => segment.trim()).filter(Boolean);
  const kind = segments.findIndex((segment) => /^(?:in|company|school)$/i.test(segment));
  const rest = segments.slice(kind + 2);
  return rest.length > 1 || (rest.length === 1 && !LOCALE.test(rest[0] ?? ""));
}
