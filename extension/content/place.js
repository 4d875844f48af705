// @ts-check
/** Finds where a badge belongs: the visible name in a link, the card round it, the spot beside it. Changes nothing. */

/** What holds one person's entry on some layout. Roles and data attributes only: class names change with each release. */
const CARD = 'li, article, tr, [role="listitem"], [role="article"], [data-urn], [data-id]';

/** Without such a container: so far up reaches the head of an entry, not the list of entries. */
const HEAD_LEVELS = 3;

const CONTROL = 'a, button, summary, label, [role="button"], [role="link"]';

/**
 * @param {Element} link
 * @returns {Element} the entry the link belongs to: one badge a person in it
 */
function cardAround(link) {
  const card = link.closest(CARD);
  if (card) return card;
  let head = link;
  for (let level = 0; level < HEAD_LEVELS; level += 1) {
    const parent = parentOf(head);
    if (!parent || parent.localName === "body") break;
    head = parent;
  }
  return head;
}

/**
 * @param {Element} link
 * @returns {Text | null} the first text that can be seen; null for a photo, or where words are for screen readers alone
 */
function visibleText(link) {
  const texts = document.createTreeWalker(link, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const hasWords = /[\p{L}\p{N}]/u.test(node.nodeValue ?? "");
    if (hasWords && !isHiddenWithin(node.parentElement, link)) return /** @type {Text} */ (node);
  }
  return null;
}

/**
 * @param {Element | null} element
 * @param {Element} link where to stop looking
 * @returns {boolean} whether it is hidden from the eye
 */
function isHiddenWithin(element, link) {
  for (let at = element; at; at = at === link ? null : parentOf(at)) {
    const style = getComputedStyle(at);
    if (style.display === "none" || style.visibility === "hidden" || (style.position === "absolute" && isClipped(style))) return true;
  }
  return false;
}

/** @param {CSSStyleDeclaration} style its width makes the browser lay out the page: asked last */
function isClipped(style) {
  return style.clip !== "auto" || style.clipPath !== "none" || parseFloat(style.width) <= 1;
}

/**
 * After the control, so that the badge is no part of it. Where that would put the badge on a line of its own (a whole
 * card that is one link), right behind the name within it; the badge then keeps its clicks to itself.
 * @param {Element} link
 * @param {Text} name
 * @returns {ChildNode} the node after which the badge goes
 */
function placeFor(link, name) {
  let control = link;
  for (let outer = nearest(parentOf(link), CONTROL); outer; outer = nearest(parentOf(outer), CONTROL)) control = outer;
  /** @type {ChildNode} */
  let behind = name;
  for (let at = /** @type {Element | null} */ (name.parentElement); at; at = parentOf(at)) {
    if (!/^(?:inline|contents)/.test(getComputedStyle(at).display)) break;
    behind = at;
    if (at === control) return control;
  }
  return outsideHidden(behind, control);
}

/**
 * @param {ChildNode} behind
 * @param {Element} control
 * @returns {ChildNode} out of what screen readers are told to skip; the badge must be heard
 */
function outsideHidden(behind, control) {
  const start = behind instanceof Element ? behind : behind.parentElement;
  let hidden = start?.closest('[aria-hidden="true"]');
  while (hidden && control.contains(hidden) && hidden !== control) {
    behind = hidden;
    hidden = hidden.parentElement?.closest('[aria-hidden="true"]');
  }
  return behind;
}
