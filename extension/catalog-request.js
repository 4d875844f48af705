// @ts-check
/**
 * Asks one server for its catalog, and waits only so long and for so much. The only words that ever leave the browser:
 * a request for the catalog, or for what changed since the state that we hold.
 */

import { Refusal } from "./catalog-check.js";
import { originPattern } from "./server-address.js";

const PATH = "/api/v1/catalog";

/** Until the answer begins, and until it is here. */
const ANSWER_MS = 10_000;
const BODY_MS = 30_000;

/** 10,000 experts with full reasons are about 8 MB; counted as they arrive, unpacked. */
const LARGEST = 24 * 1024 * 1024;

/** What a server answered; null: nothing has changed. @typedef {{ text: string, etag: string | null } | null} Answer */

/**
 * @param {string} server
 * @param {{ cursor: string, etag: string | null } | null} held the state that we hold of this server's catalog
 * @returns {Promise<Answer>}
 * @throws {Refusal | Error} see `explained`
 */
export async function ask(server, held) {
  if (!(await chrome.permissions.contains({ origins: [originPattern(server)] }))) throw new Refusal("permission");
  const patience = new AbortController();
  const abort = () => patience.abort(new DOMException("It took too long.", "TimeoutError"));
  let timer = setTimeout(abort, ANSWER_MS);
  try {
    const response = await fetch(addressFor(server, held), {
      headers: held?.etag ? { "If-None-Match": held.etag } : {},
      cache: "no-store", // the tag is ours to send, and a 304 ours to see
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "manual",
      signal: patience.signal,
    });
    clearTimeout(timer);
    timer = setTimeout(abort, BODY_MS);
    if (response.type === "opaqueredirect") throw new Refusal("redirect");
    if (response.status === 304 && held?.etag) return null;
    if (response.status !== 200) throw new Refusal("status", response.status);
    return { text: await readCapped(response), etag: response.headers.get("ETag") };
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {string} server
 * @param {{ cursor: string } | null} held
 */
function addressFor(server, held) {
  return server + PATH + (held ? `?since=${encodeURIComponent(held.cursor)}` : "");
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
