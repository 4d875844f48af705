// Dates and counts in words, without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { after, test } from "node:test";

import { day, sayMany } from "../../extension/words.js";
import { getMessage } from "./invented.mjs";

globalThis.chrome = { i18n: { getMessage } };

const zone = process.env.TZ;
after(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

test("a day alone is that day wherever the reader is; a moment is on the reader's own day", () => {
  for (const [place, ofMoment] of [["America/Los_Angeles", "19 November 2026"], ["Pacific/Auckland", "20 November 2026"]]) {
    process.env.TZ = place;
    assert.equal(day("2026-11-20"), "20 November 2026", place);
    assert.equal(day("2026-11-20T02:00:00Z"), ofMoment, place);
  }
});

test("what is no date is given back as it is", () => {
  for (const junk of ["2026-13-45", "yesterday", ""]) assert.equal(day(junk), junk);
});

test("the digits of large counts are grouped", () => {
  assert.equal(sayMany("hiddenPeople", 10_000).split(" ")[0], "10,000");
  assert.equal(sayMany("inLists", 999), "in 999 lists");
});
