// @ts-check
/** Answers the popup while it is open: what this page or frame shows, where somebody stands, a sample for a report. */

/**
 * What the popup is told of a page or frame. `keys`: the profiles it shows; `now`: what stands in it; `counts`: what was
 * done in it since it came, for the bench.
 * @typedef {{ profiles: number, keys: string[], people: string[], layouts: string[], frame: string,
 *             now: { links: number, matched: number, badged: number },
 *             counts: { visited: number, asked: number, matched: number, painted: number, ownNodes: number },
 *             spent: { scan: number, paint: number } }} PageSummary
 */

/** What the popup says: show somebody, give a sample, look again. @typedef {{ show?: string, sample?: boolean, again?: boolean }} Wish */

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

  /**
   * A popup is turned away unless the reader lets pages be looked at, which is asked anew each time.
   * @param {chrome.runtime.Port} popup
   */
  open(popup) {
    const allowed = mayLook();
    this.popups.add(popup);
    popup.onDisconnect.addListener(() => this.popups.delete(popup));
    popup.onMessage.addListener(async (wish) => {
      if ((await allowed) && this.popups.has(popup)) this.answer(popup, wish);
    });
    void allowed.then((yes) => (yes ? this.tell() : this.refuse(popup)));
  }

  /**
   * @param {chrome.runtime.Port} popup
   * @param {Wish} wish
   */
  answer(popup, { show, sample, again }) {
    if (show) this.show(show);
    if (sample) popup.postMessage({ sample: samplePage(this.links()), frame: this.frame });
    if (again) void this.tell();
  }

  /** @param {chrome.runtime.Port} popup */
  refuse(popup) {
    if (this.popups.delete(popup)) popup.disconnect();
  }

  /** Pages are not to be looked at any more. */
  close() {
    clearTimeout(this.timer);
    this.timer = 0;
    for (const popup of this.popups) this.refuse(popup);
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
    const seen = this.popups.size ? this.links() : [];
    const { keys, profiles, people, places, matched } = await lookOnce(seen);
    this.timer = 0;
    this.places = places;
    const { links, painting, ownNodes: own, scanMs } = this.watch;
    /** @type {PageSummary} */
    const summary = {
      profiles,
      keys,
      people,
      layouts: layoutsSeen(),
      frame: this.frame,
      now: { links: seen.length, matched, badged: [...painting.badges].filter(({ host }) => host.isConnected).length },
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

/** @returns {Promise<boolean>} whether the reader has chosen a mode that looks at pages */
async function mayLook() {
  const started = await tell({ type: "start" });
  return started?.mode === "badges" || started?.mode === "popup";
}
