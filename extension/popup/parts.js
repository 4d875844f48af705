// @ts-check
/** What the popup's views share: finding and making elements, rows of people. All text is set as text. */

import { editMarks } from "../storage.js";
import { marked } from "../marks.js";
import { profileOf, searchFor } from "../views.js";
import { day, say } from "../words.js";

/** @typedef {import("./library.js").Person} Person */

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
 * @param {string} words
 * @param {string} className
 * @param {() => void} pressed
 * @param {string} [label] what it is called where its words do not say enough
 * @returns {HTMLElement}
 */
export function button(words, className, pressed, label) {
  const made = make("button", className, words);
  made.setAttribute("type", "button");
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", pressed);
  return made;
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
 * @param {Person} person
 * @param {string} detail
 * @param {{ show?: () => void }} actions `show`: where the page can be asked to show them
 * @returns {HTMLElement}
 */
export function drawRow(person, detail, { show } = {}) {
  const { row, followed, letters } = person;
  const profile = profileOf(row.key);
  const name = profile ? opens(make("a", "name", row.name), profile) : make("span", "name", row.name);
  const said = followed ? [detail, say("followedSince", day(followed))].filter(Boolean).join(" · ") : detail;
  const text = make("div", "", name, ...(letters ? [make("span", "letters xs", letters)] : []), make("p", "xs muted", row.headline), make("p", "xs", said));
  const line = make("li", followed ? "done" : "", text, make("div", "acts", ...actionsOf(person, show)));
  return line;
}

/**
 * @param {Person} person
 * @param {(() => void) | undefined} show
 * @returns {HTMLElement[]}
 */
function actionsOf(person, show) {
  const { row, followed } = person;
  const mark = followed
    ? button("", "btn quiet small followed", () => void follow(person, false), say("unfollowNamed", row.name))
    : button(say("markFollowed"), "btn quiet small", () => void follow(person, true), say("markFollowedNamed", row.name));
  if (followed) mark.append(drawMark(true), say("followed"));
  if (show) return [button(say("show"), "btn small", show, say("showOnPage", row.name)), mark];
  if (row.key) return [mark];
  const search = opens(make("a", "btn small", say("searchByName")), searchFor(row));
  search.setAttribute("aria-label", say("searchForName", row.name));
  return [search, mark];
}

/**
 * @param {Person} person
 * @param {boolean} yes
 */
function follow({ row, ids }, yes) {
  const people = ids.map((id) => ({ id, name: row.name, key: row.key }));
  return editMarks((marks) => marked(marks, people, yes ? "followed" : null, new Date()));
}

/**
 * @param {HTMLElement} link
 * @param {string} url
 * @returns {HTMLElement} in a tab of its own: a popup cannot show a page
 */
function opens(link, url) {
  link.setAttribute("href", url);
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noreferrer");
  return link;
}
