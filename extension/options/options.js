// @ts-check
/** The options: wiring only. Each section is drawn by its own module, from what storage says. */

import { onStored, readChosen } from "../storage.js";
import { fillWords, learnWords, say } from "../words.js";
import { wireForm } from "./catalog-form.js";
import { drawCatalogs } from "./catalogs.js";
import { drawCategories, tickCategories } from "./categories.js";
import { wireFollows } from "./follows.js";
import { drawCurators, redrawCurators } from "./curators.js";
import { drawHow, wireHow } from "./how.js";
import { drawLanguage, wireLanguage } from "./language.js";
import { drawMarks, wireMarks } from "./marks.js";
import { mark } from "./parts.js";
import { drawPages, wirePages } from "./permissions.js";
import { wireReset } from "./reset.js";

/** @type {string | null} the language that was chosen when words were last drawn */
let spoken = null;

/** One after the other: what is read later is drawn later. */
let drawing = Promise.resolve();

/** Until the reader lets go: what is drawn anew between press and release loses the click. @type {Promise<unknown>} */
let released = Promise.resolve();

for (const place of document.querySelectorAll(".marked")) place.append(mark());
for (const wire of [wireForm, wireHow, wireLanguage, wireMarks, wireFollows, wireReset, wirePages]) wire();
for (const event of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) {
  event.addListener(() => later(() => Promise.all([drawCatalogs(), drawPages()])));
}
addEventListener("pointerdown", () => (released = letGo()), true);
onStored((keys) => later(() => drawChanged(keys)));
later(() => drawChanged([]));

/** @param {() => Promise<unknown>} draw */
function later(draw) {
  drawing = drawing.then(() => released).then(draw).then(() => undefined, (error) => console.error(error));
}

/** @returns {Promise<unknown>} when the press that has just begun is over, wherever it ends */
function letGo() {
  const ends = ["pointerup", "pointercancel", "blur"];
  return new Promise((go) => ends.forEach((end) => addEventListener(end, () => setTimeout(go), { capture: true, once: true })));
}

/** @param {string[]} keys what has changed in storage */
async function drawChanged(keys) {
  const { language } = await readChosen();
  const all = language !== spoken;
  if (all) await drawWords();
  spoken = language;
  const catalogs = keys.some((key) => key === "catalogs" || key.startsWith("about:"));
  if (all || catalogs || keys.some((key) => key.startsWith("server:"))) await drawCatalogs();
  if (all || catalogs) await drawCategories();
  if (all || keys.includes("choices")) await Promise.all([drawHow(), tickCategories(), drawLanguage()]);
  if (all || keys.includes("marks")) await drawMarks();
  if (all) await Promise.all([drawPages(), redrawCurators()]);
  if (keys.some((key) => key === "catalogs" || key.startsWith("curator:"))) await drawCurators();
}

async function drawWords() {
  await learnWords();
  fillWords(document);
  document.title = `${say("options")} · ${say("extensionName")}`;
}
