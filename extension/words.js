// @ts-check
/**
 * Turns message keys, counts and dates into words of the reader's language. All visible text comes from `_locales`.
 */

/**
 * @param {string} key
 * @param {...(string | number)} gaps
 * @returns {string}
 * @throws {Error} for a key that `_locales` does not have: a mistake of ours, never of the reader's
 */
export function say(key, ...gaps) {
  const text = chrome.i18n.getMessage(key, gaps.map(String));
  if (!text) throw new Error(`_locales has no message "${key}"`);
  return text;
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
 * @param {string} iso
 * @returns {string} "23 November 2026", in the reader's own time zone
 */
export function day(iso) {
  return new Intl.DateTimeFormat(say("dateLocale"), { dateStyle: "long" }).format(new Date(iso));
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
