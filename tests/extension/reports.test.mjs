// What becomes of a paired browser's reports: whatever dies, none is lost. Run by test_pure_modules.py under node.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { pairings, report, resumeReports, retry, RETRY_ALARM } from "../../extension/curator-reports.js";
import { VERSION } from "../../extension/migrations.js";
import { fakeBrowser } from "./fake_browser.mjs";

const DESK = "http://127.0.0.1:8750";
const TOLD = { expert: "bcdfghjk", url: "https://www.linkedin.com/in/odile-fennwick", saw: "fine", name: "Odile Fennwick", address: "" };

const taken = () => new Response('{"kept": true}');
const nobody = () => Promise.reject(new TypeError("Failed to fetch"));

let browser = fakeBrowser(taken);

beforeEach(() => {
  browser = fakeBrowser(taken);
  const curator = { address: DESK, token: "t", name: "Nadia", since: "2026-11-23", reported: {}, waiting: {} };
  browser.kept = { version: VERSION, "curator:preset": curator };
});

const pairing = async () => (await pairings())[0];
const told = () => browser.kept["curator:preset"];

/** Lets everything run that waits neither for a clock nor for another thread. */
async function settled() {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resume) => setImmediate(resume));
}

/** A background that dies goes no further than where it was: what it asked for last never ends. */
function dies(owner, name) {
  owner[name] = () => new Promise(() => undefined);
}

test("wherever the background dies, a report that waits has its alarm", async () => {
  const steps = [
    () => dies(chrome.alarms, "get"),
    () => dies(chrome.alarms, "create"),
    () => dies(chrome.storage.local, "set"),
    () => dies(globalThis, "fetch"),
  ];
  for (const dying of steps) {
    browser = Object.assign(fakeBrowser(taken), { kept: structuredClone(browser.kept) });
    const before = await pairing();
    dying();
    void report(before, TOLD);
    await settled();
    assert.ok(!Object.keys(told().waiting).length || browser.alarms[RETRY_ALARM], String(dying));
  }
  assert.deepEqual(Object.keys(told().waiting), [TOLD.expert]);
});

test("an alarm that the browser lost is set again where reports wait, and nowhere else", async () => {
  await resumeReports();
  assert.deepEqual(browser.alarms, {});
  browser.answer = nobody;
  await report(await pairing(), TOLD);
  browser.alarms = {};
  await resumeReports();
  browser.answer = taken;
  await retry();
  assert.deepEqual([told().waiting, browser.alarms], [{}, {}]);
});

test("what waits while all is switched off is sent when it is on again", async () => {
  browser.answer = nobody;
  await report(await pairing(), TOLD);
  browser.kept.choices = { mode: "off" };
  await retry();
  assert.deepEqual([Object.keys(told().waiting), browser.alarms], [[TOLD.expert], {}]);
  browser.kept.choices = { mode: "badges" };
  await resumeReports();
  assert.ok(browser.alarms[RETRY_ALARM]);
});

test("another report puts off no alarm", async () => {
  browser.answer = nobody;
  await report(await pairing(), TOLD);
  const first = browser.alarms[RETRY_ALARM];
  await report(await pairing(), { ...TOLD, expert: "bcdfghjl" });
  assert.equal(browser.alarms[RETRY_ALARM], first);
});

test("of an expert something is said once a day, but what was refused does not silence them", async () => {
  browser.answer = () => new Response("{}", { status: 422 });
  await report(await pairing(), TOLD);
  assert.deepEqual([told().waiting, told().reported], [{}, {}]);
  browser.answer = taken;
  await report(await pairing(), TOLD);
  await report(await pairing(), TOLD);
  assert.deepEqual(browser.asked.map(([url]) => url), [`${DESK}/api/v1/looks`, `${DESK}/api/v1/looks`]);
});

test("what waited for a day is not sent any more", async () => {
  const at = new Date(Date.now() - 25 * 60 * 60 * 1000).toISOString();
  told().waiting = { [TOLD.expert]: { ...TOLD, at } };
  await retry();
  assert.deepEqual([told().waiting, browser.asked], [{}, []]);
});
