// @ts-check
/**
 * Knows every profile link of the page, and whose it is. The address decides alone. Watches nothing by itself, draws
 * nothing by itself.
 */

const LINKS = "a[href]";

/** Cheap, and wide enough for every spelling; the background decides. */
const MAYBE_PROFILE = /\/(?:in|company|school)\//i;
const OPAQUE = /\/in\/AC[ow]/;
const SITE = "https://www.linkedin.com/";

class ProfileLinks {
  /**
   * @param {() => boolean} alive whether the extension still exists
   * @param {Painting} painting
   * @param {() => Iterable<Element>} all every link of the page
   */
  constructor(alive, painting, all) {
    this.painting = painting;
    this.all = all;
    this.answers = new Answers();
    this.asking = new Asking(alive, (asked, reply) => this.hear(asked, reply));
    this.visited = 0;
    this.matched = 0;
    /** @type {() => void} called when answers have come */
    this.changed = () => undefined;
  }

  /**
   * Looks at one link that is new, or whose address may have changed.
   * @param {Element} link
   */
  visit(link) {
    this.visited += 1;
    const href = link.getAttribute("href") ?? "";
    const mark = this.painting.marks.get(link);
    if (mark?.href === href) return this.painting.repaint(link);
    if (mark) this.painting.unmark(link);
    if (MAYBE_PROFILE.test(href)) this.meet(link, href);
  }

  /**
   * @param {Element} link
   * @param {string} href
   */
  meet(link, href) {
    const heard = this.answers.of(href);
    if (heard) this.learn(link, href, heard.person);
    else this.asking.add(href, link);
  }

  /**
   * @param {Element} link
   * @param {string} href
   * @param {ExpertView | null} person
   */
  learn(link, href, person) {
    if (!person) return this.painting.unmark(link);
    if (!this.painting.marks.has(link)) this.matched += 1;
    this.painting.mark(link, href, person, () => leadsTo(link, href));
    this.learnOuter(link, person);
  }

  /**
   * A mention is a link within a link, both to the same person: the outer one by an opaque key.
   * @param {Element} link
   * @param {ExpertView} person
   */
  learnOuter(link, person) {
    const outer = nearest(parentOf(link), LINKS);
    const href = outer?.getAttribute("href") ?? "";
    if (!outer || !OPAQUE.test(href) || outer.childElementCount !== 1) return;
    if (outer.textContent?.trim() !== link.textContent?.trim() || OPAQUE.test(link.getAttribute("href") ?? "")) return;
    const opaque = this.answers.of(href)?.opaque;
    const key = this.answers.of(link.getAttribute("href") ?? "")?.key;
    if (opaque && key) this.answers.learnTwin(opaque, key, person);
  }

  /**
   * @param {[string, Element[]][]} asked
   * @param {import("../known.js").Recognised} reply
   */
  hear(asked, { answers, people }) {
    const { turns } = this.answers;
    asked.forEach(([href], at) => this.answers.keep(href, answers[at], people));
    asked.forEach(([href, links], at) => {
      const who = answers[at]?.who;
      const person = (who && people[who]) || this.answers.of(href)?.person || null;
      for (const link of links) if (leadsTo(link, href)) this.learn(link, href, person);
    });
    if (this.answers.turns !== turns) this.meetTwins();
    this.changed();
  }

  /** A key that said nothing before is somebody's now, or said too much. */
  meetTwins() {
    for (const link of this.all()) {
      const href = link.getAttribute("href") ?? "";
      if (OPAQUE.test(href)) this.meet(link, href);
    }
  }

  /** Catalog, marks or choices have changed: everything is asked for anew; what stays true stays where it is. */
  askAnew() {
    this.answers.askAnew();
    this.asking.forget();
    for (const link of this.all()) {
      const href = link.getAttribute("href") ?? "";
      if (MAYBE_PROFILE.test(href)) this.asking.add(href, link);
    }
    for (const key of this.answers.readable.keys()) this.asking.want(`${SITE}${key.split("/").map(encodeURIComponent).join("/")}`);
    void this.asking.ask();
  }

  forget() {
    this.answers.forget();
    this.asking.forget();
  }
}

/**
 * @param {Element} link
 * @param {string} href
 */
function leadsTo(link, href) {
  return link.isConnected && link.getAttribute("href") === href;
}
