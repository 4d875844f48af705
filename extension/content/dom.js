// @ts-check
/**
 * Ways through a page's tree that its own names cannot bend: in a form, an input named "parentElement" stands in the place
 * of the parent, for every script. Knows nothing of links.
 */

/**
 * @param {Node} prototype
 * @param {string} name
 * @returns {() => any} what the browser itself answers under this name
 */
function getterOf(prototype, name) {
  return /** @type {() => any} */ (Object.getOwnPropertyDescriptor(prototype, name)?.get);
}

const parentGetter = getterOf(Node.prototype, "parentElement");
const connectedGetter = getterOf(Node.prototype, "isConnected");
const nodesGetter = getterOf(Node.prototype, "childNodes");
const childrenGetter = getterOf(Element.prototype, "children");
const attributesGetter = getterOf(Element.prototype, "attributes");

/**
 * @param {Element} element
 * @returns {Element | null}
 */
function parentOf(element) {
  return parentGetter.call(element);
}

/**
 * @param {Node} node
 * @returns {boolean}
 */
function isInPage(node) {
  return connectedGetter.call(node);
}

/**
 * @param {Element} element
 * @returns {Node[]} texts, too
 */
function nodesIn(element) {
  return [...nodesGetter.call(element)];
}

/**
 * @param {Element} element
 * @returns {Element[]}
 */
function childrenOf(element) {
  return [...childrenGetter.call(element)];
}

/**
 * @param {Element} element
 * @returns {Attr[]}
 */
function attributesOf(element) {
  return [...attributesGetter.call(element)];
}

/**
 * @param {Document | ShadowRoot | Element} root
 * @param {string} selector
 * @returns {NodeListOf<Element>}
 */
function allWithin(root, selector) {
  const from = root instanceof Document ? Document.prototype : root instanceof Element ? Element.prototype : ShadowRoot.prototype;
  return from.querySelectorAll.call(root, selector);
}

/**
 * @param {Node} node
 * @param {string} selector
 * @returns {boolean}
 */
function isA(node, selector) {
  return node instanceof Element && Element.prototype.matches.call(node, selector);
}

/**
 * @param {Element | null} element
 * @param {string} selector
 * @returns {Element | null} itself or the nearest around it
 */
function nearest(element, selector) {
  return element && Element.prototype.closest.call(element, selector);
}

/**
 * @param {Element} element
 * @returns {Element | null} across the edge of a shadow root, too
 */
function parentAcross(element) {
  const parent = parentOf(element);
  if (parent) return parent;
  const root = Node.prototype.getRootNode.call(element);
  return root instanceof ShadowRoot ? root.host : null;
}
