// @ts-check
/**
 * A catalog as storage holds it: split so that a look-up and a list read little, joined again to prove the whole.
 * Pure: reads and writes nothing.
 */

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./catalog-check.js").Expert} Expert */

/**
 * What is said of the catalog itself; `etag` is the tag to ask the server at `address` with.
 * @typedef {Pick<Catalog, "schema" | "cursor" | "count" | "checksum" | "categories" | "sources" | "withdrawn">
 *           & { address: string, etag: string | null }} About
 */

/**
 * One line about an expert: enough to find and to list them. `key` is their current LinkedIn address, `former` what it
 * was before; `places` are their categories with the best rank in each; `publishers` are those whose lists name them.
 * @typedef {{ id: string, revision: number, kind: string, name: string, headline: string, key: string | null,
 *             former: string[], places: [string, number | null][], publishers: string[] }} Row
 */

/** @typedef {{ about: About, rows: Row[], drawers: Expert[][] }} Shelf */

/** A page names few experts, and each drawer is read whole: with 10,000 experts one of them is about 200 KB. */
export const DRAWERS = 32;

/**
 * @param {Catalog} catalog
 * @param {{ address: string, etag: string | null }} from whom it was taken from
 * @returns {Shelf} whoever was withdrawn has no row, even if a server names them among its experts
 */
export function split(catalog, { address, etag }) {
  const { schema, cursor, count, checksum, categories, sources, withdrawn } = catalog;
  /** @type {Expert[][]} */
  const drawers = Array.from({ length: DRAWERS }, () => []);
  for (const expert of catalog.experts) drawers[drawerOf(expert.id)]?.push(expert);
  const left = new Set(withdrawn);
  return {
    about: { schema, cursor, count, checksum, categories, sources, withdrawn, address, etag },
    rows: catalog.experts.filter(({ id }) => !left.has(id)).map((expert) => rowOf(expert, catalog)),
    drawers,
  };
}

/**
 * @param {About} about
 * @param {Expert[][]} drawers
 * @returns {Catalog}
 */
export function join(about, drawers) {
  const { schema, cursor, count, checksum, categories, sources, withdrawn } = about;
  return { schema, cursor, complete: true, count, checksum, categories, sources, experts: drawers.flat(), withdrawn };
}

/**
 * @param {string} id of an expert
 * @returns {number} which drawer holds them
 */
export function drawerOf(id) {
  let sum = 0;
  for (let at = 0; at < id.length; at += 1) sum = (sum * 31 + id.charCodeAt(at)) % 65_521;
  return sum % DRAWERS;
}

/**
 * @param {Pick<Expert, "recommendations">} expert
 * @param {Pick<Catalog, "sources">} catalog
 * @returns {Set<string>} who recommends them: one publisher counts once, however many lists it has
 */
export function publishersOf(expert, { sources }) {
  return new Set(
    expert.recommendations.map((one) => sources.find((source) => source.id === one.source)?.publisher ?? one.source),
  );
}

/**
 * @param {Expert} expert
 * @param {Pick<Catalog, "sources">} catalog
 * @returns {Row}
 */
function rowOf(expert, catalog) {
  const keys = (/** @type {string} */ status) =>
    expert.links.flatMap((link) => (link.kind === "linkedin" && link.key && link.status === status ? [link.key] : []));
  /** @type {Map<string, number | null>} */
  const places = new Map();
  for (const { category, rank } of expert.recommendations) {
    const best = places.get(category) ?? null;
    places.set(category, best === null || (rank !== null && rank < best) ? rank : best);
  }
  const [key = null, ...others] = keys("current");
  return {
    id: expert.id,
    revision: expert.revision,
    kind: expert.kind,
    name: expert.name,
    headline: expert.headline,
    key,
    former: [...others, ...keys("former")],
    places: [...places],
    publishers: [...publishersOf(expert, catalog)],
  };
}
