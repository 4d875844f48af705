// The pure parts of the popup, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

import { groupsOf, ranked, toStartWith } from "../../extension/popup/groups.js";
import { folded, searchable, united } from "../../extension/popup/people.js";
import { split } from "../../extension/shelf.js";
import { viewOf } from "../../extension/views.js";
import { catalog, crowd, expert, getMessage, link, ODILE, SEFA } from "./invented.mjs";

globalThis.chrome = { i18n: { getMessage } };

const FROM = { address: "http://127.0.0.1:8750", etag: null };
const OTHER = "Careers Office";

/** Two catalogs that both name Odile Fennwick, under one address and two ids. */
async function two() {
  const twin = { ...expert("other", "O. Fennwick", [link("in/odile-fennwick")], { careers: 4 }), headline: "Écrivaine" };
  const sources = [{ id: "forty", title: "Lists", publisher: "Town College", url: null, date: null }];
  const careers = [{ id: "careers", name: "Careers", position: 1, description: "" }];
  const catalogs = [await catalog([ODILE, SEFA]), await catalog([twin], { sources, categories: careers })];
  return { catalogs, twin };
}

/** What the popup makes of whole catalogs, none of whose categories is off. */
function libraryOf(catalogs) {
  const shelves = catalogs.map((one, at) => ({ ...split(one, FROM), letter: at ? "C" : "" }));
  const people = united(shelves);
  return { people, shelves: shelves.map(({ about }, at) => ({ about, catalog: { id: String(at) } })), choices: { categoriesOff: {} } };
}

const names = (people) => people.map(({ row }) => row.name);

test("whom two catalogs name is one person, in the categories of both, with the rank of each", async () => {
  const { catalogs } = await two();
  const library = libraryOf(catalogs);
  assert.deepEqual(names(library.people), ["Odile Fennwick", "Sefa Ndiaye-Holt"]);
  const groups = groupsOf(library).map(({ name, people }) => [name, people.map(({ person, rank }) => [person.row.name, rank])]);
  assert.deepEqual(groups, [
    ["Job search", [["Odile Fennwick", 1], ["Sefa Ndiaye-Holt", 9]]],
    ["Leadership", [["Sefa Ndiaye-Holt", 2]]],
    ["Careers", [["Odile Fennwick", 4]]],
  ]);
});

test("the popup says of somebody what their badge and card say: ids, letters, in how many lists", async () => {
  const { catalogs, twin } = await two();
  const [person] = libraryOf(catalogs).people;
  const voices = [[ODILE, ""], [twin, "C"]].map(([one, letter], at) => (
    { expert: one, about: split(catalogs[at], FROM).about, catalog: { id: String(at), address: FROM.address, name: OTHER, letter, on: true } }
  ));
  const { ids, letters, lists } = viewOf(voices, {});
  assert.deepEqual({ ids: person.ids, letters: person.letters, lists: person.lists }, { ids, letters, lists });
  assert.equal(lists, 2);
});

test("one publisher counts once, in however many catalogs", async () => {
  const whole = await catalog([ODILE]);
  assert.equal(libraryOf([whole, whole]).people[0].lists, 1);
});

test("somebody is found by what any catalog says of them", async () => {
  const { catalogs } = await two();
  const text = searchable(libraryOf(catalogs).people[0]);
  for (const word of ["odile", "o. fennwick", "ecrivaine"]) assert.ok(text.includes(word), word);
});

test("a category of the same name in two catalogs is one, with everybody once and their best rank", async () => {
  const again = { ...ODILE, recommendations: [{ ...ODILE.recommendations[0], rank: 7 }] };
  const [group] = groupsOf(libraryOf([await catalog([again, SEFA]), await catalog([ODILE])]));
  assert.deepEqual(ranked(group.people).map(({ person, rank }) => [person.row.name, rank]), [["Odile Fennwick", 1], ["Sefa Ndiaye-Holt", 9]]);
});

test("the address that any catalog knows is theirs", async () => {
  const unknown = { ...ODILE, links: [] };
  assert.equal(libraryOf([await catalog([unknown]), await catalog([ODILE])]).people[0].key, "in/odile-fennwick");
});

test("whom to start with has an address, is not followed, and comes from each category in turn", async () => {
  const library = libraryOf([await catalog([ODILE, SEFA, ...crowd(3)])]);
  assert.deepEqual(names(toStartWith(library, 3)), ["Odile Fennwick", "Sefa Ndiaye-Holt"]);
  library.people[0].followed = "2026-11-20";
  const anew = { ...library };
  assert.deepEqual(names(toStartWith(anew, 3)), ["Sefa Ndiaye-Holt"]);
});

test("text is folded alike, whether it is plain or not", () => {
  assert.deepEqual(["ÉCRIVAINE", "Hårte", "PLAIN Text", "Łódź\nx"].map(folded), ["ecrivaine", "harte", "plain text", "łodz\nx"]);
});
