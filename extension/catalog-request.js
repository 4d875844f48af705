// @ts-check
/**
 * Asks one server for its catalog, and waits only so long and for so much. The only words that ever leave the browser:
 * a request for the catalog, or for what changed since the state that we hold.
 */

import { readCapped } from "./capped.js";
import { Refusal } from "./catalog-check.js";
import { fileFor, mayBeCopy, readHead } from "./catalog-copy.js";
import { originPattern } from "./server-address.js";

const FOLDER = "/api/v1";

/** Until the answer begins, and until it is here: together less than the 30 s after which browsers stop a quiet background. */
const ANSWER_SECONDS = 10;
const BODY_SECONDS = 18;

/** 10,000 experts in two lists each, with full reasons, are 12 MB; counted as they arrive, unpacked. */
const LARGEST_MB = 24;

/** What a server answered; null: nothing has changed. @typedef {{ text: string, etag: string | null } | null} Answer */
/** The state that we hold of a server's catalog. @typedef {{ cursor: string, etag: string | null }} State */

/**
 * @param {string} server
 * @param {State | null} held
 * @returns {Promise<Answer>}
 * @throws {Refusal} with what went wrong
 */
export async function ask(server, held) {
  const copied = held && mayBeCopy(held) ? await askCopy(server, held.cursor) : undefined;
  if (copied !== undefined) return copied;
  const response = await got(server, addressFor(server, held), held?.etag ?? null);
  if (response.status === 304 && held?.etag) return null;
  if (response.status !== 200) throw new Refusal("status", response.status);
  return response;
}

/**
 * Asks a host that may know files only: for the small head first, then for the file that it names for us.
 * @param {string} server
 * @param {string} cursor
 * @returns {Promise<Answer | undefined>} undefined where no such file lies: then it is asked as any server is
 * @throws {Refusal}
 */
async function askCopy(server, cursor) {
  const head = readHead((await got(server, `${server}${FOLDER}/head.json`, null)).text);
  if (!head) return undefined;
  const file = fileFor(head, cursor);
  if (!file) return null;
  const { status, text } = await got(server, `${server}${FOLDER}/${file}`, null);
  return status === 200 ? { text, etag: null } : undefined;
}

/**
 * @param {string} server
 * @param {string} address
 * @param {string | null} etag
 * @returns {Promise<{ status: number, text: string, etag: string | null }>} the text of a 200 only
 * @throws {Refusal}
 */
async function got(server, address, etag) {
  if (!(await chrome.permissions.contains({ origins: [originPattern(server)] }))) throw new Refusal("permission");
  const { host } = new URL(server);
  const stop = new AbortController();
  const asked = fetch(address, {
    headers: etag ? { "If-None-Match": etag } : {},
    cache: "no-store", // the tag is ours to send, and a 304 ours to see
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "manual",
    signal: stop.signal,
  });
  try {
    const response = await within(ANSWER_SECONDS, asked, "timeout", "unreachable", host);
    if (response.type === "opaqueredirect") throw new Refusal("redirect");
    if (response.status !== 200) return { status: response.status, text: "", etag: null };
    const text = await within(BODY_SECONDS, readCapped(response, LARGEST_MB * 1024 * 1024), "slow", "broken", host);
    if (text === null) throw new Refusal("tooBig", LARGEST_MB);
    return { status: 200, text, etag: response.headers.get("ETag") };
  } finally {
    stop.abort(); // whatever is still on its way is not waited for
  }
}

/**
 * @param {string} server
 * @param {{ cursor: string } | null} held
 */
function addressFor(server, held) {
  return `${server}${FOLDER}/catalog` + (held ? `?since=${encodeURIComponent(held.cursor)}` : "");
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
