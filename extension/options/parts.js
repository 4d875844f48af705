// @ts-check
/** What the sections of the options share: finding and making elements, asking twice, saying that a choice is kept. */

import { say } from "../words.js";

const SHOWN_MS = 5000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading;

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`options.html has no #${id}`);
  return found;
}

/**
 * @param {string} id
 * @returns {HTMLInputElement}
 */
export function field(id) {
  return /** @type {HTMLInputElement} */ (element(id));
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {...(Node | string)} children text is set as text
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/**
 * @param {string} words
 * @param {() => void} pressed
 * @param {Partial<HTMLButtonElement>} [properties]
 * @returns {HTMLButtonElement}
 */
export function button(words, pressed, properties = {}) {
  return make("button", { type: "button", className: "btn", onclick: pressed, ...properties }, words);
}

/** @returns {Node} the mark as badges draw it */
export function mark() {
  return /** @type {HTMLTemplateElement} */ (element("mark")).content.cloneNode(true);
}

/**
 * Draws anew without taking the focus from whoever works with the keyboard.
 * @param {HTMLElement} place
 * @param {...(Node | string)} children those that can be focused have ids
 */
export function redraw(place, ...children) {
  const focused = document.activeElement?.id;
  place.replaceChildren(...children);
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}

/**
 * Says, also to who listens, that the change is kept.
 * @param {string} [words]
 */
export function tellSaved(words = say("saved")) {
  const saved = element("saved");
  saved.textContent = "";
  clearTimeout(fading);
  requestAnimationFrame(() => (saved.textContent = words)); // the same words again are heard only as a change
  fading = setTimeout(() => (saved.textContent = ""), SHOWN_MS);
}

/**
 * Asks twice, in the place of the button that was pressed and without covering the page.
 * @param {HTMLElement} place empty while nothing is asked
 * @param {{ question: string, yes: string, no: string }} words
 * @returns {Promise<boolean>}
 */
export function sure(place, { question, yes, no }) {
  return new Promise((answer) => {
    const end = (/** @type {boolean} */ said) => {
      place.replaceChildren();
      answer(said);
    };
    const asked = make("p", { className: "sm", tabIndex: -1 }, question);
    const cancel = button(no, () => end(false));
    place.replaceChildren(asked, make("p", { className: "row" }, cancel, button(yes, () => end(true), { className: "btn bad" })));
    asked.focus();
  });
}
