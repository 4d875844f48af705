// @ts-check
/** Whom the catalogs name, each person once, with all that any of the catalogs says of them. Pure. */

/** @typedef {import("../shelf.js").About} About */
/** @typedef {import("../shelf.js").Row} Row */

/** What one catalog says of somebody. @typedef {{ row: Row, about: About }} Line */

/**
 * Somebody: `row` is what the first catalog that names them says, `lines` what all of them say. `ids` are theirs in all,
 * `letters` those of the other catalogs, `lists` how many publishers name them, `followed` since which day.
 * @typedef {{ row: Row, lines: Line[], key: string | null, ids: string[], letters: string, lists: number, followed: string | null }} Person
 */

/**
 * @param {{ about: About, letter: string, rows: Row[] }[]} shelves in the reader's order
 * @returns {Person[]} who is in several catalogs once: the same address is the same person, and so is the same id
 */
export function united(shelves) {
  /** @type {Map<string, Person>} */
  const known = new Map();
  /** @type {Person[]} */
  const people = [];
  for (const { about, letter, rows } of shelves) {
    for (const row of rows) {
      const before = known.get(row.id) ?? (row.key ? known.get(row.key) : undefined);
      const person = before ? joined(before, row, about, letter) : somebody(row, about, letter);
      if (!before) people.push(person);
      known.set(row.id, person);
      if (row.key) known.set(row.key, person);
    }
  }
  return people;
}

/**
 * @param {Row} row
 * @param {About} about
 * @param {string} letter of the catalog
 * @returns {Person} as one catalog knows them
 */
function somebody(row, about, letter) {
  const { id, key, publishers } = row;
  return { row, lines: [{ row, about }], key, ids: [id], letters: letter, lists: publishers.length, followed: null };
}

/**
 * @param {Person} person
 * @param {Row} row
 * @param {About} about
 * @param {string} letter of the catalog
 * @returns {Person} the same, with what another catalog says
 */
function joined(person, row, about, letter) {
  person.lines.push({ row, about });
  person.key ??= row.key;
  if (!person.ids.includes(row.id)) person.ids.push(row.id);
  if (!person.letters.includes(letter)) person.letters += letter;
  person.lists = new Set(person.lines.flatMap((line) => line.row.publishers)).size;
  return person;
}

/**
 * @param {Person} person
 * @returns {string} what is searched of them, folded
 */
export function searchable({ lines }) {
  return folded(lines.map(({ row }) => `${row.name}\n${row.headline}`).join("\n"));
}

/**
 * @param {string} text
 * @returns {string} as people search: without case and accents
 */
export function folded(text) {
  const plain = /^[\n -~]*$/.test(text); // most texts; taking accents away costs twenty times as much as looking for them
  return (plain ? text : text.normalize("NFKD").replace(/\p{M}/gu, "")).toLowerCase();
}
