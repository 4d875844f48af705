// @ts-check
/**
 * Watches the page, open shadow roots included, and visits each added link once. Never looks at the whole page again.
 * What the page does is noted at once and answered before the next frame.
 */

/** So often we look whether the extension still exists, and for what nothing tells of. */
const PULSE_MS = 500;

/** Every so many pulses we look for roots that nothing tells of; a page of 20,000 elements is asked in about a millisecond. */
const ROOTS_EVERY = 4;

/** A page that changes without a pause is answered so often; what it makes untrue goes at once. */
const BETWEEN_MS = 100;

class PageWatch {
  /** @param {() => boolean} alive whether the extension still exists */
  constructor(alive) {
    this.alive = alive;
    this.painting = new Painting(() => this.skipOwn(), (link) => this.doubted(link));
    this.links = new ProfileLinks(alive, this.painting, () => this.all());
    this.heading = new OwnHeading(this.painting);
    this.open = new OpenRoots((root) => this.roots.size && this.observe(root)); // what was idle may have been stopped
    this.soon = new Soon(() => this.turn(), { between: BETWEEN_MS });
    this.observer = new MutationObserver((records) => this.heard(records));
    this.ownNodes = 0;
    this.scanMs = 0;
    /** @type {Set<Document | ShadowRoot>} */
    this.roots = new Set();
    /** @type {Set<Element>} links that were added or changed, to be visited once each */
    this.queue = new Set();
    /** @type {MutationRecord[]} what the page did since the last turn */
    this.records = [];
    this.left = false;
    this.visiting = false;
    this.path = "";
    this.pulse = 0;
    this.beats = 0;
    this.went = () => this.soon.plan();
  }

  start() {
    if (this.roots.size) return;
    this.path = location.pathname;
    this.observe(document);
    for (const [target, type] of this.moves()) target.addEventListener(type, this.went);
    this.pulse = window.setInterval(() => this.beat(), PULSE_MS);
    this.turn();
  }

  stop() {
    this.observer.disconnect();
    this.soon.cancel();
    clearInterval(this.pulse);
    for (const [target, type] of this.moves()) target.removeEventListener(type, this.went);
    this.heading.stop();
    this.links.forget();
    this.painting.clear();
    this.open.forget();
    this.roots.clear();
    this.queue.clear();
    this.records = [];
  }

  /** @returns {[EventTarget, string][]} what tells of another address without a new document, where the browser does */
  moves() {
    const navigation = /** @type {{ navigation?: EventTarget }} */ (window).navigation;
    return navigation ? [[window, "popstate"], [navigation, "currententrychange"]] : [[window, "popstate"]];
  }

  /** @returns {Element[]} every link of every root that is still part of the page */
  all() {
    return [...this.roots].filter(isAttached).flatMap((root) => [...allWithin(root, LINKS)]);
  }

  /** Catalog, marks or choices have changed. */
  askAnew() {
    this.painting.review();
    this.links.askAnew();
    this.heading.askAnew();
  }

  /** @param {Document | ShadowRoot} root new, or part of the page again */
  observe(root) {
    const began = performance.now();
    this.roots.add(root);
    clearLeftovers(root);
    this.observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["href"] });
    this.scan(root);
    this.scanMs += performance.now() - began;
    this.soon.plan();
  }

  /** @param {Document | ShadowRoot | Element} added */
  scan(added) {
    if (added instanceof Element && added.localName === "a" && added.hasAttribute("href")) this.queue.add(added);
    for (const link of allWithin(added, LINKS)) this.queue.add(link);
    this.open.waiting.add(added);
  }

  /** @param {MutationRecord[]} records kept for the next turn; a badge that has become untrue cannot wait so long */
  heard(records) {
    for (const record of records) {
      this.records.push(record);
      if (record.type !== "attributes") continue;
      const link = /** @type {Element} */ (record.target);
      if (this.painting.marks.get(link)?.holds() === false) this.painting.unmark(link);
    }
    this.soon.plan();
  }

  /** Finds out what the page has added, changed and taken away since the last turn. */
  readRecords() {
    const began = performance.now();
    const { records } = this;
    this.records = [];
    for (const record of records) {
      if (record.type === "attributes") this.readdressed(/** @type {Element} */ (record.target));
      else this.changedIn(record);
    }
    if (this.left) this.painting.tidy();
    this.left = false;
    this.scanMs += performance.now() - began;
  }

  /** @param {Element} element whose href is another now */
  readdressed(element) {
    if (element.localName === "a" && element.hasAttribute("href")) this.queue.add(element);
  }

  /** @param {MutationRecord} record */
  changedIn({ target, addedNodes, removedNodes }) {
    this.left ||= removedNodes.length > 0;
    if (!addedNodes.length) return;
    for (const node of addedNodes) {
      if (ownNodes.has(node)) this.ownNodes += 1;
      else if (node instanceof Element && isInPage(node)) this.scan(node);
    }
    const filled = target instanceof Element ? nearest(target, LINKS) : null;
    if (filled && !this.queue.has(filled)) this.painting.repaint(filled);
  }

  /** What the page did is known now: visit, ask, paint. */
  turn() {
    if (!this.alive()) return this.stop();
    if (location.pathname !== this.path) {
      this.path = location.pathname;
      this.painting.review();
    }
    this.readRecords();
    void this.visitAll();
    this.heading.check();
    this.open.searchSoon();
    this.settle();
    this.skipOwn();
  }

  settle() {
    this.painting.paint();
    void this.links.asking.ask();
  }

  /** Visits what waits; what comes meanwhile waits for its own turn. */
  async visitAll() {
    if (this.visiting) return;
    this.visiting = true;
    try {
      while (this.queue.size) await this.visitSome();
    } finally {
      this.visiting = false;
    }
  }

  async visitSome() {
    let began = performance.now();
    const links = [...this.queue];
    this.queue.clear();
    await inSlices(links, (link) => this.links.visit(link), () => {
      this.scanMs += performance.now() - began;
      this.settle();
      began = performance.now();
    });
  }

  /** @param {Element} link whose badge was not true any more */
  doubted(link) {
    this.queue.add(link);
    this.soon.plan();
  }

  beat() {
    if (!this.alive()) return this.stop();
    for (const root of this.roots) if (!isAttached(root)) this.roots.delete(root);
    this.open.lookAgain();
    this.beats += 1;
    if (this.beats % ROOTS_EVERY === 0) this.open.lookAtEmpty(this.roots);
    this.painting.lookAgain();
    if (location.pathname !== this.path) this.soon.plan();
  }

  /** What we have just painted wakes us too; what the page did meanwhile must still be heard. */
  skipOwn() {
    const foreign = this.observer.takeRecords().filter((record) => !isOwn(record));
    if (foreign.length) this.heard(foreign);
  }
}

/** @param {MutationRecord} record */
function isOwn(record) {
  return record.type === "childList" && [...record.addedNodes, ...record.removedNodes].every((node) => ownNodes.has(node));
}

/** @param {Document | ShadowRoot} root */
function isAttached(root) {
  return root instanceof Document || root.host.isConnected;
}
