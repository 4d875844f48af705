// @ts-check
/**
 * Whom the reader follows already, and whom they do not care for: marking, and the files that marks travel in.
 * Pure; kept in this browser and sent to nobody.
 */

import { parseProfileUrl, profileUrl } from "./profile-url.js";

/**
 * `at` is the day; name and address are kept so that an export says who is meant when the catalog is gone.
 * @typedef {"followed" | "hidden"} MarkKind
 * @typedef {{ as: MarkKind, at: string, name: string, key: string | null }} Mark
 * @typedef {Readonly<Record<string, Mark>>} Marks by the expert's id
 */

/** @typedef {{ id: string, name: string, key: string | null }} Marked whom a mark is about */

/** Says that a file is one of ours; a later version may hold what this one does not understand. */
const FORMAT = "followworthy-marks";
const FORMAT_VERSION = 1;

/** Spreadsheets of Excel's family take a file without it for one in an old charset, and spoil names. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * @param {Marks} marks
 * @param {ReadonlyArray<Marked>} people
 * @param {MarkKind | null} as null takes the mark away
 * @param {Date} now
 * @returns {Marks}
 */
export function marked(marks, people, as, now) {
  const at = dayOf(now);
  const others = Object.entries(marks).filter(([id]) => !people.some((one) => one.id === id));
  const these = as ? people.map(({ id, name, key }) => /** @type {const} */ ([id, { as, at, name, key }])) : [];
  return Object.fromEntries([...others, ...these]);
}

/**
 * @param {Marks} marks
 * @param {Iterable<Marked>} people whom the reader follows, as LinkedIn says
 * @param {Date} now
 * @returns {Marks} a mark that the reader has set by hand stays
 */
export function followedToo(marks, people, now) {
  const at = dayOf(now);
  const these = Array.from(people, ({ id, name, key }) => /** @type {const} */ ([id, { as: "followed", at, name, key }]));
  return { .../** @type {Marks} */ (Object.fromEntries(these)), ...marks };
}

/**
 * @param {Marks} before
 * @param {Marks} after what an import made of `before`
 * @returns {string[]} whose marks it made or changed
 */
export function touched(before, after) {
  return Object.entries(after).flatMap(([id, mark]) => (same(mark, before[id]) ? [] : [id]));
}

/**
 * @param {Marks} marks
 * @param {Marks} before
 * @param {Marks} after what an import made of `before`
 * @returns {Marks} without what the import did; what was changed since stays
 */
export function takenBack(marks, before, after) {
  const done = new Set(touched(before, after));
  const kept = Object.entries(marks).flatMap(([id, mark]) => {
    const was = done.has(id) && same(mark, after[id]) ? before[id] : mark;
    return was ? [/** @type {const} */ ([id, was])] : [];
  });
  return Object.fromEntries(kept);
}

/**
 * @param {Marks} marks
 * @param {Date} now
 * @returns {string} a file that holds them all
 */
export function exported(marks, now) {
  const people = Object.entries(marks).map(([id, { as, at, name, key }]) => ({ id, name, key, as, day: at }));
  return `${JSON.stringify({ format: FORMAT, version: FORMAT_VERSION, day: dayOf(now), marks: people }, null, 2)}\n`;
}

/**
 * @param {Marks} marks
 * @param {readonly string[]} heads of its three columns: name, address, day
 * @returns {string} those followed, as a table for spreadsheets (RFC 4180)
 */
export function followedTable(marks, heads) {
  const followed = Object.values(marks).filter(({ as }) => as === "followed");
  const rows = followed.map(({ name, key, at }) => [name, key ? profileUrl(key) : "", at]);
  return BYTE_ORDER_MARK + [heads, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/**
 * @param {string} text of a file that somebody chose
 * @returns {{ marks: Marks, unread: number } | { refused: "notMarks" | "newerMarks" }} `unread`: entries that make no sense
 */
export function readExported(text) {
  const file = parsed(text);
  if (file?.format !== FORMAT || !Array.isArray(file.marks) || !isVersion(file.version)) return { refused: "notMarks" };
  if (file.version > FORMAT_VERSION) return { refused: "newerMarks" };
  const read = file.marks.map(readMark);
  const marks = Object.fromEntries(read.flatMap((one) => (one ? [one] : [])));
  return { marks, unread: read.filter((one) => !one).length };
}

/**
 * @param {Marks} ours
 * @param {Marks} theirs
 * @returns {{ marks: Marks, fresh: number, changed: number }} of two marks of one person the later day's; ours, if of one day
 */
export function merged(ours, theirs) {
  const fresh = Object.entries(theirs).filter(([id]) => !Object.hasOwn(ours, id));
  const changed = Object.entries(theirs).filter(([id, { as, at }]) => {
    const mine = Object.hasOwn(ours, id) ? ours[id] : undefined;
    return mine && at > mine.at && as !== mine.as;
  });
  return { marks: { ...ours, ...Object.fromEntries([...fresh, ...changed]) }, fresh: fresh.length, changed: changed.length };
}

/**
 * A cell as RFC 4180 writes it; what a spreadsheet would take for a formula begins with an apostrophe instead.
 * @param {string} text
 */
function cell(text) {
  const safe = /^[\s]*[=+\-@]/.test(text) || /^[\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * @param {string} text
 * @returns {Record<string, unknown> | null}
 */
function parsed(text) {
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, ""));
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {[string, Mark] | null}
 */
function readMark(value) {
  const { id, name, key, as, day } = /** @type {Record<string, unknown>} */ (value ?? {});
  if (typeof id !== "string" || !/^[a-z0-9-]{1,64}$/i.test(id)) return null;
  if ((as !== "followed" && as !== "hidden") || !isDay(day)) return null;
  if (typeof key === "string" && /\p{Surrogate}/u.test(key)) return null; // half a character cannot stand in an address
  const real = typeof key === "string" && parseProfileUrl(profileUrl(key)).key === key ? key : null;
  return [id, { as, at: day, name: typeof name === "string" ? name.slice(0, 200) : "", key: real }];
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isVersion(value) {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/**
 * @param {unknown} value
 * @returns {value is string} whether it is a day of the calendar; thirteenth months look like one and are none
 */
function isDay(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value); // 30 February would be 2 March
}

/**
 * @param {Mark} one
 * @param {Mark | undefined} other
 */
function same(one, other) {
  return one.as === other?.as && one.at === other.at;
}

/**
 * @param {Date} now
 * @returns {string} "2026-11-23": the day that the reader's own calendar shows
 */
export function dayOf(now) {
  const [month, day] = [now.getMonth() + 1, now.getDate()].map((number) => String(number).padStart(2, "0"));
  return `${now.getFullYear()}-${month}-${day}`;
}
