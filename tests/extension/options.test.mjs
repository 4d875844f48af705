// The pure parts of the options, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

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
