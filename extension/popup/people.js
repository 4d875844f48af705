// @ts-check
/** Draws people: those of the page, those to start with, and all by category. All text is set as text. */

import { byCategory, profileOf, rowOf, searchFor, summaryOf } from "../views.js";
import { say, sayMany } from "../words.js";

/** @typedef {import("../catalog-check.js").Catalog} Catalog */
/** @typedef {import("../catalog-check.js").Expert} Expert */

const TO_START_WITH = 3;
const MARK =
  "M4.2 1H11a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4.2a1 1 0 0 1-.8-.4L.3 6.5a.8.8 0 0 1 0-1l3.1-4.1a1 1 0 0 1 .8-.4ZM5 3v2h5V3H5Zm0 4v2h3V7H5Z";

/**
 * @param {HTMLElement} panel
 * @param {Catalog} catalog
 * @param {PageSummary} page
 * @param {{ show: (id: string) => void, browse: () => void }} actions
 */
export function drawHere(panel, catalog, page, { show, browse }) {
  const experts = page.experts.flatMap((id) => catalog.experts.find((expert) => expert.id === id) ?? []);
  if (!experts.length) {
    drawEmpty(panel, catalog, say("nobodyHere"), sayMany("lookedAt", page.profiles), browse);
    return;
  }
  const rows = experts.map((expert) => {
    const button = make("button", "btn small", say("show"));
    button.setAttribute("type", "button");
    button.setAttribute("aria-label", say("showOnPage", expert.name));
    button.addEventListener("click", () => show(expert.id));
    return drawRow(expert, summaryOf(expert, catalog), button);
  });
  panel.replaceChildren(make("h2", "", sayMany("peopleHere", experts.length)), make("ul", "people", ...rows));
}

/**
 * @param {HTMLElement} panel
 * @param {Catalog} catalog
 * @param {() => void} browse
 */
export function drawElsewhere(panel, catalog, browse) {
  drawEmpty(panel, catalog, say("elsewhere"), say("elsewhereMore"), browse);
}

/**
 * @param {HTMLElement} place
 * @param {Catalog} catalog
 * @param {string} words only people whose name, headline or category has them all
 */
export function drawBrowse(place, catalog, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = byCategory(catalog).flatMap(({ category, experts }) => {
    const found = experts.filter((expert) => {
      const text = `${expert.name} ${expert.headline} ${category.name}`.toLowerCase();
      return wanted.every((word) => text.includes(word));
    });
    return found.length ? [{ category, found }] : [];
  });
  const open = new Set([...place.querySelectorAll("details[open]")].map((details) => details.id));
  const first = place.childElementCount === 0;
  place.replaceChildren(
    ...groups.map(({ category, found }, at) => {
      const summary = make("summary", "", make("span", "", category.name), make("span", "muted num push", String(found.length)));
      const rows = found.map((expert) => drawRow(expert, rowOf(expert, catalog, category.id), searchButton(expert)));
      const details = make("details", "", summary, make("ul", "people", ...rows));
      details.id = `category-${category.id}`;
      details.toggleAttribute("open", wanted.length > 0 || (first ? at === 0 : open.has(details.id)));
      return details;
    }),
  );
  if (!groups.length) place.replaceChildren(make("p", "sm muted", say("nobodyFound")));
}

/**
 * @param {HTMLElement} panel
 * @param {Catalog} catalog
 * @param {string} title
 * @param {string} text
 * @param {() => void} browse
 */
function drawEmpty(panel, catalog, title, text, browse) {
  const reachable = byCategory(catalog).flatMap(({ experts }) => experts.find((expert) => profileOf(expert)) ?? []);
  const people = [...new Set(reachable)].slice(0, TO_START_WITH);
  const button = make("button", "btn primary", say("browseAll", catalog.experts.length));
  button.setAttribute("type", "button");
  button.addEventListener("click", browse);
  panel.replaceChildren(
    make("div", "empty", drawMark(), make("h2", "", title), make("p", "sm muted", text)),
    make("ul", "people", ...people.map((expert) => drawRow(expert, summaryOf(expert, catalog), null))),
    make("p", "all", button),
  );
}

/**
 * @param {Expert} expert
 * @param {string} detail
 * @param {HTMLElement | null} action
 * @returns {HTMLElement}
 */
function drawRow(expert, detail, action) {
  const profile = profileOf(expert);
  const name = profile ? opens(make("a", "name", expert.name), profile) : make("span", "name", expert.name);
  const row = make("li", "", make("div", "", name, make("p", "xs muted", expert.headline), make("p", "xs", detail)));
  if (action) row.append(action);
  return row;
}

/**
 * @param {Expert} expert
 * @returns {HTMLElement | null} for those without an address: LinkedIn's search by name
 */
function searchButton(expert) {
  if (profileOf(expert)) return null;
  const link = opens(make("a", "btn small", say("searchByName")), searchFor(expert));
  link.setAttribute("aria-label", say("searchForName", expert.name));
  return link;
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

function drawMark() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("class", "mark");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("fill-rule", "evenodd");
  path.setAttribute("d", MARK);
  svg.append(path);
  return svg;
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
