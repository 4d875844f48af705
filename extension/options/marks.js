// @ts-check
/** The reader's marks: whom they are about, taken back one by one, handed out as files and taken in again. */

import { readCatalogs, readHeld } from "../catalog-storage.js";
import { dayOf, exported, followedTable, merged, readExported } from "../marks.js";
import { profileUrl } from "../profile-url.js";
import { editMarks, readMarks } from "../storage.js";
import { day, say, sayMany } from "../words.js";
import { handOut, takeIn } from "./files.js";
import { button, element, field, make, redraw, tellSaved } from "./parts.js";
import { tellImport, tellRefusal } from "./undo.js";

/** @typedef {import("../marks.js").Mark} Mark */
/** @typedef {import("../marks.js").Marks} Marks */

const LARGEST_MB = 5;
const LISTED = 200;

/** Listens to the section's buttons. */
export function wireMarks() {
  element("export-json").addEventListener("click", () => void exportJson());
  element("export-csv").addEventListener("click", () => void exportCsv());
  element("import").addEventListener("click", () => field("import-file").click());
  element("import-file").addEventListener("change", () => void importMarks());
  for (const id of ["followed-list", "hidden-list"]) element(id).addEventListener("toggle", () => void drawMarks());
}

/** Draws how many marks there are, and the lists that are open. */
export async function drawMarks() {
  const marks = await readMarks();
  const followed = Object.entries(marks).filter(([, { as }]) => as === "followed");
  const hidden = Object.entries(marks).filter(([, { as }]) => as === "hidden");
  const both = say("marksBoth", sayMany("marksFollowed", followed.length), sayMany("marksHidden", hidden.length));
  element("marks-count").textContent = followed.length + hidden.length ? both : say("marksNone");
  field("export-json").disabled = followed.length + hidden.length === 0;
  field("export-csv").disabled = followed.length === 0;
  drawList("followed-list", followed, (name) => [say("unmark"), say("unmarkNamed", name)]);
  drawList("hidden-list", hidden, (name) => [say("showAgain"), say("showAgainNamed", name)]);
}

/**
 * @param {string} id of the list's place
 * @param {[string, Mark][]} entries
 * @param {(name: string) => [string, string]} words of the button, and its name for who cannot see where it stands
 */
function drawList(id, entries, words) {
  const place = /** @type {HTMLDetailsElement} */ (element(id));
  place.hidden = !entries.length;
  if (!place.open) return;
  const sorted = entries.sort(([, a], [, b]) => a.name.localeCompare(b.name, say("dateLocale")));
  const items = sorted.slice(0, LISTED).map(([expert, mark]) => item(expert, mark, words(mark.name)));
  const more = sorted.length - items.length;
  if (more > 0) items.push(make("li", { className: "muted" }, sayMany("marksMore", more)));
  redraw(/** @type {HTMLElement} */ (place.querySelector("ul")), ...items);
}

/**
 * @param {string} id of an expert
 * @param {Mark} mark
 * @param {[string, string]} words
 */
function item(id, { name, key, at }, [words, ariaLabel]) {
  const who = key ? make("a", { href: profileUrl(key), rel: "noreferrer", target: "_blank" }, name) : make("span", {}, name);
  const gone = async () => {
    await editMarks((marks) => Object.fromEntries(Object.entries(marks).filter(([one]) => one !== id)));
    tellSaved();
    element("marks-heading").focus();
  };
  const back = button(words, () => void gone(), { id: `mark-${id}`, className: "btn quiet small push", ariaLabel });
  return make("li", { className: "row" }, who, make("span", { className: "xs muted" }, day(at)), back);
}

async function exportJson() {
  const now = new Date();
  handOut(`followworthy-marks-${dayOf(now)}.json`, "application/json", exported(await readMarks(), now));
}

async function exportCsv() {
  const heads = [say("csvName"), say("csvAddress"), say("csvDay")];
  handOut(`followworthy-followed-${dayOf(new Date())}.csv`, "text/csv", followedTable(await readMarks(), heads));
}

async function importMarks() {
  const place = element("import-result");
  const taken = await takeIn(field("import-file"), LARGEST_MB);
  if (!taken) return;
  if ("refused" in taken) return tellRefusal(place, say(taken.refused, LARGEST_MB));
  const read = readExported(new TextDecoder().decode(taken.bytes));
  if ("refused" in read) return tellRefusal(place, say(read.refused === "notMarks" ? "fileNotMarks" : "fileNewerMarks"));
  const before = await readMarks();
  const { marks, fresh, changed } = merged(before, read.marks);
  await editMarks((now) => merged(now, read.marks).marks);
  tellImport(place, await saidOf(read, fresh, changed), before, marks);
}

/**
 * @param {{ marks: Marks, unread: number }} read
 * @param {number} fresh
 * @param {number} changed
 * @returns {Promise<string>} what the import did
 */
async function saidOf({ marks, unread }, fresh, changed) {
  const ids = Object.keys(marks);
  const held = await Promise.all((await readCatalogs()).map(({ id }) => readHeld(id)));
  const known = new Set(held.flatMap((one) => one?.rows ?? []).map(({ id }) => id));
  const unknown = ids.filter((id) => !known.has(id)).length;
  return [
    say("imported", fresh, changed, ids.length - fresh - changed),
    unknown ? sayMany("importedUnknown", unknown) : "",
    unread ? sayMany("importedUnread", unread) : "",
  ].filter(Boolean).join(" ");
}
