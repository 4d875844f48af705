// The extension's pure modules, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { checksum, proven, readAnswer } from "../../extension/catalog-check.js";
import { applied } from "../../extension/catalog-delta.js";
import { readChoices } from "../../extension/choices.js";
import { parseProfileUrl } from "../../extension/profile-url.js";
import { buildIndex, leadsInside, recognise } from "../../extension/recognise.js";
import { originPattern, readServerAddress } from "../../extension/server-address.js";
import { join, split } from "../../extension/shelf.js";
import { minutesUntilNext } from "../../extension/sync.js";
import { profileOf, rowOf, searchFor, summaryOf, viewOf } from "../../extension/views.js";

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

const SITE = "https://www.linkedin.com/feed/";
const FROM = { address: "http://127.0.0.1:8750", etag: null };

/** An index over whole catalogs, none of whose categories is off. */
function indexOf(catalogs, { marks = {}, off = [] } = {}) {
  return buildIndex(catalogs.map((one) => ({ rows: split(one, FROM).rows, withdrawn: one.withdrawn, off })), marks);
}

const voice = (expert, catalog, changes = {}) => (
  { expert, about: split(catalog, FROM).about, catalog: { id: "preset", address: FROM.address, name: "Town Catalog", letter: "", on: true, ...changes } }
);

test("a current address beats somebody else's former one", async () => {
  assert.deepEqual(indexOf([await catalog([SEFA, ODILE])]).get("in/shared"), [{ catalog: 0, id: SEFA.id }]);
});

test("a former address still leads to its expert", async () => {
  assert.deepEqual(indexOf([await catalog([SEFA])]).get("in/sefa-old"), [{ catalog: 0, id: SEFA.id }]);
});

test("somebody withdrawn, hidden, or in no wanted category is never recognised", async () => {
  assert.equal(indexOf([await catalog([ODILE], { withdrawn: [ODILE.id] })]).size, 0);
  assert.equal(indexOf([await catalog([ODILE])], { marks: { [ODILE.id]: { as: "hidden" } } }).size, 0);
  assert.equal(indexOf([await catalog([ODILE])], { off: ["job-search"] }).size, 0);
  assert.equal(indexOf([await catalog([SEFA])], { off: ["job-search"] }).size, 2);
});

test("whom two catalogs name is found in both, the first first", async () => {
  const twin = { ...ODILE, id: "other" };
  const found = indexOf([await catalog([ODILE]), await catalog([twin])]).get("in/odile-fennwick");
  assert.deepEqual(found, [{ catalog: 0, id: ODILE.id }, { catalog: 1, id: "other" }]);
});

test("links are answered in their order, strangers with their key, other pages with null", async () => {
  const index = indexOf([await catalog([ODILE])]);
  const hrefs = ["/in/Odile-Fennwick/", "/in/stranger", "/feed/", "/in/odile-fennwick/details/skills", "https://evil.test/in/odile-fennwick"];
  const found = recognise(index, hrefs, SITE);
  assert.deepEqual(found.map((one) => one && [one.key, one.entries.length]), [["in/odile-fennwick", 1], ["in/stranger", 0], null, null, null]);
});

test("an address that names the opaque key beside the readable one teaches it", () => {
  const [found, plain] = recognise(new Map(), ["/in/odile-fennwick?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAAB1cdEFG_hij-klm", "/in/odile-fennwick"], SITE);
  assert.equal(found.opaque, "in/ACoAAB1cdEFG_hij-klm");
  assert.equal(plain.opaque, null);
});

test("the short way to a key says exactly what the grammar says", () => {
  const heads = ["", "https://www.linkedin.com", "http://www.linkedin.com", "https://linkedin.com", "https://evil.test", "//www.linkedin.com"];
  const slugs = ["odile", "me", "unavailable", "a-1", "-", "ACoAAAU5cdefGHIJklmn", "acoaaau5cdefghijklmn", "x".repeat(101), "x".repeat(201), "Odile", "od%69le", "", "."];
  const tails = ["", "/", "?trk=a", "#top", "/?x=/in/other", "/fr/", "/details/skills", "//", "\\", " ", "\n", "?" + "y".repeat(2100)];
  const bases = [SITE, "https://se.linkedin.com/in/x", "https://evil.test/", "about:blank", ""];
  for (const head of heads) for (const slug of slugs) for (const tail of tails) for (const base of bases) {
    const href = `${head}/in/${slug}${tail}`;
    const { kind, key } = parseProfileUrl(href, base);
    const expected = key && !leadsInside(href) && kind !== "legacy_pub" ? key : null;
    assert.equal(recognise(new Map(), [href], base)[0]?.key ?? null, expected, `${href} on ${base}`);
  }
});

test("a catalog that was split is joined to the same one", async () => {
  const whole = await catalog([ODILE, SEFA, WENDEL, ...crowd(200)]);
  const { about, drawers } = split(whole, FROM);
  const joined = join(about, drawers);
  const byId = (a, b) => (a.id < b.id ? -1 : 1);
  assert.deepEqual({ ...joined, experts: joined.experts.sort(byId) }, { ...whole, experts: [...whole.experts].sort(byId) });
  assert.ok(Math.max(...drawers.map((drawer) => drawer.length)) < 40);
});

test("choices from another version or another hand are read as far as they are known", () => {
  const whole = { mode: "badges", style: "word", hideIn: ["messages"], hideFollowed: true, categoriesOff: { preset: ["x"] }, language: "" };
  assert.deepEqual(readChoices(whole), whole);
  for (const junk of [undefined, null, 7, "x", [], { mode: "loud", style: 3, hideIn: "x", categoriesOff: { a: "b" }, language: "tlh" }]) {
    assert.deepEqual(readChoices(junk), { mode: "unset", style: "mark", hideIn: [], hideFollowed: false, categoriesOff: {}, language: "" });
  }
});

test("only a language may follow the slug", () => {
  for (const own of ["/in/x", "/in/x/", "/in/x/fr/", "/in/x/pt-BR?trk=a/b", "https://in.linkedin.com/in/x", "/comm/in/x#about"]) {
    assert.equal(leadsInside(own), false, own);
  }
  for (const inside of ["/in/x/details/skills", "/in/x/recent-activity/", "/in/x/overlay/contact-info/", "/company/x/posts/"]) {
    assert.equal(leadsInside(inside), true, inside);
  }
});

/** What a sync does with an answer, but for the request. */
async function examine(text, held) {
  const read = readAnswer(text);
  return proven(read.complete ? read : applied(held, read), held);
}

test("a whole catalog is taken as it is", async () => {
  const whole = await catalog([ODILE, SEFA]);
  assert.deepEqual(await examine(JSON.stringify(whole), null), whole);
});

test("the checksum is that of the sorted lines", async () => {
  const known = "db9deb8dede047b3bda7ee262e71d9a6d269a69d415847f5ec64436548e93c1a"; // printf 'a 10\nb 2\n' | sha256sum
  assert.equal(await checksum([{ id: "b", revision: 2 }, { id: "a", revision: 10 }]), known);
});

test("changes make of what is held exactly what the server has", async () => {
  const held = await catalog([ODILE, SEFA, WENDEL], { withdrawn: ["gone"] });
  const better = { ...SEFA, revision: 2, headline: "Better" };
  const fresh = expert("fresh", "Ingela", [link("in/ingela")]);
  const after = await catalog([ODILE, better, fresh], { cursor: "k3f9x2.60" });
  const delta = { ...after, complete: false, experts: [better, fresh], withdrawn: [WENDEL.id] };
  const result = await examine(JSON.stringify(delta), held);
  assert.deepEqual(result.experts, [ODILE, better, fresh]);
  assert.deepEqual(result.withdrawn, ["gone", WENDEL.id]);
  assert.equal(result.cursor, "k3f9x2.60");
});

test("who comes back is withdrawn no more", async () => {
  const held = await catalog([SEFA], { withdrawn: [ODILE.id] });
  const delta = { ...(await catalog([SEFA, ODILE])), complete: false, experts: [ODILE], withdrawn: [] };
  assert.deepEqual((await examine(JSON.stringify(delta), held)).withdrawn, []);
});

test("changes that do not fit what is held are refused", async () => {
  const held = await catalog([ODILE, SEFA]);
  const delta = { ...(await catalog([ODILE, SEFA, WENDEL])), complete: false, experts: [] };
  await assert.rejects(examine(JSON.stringify(delta), held), refusedAs("count"));
  const other = { ...(await catalog([ODILE, { ...SEFA, revision: 9 }])), complete: false, experts: [] };
  await assert.rejects(examine(JSON.stringify(other), held), refusedAs("checksum"));
});

test("what is no catalog, or not a whole one, is refused by its name", async () => {
  const cases = {
    notCatalog: ["<html>", "[]", "null", "{}", "[".repeat(100_000)],
    schema: [JSON.stringify(await catalog([ODILE], { schema: 2 }))],
    count: [JSON.stringify(await catalog([ODILE], { count: 2 }))],
    twice: [JSON.stringify(await catalog([ODILE, ODILE]))],
    checksum: [JSON.stringify(await catalog([ODILE], { checksum: "0".repeat(64) }))],
    empty: [JSON.stringify(await catalog([]))],
    shape: [
      JSON.stringify(await catalog([{ ...ODILE, name: 7 }])),
      JSON.stringify(await catalog([ODILE], { sources: null })),
      JSON.stringify(await catalog([{ ...ODILE, links: [{ key: "in/x" }] }])),
      JSON.stringify(await catalog([{ ...ODILE, id: "__proto__" }])),
      JSON.stringify(await catalog([{ ...ODILE, revision: 1e99 }])),
      JSON.stringify(await catalog([{ ...ODILE, links: [{ ...link("in/x"), confirmed: "2026-13" }] }])),
      JSON.stringify(await catalog([ODILE], { complete: "yes" })),
      JSON.stringify(await catalog([ODILE], { withdrawn: ["../x"] })),
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

test("a profile's address is built from its key, whatever the server calls its url", async () => {
  assert.equal(profileOf("in/odile-fennwick"), "https://www.linkedin.com/in/odile-fennwick");
  assert.equal(profileOf("in/ingela-hårte"), "https://www.linkedin.com/in/ingela-h%C3%A5rte");
  assert.equal(profileOf(null), null);
  assert.equal(viewOf([voice(ODILE, await catalog([ODILE]))], {}).profile, "https://www.linkedin.com/in/odile-fennwick");
  assert.equal(searchFor(WENDEL), "https://www.linkedin.com/search/results/people/?keywords=Wendel%20Aspinall");
});

test("a list's own address is opened only when it is a web address", async () => {
  const source = { id: "forty", title: "Forty", publisher: null, url: "javascript:alert(1)", date: null };
  const view = viewOf([voice(ODILE, await catalog([ODILE], { sources: [source] }))], {});
  assert.equal(view.mentions[0].url, null);
  assert.equal(view.mentions[0].title, "Forty");
});

test("one publisher counts once, in one catalog and in two", async () => {
  const twice = { ...ODILE, recommendations: [...ODILE.recommendations, { ...ODILE.recommendations[0], source: "forty-again" }] };
  const sources = ["forty", "forty-again"].map((id) => ({ id, title: id, publisher: "Town Paper", url: null, date: null }));
  assert.equal(viewOf([voice(twice, await catalog([twice], { sources }))], {}).lists, 1);
  sources[1].publisher = "Town College";
  assert.equal(viewOf([voice(twice, await catalog([twice], { sources }))], {}).label, "Odile Fennwick: recommended to follow, in 2 lists");
  const whole = await catalog([ODILE]);
  assert.equal(viewOf([voice(ODILE, whole), voice(ODILE, whole, { id: "b", letter: "C" })], {}).lists, 1);
});

test("a second catalog adds its letter, its mentions and its name", async () => {
  const other = { ...ODILE, id: "other" };
  const view = viewOf([voice(ODILE, await catalog([ODILE])), voice(other, await catalog([other]), { name: "Careers Office", letter: "C" })], {});
  assert.deepEqual([view.who, view.ids, view.letters, view.mentions.length], [ODILE.id, [ODILE.id, "other"], "C", 2]);
  assert.equal(view.from, "From Town Catalog, Careers Office");
});

test("who is followed by any of their ids is followed", async () => {
  const other = { ...ODILE, id: "other" };
  const view = viewOf([voice(ODILE, await catalog([ODILE])), voice(other, await catalog([other]))], { other: { as: "followed" } });
  assert.equal(view.followed, true);
  assert.match(view.label, /, you follow them$/);
});

test("rows say category, rank, and in how many lists", async () => {
  const { about, rows } = split(await catalog([ODILE, SEFA, WENDEL]), FROM);
  assert.equal(summaryOf(rows[1], about), "Leadership · no. 2");
  assert.equal(rowOf(rows[1], "job-search"), "no. 9");
  assert.equal(rowOf(rows[2], "job-search"), "no. 1 · address not known");
});
