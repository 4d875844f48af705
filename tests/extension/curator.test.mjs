// The laws of what a paired browser concludes from a page; run by test_pure_modules.py under node.

import assert from "node:assert/strict";
import { test } from "node:test";

import { judge, keyOf } from "../../extension/curator-judge.js";
import { sameName } from "../../extension/same-name.js";

const SITE = "https://www.linkedin.com";
const ROW = { name: "Odile Fennwick", kind: "person", key: "in/odile-fennwick" };
const HERE = `${SITE}/in/odile-fennwick/`;
const THERE = `${SITE}/in/odile-marsh/`;
const PAGE = { address: HERE, loaded: HERE, canonical: "", name: "Odile Fennwick", missing: false, fresh: true };

const said = (changes, opened = false) => {
  const verdict = judge({ ...PAGE, ...changes }, ROW, opened);
  return verdict && (verdict.key ? [verdict.saw, verdict.key] : [verdict.saw]);
};

test("a page at the listed address that names the expert is fine", () => {
  assert.deepEqual(said({}), ["fine"]);
  assert.deepEqual(said({ address: `${SITE}/in/Odile-Fennwick/fr/?x=1`, loaded: null }), ["fine"]);
  assert.deepEqual(said({ canonical: "https://se.linkedin.com/in/odile-fennwick" }), ["fine"]);
});

test("a page that names somebody else, or nobody, says nothing", () => {
  for (const name of ["Odile Marsh", "", "Feed", "Join LinkedIn"]) {
    for (const address of [HERE, THERE]) assert.equal(said({ name, address }), null);
  }
});

test("an address that the page itself replaced has moved", () => {
  assert.deepEqual(said({ address: THERE }), ["moved", "in/odile-marsh"]);
});

test("a namesake's page to which the reader went on says nothing", () => {
  assert.equal(said({ address: THERE, loaded: null }), null);
  assert.equal(said({ address: THERE, loaded: THERE }), null);
});

test("a page whose canonical address is another has moved, but only as it was loaded", () => {
  assert.deepEqual(said({ canonical: THERE }), ["moved", "in/odile-marsh"]);
  assert.deepEqual(said({ canonical: THERE, loaded: null }), ["fine"]);
  assert.deepEqual(said({ canonical: `${SITE}/` }), ["fine"]);
});

test("where the desk's link may have led is for a person to decide", () => {
  assert.deepEqual(said({ address: THERE, loaded: THERE }, true), ["led", "in/odile-marsh"]);
  assert.deepEqual(said({ address: THERE }, true), ["moved", "in/odile-marsh"]);
  assert.equal(said({ address: THERE, loaded: THERE, name: "Odile Marsh" }, true), null);
});

test("an opaque address, a sub-page or another site is no new address", () => {
  for (const address of [`${SITE}/in/ACoAAAU5cdefGHIJklmnop`, `${SITE}/in/odile-marsh/details/skills/`, "https://example.com/in/x"]) {
    assert.equal(said({ address }, true), null);
  }
});

test("a missing page counts where it was asked for", () => {
  assert.deepEqual(said({ missing: true }), ["missing"]);
  assert.deepEqual(said({ missing: true, address: `${SITE}/404/` }), ["missing"]);
  assert.deepEqual(said({ missing: true, address: `${SITE}/404/`, loaded: `${SITE}/404/` }, true), ["missing"]);
});

test("a missing page that may be about another address says nothing", () => {
  assert.equal(said({ missing: true, loaded: null }), null);
  assert.equal(said({ missing: true, loaded: THERE }), null);
  assert.equal(said({ missing: true, address: `${SITE}/404/`, loaded: `${SITE}/404/` }), null);
  assert.equal(said({ missing: true, address: THERE, loaded: THERE }, true), null);
});

test("only a profile's own page has a key", () => {
  assert.equal(keyOf(HERE), "in/odile-fennwick");
  for (const none of [null, "", `${SITE}/feed/`, `${SITE}/in/me/`, `${HERE}recent-activity/all/`]) assert.equal(keyOf(none), null);
});

test("names agree without titles, degrees, initials, asides, accents and case", () => {
  for (const name of ["Dr. Odile M. Fennwick, PhD", "ODILE FENNWICK", "Odile Fénnwick (she/her)", "odile  fennwick MBA"]) {
    assert.ok(sameName(name, "Odile Fennwick", "person"), name);
  }
  for (const name of ["Odile", "Fennwick Odile", "Odile Fennwick-Marsh", "", "O. Fennwick"]) {
    assert.ok(!sameName(name, "Odile Fennwick", "person"), name);
  }
  assert.ok(!sameName("", "", "person"));
});

test("an organisation's legal form does not matter", () => {
  assert.ok(sameName("Guild of Careers Ltd.", "Guild of Careers", "organisation"));
  assert.ok(!sameName("Guild of Careers Oslo", "Guild of Careers", "organisation"));
});
