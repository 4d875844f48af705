// @ts-check
/** The first run: what this does, what it may cost, and the reader's choice. In the popup, and in a tab after installation. */

import { choose, readChosen } from "../storage.js";
import { element } from "./parts.js";

/**
 * @param {() => void} chosen called when the reader has chosen
 */
export async function wireFirstRun(chosen) {
  const form = /** @type {HTMLFormElement} */ (element("first-form"));
  const { mode } = await readChosen();
  for (const box of form.querySelectorAll("input")) box.checked = box.value === (mode === "unset" ? "badges" : mode);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const picked = /** @type {"badges" | "popup" | "off"} */ (new FormData(form).get("mode"));
    await choose({ mode: picked });
    chosen();
  });
}
