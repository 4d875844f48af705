// @ts-check
/** Pairing this browser with one catalog's desk, for its curators: the code's field, how it stands, and the way back. */

import { readCurator } from "../catalog-storage.js";
import { pairWith, unpairFrom } from "../curator.js";
import { day, say } from "../words.js";
import { button, make, tellSaved } from "./parts.js";

/** @typedef {import("../curator-reports.js").Curator} Curator */
/** @typedef {import("../catalog-storage.js").Subscription} Subscription */

const LONGEST_CODE = 20;

/**
 * Draws how this browser stands with a catalog's desk; a code that is being typed stays.
 * @param {HTMLElement} place
 * @param {Subscription} catalog
 */
export async function drawPairing(place, catalog) {
  const kept = await readCurator(catalog.id);
  const curator = kept?.address === catalog.address ? kept : null;
  const standing = `${catalog.address} ${curator ? `${curator.since} ${Boolean(curator.token)}` : ""}`;
  if (place.dataset.standing === standing) return;
  place.dataset.standing = standing;
  if (curator?.token) place.replaceChildren(paired(place, catalog, curator));
  else place.replaceChildren(...(curator ? [make("p", { className: "sm" }, say("pairingEnded", curator.name))] : []), form(place, catalog));
}

/**
 * @param {HTMLElement} place
 * @param {Subscription} catalog
 * @param {Curator} curator
 */
function paired(place, catalog, curator) {
  const end = button(say("unpair"), () => void unpairing(place, catalog), { ariaLabel: say("unpairNamed", catalog.name) });
  const since = make("p", { className: "sm", tabIndex: -1 }, say("pairedAs", curator.name, day(curator.since)));
  return make("div", { className: "field" }, since, make("p", { className: "help" }, say("pairedHelp")), make("p", { className: "row" }, end));
}

/**
 * @param {HTMLElement} place
 * @param {Subscription} catalog
 */
function form(place, catalog) {
  const [id, wrong] = [`pairing-${catalog.id}`, `pairing-wrong-${catalog.id}`];
  const code = make("input", { id, className: "input", maxLength: LONGEST_CODE, autocomplete: "off", spellcheck: false });
  code.setAttribute("aria-describedby", wrong);
  const said = make("p", { id: wrong, className: "wrong", role: "status" });
  const label = make("label", { htmlFor: id }, say("pairingCode"));
  const send = make("button", { type: "submit", className: "btn" }, say("pair"));
  const whole = make("form", { className: "field" }, label, code, said, make("p", { className: "help" }, say("pairingHelp")), make("p", { className: "row" }, send));
  whole.noValidate = true;
  whole.addEventListener("submit", (event) => {
    event.preventDefault();
    void pairing(place, catalog, code, said);
  });
  return whole;
}

/**
 * @param {HTMLElement} place
 * @param {Subscription} catalog
 * @param {HTMLInputElement} code
 * @param {HTMLElement} said
 */
async function pairing(place, catalog, code, said) {
  said.textContent = "";
  const outcome = await pairWith(catalog, code.value);
  if (outcome === "paired") return redrawn(place, catalog);
  const words = { wrong: say("pairingWrong"), slow: say("pairingSlow"), unreachable: say("pairingUnreachable") };
  said.textContent = words[outcome];
  code.setAttribute("aria-invalid", String(outcome === "wrong"));
  code.focus();
}

/**
 * @param {HTMLElement} place
 * @param {Subscription} catalog
 */
async function unpairing(place, catalog) {
  const heard = await unpairFrom(catalog);
  await redrawn(place, catalog);
  if (!heard) place.prepend(make("p", { className: "sm" }, say("unpairedHere")));
}

/**
 * @param {HTMLElement} place
 * @param {Subscription} catalog
 */
async function redrawn(place, catalog) {
  await drawPairing(place, catalog);
  tellSaved();
  /** @type {HTMLElement | null} */ (place.querySelector("[tabindex], input"))?.focus();
}
