// @ts-check
/**
 * When the card behind a badge opens and closes: pointed at, reached by key, pressed or tapped. One at a time.
 * Knows nothing of what stands in it.
 */

/** Long enough that a pointer on its way elsewhere opens nothing; short enough that one comes from the badge to the card. */
const HOVER_MS = 300;

/**
 * The card that is open. `pinned`: by a press, so that leaving it with the pointer does not close it. `lingers`: the reader
 * has decided something in it, and stays until it is closed, whatever becomes of the badge.
 * @typedef {{ host: HTMLElement, pinned: boolean, lingers: boolean, close: (back: boolean) => void,
 *             closed: () => void }} OpenCard
 */

/** @type {OpenCard | null} */
let openCard = null;

/**
 * @typedef {{ host: HTMLElement, frame: HTMLElement, button: HTMLElement, name: Text, expert: ExpertView,
 *             stillTrue: () => boolean }} Opener
 * @param {Opener} opener
 */
function wireBadge(opener) {
  const { host, frame, button } = opener;
  const isOpen = () => openCard?.host === host;
  let timer = 0;
  let returning = false;
  const open = (/** @type {boolean} */ pinned) => {
    if (isOpen() || !opener.stillTrue()) return;
    showCard(opener, pinned, () => {
      returning = true; // giving the focus back is no reason to open again
      button.focus();
      returning = false;
    });
  };
  hear(button, "click", () => {
    clearTimeout(timer);
    if (isOpen() && openCard?.pinned) return openCard.close(true);
    open(true);
    if (!openCard || !isOpen()) return;
    openCard.pinned = true;
    /** @type {HTMLElement | null} */ (frame.querySelector(".card"))?.focus({ preventScroll: true });
  });
  hear(button, "focus", () => {
    if (!returning && button.matches(":focus-visible")) open(false);
  });
  frame.addEventListener("pointerenter", (event) => {
    clearTimeout(timer);
    if (event.pointerType === "mouse" && !isOpen()) timer = window.setTimeout(open, HOVER_MS, false);
  });
  frame.addEventListener("pointerleave", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (isOpen() && !openCard?.pinned && !frame.contains(focusIn(frame))) openCard?.close(false);
    }, HOVER_MS);
  });
}

/**
 * @param {HTMLElement} frame
 * @returns {Element | null} what has the focus within our root
 */
function focusIn(frame) {
  return /** @type {ShadowRoot} */ (frame.getRootNode()).activeElement;
}

/**
 * @param {Opener} opener
 * @param {boolean} pinned
 * @param {() => void} giveBack puts the focus on the badge
 */
function showCard({ host, frame, button, name, expert }, pinned, giveBack) {
  openCard?.close(false);
  const card = buildCard(expert, { close: () => close(true), decided: () => (own.lingers = own.pinned = true) });
  const place = () => placeCard(card, lineOf(name), button.getBoundingClientRect());
  const leaving = (/** @type {Event} */ event) => {
    if (!event.composedPath().includes(host)) close(false);
  };
  const keys = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || openCard !== own) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Escape closes the card, not the page's dialog under it
    close(frame.contains(focusIn(frame)));
  };
  /** @type {[string, (event: any) => void][]} */
  const heard = [["keydown", keys], ["pointerdown", leaving], ["focusin", leaving], ["scroll", place], ["resize", place]];
  const close = (/** @type {boolean} */ back) => {
    if (openCard !== own) return;
    openCard = null;
    if (back) giveBack();
    card.remove();
    button.setAttribute("aria-expanded", "false");
    for (const [type, listener] of heard) window.removeEventListener(type, listener, true);
    own.closed();
  };
  /** @type {OpenCard} */
  const own = { host, pinned, lingers: false, close, closed: () => undefined };
  openCard = own;
  frame.append(card);
  hear(frame, "keydown", keys);
  card.showPopover();
  place();
  button.setAttribute("aria-expanded", "true");
  for (const [type, listener] of heard) window.addEventListener(type, listener, true);
}

/**
 * @param {Text} name
 * @returns {DOMRect} the box of the name, all its lines
 */
function lineOf(name) {
  const range = document.createRange();
  range.selectNodeContents(name);
  return range.getBoundingClientRect();
}
