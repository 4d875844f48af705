// @ts-check
/** Watches the page, open shadow roots included, and visits each added link once. Never looks at the whole page again. */

/** Roots of these come later than the element, and nothing tells of that: looked at again while they have none. */
const LATE_ROOTS = '#interop-outlet, [data-testid="interop-shadowdom"]';
const LATE_MS = 500;

class PageWatch {
  /**
   * @param {ProfileLinks} links
   * @param {() => boolean} alive whether the extension still exists
   */
  constructor(links, alive) {
    this.links = links;
    this.alive = alive;
    this.heading = new OwnHeading(links);
    this.observer = new MutationObserver((records) => this.heard(records));
    this.scanMs = 0;
    /** @type {Set<Document | ShadowRoot>} */
    this.roots = new Set();
    /** @type {Set<Element>} */
    this.late = new Set();
    /** @type {Set<Element>} links that were added or changed, to be visited once each */
    this.queue = new Set();
    /** @type {Element[]} what was added, to be searched for open roots when the page has time */
    this.unsearched = [];
    this.visiting = false;
    this.searching = false;
    this.lateTimer = 0;
    this.went = () => this.turn();
  }

  start() {
    if (this.roots.size) return;
    this.observe(document);
    for (const [target, type] of this.moves()) target.addEventListener(type, this.went);
    this.turn();
  }

  stop() {
    this.observer.disconnect();
    this.heading.stop();
    this.links.clear();
    for (const [target, type] of this.moves()) target.removeEventListener(type, this.went);
    clearTimeout(this.lateTimer);
    for (const kept of [this.roots, this.late, this.queue]) kept.clear();
    this.unsearched = [];
  }

  /** @returns {[EventTarget, string][]} what tells of another address without a new document, where the browser does */
  moves() {
    const navigation = /** @type {{ navigation?: EventTarget }} */ (window).navigation;
    return navigation ? [[window, "popstate"], [navigation, "currententrychange"]] : [[window, "popstate"]];
  }

  /** @returns {Element[]} every link of every root that is still part of the page */
  all() {
    return [...this.roots].filter(isAttached).flatMap((root) => [...root.querySelectorAll(LINKS)]);
  }

  /** @param {Document | ShadowRoot} root */
  observe(root) {
    if (this.roots.has(root)) return;
    this.roots.add(root);
    this.observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ["href"] });
    this.scan(root);
  }

  /** @param {Document | ShadowRoot | Element} added */
  scan(added) {
    if (added instanceof Element && added.matches(LINKS)) this.queue.add(added);
    for (const link of added.querySelectorAll(LINKS)) this.queue.add(link);
    if (added instanceof Element) this.unsearched.push(added);
    else this.unsearched.push(...added.children);
  }

  /** @param {MutationRecord[]} records */
  heard(records) {
    if (!this.alive()) return this.stop();
    let left = false;
    for (const record of records) {
      left ||= record.removedNodes.length > 0;
      if (record.type === "attributes") this.readdressed(/** @type {Element} */ (record.target));
      else this.added(record);
    }
    if (left) this.links.tidy();
    this.turn();
  }

  /** @param {Element} element whose href is another now */
  readdressed(element) {
    if (element.matches(LINKS)) this.queue.add(element);
    else if (element.localName === "a") this.links.forget(element);
  }

  /** @param {MutationRecord} record */
  added(record) {
    for (const node of record.addedNodes) {
      if (ownNodes.has(node)) this.links.counts.ownNodes += 1;
      else if (node instanceof Element) this.scan(node);
    }
    if (!record.addedNodes.length || !(record.target instanceof Element)) return;
    const filled = record.target.closest(LINKS);
    if (filled && !this.queue.has(filled)) this.links.repaint(filled);
  }

  /** What the page did is known now: visit, search, paint. */
  turn() {
    void this.visitAll();
    void this.searchAll();
    this.heading.check();
    void this.links.settle();
    this.skipOwn();
  }

  /** Visits what waits; what comes meanwhile waits for its own turn. */
  async visitAll() {
    if (this.visiting) return;
    this.visiting = true;
    while (this.queue.size) {
      const links = [...this.queue];
      this.queue.clear();
      let began = performance.now();
      await inSlices(links, (link) => this.links.visit(link), () => {
        this.scanMs += performance.now() - began;
        void this.links.settle();
        began = performance.now();
      });
    }
    this.visiting = false;
  }

  /** Looks for open shadow roots in what was added; no selector finds them. */
  async searchAll() {
    if (this.searching) return;
    this.searching = true;
    while (this.unsearched.length) {
      const elements = this.unsearched.splice(0).flatMap((one) => [one, ...one.querySelectorAll("*")]);
      await inSlices(elements, (element) => this.search(element), () => undefined);
    }
    this.searching = false;
  }

  /** @param {Element} element */
  search(element) {
    if (element.shadowRoot) {
      this.observe(element.shadowRoot);
      void this.visitAll();
    } else if ((element.id || element.hasAttribute("data-testid")) && element.matches(LATE_ROOTS)) {
      this.late.add(element);
      this.awaitRoots();
    }
  }

  /** Looks at those that still have no root, again and again, while there are any. */
  awaitRoots() {
    clearTimeout(this.lateTimer);
    for (const element of this.late) {
      if (element.shadowRoot) this.observe(element.shadowRoot);
      if (element.shadowRoot || !element.isConnected) this.late.delete(element);
    }
    if (this.queue.size) this.turn();
    if (this.late.size && this.alive()) this.lateTimer = window.setTimeout(() => this.awaitRoots(), LATE_MS);
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
