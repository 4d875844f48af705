// @ts-check
/**
 * Decides whether what a server sent may replace the catalog that we hold. Pure: no network, no storage.
 * A damaged, half or suddenly tiny catalog is refused, and the last good one stays.
 */

/**
 * The catalog as a server publishes it (docs/DESIGN.md shows one).
 * @typedef {{ id: string, name: string, position: number, description: string }} Category
 * @typedef {{ id: string, title: string, publisher: string | null, url: string | null, date: string | null }} Source
 * @typedef {{ kind: string, key: string | null, url: string, status: string, verdict: string, confirmed: string | null }} Link
 * @typedef {{ category: string, source: string, rank: number | null, reason: string, date: string | null }} Recommendation
 * @typedef {{ id: string, revision: number, kind: string, name: string, headline: string, links: Link[],
 *             recommendations: Recommendation[] }} Expert
 * @typedef {{ schema: 1, cursor: string, complete: true, count: number, checksum: string, categories: Category[],
 *             sources: Source[], experts: Expert[], withdrawn: string[] }} Catalog
 */

/** What changed since the state that a client named; see `catalog-delta.js`. @typedef {Omit<Catalog, "complete"> & { complete: false }} Delta */

/** The only schema this version can read. */
export const SCHEMA = 1;

/** Fewer may go at once without a word; a small catalog is allowed to change. */
const LOST_UNNOTICED = 5;

/** A reason to keep what we have; `code` is the end of a message's key, `details` go into its gaps. */
export class Refusal extends Error {
  /**
   * @param {string} code
   * @param {...(string | number)} details
   */
  constructor(code, ...details) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.details = details.map(String);
  }
}

/**
 * @param {string} text the body of the answer
 * @returns {Catalog | Delta} of the right shape, and no more proven than that
 * @throws {Refusal} with what is wrong with it
 */
export function readAnswer(text) {
  const value = parsed(text);
  if (!isRecord(value) || !("schema" in value)) throw new Refusal("notCatalog");
  if (value.schema !== SCHEMA) throw new Refusal("schema", String(value.schema).slice(0, 20));
  const sound =
    typeof value.complete === "boolean" &&
    isText(value.cursor) &&
    isCount(value.count) &&
    every(value.categories, isCategory) &&
    every(value.sources, isSource) &&
    every(value.experts, isExpert) &&
    every(value.withdrawn, isId);
  if (!sound) throw new Refusal("shape");
  return /** @type {Catalog | Delta} */ (/** @type {unknown} */ (value));
}

/**
 * @param {Catalog} catalog
 * @param {Catalog | null} held what we took from the same server before, if anything
 * @returns {Promise<Catalog>} the same, proven whole
 * @throws {Refusal} with what is wrong with it
 */
export async function proven(catalog, held) {
  const { count, experts } = catalog;
  if (count !== experts.length) throw new Refusal("count", count, experts.length);
  if (new Set(experts.map(({ id }) => id)).size !== experts.length) throw new Refusal("twice");
  if (catalog.checksum !== (await checksum(experts))) throw new Refusal("checksum");
  if (count === 0) throw new Refusal("empty");
  const lost = held ? missing(held, catalog) : 0;
  if (held && lost > LOST_UNNOTICED && count < held.count / 2) throw new Refusal("shrank", held.count, count);
  return catalog;
}

/**
 * @param {ReadonlyArray<Pick<Expert, "id" | "revision">>} experts
 * @returns {Promise<string>} SHA-256, in hexadecimal, of the sorted lines "id revision\n" of all published experts
 */
export async function checksum(experts) {
  const lines = experts.map((expert) => `${expert.id} ${expert.revision}\n`).sort();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(lines.join("")));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} text */
function parsed(text) {
  try {
    return /** @type {unknown} */ (JSON.parse(text));
  } catch {
    throw new Refusal("notCatalog");
  }
}

/**
 * How many of the held experts are gone without having been withdrawn.
 * @param {Catalog} held
 * @param {Catalog} offered
 */
function missing(held, offered) {
  const accounted = new Set([...offered.experts.map((expert) => expert.id), ...offered.withdrawn]);
  return held.experts.filter((expert) => !accounted.has(expert.id)).length;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @type {(value: unknown) => boolean} */
const isText = (value) => typeof value === "string";
/** @type {(value: unknown) => boolean} */
const isTextOrNull = (value) => value === null || typeof value === "string";
/** Ids are names of fields here: nothing but what ours are made of. @type {(value: unknown) => boolean} */
const isId = (value) => typeof value === "string" && /^[a-z0-9][a-z0-9-]{0,99}$/i.test(value);
/** @type {(value: unknown) => boolean} */
const isCount = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** @type {(value: unknown) => boolean} */
const isCountOrNull = (value) => value === null || isCount(value);
/** @type {(value: unknown) => boolean} */
const isMonthOrNull = (value) => value === null || (typeof value === "string" && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(value));
/** @type {(value: unknown, test: (item: unknown) => boolean) => boolean} */
const every = (value, test) => Array.isArray(value) && value.every(test);

/** @type {(value: unknown) => boolean} */
const isCategory = (value) => isRecord(value) && isId(value.id) && isText(value.name) && Number.isFinite(value.position);
/** @type {(value: unknown) => boolean} */
const isSource = (value) =>
  isRecord(value) && isText(value.id) && isText(value.title) && [value.publisher, value.url, value.date].every(isTextOrNull);
/** @type {(value: unknown) => boolean} */
const isLink = (value) =>
  isRecord(value) &&
  [value.kind, value.status, value.verdict].every(isText) &&
  isTextOrNull(value.key) &&
  isMonthOrNull(value.confirmed);
/** @type {(value: unknown) => boolean} */
const isRecommendation = (value) =>
  isRecord(value) &&
  [value.category, value.source, value.reason].every(isText) &&
  isCountOrNull(value.rank) &&
  isTextOrNull(value.date);
/** @type {(value: unknown) => boolean} */
const isExpert = (value) =>
  isRecord(value) &&
  isId(value.id) &&
  [value.kind, value.name, value.headline].every(isText) &&
  isCount(value.revision) &&
  every(value.links, isLink) &&
  every(value.recommendations, isRecommendation);
