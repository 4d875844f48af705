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

/** How bright the three numbers of a colour space are to the eye. Browsers answer in the space that the page has used. */
const SPACES = [
  { of: /^(?:rgba?\(|color\((?:srgb|display-p3|a98-rgb|rec2020) )/, light: luma },
  { of: /^color\(xyz/, light: (/** @type {number[]} */ [, y = 0]) => Math.sqrt(y) },
  { of: /^ok/, light: (/** @type {number[]} */ [lightness = 0]) => lightness ** 1.36 },
  { of: /^l(?:ab|ch)/, light: (/** @type {number[]} */ [lightness = 0]) => lightness / 100 },
];

/**
 * @param {string} computed "rgba(1, 2, 3, 0.4)", "oklch(0.2 0 0 / 0.5)", "color(srgb 0.1 0.2 0.3)"
 * @returns {{ luminance: number, alpha: number } | null} luminance from 0 (black) to 1; null for what this cannot read
 */
function readColour(computed) {
  const light = SPACES.find(({ of }) => of.test(computed))?.light;
  const inside = computed.replace(/^color\([^ ]+/, "").replace(/none/g, "0"); // a colour space may have digits in its name
  const [first = NaN, second = NaN, third = NaN, alpha = 1] = (inside.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  if (!light || Number.isNaN(third)) return null;
  const whole = computed.startsWith("rgb") ? 255 : 1;
  return { luminance: light([first, second, third]) / whole, alpha };
}

/** @param {number[]} colour */
function luma([red = 0, green = 0, blue = 0]) {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
