// @ts-check
/** Wiring only: browser events -> functions. Nothing is remembered here that storage does not hold. */

import { cardWords } from "./card-words.js";
import { readRows } from "./catalog-storage.js";
import { RETRY_ALARM, resumeReports, retry } from "./curator-reports.js";
import { seen, watching } from "./curator.js";
import { forget, headed, recognised } from "./known.js";
import { marked } from "./marks.js";
import { editMarks, onStored, readChosen } from "./storage.js";
import { ALARM, resume, synchronise, takeAnyway, tryServer } from "./sync.js";
import { learnWords } from "./words.js";

/** @typedef {import("./marks.js").MarkKind} MarkKind */

/**
 * What a page's script or one of our own pages asks.
 * @typedef {{ type: "start" } | { type: "recognise", hrefs: string[], base: string }
 *           | { type: "heading", href: string, texts: string[] }
 *           | ({ type: "seen" } & import("./curator-judge.js").Seen) | { type: "mark", ids: string[], as: MarkKind | null }
 *           | { type: "open", address: string } | { type: "sync" } | { type: "take", catalog: string }
 *           | { type: "try", address: string }} Asked
 */

chrome.runtime.onInstalled.addListener(({ reason }) => {
  void synchronise();
  if (reason === "install") void askFirst();
});
chrome.runtime.onStartup.addListener(() => void synchronise());
chrome.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === ALARM) void synchronise();
  if (alarm.name === RETRY_ALARM) void retry();
});
onStored((keys) => {
  if (!keys.some((key) => key === "choices" || key === "catalogs" || key === "marks" || key.startsWith("about:"))) return;
  forget();
  void tellPages();
  void resumeReports(); // they wait while all is switched off
});
chrome.runtime.onMessage.addListener((/** @type {Asked} */ asked, sender, reply) => {
  answer(asked, sender).then(reply, (error) => reply({ failed: String(error) }));
  return true; // the reply comes later
});

// Pages' scripts ask us and read nothing themselves; where a browser can, it holds them to that.
void chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
void resume();
void resumeReports();

/**
 * @param {Asked} asked
 * @param {chrome.runtime.MessageSender} sender
 */
async function answer(asked, sender) {
  if (asked.type === "start") return started();
  if (asked.type === "recognise") return recognised(asked.hrefs, asked.base);
  if (asked.type === "heading") return headed(asked.href, asked.texts);
  if (asked.type === "seen") return seen(asked, sender);
  if (asked.type === "mark") return mark(asked.ids, asked.as);
  if (asked.type === "open") return open(asked.address, sender.tab);
  if (!sender.url?.startsWith(chrome.runtime.getURL(""))) throw new Error("Only our own pages may ask for the network.");
  if (asked.type === "take") return takeAnyway(asked.catalog);
  return asked.type === "try" ? tryServer(asked.address) : synchronise();
}

/** Nothing is drawn anywhere before the reader has chosen. */
async function askFirst() {
  if ((await readChosen()).mode === "unset") await chrome.tabs.create({ url: chrome.runtime.getURL("popup/first-run.html") });
}

/**
 * @param {string[]} ids of one person, in all catalogs
 * @param {MarkKind | null} as
 */
async function mark(ids, as) {
  const people = await readRows(ids);
  await editMarks((marks) => marked(marks, people, as, new Date()));
  return {};
}

/**
 * Leads the reader from a card to where its link goes.
 * @param {string} address
 * @param {chrome.tabs.Tab | undefined} tab
 */
async function open(address, tab) {
  if (!tab?.id || !/^https?:\/\//.test(address)) throw new Error("Only a page's card leads on, and only to a page.");
  await chrome.tabs.update(tab.id, { url: address });
  return {};
}

/** What a page's script needs before it looks at anything. */
async function started() {
  const { mode, style, hideIn, hideFollowed } = await readChosen();
  await learnWords();
  return { mode, style, hideIn, hideFollowed, words: cardWords(), watching: await watching() };
}

/** Tells every page that what it knows has changed, so that a withdrawn person's badge goes at once. */
async function tellPages() {
  for (const tab of await chrome.tabs.query({})) {
    if (tab.id !== undefined) chrome.tabs.sendMessage(tab.id, { type: "changed" }).catch(() => undefined); // not our page
  }
}
