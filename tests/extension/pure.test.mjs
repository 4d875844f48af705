// The extension's pure modules, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { checksum, examine } from "../../extension/catalog-check.js";
import { buildIndex, leadsInside, recognise } from "../../extension/recognise.js";
import { originPattern, readServerAddress } from "../../extension/server-address.js";
import { minutesUntilNext } from "../../extension/sync.js";
import { byCategory, profileOf, rowOf, searchFor, summaryOf, viewOf } from "../../extension/views.js";

const messages = JSON.parse(readFileSync(new URL("../../extension/_locales/en/messages.json", import.meta.url), "utf-8"));
globalThis.chrome = { i18n: { getMessage: (key, gaps = []) => filled(messages[key], gaps) } };

function filled(entry, gaps) {
  const contents = Object.entries(entry?.placeholders ?? {}).map(([name, { content }]) => [name.toUpperCase(), gaps[content.slice(1) - 1]]);
  return contents.reduce((text, [name, value]) => text.replaceAll(`$${name}$`, value), entry?.message ?? "");
}

function link(key, status = "current") {
  return { kind: "linkedin", key, url: "javascript:alert(1)", status, confidence: "corroborated", verdict: "unconfirmed", confirmed: null };
}

function expert(id, name, links, ranks = { "job-search": 1 }) {
  const recommendations = Object.entries(ranks).map(([category, rank]) => ({ category, source: "forty", rank, reason: "Because.", date: null }));
  return { id, revision: 1, kind: "person", name, headline: `Headline of ${name}`, links, recommendations };
}

const ODILE = expert("bcdfghjk", "Odile Fennwick", [link("in/odile-fennwick"), link("in/shared", "former")]);
const SEFA = expert("bcdfghjl", "Sefa Ndiaye-Holt", [link("in/shared"), link("in/sefa-old", "former")], { leadership: 2, "job-search": 9 });
const WENDEL = expert("bcdfghjm", "Wendel Aspinall", []);

async function catalog(experts, changes = {}) {
  return {
    schema: 1, cursor: "k3f9x2.58", complete: true, count: experts.length, checksum: await checksum(experts),
    categories: [
      { id: "leadership", name: "Leadership", position: 2, description: "" },
      { id: "job-search", name: "Job search", position: 1, description: "" },
    ],
    sources: [{ id: "forty", title: "Forty Voices on Work", publisher: "Town Paper", url: null, date: "2019-05" }],
    experts, withdrawn: [], ...changes,
  };
}

const crowd = (size) => Array.from({ length: size }, (_, n) => expert(`p${String(n).padStart(7, "0")}`, `Person ${n}`, []));
const refusedAs = (code) => (error) => error.name === "Refusal" && error.code === code;

test("a current address beats somebody else's former one", async () => {
  const index = buildIndex(await catalog([SEFA, ODILE]));
  assert.equal(index.get("in/shared")?.name, "Sefa Ndiaye-Holt");
});

test("a former address still leads to its expert", async () => {
  assert.equal(buildIndex(await catalog([SEFA])).get("in/sefa-old")?.name, "Sefa Ndiaye-Holt");
});

test("somebody withdrawn is never recognised", async () => {
  assert.equal(buildIndex(await catalog([ODILE], { withdrawn: [ODILE.id] })).size, 0);
});

test("links are answered in their order, strangers with their key, other pages with null", async () => {
  const index = buildIndex(await catalog([ODILE]));
  const hrefs = ["/in/Odile-Fennwick/", "/in/stranger", "/feed/", "/in/odile-fennwick/details/skills", "https://evil.test/in/odile-fennwick"];
  const answers = recognise(index, hrefs, "https://www.linkedin.com/feed/");
  assert.deepEqual(answers, [{ key: "in/odile-fennwick", id: ODILE.id }, { key: "in/stranger", id: null }, null, null, null]);
});

test("only a language may follow the slug", () => {
  for (const own of ["/in/x", "/in/x/", "/in/x/fr/", "/in/x/pt-BR?trk=a/b", "https://in.linkedin.com/in/x", "/comm/in/x#about"]) {
    assert.equal(leadsInside(own), false, own);
  }
  for (const inside of ["/in/x/details/skills", "/in/x/recent-activity/", "/in/x/overlay/contact-info/", "/company/x/posts/"]) {
    assert.equal(leadsInside(inside), true, inside);
  }
});

test("a whole catalog is taken as it is", async () => {
  const whole = await catalog([ODILE, SEFA]);
  assert.deepEqual(await examine(JSON.stringify(whole), null), whole);
});

test("the checksum is that of the sorted lines", async () => {
  const known = "db9deb8dede047b3bda7ee262e71d9a6d269a69d415847f5ec64436548e93c1a"; // printf 'a 10\nb 2\n' | sha256sum
  assert.equal(await checksum([{ id: "b", revision: 2 }, { id: "a", revision: 10 }]), known);
});

test("what is no catalog, or not a whole one, is refused by its name", async () => {
  const cases = {
    notCatalog: ["<html>", "[]", "null", "{}"],
    schema: [JSON.stringify(await catalog([ODILE], { schema: 2 }))],
    partial: [JSON.stringify(await catalog([ODILE], { complete: false }))],
    count: [JSON.stringify(await catalog([ODILE], { count: 2 }))],
    checksum: [JSON.stringify(await catalog([ODILE], { checksum: "0".repeat(64) }))],
    empty: [JSON.stringify(await catalog([]))],
    shape: [
      JSON.stringify(await catalog([{ ...ODILE, name: 7 }])),
      JSON.stringify(await catalog([ODILE], { sources: null })),
      JSON.stringify(await catalog([{ ...ODILE, links: [{ key: "in/x" }] }])),
    ],
  };
  for (const [code, bodies] of Object.entries(cases)) {
    for (const body of bodies) await assert.rejects(examine(body, null), refusedAs(code), `${code}: ${body.slice(0, 60)}`);
  }
});

test("a sudden loss of more than half is refused, unless each loss is told", async () => {
  const held = await catalog(crowd(20));
  const few = crowd(9);
  await assert.rejects(examine(JSON.stringify(await catalog(few)), held), refusedAs("shrank"));
  assert.equal((await examine(JSON.stringify(await catalog(crowd(10))), held)).count, 10);
  const told = await catalog(few, { withdrawn: held.experts.slice(9).map(({ id }) => id) });
  assert.equal((await examine(JSON.stringify(told), held)).count, 9);
});

test("a small catalog may change as it likes", async () => {
  const held = await catalog(crowd(6));
  assert.equal((await examine(JSON.stringify(await catalog(crowd(1))), held)).count, 1);
});

test("an address is read as typed, and plain http is for this computer alone", () => {
  assert.deepEqual(readServerAddress(" https://catalog.example/town/ "), { address: "https://catalog.example/town" });
  assert.deepEqual(readServerAddress("catalog.example"), { address: "https://catalog.example" });
  assert.deepEqual(readServerAddress("127.0.0.1:8750/"), { address: "http://127.0.0.1:8750" });
  assert.deepEqual(readServerAddress("localhost:9000"), { address: "http://localhost:9000" });
  const refused = { "": "empty", "http://": "unreadable", "ftp://a.example": "scheme", "http://catalog.example": "insecure", "https://a:b@c.example": "credentials" };
  for (const [typed, why] of Object.entries(refused)) assert.deepEqual(readServerAddress(typed), { refused: why }, typed);
});

test("the permission asked for is that host's, without a port", () => {
  assert.equal(originPattern("https://catalog.example:8443/town"), "https://catalog.example/*");
});

test("after failures the next try comes soon, then ever later, never later than usual", () => {
  const usual = minutesUntilNext(0, 0.5);
  const waits = [1, 2, 3, 4, 5, 6].map((failures) => minutesUntilNext(failures, 0.5));
  assert.deepEqual(waits, [5, 10, 20, 40, 60, 60]);
  assert.equal(usual, 60);
  assert.ok(minutesUntilNext(0, 0) < usual && usual < minutesUntilNext(0, 1));
});

test("a profile's address is built from its key, whatever the server calls its url", () => {
  assert.equal(profileOf(ODILE), "https://www.linkedin.com/in/odile-fennwick");
  assert.equal(profileOf(expert("x", "Ingela", [link("in/ingela-hårte")])), "https://www.linkedin.com/in/ingela-h%C3%A5rte");
  assert.equal(profileOf(WENDEL), null);
  assert.equal(searchFor(WENDEL), "https://www.linkedin.com/search/results/people/?keywords=Wendel%20Aspinall");
});

test("a list's own address is opened only when it is a web address", async () => {
  const source = { id: "forty", title: "Forty", publisher: null, url: "javascript:alert(1)", date: null };
  const view = viewOf(ODILE, await catalog([ODILE], { sources: [source] }));
  assert.equal(view.mentions[0].url, null);
  assert.equal(view.mentions[0].title, "Forty");
});

test("one publisher counts once", async () => {
  const twice = { ...ODILE, recommendations: [...ODILE.recommendations, { ...ODILE.recommendations[0], source: "forty-again" }] };
  const sources = ["forty", "forty-again"].map((id) => ({ id, title: id, publisher: "Town Paper", url: null, date: null }));
  assert.equal(viewOf(twice, await catalog([twice], { sources })).lists, 1);
  sources[1].publisher = "Town College";
  assert.equal(viewOf(twice, await catalog([twice], { sources })).label, "Odile Fennwick: recommended to follow, in 2 lists");
});

test("rows say category, rank, list and year", async () => {
  const held = await catalog([ODILE, SEFA, WENDEL]);
  assert.equal(summaryOf(SEFA, held), "Leadership · on the list Forty Voices on Work, 2019");
  assert.equal(rowOf(SEFA, held, "job-search"), "no. 9");
  assert.equal(rowOf(WENDEL, held, "job-search"), "no. 1 · address not known");
});

test("categories stand in their order, people by rank, then by name", async () => {
  const groups = byCategory(await catalog([WENDEL, SEFA, ODILE]));
  const names = groups.map(({ category, experts }) => [category.id, ...experts.map(({ name }) => name)]);
  assert.deepEqual(names, [["job-search", "Odile Fennwick", "Wendel Aspinall", "Sefa Ndiaye-Holt"], ["leadership", "Sefa Ndiaye-Holt"]]);
});
