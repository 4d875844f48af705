// @ts-check
/**
 * What is kept of catalogs: which the reader has chosen, what was taken of each, how their servers are, who is paired.
 * Goes through the door in `storage.js`; decides nothing about what may be kept.
 */

import { PRESET } from "./server-address.js";
import { drawerOf, DRAWERS, join, split } from "./shelf.js";
import { change, read, readSeveral } from "./storage.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./catalog-check.js").Expert} Expert */
/** @typedef {import("./curator-reports.js").Curator} Curator */
/** @typedef {import("./shelf.js").About} About */
/** @typedef {import("./shelf.js").Row} Row */

/**
 * A catalog that the reader has chosen: where it is, what they call it, the letter its badges carry, whether it is on.
 * @typedef {{ id: string, address: string, name: string, letter: string, on: boolean }} Subscription
 */

/**
 * How the last try at one server went. Times are ISO 8601; `confirmed` is when it last said that what we hold is true.
 * @typedef {{ ok: boolean, code: string, details: string[], at: string, confirmed: string | null, next: string | null,
 *             failures: number }} ServerState
 */

/** What was taken of one catalog, or the starter in its place. @typedef {{ about: About, rows: Row[], starter: boolean }} Held */

/** The catalog that is there from the first day. */
export const PRESET_ID = "preset";

/** @type {Subscription[]} */
const FIRST_CATALOGS = [{ id: PRESET_ID, address: PRESET, name: "Followworthy", letter: "", on: true }];

/** @type {Promise<Catalog> | null} */
let starter = null;

/** @returns {Promise<Subscription[]>} in the reader's order, the preset first */
export async function readCatalogs() {
  return /** @type {Subscription[] | undefined} */ (await read("catalogs")) ?? FIRST_CATALOGS;
}

/**
 * What was taken from an address goes with it, and so does a curator's token, which another server must never see.
 * @param {(catalogs: Subscription[]) => Subscription[]} edit
 */
export async function editCatalogs(edit) {
  await change(["catalogs"], ({ catalogs }) => {
    const before = /** @type {Subscription[] | undefined} */ (catalogs) ?? FIRST_CATALOGS;
    const after = edit(before);
    const left = before.filter((one) => !after.some(({ id, address }) => id === one.id && address === one.address));
    return { catalogs: after, ...Object.assign({}, ...left.map(({ id }) => emptied(id))) };
  });
}

/**
 * @param {string} id of a catalog
 * @returns {Promise<Held | null>} what we know of it; null before its first sync, but the preset has the starter
 */
export async function readHeld(id) {
  const kept = await readSeveral([`about:${id}`, `rows:${id}`]);
  const about = /** @type {About | undefined} */ (kept[`about:${id}`]);
  if (about) return { about, rows: /** @type {Row[]} */ (unpacked(kept[`rows:${id}`])), starter: false };
  if (id !== PRESET_ID) return null;
  const shelf = split(await readStarter(), { address: "", etag: null });
  return { about: shelf.about, rows: shelf.rows, starter: true };
}

/**
 * @param {readonly string[]} ids of experts
 * @returns {Promise<Row[]>} those of them whom any catalog holds, each once
 */
export async function readRows(ids) {
  const held = await Promise.all((await readCatalogs()).map(({ id }) => readHeld(id)));
  const rows = held.flatMap((one) => one?.rows ?? []);
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/**
 * @param {string} id of a catalog
 * @returns {Promise<About | null>} what was taken from its server; null before the first sync
 */
export async function readAbout(id) {
  return /** @type {About | undefined} */ (await read(`about:${id}`)) ?? null;
}

/**
 * @param {string} id of a catalog
 * @param {ReadonlySet<string>} wanted ids of experts
 * @returns {Promise<Expert[]>} those of them that it holds
 */
export async function readExperts(id, wanted) {
  const drawers = [...new Set([...wanted].map((one) => `drawer:${id}:${drawerOf(one)}`))];
  const kept = await readSeveral([`about:${id}`, ...drawers]);
  const experts = kept[`about:${id}`]
    ? drawers.flatMap((key) => /** @type {Expert[]} */ (unpacked(kept[key])))
    : id === PRESET_ID
      ? (await readStarter()).experts
      : [];
  return experts.filter((expert) => wanted.has(expert.id));
}

/**
 * @param {string} id of a catalog
 * @returns {Promise<Catalog | null>} all of it; null before its first sync, and where a disk has spoilt it
 */
export async function readWhole(id) {
  const keys = drawerKeys(id);
  const kept = await readSeveral([`about:${id}`, ...keys]);
  const about = /** @type {About | undefined} */ (kept[`about:${id}`]);
  try {
    return about ? join(about, keys.map((key) => /** @type {Expert[]} */ (unpacked(kept[key])))) : null;
  } catch {
    return null;
  }
}

/**
 * Keeps a catalog that was proven whole. Refused when the reader has left it, or changed its address, meanwhile.
 * @param {string} id
 * @param {Catalog} catalog
 * @param {{ address: string, etag: string | null }} from
 * @param {ServerState} state
 * @returns {Promise<void>} rejects when the browser has no room
 */
export async function keepCatalog(id, catalog, from, state) {
  const { about, rows, drawers } = split(catalog, from);
  await change(["catalogs"], ({ catalogs }) => {
    if (addressOf(catalogs, id) !== from.address) return {};
    const filled = Object.fromEntries(drawers.map((drawer, at) => [`drawer:${id}:${at}`, JSON.stringify(drawer)]));
    return { ...filled, [`rows:${id}`]: JSON.stringify(rows), [`about:${id}`]: about, [`server:${id}`]: state };
  });
}

/**
 * @param {string} id of a catalog
 * @returns {Promise<ServerState | null>} null before the first try
 */
export async function readServerState(id) {
  return /** @type {ServerState | undefined} */ (await read(`server:${id}`)) ?? null;
}

/**
 * @param {string} id of a catalog
 * @param {string} address whom the try was at
 * @param {ServerState} state
 */
export async function keepServerState(id, address, state) {
  await change(["catalogs"], ({ catalogs }) => (addressOf(catalogs, id) === address ? { [`server:${id}`]: state } : {}));
}

/**
 * Notes with all catalogs that are on when they are tried next.
 * @param {string} next ISO 8601
 */
export async function keepPlan(next) {
  const ids = (await readCatalogs()).filter(({ on }) => on).map(({ id }) => id);
  await change(ids.map((id) => `server:${id}`), (states) =>
    Object.fromEntries(Object.entries(states).map(([key, state]) => [key, state && { ...state, next }])),
  );
}

/**
 * @param {string} id of a catalog
 * @returns {Promise<Curator | null>} the pairing with its desk, if there ever was one
 */
export async function readCurator(id) {
  return /** @type {Curator | undefined} */ (await read(`curator:${id}`)) ?? null;
}

/**
 * @param {string} id of a catalog
 * @param {(curator: Curator | null) => Curator | undefined} edit undefined takes it away
 */
export async function changeCurator(id, edit) {
  const key = `curator:${id}`;
  await change([key], (kept) => ({ [key]: edit(/** @type {Curator | undefined} */ (kept[key]) ?? null) }));
}

/** The starter travels with the extension, so that it works before any server. */
function readStarter() {
  starter ??= fetch(chrome.runtime.getURL("starter-catalog.json")).then((response) => response.json());
  return starter;
}

/**
 * @param {unknown} catalogs
 * @param {string} id
 */
function addressOf(catalogs, id) {
  const known = /** @type {Subscription[] | undefined} */ (catalogs) ?? FIRST_CATALOGS;
  return known.find((one) => one.id === id)?.address;
}

/**
 * Lists are kept as text: as objects, the browser takes 130 ms to hand over ten thousand of them, as text 15 (measured).
 * @param {unknown} text
 * @returns {unknown[]}
 */
function unpacked(text) {
  return typeof text === "string" ? JSON.parse(text) : [];
}

/** @param {string} id */
const drawerKeys = (id) => Array.from({ length: DRAWERS }, (_, at) => `drawer:${id}:${at}`);

/**
 * @param {string} id of a catalog
 * @returns {Record<string, undefined>} all that is kept of it, taken away
 */
function emptied(id) {
  const keys = [...drawerKeys(id), `rows:${id}`, `about:${id}`, `server:${id}`, `curator:${id}`];
  return Object.fromEntries(keys.map((key) => [key, undefined]));
}
