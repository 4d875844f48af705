// The extension's pure modules, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

import { checksum } from "../../extension/catalog-check.js";
import { readChoices } from "../../extension/choices.js";
import { parseProfileUrl } from "../../extension/profile-url.js";
import { buildIndex, leadsInside, recognise } from "../../extension/recognise.js";
import { originPattern, readServerAddress } from "../../extension/server-address.js";
import { DRAWERS, join, split } from "../../extension/shelf.js";
import { profileOf, rowOf, searchFor, summaryOf, viewOf } from "../../extension/views.js";
import { catalog, crowd, expert, getMessage, link, ODILE, SEFA, WENDEL } from "./invented.mjs";

globalThis.chrome = { i18n: { getMessage } };

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

test("a current address beats somebody else's former one in any other catalog", async () => {
  const [early, late] = [await catalog([ODILE]), await catalog([SEFA])];
  assert.deepEqual(indexOf([early, late]).get("in/shared"), [{ catalog: 1, id: SEFA.id }]);
  assert.deepEqual(indexOf([late, early]).get("in/shared"), [{ catalog: 0, id: SEFA.id }]);
});

test("an address is nobody else's because its holder is hidden or in no wanted category", async () => {
  const index = indexOf([await catalog([ODILE]), await catalog([SEFA])], { marks: { [SEFA.id]: { as: "hidden" } } });
  assert.equal(index.get("in/shared"), undefined);
  const everywhere = [await catalog([expert("bcdfghjn", "Bram", [link("in/shared")], { leadership: 1 }), ODILE])];
  assert.equal(indexOf(everywhere, { off: ["leadership"] }).get("in/shared"), undefined);
});

test("an address that two people have given up is nobody's, in one catalog or in two", async () => {
  const other = expert("bcdfghjn", "Bram Tollerud", [link("in/shared", "former")]);
  assert.equal(indexOf([await catalog([ODILE, other])]).get("in/shared"), undefined);
  assert.equal(indexOf([await catalog([ODILE]), await catalog([other])]).get("in/shared"), undefined);
});

test("catalogs that know one person under old and new address are one voice each", async () => {
  const late = expert("other", "Odile Fennwick, PhD", [link("in/shared")]);
  const found = [{ catalog: 0, id: ODILE.id }, { catalog: 1, id: "other" }];
  assert.deepEqual(indexOf([await catalog([ODILE]), await catalog([late])]).get("in/shared"), found);
  const moved = expert("other", "Odile Fennwick", [link("in/elsewhere"), link("in/shared", "former")]);
  assert.deepEqual(indexOf([await catalog([ODILE]), await catalog([moved])]).get("in/shared"), found);
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
  assert.equal(drawers.length, DRAWERS);
  assert.ok(Math.max(...drawers.map((drawer) => drawer.length)) < 40);
});

test("nobody withdrawn has a row, even where a server still names them", async () => {
  const { rows, about, drawers } = split(await catalog([ODILE, SEFA], { withdrawn: [ODILE.id] }), FROM);
  assert.deepEqual(rows.map(({ id }) => id), [SEFA.id]);
  assert.equal(await checksum(join(about, drawers).experts), about.checksum);
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

test("an address is read as typed, and plain http is for this computer alone", () => {
  assert.deepEqual(readServerAddress(" https://catalog.example/town/ "), { address: "https://catalog.example/town" });
  assert.deepEqual(readServerAddress("catalog.example"), { address: "https://catalog.example" });
  assert.deepEqual(readServerAddress("127.0.0.1:8750/"), { address: "http://127.0.0.1:8750" });
  assert.deepEqual(readServerAddress("localhost:9000"), { address: "http://localhost:9000" });
  assert.deepEqual(readServerAddress("https://[::1]:8750"), { address: "https://[::1]:8750" });
  assert.deepEqual(readServerAddress("bücher.example"), { address: "https://xn--bcher-kva.example" });
  const refused = { "": "empty", "http://": "unreadable", "ftp://a.example": "scheme", "http://catalog.example": "insecure", "https://a:b@c.example": "credentials", "*": "unreadable", "*.com": "unreadable", "https://a*b.example": "unreadable", "https://.": "unreadable" };
  for (const [typed, why] of Object.entries(refused)) assert.deepEqual(readServerAddress(typed), { refused: why }, typed);
});

test("the permission asked for is that host's, without a port", () => {
  assert.equal(originPattern("https://catalog.example:8443/town"), "https://catalog.example/*");
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
  const { about, rows: [odile, sefa] } = split(await catalog([ODILE, SEFA]), FROM);
  const person = { lines: [{ row: sefa, about }], lists: 1, key: sefa.key };
  assert.equal(summaryOf(person), "Leadership · no. 2");
  assert.equal(rowOf(person, 9), "no. 9");
  assert.equal(rowOf({ ...person, lists: 2, key: null }, 1), "no. 1 · in 2 lists · address not known");
  assert.equal(summaryOf({ ...person, lines: [...person.lines, { row: odile, about }] }), "Job search · no. 1");
});

test("a row names each publisher once", async () => {
  const twice = { ...ODILE, recommendations: [...ODILE.recommendations, { ...ODILE.recommendations[0], category: "leadership" }] };
  assert.deepEqual(split(await catalog([twice]), FROM).rows[0].publishers, ["Town Paper"]);
});
