// @ts-check
/** Watches the page, open shadow roots included, and visits each added link once. Never looks at the whole page again. */

/** Roots of these come later than the element: look again while they have none. */
const LATE_ROOTS = '#interop-outlet, [data-testid="interop-shadowdom"]';

class PageWatch {
  /**
   * @param {ProfileLinks} links
   * @param {() => boolean} alive whether the extension still exists
   */
  constructor(links, alive) {
    this.links = links;
    this.alive = alive;
    this.observer = new MutationObserver((records) => this.heard(records));
    /** @type {Set<Document | ShadowRoot>} */
    this.roots = new Set();
    /** @type {Set<Element>} */
    this.late = new Set();
    /** @type {Set<Element>} links visited in this turn: one that is added and changed at once is visited once */
    this.turn = new Set();
  }

  start() {
    this.observe(document);
    this.endTurn();
  }

  stop() {
    this.observer.disconnect();
    this.links.clear();
    this.roots.clear();
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
    if (added instanceof Element) this.meet(added);
    for (const element of added.querySelectorAll("*")) this.meet(element);
  }

  /** @param {Element} element */
  meet(element) {
    if (element.localName === "a") {
      if (element.hasAttribute("href")) this.visit(element);
      return;
    }
    if (element.shadowRoot) this.observe(element.shadowRoot);
    else if (element.matches(LATE_ROOTS)) this.late.add(element);
  }

  /** @param {Element} link */
  visit(link) {
    if (this.turn.has(link)) return;
    this.turn.add(link);
    this.links.visit(link);
  }

  /** @param {MutationRecord[]} records */
  heard(records) {
    if (!this.alive()) {
      this.stop();
      return;
    }
    let left = false;
    for (const record of records) {
      left ||= record.removedNodes.length > 0;
      if (record.type === "attributes") this.readdressed(/** @type {Element} */ (record.target));
      else this.added(record);
    }
    if (left) this.links.tidy();
    this.endTurn();
  }

  /** @param {Element} element whose href is another now */
  readdressed(element) {
    if (element.localName === "a") this.visit(element);
  }

  /** @param {MutationRecord} record */
  added(record) {
    for (const node of record.addedNodes) {
      if (ownNodes.has(node)) this.links.counts.ownNodes += 1;
      else if (node instanceof Element) this.scan(node);
    }
    if (!record.addedNodes.length || !(record.target instanceof Element)) return;
    const filled = record.target.closest(LINKS);
    if (filled && !this.turn.has(filled)) this.links.repaint(filled);
  }

  endTurn() {
    this.turn.clear();
    for (const element of this.late) {
      if (element.shadowRoot) this.observe(element.shadowRoot);
      if (element.shadowRoot || !element.isConnected) this.late.delete(element);
    }
    void this.links.ask();
    this.skipOwn();
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
