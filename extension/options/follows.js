// @ts-check
/** Whom the reader follows already, as LinkedIn's own export says: matched by address alone, and nothing of it is kept. */

import { readCatalogs, readHeld } from "../catalog-storage.js";
import { addressesIn, textOf } from "../connections.js";
import { followedToo } from "../marks.js";
import { buildIndex, recognise } from "../recognise.js";
import { editMarks, readMarks } from "../storage.js";
import { say, sayMany } from "../words.js";
import { takeIn } from "./files.js";
import { element, field } from "./parts.js";
import { tellImport, tellRefusal } from "./undo.js";

/** @typedef {import("../marks.js").Marked} Marked */

/** LinkedIn lets nobody have more than 30,000 connections, which are 5 MB; more would hold up the page. */
const LARGEST_MB = 8;

/** Listens to the section's button. */
export function wireFollows() {
  element("follows").addEventListener("click", () => field("follows-file").click());
  element("follows-file").addEventListener("change", () => void importFollows());
}

async function importFollows() {
  const place = element("follows-result");
  const taken = await takeIn(field("follows-file"), LARGEST_MB);
  if (!taken) return;
  if ("refused" in taken) return tellRefusal(place, say(taken.refused, LARGEST_MB));
  const text = textOf(taken.bytes);
  if (text === null) return tellRefusal(place, say("filePacked"));
  const addresses = addressesIn(text);
  if (!addresses.length) return tellRefusal(place, say("fileNoAddresses"));
  const { found, people } = await matched(addresses);
  const before = await readMarks();
  const now = new Date();
  await editMarks((marks) => followedToo(marks, people.flat(), now));
  const hidden = people.filter((ids) => ids.every(({ id }) => before[id]?.as === "hidden")).length;
  tellImport(place, sentence(found, people.length - hidden, hidden), before, followedToo(before, people.flat(), now));
}

/**
 * @param {string[]} addresses
 * @returns {Promise<{ found: number, people: Marked[][] }>} how many they are, and those whom catalogs know, by all their ids
 */
async function matched(addresses) {
  const held = await Promise.all((await readCatalogs()).map(({ id }) => readHeld(id)));
  const shelves = held.flatMap((one) => (one ? [{ rows: one.rows, withdrawn: one.about.withdrawn, off: [] }] : []));
  const rows = shelves.map((shelf) => new Map(shelf.rows.map((row) => [row.id, row])));
  const met = new Map(recognise(buildIndex(shelves, {}), addresses, "").flatMap((one) => (one ? [[one.key, one.entries]] : [])));
  const people = [...met.values()].map((entries) => entries.flatMap(({ catalog, id }) => rows[catalog]?.get(id) ?? []));
  return { found: met.size, people: people.filter((one) => one.length) };
}

/**
 * @param {number} found
 * @param {number} known
 * @param {number} hidden
 */
function sentence(found, known, hidden) {
  const first = known || hidden ? sayMany("followsFound", found, sayMany("followsKnown", known)) : sayMany("followsNobody", found);
  return [first, hidden ? sayMany("followsHidden", hidden) : ""].filter(Boolean).join(" ");
}
