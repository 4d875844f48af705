// @ts-check
/**
 * Says what screens show of an expert, in finished sentences, so that badge, card and popup never differ.
 * Draws nothing.
 */

import { publishersOf } from "./shelf.js";
import { month, say, sayMany } from "./words.js";

/** @typedef {import("./catalog-check.js").Expert} Expert */
/** @typedef {import("./catalog-check.js").Source} Source */
/** @typedef {import("./catalog-check.js").Recommendation} Recommendation */
/** @typedef {import("./marks.js").Marks} Marks */
/** @typedef {import("./shelf.js").About} About */
/** @typedef {import("./shelf.js").Row} Row */
/** @typedef {import("./catalog-storage.js").Subscription} Subscription */

/**
 * Somebody as lists show them: what all catalogs say, in how many lists they are, where they are reached.
 * @typedef {{ lines: { row: Row, about: About }[], lists: number, key: string | null }} Listed
 */

/** One catalog that names a person, and what it says. @typedef {{ expert: Expert, about: About, catalog: Subscription }} Voice */

/**
 * One recommendation on the card: the sentence around the list's title, then where on it, then why.
 * @typedef {{ before: string, title: string, url: string | null, after: string, place: string, reason: string }} Mention
 */

/**
 * A person as badge, card and popup show them; `ids` are theirs in all catalogs, `letters` those of the catalogs beside
 * the preset, `report` the page on which their catalog hears of mistakes.
 * @typedef {{ who: string, ids: string[], kind: string, name: string, headline: string, profile: string | null, label: string,
 *             lists: number, inLists: string, letters: string, from: string, followed: boolean, mentions: Mention[],
 *             standing: { shape: string, words: string }, report: string | null }} ExpertView
 */

const SHAPES = new Map([["alive", "good"], ["moved", "moved"], ["failing", "failing"], ["gone", "gone"]]);

/** A character that no title holds; it marks where the title goes in a translated sentence. */
const GAP = "\u0001";

/**
 * @param {[Voice, ...Voice[]]} voices the catalogs that name this person, in the reader's order
 * @param {Marks} marks
 * @returns {ExpertView}
 */
export function viewOf(voices, marks) {
  const [{ expert, catalog, about }] = voices;
  const ids = [...new Set(voices.map((voice) => voice.expert.id))];
  const lists = new Set(voices.flatMap((voice) => [...publishersOf(voice.expert, voice.about)])).size;
  const followed = ids.some((id) => marks[id]?.as === "followed");
  return {
    who: expert.id,
    ids,
    kind: expert.kind,
    name: expert.name,
    headline: expert.headline,
    profile: profileOf(currentKey(expert)),
    label: labelOf(voices, lists, followed),
    lists,
    inLists: lists > 1 ? sayMany("inLists", lists) : "",
    letters: [...new Set(voices.map((voice) => voice.catalog.letter))].join(""),
    from: say("fromCatalog", [...new Set(voices.map((voice) => voice.catalog.name))].join(", ")),
    followed,
    mentions: voices.flatMap((voice) => ranked(voice.expert).map((one) => mentionOf(one, voice.about))),
    standing: standingOf(expert),
    report: about.address ? `${catalog.address}/experts/${encodeURIComponent(expert.id)}` : null,
  };
}

/**
 * @param {string | null} key of a LinkedIn address
 * @returns {string | null} the profile's address, built from its key: what a server writes as `url` is never opened
 */
export function profileOf(key) {
  return key ? `https://www.linkedin.com/${key.split("/").map(encodeURIComponent).join("/")}` : null;
}

/**
 * @param {Pick<Row, "kind" | "name">} row
 * @returns {string} LinkedIn's own search for people of this name
 */
export function searchFor({ kind, name }) {
  const what = kind === "organisation" ? "companies" : "people";
  return `https://www.linkedin.com/search/results/${what}/?keywords=${encodeURIComponent(name)}`;
}

/**
 * @param {Listed} person
 * @returns {string} "Job search · no. 3 · in 2 lists", for a row that stands alone
 */
export function summaryOf({ lines, lists }) {
  const places = lines.flatMap(({ row, about }) => row.places.map(([category, rank]) => ({ category, rank, about })));
  const [best] = places.sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
  const category = best?.about.categories.find(({ id }) => id === best.category)?.name;
  return [category, ...detailsOf(best?.rank ?? null, lists)].filter(Boolean).join(" · ");
}

/**
 * @param {Listed} person
 * @param {number | null} rank
 * @returns {string} "no. 3 · in 2 lists", for a row under its category
 */
export function rowOf({ key, lists }, rank) {
  return [...detailsOf(rank, lists), key ? "" : say("addressUnknown")].filter(Boolean).join(" · ");
}

/**
 * @param {number | null} rank
 * @param {number} lists
 */
function detailsOf(rank, lists) {
  return [rank === null ? "" : say("rank", rank), lists > 1 ? sayMany("inLists", lists) : ""];
}

/**
 * @param {[Voice, ...Voice[]]} voices
 * @param {number} lists
 * @param {boolean} followed
 * @returns {string} what a screen reader says of the badge
 */
function labelOf(voices, lists, followed) {
  const [{ expert, about }] = voices;
  const label = lists > 1 ? sayMany("badgeInLists", lists, expert.name) : labelOnList(expert, about);
  return followed ? say("badgeFollowed", label) : label;
}

/**
 * @param {Expert} expert
 * @param {About} about
 */
function labelOnList(expert, about) {
  const best = ranked(expert)[0];
  const source = best && sourceOf(best, about);
  if (!best || !source) return say("badgeLabel", expert.name);
  const year = yearOf(best, source);
  const where = year ? say("onListLowerYear", source.title, year) : say("onListLower", source.title);
  return say("badgeOnList", expert.name, where);
}

/**
 * @param {Recommendation} recommendation
 * @param {About} about
 * @returns {Mention}
 */
function mentionOf(recommendation, about) {
  const source = sourceOf(recommendation, about);
  const category = about.categories.find((one) => one.id === recommendation.category);
  const year = yearOf(recommendation, source);
  const [before = "", after = ""] = (year ? say("onListYear", GAP, year) : say("onList", GAP)).split(GAP);
  return {
    before,
    title: source?.title ?? recommendation.source,
    url: source?.url && /^https?:\/\//i.test(source.url) ? source.url : null,
    after,
    place: [category?.name, recommendation.rank === null ? "" : say("rank", recommendation.rank)].filter(Boolean).join(" · "),
    reason: recommendation.reason,
  };
}

/**
 * @param {Expert} expert
 * @returns {{ shape: string, words: string }} what we believe of the address
 */
function standingOf(expert) {
  const link = currentLink(expert);
  if (!link) return { shape: "none", words: say("addressUnknownSentence") };
  const shape = SHAPES.get(link.verdict);
  if (!shape) return { shape: "none", words: say("link_unconfirmed") };
  if (shape === "good" && link.confirmed) return { shape, words: say("link_aliveSince", month(link.confirmed)) };
  return { shape, words: say(`link_${link.verdict}`) };
}

/** @param {Expert} expert */
function currentLink(expert) {
  return expert.links.find((link) => link.kind === "linkedin" && link.status === "current" && link.key);
}

/** @param {Expert} expert */
function currentKey(expert) {
  return currentLink(expert)?.key ?? null;
}

/**
 * @param {Expert} expert
 * @returns {Recommendation[]} best rank first
 */
function ranked(expert) {
  return [...expert.recommendations].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
}

/**
 * @param {Recommendation} recommendation
 * @param {About} about
 */
function sourceOf(recommendation, about) {
  return about.sources.find((source) => source.id === recommendation.source);
}

/**
 * @param {Recommendation} recommendation
 * @param {Source | undefined} source
 */
function yearOf(recommendation, source) {
  return (recommendation.date ?? source?.date ?? "").slice(0, 4);
}
