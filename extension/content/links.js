// @ts-check
/**
 * Knows every profile link of the page: asks the background whose it is, and keeps each badge true.
 * The address decides alone. No network from here: the background answers from its own catalog.
 */

/**
 * What we know of a link: the address it had when we looked, whose it is, and its badge.
 * @typedef {{ href: string, expert: ExpertView | null, badge: Badge | null, repaints: number }} Mark
 */

const LINKS = "a[href]";

/** Cheap, and wide enough for every spelling; the background decides. */
const MAYBE_PROFILE = /\/(?:in|company|school)\//i;

/** Somebody else removes our badge again and again: leave it be. */
const REPAINTS = 3;

/** Tracking parameters make addresses endless; a page that scrolls for hours must not fill the memory. */
const ANSWERS_KEPT = 5000;

class ProfileLinks {
  /** @param {() => boolean} alive whether the extension still exists; asked before each message */
  constructor(alive) {
    this.alive = alive;
    /** What this page has cost and brought; the popup's diagnosis reads it. */
    this.counts = { visited: 0, asked: 0, painted: 0, ownNodes: 0 };
    /** @type {WeakMap<Element, Mark>} */
    this.marks = new WeakMap();
    /** @type {Map<string, { key: string, expert: ExpertView | null } | null>} */
    this.answers = new Map();
    /** @type {Map<string, Set<Element>>} links that wait for an answer, by address */
    this.waiting = new Map();
    /** @type {Set<Badge>} */
    this.badges = new Set();
    /** @type {WeakMap<Element, Set<string>>} in each entry of the page, the experts who have their badge */
    this.byCard = new WeakMap();
    /** @type {Set<Element>} links that may get a badge at the end of this turn */
    this.ready = new Set();
    /** @type {() => void} called when answers have come and badges are painted */
    this.changed = () => undefined;
  }

  /**
   * Looks at one link that is new, or whose address may have changed.
   * @param {Element} link
   */
  visit(link) {
    this.counts.visited += 1;
    const href = link.getAttribute("href") ?? "";
    const mark = this.marks.get(link);
    if (mark?.href === href) {
      this.repaint(link);
      return;
    }
    if (mark) this.forget(link, mark);
    if (!MAYBE_PROFILE.test(href)) return;
    const answer = this.answers.get(href);
    if (answer === undefined) {
      const links = this.waiting.get(href) ?? new Set();
      this.waiting.set(href, links.add(link));
    } else {
      this.learn(link, href, answer?.expert ?? null);
    }
  }

  /** Paints what is known, sends what waits in one message, and paints again when the answer comes. */
  async ask() {
    this.paintReady();
    if (!this.waiting.size || !this.alive()) return;
    const asked = this.waiting;
    this.waiting = new Map();
    this.counts.asked += 1;
    const hrefs = [...asked.keys()];
    const reply = await this.send(hrefs);
    if (!reply) return;
    if (this.answers.size > ANSWERS_KEPT) this.answers.clear();
    hrefs.forEach((href, at) => {
      const answer = reply.answers[at];
      const expert = (answer?.who && reply.people[answer.who]) || null;
      this.answers.set(href, answer ? { key: answer.key, expert } : null);
      for (const link of asked.get(href) ?? []) if (stillLeadsTo(link, href)) this.learn(link, href, expert);
    });
    this.paintReady();
    this.changed();
  }

  /**
   * @param {string[]} hrefs
   * @returns {Promise<import("../known.js").Recognised | null>} null when the extension is gone, or could not
   *   read its catalog
   */
  async send(hrefs) {
    try {
      const reply = await chrome.runtime.sendMessage({ type: "recognise", hrefs, base: document.baseURI });
      return reply && "answers" in reply ? reply : null;
    } catch {
      return null; // updated or removed under the open page: this script stays quiet
    }
  }

  /**
   * @param {Element} link
   * @param {string} href
   * @param {ExpertView | null} expert
   */
  learn(link, href, expert) {
    if (!expert) return;
    this.marks.set(link, { href, expert, badge: null, repaints: 0 });
    this.ready.add(link);
  }

  /** Puts a badge beside the name in each link that is ready, unless its entry has one for the same person. */
  paintReady() {
    const plans = [...this.ready].flatMap((link) => this.plan(link) ?? []);
    this.ready.clear();
    for (const plan of plans) this.paint(plan);
  }

  /**
   * @param {Element} link
   * @returns {Plan | null}
   */
  plan(link) {
    const mark = this.marks.get(link);
    if (!mark?.expert || mark.badge || !stillLeadsTo(link, mark.href)) return null;
    const card = cardAround(link);
    const badged = this.byCard.get(card) ?? new Set();
    if (badged.has(mark.expert.who)) return null;
    const plan = planBadge(link, card, mark.expert);
    if (plan) this.byCard.set(card, badged.add(mark.expert.who));
    return plan;
  }

  /** @param {Plan} plan of this same turn, so that nothing has moved since */
  paint(plan) {
    const mark = /** @type {Mark} */ (this.marks.get(plan.link));
    mark.badge = paintBadge(plan, () => this.isStillTrue(plan.link, mark.href));
    this.badges.add(mark.badge);
    this.counts.painted += 1;
  }

  /**
   * @param {Element} link
   * @param {string} href
   * @returns {boolean} false after setting the badge right
   */
  isStillTrue(link, href) {
    if (stillLeadsTo(link, href)) return true;
    this.visit(link);
    void this.ask();
    return false;
  }

  /**
   * Paints again where the page has moved or lost a badge, or has filled a link that had no text.
   * @param {Element} link
   */
  repaint(link) {
    const mark = this.marks.get(link);
    if (!mark || (mark.badge && standsInPlace(mark.badge))) return;
    if (mark.badge) {
      this.drop(mark.badge);
      mark.badge = null;
      mark.repaints += 1;
    }
    if (mark.repaints <= REPAINTS) this.ready.add(link);
  }

  /** Takes away badges whose link has left, puts back those that the page has taken away. */
  tidy() {
    for (const badge of [...this.badges]) {
      if (standsInPlace(badge)) continue;
      if (badge.link.isConnected) {
        this.repaint(badge.link);
        continue;
      }
      this.drop(badge);
      const mark = this.marks.get(badge.link);
      if (mark) mark.badge = null;
    }
  }

  /**
   * The catalog has changed: every answer is asked for anew.
   * @param {Iterable<Element>} links every link of the page
   */
  askAnew(links) {
    this.answers.clear();
    for (const link of links) {
      const mark = this.marks.get(link);
      if (mark) this.forget(link, mark);
      this.visit(link);
    }
    return this.ask();
  }

  /**
   * @param {Element} link
   * @param {Mark} mark what it was
   */
  forget(link, mark) {
    this.marks.delete(link);
    if (!mark.badge) return;
    const { card } = mark.badge;
    this.drop(mark.badge);
    for (const other of card.querySelectorAll(LINKS)) this.ready.add(other); // another link of the same entry takes over
  }

  /** @param {Badge} badge */
  drop(badge) {
    removeBadge(badge);
    this.badges.delete(badge);
    this.byCard.get(badge.card)?.delete(badge.expert.who);
  }

  /** Takes every badge away. */
  clear() {
    for (const badge of this.badges) this.drop(badge);
  }

  /**
   * @param {Iterable<Element>} links every link of the page
   * @returns {{ profiles: number, experts: string[] }} how many different profiles it links to, and whom of them we know
   */
  summary(links) {
    const profiles = new Set();
    const experts = new Set();
    for (const link of links) {
      const answer = this.answers.get(link.getAttribute("href") ?? "");
      if (answer) profiles.add(answer.key);
      if (answer?.expert) experts.add(answer.expert.who);
    }
    return { profiles: profiles.size, experts: [...experts] };
  }
}

/**
 * @param {Element} link
 * @param {string} href
 */
function stillLeadsTo(link, href) {
  return link.isConnected && link.getAttribute("href") === href;
}
