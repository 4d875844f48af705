// What older versions kept, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

import { migrated, VERSION } from "../../extension/migrations.js";

/** @param {Record<string, unknown>} kept */
function after(kept) {
  const written = { ...kept, ...migrated(kept) };
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}

test("one server's storage becomes several catalogs' with its address, and its old keys go", () => {
  const old = { server: "https://catalog.example", held: { catalog: { count: 50 }, server: "https://catalog.example" }, state: { ok: true } };
  const preset = { id: "preset", address: "https://catalog.example", name: "Followworthy", letter: "", on: true };
  assert.deepEqual(after(old), { version: VERSION, catalogs: [preset] });
});

test("an old storage whose address was never changed has nothing but the version left", () => {
  assert.deepEqual(after({ held: { catalog: {} }, state: null }), { version: VERSION });
  assert.deepEqual(after({}), { version: VERSION });
});

test("rows that said in how many lists somebody is say whose these are, and a publisher counts once", () => {
  const by = (...sources) => sources.map((source) => ({ source }));
  const kept = {
    version: "2026-11-23",
    "about:preset": { sources: [{ id: "forty", publisher: "Town Paper" }, { id: "fifty", publisher: "Town Paper" }, { id: "own", publisher: null }] },
    "rows:preset": JSON.stringify([{ id: "odile", lists: 2 }, { id: "sefa", lists: 0 }]),
    "drawer:preset:4": JSON.stringify([{ id: "odile", recommendations: by("forty", "fifty", "own") }]),
    "drawer:other:4": JSON.stringify([{ id: "odile", recommendations: by("elsewhere") }]),
  };
  const rows = [{ id: "odile", publishers: ["Town Paper", "own"] }, { id: "sefa", publishers: [] }];
  assert.deepEqual(after(kept), { ...kept, version: VERSION, "rows:preset": JSON.stringify(rows) });
});

test("today's storage is left alone", () => {
  const today = { version: VERSION, catalogs: [{ id: "preset" }], marks: { x: { as: "followed" } }, choices: { mode: "off" }, server: "not ours any more" };
  assert.deepEqual(after(today), today);
});

test("migrating twice changes nothing more", () => {
  const once = after({ server: "https://catalog.example", state: {} });
  assert.deepEqual(after(once), once);
});

test("the storage of a newer version is not touched", () => {
  assert.deepEqual(migrated({ version: "2999-01-01", server: "https://catalog.example", held: {}, state: {} }), {});
});

test("junk does not throw, and leaves a storage of today", () => {
  for (const junk of [{ version: 7 }, { version: null, server: 7, held: "x", state: [] }, { server: null }, { version: "", held: 0 }, { "rows:x": "[", "about:x": 7, "drawer:x:1": "null" }]) {
    assert.equal(after(junk).version, VERSION);
    assert.equal("held" in after(junk), false);
  }
});
