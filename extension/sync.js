// @ts-check
/**
 * Keeps the catalogs current: asks each server, has the answer proven, keeps it, plans the next try.
 * A failed try is a state in words, never an exception; what we hold stays.
 */

import { proven, readAnswer, Refusal } from "./catalog-check.js";
import { applied } from "./catalog-delta.js";
import { ask } from "./catalog-request.js";
import { keepCatalog, keepServerState, readAbout, readCatalogs, readServerState, readWhole } from "./storage.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./storage.js").ServerState} ServerState */
/** @typedef {import("./storage.js").Subscription} Subscription */
/** What we hold of a server's catalog. @typedef {{ catalog: Catalog, cursor: string, etag: string | null }} Held */
/** `code` ends a message's key, `details` fill its gaps. @typedef {{ code: string, details: string[] }} Failure */
/** How a try went; no catalog: nothing has changed. @typedef {{ catalog: Catalog | null, etag: string | null } | Failure} Outcome */

/** The name of the alarm that `planNext` sets. */
export const ALARM = "sync";

const EVERY_MINUTES = 60;
const SOONEST_MINUTES = 5;

/** @type {Promise<boolean> | null} */
let running = null;

/** @returns {Promise<boolean>} whether any catalog changed; a second call joins the first */
export function synchronise() {
  running ??= all().finally(() => {
    running = null;
  });
  return running;
}

/**
 * @param {string} address of a server
 * @returns {Promise<{ people: number, categories: number } | Failure>} how it answers; keeps nothing
 */
export async function tryServer(address) {
  const outcome = await meet(address, null);
  if ("code" in outcome) return outcome;
  return { people: outcome.catalog?.count ?? 0, categories: outcome.catalog?.categories.length ?? 0 };
}

/** @returns {Promise<boolean>} */
async function all() {
  const catalogs = await wanted();
  const before = await Promise.all(catalogs.map(({ id }) => readServerState(id)));
  await planNext(before.map((state) => state?.failures ?? 0)); // a worker that dies half-way is woken again
  const tries = await Promise.all(catalogs.map((one, at) => attempt(one, before[at] ?? null)));
  const next = await planNext(tries.map(({ state }) => state.failures));
  await Promise.all(catalogs.map(({ id, address }, at) => {
    const state = tries[at]?.state;
    return state && keepServerState(id, address, { ...state, next });
  }));
  const same = JSON.stringify(await wanted()) === JSON.stringify(catalogs);
  return (same ? false : await all()) || tries.some(({ changed }) => changed); // the reader chose others meanwhile
}

async function wanted() {
  return (await readCatalogs()).filter(({ on }) => on);
}

/**
 * @param {Subscription} subscription
 * @param {ServerState | null} before
 * @returns {Promise<{ changed: boolean, state: ServerState }>}
 */
async function attempt({ id, address }, before) {
  const held = await readHeldOf(id, address);
  const outcome = await meet(address, held);
  if ("code" in outcome) return { changed: false, state: failed(outcome, before) };
  if (!outcome.catalog) return { changed: false, state: good() };
  try {
    await keepCatalog(id, outcome.catalog, { address, etag: outcome.etag }, good());
    return { changed: true, state: good() };
  } catch (error) {
    return { changed: false, state: failed({ code: "storage", details: [String(error)] }, before) };
  }
}

/**
 * @param {string} id of a catalog
 * @param {string} address
 * @returns {Promise<Held | null>} what was taken of it from this address
 */
async function readHeldOf(id, address) {
  const about = await readAbout(id);
  const catalog = about?.address === address ? await readWhole(id) : null;
  return about && catalog ? { catalog, cursor: about.cursor, etag: about.etag } : null;
}

/**
 * @param {string} address
 * @param {Held | null} held
 * @returns {Promise<Outcome>}
 */
async function meet(address, held) {
  try {
    return await taken(address, held);
  } catch (error) {
    return explained(error, new URL(address).host);
  }
}

/**
 * @param {string} address
 * @param {Held | null} held
 * @returns {Promise<Outcome>} the catalog as it is now, proven whole
 * @throws {Refusal | Error}
 */
async function taken(address, held) {
  const answer = await ask(address, held);
  if (!answer) return { catalog: null, etag: held?.etag ?? null };
  const read = readAnswer(answer.text);
  if (read.complete) return { catalog: await proven(read, held?.catalog ?? null), etag: answer.etag };
  if (!held) throw new Refusal("partial");
  try {
    return { catalog: await proven(applied(held.catalog, read), held.catalog), etag: answer.etag };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return whole(address, held.catalog); // the changes do not fit what we hold: then all of it
  }
}

/**
 * @param {string} address
 * @param {Catalog} before what it must not shrink from
 * @returns {Promise<Outcome>}
 */
async function whole(address, before) {
  const answer = await ask(address, null);
  const read = answer && readAnswer(answer.text);
  if (!answer || !read?.complete) throw new Refusal("partial");
  return { catalog: await proven(read, before), etag: answer.etag };
}

/**
 * @param {unknown} error what `fetch`, the body's stream or the examination threw
 * @param {string} host whom we asked
 * @returns {Failure}
 */
function explained(error, host) {
  if (error instanceof Refusal) return { code: error.code, details: error.details };
  if (error instanceof DOMException && error.name === "TimeoutError") return { code: "timeout", details: [host] };
  return { code: "unreachable", details: [host] };
}

/** @returns {ServerState} */
function good() {
  const at = new Date().toISOString();
  return { ok: true, code: "", details: [], at, confirmed: at, next: null, failures: 0 };
}

/**
 * @param {Failure} failure
 * @param {ServerState | null} before
 * @returns {ServerState}
 */
function failed(failure, before) {
  const failures = (before?.failures ?? 0) + 1;
  const at = new Date().toISOString();
  return { ok: false, ...failure, at, confirmed: before?.confirmed ?? null, next: null, failures };
}

/**
 * @param {number} failures tries in a row that failed
 * @param {number} chance 0 to 1; spreads the clients, so that they never all come at once
 * @returns {number} minutes to wait: sooner after a failure, then ever later, never later than usual
 */
export function minutesUntilNext(failures, chance) {
  const planned = failures ? Math.min(SOONEST_MINUTES * 2 ** (failures - 1), EVERY_MINUTES) : EVERY_MINUTES;
  return planned * (0.8 + 0.4 * chance);
}

/**
 * @param {number[]} failures of each catalog, tries in a row; one that has just begun to fail is tried again soon
 * @returns {Promise<string>} when, as ISO 8601
 */
async function planNext(failures) {
  const chance = Math.random();
  const minutes = Math.min(minutesUntilNext(0, chance), ...failures.map((number) => minutesUntilNext(number, chance)));
  await chrome.alarms.create(ALARM, { delayInMinutes: minutes, periodInMinutes: EVERY_MINUTES });
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
