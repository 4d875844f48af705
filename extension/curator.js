// @ts-check
/**
 * The curator's eyes: what this browser meets at listed addresses, told to the desk in the name of whoever has paired it.
 * Off unless paired. Opens nothing; sends no address but those of experts in the paired catalog, and where they moved.
 */

import { changeCurator, readCurator, readExperts, readHeld } from "./catalog-storage.js";
import { justOpened, pair, unpair } from "./curator-desk.js";
import { judge, keyOf } from "./curator-judge.js";
import { ended, pairings, report } from "./curator-reports.js";
import { profileUrl } from "./profile-url.js";

/** @typedef {import("./curator-judge.js").Seen} Seen */
/** @typedef {import("./curator-judge.js").Verdict} Verdict */
/** @typedef {import("./shelf.js").Row} Row */
/** @typedef {import("./curator-reports.js").Pairing} Pairing */
/** @typedef {import("./catalog-storage.js").Subscription} Subscription */

/**
 * @param {Subscription} catalog
 * @param {string} code
 * @returns {Promise<"paired" | "wrong" | "slow" | "unreachable">}
 */
export async function pairWith({ id, address }, code) {
  const paired = await pair(address, code);
  if (typeof paired === "string") return paired;
  const { token, curator: name } = paired;
  await changeCurator(id, () => ({ address, token, name, since: new Date().toISOString(), reported: {}, waiting: {} }));
  return "paired";
}

/**
 * @param {Subscription} catalog
 * @returns {Promise<boolean>} whether the desk has heard of it; this browser has forgotten the token either way
 */
export async function unpairFrom({ id }) {
  const curator = await readCurator(id);
  await changeCurator(id, () => undefined);
  return !curator?.token || unpair(curator.address, curator.token);
}

/** @returns {Promise<boolean>} whether pages should say what they are */
export async function watching() {
  return (await pairings()).length > 0;
}

/**
 * Tells the desks what a page is, if it is a page that they know, once a day for each expert.
 * @param {Seen} seen
 * @param {chrome.runtime.MessageSender} sender
 */
export async function seen(seen, sender) {
  if (sender.frameId !== 0) return {};
  for (const pairing of await pairings()) await seenFor(pairing, seen);
  return {};
}

/**
 * @param {Pairing} pairing
 * @param {Seen} seen
 */
async function seenFor(pairing, seen) {
  const held = await readHeld(pairing.catalog.id);
  if (!held || held.starter) return;
  const found = await verdictOf(pairing, seen, held.rows.filter(({ id }) => !held.about.withdrawn.includes(id)));
  if (!found) return;
  const { row, verdict } = found;
  const [expert] = await readExperts(pairing.catalog.id, new Set([row.id]));
  const url = expert?.links.find(({ key, status }) => key === row.key && status === "current")?.url;
  const address = verdict.key ? profileUrl(verdict.key) : "";
  if (url) await report(pairing, { expert: row.id, url, saw: verdict.saw, name: verdict.name, address });
}

/**
 * @param {Pairing} pairing
 * @param {Seen} seen
 * @param {Row[]} rows
 * @returns {Promise<{ row: Row, verdict: Verdict } | null>}
 */
async function verdictOf(pairing, seen, rows) {
  const byKey = new Map(rows.flatMap((row) => (row.key ? [[row.key, row]] : [])));
  const listed = byKey.get(keyOf(seen.address) ?? "") ?? byKey.get(keyOf(seen.loaded) ?? "");
  const found = listed
    ? [{ row: listed, verdict: judge(seen, listed) }]
    : (await openedRows(pairing, seen, rows)).map((row) => ({ row, verdict: judge(seen, row, true) }));
  const sure = found.flatMap(({ row, verdict }) => (verdict && !byKey.has(verdict.key ?? "") ? [{ row, verdict }] : []));
  return sure.length === 1 && sure[0] ? sure[0] : null;
}

/**
 * A redirect leaves no trace in the page, but the desk knows what its curator has just opened.
 * @param {Pairing} pairing
 * @param {Seen} seen
 * @param {Row[]} rows
 * @returns {Promise<Row[]>}
 */
async function openedRows({ catalog, curator }, seen, rows) {
  if (!seen.fresh || !(seen.missing || keyOf(seen.address))) return [];
  const opened = await justOpened(catalog.address, curator.token);
  if (opened === "ended") await ended(catalog.id, curator.token);
  const ids = new Set(opened === "ended" ? [] : opened);
  return rows.filter(({ id, key }) => key && ids.has(id));
}
