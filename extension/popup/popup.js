// @ts-check
/** The popup: first run, whom this page shows, whom the catalogs hold, how they are. Wiring and what stands on every view. */

import { onStored, readChosen } from "../storage.js";
import { ageOf, troubleOf } from "../server-words.js";
import { fillWords, learnWords, say } from "../words.js";
import { drawBrowse } from "./browse.js";
import { preselect, wireFirstRun } from "./first-run.js";
import { drawHere, drawWaiting } from "./here.js";
import { readLibrary } from "./library.js";
import { askPage, pagePermission } from "./page.js";
import { element, openOptions } from "./parts.js";
import { copySample, drawWrong } from "./wrong.js";

/** @typedef {import("../choices.js").Mode} Mode */
/** @typedef {import("./here.js").Seen} Seen */
/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("./page.js").Page} Page */

/** @type {Library | null} */
let library = null;
/** @type {Page | null} null: the reader has not chosen a mode that looks at pages */
let toPage = null;
let page = /** @type {Seen} */ ("unasked");
/** @type {"first" | "page" | "browse" | "wrong"} */
let view = "page";

const tabs = [element("tab-page"), element("tab-browse")];
const search = /** @type {HTMLInputElement} */ (element("search"));

const [{ mode }] = await Promise.all([readChosen(), learnWords()]);
if (mode === "unset") view = "first";
lookIf(mode);
fillWords(document);
wire(); // the frame can be used before the catalog has been read
void wireFirstRun(() => void chosen());
draw();
if (page === "waiting") drawWaiting(element("panel-page"));
await load();
draw();
void drawPermission();

async function load() {
  library = await readLibrary();
  if (library.choices.mode === "unset") view = "first";
  lookIf(library.choices.mode);
}

/**
 * Looks at the page, or looks no more, as the reader has chosen.
 * @param {Mode} now
 */
function lookIf(now) {
  const looks = now === "badges" || now === "popup";
  if (looks === (toPage !== null)) return;
  toPage?.close();
  page = looks ? "waiting" : "unasked";
  toPage = looks ? askPage(hear) : null;
}

/** @param {PageSummary | null} summary */
function hear(summary) {
  page = summary;
  if (library) drawPage(library);
}

/** The first run is answered. */
async function chosen() {
  await load();
  go("page");
  element("tab-page").focus();
}

function wire() {
  element("tab-page").addEventListener("click", () => go("page"));
  element("tab-browse").addEventListener("click", () => go("browse"));
  element("options").addEventListener("click", () => void openOptions());
  element("sync").addEventListener("click", () => void sync());
  element("again").addEventListener("click", () => void sync());
  element("take").addEventListener("click", () => void sync({ type: "take", catalog: element("take").dataset.catalog ?? "" }));
  element("turn-on").addEventListener("click", () => void preselect().then(() => go("first")));
  element("back").addEventListener("click", () => {
    go("page");
    document.getElementById("here wrong")?.focus();
  });
  element("sample").addEventListener("click", () => toPage && void copySample(toPage));
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
  if (next === "wrong") void toPage?.again(); // what it said may be a while ago
  if (next === "first") element("first-form").querySelector("input")?.focus();
}

function draw() {
  drawViews();
  if (!library) return;
  element("off").hidden = library.choices.mode !== "off";
  element("age").textContent = ageOf(library.shelves);
  drawTrouble(library);
  drawPage(library);
  if (view === "browse") drawBrowse(library, search.value);
}

/** Shows the view that is chosen, and hides the others. */
function drawViews() {
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
  if (view === "wrong") drawWrong(now, page);
  if (view !== "page") return;
  const browse = () => {
    go("browse");
    element("tab-browse").focus();
  };
  drawHere(element("panel-page"), now, page, { show: (who) => toPage?.show(who), browse, wrong: () => go("wrong") });
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
  if (typeof changed === "object") return say("cannotKeep");
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
