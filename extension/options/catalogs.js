// @ts-check
/** The catalogs side by side: which are on, how their servers are, what their badges carry. Adding and editing is the form's. */

import { editCatalogs, readAbout, readCatalogs, readHeld, readServerState, PRESET_ID } from "../catalog-storage.js";
import { hasShrunk, reasonOf } from "../server-words.js";
import { day, say } from "../words.js";
import { openForm } from "./catalog-form.js";
import { button, element, make, mark, redraw, tellSaved } from "./parts.js";
import { askFor, isAllowed } from "./permissions.js";

/** @typedef {import("../catalog-storage.js").ServerState} ServerState */
/** @typedef {import("../catalog-storage.js").Subscription} Subscription */

/** What a row shows. @typedef {{ catalog: Subscription, people: number | null, allowed: boolean, state: ServerState | null }} Line */

/** Draws what storage holds now. */
export async function drawCatalogs() {
  const catalogs = await readCatalogs();
  const lines = await Promise.all(catalogs.map(readLine));
  redraw(element("catalogs"), ...lines.map(row));
}

/**
 * @param {Subscription} catalog
 * @returns {Promise<Line>}
 */
async function readLine(catalog) {
  const { id, address } = catalog;
  const [about, state, allowed] = await Promise.all([readAbout(id), readServerState(id), isAllowed(address)]);
  const people = about ?? (id === PRESET_ID ? (await readHeld(id))?.about : null);
  return { catalog, people: people?.count ?? null, allowed, state };
}

/** @param {Line} line */
function row({ catalog, people, allowed, state }) {
  const { id, name, letter, address, on } = catalog;
  const where = make("bdi", { dir: "ltr" }, address.replace(/^https?:\/\//, ""));
  const words = make("span", { className: "xs muted" }, where, ` · ${howItIs(allowed, state)}`);
  const count = make("td", { className: "num end" }, people === null ? "–" : new Intl.NumberFormat(say("dateLocale")).format(people));
  count.dataset.label = say("people");
  const actions = make("td", { className: "end actions" }, edit(catalog));
  if (!allowed) actions.prepend(allow(catalog));
  if (allowed && hasShrunk(state)) actions.prepend(take(catalog));
  return make(
    "tr",
    {},
    make("td", {}, make("label", { className: "hit" }, toggle(id, name, on))),
    make("th", { scope: "row" }, make("span", { className: "name" }, name), words),
    make("td", { className: "letter" }, make("span", { className: "sample" }, mark(), letter || make("span", { className: "hide" }, say("markPlain")))),
    count,
    actions,
  );
}

/**
 * @param {string} id
 * @param {string} name
 * @param {boolean} on
 */
function toggle(id, name, on) {
  const box = make("input", { type: "checkbox", id: `on-${id}`, checked: on, ariaLabel: say("catalogOn", name) });
  box.addEventListener("change", async () => {
    await editCatalogs((catalogs) => catalogs.map((one) => (one.id === id ? { ...one, on: box.checked } : one)));
    tellSaved();
    if (box.checked) await chrome.runtime.sendMessage({ type: "sync" });
  });
  return box;
}

/** @param {Subscription} catalog */
function edit(catalog) {
  const { id, name } = catalog;
  return button(say("edit"), () => void openForm(catalog), { id: `edit-${id}`, className: "btn quiet small", ariaLabel: say("editNamed", name) });
}

/** @param {Subscription} catalog */
function allow({ id, name, address }) {
  const asked = () => void askFor(address).then((allowed) => (allowed ? chrome.runtime.sendMessage({ type: "sync" }) : null));
  return button(say("allowAddress"), asked, { id: `allow-${id}`, className: "btn small", ariaLabel: say("allowAddressNamed", name) });
}

/** @param {Subscription} catalog */
function take({ id, name }) {
  const taken = () => void chrome.runtime.sendMessage({ type: "take", catalog: id });
  return button(say("takeAnyway"), taken, { id: `take-${id}`, className: "btn small", ariaLabel: say("takeAnywayNamed", name) });
}

/**
 * @param {boolean} allowed
 * @param {ServerState | null} state
 * @returns {string} how its server is, in words
 */
function howItIs(allowed, state) {
  if (!allowed) return say("needsPermission");
  if (!state) return say("notAskedYet");
  if (!state.ok) return reasonOf(state);
  const today = new Date(state.at).toDateString() === new Date().toDateString();
  return today ? say("answeredToday") : say("answeredOn", day(state.at));
}
