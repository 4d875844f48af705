// @ts-check
/**
 * First at the window, before any script of the page: what happens at our own elements is answered here and goes no
 * further. Firefox tells each listener of an event what it truly came from, even from within a closed root.
 */

/** Of these no listener that a page has put on its window may hear first. */
const OWN_EVENTS = ["click", "dblclick", "auxclick", "contextmenu", "mousedown", "mouseup", "mousemove", "mouseover", "mouseout",
  "mouseenter", "mouseleave", "pointerdown", "pointerup", "pointermove", "pointerover", "pointerout", "pointerenter", "pointerleave",
  "pointercancel", "pointerrawupdate", "gotpointercapture", "lostpointercapture", "touchstart", "touchend", "touchmove", "touchcancel",
  "wheel", "DOMMouseScroll", "MozMousePixelScroll", "keydown", "keyup", "keypress", "focus", "blur", "focusin", "focusout", "DOMActivate",
  "drag", "dragstart", "dragend", "dragenter", "dragover", "dragleave", "drop", "copy", "cut", "paste", "beforeinput", "input", "select",
  "selectstart", "selectionchange", "compositionstart", "compositionupdate", "compositionend"];

/** What the page must not take for a click or a key of its own, and what ours answer. */
const KEPT = ["click", "dblclick", "auxclick", "contextmenu", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart",
  "touchend", "keydown", "keyup", "keypress", "focus"];

/** @type {WeakSet<Node>} every host we made, so that we know our own nodes */
const ownNodes = new WeakSet();

/** @type {WeakSet<Node>} the closed root of each */
const ownRoots = new WeakSet();

/** @type {WeakMap<Node, Map<string, (event: any) => void>>} what each element of ours does when something happens at it */
const hearers = new WeakMap();

/**
 * In the place of a listener, which would come too late.
 * @param {Element} element of ours
 * @param {string} type one of those that are kept from the page
 * @param {(event: any) => void} hearer the only one of this element and type
 */
function hear(element, type, hearer) {
  const ofElement = hearers.get(element) ?? new Map();
  hearers.set(element, ofElement.set(type, hearer));
}

/** @param {ShadowRoot} root new, and ours: in other browsers than Firefox this is where its events are answered */
function keepWithin(root) {
  ownNodes.add(root.host);
  ownRoots.add(root);
  for (const type of KEPT) root.addEventListener(type, heardWithin, true);
}

/** @param {Event} event */
function heardWithin(event) {
  answerOwn(event, event.target);
}

/**
 * @param {Event} event
 * @param {EventTarget | null} origin where within our root it happened
 */
function answerOwn(event, origin) {
  event.stopImmediatePropagation();
  // Within a link of the page a click would still follow it. A click on a link of the card may follow that one.
  const followsOurs = origin instanceof Element && nearest(origin, ".card a, .card input");
  if ((event.type === "click" || event.type === "auxclick") && !followsOurs) event.preventDefault();
  for (let at = origin; at instanceof Element; at = parentOf(at)) hearers.get(at)?.get(event.type)?.(event);
}

/** @param {unknown} node */
function isWithinOurs(node) {
  return node instanceof Node && ownRoots.has(Node.prototype.getRootNode.call(node));
}

/** @param {Event & { originalTarget?: EventTarget | null, explicitOriginalTarget?: EventTarget | null }} event of Firefox */
function heardFirst(event) {
  const { originalTarget, explicitOriginalTarget: cause } = event;
  const origin = originalTarget ?? event.composedPath()[0]; // the browser's own parts of a text field are shown to nobody
  if (origin && isWithinOurs(origin)) answerOwn(event, origin);
  else if (origin instanceof Node && ownNodes.has(origin)) event.stopImmediatePropagation();
  else if (origin && isWithinOurs(cause)) retell(event, origin);
}

/**
 * An element of the page hears that the pointer leaves it, and could read from that onto what of ours it came. So it hears
 * a copy, a moment later. A press that began there and ended at ours is no click on anything.
 * @param {Event} event
 * @param {EventTarget} target
 */
function retell(event, target) {
  event.stopImmediatePropagation();
  if (/click$/.test(event.type)) return event.preventDefault();
  const Kind = /** @type {typeof Event} */ (event.constructor);
  const copy = new Kind(event.type, event); // an event has all the fields that make another
  setTimeout(() => target.dispatchEvent(copy)); // not while the browser still points to where the pointer is
}

if ("originalTarget" in Event.prototype) {
  for (const type of OWN_EVENTS) window.addEventListener(type, heardFirst, { capture: true, passive: !/click$|^key/.test(type) });
}
