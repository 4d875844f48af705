// @ts-check
/** Says how old the catalogs are and how their servers are, in sentences. Draws nothing. */

import { clock, day, say } from "./words.js";

/** @typedef {import("./shelf.js").About} About */
/** @typedef {import("./catalog-storage.js").ServerState} ServerState */
/** @typedef {import("./catalog-storage.js").Subscription} Subscription */

/** A catalog, and what we hold of it. @typedef {{ catalog: Subscription, about: About, starter: boolean, state: ServerState | null }} Shown */

/**
 * @param {readonly Shown[]} shelves
 * @returns {string} how old what we show is; of several catalogs, the oldest
 */
export function ageOf(shelves) {
  const [first] = shelves;
  if (!first) return say("noCatalog");
  if (shelves.length === 1) return ageOfOne(first);
  const days = shelves.map(({ starter, state }) => (starter ? "" : state?.confirmed ?? "")).sort();
  return days[0] ? say("catalogsOf", shelves.length, day(days[0])) : say("catalogsSome", shelves.length);
}

/** @param {Shown} shown */
function ageOfOne({ about, starter, state }) {
  if (starter) return say("starterCatalog");
  const change = about.cursor.split(".").at(-1) ?? "";
  return state?.confirmed ? say("catalogOf", day(state.confirmed), change) : say("catalogChange", change);
}

/**
 * @param {readonly Shown[]} shelves
 * @param {readonly { catalog: Subscription, state: ServerState | null }[]} states of all catalogs that are on
 * @returns {{ title: string, reason: string, next: string, shrunk: string | null } | null} of the first that fails; null: all
 *   is well. `shrunk` is the id of a catalog that the reader may take all the same
 */
export function troubleOf(shelves, states) {
  const failing = states.find(({ state }) => state && !state.ok);
  if (!failing?.state) return null;
  const { catalog, state } = failing;
  const held = shelves.find((shelf) => shelf.catalog.id === catalog.id);
  const silent = ["unreachable", "timeout"].includes(state.code);
  const title = states.length > 1 ? say(silent ? "serverSilentNamed" : "serverRefusedNamed", catalog.name) : say(silent ? "serverSilent" : "serverRefused");
  return {
    title,
    reason: [reasonOf(state), stillOf(held, state)].filter(Boolean).join(" "),
    next: state.next ? say("nextTry", clock(state.next)) : "",
    shrunk: hasShrunk(state) ? catalog.id : null,
  };
}

/**
 * @param {ServerState | null} state
 * @returns {boolean} whether only so great a loss speaks against what its server has; that may be right
 */
export function hasShrunk(state) {
  return state?.ok === false && state.code === "shrank";
}

/**
 * @param {Shown | undefined} held
 * @param {ServerState} state
 * @returns {string} what works meanwhile
 */
function stillOf(held, state) {
  if (!held) return say("stillNothing");
  return held.starter || !state.confirmed ? say("stillStarter") : say("stillCatalog", day(state.confirmed));
}

/**
 * @param {{ code: string, details: string[] }} failure
 * @returns {string} one sentence
 */
export function reasonOf(failure) {
  return say(`server_${failure.code}`, ...failure.details);
}
