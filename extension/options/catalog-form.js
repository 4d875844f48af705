// @ts-check
/** Adding, editing and removing one catalog. A permission is asked for its address alone; nothing is kept before "Save". */

import { editCatalogs, PRESET_ID, readCatalogs } from "../catalog-storage.js";
import { readServerAddress } from "../server-address.js";
import { reasonOf } from "../server-words.js";
import { choose, readChosen } from "../storage.js";
import { say } from "../words.js";
import { twinOf, withSaved } from "./catalog-edits.js";
import { freeLetter, oneCharacter } from "./letters.js";
import { element, field, sure, tellSaved } from "./parts.js";
import { askFor, giveBack } from "./permissions.js";

/** @typedef {import("../catalog-storage.js").Subscription} Subscription */
/** @typedef {import("./catalog-edits.js").Filled} Filled */
/** @typedef {import("./catalog-edits.js").Refused} Refused */

/** @type {Subscription | null} null: a new one */
let edited = null;

/** The others, read when the form opens, so that nothing is awaited between click and permission. @type {Subscription[]} */
let others = [];

/** The letter that was suggested; one that the reader wrote is never replaced. */
let suggested = "";

/** @type {string[]} allowed for a test, perhaps never saved */
let tested = [];

const server = field("server");
const name = field("name");
const letter = field("letter");
const button = /** @type {HTMLButtonElement} */ (element("save"));

/** Listens to the form's fields and buttons. */
export function wireForm() {
  element("form").addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  element("test").addEventListener("click", test);
  element("cancel").addEventListener("click", () => void close());
  element("remove").addEventListener("click", () => void remove());
  element("add").addEventListener("click", () => void openForm(null));
  element("form").addEventListener("keydown", (event) => {
    if (event.key === "Escape") void close();
  });
  name.addEventListener("input", suggestLetter);
}

/** @param {Subscription | null} catalog null: a new one */
export async function openForm(catalog) {
  const catalogs = await readCatalogs();
  edited = catalog;
  others = catalogs.filter(({ id }) => id !== catalog?.id);
  server.value = catalog?.address ?? "";
  name.value = catalog?.name ?? "";
  letter.value = catalog?.letter ?? "";
  suggested = "";
  element("form-title").textContent = catalog ? say("editNamed", catalog.name) : say("addCatalog");
  element("letter-field").hidden = catalog?.id === PRESET_ID;
  element("remove").hidden = !catalog || catalog.id === PRESET_ID;
  element("remove-sure").replaceChildren();
  clear();
  if (!catalog) suggestLetter();
  element("form").hidden = false;
  element("add").hidden = true;
  server.focus();
}

/** @param {string} [focus] id of what the reader goes on with */
async function close(focus = edited ? `edit-${edited.id}` : "add") {
  element("form").hidden = true;
  element("add").hidden = false;
  (document.getElementById(focus) ?? element("add")).focus(); // what was edited may have gone
  await giveBack(tested.splice(0), await readCatalogs());
}

function suggestLetter() {
  if (letter.value && letter.value !== suggested) return;
  suggested = freeLetter(name.value, others.map((one) => one.letter));
  letter.value = suggested;
}

function save() {
  const filled = readFields();
  if (!filled || button.disabled) return;
  button.disabled = true; // a second click would add it a second time
  const asked = filled.address === edited?.address ? Promise.resolve(true) : askFor(filled.address);
  void asked.then((allowed) => (allowed ? keep(filled) : tell(say("notAllowed"), "bad"))).finally(() => {
    button.disabled = false;
    if (document.activeElement === document.body) button.focus(); // a button that is disabled loses the focus
  });
}

/** @param {Filled} filled */
async function keep(filled) {
  const before = edited;
  /** @type {Refused | null} */
  let refused = null;
  await editCatalogs((catalogs) => {
    const saved = withSaved(catalogs, before?.id ?? null, filled);
    refused = "refused" in saved ? saved.refused : null;
    return "catalogs" in saved ? saved.catalogs : catalogs;
  });
  if (refused) return refuse(refused);
  if (before) tested.push(before.address);
  tellSaved();
  await close(before ? undefined : "add");
  void chrome.runtime.sendMessage({ type: "sync" });
}

/** @param {Refused} refused */
function refuse(refused) {
  if (refused.why === "gone") tell(say("catalogGone"), "bad");
  else if (refused.why === "address") wrong(server, say("addressTwice", refused.name));
  else wrong(letter, say("letterTwice", refused.name));
}

async function remove() {
  const gone = edited;
  if (!gone) return;
  const words = { question: say("removeSure", gone.name), yes: say("removeYes", gone.name), no: say("keepIt") };
  if (!(await sure(element("remove-sure"), words))) return element("remove").focus();
  await editCatalogs((catalogs) => catalogs.filter(({ id }) => id !== gone.id));
  const { [gone.id]: _, ...categoriesOff } = (await readChosen()).categoriesOff;
  await choose({ categoriesOff });
  tested.push(gone.address);
  tellSaved();
  await close("add");
}

function test() {
  const address = readAddress();
  if (!address) return;
  tested.push(address);
  void askFor(address).then(async (allowed) => {
    if (!allowed) return tell(say("notAllowed"), "bad");
    tell(say("testing"), "");
    const answer = await chrome.runtime.sendMessage({ type: "try", address });
    if ("people" in answer) tell(say("answers", answer.people, answer.categories), "good");
    else tell(reasonOf(answer), "bad");
  });
}

/** @returns {Filled | null} null after saying what is wrong */
function readFields() {
  const address = readAddress();
  if (!address) return null;
  const called = name.value.trim() || new URL(address).host;
  if (edited?.id === PRESET_ID) return { address, name: called, letter: "" };
  const own = oneCharacter(letter.value);
  const twin = twinOf(others, { address, name: called, letter: own });
  if (own && !twin) return { address, name: called, letter: own };
  if (twin) refuse(twin);
  else wrong(letter, say("letterOne"));
  return null;
}

/** @returns {string | null} the address in the field, or null after saying what is wrong with it */
function readAddress() {
  clear();
  const read = readServerAddress(server.value);
  const twin = "address" in read ? twinOf(others, { address: read.address, name: "", letter: "" }) : null;
  if ("refused" in read) wrong(server, say(`address_${read.refused}`));
  else if (twin) refuse(twin);
  else return read.address;
  return null;
}

/**
 * @param {HTMLInputElement} where
 * @param {string} words
 */
function wrong(where, words) {
  where.setAttribute("aria-invalid", "true");
  element(`${where.id}-wrong`).textContent = words;
  where.focus();
}

function clear() {
  for (const one of [server, letter]) {
    one.removeAttribute("aria-invalid");
    element(`${one.id}-wrong`).textContent = "";
  }
  tell("", "");
}

/**
 * @param {string} words
 * @param {"good" | "bad" | ""} kind
 */
function tell(words, kind) {
  element("result").textContent = words;
  element("result").dataset.kind = kind;
}
