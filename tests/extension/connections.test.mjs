// LinkedIn's own export, read without a browser. Run by test_pure_modules.py, or: node --test tests/extension/

import assert from "node:assert/strict";
import { test } from "node:test";

import { addressesIn, textOf } from "../../extension/connections.js";

const ODILE = "https://www.linkedin.com/in/odile-fennwick";
const SEFA = "https://www.linkedin.com/in/sefa-ndiaye-holt";
const NOTES = 'Notes:\n"When exporting your connection data, you may notice, at times, that addresses are ""missing"". See https://www.linkedin.com/help"\n\n';
const HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n";
const PEOPLE = `Odile,Fennwick,${ODILE},,"Fennwick, Daughters & Co","Coach,\nwriter",20 Nov 2026\nSefa,Ndiaye-Holt,${SEFA},sefa@town.example,Town,"Says ""hello""",1 Oct 2026\n`;
const bytes = (text) => new TextEncoder().encode(text);

test("the addresses of Connections.csv are found behind its notes, quoted commas and line breaks", () => {
  assert.deepEqual(addressesIn(NOTES + HEADER + PEOPLE), [ODILE, SEFA]);
});

test("it does not matter how a spreadsheet saved it", () => {
  const table = NOTES + HEADER + PEOPLE;
  const wide = Uint8Array.from([0xff, 0xfe, ...new Uint8Array(Uint16Array.from([...table].map((one) => one.charCodeAt(0))).buffer)]);
  const forms = {
    "a byte order mark": bytes(`\ufeff${table}`),
    "line ends of two characters": bytes(table.replaceAll("\n", "\r\n")),
    "line ends of old computers": bytes(table.replaceAll("\n", "\r")),
    "sixteen bits a character": wide,
    "no line end at the end": bytes(table.trimEnd()),
  };
  for (const [how, saved] of Object.entries(forms)) assert.deepEqual(addressesIn(textOf(saved) ?? ""), [ODILE, SEFA], how);
});

test("semicolons and tabulators part columns as well as commas do", () => {
  for (const delimiter of [";", "\t"]) {
    const rows = [["Vorname", "Nachname", "URL", "Firma"], ["Odile", "Fennwick", ODILE, "Fennwick, Daughters"], [`"Sefa${delimiter}"`, "Ndiaye-Holt", SEFA, ""]];
    assert.deepEqual(addressesIn(rows.map((row) => row.join(delimiter)).join("\n")), [ODILE, SEFA], JSON.stringify(delimiter));
    const first = [["URL", "Name"], [ODILE, "Odile"], [SEFA, "Sefa"]].map((row) => row.join(delimiter)).join("\n");
    assert.deepEqual(addressesIn(first), [ODILE, SEFA], `first column, ${JSON.stringify(delimiter)}`);
  }
});

test("only the column of addresses counts, not one that somebody wrote as their company", () => {
  const row = `Wendel,Aspinall,,,https://www.linkedin.com/company/guild-of-careers,Librarian,1 Oct 2026\n`;
  assert.deepEqual(addressesIn(HEADER + PEOPLE + row), [ODILE, SEFA]);
});

test("a table of names alone has no addresses, nor has anything else", () => {
  for (const table of ["", "Date,Status,FullName\n2026-11-20,Active,Odile Fennwick\n", HEADER, "{}", "\0\0", "https://www.linkedin.com/feed/\n"]) {
    assert.deepEqual(addressesIn(table), [], JSON.stringify(table));
  }
});

test("a quote that never ends does not swallow the rest", () => {
  assert.deepEqual(addressesIn(`${HEADER}"Odile,Fennwick,${ODILE},,,,\nSefa,Ndiaye-Holt,${SEFA},,,,\n`), [ODILE, SEFA]);
});

test("a packed archive is known by how it begins", () => {
  assert.equal(textOf(Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0])), null);
});

test("30,000 connections are read without a wait to notice", () => {
  const many = Array.from({ length: 30_000 }, (_, n) => `Ann,Example,https://www.linkedin.com/in/ann-example-${n},,"Company, ${n}",Clerk,1 Oct 2026\n`).join("");
  const begun = performance.now();
  assert.equal(addressesIn(NOTES + HEADER + many).length, 30_000);
  assert.ok(performance.now() - begun < 2000);
});
