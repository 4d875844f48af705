// @ts-check
/**
 * The reports of a paired browser: kept before they are sent, sent again while no server takes them, once a day for each
 * expert. Knows nothing of pages, and not what a report means.
 */

import { changeCurator, readCatalogs, readCurator } from "./catalog-storage.js";
import { tell } from "./curator-desk.js";
import { readChosen } from "./storage.js";

/** @typedef {import("./curator-desk.js").Report} Report */
/** @typedef {import("./catalog-storage.js").Subscription} Subscription */

/**
 * A pairing with the desk at `address`. Without a `token` the desk has ended it. `reported` has the day on which something
 * was last said of an expert; `waiting` are reports that no server has taken yet, with the time they are from.
 * @typedef {{ address: string, token: string | null, name: string, since: string, reported: Record<string, string>,
 *             waiting: Record<string, Report & { at: string }> }} Curator
 */

/** @typedef {{ catalog: Subscription, curator: Curator & { token: string } }} Pairing */

/** The name of the alarm on which reports that wait are sent again. */
export const RETRY_ALARM = "curator";

const RETRY_MINUTES = 5;
const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1000;

/** @returns {Promise<Pairing[]>} with the desks of today's addresses: a token is never sent anywhere else */
export async function pairings() {
  if ((await readChosen()).mode === "off") return [];
  const catalogs = (await readCatalogs()).filter(({ on }) => on);
  const all = await Promise.all(catalogs.map(async (catalog) => ({ catalog, curator: await readCurator(catalog.id) })));
  return all.flatMap(({ catalog, curator }) =>
    curator?.token && curator.address === catalog.address ? [{ catalog, curator: { ...curator, token: curator.token } }] : [],
  );
}

/**
 * @param {Pairing} pairing
 * @param {Report} told
 */
export async function report(pairing, told) {
  await setAlarm(); // before anything waits, so that nothing ever waits without it
  if (await begin(pairing.catalog.id, told)) await send(pairing, told.expert, told);
}

/** Sends again what no server has taken, and forgets what is a day old. */
export async function retry() {
  const now = Date.now();
  for (const pairing of await pairings()) {
    for (const [id, { at, ...report }] of Object.entries(pairing.curator.waiting)) {
      if (now - Date.parse(at) > GIVEN_UP_AFTER_MS) await settle(pairing, id);
      else await send(pairing, id, report);
    }
  }
  if (!(await anyWaits())) await chrome.alarms.clear(RETRY_ALARM);
}

/** Sets the alarm where reports wait: browsers lose alarms, and while all is switched off there is none. */
export async function resumeReports() {
  if (await anyWaits()) await setAlarm();
}

/** One that is set already keeps its time: whoever reports often would put it off for ever. */
async function setAlarm() {
  if (await chrome.alarms.get(RETRY_ALARM)) return;
  await chrome.alarms.create(RETRY_ALARM, { periodInMinutes: RETRY_MINUTES });
}

async function anyWaits() {
  return (await pairings()).some(({ curator }) => Object.keys(curator.waiting).length > 0);
}

/**
 * Keeps a report before it is sent, so that a worker that dies loses none.
 * @param {string} id of the catalog
 * @param {Report} told
 * @returns {Promise<boolean>} false when something was said of that expert today
 */
async function begin(id, told) {
  const at = new Date().toISOString();
  const today = at.slice(0, 10);
  let first = false;
  await changeCurator(id, (curator) => {
    if (!curator) return undefined;
    const reported = Object.fromEntries(Object.entries(curator.reported).filter(([, day]) => day === today));
    first = !(told.expert in reported);
    if (!first) return curator;
    const waiting = { ...curator.waiting, [told.expert]: { ...told, at } };
    return { ...curator, reported: { ...reported, [told.expert]: today }, waiting };
  });
  return first;
}

/**
 * @param {Pairing} pairing
 * @param {string} expert
 * @param {Report} told
 */
async function send(pairing, expert, told) {
  const taken = await tell(pairing.catalog.address, pairing.curator.token, told);
  if (taken === "ended") await ended(pairing.catalog.id, pairing.curator.token);
  else if (taken !== "later") await settle(pairing, expert, taken === "kept");
}

/**
 * @param {Pairing} pairing
 * @param {string} expert
 * @param {boolean} [said] whether that was said of them today; what was refused is as if it had not been
 */
async function settle({ catalog }, expert, said = true) {
  await changeCurator(catalog.id, (curator) => {
    if (!curator) return undefined;
    const { [expert]: _, ...waiting } = curator.waiting;
    const { [expert]: _day, ...others } = curator.reported;
    return { ...curator, waiting, reported: said ? curator.reported : others };
  });
}

/**
 * The desk has ended it: the token goes, and the options say so.
 * @param {string} id of the catalog
 * @param {string} token the one that was refused
 */
export async function ended(id, token) {
  await changeCurator(id, (curator) => (curator?.token === token ? { ...curator, token: null, waiting: {} } : curator ?? undefined));
}
