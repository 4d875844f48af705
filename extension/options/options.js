// @ts-check
/** The options: wiring only. Each section is drawn by its own module; what storage says counts. */

import { onStored } from "../storage.js";
import { fillWords, learnWords, say } from "../words.js";
import { wireForm } from "./catalog-form.js";
import { drawCatalogs } from "./catalogs.js";
import { mark } from "./parts.js";

await learnWords();
drawWords();
for (const place of document.querySelectorAll(".marked")) place.append(mark());
wireForm();
chrome.permissions.onAdded.addListener(() => void drawCatalogs());
chrome.permissions.onRemoved.addListener(() => void drawCatalogs());
onStored((keys) => void redrawn(keys));
await drawCatalogs();

/** @param {string[]} keys what has changed */
async function redrawn(keys) {
  if (keys.includes("choices")) await learnWords();
  drawWords();
  await drawCatalogs();
}

function drawWords() {
  fillWords(document);
  document.title = `${say("options")} · ${say("extensionName")}`;
}
