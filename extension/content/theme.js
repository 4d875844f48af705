// @ts-check
/** Reads whether the page is light or dark at a place. The page's own background decides, not the reader's system. */

/**
 * @param {Element} place
 * @returns {"light" | "dark"}
 */
function themeAt(place) {
  for (let at = /** @type {Element | null} */ (place); at; at = parentAcross(at)) {
    const colour = readColour(getComputedStyle(at).backgroundColor);
    if (colour && colour.alpha > 0.5) return colour.luminance < 0.4 ? "dark" : "light";
  }
  const ink = readColour(getComputedStyle(place).color); // no background anywhere: light ink means a dark canvas
  return ink && ink.luminance > 0.6 ? "dark" : "light";
}

/**
 * @param {string} computed "rgb(1, 2, 3)" or "rgba(1, 2, 3, 0.4)"
 * @returns {{ luminance: number, alpha: number } | null} luminance from 0 (black) to 1; null for what this cannot read
 */
function readColour(computed) {
  const [red, green, blue, alpha = 1] = computed.match(/^rgba?\(/) ? (computed.match(/[\d.]+/g) ?? []).map(Number) : [];
  if (red === undefined || green === undefined || blue === undefined) return null;
  return { luminance: (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255, alpha };
}
