// @ts-check
/**
 * Reads what a server sent into a catalog or its changes, field by field: what we do not know is left behind, what is not of
 * its shape refuses the whole. Pure, and proves nothing: see `catalog-check.js`.
 */

import { Refusal } from "./catalog-check.js";
import { parseProfileUrl, profileUrl } from "./profile-url.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./catalog-check.js").Category} Category */
/** @typedef {import("./catalog-check.js").Delta} Delta */
/** @typedef {import("./catalog-check.js").Expert} Expert */
/** @typedef {import("./catalog-check.js").Link} Link */
/** @typedef {import("./catalog-check.js").Recommendation} Recommendation */
/** @typedef {import("./catalog-check.js").Source} Source */

/** The only schema this version can read. */
export const SCHEMA = 1;

/** Far more than any catalog needs. */
const LONGEST_NAME = 2_000;
const LONGEST_TEXT = 20_000;
const MOST_OF_ONE = 1_000;

/**
 * @param {string} text the body of the answer
 * @returns {Catalog | Delta}
 * @throws {Refusal} with what is wrong with it
 */
export function readAnswer(text) {
  const value = parsed(text);
  const known = typeof value.schema === "number" || typeof value.schema === "string";
  if (!known) throw new Refusal("notCatalog");
  if (value.schema !== SCHEMA) throw new Refusal("schema", String(value.schema).slice(0, 20));
  if (typeof value.complete !== "boolean") throw new Refusal("shape");
  return {
    schema: SCHEMA,
    cursor: name(value.cursor),
    complete: value.complete,
    count: count(value.count),
    checksum: name(value.checksum),
    categories: list(value.categories, category),
    sources: list(value.sources, source),
    experts: list(value.experts, expert),
    withdrawn: list(value.withdrawn, id),
  };
}

/**
 * @param {string} text
 * @returns {Record<string, unknown>}
 */
function parsed(text) {
  try {
    return record(JSON.parse(text));
  } catch {
    throw new Refusal("notCatalog");
  }
}

/**
 * @param {unknown} value
 * @returns {Category}
 */
function category(value) {
  const { id: given, name: called, position, description } = record(value);
  if (!Number.isFinite(position)) throw new Refusal("shape");
  return { id: id(given), name: name(called), position: Number(position), description: prose(description) };
}

/**
 * @param {unknown} value
 * @returns {Source}
 */
function source(value) {
  const { id: given, title, publisher, url, date } = record(value);
  return { id: name(given), title: name(title), publisher: orNull(publisher, name), url: orNull(url, prose), date: orNull(date, name) };
}

/**
 * @param {unknown} value
 * @returns {Expert}
 */
function expert(value) {
  const { id: given, revision, kind, name: called, headline, links, recommendations } = record(value);
  return {
    id: id(given),
    revision: count(revision),
    kind: name(kind),
    name: name(called),
    headline: name(headline),
    links: list(links, link, MOST_OF_ONE),
    recommendations: list(recommendations, recommendation, MOST_OF_ONE),
  };
}

/**
 * @param {unknown} value
 * @returns {Link}
 */
function link(value) {
  const { kind, key, url, status, verdict, confirmed } = record(value);
  const month = orNull(confirmed, name);
  if (month !== null && !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) throw new Refusal("shape");
  return {
    kind: name(kind),
    key: kind === "linkedin" ? ownKey(orNull(key, name)) : orNull(key, name),
    url: prose(url),
    status: name(status),
    verdict: name(verdict),
    confirmed: month,
  };
}

/**
 * Addresses are built from keys: one that leads elsewhere than to a profile, or that a later grammar has made, is as if it
 * were not known.
 * @param {string | null} key
 */
function ownKey(key) {
  return key !== null && parseProfileUrl(profileUrl(key)).key === key ? key : null;
}

/**
 * @param {unknown} value
 * @returns {Recommendation}
 */
function recommendation(value) {
  const { category: where, source: whose, rank, reason, date } = record(value);
  return { category: id(where), source: name(whose), rank: orNull(rank, count), reason: prose(reason), date: orNull(date, name) };
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function record(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refusal("shape");
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * @template T
 * @param {unknown} value
 * @param {(item: unknown) => T} read
 * @param {number} [most]
 * @returns {T[]}
 */
function list(value, read, most = Infinity) {
  if (!Array.isArray(value) || value.length > most) throw new Refusal("shape");
  return value.map((item) => read(item));
}

/**
 * @template T
 * @param {unknown} value
 * @param {(value: unknown) => T} read
 * @returns {T | null}
 */
function orNull(value, read) {
  return value === null ? null : read(value);
}

/**
 * Ids become names of fields here: nothing but what ours are made of, and no field that every object has.
 * @param {unknown} value
 * @returns {string}
 */
function id(value) {
  if (typeof value !== "string" || !/^[a-z0-9][a-z0-9-]{0,99}$/i.test(value) || value in {}) throw new Refusal("shape");
  return value;
}

/**
 * @param {unknown} value
 * @param {number} [longest]
 * @returns {string} of whole characters: half of one cannot become a part of an address
 */
function name(value, longest = LONGEST_NAME) {
  if (typeof value !== "string" || value.length > longest || /\p{Surrogate}/u.test(value)) throw new Refusal("shape");
  return value;
}

/** @param {unknown} value */
function prose(value) {
  return name(value, LONGEST_TEXT);
}

/**
 * @param {unknown} value
 * @returns {number}
 */
function count(value) {
  if (!Number.isSafeInteger(value) || Number(value) < 0) throw new Refusal("shape");
  return Number(value);
}
