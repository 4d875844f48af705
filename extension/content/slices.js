// @ts-check
/** When work is done: in slices, so that a long list never holds up the page, and once for many calls. Knows no work. */

/** A slice ends after so many milliseconds; half of a frame, so that the page keeps the other. */
const SLICE_MS = 8;

/** Where no frames are drawn (a tab in the back), what waits for one is done after so long. */
const NO_FRAME_MS = 100;

/**
 * Does the work piece by piece; the first slice at once, the others when the page had its turn.
 * @template T
 * @param {ArrayLike<T>} pieces
 * @param {(piece: T) => void} work
 * @param {() => void} after called at the end of each slice
 */
async function inSlices(pieces, work, after) {
  for (let at = 0; at < pieces.length; ) {
    const end = performance.now() + SLICE_MS;
    // The clock is asked once in sixteen pieces: asking costs as much as a piece.
    while (at < pieces.length && (at % 16 || performance.now() < end)) work(/** @type {T} */ (pieces[at++]));
    after();
    if (at < pieces.length) await pageTurn();
  }
}

/** @returns {Promise<void>} resolved when the page could do what waited */
function pageTurn() {
  return new Promise((resume) => setTimeout(resume));
}

/**
 * What is asked for many times is done once: before the next frame is drawn, or right after it. Never at once: two scripts
 * that answer each other's changes would not let the page go on.
 */
class Soon {
  /**
   * @param {() => void} act
   * @param {{ between?: number, after?: boolean }} [when] `between`: so many milliseconds from one time to the next at least;
   *   `after`: when the browser has computed the page's styles, so that asking for one does not make it compute them again
   */
  constructor(act, { between = 0, after = false } = {}) {
    this.act = act;
    this.between = between;
    this.last = -Infinity;
    this.planned = false;
    this.frame = 0;
    this.timer = 0;
    this.wait = () => {
      this.timer = window.setTimeout(this.done, NO_FRAME_MS);
      this.frame = requestAnimationFrame(after ? this.drawn : this.done);
    };
    this.drawn = () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(this.done);
    };
    this.done = () => {
      this.cancel();
      this.last = performance.now();
      this.act();
    };
  }

  plan() {
    if (this.planned) return;
    this.planned = true;
    const early = this.last + this.between - performance.now();
    if (early > 0) this.timer = window.setTimeout(this.wait, early);
    else this.wait();
  }

  cancel() {
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    this.planned = false;
  }
}
