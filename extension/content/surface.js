// @ts-check
/** Tells in which part of the site a link stands, as far as the reader may want no badges there. Attributes and paths only. */

/** Each part by what holds it on some layout; class names change with each release. */
const HOLDERS = {
  messages: '[id*="msg-overlay" i], [data-testid*="messaging" i], [componentkey*="messaging" i]',
  notifications: '[data-testid*="notification" i], [componentkey*="notification" i]',
  comments: '[data-id*=":comment:"], [data-urn*=":comment:"], [componentkey*="comment" i], article article',
};

/** The parts that have pages of their own. */
const PATHS = { messages: /^\/messaging(?:\/|$)/, notifications: /^\/notifications(?:\/|$)/, comments: null };

/**
 * @param {Element} link
 * @param {readonly (keyof typeof HOLDERS)[]} parts
 * @returns {boolean} whether it stands in one of these parts
 */
function standsIn(link, parts) {
  return parts.some((part) => PATHS[part]?.test(location.pathname) || closestAcrossRoots(link, HOLDERS[part]) !== null);
}

/**
 * @param {Element} element
 * @param {string} selector
 * @returns {Element | null}
 */
function closestAcrossRoots(element, selector) {
  const found = element.closest(selector);
  const root = element.getRootNode();
  return found ?? (root instanceof ShadowRoot ? closestAcrossRoots(root.host, selector) : null);
}
