// @ts-check
/** Says what an import did, and takes it back at once when the reader wants that. */

import { takenBack } from "../marks.js";
import { editMarks } from "../storage.js";
import { say } from "../words.js";
import { button, make, tellSaved } from "./parts.js";

/** @typedef {import("../marks.js").Marks} Marks */

/**
 * @param {HTMLElement} place
 * @param {string} words
 * @param {{ before: Marks, after: Marks } | null} done null: nothing was changed
 */
export function tellImport(place, words, done) {
  const said = make("span", {}, words);
  place.replaceChildren(said);
  place.dataset.kind = done ? "good" : "bad";
  if (!done || JSON.stringify(done.before) === JSON.stringify(done.after)) return;
  tellSaved();
  const undo = button(say("undo"), async () => {
    await editMarks((marks) => takenBack(marks, done.before, done.after));
    said.textContent = say("undone");
    undo.remove();
    place.focus();
  }, { className: "btn small" });
  place.append(" ", undo);
}
