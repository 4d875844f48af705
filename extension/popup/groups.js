// @ts-check
/** People by category: in which order, how many of them are followed, whom to start with. Pure. */

/** @typedef {import("../shelf.js").About} About */
/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("./people.js").Person} Person */

/** Somebody in a category, with their best rank there. @typedef {{ person: Person, rank: number | null }} Place */

/** A category's people, in no order; `followed` is how many of them. @typedef {{ name: string, people: Place[], followed: number }} Group */

/** Made once for each library: search asks at each key. @type {WeakMap<Library, Group[]>} */
const grouped = new WeakMap();

/** @type {WeakMap<Place[], Place[]>} */
const sorted = new WeakMap();

/**
 * @param {Library} library
 * @returns {Group[]} categories in their order, those of the first catalog first; of the same name, one
 */
export function groupsOf(library) {
  const groups = grouped.get(library) ?? group(library);
  grouped.set(library, groups);
  return groups;
}

/** @param {Library} library */
function group({ shelves, people, choices }) {
  /** @type {Map<string, Group>} */
  const byName = new Map();
  /** @type {Map<About, Map<string, Group>>} */
  const byId = new Map();
  for (const { catalog, about } of shelves) {
    const off = choices.categoriesOff[catalog.id] ?? [];
    const categories = about.categories.filter(({ id }) => !off.includes(id)).sort((a, b) => a.position - b.position);
    byId.set(about, new Map(categories.map(({ id, name }) => {
      const group = byName.get(name) ?? { name, people: [], followed: 0 };
      byName.set(name, group);
      return [id, group];
    })));
  }
  for (const person of people) {
    for (const { row, about } of person.lines) {
      for (const [category, rank] of row.places) join(byId.get(about)?.get(category), person, rank);
    }
  }
  return [...byName.values()].filter((one) => one.people.length);
}

/**
 * @param {Group | undefined} group
 * @param {Person} person one after the other, so that whoever is in a group already is its last
 * @param {number | null} rank
 */
function join(group, person, rank) {
  if (!group) return;
  const last = group.people.at(-1);
  if (last?.person === person) {
    if (rank !== null && (last.rank === null || rank < last.rank)) last.rank = rank;
    return;
  }
  group.people.push({ person, rank });
  if (person.followed) group.followed += 1;
}

/**
 * @param {Place[]} people
 * @returns {Place[]} the best rank first, then by name
 */
export function ranked(people) {
  const before = sorted.get(people);
  if (before) return before;
  const collator = new Intl.Collator();
  const order = [...people].sort((a, b) => {
    const [one, other] = [a.rank ?? Infinity, b.rank ?? Infinity];
    return one === other ? collator.compare(a.person.row.name, b.person.row.name) : one - other;
  });
  sorted.set(people, order);
  return order;
}

/**
 * @param {Library} library
 * @param {number} number
 * @returns {Person[]} the best of each category in turn, not yet followed, with an address to go to
 */
export function toStartWith(library, number) {
  const groups = groupsOf(library).map(({ people }) => first(ranked(people), number));
  /** @type {Set<Person>} */
  const chosen = new Set();
  for (let place = 0; chosen.size < number && groups.some((group) => group.length > place); place += 1) {
    for (const group of groups) if (group[place] && chosen.size < number) chosen.add(/** @type {Person} */ (group[place]));
  }
  return [...chosen];
}

/**
 * @param {Place[]} people
 * @param {number} number
 * @returns {Person[]} so many of them who can be followed, as far as there are
 */
function first(people, number) {
  /** @type {Person[]} */
  const found = [];
  for (const { person } of people) {
    if (found.length === number) break;
    if (person.key && !person.followed) found.push(person);
  }
  return found;
}
