// Keeping catalogs current, with a network and a storage that the tests write. Run by test_pure_modules.py, or:
// node --test tests/extension/

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { checksum } from "../../extension/catalog-check.js";
import { editCatalogs, readAbout, readExperts, readHeld, readServerState, readWhole } from "../../extension/catalog-storage.js";
import { reasonOf } from "../../extension/server-words.js";
import { editMarks } from "../../extension/storage.js";
import { ALARM, minutesUntilNext, resume, synchronise, takeAnyway, tryServer } from "../../extension/sync.js";
import { fakeBrowser } from "./fake_browser.mjs";
import { catalog, crowd, expert, getMessage, ODILE, SEFA, WENDEL } from "./invented.mjs";

const TOWN = "http://127.0.0.1:8750";
const COLLEGE = { id: "college", address: "https://college.example", name: "Town College", letter: "C", on: true };
const ETAG = 'W/"k3f9x2.58"';

const held = await catalog([ODILE, SEFA]);
const later = await catalog([ODILE, SEFA, WENDEL], { cursor: "k3f9x2.60" });
const changes = { ...later, complete: false, experts: [WENDEL] };

const json = (value, etag = ETAG) => new Response(JSON.stringify(value), { headers: etag ? { ETag: etag } : {} });
const unchanged = () => new Response(null, { status: 304 });

/** An answer whose body is written by `pull`; says whether it was given up. */
function streamed(pull) {
  const told = { cancelled: false };
  const body = new ReadableStream({ pull, cancel: () => void (told.cancelled = true) });
  return [new Response(body), told];
}

let browser = fakeBrowser(() => json(held));

/** The browser as it is after a first sync with the preset's server. */
beforeEach(async () => {
  browser = fakeBrowser(() => json(held));
  await synchronise();
  browser.asked.length = 0;
  browser.strokes.length = 0;
});

/** All that is kept of the preset, joined and proven to be one whole catalog. */
async function whole() {
  const joined = await readWhole("preset");
  assert.equal(joined.experts.length, joined.count);
  assert.equal(await checksum(joined.experts), joined.checksum);
  const { about, rows } = await readHeld("preset");
  assert.equal(rows.length, about.count);
  return joined;
}

/** Lets everything run that waits neither for a clock nor for another thread. */
async function settled() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resume) => setImmediate(resume));
}

const cursor = async () => (await readAbout("preset")).cursor;
const state = () => readServerState("preset");

test("the first request names no state, and the answer is kept whole in one stroke", async () => {
  browser = fakeBrowser(() => json(held));
  assert.equal(await synchronise(), true);
  assert.deepEqual(browser.asked, [[`${TOWN}/api/v1/catalog`, null]]);
  assert.deepEqual((await whole()).experts.map(({ id }) => id).sort(), [ODILE.id, SEFA.id]);
  const [stroke] = browser.strokes.filter((keys) => keys.includes("about:preset"));
  assert.equal(stroke.filter((key) => /^(?:about|rows|drawer|server):preset/.test(key)).length, 1 + 1 + 32 + 1);
  assert.equal((await state()).ok, true);
});

test("what is held is asked for by its state and its tag, and 304 confirms it", async () => {
  const { confirmed } = await state();
  Object.assign(browser.kept["server:preset"], { ok: false, code: "unreachable", failures: 3 });
  browser.answer = unchanged;
  assert.equal(await synchronise(), false);
  assert.deepEqual(browser.asked, [[`${TOWN}/api/v1/catalog?since=k3f9x2.58`, ETAG]]);
  assert.ok(!browser.strokes.flat().includes("about:preset"));
  const after = await state();
  assert.deepEqual([after.ok, after.failures], [true, 0]);
  assert.ok(after.confirmed >= confirmed);
});

test("a state of one server is never named to another", async () => {
  browser.kept.catalogs = [{ ...COLLEGE, id: "preset" }];
  await synchronise();
  assert.deepEqual(browser.asked, [[`${COLLEGE.address}/api/v1/catalog`, null]]);
});

test("changes are brought into what is held", async () => {
  browser.answer = () => json(changes, 'W/"k3f9x2.60"');
  assert.equal(await synchronise(), true);
  assert.equal((await whole()).count, 3);
  browser.answer = unchanged;
  await synchronise();
  assert.deepEqual(browser.asked.at(-1), [`${TOWN}/api/v1/catalog?since=k3f9x2.60`, 'W/"k3f9x2.60"']);
});

test("who is withdrawn by changes is found no more", async () => {
  browser.answer = async () => json({ ...(await catalog([SEFA])), complete: false, experts: [], withdrawn: [ODILE.id] });
  await synchronise();
  assert.deepEqual((await whole()).experts.map(({ id }) => id), [SEFA.id]);
  assert.deepEqual(await readExperts("preset", new Set([ODILE.id])), []);
});

test("changes that do not fit are followed by one request for the whole, which names no state", async () => {
  browser.answer = (url) => json(url.includes("since") ? { ...changes, checksum: "0".repeat(64) } : later);
  assert.equal(await synchronise(), true);
  assert.deepEqual(browser.asked[1], [`${TOWN}/api/v1/catalog`, null]);
  assert.equal((await whole()).count, 3);
});

test("where the whole is no better, nothing is taken and nothing more is asked", async () => {
  browser.answer = () => json({ ...changes, checksum: "0".repeat(64) });
  assert.equal(await synchronise(), false);
  assert.equal(browser.asked.length, 2);
  assert.equal((await state()).code, "partial");
  assert.equal(await cursor(), "k3f9x2.58");
});

test("the whole that is asked for in their place may not shrink either", async () => {
  const many = await catalog(crowd(30));
  browser.answer = () => json(many);
  await synchronise();
  browser.answer = (url) => json(url.includes("since") ? { ...changes, checksum: "0".repeat(64) } : later);
  await synchronise();
  assert.equal((await state()).code, "shrank");
});

test("changes that nobody asked for are no catalog", async () => {
  browser = fakeBrowser(() => json(changes));
  await synchronise();
  assert.equal((await state()).code, "partial");
  assert.equal(browser.asked.length, 1);
});

test("another epoch's catalog is taken whole", async () => {
  browser.answer = () => json({ ...later, cursor: "zzzzzz.3" });
  await synchronise();
  assert.equal(await cursor(), "zzzzzz.3");
});

test("whatever a server says wrongly, what is held stays and the state says why", async () => {
  const many = await catalog(crowd(30));
  const lies = {
    unreachable: () => Promise.reject(new TypeError("Failed to fetch")),
    redirect: () => ({ type: "opaqueredirect", status: 0 }),
    status: () => new Response("Sorry", { status: 500 }),
    notCatalog: () => new Response("<html>Sign in to the hotel's network", { headers: { "Content-Type": "text/html" } }),
    schema: () => json({ ...later, schema: 2 }),
    shape: () => json({ ...later, sources: { length: 1e9 } }),
    count: () => json({ ...later, count: 2 ** 53 - 1 }),
    twice: () => json({ ...later, experts: [ODILE, ODILE, SEFA] }),
    checksum: () => json({ ...later, checksum: "f".repeat(64) }),
    empty: async () => json(await catalog([])),
    broken: () => streamed((stream) => stream.error(new TypeError("network error")))[0],
  };
  globalThis.chrome.i18n = { getMessage };
  let failures = 0;
  for (const [code, answer] of Object.entries(lies)) {
    browser.answer = answer;
    assert.equal(await synchronise(), false, code);
    failures += 1;
    const { ok, code: said, failures: counted, confirmed } = await state();
    assert.deepEqual([ok, said, counted], [false, code, failures]);
    assert.ok(confirmed, code);
    assert.match(reasonOf(await state()), /^[^$]+\.$/, code);
    assert.equal((await whole()).cursor, held.cursor, code);
  }
  browser.answer = () => json(many);
  await synchronise();
  assert.equal((await state()).failures, 0);
  browser.answer = () => json(held);
  await synchronise();
  assert.equal((await state()).code, "shrank");
  assert.equal((await whole()).count, 30);
});

test("a 304 that was not asked for is an error of the server", async () => {
  browser = fakeBrowser(unchanged);
  await synchronise();
  const { code, details } = await state();
  assert.deepEqual([code, details], ["status", ["304"]]);
});

test("a server that never answers, stops in the middle or drips is given up in time", async (t) => {
  const endless = new Promise(() => undefined);
  const drip = () => streamed(async (stream) => {
    await new Promise((resume) => setTimeout(resume, 4_000));
    stream.enqueue(new TextEncoder().encode(" "));
  });
  const silences = { timeout: [() => endless, 10_000], slow: [() => streamed(() => endless)[0], 18_000], drips: [() => drip()[0], 18_000] };
  for (const [name, [answer, patience]] of Object.entries(silences)) {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    browser.answer = answer;
    let done = false;
    const running = synchronise().then(() => (done = true));
    await settled();
    for (let passed = 0; passed < patience - 1_000; passed += 1_000) {
      t.mock.timers.tick(1_000);
      await settled();
    }
    assert.equal(done, false, `${name}: too early`);
    t.mock.timers.tick(1_000);
    await settled();
    assert.equal(done, true, `${name}: too late`);
    await running;
    t.mock.timers.reset();
    const { code, details } = await state();
    assert.deepEqual([code, details], [name === "drips" ? "slow" : name, ["127.0.0.1:8750", String(patience / 1_000)]]);
    assert.equal((await whole()).cursor, held.cursor);
  }
});

test("a request that is given up is cut off", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let cut = null;
  browser.answer = (_, { signal }) => new Promise(() => (cut = signal));
  void synchronise();
  await settled();
  t.mock.timers.tick(10_000);
  await settled();
  assert.equal(cut.aborted, true);
});

test("of what is far too much only as much is read as the largest catalog may have", async () => {
  const piece = new Uint8Array(1024 * 1024).fill(32);
  let sent = 0;
  const [response, told] = streamed((stream) => {
    sent += 1;
    stream.enqueue(piece);
    if (sent === 100) stream.close();
  });
  browser.answer = () => response;
  await synchronise();
  assert.equal((await state()).code, "tooBig");
  assert.ok(told.cancelled);
  assert.ok(sent <= 26, `${sent} MB were read`);
});

test("where the browser has no room, the old catalog stays whole and the state says so", async () => {
  browser.answer = () => json(later);
  browser.beforeStroke = (keys) => {
    if (keys.includes("about:preset")) throw new Error("Resource::kQuotaBytes quota exceeded");
  };
  assert.equal(await synchronise(), false);
  const { code, details, next } = await state();
  assert.deepEqual([code, details], ["storage", ["Resource::kQuotaBytes quota exceeded"]]);
  assert.ok(next);
  assert.equal((await whole()).cursor, held.cursor);
  browser.beforeStroke = () => undefined;
  await synchronise();
  assert.equal((await whole()).cursor, later.cursor);
});

test("a browser that keeps nothing at all says so after every server was asked", async () => {
  await editCatalogs((catalogs) => [...catalogs, COLLEGE]);
  browser.asked.length = 0;
  browser.answer = () => json(later);
  browser.beforeStroke = () => {
    throw new Error("No space left on the device");
  };
  await assert.rejects(synchronise(), /No space left/);
  assert.deepEqual(browser.asked.map(([url]) => new URL(url).host), ["127.0.0.1:8750", "college.example"]);
  assert.ok(browser.alarms[ALARM].delayInMinutes <= 6);
  browser.beforeStroke = () => undefined;
  assert.equal(await synchronise(), true);
  assert.equal((await whole()).cursor, later.cursor);
});

test("a mistake of ours in one catalog is said and holds up no other", async () => {
  await editCatalogs((catalogs) => [...catalogs, COLLEGE]);
  browser.answer = (url) => (url.startsWith(TOWN) ? { status: 200, headers: null, body: [new Uint8Array(1)] } : json(later));
  assert.equal(await synchronise(), true);
  assert.equal((await readServerState("college")).ok, true);
  const { code, details } = await state();
  assert.deepEqual([code, details.length], ["mistake", 1]);
});

test("what shrank rightly is taken when the reader says so, this once", async () => {
  const many = await catalog(crowd(30), { cursor: "k3f9x2.59" });
  browser.answer = () => json(many);
  await synchronise();
  browser.answer = () => json(later);
  await synchronise();
  assert.equal((await state()).code, "shrank");
  assert.deepEqual(await Promise.all([synchronise(), takeAnyway("preset")]), [false, true]);
  assert.equal((await whole()).cursor, later.cursor);
  browser.answer = () => json(many);
  await synchronise();
  const few = await catalog(crowd(3), { cursor: "k3f9x2.70" });
  browser.answer = (url) => json(url.includes("since") ? { ...few, complete: false, experts: [] } : few);
  await synchronise();
  assert.equal((await state()).code, "shrank");
  assert.equal(await takeAnyway("preset"), true);
  assert.equal((await whole()).count, 3);
});

test("what is wrong in another way is not taken, whatever the reader says", async () => {
  browser.answer = () => json({ ...later, checksum: "0".repeat(64) });
  await takeAnyway("preset");
  assert.equal((await state()).code, "checksum");
});

test("the next try is planned before a server is asked, and sooner when it failed", async () => {
  let planned;
  let said;
  browser.alarms = {};
  browser.answer = () => {
    planned = browser.alarms[ALARM].delayInMinutes;
    said = (Date.parse(browser.kept["server:preset"].next) - Date.now()) / 60_000;
    return json(held);
  };
  await synchronise();
  assert.ok(planned <= 6, "a worker that dies half-way is woken soon");
  assert.ok(Math.abs(said - planned) < 0.1, "and the state says so already");
  assert.ok(browser.alarms[ALARM].delayInMinutes >= 48);
  const { at, next } = await state();
  const minutes = (Date.parse(next) - Date.parse(at)) / 60_000;
  assert.ok(Math.abs(minutes - browser.alarms[ALARM].delayInMinutes) < 0.1, "the state says when the alarm comes");
  browser.answer = () => Promise.reject(new TypeError("Failed to fetch"));
  await synchronise();
  assert.ok(browser.alarms[ALARM].delayInMinutes <= 6);
  assert.equal(browser.alarms[ALARM].periodInMinutes, 60);
});

test("after failures the next try comes soon, then ever later, never later than usual", () => {
  const usual = minutesUntilNext(0, 0.5);
  const waits = [1, 2, 3, 4, 5, 6].map((failures) => minutesUntilNext(failures, 0.5));
  assert.deepEqual(waits, [5, 10, 20, 40, 60, 60]);
  assert.equal(usual, 60);
  assert.ok(minutesUntilNext(0, 0) < usual && usual < minutesUntilNext(0, 1));
});

test("a lost plan is made up for at once, a plan that stands is left alone", async () => {
  await resume();
  assert.deepEqual(browser.asked, []);
  browser.alarms = {};
  browser.answer = unchanged;
  await resume();
  assert.equal(browser.asked.length, 1);
  assert.ok(browser.alarms[ALARM]);
});

test("a server that the browser may not ask is not asked", async () => {
  browser.allowed = false;
  await synchronise();
  assert.equal((await state()).code, "permission");
  assert.deepEqual(browser.asked, []);
});

test("one catalog's server neither fails nor waits for another's", async () => {
  await editCatalogs((catalogs) => [...catalogs, COLLEGE]);
  let give;
  browser.answer = (url) => (url.startsWith(TOWN) ? new Promise((_, reject) => (give = reject)) : json(later));
  const running = synchronise();
  for (let turn = 0; turn < 200 && !(await readAbout("college")); turn += 1) await settled();
  assert.equal((await readServerState("college")).ok, true);
  give(new TypeError("Failed to fetch"));
  assert.equal(await running, true);
  assert.equal((await readServerState("college")).ok, true);
  assert.equal((await state()).code, "unreachable");
  assert.equal((await whole()).cursor, held.cursor);
});

test("a catalog that is off is not asked for", async () => {
  await editCatalogs((catalogs) => [...catalogs, { ...COLLEGE, on: false }]);
  browser.answer = unchanged;
  await synchronise();
  assert.ok(browser.asked.every(([url]) => url.startsWith(TOWN)));
});

test("an address that is changed while its server answers gets nothing of that answer, and is asked itself", async () => {
  browser.answer = async (url) => {
    if (!url.startsWith(TOWN)) return json({ ...later, cursor: "other.1" });
    await editCatalogs(([preset]) => [{ ...preset, address: COLLEGE.address }]);
    return json(later);
  };
  await synchronise();
  assert.deepEqual(browser.asked.at(-1), [`${COLLEGE.address}/api/v1/catalog`, null]);
  const { cursor: taken, address } = await readAbout("preset");
  assert.deepEqual([taken, address], ["other.1", COLLEGE.address]);
});

test("what one server did is not counted against the next", async () => {
  browser.answer = async (url) => {
    if (url.startsWith(TOWN)) await editCatalogs(([preset]) => [{ ...preset, address: COLLEGE.address }]);
    throw new TypeError("Failed to fetch");
  };
  await synchronise();
  const { failures, details } = await state();
  assert.deepEqual([failures, details], [1, ["college.example"]]);
});

test("a catalog that is removed while its server answers leaves nothing", async () => {
  await editCatalogs((catalogs) => [...catalogs, COLLEGE]);
  browser.answer = async (url) => {
    if (!url.startsWith(TOWN)) await editCatalogs((catalogs) => catalogs.filter(({ id }) => id === "preset"));
    return json(later);
  };
  await synchronise();
  assert.deepEqual(Object.keys(browser.kept).filter((key) => key.includes("college")), []);
});

test("what was held of an address goes in one stroke, though the browser die before the rest is swept out", async () => {
  globalThis.chrome.storage.local.remove = () => new Promise(() => undefined);
  void editCatalogs(([preset]) => [{ ...preset, address: COLLEGE.address }]);
  await settled();
  assert.equal(await readAbout("preset"), null);
  assert.equal(await readWhole("preset"), null);
  assert.equal(await readServerState("preset"), null);
});

test("of two that write at once, neither loses what the other wrote", async () => {
  const mark = (id) => editMarks((marks) => ({ ...marks, [id]: { as: "followed", at: "2026-11-23", name: id, key: null } }));
  const failing = editMarks(() => {
    throw new Error("no");
  });
  await Promise.all([mark("a"), mark("b"), assert.rejects(failing), mark("c")]);
  assert.deepEqual(Object.keys(browser.kept.marks), ["a", "b", "c"]);
});

test("a second call joins the first", async () => {
  browser.answer = unchanged;
  await Promise.all([synchronise(), synchronise()]);
  assert.equal(browser.asked.length, 1);
});

test("trying a server tells what it has, or why it has nothing, and keeps nothing", async () => {
  browser.answer = () => json(later);
  assert.deepEqual(await tryServer(COLLEGE.address), { people: 3, categories: 2 });
  browser.answer = () => new Response("no", { status: 404 });
  assert.deepEqual(await tryServer(COLLEGE.address), { code: "status", details: ["404"] });
  assert.deepEqual(browser.strokes, []);
});

test("after a reader's own storage was damaged, all of it is asked for", async () => {
  const drawer = Object.keys(browser.kept).find((key) => key.startsWith("drawer:preset:") && browser.kept[key] !== "[]");
  for (const damaged of [[], browser.kept[drawer].slice(0, 20)]) {
    browser.kept[drawer] = damaged;
    browser.answer = (url) => json(url.includes("since") ? changes : later);
    await synchronise();
    assert.equal((await whole()).cursor, later.cursor);
  }
});

test("an expert may be changed as often as the server likes", async () => {
  const better = { ...expert(ODILE.id, "Odile Fennwick-Marsh", ODILE.links), revision: 7 };
  browser.answer = async () => json({ ...(await catalog([better, SEFA])), complete: false, experts: [better] });
  await synchronise();
  assert.equal((await readExperts("preset", new Set([ODILE.id])))[0].name, "Odile Fennwick-Marsh");
});
