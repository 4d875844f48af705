// @ts-check
/** What saving the form makes of the catalogs that are there at that moment: other tabs may have changed them. Pure. */

/** @typedef {import("../catalog-storage.js").Subscription} Subscription */

/** What the form holds. @typedef {Pick<Subscription, "address" | "name" | "letter">} Filled */

/**
 * Why nothing was saved: the catalog has gone, or the one called `name` has this address or letter.
 * @typedef {{ why: "gone" } | { why: "address" | "letter", name: string }} Refused
 */

/**
 * @param {readonly Subscription[]} catalogs as they are now
 * @param {string | null} id null: a new one
 * @param {Filled} filled
 * @returns {{ catalogs: Subscription[] } | { refused: Refused }} of the edited one, what the form does not show stays
 */
export function withSaved(catalogs, id, filled) {
  const others = catalogs.filter((one) => one.id !== id);
  if (id !== null && others.length === catalogs.length) return { refused: { why: "gone" } };
  const twin = twinOf(others, filled);
  if (twin) return { refused: twin };
  if (id === null) return { catalogs: [...catalogs, { ...filled, id: crypto.randomUUID(), on: true }] };
  return { catalogs: catalogs.map((one) => (one.id === id ? { ...one, ...filled } : one)) };
}

/**
 * @param {readonly Subscription[]} others
 * @param {Filled} filled
 * @returns {Refused | null} which of them has this address or letter already
 */
export function twinOf(others, { address, letter }) {
  const there = others.find((one) => one.address === address);
  if (there) return { why: "address", name: there.name };
  const alike = letter ? others.find((one) => one.letter === letter) : undefined;
  return alike ? { why: "letter", name: alike.name } : null;
}
