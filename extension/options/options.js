// @ts-check
/** The options: which server the catalog comes from. Asks for the permission to reach that address, and no other. */

import { originPattern, readServerAddress } from "../server-address.js";
import { keepServer, onStored, readCatalog, readServer, readServerState } from "../storage.js";
import { ageOf, reasonOf } from "../server-words.js";
import { fillWords, say } from "../words.js";

const field = /** @type {HTMLInputElement} */ (document.getElementById("server"));
const result = /** @type {HTMLElement} */ (document.getElementById("result"));
const saved = /** @type {HTMLElement} */ (document.getElementById("saved"));
const age = /** @type {HTMLElement} */ (document.getElementById("age"));

fillWords(document);
document.title = `${say("options")} · ${say("extensionName")}`;
document.getElementById("form")?.addEventListener("submit", (event) => {
  event.preventDefault();
  void save();
});
document.getElementById("test")?.addEventListener("click", () => void test());
onStored(() => void drawAge());
field.value = await readServer();
await drawAge();

async function save() {
  const server = readField();
  if (!server || !(await allowed(server))) return;
  await keepServer(server);
  field.value = server;
  saved.textContent = say("saved");
  saved.hidden = false;
  await test();
  await chrome.runtime.sendMessage({ type: "sync" });
}

async function test() {
  const server = readField();
  if (!server) return;
  tell(say("testing"), "");
  const answer = await chrome.runtime.sendMessage({ type: "try", server });
  if ("people" in answer) tell(say("answers", answer.people, answer.categories), "good");
  else tell(reasonOf(answer), "bad");
}

/** @returns {string | null} the address in the field, or null after saying what is wrong with it */
function readField() {
  const read = readServerAddress(field.value);
  const refused = "refused" in read;
  field.setAttribute("aria-invalid", String(refused));
  saved.hidden = true;
  if (refused) {
    tell(say(`address_${read.refused}`), "bad");
    field.focus();
    return null;
  }
  return read.address;
}

/**
 * Called straight from the click, with nothing awaited before: browsers ask only then.
 * @param {string} server
 */
async function allowed(server) {
  if (await chrome.permissions.request({ origins: [originPattern(server)] })) return true;
  tell(say("notAllowed"), "bad");
  return false;
}

/**
 * @param {string} words
 * @param {"good" | "bad" | ""} kind
 */
function tell(words, kind) {
  result.textContent = words;
  result.dataset.kind = kind;
}

async function drawAge() {
  const [kept, state] = await Promise.all([readCatalog(), readServerState()]);
  age.textContent = ageOf(kept.catalog, kept.starter, state);
}
