// @ts-check
/** Which categories of each catalog the reader cares for, and how many people are in each. */

import { readCatalogs, readHeld } from "../catalog-storage.js";
import { choose, readChosen } from "../storage.js";
import { say } from "../words.js";
import { element, make, redraw, tellSaved } from "./parts.js";

/** @typedef {import("../catalog-storage.js").Held} Held */
/** @typedef {import("../catalog-storage.js").Subscription} Subscription */

/** Draws the categories of all catalogs that are on. */
export async function drawCategories() {
  const catalogs = (await readCatalogs()).filter(({ on }) => on);
  const held = await Promise.all(catalogs.map(({ id }) => readHeld(id)));
  const groups = catalogs.flatMap((catalog, at) => {
    const taken = held[at];
    return taken ? [group(catalog, taken)] : [];
  });
  for (const legend of groups.length > 1 ? [] : groups.map((one) => one.firstElementChild)) legend?.classList.add("hide");
  redraw(element("categories"), ...groups);
  element("categories-section").hidden = !groups.length;
  await tickCategories();
}

/** Ticks what is chosen now. */
export async function tickCategories() {
  const { categoriesOff } = await readChosen();
  for (const box of boxes(element("categories"))) {
    box.checked = !categoriesOff[box.name]?.includes(box.value);
  }
}

/**
 * @param {Subscription} catalog
 * @param {Held} held
 */
function group({ id, name }, { about, rows }) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const row of rows) for (const [category] of row.places) counts.set(category, (counts.get(category) ?? 0) + 1);
  const categories = [...about.categories].sort((a, b) => a.position - b.position);
  const number = new Intl.NumberFormat(say("dateLocale"));
  const made = make("fieldset", {}, make("legend", { className: "label" }, name));
  const list = make("div", { className: "ticks" });
  for (const one of categories) {
    const box = make("input", { type: "checkbox", name: id, value: one.id, id: `category-${id}-${one.id}` });
    const count = make("span", { className: "muted push num" }, number.format(counts.get(one.id) ?? 0));
    list.append(make("label", { className: "tick" }, box, make("span", {}, one.name), count));
  }
  made.append(list);
  made.addEventListener("change", () => void keep(id, made));
  return made;
}

/**
 * @param {string} id of a catalog
 * @param {HTMLElement} within
 */
async function keep(id, within) {
  const off = boxes(within).flatMap((box) => (box.checked ? [] : [box.value]));
  const { categoriesOff } = await readChosen();
  await choose({ categoriesOff: { ...categoriesOff, [id]: off } });
  tellSaved();
}

/** @param {HTMLElement} within */
function boxes(within) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (within.querySelectorAll("input"))];
}
