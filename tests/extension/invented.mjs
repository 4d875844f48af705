// Invented people and catalogs for the tests that run under node, and English words as the browser would give them.

import { readFileSync } from "node:fs";

import { checksum } from "../../extension/catalog-check.js";

const messages = JSON.parse(readFileSync(new URL("../../extension/_locales/en/messages.json", import.meta.url), "utf-8"));
/** What `chrome.i18n` answers. */
export const getMessage = (key, gaps = []) => filled(messages[key], gaps);

function filled(entry, gaps) {
  const contents = Object.entries(entry?.placeholders ?? {}).map(([name, { content }]) => [name.toUpperCase(), gaps[content.slice(1) - 1]]);
  return contents.reduce((text, [name, value]) => text.replaceAll(`$${name}$`, value), entry?.message ?? "");
}

export function link(key, status = "current") {
  return { kind: "linkedin", key, url: "javascript:alert(1)", status, verdict: "unconfirmed", confirmed: null };
}

export function expert(id, name, links, ranks = { "job-search": 1 }) {
  const recommendations = Object.entries(ranks).map(([category, rank]) => ({ category, source: "forty", rank, reason: "Because.", date: null }));
  return { id, revision: 1, kind: "person", name, headline: `Headline of ${name}`, links, recommendations };
}

export const ODILE = expert("bcdfghjk", "Odile Fennwick", [link("in/odile-fennwick"), link("in/shared", "former")]);
export const SEFA = expert("bcdfghjl", "Sefa Ndiaye-Holt", [link("in/shared"), link("in/sefa-old", "former")], { leadership: 2, "job-search": 9 });
export const WENDEL = expert("bcdfghjm", "Wendel Aspinall", []);

export async function catalog(experts, changes = {}) {
  return {
    schema: 1, cursor: "k3f9x2.58", complete: true, count: experts.length, checksum: await checksum(experts),
    categories: [
      { id: "leadership", name: "Leadership", position: 2, description: "" },
      { id: "job-search", name: "Job search", position: 1, description: "" },
    ],
    sources: [{ id: "forty", title: "Forty Voices on Work", publisher: "Town Paper", url: null, date: "2019-05" }],
    experts, withdrawn: [], ...changes,
  };
}

export const crowd = (size) => Array.from({ length: size }, (_, n) => expert(`p${String(n).padStart(7, "0")}`, `Person ${n}`, []));
