// @ts-check
/** "On this page": whom the page shows, or three to start with. Never a dead end. */

import { summaryOf } from "../views.js";
import { say, sayMany } from "../words.js";
import { toStartWith } from "./groups.js";
import { drawEmpty, lackOf, optionsButton } from "./nobody.js";
import { button, drawRow, make, redraw } from "./parts.js";

/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("./people.js").Person} Person */

/**
 * What is known of the page. "unasked": the reader has not chosen a mode that looks; "waiting": no answer yet; null: no page
 * of LinkedIn answers.
 * @typedef {PageSummary | null | "unasked" | "waiting"} Seen
 */

const TO_START_WITH = 3;

/**
 * @param {HTMLElement} panel
 * @param {Library} library
 * @param {Seen} page
 * @param {{ show: (who: string) => void, browse: () => void, wrong: () => void }} actions
 */
export function drawHere(panel, library, page, actions) {
  if (page === "waiting") return drawWaiting(panel);
  const seen = typeof page === "object" ? page : null;
  const people = seen ? peopleOn(seen, library) : [];
  const wrong = make("p", "sec", button("here wrong", say("somethingWrong"), "btn quiet small", actions.wrong));
  if (!people.length) return redraw(panel, ...drawNobody(library, page, actions.browse), wrong);
  const rows = people.map((person) => drawRow("here", person, summaryOf(person), () => actions.show(shownAs(person, seen))));
  redraw(panel, make("h2", "", sayMany("peopleHere", people.length)), make("ul", "people", ...rows), wrong);
}

/** @param {HTMLElement} panel */
export function drawWaiting(panel) {
  redraw(panel, make("p", "sm muted", say("looking")));
}

/**
 * @param {PageSummary} page
 * @param {Library} library
 * @returns {Person[]} in the page's order
 */
function peopleOn(page, library) {
  const found = page.people.flatMap((who) => library.people.find(({ ids }) => ids.includes(who)) ?? []);
  return [...new Set(found)];
}

/**
 * @param {Person} person
 * @param {PageSummary | null} page
 * @returns {string} the id by which the page knows them
 */
function shownAs({ ids, row }, page) {
  return ids.find((id) => page?.people.includes(id)) ?? row.id;
}

/**
 * @param {Library} library
 * @param {Seen} page
 * @param {() => void} browse
 * @returns {HTMLElement[]}
 */
function drawNobody(library, page, browse) {
  const lack = lackOf(library);
  if (lack) return [drawEmpty(lack.title, lack.text), make("p", "sec row", optionsButton("here", true))];
  const start = toStartWith(library, TO_START_WITH);
  const { title, text, options } = saidOf(library, page);
  const words = [text, start.length ? sayMany("startWith", start.length) : ""].filter(Boolean).join(" ");
  const all = button("here browse", browseWords(library.people.length), "btn primary", browse);
  return [
    title ? drawEmpty(title, words) : make("p", "sm muted", words),
    make("ul", "people", ...start.map((person) => drawRow("here", person, summaryOf(person)))),
    make("p", "sec row", all, ...(options ? [optionsButton("here", false)] : [])),
  ];
}

/** @param {number} number of people */
function browseWords(number) {
  return number > 1 ? say("browseAll", number) : say("tabBrowse");
}

/**
 * @param {Library} library
 * @param {Seen} page
 * @returns {{ title: string, text: string, options: boolean }} why nobody is shown, and whether the options can change that
 */
function saidOf(library, page) {
  if (typeof page === "string") return { title: "", text: "", options: false }; // what stands above says why
  if (!page) return { title: say("elsewhere"), text: say("elsewhereMore"), options: false };
  const keys = new Set(page.keys);
  const hidden = library.hidden.filter(({ key }) => key && keys.has(key)).length;
  if (hidden) return { title: sayMany("hiddenHere", hidden), text: sayMany("hiddenHereMore", hidden), options: true };
  return { title: say("nobodyHere"), text: sayMany("lookedAt", page.profiles), options: false };
}
