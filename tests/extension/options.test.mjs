// The pure parts of the options, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

import { withSaved } from "../../extension/options/catalog-edits.js";
import { freeLetter, oneCharacter } from "../../extension/options/letters.js";
import { noLongerNeeded } from "../../extension/options/permissions.js";

test("a catalog's letter is the first of its words that no other catalog has", () => {
  assert.equal(freeLetter("Careers Office", []), "C");
  assert.equal(freeLetter("Careers Office", ["C"]), "O");
  assert.equal(freeLetter("Careers Office", ["C", "O"]), "A");
  assert.equal(freeLetter("CC", ["C"]), "A");
  assert.equal(freeLetter("Élan", []), "É");
  assert.equal(freeLetter("e\u0301lan", []), "É");
  assert.equal(freeLetter("日本の声", []), "日");
  assert.equal(freeLetter("", []), "");
  assert.equal(freeLetter("!!", []), "");
});

test("one letter or digit is a letter; nothing else is", () => {
  assert.deepEqual(["a", " b ", "7", "ß", "ñ", "n\u0303", "क"].map(oneCharacter), ["A", "B", "7", "ß", "Ñ", "Ñ", "क"]);
  assert.deepEqual(["", "ab", "?", "★", "😀", "\u0301", " "].map(oneCharacter), ["", "", "", "", "", "", ""]);
});

test("a permission is given back only when no catalog needs it and it was not there from the first day", () => {
  const always = ["http://127.0.0.1/*"];
  const stay = [{ address: "https://catalog.example/town" }];
  assert.deepEqual(noLongerNeeded(["https://gone.example"], stay, always), ["https://gone.example/*"]);
  assert.deepEqual(noLongerNeeded(["https://catalog.example:8443/other", "http://127.0.0.1:9000"], stay, always), []);
  assert.deepEqual(noLongerNeeded(["https://gone.example/a", "https://gone.example/b"], [], always), ["https://gone.example/*"]);
});

const PRESET = { id: "preset", address: "http://127.0.0.1:8750", name: "Followworthy", letter: "", on: false };
const TOWN = { id: "town", address: "https://catalog.example", name: "Town Catalog", letter: "T", on: true };

test("saving changes what the form shows and nothing else", () => {
  const { catalogs } = withSaved([PRESET, TOWN], "preset", { address: PRESET.address, name: "Renamed", letter: "" });
  assert.deepEqual(catalogs, [{ ...PRESET, name: "Renamed" }, TOWN]);
});

test("a catalog that has gone meanwhile is not said to be saved", () => {
  assert.deepEqual(withSaved([PRESET], "town", TOWN), { refused: { why: "gone" } });
});

test("a new catalog is on, and stands last", () => {
  const { address, name, letter } = TOWN;
  const { id, ...added } = withSaved([PRESET], null, { address, name, letter }).catalogs[1];
  assert.deepEqual(added, { address, name, letter, on: true });
  assert.ok(id && id !== "preset");
});

test("an address or a letter that stands there by now is refused, whoever put it there", () => {
  const filled = { address: TOWN.address, name: "Again", letter: "A" };
  assert.deepEqual(withSaved([PRESET, TOWN], null, filled), { refused: { why: "address", name: "Town Catalog" } });
  assert.deepEqual(withSaved([PRESET, TOWN], null, { ...filled, address: "https://b.example", letter: "T" }), { refused: { why: "letter", name: "Town Catalog" } });
  assert.ok("catalogs" in withSaved([PRESET, TOWN], "town", { ...TOWN, name: "Its own address" }));
});
