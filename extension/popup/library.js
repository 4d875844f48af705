// @ts-check
/** Reads everything the popup lists: people of all catalogs that are on, with what the reader has marked. Draws nothing. */

import { readCatalogs, readHeld, readServerState } from "../catalog-storage.js";
import { isWanted } from "../recognise.js";
import { readChosen, readMarks } from "../storage.js";
import { united } from "./people.js";

/** @typedef {import("../choices.js").Choices} Choices */
/** @typedef {import("../marks.js").Marks} Marks */
/** @typedef {import("../shelf.js").About} About */
/** @typedef {import("../shelf.js").Row} Row */
/** @typedef {import("../catalog-storage.js").Held} Held */
/** @typedef {import("../catalog-storage.js").ServerState} ServerState */
/** @typedef {import("../catalog-storage.js").Subscription} Subscription */
/** @typedef {import("./people.js").Person} Person */

/** A catalog as the popup knows it. @typedef {{ catalog: Subscription, about: About, starter: boolean, state: ServerState | null }} Shelf */

/**
 * `states`: of all catalogs that are on; `shelves`: of those that have come; `hidden`: who does not interest the reader.
 * @typedef {{ shelves: Shelf[], states: { catalog: Subscription, state: ServerState | null }[], people: Person[], hidden: Person[],
 *             choices: Choices }} Library
 */

/** @returns {Promise<Library>} */
export async function readLibrary() {
  const [subscriptions, marks, choices] = await Promise.all([readCatalogs(), readMarks(), readChosen()]);
  const taken = await Promise.all(subscriptions.filter(({ on }) => on).map(async (catalog) => {
    const [held, state] = await Promise.all([readHeld(catalog.id), readServerState(catalog.id)]);
    return { catalog, held, state };
  }));
  const full = taken.flatMap(({ catalog, held, state }) => (held ? [{ catalog, held, state }] : []));
  const rows = full.map(({ catalog: { id, letter }, held }) => ({ about: held.about, letter, rows: listed(held, choices.categoriesOff[id] ?? []) }));
  return {
    shelves: full.map(({ catalog, held: { about, starter }, state }) => ({ catalog, about, starter, state })),
    states: taken.map(({ catalog, state }) => ({ catalog, state })),
    ...sorted(united(rows), marks),
    choices,
  };
}

/**
 * @param {Held} held
 * @param {string[]} off categories that the reader does not care for
 * @returns {Row[]} without the withdrawn and those who are in no other category
 */
function listed({ about, rows }, off) {
  const withdrawn = new Set(about.withdrawn);
  return rows.filter((row) => !withdrawn.has(row.id) && isWanted(row, off));
}

/**
 * @param {Person[]} everybody
 * @param {Marks} marks
 * @returns {{ people: Person[], hidden: Person[] }} as the reader has marked them
 */
function sorted(everybody, marks) {
  const marked = (/** @type {string} */ as) => new Set(Object.keys(marks).filter((id) => marks[id]?.as === as));
  const [hiddenIds, followedIds] = [marked("hidden"), marked("followed")];
  const hidden = hiddenIds.size ? everybody.filter(({ ids }) => ids.some((id) => hiddenIds.has(id))) : [];
  const left = new Set(hidden);
  const people = left.size ? everybody.filter((person) => !left.has(person)) : everybody;
  for (const person of followedIds.size ? people : []) {
    const id = person.ids.find((one) => followedIds.has(one));
    person.followed = (id && marks[id]?.at) || null;
  }
  return { people, hidden };
}
