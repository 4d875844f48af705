// @ts-check
/**
 * Knows every profile link of the page, and keeps each badge true. The address decides alone.
 * Watches nothing by itself, and draws only when told to.
 */

/**
 * What we know of a link (or of the heading of somebody's own page): the address it had when we looked, whose it is, its
 * badge and since when, how often the badge was put back, and whether all that still holds.
 * @typedef {{ href: string, person: ExpertView, badge: Badge | null, since: number, repaints: number,
 *             holds: () => boolean }} Mark
 */

const LINKS = "a[href]";

/** Cheap, and wide enough for every spelling; the background decides. */
const MAYBE_PROFILE = /\/(?:in|company|school)\//i;
const OPAQUE = /\/in\/AC[ow]/;

/** Somebody else removes our badge again and again: leave it be. A badge that has stood a while is forgiven. */
const REPAINTS = 3;
const FORGIVEN_MS = 20_000;

/** So many badges are planned, then painted, in one go: few enough for a frame, enough to compute styles once for many. */
const AT_ONCE = 48;

class ProfileLinks {
  /**
   * @param {Answers} answers
   * @param {() => Iterable<Element>} all every link of the page
   */
  constructor(answers, all) {
    this.answers = answers;
    this.all = all;
    /** Whether badges are drawn; the popup alone needs none. */
    this.drawing = false;
    /** @type {import("../choices.js").Place[]} where the reader wants none */
    this.hideIn = [];
    this.hideFollowed = false;
    /** What this page has cost and brought; the popup's diagnosis shows it. */
    this.counts = { visited: 0, matched: 0, painted: 0, ownNodes: 0 };
    this.paintMs = 0;
    /** @type {WeakMap<Element, Mark>} */
    this.marks = new WeakMap();
    /** @type {Map<string, Set<Element>>} links that wait for an answer, by address */
    this.waiting = new Map();
    /** @type {Set<Badge>} */
    this.badges = new Set();
    /** @type {WeakMap<Element, Set<string>>} in each entry of the page, the people who have their badge */
    this.byCard = new WeakMap();
    /** @type {Set<Element>} links that may get a badge at the end of this turn */
    this.ready = new Set();
    this.painting = false;
    /** @type {() => void} called when answers have come or badges are painted */
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
    if (mark?.href === href) return this.repaint(link);
    if (mark) this.forget(link, mark);
    if (MAYBE_PROFILE.test(href)) this.meet(link, href);
  }

  /**
   * @param {Element} link
   * @param {string} href
   */
  meet(link, href) {
    const heard = this.answers.of(href);
    if (heard?.person) this.learn(link, href, heard.person, () => leadsTo(link, href));
    if (heard !== undefined) return;
    const links = this.waiting.get(href);
    if (links) links.add(link);
    else this.waiting.set(href, new Set([link]));
  }

  /** Paints what is known, asks about what waits, and paints again when the answer comes. */
  async settle() {
    void this.paintReady();
    const twins = this.answers.twins.size;
    if (!(await this.answers.ask())) return;
    for (const [href, links] of this.waiting) {
      if (this.answers.of(href) === undefined) continue;
      this.waiting.delete(href);
      for (const link of links) if (leadsTo(link, href)) this.meet(link, href);
    }
    if (this.answers.twins.size > twins) this.meetTwins();
    void this.paintReady();
    this.changed();
  }

  /** A key that said nothing before is somebody's now. */
  meetTwins() {
    for (const link of this.all()) {
      const href = link.getAttribute("href") ?? "";
      if (OPAQUE.test(href) && !this.marks.has(link)) this.meet(link, href);
    }
  }

  /**
   * @param {Element} link
   * @param {string} href
   * @param {ExpertView} person
   * @param {() => boolean} holds asked again before painting and before acting: pages reuse their nodes for somebody else
   */
  learn(link, href, person, holds) {
    this.marks.set(link, { href, person, badge: null, since: 0, repaints: 0, holds });
    this.counts.matched += 1;
    this.ready.add(link);
    this.learnOuter(link, person);
  }

  /**
   * A mention is a link within a link, both to the same person: the outer one by an opaque key.
   * @param {Element} link
   * @param {ExpertView} person
   */
  learnOuter(link, person) {
    const outer = link.parentElement?.closest(LINKS);
    const href = outer?.getAttribute("href") ?? "";
    if (!outer || !OPAQUE.test(href) || outer.textContent?.trim() !== link.textContent?.trim()) return;
    const heard = this.answers.of(href);
    if (heard && !heard.person) this.answers.learnTwin(heard.key, person);
  }

  /** Puts a badge beside the name in each link that is ready, unless its entry has one for the same person. */
  async paintReady() {
    if (this.painting) return;
    this.painting = true;
    while (this.ready.size) {
      const began = performance.now();
      const links = [...this.ready].slice(0, AT_ONCE);
      for (const link of links) this.ready.delete(link);
      const plans = this.drawing ? links.flatMap((link) => this.plan(link) ?? []) : [];
      for (const plan of plans) this.paint(plan);
      this.paintMs += performance.now() - began;
      if (plans.length) this.changed();
      if (this.ready.size) await pageTurn();
    }
    this.painting = false;
  }

  /**
   * @param {Element} link
   * @returns {Plan | null}
   */
  plan(link) {
    const mark = this.marks.get(link);
    if (!mark || mark.badge || !mark.holds() || !this.isWanted(link, mark.person)) return null;
    const card = cardAround(link);
    const badged = this.byCard.get(card) ?? new Set();
    if (badged.has(mark.person.who)) return null;
    const plan = planBadge(link, card, mark.person);
    if (plan) this.byCard.set(card, badged.add(mark.person.who));
    return plan;
  }

  /**
   * @param {Element} link
   * @param {ExpertView} person
   */
  isWanted(link, person) {
    return !(person.followed && this.hideFollowed) && !standsIn(link, this.hideIn);
  }

  /** @param {Plan} plan of this same turn, so that nothing has moved since */
  paint(plan) {
    const mark = /** @type {Mark} */ (this.marks.get(plan.link));
    mark.badge = paintBadge(plan, () => this.isStillTrue(plan.link, mark));
    mark.since = performance.now();
    this.badges.add(mark.badge);
    this.counts.painted += 1;
  }

  /**
   * @param {Element} link
   * @param {Mark} mark
   * @returns {boolean} false after setting the badge right
   */
  isStillTrue(link, mark) {
    if (mark.holds()) return true;
    this.forget(link, mark);
    this.visit(link);
    void this.settle();
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
      mark.repaints = performance.now() - mark.since > FORGIVEN_MS ? 1 : mark.repaints + 1;
      this.drop(mark.badge);
      mark.badge = null;
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
   * @param {Element} link
   * @param {Mark} [mark] what it was
   */
  forget(link, mark = this.marks.get(link)) {
    this.marks.delete(link);
    if (!mark?.badge) return;
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

  /** Takes every badge away and forgets every link. */
  clear() {
    for (const badge of [...this.badges]) this.drop(badge);
    this.marks = new WeakMap();
    this.waiting.clear();
    this.ready.clear();
    this.answers.forget();
  }

  /** @returns {{ profiles: number, people: string[] }} how many different profiles it links to, and whom of them we know */
  summary() {
    const profiles = new Set();
    const people = new Set();
    for (const link of this.all()) {
      const heard = this.answers.heard.get(link.getAttribute("href") ?? "");
      if (heard) profiles.add(heard.key);
      const person = this.marks.get(link)?.person;
      if (person) people.add(person.who);
    }
    return { profiles: profiles.size, people: [...people] };
  }
}

/**
 * @param {Element} link
 * @param {string} href
 */
function leadsTo(link, href) {
  return link.isConnected && link.getAttribute("href") === href;
}
