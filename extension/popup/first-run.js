// @ts-check
/** The first run: what this does, what it may cost, and the reader's choice. In the popup, and in a tab after installation. */

import { choose, readChosen } from "../storage.js";
import { element } from "./parts.js";

const form = /** @type {HTMLFormElement} */ (element("first-form"));

/**
 * @param {() => void} chosen called when the reader has chosen
 */
export async function wireFirstRun(chosen) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const picked = /** @type {"badges" | "popup" | "off"} */ (new FormData(form).get("mode"));
    await choose({ mode: picked });
    chosen();
  });
  await preselect();
}

/** Picks what holds; who is asked, or asks to turn it on, has not come to leave it off. */
export async function preselect() {
  const { mode } = await readChosen();
  const held = mode === "popup" ? "popup" : "badges";
  for (const box of form.querySelectorAll("input")) box.checked = box.value === held;
}
