// @ts-check
/**
 * Keeps the catalogs current: asks each server, has the answer examined, keeps it, plans the next try.
 * Sends nothing but the request for the whole catalog. A failed try is a state in words, never an exception.
 */

import { examine, Refusal } from "./catalog-check.js";
import { originPattern } from "./server-address.js";
import { keepCatalog, keepServerState, readAbout, readCatalogs, readServerState, readWhole } from "./storage.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./storage.js").ServerState} ServerState */
/** @typedef {import("./storage.js").Subscription} Subscription */
/** @typedef {{ code: string, details: string[] }} Failure `code` ends a message's key, `details` fill its gaps */

/** The name of the alarm that `planNext` sets. */
export const ALARM = "sync";

const PATH = "/api/v1/catalog";
const TIMEOUT_MS = 10_000;
const LARGEST = 8 * 1024 * 1024;
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
  const outcome = await meet(address, null, null);
  if ("code" in outcome) return outcome;
  return { people: outcome.catalog?.count ?? 0, categories: outcome.catalog?.categories.length ?? 0 };
}

/** @returns {Promise<boolean>} */
async function all() {
  const catalogs = (await readCatalogs()).filter(({ on }) => on);
  const before = await Promise.all(catalogs.map(({ id }) => readServerState(id)));
  await planNext(Math.max(0, ...before.map((state) => state?.failures ?? 0))); // a worker that dies half-way is woken again
  const changes = await Promise.all(catalogs.map((one, at) => attempt(one, before[at] ?? null)));
  const after = await Promise.all(catalogs.map(({ id }) => readServerState(id)));
  await planNext(Math.max(0, ...after.map((state) => state?.failures ?? 0)));
  return changes.includes(true);
}

/**
 * @param {Subscription} subscription
 * @param {ServerState | null} before
 * @returns {Promise<boolean>} whether the catalog changed
 */
async function attempt({ id, address }, before) {
  const held = await readWhole(id);
  const about = await readAbout(id);
  const known = held && about?.address === address ? held : null;
  const outcome = await meet(address, known, known ? about?.etag ?? null : null);
  if ("code" in outcome) {
    await keepServerState(id, address, failed(outcome, before));
    return false;
  }
  if (!outcome.catalog) {
    await keepServerState(id, address, good());
    return false;
  }
  try {
    await keepCatalog(id, outcome.catalog, { address, etag: outcome.etag }, good());
  } catch (error) {
    await keepServerState(id, address, failed({ code: "storage", details: [String(error)] }, before));
    return false;
  }
  return true;
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
 * @param {string} address
 * @param {Catalog | null} known what we hold from this server
 * @param {string | null} etag
 * @returns {Promise<{ catalog: Catalog | null, etag: string | null } | Failure>} no catalog: nothing has changed
 */
async function meet(address, known, etag) {
  try {
    const answer = await ask(address, etag);
    return answer ? { catalog: await examine(answer.text, known), etag: answer.etag } : { catalog: null, etag };
  } catch (error) {
    return explained(error, new URL(address).host);
  }
}

/** @returns {ServerState} */
function good() {
  const at = new Date().toISOString();
  return { ok: true, code: "", details: [], at, confirmed: at, next: null, failures: 0 };
}

/**
 * @param {string} server
 * @param {string | null} etag
 * @returns {Promise<{ text: string, etag: string | null } | null>} null: nothing has changed
 * @throws {Refusal | Error} see `explained`
 */
async function ask(server, etag) {
  if (!(await chrome.permissions.contains({ origins: [originPattern(server)] }))) throw new Refusal("permission");
  const response = await fetch(server + PATH, {
    headers: etag ? { "If-None-Match": etag } : {},
    cache: "no-store", // the tag is ours to send, and a 304 ours to see
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (response.type === "opaqueredirect") throw new Refusal("redirect");
  if (response.status === 304 && etag) return null;
  if (response.status !== 200) throw new Refusal("status", response.status);
  return { text: await readCapped(response), etag: response.headers.get("ETag") };
}

/**
 * @param {Response} response
 * @returns {Promise<string>}
 * @throws {Refusal} when more comes than any catalog needs
 */
async function readCapped(response) {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of /** @type {ReadableStream<Uint8Array>} */ (response.body)) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST) throw new Refusal("tooBig", LARGEST / 1024 / 1024);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
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
 * Set before each try as well as after a failed one: a worker that dies half-way is woken again.
 * @param {number} failures
 * @returns {Promise<string>} when, as ISO 8601
 */
async function planNext(failures) {
  const minutes = minutesUntilNext(failures, Math.random());
  await chrome.alarms.create(ALARM, { delayInMinutes: minutes, periodInMinutes: EVERY_MINUTES });
  return new Date(Date.now() + minutes * 60_000).toISOString();
}
