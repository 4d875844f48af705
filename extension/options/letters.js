// @ts-check
/** The one letter that a further catalog's badges carry. Pure. */

const SPARE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/**
 * @param {string} typed
 * @returns {string} the one letter or digit that was typed, in upper case; empty for anything else
 */
export function oneCharacter(typed) {
  const [only, ...more] = charactersOf(typed.trim().normalize("NFC"));
  return only && !more.length && /^[\p{L}\p{N}]/u.test(only) ? capital(only) : "";
}

/**
 * @param {string} name of the catalog
 * @param {readonly string[]} taken letters of the other catalogs
 * @returns {string} a letter that no other has: a word's first, then any of the name, then any at all
 */
export function freeLetter(name, taken) {
  const words = name.normalize("NFC").split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  const firsts = words.flatMap((word) => charactersOf(word).slice(0, 1));
  const candidates = [...firsts, ...words.flatMap(charactersOf), ...(words.length ? SPARE : "")].map(oneCharacter);
  return candidates.find((one) => one && !taken.includes(one)) ?? "";
}

/** @param {string} text */
function charactersOf(text) {
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
}

/** @param {string} character */
function capital(character) {
  const upper = character.toUpperCase();
  return charactersOf(upper).length === 1 ? upper : character; // ß would become two
}
