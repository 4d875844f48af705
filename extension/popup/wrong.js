// @ts-check
/** "Something wrong?": what was seen on this page, how the catalog is, and a sample of the page's structure for a report. */

import { clock, counted, day, say } from "../words.js";
import { element, make } from "./parts.js";

/** @typedef {import("./library.js").Library} Library */
/** @typedef {import("./here.js").Seen} Seen */
/** @typedef {import("./page.js").Page} Page */

/**
 * @param {Library} library
 * @param {Seen} seen
 */
export function drawWrong(library, seen) {
  const page = typeof seen === "object" ? seen : null;
  const { links = 0, matched = 0, badged = 0 } = page?.now ?? {};
  const facts = [
    [say("factVersion"), chrome.runtime.getManifest().version],
    [say("factMode"), say(MODE_WORDS[library.choices.mode])],
    [say("factLayouts"), layoutsOf(seen)],
    [say("factLinks"), counted(links)],
    [say("factMatched"), counted(matched)],
    [say("factBadged"), counted(badged)],
    [say("factTime"), say("milliseconds", Math.round((page?.spent.scan ?? 0) + (page?.spent.paint ?? 0)))],
    ...library.states.map(({ catalog, state }) => [say("factSync", catalog.name), state ? `${day(state.at)}, ${clock(state.at)}` : say("factNever")]),
  ];
  element("facts").replaceChildren(...facts.flatMap(([name, value]) => [make("dt", "", name ?? ""), make("dd", "num", value ?? "")]));
  element("sample").toggleAttribute("disabled", !page);
}

/**
 * @param {Seen} seen
 * @returns {string}
 */
function layoutsOf(seen) {
  if (seen === "unasked") return say("modeOffMore");
  if (seen === "waiting") return say("looking");
  return seen ? seen.layouts.map(layoutName).join(", ") || say("factNone") : say("factNotLinkedIn");
}

/** @type {Record<import("../choices.js").Mode, string>} */
const MODE_WORDS = { badges: "modeBadges", popup: "modePopup", off: "modeOff", unset: "modeOff" };

/** @param {string} layout */
function layoutName(layout) {
  return layout === "logged out" ? say("layoutLoggedOut") : layout;
}

/** @param {Page} page */
export async function copySample(page) {
  const sample = await page.sample();
  if (!sample) {
    element("sample-said").textContent = say("sampleNone");
    return;
  }
  const text = /** @type {HTMLTextAreaElement} */ (element("sample-text"));
  text.value = sample;
  text.hidden = false;
  text.select();
  try {
    await navigator.clipboard.writeText(sample);
    element("sample-said").textContent = say("sampleCopied");
  } catch {
    element("sample-said").textContent = say("sampleSelected");
  }
}
