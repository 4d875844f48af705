// @ts-check
/** Answers the popup while it is open: what this page or frame shows, where somebody stands, a sample for a report. */

/**
 * What the popup is told of a page or frame.
 * @typedef {{ profiles: number, people: string[], layouts: string[], frame: string,
 *             counts: { visited: number, asked: number, matched: number, painted: number, ownNodes: number },
 *             spent: { scan: number, paint: number } }} PageSummary
 */

/** The popup hears of changes so often. */
const TELL_EVERY_MS = 300;

class Talk {
  /** @param {PageWatch} watch */
  constructor(watch) {
    this.watch = watch;
    /** Tells this frame from the others; known to the popup alone. */
    this.frame = crypto.randomUUID();
    /** @type {Set<chrome.runtime.Port>} popups that are open */
    this.popups = new Set();
    /** @type {Look["places"]} */
    this.places = new Map();
    this.timer = 0;
  }

  /** @param {chrome.runtime.Port} popup */
  open(popup) {
    this.popups.add(popup);
    popup.onDisconnect.addListener(() => this.popups.delete(popup));
    popup.onMessage.addListener(({ show, sample }) => {
      if (show) this.show(show);
      if (sample) popup.postMessage({ sample: samplePage(this.links()), frame: this.frame });
    });
    void this.tell();
  }

  links() {
    return this.watch.roots.size ? this.watch.all() : linksWithin(document);
  }

  /** Something has changed; the popup hears of it in a moment. */
  tellSoon() {
    if (!this.popups.size || this.timer) return;
    this.timer = window.setTimeout(() => void this.tell(), TELL_EVERY_MS);
  }

  async tell() {
    const { profiles, people, places } = await lookOnce(this.links());
    this.timer = 0;
    this.places = places;
    const { links, painting, ownNodes: own, scanMs } = this.watch;
    /** @type {PageSummary} */
    const summary = {
      profiles,
      people,
      layouts: layoutsSeen(),
      frame: this.frame,
      counts: { visited: links.visited, asked: links.asking.asked, matched: links.matched, painted: painting.painted, ownNodes: own },
      spent: { scan: scanMs, paint: painting.ms },
    };
    for (const popup of this.popups) popup.postMessage(summary);
  }

  /** @param {string} who the first badge of theirs, or else a link to them, comes into view with the focus on it */
  show(who) {
    const badge = [...this.watch.painting.badges].find((one) => one.expert.who === who && one.host.isConnected);
    const place = badge?.host ?? this.places.get(who);
    place?.scrollIntoView({ block: "center" });
    const focused = badge?.button ?? place;
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
