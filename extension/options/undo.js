// @ts-check
/** Says what an import did, and takes it back at once when the reader wants that. */

import { takenBack, touched } from "../marks.js";
import { editMarks } from "../storage.js";
import { say } from "../words.js";
import { button, make, tellSaved } from "./parts.js";

/** @typedef {import("../marks.js").Marks} Marks */

/**
 * @param {HTMLElement} place
 * @param {string} words why nothing was taken
 */
export function tellRefusal(place, words) {
  place.textContent = words;
  place.dataset.kind = "bad";
}

/**
 * @param {HTMLElement} place
 * @param {string} words
 * @param {Marks} before
 * @param {Marks} after what the import made of it
 */
export function tellImport(place, words, before, after) {
  const said = make("span", {}, words);
  place.replaceChildren(said);
  place.dataset.kind = "good";
  if (!touched(before, after).length) return;
  tellSaved();
  const undo = button(say("undo"), () => void takeBack(), { className: "btn small" });
  place.append(" ", undo);

  async function takeBack() {
    await editMarks((marks) => takenBack(marks, before, after));
    said.textContent = say("undone");
    undo.remove();
    tellSaved();
    place.focus();
  }
}
