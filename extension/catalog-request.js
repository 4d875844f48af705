// @ts-check
/**
 * Asks one server for its catalog, and waits only so long and for so much. The only words that ever leave the browser:
 * a request for the catalog, or for what changed since the state that we hold.
 */

import { readCapped } from "./capped.js";
import { Refusal } from "./catalog-check.js";
import { originPattern } from "./server-address.js";

const PATH = "/api/v1/catalog";

/** Until the answer begins, and until it is here: together less than the 30 s after which browsers stop a quiet background. */
const ANSWER_SECONDS = 10;
const BODY_SECONDS = 18;

/** 10,000 experts in two lists each, with full reasons, are 12 MB; counted as they arrive, unpacked. */
const LARGEST_MB = 24;

/** What a server answered; null: nothing has changed. @typedef {{ text: string, etag: string | null } | null} Answer */

/**
 * @param {string} server
 * @param {{ cursor: string, etag: string | null } | null} held the state that we hold of this server's catalog
 * @returns {Promise<Answer>}
 * @throws {Refusal} with what went wrong
 */
export async function ask(server, held) {
  if (!(await chrome.permissions.contains({ origins: [originPattern(server)] }))) throw new Refusal("permission");
  const { host } = new URL(server);
  const stop = new AbortController();
  const asked = fetch(addressFor(server, held), {
    headers: held?.etag ? { "If-None-Match": held.etag } : {},
    cache: "no-store", // the tag is ours to send, and a 304 ours to see
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "manual",
    signal: stop.signal,
  });
  try {
    const response = await within(ANSWER_SECONDS, asked, "timeout", "unreachable", host);
    if (response.type === "opaqueredirect") throw new Refusal("redirect");
    if (response.status === 304 && held?.etag) return null;
    if (response.status !== 200) throw new Refusal("status", response.status);
    const text = await within(BODY_SECONDS, readCapped(response, LARGEST_MB * 1024 * 1024), "slow", "broken", host);
    if (text === null) throw new Refusal("tooBig", LARGEST_MB);
    return { text, etag: response.headers.get("ETag") };
  } finally {
    stop.abort(); // whatever is still on its way is not waited for
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
 * @template T
 * @param {number} seconds
 * @param {Promise<T>} work
 * @param {string} late code of the refusal when it takes longer
 * @param {string} failed code of the refusal when it throws
 * @param {string} host
 * @returns {Promise<T>}
 */
async function within(seconds, work, late, failed, host) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const patience = new Promise((_, give) => {
    timer = setTimeout(() => give(new Refusal(late, host, seconds)), seconds * 1000);
  });
  try {
    return await Promise.race([work, /** @type {Promise<never>} */ (patience)]);
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(failed, host);
  } finally {
    clearTimeout(timer);
  }
}
