// @ts-check
/**
 * Reads the address of a catalog server as a person types it. Pure: asks nobody, grants nothing.
 * Plain http is taken for this computer alone: on the way from elsewhere, anybody could rewrite who is recommended.
 */

/** Where `make run` serves, and so the address the extension starts with. */
export const PRESET = "http://127.0.0.1:8750";

/** A name or number of one host, as `URL` writes it. A star would be a permission for many. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)$/;

const OWN_COMPUTER = new Set(["127.0.0.1", "localhost"]);

/**
 * @param {string} typed what stands in the field
 * @returns {{ address: string } | { refused: "empty" | "unreadable" | "scheme" | "insecure" | "credentials" }}
 *   the address without a slash at its end, or why it is none (the end of a message's key)
 */
export function readServerAddress(typed) {
  const text = typed.trim();
  if (!text) return { refused: "empty" };
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${looksLocal(text) ? "http" : "https"}://${text}`;
  if (!URL.canParse(full)) return { refused: "unreadable" };
  const url = new URL(full);
  if (!HOST.test(url.hostname)) return { refused: "unreadable" };
  if (url.protocol !== "http:" && url.protocol !== "https:") return { refused: "scheme" };
  if (url.username || url.password) return { refused: "credentials" };
  if (url.protocol === "http:" && !OWN_COMPUTER.has(url.hostname)) return { refused: "insecure" };
  return { address: (url.origin + url.pathname).replace(/\/+$/, "") };
}

/** @param {string} text an address without a scheme */
function looksLocal(text) {
  return OWN_COMPUTER.has(text.replace(/[:/].*$/, ""));
}

/**
 * @param {string} address as `readServerAddress` gives it
 * @returns {string} the permission to ask for; match patterns carry no port
 */
export function originPattern(address) {
  const url = new URL(address);
  return `${url.protocol}//${url.hostname}/*`;
}
