// @ts-check
/** The popup: first run, whom this page shows, whom the catalogs hold, how they are. Wiring and what stands on every view. */

import { onStored } from "../storage.js";
import { ageOf, troubleOf } from "../server-words.js";
import { fillWords, learnWords, say } from "../words.js";
import { drawBrowse } from "./browse.js";
import { wireFirstRun } from "./first-run.js";
import { drawHere } from "./here.js";
import { readLibrary } from "./library.js";
import { askPage, pagePermission } from "./page.js";
import { element } from "./parts.js";
import { copySample, drawWrong } from "./wrong.js";

/** @typedef {import("./library.js").Library} Library */

/** @type {Library | null} */
let library = null;
/** @type {PageSummary | null | undefined} undefined: no answer yet; null: no page of LinkedIn answers */
let page;
/** @type {"first" | "page" | "browse" | "wrong"} */
let view = "page";

const tabs = [element("tab-page"), element("tab-browse")];
const search = /** @type {HTMLInputElement} */ (element("search"));
const toPage = askPage((summary) => {
  page = summary;
  if (library) drawPage(library);
});

await Promise.all([learnWords(), load()]);
fillWords(document);
wire();
draw();
void drawPermission();
void wireFirstRun(() => go("page"));

async function load() {
  library = await readLibrary();
  if (library.choices.mode === "unset") view = "first";
}

function wire() {
  element("tab-page").addEventListener("click", () => go("page"));
  element("tab-browse").addEventListener("click", () => go("browse"));
  element("options").addEventListener("click", () => void chrome.runtime.openOptionsPage().then(() => window.close()));
  element("sync").addEventListener("click", () => void sync());
  element("again").addEventListener("click", () => void sync());
  element("take").addEventListener("click", () => void sync({ type: "take", catalog: element("take").dataset.catalog ?? "" }));
  element("turn-on").addEventListener("click", () => go("first"));
  element("back").addEventListener("click", () => go("page"));
  element("sample").addEventListener("click", () => void copySample(toPage));
  element("allow-now").addEventListener("click", () => void chrome.permissions.request(pagePermission).then(drawPermission));
  search.addEventListener("input", () => library && drawBrowse(library, search.value));
  document.querySelector(".tabs")?.addEventListener("keydown", (event) => moveTabs(/** @type {KeyboardEvent} */ (event)));
  document.addEventListener("keydown", keys);
  onStored(async () => {
    await load();
    draw();
  });
}

/** @param {typeof view} next */
function go(next) {
  view = next;
  draw();
  if (next === "wrong") element("wrong-title").focus();
  if (next === "first") element("first-form").querySelector("input")?.focus();
}

function draw() {
  if (!library) return;
  element("first").hidden = view !== "first";
  element("rest").hidden = view === "first";
  element("panel-page").hidden = view !== "page";
  element("panel-browse").hidden = view !== "browse";
  element("wrong").hidden = view !== "wrong";
  tabs.forEach((tab, at) => {
    const chosen = (at === 0) === (view !== "browse");
    tab.setAttribute("aria-selected", String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  });
  element("off").hidden = library.choices.mode !== "off";
  element("age").textContent = ageOf(library.shelves);
  drawTrouble(library);
  drawPage(library);
  if (view === "browse") drawBrowse(library, search.value);
}

/** @param {Library} now */
function drawTrouble(now) {
  const trouble = troubleOf(now.shelves, now.states);
  element("trouble").hidden = !trouble || view === "wrong";
  element("trouble-title").textContent = trouble?.title ?? "";
  element("trouble-reason").textContent = trouble?.reason ?? "";
  element("trouble-next").textContent = trouble?.next ?? "";
  element("take").hidden = !trouble?.shrunk;
  element("take").dataset.catalog = trouble?.shrunk ?? "";
}

/** @param {Library} now */
function drawPage(now) {
  if (view === "wrong") return drawWrong(now, page ?? null);
  if (view !== "page" || page === undefined) return;
  const panel = element("panel-page");
  const held = panel.contains(document.activeElement) ? document.activeElement?.getAttribute("aria-label") : null;
  drawHere(panel, now, page, { show: toPage.show, browse: () => go("browse"), wrong: () => go("wrong") });
  if (held) /** @type {HTMLElement | null} */ (panel.querySelector(`[aria-label="${CSS.escape(held)}"]`))?.focus();
}

async function drawPermission() {
  const firefox = chrome.runtime.getURL("").startsWith("moz-extension:"); // Chromium has asked at installation
  element("allow").hidden = !firefox || (await chrome.permissions.contains(pagePermission));
}

/** @param {{ type: "sync" } | { type: "take", catalog: string }} [asked] */
async function sync(asked = { type: "sync" }) {
  const buttons = /** @type {HTMLButtonElement[]} */ ([element("sync"), element("again"), element("take")]);
  for (const button of buttons) button.disabled = true;
  element("sync").textContent = say("syncing");
  element("synced").textContent = "";
  try {
    const changed = await chrome.runtime.sendMessage(asked);
    await load();
    draw();
    element("synced").textContent = outcome(changed);
  } finally {
    for (const button of buttons) button.disabled = false;
    element("sync").textContent = say("syncNow");
  }
}

/** @param {unknown} changed what the background answers: whether any catalog did, or that it could keep nothing */
function outcome(changed) {
  if (typeof changed === "object") return say("keptNothing");
  const failing = library?.states.some(({ state }) => state && !state.ok);
  return failing ? "" : say(changed ? "syncedNew" : "syncedSame");
}

/** @param {KeyboardEvent} event */
function moveTabs(event) {
  const to = new Map([["ArrowLeft", "other"], ["ArrowRight", "other"], ["Home", "tab-page"], ["End", "tab-browse"]]).get(event.key);
  if (!to) return;
  const other = view === "browse" ? "tab-page" : "tab-browse";
  const tab = to === "other" ? other : to;
  event.preventDefault();
  go(tab === "tab-browse" ? "browse" : "page");
  element(tab).focus();
}

/** @param {KeyboardEvent} event */
function keys(event) {
  const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (event.key === "/" && !typing && view !== "first") {
    event.preventDefault();
    go("browse");
    search.focus();
  } else if (event.key === "Escape" && event.target === search && search.value && library) {
    event.preventDefault(); // Escape empties the field first, and closes the popup only then
    search.value = "";
    drawBrowse(library, "");
  }
}
