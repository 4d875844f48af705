// @ts-check
/** Everything the popup lists: people of all catalogs that are on, each once, with what the reader has marked. Draws nothing. */

import { readCatalogs, readHeld, readServerState } from "../catalog-storage.js";
import { isWanted } from "../recognise.js";
import { readChosen, readMarks } from "../storage.js";

/** @typedef {import("../choices.js").Choices} Choices */
/** @typedef {import("../marks.js").Marks} Marks */
/** @typedef {import("../shelf.js").About} About */
/** @typedef {import("../shelf.js").Row} Row */
/** @typedef {import("../catalog-storage.js").ServerState} ServerState */
/** @typedef {import("../catalog-storage.js").Subscription} Subscription */

/** A catalog as the popup knows it. @typedef {{ catalog: Subscription, about: About, starter: boolean, state: ServerState | null }} Shelf */

/**
 * Somebody, as the first catalog that names them has them; `ids` are theirs in all, `letters` those of the other catalogs.
 * @typedef {{ row: Row, ids: string[], shelf: Shelf, letters: string, followed: string | null }} Person `followed`: since which day
 */

/** A category's people, in no order; `followed` is how many of them. @typedef {{ name: string, people: { person: Person, category: string }[], followed: number }} Group */

/** @typedef {{ shelves: Shelf[], states: { catalog: Subscription, state: ServerState | null }[], people: Person[], hidden: number, choices: Choices }} Library */

/** @returns {Promise<Library>} */
export async function readLibrary() {
  const [subscriptions, marks, choices] = await Promise.all([readCatalogs(), readMarks(), readChosen()]);
  const on = subscriptions.filter((one) => one.on);
  const taken = await Promise.all(on.map(async (catalog) => {
    const [held, state] = await Promise.all([readHeld(catalog.id), readServerState(catalog.id)]);
    return { catalog, held, state };
  }));
  const shelves = taken.flatMap(({ catalog, held, state }) =>
    held ? [{ shelf: { catalog, about: held.about, starter: held.starter, state }, rows: held.rows }] : []);
  const everybody = united(shelves.map(({ shelf, rows }) => ({ shelf, rows: listed(rows, shelf, choices) })));
  const people = everybody.filter(({ ids }) => !ids.some((id) => marks[id]?.as === "hidden"));
  for (const person of people) {
    const mark = person.ids.map((id) => marks[id]).find((one) => one?.as === "followed");
    person.followed = mark?.at ?? null;
  }
  return {
    shelves: shelves.map(({ shelf }) => shelf),
    states: taken.map(({ catalog, state }) => ({ catalog, state })),
    people,
    hidden: everybody.length - people.length,
    choices,
  };
}

/**
 * @param {Row[]} rows
 * @param {Shelf} shelf
 * @param {Choices} choices
 * @returns {Row[]} without the withdrawn, and those whose categories the reader does not care for
 */
function listed(rows, { catalog, about }, choices) {
  const withdrawn = new Set(about.withdrawn);
  const off = choices.categoriesOff[catalog.id] ?? [];
  return rows.filter((row) => !withdrawn.has(row.id) && isWanted(row, off));
}

/**
 * @param {{ shelf: Shelf, rows: Row[] }[]} shelves
 * @returns {Person[]} who is in several catalogs once: the same address is the same person, and so is the same id
 */
function united(shelves) {
  /** @type {Map<string, Person>} */
  const known = new Map();
  /** @type {Person[]} */
  const people = [];
  for (const { shelf, rows } of shelves) {
    for (const row of rows) {
      const before = known.get(row.id) ?? (row.key ? known.get(row.key) : undefined);
      if (before) {
        before.ids.push(row.id);
        before.letters += shelf.catalog.letter;
      }
      const person = before ?? { row, ids: [row.id], shelf, letters: shelf.catalog.letter, followed: null };
      if (!before) people.push(person);
      known.set(row.id, person);
      if (row.key) known.set(row.key, person);
    }
  }
  return people;
}

/**
 * @param {Library} library
 * @returns {Group[]} categories in their order, those of the first catalog first; of the same name, one
 */
export function groupsOf({ shelves, people, choices }) {
  /** @type {Map<string, Group>} */
  const byName = new Map();
  /** @type {Map<Shelf, Map<string, Group>>} */
  const byId = new Map();
  for (const shelf of shelves) {
    const off = choices.categoriesOff[shelf.catalog.id] ?? [];
    const categories = shelf.about.categories.filter(({ id }) => !off.includes(id)).sort((a, b) => a.position - b.position);
    byId.set(shelf, new Map(categories.map(({ id, name }) => {
      const group = byName.get(name) ?? { name, people: [], followed: 0 };
      byName.set(name, group);
      return [id, group];
    })));
  }
  for (const person of people) {
    for (const [category] of person.row.places) {
      const group = byId.get(person.shelf)?.get(category);
      group?.people.push({ person, category });
      if (group && person.followed) group.followed += 1;
    }
  }
  return [...byName.values()].filter((group) => group.people.length);
}

/**
 * @param {Row} row
 * @param {string} category
 */
function rankIn(row, category) {
  return row.places.find(([id]) => id === category)?.[1] ?? Infinity;
}

/**
 * @param {Group["people"]} people
 * @returns {Group["people"]} the best rank first, then by name
 */
export function ranked(people) {
  const collator = new Intl.Collator();
  return [...people].sort((a, b) => {
    const ranks = [rankIn(a.person.row, a.category), rankIn(b.person.row, b.category)];
    return ranks[0] === ranks[1] ? collator.compare(a.person.row.name, b.person.row.name) : (ranks[0] ?? 0) - (ranks[1] ?? 0);
  });
}

/**
 * @param {Library} library
 * @param {number} number
 * @returns {Person[]} the best of each category in turn, not yet followed, with an address to go to
 */
export function toStartWith(library, number) {
  const groups = groupsOf(library).map(({ people }) =>
    ranked(people.filter(({ person }) => person.row.key && !person.followed)).map(({ person }) => person));
  /** @type {Set<Person>} */
  const chosen = new Set();
  for (let place = 0; chosen.size < number && groups.some((group) => group.length > place); place += 1) {
    for (const group of groups) if (group[place] && chosen.size < number) chosen.add(/** @type {Person} */ (group[place]));
  }
  return [...chosen];
}

/**
 * @param {string} text
 * @returns {string} as people search: without case and accents
 */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
