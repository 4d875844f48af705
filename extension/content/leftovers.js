// @ts-check
/**
 * Clears away what an earlier script of ours left in this page. After an update Firefox ends the old one at once, with its
 * badges still standing and dead, and puts the new one into the pages that are open.
 */

/**
 * Other browsers leave the old one running until it notices, and then it clears away its own.
 * @param {Document | ShadowRoot | Element} within
 */
function clearLeftovers(within) {
  if (!("openOrClosedShadowRoot" in Element.prototype)) return;
  for (const span of allWithin(within, "span:empty")) {
    if (span.hasAttributes() || ownNodes.has(span)) continue;
    const { openOrClosedShadowRoot: root } = /** @type {{ openOrClosedShadowRoot?: ShadowRoot | null }} */ (/** @type {unknown} */ (span));
    if (root?.querySelector(".frame > .badge")) span.remove();
  }
}
