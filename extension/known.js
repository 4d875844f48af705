// @ts-check
/**
 * What the background knows of people while it lives: an index of addresses, and views of those whom a page names.
 * Holds no expert in memory; a page's few are read from storage when they are met.
 */

import { readCatalogs, readExperts, readHeld } from "./catalog-storage.js";
import { buildIndex, recognise } from "./recognise.js";
import { sameName } from "./same-name.js";
import { readChosen, readMarks } from "./storage.js";
import { viewOf } from "./views.js";
import { learnWords } from "./words.js";

/** @typedef {import("./recognise.js").Entry} Entry */
/** @typedef {import("./recognise.js").Index} Index */
/** @typedef {import("./shelf.js").About} About */
/** @typedef {import("./catalog-storage.js").Subscription} Subscription */
/** @typedef {import("./views.js").ExpertView} ExpertView */
/** @typedef {import("./views.js").Voice} Voice */

/** What a link of a page is; see `recognise`. @typedef {{ key: string, who: string | null, opaque: string | null } | null} Answer */

/**
 * What a page is told: for each href an answer, and the people whom the answers name.
 * @typedef {{ answers: Answer[], people: Record<string, ExpertView> }} Recognised
 */

/** @typedef {{ catalogs: { catalog: Subscription, about: About }[], index: Index }} Known */

/** @type {Promise<Known> | null} */
let known = null;

/** What has been read is read anew at the next question. */
export function forget() {
  known = null;
}

/**
 * @param {string[]} hrefs
 * @param {string} base address of the page they stand in
 * @returns {Promise<Recognised>}
 */
export async function recognised(hrefs, base) {
  const now = await readKnown();
  const found = recognise(now.index, hrefs, base);
  const people = await viewsOf(now, found.flatMap((one) => (one?.entries.length ? [one.entries] : [])));
  const answers = found.map((one) => one && { key: one.key, who: nameOf(one.entries, people), opaque: one.opaque });
  return { answers, people };
}

/**
 * Whose page this is, if one of its headings names them: the address alone is not enough, for the old page's heading may
 * still stand there, and given-up addresses are given to others.
 * @param {string} href address of the page
 * @param {string[]} texts its headings
 * @returns {Promise<{ person: ExpertView | null, at: number }>} and which heading names them
 */
export async function headed(href, texts) {
  const { answers: [answer], people } = await recognised([href], href);
  const person = (answer?.who && people[answer.who]) || null;
  const at = person ? texts.findIndex((text) => sameName(text, person.name, person.kind)) : -1;
  return at < 0 ? { person: null, at } : { person, at };
}

/**
 * @param {Entry[]} entries
 * @param {Record<string, ExpertView>} people
 */
function nameOf(entries, people) {
  const id = entries[0]?.id;
  return id !== undefined && people[id] ? id : null;
}

function readKnown() {
  known ??= readAll();
  known.catch(() => (known = null)); // read again next time
  return known;
}

/** @returns {Promise<Known>} */
async function readAll() {
  const [choices, subscriptions, marks] = await Promise.all([readChosen(), readCatalogs(), readMarks()]);
  await learnWords();
  const held = await Promise.all(
    subscriptions.filter(({ on }) => on).map(async (catalog) => ({ catalog, held: await readHeld(catalog.id) })),
  );
  const full = held.flatMap(({ catalog, held: taken }) => (taken ? [{ catalog, ...taken }] : []));
  const shelves = full.map(({ catalog, about, rows }) => (
    { rows, withdrawn: about.withdrawn, off: choices.categoriesOff[catalog.id] ?? [] }
  ));
  return { catalogs: full.map(({ catalog, about }) => ({ catalog, about })), index: buildIndex(shelves, marks) };
}

/**
 * @param {Known} now
 * @param {Entry[][]} people each as the catalogs know them
 * @returns {Promise<Record<string, ExpertView>>} by the id that the first of these catalogs gives them
 */
async function viewsOf({ catalogs }, people) {
  if (!people.length) return {};
  const experts = await Promise.all(
    catalogs.map(async ({ catalog }, at) => {
      const wanted = new Set(people.flat().flatMap((entry) => (entry.catalog === at ? [entry.id] : [])));
      const held = wanted.size ? await readExperts(catalog.id, wanted) : [];
      return new Map(held.map((expert) => [expert.id, expert]));
    }),
  );
  const marks = await readMarks();
  /** @type {Record<string, ExpertView>} */
  const views = {};
  for (const entries of people) {
    const voices = entries.flatMap(({ catalog: at, id }) => {
      const [expert, from] = [experts[at]?.get(id), catalogs[at]];
      return expert && from ? [{ expert, ...from }] : [];
    });
    const [first, ...others] = voices;
    const who = entries[0]?.id;
    if (first && who !== undefined && first.expert.id === who) views[who] ??= viewOf([first, ...others], marks);
  }
  return views;
}
