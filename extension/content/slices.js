// @ts-check
/** Work in slices, so that a long list never holds up the page. Knows nothing of what the work is. */

/** A slice ends after so many milliseconds; half of a frame, so that the page keeps the other. */
const SLICE_MS = 8;

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
