// @ts-check
/**
 * Says what screens show of an expert, in finished sentences, so that badge, card and popup never differ.
 * Draws nothing.
 */

import { month, say, sayMany } from "./words.js";

/** @typedef {import("./catalog-check.js").Catalog} Catalog */
/** @typedef {import("./catalog-check.js").Expert} Expert */
/** @typedef {import("./catalog-check.js").Source} Source */
/** @typedef {import("./catalog-check.js").Category} Category */
/** @typedef {import("./catalog-check.js").Recommendation} Recommendation */

/**
 * One recommendation on the card: the sentence around the list's title, then where on it, then why.
 * @typedef {{ before: string, title: string, url: string | null, after: string, place: string, reason: string }} Mention
 */

/**
 * @typedef {{ id: string, name: string, headline: string, profile: string | null, label: string, lists: number,
 *             inLists: string, mentions: Mention[], standing: { shape: string, words: string } }} ExpertView
 */

const SHAPES = new Map([["alive", "good"], ["moved", "moved"], ["failing", "failing"], ["gone", "gone"]]);

/** A character that no title holds; it marks where the title goes in a translated sentence. */
const GAP = "\u0001";

/**
 * @param {Expert} expert
 * @param {Catalog} catalog
 * @returns {ExpertView}
 */
export function viewOf(expert, catalog) {
  const lists = listsOf(expert, catalog);
  return {
    id: expert.id,
    name: expert.name,
    headline: expert.headline,
    profile: profileOf(expert),
    label: labelOf(expert, catalog, lists),
    lists,
    inLists: lists > 1 ? sayMany("inLists", lists) : "",
    mentions: ranked(expert).map((recommendation) => mentionOf(recommendation, catalog)),
    standing: standingOf(expert),
  };
}

/**
 * @param {Expert} expert
 * @returns {string | null} the profile's address, built from its key: what a server writes as `url` is never opened
 */
export function profileOf(expert) {
  const key = currentLink(expert)?.key;
  return key ? `https://www.linkedin.com/${key.split("/").map(encodeURIComponent).join("/")}` : null;
}

/**
 * @param {Expert} expert
 * @returns {string} LinkedIn's own search for people of this name
 */
export function searchFor(expert) {
  const kind = expert.kind === "organisation" ? "companies" : "people";
  return `https://www.linkedin.com/search/results/${kind}/?keywords=${encodeURIComponent(expert.name)}`;
}

/**
 * @param {Expert} expert
 * @param {Catalog} catalog
 * @returns {string} "Job search · in 2 lists", for a row that stands alone
 */
export function summaryOf(expert, catalog) {
  const best = ranked(expert)[0];
  const category = catalog.categories.find((one) => one.id === best?.category)?.name;
  return [category, whereOf(expert, catalog)].filter(Boolean).join(" · ");
}

/**
 * @param {Expert} expert
 * @param {Catalog} catalog
 * @param {string} category
 * @returns {string} "no. 3 · in 2 lists", for a row under its category
 */
export function rowOf(expert, catalog, category) {
  const lists = listsOf(expert, catalog);
  const rank = rankIn(expert, category);
  return [
    Number.isFinite(rank) ? say("rank", rank) : "",
    lists > 1 ? sayMany("inLists", lists) : "",
    profileOf(expert) ? "" : say("addressUnknown"),
  ].filter(Boolean).join(" · ");
}

/**
 * @param {Catalog} catalog
 * @returns {{ category: Category, experts: Expert[] }[]} categories in their order; in each the best rank first, then by name
 */
export function byCategory(catalog) {
  const categories = [...catalog.categories].sort((a, b) => a.position - b.position);
  return categories.map((category) => ({
    category,
    experts: catalog.experts
      .filter((expert) => expert.recommendations.some((one) => one.category === category.id))
      .sort((a, b) => rankIn(a, category.id) - rankIn(b, category.id) || a.name.localeCompare(b.name)),
  }));
}

/**
 * @param {Expert} expert
 * @param {Catalog} catalog
 * @returns {number} in how many lists; one publisher counts once
 */
function listsOf(expert, catalog) {
  const publishers = expert.recommendations.map((one) => {
    const source = sourceOf(one, catalog);
    return source?.publisher ?? one.source;
  });
  return new Set(publishers).size;
}

/**
 * @param {Expert} expert
 * @param {Catalog} catalog
 * @param {number} lists
 * @returns {string} what a screen reader says of the badge
 */
function labelOf(expert, catalog, lists) {
  if (lists > 1) return sayMany("badgeInLists", lists, expert.name);
  const where = whereOf(expert, catalog);
  return where ? say("badgeOnList", expert.name, where) : say("badgeLabel", expert.name);
}

/**
 * @param {Expert} expert
 * @param {Catalog} catalog
 * @returns {string} "on the list Forty Voices on Work, 2019" or "in 2 lists"
 */
function whereOf(expert, catalog) {
  const lists = listsOf(expert, catalog);
  if (lists > 1) return sayMany("inLists", lists);
  const best = ranked(expert)[0];
  const source = best && sourceOf(best, catalog);
  if (!best || !source) return "";
  const year = yearOf(best, source);
  return year ? say("onListLowerYear", source.title, year) : say("onListLower", source.title);
}

/**
 * @param {Recommendation} recommendation
 * @param {Catalog} catalog
 * @returns {Mention}
 */
function mentionOf(recommendation, catalog) {
  const source = sourceOf(recommendation, catalog);
  const category = catalog.categories.find((one) => one.id === recommendation.category);
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

/**
 * @param {Expert} expert
 * @returns {Recommendation[]} best rank first
 */
function ranked(expert) {
  return [...expert.recommendations].sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
}

/**
 * @param {Expert} expert
 * @param {string} category
 */
function rankIn(expert, category) {
  return Math.min(...expert.recommendations.filter((one) => one.category === category).map((one) => one.rank ?? Infinity));
}

/**
 * @param {Recommendation} recommendation
 * @param {Catalog} catalog
 */
function sourceOf(recommendation, catalog) {
  return catalog.sources.find((source) => source.id === recommendation.source);
}

/**
 * @param {Recommendation} recommendation
 * @param {Source | undefined} source
 */
function yearOf(recommendation, source) {
  return (recommendation.date ?? source?.date ?? "").slice(0, 4);
}
