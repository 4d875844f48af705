// @ts-check
/**
 * Turns message keys, counts and dates into words of the reader's language. All visible text comes from `_locales`.
 * The browser chooses the language, unless the reader has; then `learnWords` must have been awaited.
 */

import { readChosen } from "./storage.js";

/** @typedef {{ message: string, placeholders?: Record<string, { content: string }> }} Message as `_locales` holds it */

/** @type {Record<string, Message> | null} those of the language that was chosen; null: the browser's choice holds */
let chosen = null;

/** Reads the messages of the language that the reader has chosen; cheap when they have not. */
export async function learnWords() {
  const { language } = await readChosen();
  chosen = null;
  if (!language || language === chrome.i18n.getMessage("language")) return;
  const response = await fetch(chrome.runtime.getURL(`_locales/${language}/messages.json`));
  chosen = await response.json();
}

/**
 * @param {string} key
 * @param {...(string | number)} gaps
 * @returns {string}
 * @throws {Error} for a key that `_locales` does not have: a mistake of ours, never of the reader's
 */
export function say(key, ...gaps) {
  const words = gaps.map((gap) => (typeof gap === "number" ? counted(gap) : gap));
  const text = chosen ? filled(chosen[key], words) : chrome.i18n.getMessage(key, words);
  if (!text) throw new Error(`_locales has no message "${key}"`);
  return text;
}

/**
 * The browser's own filling, for a language that is not the browser's.
 * @param {Message | undefined} message
 * @param {string[]} gaps
 * @returns {string}
 */
function filled(message, gaps) {
  if (!message) return "";
  const named = message.placeholders ?? {};
  return message.message.replace(/\$([A-Za-z0-9_@]+)\$/g, (_, name) => {
    const content = named[name.toLowerCase()]?.content ?? "";
    return content.replace(/\$([1-9])/g, (_digit, number) => gaps[Number(number) - 1] ?? "");
  });
}

/**
 * @param {string} key asks for `<key>_one` or `<key>_other`
 * @param {number} count also the first gap
 * @param {...(string | number)} gaps
 * @returns {string}
 */
export function sayMany(key, count, ...gaps) {
  const form = new Intl.PluralRules(say("dateLocale")).select(count) === "one" ? "one" : "other";
  return say(`${key}_${form}`, count, ...gaps);
}

/**
 * @param {number} number
 * @returns {string} "10,000", as the language groups its digits
 */
export function counted(number) {
  return number < 1000 ? String(number) : new Intl.NumberFormat(say("dateLocale")).format(number);
}

/**
 * @param {string} iso a moment, or a day alone
 * @returns {string} "23 November 2026", a moment's in the reader's own time zone; what is no date is given back as it is
 */
export function day(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const zone = /^\d{4}-\d\d-\d\d$/.test(iso) ? { timeZone: "UTC" } : {}; // a day has no zone: west of Greenwich it was the day before
  return new Intl.DateTimeFormat(say("dateLocale"), { dateStyle: "long", ...zone }).format(date);
}

/**
 * @param {string} iso
 * @returns {string} "14:20"
 */
export function clock(iso) {
  return new Intl.DateTimeFormat(say("dateLocale"), { timeStyle: "short" }).format(new Date(iso));
}

/**
 * @param {string} yearMonth "2026-11"
 * @returns {string} "November 2026"
 */
export function month(yearMonth) {
  const format = new Intl.DateTimeFormat(say("dateLocale"), { month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${yearMonth}-01T00:00:00Z`));
}

/**
 * Fills what the page marks with `data-say="key"` (its text) or `data-say-ATTRIBUTE="key"`.
 * @param {Document} page
 */
export function fillWords(page) {
  for (const element of page.querySelectorAll("[data-say]")) element.textContent = say(element.getAttribute("data-say") ?? "");
  for (const attribute of ["aria-label", "placeholder"]) {
    for (const element of page.querySelectorAll(`[data-say-${attribute}]`)) {
      element.setAttribute(attribute, say(element.getAttribute(`data-say-${attribute}`) ?? ""));
    }
  }
  page.documentElement.lang = say("language");
}
