// @ts-check
/**
 * Reads LinkedIn's own export of the reader's connections: which addresses stand in it. Pure; nothing of it is kept.
 * Asks no header (they are translated) and no name (two people may share one): a column of addresses is found by what is in it.
 */

import { parseProfileUrl } from "./profile-url.js";

const DELIMITERS = [",", ";", "\t"];

/** How a packed archive begins, which is what LinkedIn sends. */
const PACKED = [0x50, 0x4b];

/**
 * @param {Uint8Array} bytes of the file
 * @returns {string | null} its text, in whatever way a spreadsheet saved it; null: a packed archive, not a table
 */
export function textOf(bytes) {
  if (PACKED.every((byte, at) => bytes[at] === byte)) return null;
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(wide ? "utf-16le" : "utf-8").decode(bytes);
}

/**
 * @param {string} text a table of any delimiter, with or without notes before it
 * @returns {string[]} the addresses of people and organisations in its one column that holds most of them
 */
export function addressesIn(text) {
  const tables = DELIMITERS.map((delimiter) => bestColumn(rowsOf(text, delimiter)));
  const [best] = tables.sort((a, b) => b.addresses.length - a.addresses.length || b.width - a.width);
  return best?.addresses ?? [];
}

/**
 * @param {string[][]} rows
 * @returns {{ addresses: string[], width: number }} `width`: how many columns the rows with addresses have, at most
 */
function bestColumn(rows) {
  /** @type {string[][]} */
  const columns = [];
  let width = 0;
  for (const row of rows) {
    row.forEach((cell, at) => {
      if (!isAddress(cell)) return;
      (columns[at] ??= []).push(cell);
      width = Math.max(width, row.length);
    });
  }
  const addresses = columns.reduce((most, column) => (column.length > most.length ? column : most), []);
  return { addresses, width };
}

/** @param {string} cell */
function isAddress(cell) {
  return /linkedin\.com\//i.test(cell) && parseProfileUrl(cell).key !== null;
}

/**
 * @param {string} text
 * @param {string} delimiter
 * @returns {string[][]} cells as RFC 4180 means them; a quote that never ends is a character like any other
 */
function rowsOf(text, delimiter) {
  const ends = new RegExp(`[${delimiter}\r\n]`, "g");
  /** @type {string[][]} */
  const rows = [[]];
  for (let at = 0; at < text.length; ) {
    const { cell, end } = readQuoted(text, at, ends) ?? readPlain(text, at, ends);
    rows.at(-1)?.push(cell);
    if (text[end] !== delimiter) rows.push([]);
    at = end + (text.startsWith("\r\n", end) ? 2 : 1);
  }
  return rows;
}

/** @typedef {{ cell: string, end: number }} Cell `end`: where the delimiter or the line's end stands */

/**
 * @param {string} text
 * @param {number} at
 * @param {RegExp} ends
 * @returns {Cell}
 */
function readPlain(text, at, ends) {
  ends.lastIndex = at;
  const end = ends.exec(text)?.index ?? text.length;
  return { cell: text.slice(at, end), end };
}

/**
 * @param {string} text
 * @param {number} at
 * @param {RegExp} ends
 * @returns {Cell | null} null: no quote begins or ends here
 */
function readQuoted(text, at, ends) {
  if (text[at] !== '"') return null;
  let close = text.indexOf('"', at + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close < 0) return null;
  const rest = readPlain(text, close + 1, ends);
  return { cell: text.slice(at + 1, close).replaceAll('""', '"') + rest.cell, end: rest.end };
}
