// @ts-check
/** How it works: badges, popup only or off; what a badge looks like; where it is not shown. Each change counts at once. */

import { choose, readChosen } from "../storage.js";
import { element, tellSaved } from "./parts.js";

/** @typedef {import("../choices.js").Choices} Choices */

/** Listens to the section's boxes. */
export function wireHow() {
  element("how").addEventListener("change", async () => {
    await choose(chosen());
    tellSaved();
  });
}

/** Draws what is chosen now. */
export async function drawHow() {
  const { mode, style, hideIn, hideFollowed } = await readChosen();
  const ticked = new Set([mode, style, ...hideIn, ...(hideFollowed ? ["followed"] : [])]);
  for (const box of boxes()) box.checked = ticked.has(box.value);
  element("unset").hidden = mode !== "unset";
  element("only-badges").hidden = mode === "badges";
}

/** @returns {Partial<Choices>} what the boxes say */
function chosen() {
  const ticked = new Set(boxes().flatMap((box) => (box.checked ? [box.value] : [])));
  const mode = /** @type {const} */ (["badges", "popup", "off"]).find((one) => ticked.has(one));
  const hideIn = /** @type {const} */ (["messages", "notifications", "comments"]).filter((one) => ticked.has(one));
  return { ...(mode && { mode }), style: ticked.has("word") ? "word" : "mark", hideIn, hideFollowed: ticked.has("followed") };
}

function boxes() {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (element("how").querySelectorAll("input"))];
}
