// @ts-check
/**
 * What older versions kept, brought into today's shape, step by step. Pure: the whole of storage in, what to write out.
 * Each step has the date on which its shape began; steps are never changed once they have shipped.
 */

/** @typedef {Record<string, unknown>} Kept a value of undefined is taken away */

/** @type {[string, (kept: Kept) => Kept][]} */
const STEPS = [["2026-11-23", severalCatalogs]];

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
