// @ts-check
/** Whom the reader follows already, and whom they do not care for. Pure; kept in this browser and sent to nobody. */

/**
 * `at` is the day; name and address are kept so that an export says who is meant when the catalog is gone.
 * @typedef {"followed" | "hidden"} MarkKind
 * @typedef {{ as: MarkKind, at: string, name: string, key: string | null }} Mark
 * @typedef {Readonly<Record<string, Mark>>} Marks by the expert's id
 */

/**
 * @param {Marks} marks
 * @param {ReadonlyArray<{ id: string, name: string, key: string | null }>} people
 * @param {MarkKind | null} as null takes the mark away
 * @param {Date} now
 * @returns {Marks}
 */
export function marked(marks, people, as, now) {
  const at = now.toISOString().slice(0, 10);
  const others = Object.entries(marks).filter(([id]) => !people.some((one) => one.id === id));
  const these = as ? people.map(({ id, name, key }) => /** @type {const} */ ([id, { as, at, name, key }])) : [];
  return Object.fromEntries([...others, ...these]);
}
