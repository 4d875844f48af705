// Marks and the files they travel in, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

import { dayOf, exported, followedTable, followedToo, marked, merged, readExported, takenBack } from "../../extension/marks.js";

const NOON = new Date("2026-11-23T12:00:00Z");
const ODILE = { as: "followed", at: "2026-11-20", name: "Odile Fennwick", key: "in/odile-fennwick" };
const WENDEL = { as: "hidden", at: "2026-11-21", name: "Wendel Aspinall", key: null };
const OURS = { bcdfghjk: ODILE, bcdfghjm: WENDEL };
const HEADS = ["Name", "Address", "Day"];

const file = (...marks) => JSON.stringify({ format: "followworthy-marks", version: 1, day: "2026-11-23", marks });

test("what is exported is read back as it was", () => {
  assert.deepEqual(readExported(exported(OURS, NOON)), { marks: OURS, unread: 0 });
});

test("an export says its format, its version and its day", () => {
  const { format, version, day } = JSON.parse(exported({}, NOON));
  assert.deepEqual([format, version, day], ["followworthy-marks", 1, "2026-11-23"]);
});

test("a file that is broken, foreign or from a newer version is refused whole", () => {
  for (const foreign of ["", "{", "null", "[]", "7", '"x"', '{"format":"bookmarks","version":1,"marks":[]}', '{"format":"followworthy-marks","marks":[]}']) {
    assert.deepEqual(readExported(foreign), { refused: "notMarks" }, foreign);
  }
  assert.deepEqual(readExported('{"format":"followworthy-marks","version":2,"marks":[]}'), { refused: "newerMarks" });
});

test("a version that never was is no version", () => {
  for (const version of [-1, 0, 0.5, null]) {
    assert.deepEqual(readExported(JSON.stringify({ format: "followworthy-marks", version, marks: [] })), { refused: "notMarks" }, version);
  }
});

test("entries that make no sense are counted and left out, the others are taken", () => {
  const good = { id: "bcdfghjk", name: "Odile Fennwick", key: "in/odile-fennwick", as: "followed", day: "2026-11-20" };
  const bad = [null, 7, [], {}, { ...good, id: 3 }, { ...good, id: "__proto__" }, { ...good, id: "" }, { ...good, as: "loved" }, { ...good, day: "yesterday" }];
  assert.deepEqual(readExported(file(...bad, good)), { marks: { bcdfghjk: ODILE }, unread: bad.length });
});

test("a day that no calendar has makes an entry unread", () => {
  const mark = { id: "bcdfghjk", name: "Odile Fennwick", key: null, as: "followed" };
  const none = ["2026-13-45", "2026-02-30", "2026-00-10", "2025-02-29", "2026-11-20T10:00:00Z"];
  assert.deepEqual(readExported(file(...none.map((day) => ({ ...mark, day })))), { marks: {}, unread: none.length });
  assert.equal(readExported(file({ ...mark, day: "2024-02-29" })).unread, 0);
});

test("a key with half a character in it makes an entry unread, and nothing breaks", () => {
  const half = { id: "bcdfghjk", name: "Odile Fennwick", key: "in/\ud800", as: "followed", day: "2026-11-20" };
  assert.deepEqual(readExported(file(half)), { marks: {}, unread: 1 });
});

test("a key that no address has is not taken from a file", () => {
  for (const key of ["in/../feed", "in/Odile-Fennwick", "https://evil.example", "feed", 7]) {
    const read = readExported(file({ id: "bcdfghjk", name: "Odile Fennwick", key, as: "followed", day: "2026-11-20" }));
    assert.equal(read.marks.bcdfghjk.key, null, key);
  }
});

test("of two marks of one person the later day's counts, and ours if of one day", () => {
  const earlier = { ...ODILE, as: "hidden", at: "2026-11-19" };
  const sameDay = { ...ODILE, as: "hidden" };
  const later = { ...ODILE, as: "hidden", at: "2026-11-22" };
  const fresh = { ...WENDEL, name: "Sefa Ndiaye-Holt" };
  assert.deepEqual(merged(OURS, { bcdfghjk: earlier }), { marks: OURS, fresh: 0, changed: 0 });
  assert.deepEqual(merged(OURS, { bcdfghjk: sameDay }), { marks: OURS, fresh: 0, changed: 0 });
  assert.deepEqual(merged(OURS, { bcdfghjk: later }), { marks: { ...OURS, bcdfghjk: later }, fresh: 0, changed: 1 });
  assert.deepEqual(merged(OURS, { bcdfghjl: fresh }), { marks: { ...OURS, bcdfghjl: fresh }, fresh: 1, changed: 0 });
});

test("merging twice changes nothing more", () => {
  const theirs = { bcdfghjk: { ...ODILE, as: "hidden", at: "2026-11-22" }, bcdfghjl: WENDEL };
  const once = merged(OURS, theirs).marks;
  assert.deepEqual(merged(once, theirs), { marks: once, fresh: 0, changed: 0 });
});

test("the table of those followed is RFC 4180 with a byte order mark, and nobody else is in it", () => {
  const quoted = { ...ODILE, name: 'Ingela "Inga" Hårte, PhD', key: "in/ingela-hårte" };
  const expected = [
    "\ufeffName,Address,Day",
    "Odile Fennwick,https://www.linkedin.com/in/odile-fennwick,2026-11-20",
    '"Ingela ""Inga"" Hårte, PhD",https://www.linkedin.com/in/ingela-h%C3%A5rte,2026-11-20',
    "",
  ];
  assert.equal(followedTable({ ...OURS, bcdfghjl: quoted }, HEADS), expected.join("\r\n"));
});

test("no name becomes a formula of a spreadsheet", () => {
  for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"]) {
    const row = followedTable({ x: { ...ODILE, name } }, HEADS).slice("\ufeffName,Address,Day\r\n".length);
    assert.ok(row.startsWith(`"'${name}"`), JSON.stringify(row));
  }
});

test("a line break in a name stays inside its cell", () => {
  const table = followedTable({ x: { ...ODILE, name: "Odile\r\nFennwick" } }, HEADS);
  assert.ok(table.includes('"Odile\r\nFennwick",https'));
});

test("whom LinkedIn says the reader follows is marked, but no mark made by hand changes", () => {
  const people = [{ id: "bcdfghjm", name: "Wendel Aspinall", key: null }, { id: "bcdfghjl", name: "Sefa Ndiaye-Holt", key: "in/sefa" }];
  const sefa = { as: "followed", at: "2026-11-23", name: "Sefa Ndiaye-Holt", key: "in/sefa" };
  assert.deepEqual(followedToo(OURS, people, NOON), { ...OURS, bcdfghjl: sefa });
});

test("an import that is taken back leaves everything as it was, but not what was done since", () => {
  const after = { ...OURS, bcdfghjk: { ...ODILE, as: "hidden", at: "2026-11-22" }, bcdfghjl: WENDEL };
  assert.deepEqual(takenBack(after, OURS, after), OURS);
  const since = marked(after, [{ id: "bcdfghjl", name: "Sefa", key: null }], "followed", NOON);
  assert.deepEqual(takenBack(since, OURS, after), { ...OURS, bcdfghjl: since.bcdfghjl });
  const without = marked(after, [{ id: "bcdfghjk", name: "Odile", key: null }], null, NOON);
  assert.deepEqual(takenBack(without, OURS, after), { bcdfghjm: WENDEL });
});

test("a mark's day is the one that the reader's own calendar shows", () => {
  const zone = process.env.TZ;
  for (const [place, day] of [["America/Los_Angeles", "2026-11-22"], ["Europe/Berlin", "2026-11-23"], ["Pacific/Auckland", "2026-11-23"]]) {
    process.env.TZ = place;
    assert.equal(dayOf(new Date("2026-11-23T02:00:00Z")), day, place);
  }
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});
