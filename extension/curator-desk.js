// @ts-check
/**
 * What a paired browser asks its desk. The only module that sends anything but requests for the catalog; it is used
 * by whoever has paired this browser, and by nobody else. Keeps nothing.
 */

import { readCapped } from "./capped.js";

/** @typedef {{ expert: string, url: string, saw: string, name: string, address: string }} Report */
/** @typedef {{ token: string, curator: string }} Paired */
/** @typedef {"kept" | "refused" | "ended" | "later"} Taken what became of a report; "ended": the desk has unpaired us */

const TIMEOUT_MS = 10_000;

/** What a desk has to say is short; a name and a token are shorter. */
const LARGEST_BYTES = 64 * 1024;
const LONGEST = 200;

/**
 * @param {string} address of the catalog's server
 * @param {string} code as it was typed
 * @returns {Promise<Paired | "wrong" | "slow" | "unreachable">} "slow": too many wrong codes, wait
 */
export async function pair(address, code) {
  const answer = await ask(address, "/api/v1/pairing", null, { code });
  if (answer?.status === 429) return "slow";
  if (answer?.status === 403) return "wrong";
  const told = answer?.ok ? await jsonOf(answer) : null;
  const [token, curator] = [shortText(told?.token), shortText(told?.curator)];
  return token && curator ? { token, curator } : "unreachable";
}

/**
 * @param {string} address
 * @param {string} token
 * @returns {Promise<boolean>} whether the desk has heard that this browser is no longer paired
 */
export async function unpair(address, token) {
  const answer = await ask(address, "/api/v1/pairing/end", token, {});
  return answer?.status === 204 || answer?.status === 401;
}

/**
 * @param {string} address
 * @param {string} token
 * @param {Report} report
 * @returns {Promise<Taken>}
 */
export async function tell(address, token, report) {
  const answer = await ask(address, "/api/v1/looks", token, report);
  if (answer?.ok) return "kept";
  if (answer?.status === 401) return "ended";
  return answer && answer.status >= 400 && answer.status < 500 && answer.status !== 429 ? "refused" : "later";
}

/**
 * @param {string} address
 * @param {string} token
 * @returns {Promise<string[] | "ended">} ids of the experts whom the curator opened from the desk just now
 */
export async function justOpened(address, token) {
  const answer = await ask(address, "/api/v1/looks/opened", token, null);
  if (answer?.status === 401) return "ended";
  const told = answer?.ok ? await jsonOf(answer) : null;
  const opened = Array.isArray(told?.opened) ? told.opened : [];
  return opened.flatMap((/** @type {any} */ one) => shortText(one?.expert) ?? []);
}

/**
 * @param {string} address
 * @param {string} path
 * @param {string | null} token
 * @param {object | null} body null: a question
 * @returns {Promise<Response | null>} null when nobody answers
 */
async function ask(address, path, token, body) {
  const kind = body ? { "Content-Type": "application/json" } : {};
  const who = token ? { Authorization: `Bearer ${token}` } : {};
  return fetch(address + path, {
    method: body ? "POST" : "GET",
    headers: { ...kind, ...who },
    ...(body ? { body: JSON.stringify(body) } : {}),
    cache: "no-store",
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error", // the token is for this server alone
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
}

/**
 * @param {Response} answer
 * @returns {Promise<any>} null for what is no JSON, too much, or breaks off
 */
async function jsonOf(answer) {
  try {
    return JSON.parse((await readCapped(answer, LARGEST_BYTES)) ?? "null");
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {string | null} null for anything but a text that is not empty and not long
 */
function shortText(value) {
  return typeof value === "string" && value && value.length <= LONGEST ? value : null;
}
