// @ts-check
/**
 * The one door to the browser's storage. Storage, not the worker's memory, is the truth: workers die at any moment.
 * Writes go through one queue, and what belongs together is written in one stroke.
 */

import { PRESET } from "./server-address.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */

/**
 * A catalog as we took it: from which server, and the tag to ask that server with.
 * @typedef {{ catalog: Catalog, server: string, etag: string | null }} Held
 */

/**
 * How the last try went. Times are ISO 8601; `confirmed` is when a server last said that what we hold is true.
 * @typedef {{ ok: boolean, code: string, details: string[], at: string, confirmed: string | null, next: string | null,
 *             failures: number }} ServerState
 */

/** @type {Promise<unknown>} */
let queue = Promise.resolve();

/**
 * @param {Record<string, unknown>} values
 * @returns {Promise<void>} when they are kept; rejects when the browser has no room for them
 */
function write(values) {
  const done = queue.then(() => chrome.storage.local.set(values));
  queue = done.catch(() => undefined);
  return done;
}

/**
 * @param {string} key
 * @returns {Promise<unknown>}
 */
async function read(key) {
  return (await chrome.storage.local.get(key))[key];
}

/** @returns {Promise<Held | null>} what was taken from a server, null before the first sync */
export async function readHeld() {
  return /** @type {Held | undefined} */ (await read("held")) ?? null;
}

/** @returns {Promise<Catalog>} the starter that travels with the extension, so that it works before any server */
export async function readStarter() {
  const response = await fetch(chrome.runtime.getURL("starter-catalog.json"));
  return /** @type {Promise<Catalog>} */ (response.json());
}

/** @returns {Promise<{ catalog: Catalog, starter: boolean }>} what we know, whatever it comes from */
export async function readCatalog() {
  const held = await readHeld();
  return held ? { catalog: held.catalog, starter: false } : { catalog: await readStarter(), starter: true };
}

/**
 * @param {Held} held
 * @param {ServerState} state
 */
export async function keepCatalog(held, state) {
  await write({ held, state });
}

/** @returns {Promise<ServerState | null>} null before the first try */
export async function readServerState() {
  return /** @type {ServerState | undefined} */ (await read("state")) ?? null;
}

/** @param {ServerState} state */
export async function keepServerState(state) {
  await write({ state });
}

/** @returns {Promise<string>} the address of the catalog server */
export async function readServer() {
  return /** @type {string | undefined} */ (await read("server")) ?? PRESET;
}

/** @param {string} server as `readServerAddress` gives it */
export async function keepServer(server) {
  await write({ server });
}

/**
 * @param {(keys: string[]) => void} heard called with the names of what has changed
 * @returns {void}
 */
export function onStored(heard) {
  chrome.storage.local.onChanged.addListener((changes) => heard(Object.keys(changes)));
}
