// @ts-check
/** Wiring only: browser events -> functions. Nothing is remembered here that storage does not hold. */

import { buildIndex, recognise } from "./recognise.js";
import { onStored, readCatalog } from "./storage.js";
import { ALARM, synchronise, tryServer } from "./sync.js";
import { viewOf } from "./views.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./recognise.js").Index} Index */
/** @typedef {{ type: "recognise", hrefs: string[], base: string } | { type: "sync" } | { type: "try", server: string }} Asked */

/** @typedef {import("./recognise.js").Answer} Answer */
/** @typedef {import("./views.js").ExpertView} ExpertView */

/**
 * What a page is told: for each href an answer, and the experts that the answers name.
 * @typedef {{ answers: Answer[], experts: Record<string, ExpertView> }} Recognised
 */

/** @type {Promise<{ catalog: Catalog, index: Index }> | null} */
let known = null;

chrome.runtime.onInstalled.addListener(() => void synchronise());
chrome.runtime.onStartup.addListener(() => void synchronise());
chrome.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === ALARM) void synchronise();
});
onStored((keys) => {
  if (!keys.includes("held")) return;
  known = null;
  void tellPages();
});
chrome.runtime.onMessage.addListener((/** @type {Asked} */ asked, sender, reply) => {
  answer(asked, sender).then(reply, (error) => reply({ failed: String(error) }));
  return true; // the reply comes later
});

/**
 * @param {Asked} asked
 * @param {chrome.runtime.MessageSender} sender
 */
async function answer(asked, sender) {
  if (asked.type === "recognise") return recognised(asked.hrefs, asked.base);
  if (!sender.url?.startsWith(chrome.runtime.getURL(""))) throw new Error("Only our own pages may ask for the network.");
  return asked.type === "try" ? tryServer(asked.server) : synchronise();
}

/**
 * @param {string[]} hrefs
 * @param {string} base
 * @returns {Promise<Recognised>}
 */
async function recognised(hrefs, base) {
  known ??= readCatalog().then(({ catalog }) => ({ catalog, index: buildIndex(catalog) }));
  known.catch(() => (known = null)); // read again next time
  const { catalog, index } = await known;
  const answers = recognise(index, hrefs, base);
  /** @type {Recognised["experts"]} */
  const experts = {};
  for (const found of answers) {
    const expert = found?.id ? index.get(found.key) : undefined;
    if (expert) experts[expert.id] ??= viewOf(expert, catalog);
  }
  return { answers, experts };
}

/** Tells every page that the catalog has changed, so that a withdrawn person's badge goes at once. */
async function tellPages() {
  for (const tab of await chrome.tabs.query({})) {
    if (tab.id !== undefined) chrome.tabs.sendMessage(tab.id, { type: "catalogChanged" }).catch(() => undefined); // not our page
  }
}
