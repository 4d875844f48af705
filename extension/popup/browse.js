// @ts-check
/** "Browse": categories, progress, and search as one types. Draws a hundred rows at a time, however many there are. */

import { rowOf } from "../views.js";
import { say, sayMany } from "../words.js";
import { groupsOf, ranked } from "./groups.js";
import { drawEmpty, lackOf, optionsButton } from "./nobody.js";
import { button, drawRow, element, make, redraw } from "./parts.js";
import { folded, searchable } from "./people.js";

/** @typedef {import("./groups.js").Group} Group */
/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("./people.js").Person} Person */

const ROWS_AT_ONCE = 100;

/** While searching all categories stand open, and are drawn anew at each key. */
const FOUND_AT_ONCE = 20;

/** What is searched of each person, made at the first search. @type {WeakMap<Person, string>} */
const searched = new WeakMap();

/** Which categories stand open, and how many rows of each are drawn, so that drawing anew changes nothing. @type {Map<string, number>} */
const opened = new Map();
let first = true;

/**
 * @param {Library} library
 * @param {string} words only people whose name, headline or category has them all
 */
export function drawBrowse(library, words) {
  const lack = lackOf(library);
  element("progress-row").hidden = lack !== null;
  element("hidden-people").textContent = library.hidden.length && !lack ? sayMany("hiddenPeople", library.hidden.length) : "";
  if (lack) return redraw(element("categories"), drawEmpty(lack.title, lack.text), optionsButton("browse", true));
  drawProgress(library);
  drawCategories(groupsOf(library), folded(words).split(/\s+/).filter(Boolean));
}

/**
 * @param {Group[]} groups
 * @param {string[]} wanted
 */
function drawCategories(groups, wanted) {
  if (first && groups[0]) opened.set(groups[0].name, ROWS_AT_ONCE);
  first = false;
  const found = wanted.length ? groups.flatMap((group) => matching(group, wanted)) : groups;
  const shown = found.map((group) => drawGroup(group, wanted.length > 0));
  redraw(element("categories"), ...(shown.length ? shown : [make("p", "sm muted", say("nobodyFound"))]));
}

/** @param {Library} library */
function drawProgress({ people }) {
  const followed = people.filter((person) => person.followed).length;
  const bar = /** @type {HTMLProgressElement} */ (element("progress"));
  const words = say("progress", followed, people.length);
  element("progress-words").textContent = words;
  bar.max = Math.max(people.length, 1);
  bar.value = followed;
  bar.setAttribute("aria-label", words);
}

/**
 * @param {Group} group
 * @param {string[]} wanted
 * @returns {Group[]} the group with those who match, or none
 */
function matching(group, wanted) {
  const name = folded(group.name);
  const people = ranked(group.people).filter(({ person }) => {
    const text = searched.get(person) ?? searchable(person);
    searched.set(person, text);
    return wanted.every((word) => text.includes(word) || name.includes(word));
  });
  return people.length ? [{ name: group.name, people, followed: people.filter(({ person }) => person.followed).length }] : [];
}

/**
 * @param {Group} group
 * @param {boolean} searching then every category stands open
 * @returns {HTMLElement}
 */
function drawGroup(group, searching) {
  const count = say("ofPeople", group.followed, group.people.length);
  const summary = make("summary", "", make("span", "", group.name), make("span", "muted num push", count));
  summary.id = `category ${group.name}`;
  const list = make("ul", "people");
  const details = /** @type {HTMLDetailsElement} */ (make("details", "", summary, list));
  const fill = () => fillGroup(details, list, group, searching ? FOUND_AT_ONCE : opened.get(group.name) ?? ROWS_AT_ONCE);
  details.open = searching || opened.has(group.name);
  if (details.open) fill();
  summary.addEventListener("click", () => {
    const opens = !details.open; // it follows the click
    if (opens && !list.childElementCount) fill();
    if (opens && !searching) opened.set(group.name, opened.get(group.name) ?? ROWS_AT_ONCE);
    else if (!searching) opened.delete(group.name);
  });
  return details;
}

/**
 * @param {HTMLElement} details
 * @param {HTMLElement} list
 * @param {Group} group
 * @param {number} rows
 */
function fillGroup(details, list, group, rows) {
  const people = ranked(group.people);
  list.replaceChildren(...people.slice(0, rows).map(({ person, rank }) => drawRow(group.name, person, rowOf(person, rank))));
  details.querySelector(".more")?.remove();
  if (people.length <= rows) return;
  const more = () => {
    opened.set(group.name, rows + ROWS_AT_ONCE);
    fillGroup(details, list, group, rows + ROWS_AT_ONCE);
    /** @type {HTMLElement | null | undefined} */ (list.children[rows]?.querySelector("a, button"))?.focus();
  };
  details.append(make("p", "more", button(`more ${group.name}`, sayMany("showMore", Math.min(ROWS_AT_ONCE, people.length - rows)), "btn small", more)));
}
