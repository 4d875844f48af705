// @ts-check
/** "On this page": whom the page shows, or three to start with. Never a dead end. */

import { summaryOf } from "../views.js";
import { say, sayMany } from "../words.js";
import { button, drawMark, drawRow, make } from "./parts.js";
import { toStartWith } from "./library.js";

/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("./library.js").Person} Person */

const TO_START_WITH = 3;

/**
 * @param {HTMLElement} panel
 * @param {Library} library
 * @param {PageSummary | null} page null: no page of LinkedIn answers
 * @param {{ show: (who: string) => void, browse: () => void, wrong: () => void }} actions
 */
export function drawHere(panel, library, page, actions) {
  const people = page ? peopleOn(page, library) : [];
  const wrong = make("p", "sec", button(say("somethingWrong"), "btn quiet small", actions.wrong));
  if (!people.length) {
    panel.replaceChildren(...drawNobody(library, page, actions.browse), wrong);
    return;
  }
  const rows = people.map((person) => drawRow(person, summaryOf(person.row, person.shelf.about), { show: () => actions.show(person.ids[0] ?? "") }));
  panel.replaceChildren(make("h2", "", sayMany("peopleHere", people.length)), make("ul", "people", ...rows), wrong);
}

/**
 * @param {PageSummary} page
 * @param {Library} library
 * @returns {Person[]} in the page's order
 */
function peopleOn(page, library) {
  return page.people.flatMap((who) => library.people.find(({ ids }) => ids.includes(who)) ?? []);
}

/**
 * @param {Library} library
 * @param {PageSummary | null} page
 * @param {() => void} browse
 * @returns {HTMLElement[]}
 */
function drawNobody(library, page, browse) {
  const start = toStartWith(library, TO_START_WITH);
  const looked = page ? sayMany("lookedAt", page.profiles) : say("elsewhereMore");
  const text = start.length ? `${looked} ${sayMany("startWith", start.length)}` : looked;
  return [
    make("div", "empty", drawMark(), make("h2", "", say(page ? "nobodyHere" : "elsewhere")), make("p", "sm muted", text)),
    make("ul", "people", ...start.map((person) => drawRow(person, summaryOf(person.row, person.shelf.about)))),
    make("p", "sec", button(say("browseAll", library.people.length), "btn primary", browse)),
  ];
}
