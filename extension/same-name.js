// @ts-check
/**
 * Do two names name the same? As strict as the server, which asks again. Pure.
 * Never a reason to put a badge on anybody: namesakes exist.
 */

const TITLES = new Set("dr prof professor mr mrs ms mx miss sir dame lord lady hon rev herr frau".split(" "));
/** What stands behind a person's name and is none of it. */
const AFTER_NAMES = new Set(
  "phd md mba msc bsc ma jd esq cpa cfa pmp shrm scp sphr pcc mcc jr sr ii iii obe mbe cbe kbe frs frsa".split(" "),
);
const LEGAL_FORMS = new Set(
  "inc incorporated ltd limited llc llp plc co corp corporation gmbh ag bv nv sa srl".split(" "),
);
/** Letters with strokes and ligatures, which Unicode does not take apart. */
const STROKES = new Map(Object.entries({ ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", ı: "i", ŧ: "t", þ: "th", æ: "ae", œ: "oe", ß: "ss" }));
const ASIDES = /[([（【][^()[\]（）【】]*[)\]）】]|["“”„][^"“”„]*["“”]/g;
const APOSTROPHES = /['’‘`´ʼʻʹ＇]/g;
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/g;
const BETWEEN_WORDS = /[^\p{L}\p{M}\p{N}]+/u;
const ASCII = /^[\0-\x7f]*$/;

/**
 * @param {string} one
 * @param {string} other
 * @param {string} kind "person" or "organisation"
 * @returns {boolean} whether both have the same words in the same order, without titles, degrees and initials
 */
export function sameName(one, other, kind) {
  const mine = core(one, kind).join(" ");
  return mine !== "" && mine === core(other, kind).join(" ");
}

/**
 * @param {string} name
 * @param {string} kind
 */
function core(name, kind) {
  const words = wordsOf(name);
  if (kind === "organisation") {
    while (words.length > 1 && LEGAL_FORMS.has(words.at(-1) ?? "")) words.pop();
    return words;
  }
  while (words.length > 1 && TITLES.has(words[0] ?? "")) words.shift();
  const full = words.filter((one) => !AFTER_NAMES.has(one) && (one.length > 1 || !ASCII.test(one)));
  return full.length > 1 ? full : words;
}

/** @param {string} name */
function wordsOf(name) {
  const plain = name.replace(ASIDES, " ").normalize("NFKD").toLowerCase().replace(ACCENTS, "").replace(APOSTROPHES, "");
  return [...plain].map((letter) => STROKES.get(letter) ?? letter).join("").split(BETWEEN_WORDS).filter(Boolean);
}
