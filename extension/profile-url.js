// @ts-check
/**
 * Every spelling of a LinkedIn address to one key, or none. The grammar is written in docs/PROFILE_URLS.md;
 * the server's domain/profile_url.py is the twin. No URL library on purpose: Python's and the browser's disagree.
 */
import { isUnassigned } from "./unicode-14.js";

/** @typedef {"profile" | "company" | "school" | "opaque_profile" | "legacy_pub" | "not_profile"} ProfileKind */
/** @typedef {{ kind: ProfileKind, slug: string | null, key: string | null }} ProfileAddress */

const LONGEST_ADDRESS = 2048;
const LONGEST_SLUG = 200;
const SCHEME = /^https?:\/\//i;
const HOST = /^(?:(?:www|m|touch|[a-z]{2})\.)?linkedin\.com(?::443|:80)?$/i;
const OPAQUE = /^(?:ACoA|ACw)[A-Za-z0-9_-]+$/;
const SHORTEST_OPAQUE = 15;
const HEXADECIMAL = /^[0-9A-Fa-f]{1,3}$/;
const FORBIDDEN = /[%/\\?#<>":@[\]{}|^`]/;
/** Control, format (zero width, direction), private use, half a pair, and blanks of any kind. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zs}\p{Zl}\p{Zp}]/u;
/** @type {Map<string, ProfileKind>} */
const WORDS = new Map([
  ["in", "profile"],
  ["company", "company"],
  ["school", "school"],
]);

/** @type {ProfileAddress} */
const NOT_PROFILE = { kind: "not_profile", slug: null, key: null };

/**
 * Read one address.
 * @param {string} href
 * @param {string | null} [base] the address of the page on which a relative one was found
 * @returns {ProfileAddress}
 */
export function parseProfileUrl(href, base = null) {
  const path = pathOf(trimmed(href), base);
  const segments = path === null ? null : segmentsOf(path);
  if (!segments) return NOT_PROFILE;
  const word = lowerAscii(segments[0]);
  if (word === "pub") return legacy(segments.slice(1));
  const kind = WORDS.get(word);
  const decoded = kind && segments.length > 1 ? decodedSlug(segments[1]) : null;
  if (!kind || decoded === null) return NOT_PROFILE;
  if (word === "in" && decoded.length >= SHORTEST_OPAQUE && OPAQUE.test(decoded)) {
    return { kind: "opaque_profile", slug: decoded, key: `in/${decoded}` };
  }
  const slug = comparable(decoded);
  const nobody = slug === null || slug === "unavailable" || (word === "in" && slug === "me");
  return nobody ? NOT_PROFILE : { kind, slug, key: `${word}/${slug}` };
}

/**
 * The canonical address of a key: `in/lizryan` -> `https://www.linkedin.com/in/lizryan`.
 * @param {string} key
 * @returns {string}
 */
export function profileUrl(key) {
  return `https://www.linkedin.com/${key.split("/").map(encodeURIComponent).join("/")}`;
}

/**
 * Steps 1 and 2: blanks, fragment and query go; a backslash is refused (null).
 * @param {string} href
 * @returns {string | null}
 */
function trimmed(href) {
  // Counted in code points, as in Python; but a data: address of megabytes is not spread out for that.
  if (href.length > 2 * LONGEST_ADDRESS || [...href].length > LONGEST_ADDRESS) return null;
  const text = href.replace(/^[\0- ]+|[\0- ]+$/g, "").replace(/[\t\n\r]/g, "");
  const address = text.split("#", 1)[0].split("?", 1)[0];
  return address.includes("\\") ? null : address;
}

/**
 * Steps 3 and 4: the path on a LinkedIn host, without its first slash.
 * @param {string | null} address
 * @param {string | null} base
 * @returns {string | null}
 */
function pathOf(address, base) {
  if (address === null) return null;
  if (address.startsWith("/") && !address.startsWith("//")) {
    const where = trimmed(base ?? "");
    return where !== null && SCHEME.test(where) && pathOf(where, null) !== null ? address.slice(1) : null;
  }
  const text = SCHEME.test(address) ? address.replace(SCHEME, "") : address.startsWith("//") ? address.slice(2) : address;
  const end = text.indexOf("/");
  const host = end < 0 ? text : text.slice(0, end);
  return HOST.test(host) ? (end < 0 ? "" : text.slice(end + 1)) : null;
}

/**
 * Step 5: the segments that count, without what only chooses a layout.
 * @param {string} path
 * @returns {string[] | null}
 */
function segmentsOf(path) {
  const segments = path.split("/");
  if (segments.length > 1 && segments[segments.length - 1] === "") segments.pop();
  if (segments.some((one) => ["", ".", ".."].includes(one.replace(/%2e/gi, ".")))) return null;
  const first = lowerAscii(segments[0]);
  if (first === "mwlite") segments.splice(0, segments.length > 1 && lowerAscii(segments[1]) === "profile" ? 2 : 1);
  else if (first === "comm") segments.shift();
  return segments.length ? segments : null;
}

/**
 * Step 6: the slug, decoded once and free of what makes it another address.
 * @param {string} segment
 * @returns {string | null}
 */
function decodedSlug(segment) {
  try {
    return usable(decodeURIComponent(segment));
  } catch {
    return null; // not UTF-8, or a broken percent sign
  }
}

/**
 * @param {string} slug
 * @returns {string | null}
 */
function usable(slug) {
  const characters = [...slug];
  if (!slug || characters.length > LONGEST_SLUG || slug === "." || slug === "..") return null;
  return characters.some(refused) ? null : slug;
}

/** @param {string} character */
function refused(character) {
  const point = /** @type {number} */ (character.codePointAt(0));
  return FORBIDDEN.test(character) || HIDDEN.test(character) || isUnassigned(point);
}

/**
 * Step 8: lower case, each character by itself (a sigma's form depends on tables of different age), then NFC.
 * NFC makes a few characters into refused ones (U+1FEF into a backtick) or into more, so step 6 looks again.
 * @param {string} slug
 * @returns {string | null}
 */
function comparable(slug) {
  return usable([...slug].map((one) => one.toLowerCase()).join("").normalize("NFC"));
}

/**
 * Step 9: the addresses of before 2013.
 * @param {string[]} parts
 * @returns {ProfileAddress}
 */
function legacy(parts) {
  if (parts.length < 4 || !parts.slice(1, 4).every((one) => HEXADECIMAL.test(one))) return NOT_PROFILE;
  const name = decodedSlug(parts[0]);
  if (name === null || lowerAscii(name) === "dir") return NOT_PROFILE;
  const slug = comparable(`${name}-${parts[3].padStart(3, "0")}${parts[2].padStart(3, "0")}${parts[1]}`);
  return slug === null ? NOT_PROFILE : { kind: "legacy_pub", slug, key: `in/${slug}` };
}

/**
 * Lower-case ASCII only: a Kelvin sign is no k.
 * @param {string} text
 */
function lowerAscii(text) {
  return /^[\0-\x7f]*$/.test(text) ? text.toLowerCase() : text;
}
