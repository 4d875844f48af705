// @ts-check
/** What is said where nobody can be listed, and what one can do about it. Never a dead end. */

import { say, sayMany } from "../words.js";
import { button, drawMark, make, openOptions } from "./parts.js";

/** @typedef {import("./library.js").Library} Library */

/**
 * @param {Library} library
 * @returns {{ title: string, text: string } | null} why it lists nobody at all; null: it lists somebody
 */
export function lackOf({ people, hidden, shelves, states }) {
  if (people.length) return null;
  if (!states.length) return { title: say("noCatalog"), text: say("noCatalogMore") };
  if (!shelves.length) return { title: say("noCatalogYet"), text: say("stillNothing") };
  if (hidden.length) return { title: say("allHidden"), text: sayMany("hiddenPeople", hidden.length) };
  return { title: say("noCategory"), text: say("noCategoryMore") };
}

/**
 * @param {string} title
 * @param {string} text
 * @returns {HTMLElement}
 */
export function drawEmpty(title, text) {
  return make("div", "empty", drawMark(), make("h2", "", title), make("p", "sm muted", text));
}

/**
 * @param {string} list in which it stands
 * @param {boolean} primary whether it is the most likely next step
 * @returns {HTMLElement}
 */
export function optionsButton(list, primary) {
  return button(`${list} options`, say("openOptions"), primary ? "btn primary" : "btn", () => void openOptions());
}
