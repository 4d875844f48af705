// Copies of a catalog on hosts that know files only: the head, and what is taken by it. Run by test_pure_modules.py.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fileFor, mayBeCopy, readHead } from "../../extension/catalog-copy.js";
import { readAbout, readServerState, readWhole } from "../../extension/catalog-storage.js";
import { synchronise } from "../../extension/sync.js";
import { fakeBrowser } from "./fake_browser.mjs";
import { catalog, ODILE, SEFA, WENDEL } from "./invented.mjs";

const FOLDER = "http://127.0.0.1:8750/api/v1/";
const held = await catalog([ODILE, SEFA]);
const later = await catalog([ODILE, SEFA, WENDEL], { cursor: "k3f9x2.60" });
const changes = { ...later, complete: false, experts: [WENDEL] };
const HEAD = {
  schema: 1,
  cursor: "k3f9x2.60",
  count: 3,
  whole: "catalog-k3f9x2.60.json",
  changes: { "k3f9x2.58": "changes-k3f9x2.58-60.json" },
};

/** @type {Record<string, unknown>} what lies on the host, by name */
let files = {};
let browser = fakeBrowser(() => host(""));

function host(address) {
  const file = files[address.slice(FOLDER.length).split("?")[0]];
  if (file === undefined) return new Response("<h1>Not found</h1>", { status: 404 });
  return new Response(typeof file === "string" ? file : JSON.stringify(file), { headers: { ETag: '"6b0c59ab-1fee"' } });
}

const asked = () => browser.asked.map(([address, tag]) => [address.slice(FOLDER.length), tag]);

/** The browser after a first sync with a host of files. */
beforeEach(async () => {
  files = { catalog: held, "head.json": { ...HEAD, cursor: held.cursor, changes: {} } };
  browser = fakeBrowser((address) => host(address));
  await synchronise();
  browser.asked.length = 0;
});

test("while nothing has changed, the small head is all that is asked for", async () => {
  assert.equal(await synchronise(), false);
  assert.deepEqual(asked(), [["head.json", null]]);
  assert.equal((await readServerState("preset")).ok, true);
});

test("what changed since the state that is held is taken by its name, and proven", async () => {
  files = { "head.json": HEAD, "changes-k3f9x2.58-60.json": changes };
  assert.equal(await synchronise(), true);
  assert.deepEqual(asked(), [["head.json", null], ["changes-k3f9x2.58-60.json", null]]);
  assert.equal((await readAbout("preset")).cursor, "k3f9x2.60");
  assert.equal((await readWhole("preset")).experts.length, 3);
});

test("where the host kept no changes since then, everything is taken by its name", async () => {
  files = { "head.json": { ...HEAD, changes: {} }, "catalog-k3f9x2.60.json": later };
  assert.equal(await synchronise(), true);
  assert.deepEqual(asked(), [["head.json", null], ["catalog-k3f9x2.60.json", null]]);
});

test("a file that is gone already, or not there yet, is no harm: the catalog itself is taken", async () => {
  files = { "head.json": HEAD, catalog: later };
  assert.equal(await synchronise(), true);
  assert.deepEqual(asked().map(([name]) => name), ["head.json", "changes-k3f9x2.58-60.json", "catalog?since=k3f9x2.58"]);
});

test("changes that do not fit what is held are no harm either", async () => {
  files = { "head.json": HEAD, "changes-k3f9x2.58-60.json": { ...changes, experts: [] }, catalog: later };
  assert.equal(await synchronise(), true);
  assert.equal((await readWhole("preset")).experts.length, 3);
});

test("a host without a head is asked as every server is", async () => {
  files = { catalog: held };
  await synchronise();
  assert.deepEqual(asked().map(([name]) => name), ["head.json", "catalog?since=k3f9x2.58"]);
});

test("a server that calls the state by its name is no such host, whatever stands between", () => {
  assert.equal(mayBeCopy({ cursor: "k3.5", etag: 'W/"k3.5"' }), false);
  assert.equal(mayBeCopy({ cursor: "k3.5", etag: '"k3.5"' }), false);
  assert.equal(mayBeCopy({ cursor: "k3.5", etag: '"6b0c-1fee"' }), true);
  assert.equal(mayBeCopy({ cursor: "k3.5", etag: null }), true);
});

test("what is no head is none", () => {
  for (const text of ["", "<html>", "null", "[]", "7", '{"schema":2}', JSON.stringify({ ...HEAD, whole: "../secret" })])
    assert.equal(readHead(text), null, text);
  for (const file of ["//elsewhere.example/x", "/x.json", "a/b.json", "a\\b.json", ".hidden", "http:x", "", 7, null])
    assert.equal(readHead(JSON.stringify({ ...HEAD, whole: file })), null, String(file));
});

test("changes with a name that leads elsewhere are as if there were none", () => {
  const head = readHead(JSON.stringify({ ...HEAD, changes: { "k3f9x2.58": "../x", __proto__: "y" } }));
  assert.equal(fileFor(head, "k3f9x2.58"), "catalog-k3f9x2.60.json");
  assert.equal(fileFor(head, "constructor"), "catalog-k3f9x2.60.json");
  assert.equal(fileFor(head, "k3f9x2.60"), null);
});
