// @ts-check
/** What the popup's views share: finding and making elements, rows of people. All text is set as text. */

import { editMarks } from "../storage.js";
import { marked } from "../marks.js";
import { profileOf, searchFor } from "../views.js";
import { day, say } from "../words.js";

/** @typedef {import("./people.js").Person} Person */

const MARK =
  "M4.2 1H11a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4.2a1 1 0 0 1-.8-.4L.3 6.5a.8.8 0 0 1 0-1l3.1-4.1a1 1 0 0 1 .8-.4ZM5 3v2h5V3H5Zm0 4v2h3V7H5Z";
const MARK_OPEN =
  "M4.2 1H11a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4.2a1 1 0 0 1-.8-.4L.3 6.5a.8.8 0 0 1 0-1l3.1-4.1a1 1 0 0 1 .8-.4ZM4.5 2.2 1.6 6l2.9 3.8h6.3V2.2ZM5 4h4v1H5ZM5 7h3v1H5Z";

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`popup.html has no #${id}`);
  return found;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function make(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * @param {string} id the same whenever the button is drawn anew, by which it keeps the focus
 * @param {string} words
 * @param {string} className
 * @param {() => void} pressed
 * @param {string} [label] what it is called where its words do not say enough
 * @returns {HTMLElement}
 */
export function button(id, words, className, pressed, label) {
  const made = make("button", className, words);
  made.id = id;
  made.setAttribute("type", "button");
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", pressed);
  return made;
}

/**
 * Draws anew without taking the focus from whoever works with the keyboard; what has gone leaves it to its view.
 * @param {HTMLElement} place
 * @param {...(Node | string)} children those that can be focused have ids
 */
export function redraw(place, ...children) {
  const focused = place.contains(document.activeElement) && document.activeElement !== place ? document.activeElement : null;
  place.replaceChildren(...children);
  if (!focused) return;
  const again = document.getElementById(focused.id) ?? /** @type {HTMLElement | null} */ (place.closest("[role=tabpanel]"));
  again?.focus();
}

/** Opens the options; the popup goes. */
export async function openOptions() {
  await chrome.runtime.openOptionsPage();
  window.close();
}

/**
 * @param {boolean} open the outlined shape, of somebody who is followed
 * @returns {SVGSVGElement}
 */
export function drawMark(open = false) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("fill-rule", "evenodd");
  path.setAttribute("d", open ? MARK_OPEN : MARK);
  svg.append(path);
  return svg;
}

/**
 * @param {string} list in which the row stands; somebody may stand in several
 * @param {Person} person
 * @param {string} detail
 * @param {() => void} [show] where the page can be asked to show them
 * @returns {HTMLElement}
 */
export function drawRow(list, person, detail, show) {
  const { row, key, followed, letters } = person;
  const id = `${list} ${row.id}`;
  const profile = profileOf(key);
  const name = profile ? opens(make("a", "name", row.name), `${id} name`, profile) : make("span", "name", row.name);
  const said = followed ? [detail, say("followedSince", day(followed))].filter(Boolean).join(" · ") : detail;
  const text = make("div", "", name, ...(letters ? [make("span", "letters xs", letters)] : []), make("p", "xs muted", row.headline), make("p", "xs", said));
  return make("li", followed ? "done" : "", text, make("div", "acts", ...actionsOf(id, person, show)));
}

/**
 * @param {string} id of the row
 * @param {Person} person
 * @param {(() => void) | undefined} show
 * @returns {HTMLElement[]}
 */
function actionsOf(id, person, show) {
  const { row, key, followed } = person;
  const mark = followed
    ? button(`${id} mark`, "", "btn quiet small followed", () => void follow(person, false), say("unfollowNamed", row.name))
    : button(`${id} mark`, say("markFollowed"), "btn quiet small", () => void follow(person, true), say("markFollowedNamed", row.name));
  if (followed) mark.append(drawMark(true), say("followed"));
  if (show) return [button(`${id} show`, say("show"), "btn small", show, say("showOnPage", row.name)), mark];
  if (key) return [mark];
  const search = opens(make("a", "btn small", say("searchByName")), `${id} search`, searchFor(row));
  search.setAttribute("aria-label", say("searchForName", row.name));
  return [search, mark];
}

/**
 * @param {Person} person
 * @param {boolean} yes
 */
function follow({ row, ids, key }, yes) {
  const people = ids.map((id) => ({ id, name: row.name, key }));
  return editMarks((marks) => marked(marks, people, yes ? "followed" : null, new Date()));
}

/**
 * @param {HTMLElement} link
 * @param {string} id
 * @param {string} url
 * @returns {HTMLElement} in a tab of its own: a popup cannot show a page
 */
function opens(link, id, url) {
  link.id = id;
  link.setAttribute("href", url);
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noreferrer");
  return link;
}
