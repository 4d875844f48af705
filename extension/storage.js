// @ts-check
/**
 * The one door to the browser's storage. Storage, not the worker's memory, is the truth: workers die at any moment.
 * What belongs together is written in one stroke, and writers wait for each other, whichever of our pages they are in.
 * Knows the reader's choices and marks; what is kept of catalogs is in `catalog-storage.js`.
 */

import { readChoices } from "./choices.js";
import { migrated, VERSION } from "./migrations.js";

/** @typedef {import("./choices.js").Choices} Choices */
/** @typedef {import("./marks.js").Marks} Marks */

/** @type {Promise<void> | null} */
let ready = null;

/**
 * Changes what is kept; nobody else writes meanwhile.
 * @param {(kept: Record<string, unknown>) => Record<string, unknown> | Promise<Record<string, unknown>>} change
 *   what `keys` hold now -> what is to be written, in one stroke; a value of undefined is taken away
 * @param {string[]} keys
 * @returns {Promise<void>} rejects when the browser has no room; then nothing is written
 */
export async function change(keys, change) {
  await migratedOnce();
  await navigator.locks.request("storage", async () => writeAll(await change(await chrome.storage.local.get(keys))));
}

/**
 * The one stroke is `set`. What is taken away is written as null, which every reader takes for nothing; after that it does
 * not matter whether the browser lives to sweep it out.
 * @param {Record<string, unknown>} values
 */
async function writeAll(values) {
  const written = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? null]));
  const gone = Object.keys(written).filter((key) => written[key] === null);
  await chrome.storage.local.set(written);
  if (gone.length) await chrome.storage.local.remove(gone);
}

/** Brings what an older version has kept into today's shape, once for each of our pages. */
function migratedOnce() {
  ready ??= navigator.locks.request("storage", async () => {
    const { version } = await chrome.storage.local.get("version");
    if (version !== VERSION) await writeAll(migrated(await chrome.storage.local.get(null)));
  });
  ready.catch(() => (ready = null)); // tried again next time
  return ready;
}

/**
 * @param {string[]} keys
 * @returns {Promise<Record<string, unknown>>} what is kept under them, as of one moment
 */
export async function readSeveral(keys) {
  await migratedOnce();
  return chrome.storage.local.get(keys);
}

/**
 * @param {string} key
 * @returns {Promise<unknown>}
 */
export async function read(key) {
  return (await readSeveral([key]))[key];
}

/** @returns {Promise<Choices>} */
export async function readChosen() {
  return readChoices(await read("choices"));
}

/** @param {Partial<Choices>} chosen what is new */
export async function choose(chosen) {
  await change(["choices"], ({ choices }) => ({ choices: { ...readChoices(choices), ...chosen } }));
}

/** @returns {Promise<Marks>} */
export async function readMarks() {
  return /** @type {Marks | undefined} */ (await read("marks")) ?? {};
}

/** @param {(marks: Marks) => Marks} edit */
export async function editMarks(edit) {
  await change(["marks"], ({ marks }) => ({ marks: edit(/** @type {Marks | undefined} */ (marks) ?? {}) }));
}

/** Forgets everything: catalogs, marks, choices. */
export async function reset() {
  await navigator.locks.request("storage", async () => {
    await chrome.storage.local.clear();
    await chrome.storage.local.set({ version: VERSION });
  });
}

/**
 * @param {(keys: string[]) => void} heard called with the names of what has changed
 * @returns {void}
 */
export function onStored(heard) {
  chrome.storage.local.onChanged.addListener((changes) => heard(Object.keys(changes)));
}
