// @ts-check
/** The language of our own pages and cards, and the keys that open the popup. */

import { LANGUAGES } from "../choices.js";
import { choose, readChosen } from "../storage.js";
import { say } from "../words.js";
import { element, make, redraw, tellSaved } from "./parts.js";

/** The name that browsers give to opening an extension's popup. */
const OPEN = "_execute_action";

/** Chromium shows its own page for this; other extensions may only lead there. */
const CHROMIUM_KEYS = "chrome://extensions/shortcuts";

const select = /** @type {HTMLSelectElement} */ (element("language"));

/** Listens to the section's controls. */
export function wireLanguage() {
  select.addEventListener("change", async () => {
    const language = LANGUAGES.find((one) => one === select.value) ?? "";
    await choose({ language });
    tellSaved();
  });
  element("keys-change").addEventListener("click", () => void changeKeys());
  addEventListener("focus", () => void drawKeys()); // the reader comes back from the browser's page
}

/** Draws the languages, each by its own name, and the keys of now. */
export async function drawLanguage() {
  const { language } = await readChosen();
  const browser = say("languageBrowser", ownName(chrome.i18n.getMessage("language")));
  const own = LANGUAGES.map((one) => make("option", { value: one, lang: one }, ownName(one)));
  select.replaceChildren(make("option", { value: "" }, browser), ...own);
  select.value = language;
  await drawKeys();
}

async function drawKeys() {
  const commands = await chrome.commands?.getAll(); // Firefox for Android has no keys
  element("keys-row").hidden = !commands;
  const keys = commands?.find(({ name }) => name === OPEN)?.shortcut ?? "";
  const shown = keys ? keys.split("+").map((key) => make("kbd", {}, key)) : [make("span", { className: "muted" }, say("keysNone"))];
  redraw(element("keys"), ...shown);
}

async function changeKeys() {
  const firefox = /** @type {{ openShortcutSettings?: () => Promise<void> }} */ (chrome.commands);
  if (firefox.openShortcutSettings) await firefox.openShortcutSettings();
  else await chrome.tabs.create({ url: CHROMIUM_KEYS });
}

/**
 * @param {string} language
 * @returns {string} what its speakers call it, as a heading would write it
 */
function ownName(language) {
  const name = new Intl.DisplayNames(language, { type: "language" }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
