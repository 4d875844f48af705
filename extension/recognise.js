// @ts-check
/**
 * Says which links lead to recommended experts. Pure: rows of catalogs and addresses in, answers out.
 * An address decides alone; a name never does, because two people may share it. It only tells whether an address that
 * catalogs give to several people has been one person's all along.
 */

import { parseProfileUrl } from "./profile-url.js";
import { sameName } from "./same-name.js";

/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {import("./marks.js").Marks} Marks */
/** @typedef {import("./shelf.js").Row} Row */

/**
 * Somebody as one catalog knows them: its place among the catalogs, and their id there.
 * @typedef {{ catalog: number, id: string }} Entry
 */

/** One catalog says that an address is somebody's, or was. @typedef {{ catalog: number, row: Row, current: boolean }} Claim */

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
 * @returns {Index} every published address, former ones too
 */
export function buildIndex(catalogs, marks) {
  const left = catalogs.map(({ withdrawn }) => new Set(withdrawn));
  const isShown = (/** @type {Claim} */ { catalog, row }) =>
    !left[catalog]?.has(row.id) && marks[row.id]?.as !== "hidden" && isWanted(row, catalogs[catalog]?.off ?? []);
  /** @type {Index} */
  const index = new Map();
  for (const [key, claims] of claimsOf(catalogs)) {
    const entries = holdersOf(claims).filter(isShown).map(({ catalog, row }) => ({ catalog, id: row.id }));
    if (entries.length) index.set(key, entries);
  }
  return index;
}

/**
 * @param {ReadonlyArray<{ rows: readonly Row[] }>} catalogs
 * @returns {Map<string, Claim[]>} by key; of those whom nobody wants to see, too, for their address is still theirs
 */
function claimsOf(catalogs) {
  /** @type {Map<string, Claim[]>} */
  const claims = new Map();
  catalogs.forEach(({ rows }, catalog) => {
    for (const row of rows) {
      for (const key of new Set([row.key, ...row.former])) {
        if (key === null) continue;
        const claim = { catalog, row, current: key === row.key };
        const others = claims.get(key);
        if (others) others.push(claim);
        else claims.set(key, [claim]);
      }
    }
  });
  return claims;
}

/**
 * Whoever has an address now has it, whatever other catalogs still say of others; one that several people have given up
 * may be anybody's by now.
 * @param {Claim[]} claims of one address
 * @returns {Claim[]} those that are of its holder
 */
function holdersOf(claims) {
  if (claims.length === 1) return claims;
  const first = claims.find(({ current }) => current) ?? claims[0];
  const agree = claims.filter((claim) => first && isOfSame(first, claim));
  return first?.current || agree.length === claims.length ? agree : [];
}

/**
 * @param {Claim} first
 * @param {Claim} other
 * @returns {boolean} whether both speak of one person: in one catalog each has an id of their own
 */
function isOfSame(first, other) {
  if (first.catalog === other.catalog || first.row.id === other.row.id) return first.row.id === other.row.id;
  return (first.current && other.current) || sameName(first.row.name, other.row.name, first.row.kind);
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
