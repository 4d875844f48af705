// @ts-check
/**
 * What older versions kept, brought into today's shape, step by step. Pure: the whole of storage in, what to write out.
 * Each step has the date on which its shape began; steps are never changed once they have shipped.
 */

/** @typedef {Record<string, unknown>} Kept a value of undefined is taken away */

/** @type {[string, (kept: Kept) => Kept][]} */
const STEPS = [["2026-11-23", severalCatalogs], ["2026-11-29", publishersInRows]];

/** The shape that this version reads. */
export const VERSION = /** @type {[string, unknown]} */ (STEPS.at(-1))[0];

/**
 * @param {Kept} kept all that storage holds
 * @returns {Kept} what has to be written: nothing to the storage of a newer version, which may be back tomorrow
 */
export function migrated(kept) {
  const from = typeof kept.version === "string" ? kept.version : "";
  /** @type {Kept} */
  let written = {};
  for (const [date, step] of STEPS) {
    if (date > from) written = { ...written, ...step({ ...kept, ...written }) };
  }
  return from > VERSION ? {} : { ...written, version: VERSION };
}

/**
 * Before, there was one server and its catalog in one piece; it is asked for again, which costs one request.
 * @param {Kept} kept
 * @returns {Kept}
 */
function severalCatalogs({ server, held, state }) {
  const old = { server, held, state };
  const taken = Object.fromEntries(Object.entries(old).flatMap(([key, value]) => (value === undefined ? [] : [[key, undefined]])));
  if (typeof server !== "string") return taken;
  return { ...taken, catalogs: [{ id: "preset", address: server, name: "Followworthy", letter: "", on: true }] };
}

/**
 * Before, a row said how many lists name somebody, which cannot be added up over several catalogs: a publisher counts once.
 * Now it says whose they are, as the drawers do.
 * @param {Kept} kept
 * @returns {Kept}
 */
function publishersInRows(kept) {
  const ids = Object.keys(kept).flatMap((key) => (key.startsWith("rows:") && kept[key] ? [key.slice("rows:".length)] : []));
  return Object.fromEntries(ids.map((id) => [`rows:${id}`, JSON.stringify(withPublishers(kept, id))]));
}

/**
 * @param {Kept} kept
 * @param {string} id of a catalog
 */
function withPublishers(kept, id) {
  const { sources = [] } = /** @type {{ sources?: { id: string, publisher: string | null }[] }} */ (kept[`about:${id}`] ?? {});
  const publisher = new Map(sources.map((source) => [source.id, source.publisher]));
  const drawers = Object.keys(kept).filter((key) => key.startsWith(`drawer:${id}:`)).flatMap((key) => listIn(kept[key]));
  const named = new Map(drawers.map((expert) => [
    expert.id,
    [...new Set(expert.recommendations.map((/** @type {{ source: string }} */ { source }) => publisher.get(source) ?? source))],
  ]));
  return listIn(kept[`rows:${id}`]).map(({ lists: _, ...row }) => ({ ...row, publishers: named.get(row.id) ?? [] }));
}

/**
 * @param {unknown} text
 * @returns {any[]} the list that it holds
 */
function listIn(text) {
  try {
    const list = JSON.parse(String(text));
    return Array.isArray(list) ? list : [];
  } catch {
    return []; // damaged; the next sync brings it anew
  }
}
