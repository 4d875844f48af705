// @ts-check
/** Finds open shadow roots: no selector does, and nothing tells when one is made. Looks when the page has time. */

/** Roots of these come later than the element, as do those of elements whose script is not there yet. */
const LATE_ROOTS = '#interop-outlet, [data-testid="interop-shadowdom"], :not(:defined)';
/** What the standard lets have no root, as far as pages are full of it. */
const MAY_HAVE_ROOT = ":not(a, li, ul, img, svg, svg *, button, time, strong, input)";
const LATE_KEPT = 200;
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
  }

  /** Searches what waits, as soon as the page has time. */
  searchSoon() {
    if (this.busy || !this.waiting.size) return;
    this.busy = true;
    requestIdleCallback(() => void this.search(), { timeout: LOOK_WITHIN_MS });
  }

  async search() {
    for (const added of this.waiting) {
      this.waiting.delete(added);
      if (added instanceof Element) this.look(added);
      if (added instanceof Element && isA(added, LATE_ROOTS)) this.awaitRoot(added);
      await inSlices(allWithin(added, MAY_HAVE_ROOT), (element) => this.look(element), () => undefined);
      for (const element of allWithin(added, LATE_ROOTS)) this.awaitRoot(element);
    }
    this.busy = false;
  }

  /** @param {Element} element */
  look(element) {
    if (element.shadowRoot instanceof ShadowRoot) this.found(element.shadowRoot);
  }

  /** @param {Element} element that may get a root later */
  awaitRoot(element) {
    if (!element.shadowRoot && this.late.size < LATE_KEPT) this.late.add(element);
  }

  /** Looks at those that had no root; to be called again and again. */
  lookAgain() {
    for (const element of this.late) {
      if (element.shadowRoot) this.found(element.shadowRoot);
      if (element.shadowRoot || !element.isConnected) this.late.delete(element);
    }
  }

  forget() {
    this.late.clear();
    this.waiting.clear();
  }
}
