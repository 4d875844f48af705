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

/** So many may go at once without a word, however small the catalog; and always fewer than half of it. */
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
  const lost = held ? missing(held, catalog) : 0;
  if (count === 0 && (!held || lost)) throw new Refusal("empty");
  if (held && lost > LOST_UNNOTICED && lost >= held.count / 2) throw new Refusal("shrank", held.count, lost);
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

/**
 * How many of the held experts are gone without having been withdrawn.
 * @param {Catalog} held
 * @param {Catalog} offered
 */
function missing(held, offered) {
  const accounted = new Set([...offered.experts.map((expert) => expert.id), ...offered.withdrawn]);
  return held.experts.filter((expert) => !accounted.has(expert.id)).length;
}
