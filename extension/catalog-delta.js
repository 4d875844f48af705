// @ts-check
/** Brings a held catalog up to date with what changed since. Pure: the result still has to be proven whole. */

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./catalog-check.js").Delta} Delta */

/**
 * @param {Catalog} held
 * @param {Delta} delta the changed experts and the withdrawn ids; count and checksum are those of the state after it
 * @returns {Catalog}
 */
export function applied(held, delta) {
  const left = new Set(delta.withdrawn);
  const changed = new Map(delta.experts.map((expert) => [expert.id, expert]));
  const known = new Set(held.experts.map(({ id }) => id));
  const stayed = held.experts.filter(({ id }) => !left.has(id)).map((expert) => changed.get(expert.id) ?? expert);
  const added = delta.experts.filter(({ id }) => !known.has(id) && !left.has(id));
  const gone = held.withdrawn.filter((id) => !changed.has(id) && !left.has(id));
  return { ...delta, complete: true, experts: [...stayed, ...added], withdrawn: [...gone, ...delta.withdrawn] };
}
