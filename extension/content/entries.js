// @ts-check
/** Knows who has a badge in which entry of the page: one a person and entry. Draws nothing. */

class Entries {
  constructor() {
    /** @type {WeakMap<Element, Set<string>>} the people who have their badge, by entry */
    this.badged = new WeakMap();
    /** @type {Map<string, Set<Element>>} entries that no role names and where this person has a badge, by person */
    this.heads = new Map();
  }

  /**
   * @param {Element} link
   * @param {string} who
   * @returns {Element} its entry. Where no role says where entries end, two links of one may have climbed to different
   *   heights: then it is the entry where the person has a badge.
   */
  around(link, who) {
    const card = cardAround(link);
    if (isA(card, CARD)) return card;
    for (const head of this.heads.get(who) ?? []) {
      if (!head.isConnected) this.remove(head, who);
      else if (isNear(head, card) || isNear(card, head)) return head;
    }
    return card;
  }

  /**
   * @param {Element} card
   * @param {string} who
   */
  has(card, who) {
    return this.badged.get(card)?.has(who) ?? false;
  }

  /**
   * @param {Element} card
   * @param {string} who
   */
  add(card, who) {
    this.badged.set(card, (this.badged.get(card) ?? new Set()).add(who));
    if (!isA(card, CARD)) this.heads.set(who, (this.heads.get(who) ?? new Set()).add(card));
  }

  /**
   * @param {Element} card
   * @param {string} who
   */
  remove(card, who) {
    this.badged.get(card)?.delete(who);
    const heads = this.heads.get(who);
    heads?.delete(card);
    if (heads && !heads.size) this.heads.delete(who);
  }
}

/**
 * @param {Element} card
 * @returns {NodeListOf<Element>} every link that may belong to this entry
 */
function linksOfEntry(card) {
  let around = card;
  for (let level = isA(card, CARD) ? HEAD_LEVELS : 0; level < HEAD_LEVELS && !isA(around, "body, main"); level += 1) {
    around = parentOf(around) ?? around;
  }
  return allWithin(around, LINKS);
}

/**
 * @param {Element} outer
 * @param {Element} inner
 * @returns {boolean} whether one is in the other, not deeper than the head of an entry; a whole page is no entry
 */
function isNear(outer, inner) {
  let at = /** @type {Element | null} */ (inner);
  for (let level = 0; at && at !== outer && level < HEAD_LEVELS; level += 1) at = parentOf(at);
  return at === outer && !isA(outer, "body, main");
}
