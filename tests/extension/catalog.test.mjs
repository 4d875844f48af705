// Which answers of a server are taken, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

import { checksum, proven } from "../../extension/catalog-check.js";
import { applied } from "../../extension/catalog-delta.js";
import { readAnswer } from "../../extension/catalog-shape.js";
import { catalog, crowd, expert, link, ODILE, SEFA, WENDEL } from "./invented.mjs";

const refusedAs = (code) => (error) => error.name === "Refusal" && error.code === code;

/** What a sync does with an answer, but for the request. */
async function examine(text, held) {
  const read = readAnswer(text);
  return proven(read.complete ? read : applied(held, read), held);
}

test("a whole catalog is taken as it is", async () => {
  const whole = await catalog([ODILE, SEFA]);
  assert.deepEqual(await examine(JSON.stringify(whole), null), whole);
});

test("what we do not know is left behind", async () => {
  const whole = await catalog([ODILE]);
  const more = `{"__proto__":{"name":"Mallory"},"toString":1,"later":${"[".repeat(50_000)}${"]".repeat(50_000)},`;
  const read = readAnswer(JSON.stringify(whole).replaceAll("{", more));
  assert.deepEqual(read, whole);
  assert.ok(Object.getPrototypeOf(read.experts[0]) === Object.prototype);
});

test("an address that is no profile's is as if it were not known", async () => {
  for (const key of ["m/logout", "in/../../evil", "in/odile?x", "https://evil.test/", "in/Odile", "in/me", ""]) {
    const read = readAnswer(JSON.stringify(await catalog([{ ...ODILE, links: [link(key)] }])));
    assert.equal(read.experts[0].links[0].key, null, key);
  }
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

test("who is withdrawn and named in one answer is withdrawn", async () => {
  const fresh = expert("fresh", "Ingela", []);
  const delta = { ...(await catalog([SEFA])), complete: false, experts: [ODILE, fresh], withdrawn: [ODILE.id, fresh.id] };
  const result = await examine(JSON.stringify(delta), await catalog([ODILE, SEFA]));
  assert.deepEqual([result.experts, result.withdrawn], [[SEFA], [ODILE.id, fresh.id]]);
});

test("who is withdrawn twice is told once", async () => {
  const delta = { ...(await catalog([SEFA])), complete: false, experts: [], withdrawn: [ODILE.id] };
  assert.deepEqual((await examine(JSON.stringify(delta), await catalog([SEFA], { withdrawn: [ODILE.id] }))).withdrawn, [ODILE.id]);
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
    notCatalog: ["", "<html>", "[]", "null", "7", "{}", '{"schema":{"toString":1}}', "[".repeat(100_000), '{"schema":1,"cursor":"'],
    schema: [JSON.stringify(await catalog([ODILE], { schema: 2 })), JSON.stringify(await catalog([ODILE], { schema: "9".repeat(999) }))],
    count: [JSON.stringify(await catalog([ODILE], { count: 2 }))],
    twice: [JSON.stringify(await catalog([ODILE, ODILE]))],
    checksum: [JSON.stringify(await catalog([ODILE], { checksum: "0".repeat(64) }))],
    empty: [JSON.stringify(await catalog([]))],
    shape: [
      JSON.stringify(await catalog([{ ...ODILE, name: 7 }])),
      JSON.stringify(await catalog([ODILE], { sources: null })),
      JSON.stringify(await catalog([{ ...ODILE, links: [{ key: "in/x" }] }])),
      JSON.stringify(await catalog([{ ...ODILE, id: "__proto__" }])),
      JSON.stringify(await catalog([{ ...ODILE, id: "constructor" }])),
      JSON.stringify(await catalog([{ ...ODILE, id: "x".repeat(101) }])),
      JSON.stringify(await catalog([{ ...ODILE, revision: 1e99 }])),
      JSON.stringify(await catalog([{ ...ODILE, revision: -1 }])),
      JSON.stringify(await catalog([{ ...ODILE, name: "x".repeat(2001) }])),
      JSON.stringify(await catalog([{ ...ODILE, name: "\ud83d" }])),
      JSON.stringify(await catalog([{ ...ODILE, links: Array(1001).fill(link("in/x")) }])),
      JSON.stringify(await catalog([ODILE], { categories: [{ id: "job-search", name: "Job search", position: "first", description: "" }] })),
      JSON.stringify(await catalog([ODILE], { count: 1.5 })),
      JSON.stringify(await catalog([{ ...ODILE, links: [{ ...link("in/x"), confirmed: "2026-13" }] }])),
      JSON.stringify(await catalog([ODILE], { complete: "yes" })),
      JSON.stringify(await catalog([ODILE], { withdrawn: ["../x"] })),
    ],
  };
  for (const [code, bodies] of Object.entries(cases)) {
    for (const body of bodies) await assert.rejects(examine(body, null), refusedAs(code), `${code}: ${body.slice(0, 60)}`);
  }
});

test("a strange schema is not said at length", () => {
  assert.throws(() => readAnswer(`{"schema":"${"9".repeat(999)}"}`), ({ details }) => details[0] === "9".repeat(20));
});

test("a sudden loss of half is refused, unless each loss is told, whoever else has come", async () => {
  const held = await catalog(crowd(20));
  const few = crowd(9);
  for (const others of [[], crowd(40).slice(20)]) {
    const lost = await catalog([...crowd(10), ...others]);
    await assert.rejects(examine(JSON.stringify(lost), held), refusedAs("shrank"));
  }
  assert.equal((await examine(JSON.stringify(await catalog(crowd(11))), held)).count, 11);
  const told = await catalog(few, { withdrawn: held.experts.slice(9).map(({ id }) => id) });
  assert.equal((await examine(JSON.stringify(told), held)).count, 9);
});

test("everybody may be withdrawn, but nobody may vanish", async () => {
  const held = await catalog([ODILE]);
  const none = await catalog([], { withdrawn: [ODILE.id] });
  assert.equal((await examine(JSON.stringify(none), held)).count, 0);
  await assert.rejects(examine(JSON.stringify(await catalog([])), held), refusedAs("empty"));
});

test("a small catalog may change as it likes", async () => {
  const held = await catalog(crowd(6));
  assert.equal((await examine(JSON.stringify(await catalog(crowd(1))), held)).count, 1);
});
