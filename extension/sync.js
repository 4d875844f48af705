// @ts-check
/**
 * Keeps the catalogs current: asks each server, has the answer proven, keeps it, plans the next try.
 * A failed try is a state in words, never an exception; what we hold stays.
 */

import { proven, Refusal } from "./catalog-check.js";
import { applied } from "./catalog-delta.js";
import { ask } from "./catalog-request.js";
import { readAnswer } from "./catalog-shape.js";
import { keepCatalog, keepPlan, keepServerState, readAbout, readCatalogs, readServerState, readWhole } from "./catalog-storage.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./shelf.js").About} About */
/** @typedef {import("./catalog-storage.js").ServerState} ServerState */
/** @typedef {import("./catalog-storage.js").Subscription} Subscription */

/** What was taken before from the server that is asked; the whole of it is read only when it is needed. @typedef {{ about: About, whole: () => Promise<Catalog | null> }} Held */
/** `code` ends a message's key, `details` fill its gaps. @typedef {{ code: string, details: string[] }} Failure */
/** The catalog as it is now, proven whole; null: as it was. @typedef {{ catalog: Catalog, etag: string | null } | null} Taken */

/** The name of the alarm that is always set. */
export const ALARM = "sync";

const EVERY_MINUTES = 60;
const SOONEST_MINUTES = 5;

/** @type {Promise<boolean> | null} */
let running = null;

/**
 * @param {string} [willing] id of a catalog that the reader takes though it lost many at once
 * @returns {Promise<boolean>} whether any catalog changed; a second call joins the first. Rejects when the browser keeps
 *   nothing, not even how the tries went; the tries were made nevertheless
 */
export function synchronise(willing = "") {
  running ??= all(willing).finally(() => {
    running = null;
  });
  return running;
}

/**
 * Takes one catalog though it lost many at once, for the reader says so: this once, and only if all else is right with it.
 * @param {string} id
 */
export async function takeAnyway(id) {
  while (running) await running.catch(() => false); // that one does not know of it
  return synchronise(id);
}

/** Plans a try where none is planned: browsers lose alarms when the extension is switched off and on. */
export async function resume() {
  if (!(await chrome.alarms.get(ALARM))) await synchronise();
}

/**
 * @param {string} address of a server
 * @returns {Promise<{ people: number, categories: number } | Failure>} how it answers; keeps nothing
 */
export async function tryServer(address) {
  try {
    const taken = await take(address, null);
    return { people: taken?.catalog.count ?? 0, categories: taken?.catalog.categories.length ?? 0 };
  } catch (error) {
    return explained(error);
  }
}

/**
 * @param {string} willing
 * @returns {Promise<boolean>}
 */
async function all(willing) {
  const catalogs = await wanted();
  const before = await Promise.all(catalogs.map(({ id }) => readServerState(id)));
  const next = await plan(before.map((state) => Math.max(1, state?.failures ?? 0))); // dying half-way is a failure, too
  const planned = await Promise.allSettled([keepPlan(next)]);
  const tries = await Promise.allSettled(catalogs.map((one, at) => attempt(one, before[at] ?? null, next, one.id === willing)));
  const failures = tries.map((one, at) => (one.status === "fulfilled" ? one.value.failures : (before[at]?.failures ?? 0) + 1));
  const replanned = await Promise.allSettled([keepPlan(await plan(failures))]);
  const changed = tries.some((one) => one.status === "fulfilled" && one.value.changed);
  const same = JSON.stringify(await wanted()) === JSON.stringify(catalogs);
  if (!same) return (await all("")) || changed; // the reader chose others meanwhile
  const unkept = [...planned, ...tries, ...replanned].find((one) => one.status === "rejected");
  if (unkept) throw unkept.reason;
  return changed;
}

async function wanted() {
  return (await readCatalogs()).filter(({ on }) => on);
}

/**
 * @param {Subscription} subscription
 * @param {ServerState | null} before
 * @param {string} next
 * @param {boolean} willing whether it may have lost many: then it is measured by nothing
 * @returns {Promise<{ changed: boolean, failures: number }>} rejects when the browser keeps nothing
 */
async function attempt({ id, address }, before, next, willing) {
  try {
    const about = await readAbout(id);
    const whole = async () => (willing ? null : readWhole(id));
    const taken = await take(address, about?.address === address ? { about, whole } : null);
    if (taken) await keep(id, address, taken, good(next));
    else await keepServerState(id, address, good(next));
    return { changed: taken !== null, failures: 0 };
  } catch (error) {
    const state = failed(explained(error), before, next);
    await keepServerState(id, address, state);
    return { changed: false, failures: state.failures };
  }
}

/**
 * @param {string} id of a catalog
 * @param {string} address
 * @param {NonNullable<Taken>} taken
 * @param {ServerState} state
 * @throws {Refusal} when the browser has no room: then what was held stays whole
 */
async function keep(id, address, { catalog, etag }, state) {
  try {
    await keepCatalog(id, catalog, { address, etag }, state);
  } catch (error) {
    throw new Refusal("storage", error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {string} address
 * @param {Held | null} held
 * @returns {Promise<Taken>}
 * @throws {Refusal}
 */
async function take(address, held) {
  const answer = await ask(address, held?.about ?? null);
  if (!answer) return null;
  const read = readAnswer(answer.text);
  const before = held && (await held.whole());
  if (read.complete) return { catalog: await proven(read, before), etag: answer.etag };
  if (!held) throw new Refusal("partial");
  try {
    if (!before) throw new Refusal("partial");
    return { catalog: await proven(applied(before, read), before), etag: answer.etag };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return takeWhole(address, before); // the changes do not fit what we hold: then all of it
  }
}

/**
 * @param {string} address
 * @param {Catalog | null} before what it must not shrink from
 * @returns {Promise<Taken>}
 */
async function takeWhole(address, before) {
  const answer = await ask(address, null);
  const read = answer && readAnswer(answer.text);
  if (!answer || !read?.complete) throw new Refusal("partial");
  return { catalog: await proven(read, before), etag: answer.etag };
}

/**
 * @param {unknown} error
 * @returns {Failure} what is no refusal is a mistake of ours, and is said, too
 */
function explained(error) {
  const { code, details } = error instanceof Refusal ? error : new Refusal("mistake", String(error));
  return { code, details };
}

/**
 * @param {string} next
 * @returns {ServerState}
 */
function good(next) {
  const at = new Date().toISOString();
  return { ok: true, code: "", details: [], at, confirmed: at, next, failures: 0 };
}

/**
 * @param {Failure} failure
 * @param {ServerState | null} before
 * @param {string} next
 * @returns {ServerState}
 */
function failed(failure, before, next) {
  const at = new Date().toISOString();
  return { ok: false, ...failure, at, confirmed: before?.confirmed ?? null, next, failures: (before?.failures ?? 0) + 1 };
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
async function plan(failures) {
  const chance = Math.random();
  const minutes = Math.min(minutesUntilNext(0, chance), ...failures.map((number) => minutesUntilNext(number, chance)));
  await chrome.alarms.create(ALARM, { delayInMinutes: minutes, periodInMinutes: EVERY_MINUTES });
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
