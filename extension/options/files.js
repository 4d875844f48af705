// @ts-check
/** Files out and in. A file that is chosen is read here, within bounds, and goes nowhere. */

const MEGABYTE = 1024 * 1024;
const HANDED_OVER_MS = 60_000;

/**
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function handOut(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), HANDED_OVER_MS);
}

/**
 * @param {HTMLInputElement} input
 * @param {number} largest in megabytes
 * @returns {Promise<{ bytes: Uint8Array } | { refused: "fileTooBig" | "fileUnread" } | null>} null: none was chosen
 */
export async function takeIn(input, largest) {
  const file = input.files?.[0];
  if (!file) return null;
  try {
    return file.size > largest * MEGABYTE ? { refused: "fileTooBig" } : { bytes: new Uint8Array(await file.arrayBuffer()) };
  } catch {
    return { refused: "fileUnread" }; // it went away meanwhile
  } finally {
    input.value = ""; // the same file may be chosen again
  }
}
