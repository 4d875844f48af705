// @ts-check
/**
 * Says which links lead to recommended experts. Pure: a catalog and addresses in, answers out.
 * An address decides alone; a name never does, because two people may share it.
 */

import { parseProfileUrl } from "./profile-url.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./catalog-check.js").Expert} Expert */
/** @typedef {ReadonlyMap<string, Expert>} Index key of a LinkedIn address -> whose it is */
/** @typedef {{ key: string, id: string | null } | null} Answer null: not a person's or organisation's own page */

/** Only these kinds name one person or organisation for certain. */
const MATCHED = new Set(["profile", "company", "school"]);

/** `/in/x/fr/` is the same page in French; anything else after the slug is a page inside the profile. */
const LOCALE = /^[a-z]{2}(?:[-_][a-z]{2,4})?$/i;

/**
 * @param {Pick<Catalog, "experts" | "withdrawn">} catalog
 * @returns {Index} every published address, former ones too; a current address beats somebody else's former one
 */
export function buildIndex(catalog) {
  const withdrawn = new Set(catalog.withdrawn);
  /** @type {Map<string, Expert>} */
  const index = new Map();
  for (const status of ["former", "current"]) {
    for (const expert of catalog.experts) {
      if (withdrawn.has(expert.id)) continue;
      for (const link of expert.links) {
        if (link.kind === "linkedin" && link.key && link.status === status) index.set(link.key, expert);
      }
    }
  }
  return index;
}

/**
 * @param {Index} index
 * @param {readonly string[]} hrefs as they stand in the page
 * @param {string} base address of the page they stand in
 * @returns {Answer[]} one for each href, in the same order
 */
export function recognise(index, hrefs, base) {
  return hrefs.map((href) => {
    const { kind, key } = parseProfileUrl(href, base);
    if (!key || !MATCHED.has(kind) || leadsInside(href)) return null;
    return { key, id: index.get(key)?.id ?? null };
  });
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
