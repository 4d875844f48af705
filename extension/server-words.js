// @ts-check
/** Says how old the catalog is and how the server is, in sentences. Draws nothing. */

import { clock, day, say } from "./words.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./storage.js").ServerState} ServerState */

/**
 * @param {Catalog} catalog
 * @param {boolean} starter
 * @param {ServerState | null} state
 * @returns {string} how old what we show is
 */
export function ageOf(catalog, starter, state) {
  if (starter) return say("starterCatalog");
  const change = catalog.cursor.split(".").at(-1) ?? "";
  return state?.confirmed ? say("catalogOf", day(state.confirmed), change) : say("catalogChange", change);
}

/**
 * @param {ServerState} state a failed one
 * @param {boolean} starter
 * @returns {{ title: string, reason: string, next: string }}
 */
export function troubleOf(state, starter) {
  const still = starter || !state.confirmed ? say("stillStarter") : say("stillCatalog", day(state.confirmed));
  return {
    title: say(["unreachable", "timeout"].includes(state.code) ? "serverSilent" : "serverRefused"),
    reason: `${reasonOf(state)} ${still}`,
    next: state.next ? say("nextTry", clock(state.next)) : "",
  };
}

/**
 * @param {{ code: string, details: string[] }} failure
 * @returns {string} one sentence
 */
export function reasonOf(failure) {
  return say(`server_${failure.code}`, ...failure.details);
}
