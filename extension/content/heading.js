// @ts-check
/**
 * The heading of somebody's own page is often in no link: the address of the page says whose it is. The heading must name
 * them, too: after going on without a new document the old heading stands under the new address for a while, and given-up
 * addresses are given to others.
 */

/** So many headings of the first level are looked at; real pages have one or two. */
const HEADINGS = 5;

class OwnHeading {
  /** @param {ProfileLinks} links */
  constructor(links) {
    this.links = links;
    /** What was asked about last: address and headings. */
    this.asked = "";
    /** @type {Element | null} the heading that has a mark */
    this.marked = null;
    /** Some pages put another name into the same text. */
    this.observer = new MutationObserver(() => this.check());
  }

  /** To be called whenever the page has changed; cheap where there is nothing new. */
  check() {
    const headings = isOwnPage() ? headingsOfPage() : [];
    const asked = [location.pathname, ...headings.map(({ text }) => text)].join("\n");
    if (this.marked && !this.links.marks.get(this.marked)?.holds()) this.forget();
    if (asked === this.asked && (!this.marked || this.marked.isConnected)) return;
    this.asked = asked;
    this.forget();
    if (headings.length) void this.ask(headings, asked);
  }

  /**
   * @param {{ element: Element, text: string }[]} headings
   * @param {string} asked
   */
  async ask(headings, asked) {
    const path = location.pathname;
    this.observer.disconnect();
    for (const { element } of headings) this.observer.observe(element, { characterData: true, subtree: true });
    const reply = await tell({ type: "heading", href: location.href, texts: headings.map(({ text }) => text) });
    const named = reply ? headings[reply.at] : undefined;
    if (!reply?.person || !named || this.asked !== asked) return;
    const { element, text } = named;
    const holds = () => element.isConnected && location.pathname === path && textOf(element) === text;
    if (!holds()) return;
    this.marked = element;
    this.links.learn(element, location.href, reply.person, holds);
    void this.links.paintReady();
  }

  /** Takes the mark away; the next `check` begins anew. */
  forget() {
    if (this.marked) this.links.forget(this.marked);
    this.marked = null;
  }

  stop() {
    this.observer.disconnect();
    this.forget();
    this.asked = "";
  }
}

/** Frames show parts of pages, and each has an address of its own. */
function isOwnPage() {
  return window.top === window && MAYBE_PROFILE.test(location.pathname);
}

/** @returns {{ element: Element, text: string }[]} those that can be seen, but for those that are links to a person */
function headingsOfPage() {
  return [...document.querySelectorAll("h1")].slice(0, HEADINGS).flatMap((element) => {
    const link = element.closest(LINKS) ?? element.querySelector(LINKS);
    const text = textOf(element);
    const isLink = link && !/^\/(?:in|company|school)\/[^/]+\/./i.test(new URL(link.getAttribute("href") ?? "", location.href).pathname);
    return text && !isLink ? [{ element, text }] : [];
  });
}

/** @param {Element} heading */
function textOf(heading) {
  return visibleText(heading)?.nodeValue?.replace(/\s+/g, " ").trim() ?? "";
}
