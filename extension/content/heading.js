// @ts-check
/**
 * The heading of somebody's own page is often in no link: the address of the page says whose it is. The heading must name
 * them, too: after going on without a new document the old heading stands under the new address for a while, and given-up
 * addresses are given to others. Draws nothing by itself.
 */

/** So many headings of the first level are looked at; real pages have one or two. */
const HEADINGS = 5;

/** A window over the profile has an address of its own; the profile still stands behind it. */
const OVER_IT = /\/overlay\/.*$/;
const INSIDE = /^\/(?:in|company|school)\/[^/]+\/./i;

/** `/in/x/fr/` is the page itself in French; a link to it may stand on anybody's. */
const A_LANGUAGE = /^[a-z]{2}(?:[-_][a-z]{2,4})?\/?$/i;
const IN_A_LANGUAGE = /^(\/(?:in|company|school)\/[^/]+\/)[a-z]{2}(?:[-_][a-z]{2,4})?\/?$/i;

/** @typedef {{ element: Element, text: string }} Heading */

class OwnHeading {
  /** @param {Painting} painting */
  constructor(painting) {
    this.painting = painting;
    /** What was asked about last: address and headings. */
    this.asked = "";
    this.path = ownPath();
    /**
     * The headings that stood here under another address: they are of the page before, until they change or the page has
     * links into this profile.
     * @type {WeakMap<Element, string>}
     */
    this.stale = new WeakMap();
    /** @type {Heading[]} as they were at the last look */
    this.headings = [];
    /** @type {Element | null} the heading that has a mark */
    this.marked = null;
    /** Some pages put another name into the same text. */
    this.observer = new MutationObserver(() => this.check());
  }

  /** To be called whenever the page has changed; cheap where there is nothing new. */
  check() {
    const path = ownPath();
    if (path !== this.path) this.goOn(path);
    this.headings = path ? headingsOfPage() : [];
    const fresh = this.headings.filter(({ element, text }) => this.stale.get(element) !== text || hasLinkInto(path));
    const asked = [path, ...fresh.map(({ text }) => text)].join("\n");
    if (this.marked && !this.painting.marks.get(this.marked)?.holds()) this.forget();
    if (asked === this.asked && (!this.marked || this.marked.isConnected)) return;
    this.asked = asked;
    this.observer.disconnect();
    for (const { element } of this.headings) this.observer.observe(element, { characterData: true, subtree: true });
    if (fresh.length) void this.ask(fresh, path);
  }

  /** @param {string} path where the page is now, in the same document */
  goOn(path) {
    this.stale = new WeakMap(this.headings.map(({ element, text }) => [element, text]));
    this.path = path;
    this.forget();
  }

  /**
   * @param {Heading[]} headings
   * @param {string} path
   */
  async ask(headings, path) {
    const { asked } = this;
    const reply = await tell({ type: "heading", href: location.origin + path, texts: headings.map(({ text }) => text) });
    const named = reply ? headings[reply.at] : undefined;
    if (this.asked !== asked) return;
    if (this.marked !== named?.element) this.forget();
    if (!reply?.person || !named) return;
    const { element, text } = named;
    const holds = () => element.isConnected && ownPath() === path && textOf(element) === text;
    if (!holds()) return;
    this.marked = element;
    this.painting.mark(element, path, reply.person, holds);
    this.painting.paint();
  }

  /** Asks again, whatever was heard. */
  askAnew() {
    this.asked = "";
    this.check();
  }

  forget() {
    if (this.marked) this.painting.unmark(this.marked);
    this.marked = null;
  }

  stop() {
    this.observer.disconnect();
    this.forget();
    this.asked = "";
  }
}

/** @returns {string} the path of somebody's own page; empty elsewhere. Frames show parts of pages. */
function ownPath() {
  const path = location.pathname.replace(OVER_IT, "/").replace(IN_A_LANGUAGE, "$1");
  return window.top === window && MAYBE_PROFILE.test(path) && !INSIDE.test(path) ? path : "";
}

/** @returns {Heading[]} those that can be seen, but for those that are links to a person */
function headingsOfPage() {
  return [...allWithin(document, "h1")].slice(0, HEADINGS).flatMap((element) => {
    const text = textOf(element);
    return text && !isOwnLink(element.closest(LINKS) ?? element.querySelector(LINKS)) ? [{ element, text }] : [];
  });
}

/**
 * @param {string} path somebody's own page
 * @returns {boolean} whether the page has a link to a page inside it, such as their contact details
 */
function hasLinkInto(path) {
  const inside = `${path.replace(/\/$/, "")}/`;
  return [...allWithin(document, LINKS)].some((link) => {
    const [before, after] = (link.getAttribute("href") ?? "").replace(/[?#].*$/s, "").split(inside);
    return after && !A_LANGUAGE.test(after) && /^(?:https:\/\/[a-z.]*linkedin\.com)?$/i.test(before ?? "");
  });
}

/** @param {Element | null} link whether it leads to somebody's page itself, not to one inside it */
function isOwnLink(link) {
  const path = link?.getAttribute("href")?.replace(/^(?:https?:)?\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  return path !== undefined && MAYBE_PROFILE.test(path) && !INSIDE.test(path);
}

/** @param {Element} heading */
function textOf(heading) {
  return visibleText(heading)?.nodeValue?.replace(/\s+/g, " ").trim() ?? "";
}
