// @ts-check
/** Puts badges beside names, and keeps them there as long as they are true. Knows whose a link is only by being told. */

/**
 * What we know of a link (or of the heading of somebody's own page): the address it had when we looked, whose it is, its
 * badge and since when, whether the focus goes to its next badge, and whether all that still holds.
 * @typedef {{ href: string, person: ExpertView, badge: Badge | null, since: number, focus: boolean,
 *             holds: () => boolean }} Mark
 */

/** So many badges are planned, then painted, in one go: few enough for a frame, enough to compute styles once for many. */
const AT_ONCE = 50;

/** Where new badges come without a pause; each time the browser computes styles anew. */
const PAINT_EVERY_MS = 250;

/** So many links without a badge are looked at again in one go: most are photos, and cheap. */
const ASIDE_AT_ONCE = 100;

class Painting {
  /**
   * @param {() => void} drawn called when something of ours has changed in the page
   * @param {(link: Element) => void} untrue called when a badge is used that is not true any more
   */
  constructor(drawn, untrue) {
    this.drawn = drawn;
    this.untrue = untrue;
    /** @type {import("../choices.js").Place[]} where the reader wants none */
    this.hideIn = [];
    this.hideFollowed = false;
    this.painted = 0;
    this.ms = 0;
    /** @type {WeakMap<Element, Mark>} */
    this.marks = new WeakMap();
    /** @type {Set<Badge>} */
    this.badges = new Set();
    this.entries = new Entries();
    /** @type {Set<Element>} links that may get a badge */
    this.ready = new Set();
    /** @type {Set<Element>} links that get none as long as nothing is to be read in them, or the reader wants none there */
    this.aside = new Set();
    this.patience = new Patience();
    this.fits = new Fits(drawn);
    /** The first badges come at once, and so does what readers have seen and a page has taken away. */
    this.urgent = true;
    this.busy = false;
    this.round = 0;
    this.soon = new Soon(() => void this.paintAll(), { between: PAINT_EVERY_MS, after: true });
  }

  /**
   * @param {Element} link
   * @param {string} href
   * @param {ExpertView} person
   * @param {() => boolean} holds asked again before painting and before acting: pages reuse their nodes for somebody else
   */
  mark(link, href, person, holds) {
    const before = this.marks.get(link);
    const same = before?.href === href && (before.person === person || JSON.stringify(before.person) === JSON.stringify(person));
    if (!same) {
      const focus = before?.href === href && Boolean(before.badge && isInUse(before.badge));
      this.unmark(link);
      this.marks.set(link, { href, person, badge: null, since: 0, focus, holds });
    }
    this.ready.add(link);
  }

  /** @param {Element} link that is nobody's we know */
  unmark(link) {
    const mark = this.marks.get(link);
    this.marks.delete(link);
    this.aside.delete(link);
    if (!mark?.badge) return;
    const { card } = mark.badge;
    this.drop(mark.badge, mark);
    for (const other of linksOfEntry(card)) this.ready.add(other); // another link of the same entry takes over
  }

  /** Puts a badge beside the name in each link that is ready, unless its entry has one for the same person. */
  paint() {
    if (!this.ready.size) return;
    if (this.urgent) void this.paintAll();
    else this.soon.plan();
  }

  async paintAll() {
    if (this.busy) return;
    this.busy = true;
    this.urgent = false;
    try {
      while (this.ready.size) {
        this.paintSome();
        if (this.ready.size) await pageTurn();
      }
    } finally {
      this.busy = false;
    }
  }

  paintSome() {
    const began = performance.now();
    const links = [...this.ready].slice(0, AT_ONCE);
    for (const link of links) this.ready.delete(link);
    const plans = links.flatMap((link) => this.plan(link, began) ?? []);
    for (const plan of plans) this.paintOne(plan);
    this.ms += performance.now() - began;
    if (plans.length) this.drawn();
  }

  /**
   * @param {Element} link
   * @param {number} now
   * @returns {Plan | null}
   */
  plan(link, now) {
    const mark = this.marks.get(link);
    if (!mark || mark.badge || !mark.holds()) return null;
    const { person } = mark;
    const card = this.entries.around(link, person.who);
    if (this.entries.has(card, person.who)) return null;
    const wait = this.patience.wait(person.who, now);
    if (wait) return this.later(link, wait);
    const plan = this.isWanted(link, person) ? planBadge(link, card, person) : null;
    if (plan) this.entries.add(card, person.who);
    else this.aside.add(link);
    return plan;
  }

  /**
   * @param {Element} link
   * @param {number} wait
   * @returns {null}
   */
  later(link, wait) {
    const { round } = this;
    setTimeout(() => {
      if (round !== this.round) return;
      this.ready.add(link);
      this.paint();
    }, wait);
    return null;
  }

  /**
   * @param {Element} link
   * @param {ExpertView} person
   * @returns {boolean} whether another link of its entry has their badge; should that go, this one has its turn
   */
  hasNeighbour(link, { who }) {
    return this.entries.has(this.entries.around(link, who), who);
  }

  /**
   * @param {Element} link
   * @param {ExpertView} person
   */
  isWanted(link, person) {
    return !(person.followed && this.hideFollowed) && !standsIn(link, this.hideIn);
  }

  /** @param {Plan} plan of this same turn, so that nothing has moved since */
  paintOne(plan) {
    const mark = /** @type {Mark} */ (this.marks.get(plan.link));
    mark.badge = paintBadge(plan, () => this.isStillTrue(plan.link, mark));
    mark.since = performance.now();
    if (mark.focus) mark.badge.button.focus({ preventScroll: true });
    mark.focus = false;
    this.badges.add(mark.badge);
    this.fits.add(mark.badge);
    this.painted += 1;
  }

  /**
   * @param {Element} link
   * @param {Mark} mark
   * @returns {boolean} false after setting the badge right
   */
  isStillTrue(link, mark) {
    if (mark.holds()) return true;
    this.unmark(link);
    this.untrue(link);
    return false;
  }

  /**
   * Paints again where the page has moved or lost a badge, or has filled a link that had no text.
   * @param {Element} link
   */
  repaint(link) {
    const mark = this.marks.get(link);
    if (!mark || (mark.badge && standsInPlace(mark.badge) && this.isWanted(link, mark.person))) return;
    this.urgent ||= mark.badge !== null;
    if (mark.badge) this.drop(mark.badge, mark);
    this.ready.add(link);
  }

  /** Takes away badges whose link has left, puts back those that the page has taken away. */
  tidy() {
    for (const badge of [...this.badges]) {
      const mark = this.marks.get(badge.link);
      if (standsInPlace(badge)) continue;
      if (badge.link.isConnected) this.repaint(badge.link);
      else this.drop(badge, mark);
    }
  }

  /** The page shows another part of the site, or the reader has chosen anew: what is wanted now, and where? */
  review() {
    for (const badge of [...this.badges]) {
      const mark = this.marks.get(badge.link);
      if (mark?.holds() && this.isWanted(badge.link, badge.expert)) continue;
      this.drop(badge, mark, false);
      if (mark) this.aside.add(badge.link);
    }
    this.lookAgain(this.aside.size);
  }

  /**
   * Nothing tells when words become visible, or are put in the place of others: links that had none are looked at again.
   * @param {number} [most] the others have their turn at the next look
   */
  lookAgain(most = ASIDE_AT_ONCE) {
    for (const link of [...this.aside].slice(0, most)) {
      this.aside.delete(link);
      const mark = this.marks.get(link);
      if (!mark || mark.badge || !mark.holds() || this.hasNeighbour(link, mark.person)) continue;
      if (this.isWanted(link, mark.person) && visibleText(link)) this.ready.add(link);
      else this.aside.add(link);
    }
    this.paint();
  }

  /**
   * @param {Badge} badge
   * @param {Mark | undefined} mark
   * @param {boolean} lost whether it goes because of the page
   */
  drop(badge, mark, lost = true) {
    removeBadge(badge);
    this.badges.delete(badge);
    this.fits.remove(badge);
    this.entries.remove(badge.card, badge.expert.who);
    if (mark && lost) this.patience.lose(badge.expert.who, mark.since, performance.now(), !badge.card.isConnected);
    if (mark) mark.badge = null;
  }

  /** Takes every badge away and forgets every link. */
  clear() {
    for (const badge of [...this.badges]) this.drop(badge, this.marks.get(badge.link), false);
    this.marks = new WeakMap();
    this.ready.clear();
    this.aside.clear();
    this.entries = new Entries();
    this.soon.cancel();
    this.patience = new Patience();
    this.urgent = true;
    this.round += 1;
  }
}
