// @ts-check
/** The popup: whom this page shows, whom the catalog holds, how old it is, and how the server is. Wiring and drawing. */

import { readCatalog, readServerState, onStored } from "../storage.js";
import { ageOf, troubleOf } from "../server-words.js";
import { fillWords, say } from "../words.js";
import { askPage, pagePermission } from "./page.js";
import { drawBrowse, drawElsewhere, drawHere } from "./people.js";

/** @typedef {import("../catalog-check.js").Catalog} Catalog */

/** @type {Catalog} */
let catalog;
/** @type {PageSummary | null} null: no page of LinkedIn answers */
let page = null;

const tabs = [element("tab-page"), element("tab-browse")];
const search = /** @type {HTMLInputElement} */ (element("search"));
const toPage = askPage((summary) => {
  page = summary;
  if (catalog) drawPage();
});

fillWords(document);
for (const tab of tabs) tab.addEventListener("click", () => choose(tab));
element("options").addEventListener("click", () => void chrome.runtime.openOptionsPage().then(() => window.close()));
element("sync").addEventListener("click", () => void sync());
element("again").addEventListener("click", () => void sync());
element("allow-now").addEventListener("click", () => void chrome.permissions.request(pagePermission).then(drawPermission));
search.addEventListener("input", () => drawBrowse(element("categories"), catalog, search.value));
document.querySelector(".tabs")?.addEventListener("keydown", (event) => arrows(/** @type {KeyboardEvent} */ (event)));
onStored(() => void draw());
void draw();
void drawPermission();

async function draw() {
  const [kept, state] = await Promise.all([readCatalog(), readServerState()]);
  catalog = kept.catalog;
  element("age").textContent = ageOf(catalog, kept.starter, state);
  const trouble = state && !state.ok ? troubleOf(state, kept.starter) : null;
  element("trouble").hidden = !trouble;
  element("trouble-title").textContent = trouble?.title ?? "";
  element("trouble-reason").textContent = trouble?.reason ?? "";
  element("trouble-next").textContent = trouble?.next ?? "";
  drawBrowse(element("categories"), catalog, search.value);
  drawPage();
}

function drawPage() {
  const panel = element("panel-page");
  const browse = () => choose(element("tab-browse"));
  if (page) drawHere(panel, catalog, page, { show: toPage, browse });
  else drawElsewhere(panel, catalog, browse);
}

async function drawPermission() {
  const firefox = chrome.runtime.getURL("").startsWith("moz-extension:"); // Chromium has asked at installation
  element("allow").hidden = !firefox || (await chrome.permissions.contains(pagePermission));
}

async function sync() {
  const buttons = /** @type {HTMLButtonElement[]} */ ([element("sync"), element("again")]);
  for (const button of buttons) button.disabled = true;
  element("sync").textContent = say("syncing");
  await chrome.runtime.sendMessage({ type: "sync" });
  for (const button of buttons) button.disabled = false;
  element("sync").textContent = say("syncNow");
  await draw();
}

/** @param {HTMLElement} chosen */
function choose(chosen) {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    element(tab.getAttribute("aria-controls") ?? "").hidden = tab !== chosen;
  }
}

/** @param {KeyboardEvent} event */
function arrows(event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = tabs.find((tab) => tab.getAttribute("aria-selected") === "false");
  if (!other) return;
  choose(other);
  other.focus();
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`popup.html has no #${id}`);
  return found;
}
