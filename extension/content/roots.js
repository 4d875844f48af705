// @ts-check
/** Finds open shadow roots: no selector does, and nothing tells when one is made. Looks when the page has time. */

/** Roots of these come later than the element, as do those of elements whose script is not there yet. */
const LATE_ROOTS = '#interop-outlet, [data-testid="interop-shadowdom"], :not(:defined)';
/** What the standard lets have no root, as far as pages are full of it. */
const MAY_HAVE_ROOT = ":not(a, li, ul, img, svg, svg *, button, time, strong, input)";
const LATE_KEPT = 200;
/** Any element may get a root at any time; those that show nothing else are looked at now and then. */
const EMPTY = "div:empty";
const LOOK_WITHIN_MS = 500;

class OpenRoots {
  /** @param {(root: ShadowRoot) => void} found */
  constructor(found) {
    this.found = found;
    /** @type {Set<Element>} */
    this.late = new Set();
    /** @type {Set<Document | ShadowRoot | Element>} what was added, to be searched */
    this.waiting = new Set();
    this.busy = false;
    /** @type {WeakSet<ShadowRoot>} */
    this.seen = new WeakSet();
  }

  /** Searches what waits, as soon as the page has time. */
  searchSoon() {
    if (this.busy || !this.waiting.size) return;
    this.busy = true;
    requestIdleCallback(() => void this.search(), { timeout: LOOK_WITHIN_MS });
  }

  async search() {
    try {
      for (const added of this.waiting) {
        this.waiting.delete(added);
        if (added instanceof Element) this.look(added);
        if (added instanceof Element && isA(added, LATE_ROOTS)) this.awaitRoot(added);
        await inSlices(allWithin(added, MAY_HAVE_ROOT), (element) => this.look(element), () => undefined);
        for (const element of allWithin(added, LATE_ROOTS)) this.awaitRoot(element);
      }
    } finally {
      this.busy = false;
    }
  }

  /** @param {Element} element */
  look(element) {
    const { shadowRoot: root } = element;
    if (!(root instanceof ShadowRoot)) return;
    this.seen.add(root);
    this.found(root);
  }

  /** @param {Iterable<Document | ShadowRoot>} roots whose empty elements may have got a root meanwhile */
  lookAtEmpty(roots) {
    for (const root of roots) {
      requestIdleCallback(() => void inSlices(allWithin(root, EMPTY), (element) => this.lookIfNew(element), () => undefined));
    }
  }

  /** @param {Element} element */
  lookIfNew(element) {
    if (element.shadowRoot && !this.seen.has(element.shadowRoot)) this.look(element);
  }

  /** @param {Element} element that may get a root later */
  awaitRoot(element) {
    if (!element.shadowRoot && this.late.size < LATE_KEPT) this.late.add(element);
  }

  /** Looks at those that had no root; to be called again and again. */
  lookAgain() {
    for (const element of this.late) {
      this.lookIfNew(element);
      if (element.shadowRoot || !element.isConnected) this.late.delete(element);
    }
  }

  forget() {
    this.late.clear();
    this.waiting.clear();
    this.seen = new WeakSet();
  }
}
