// @ts-check
/**
 * Makes each badge fit beside its name: on the same line, and where it can be seen. Once when the browser has laid it out,
 * and again when the lines round it get another width. Moves our own elements alone.
 */

/** What a badge gives up, one after the other: its words, its room, its place behind the name. */
const STEPS = [
  (/** @type {Badge} */ { button }) => button.classList.add("bare"),
  (/** @type {Badge} */ { button }) => button.classList.add("tight"),
  stepAhead,
];

/** A column that is drawn wider or narrower is answered so often. */
const FIT_EVERY_MS = 100;

const LINES = /^(?:(?:inline-)?block|flow-root|list-item|table-cell|-webkit-(?:inline-)?box)$/;
const CUTS = /^(?:hidden|clip)$/;

class Fits {
  /** @param {() => void} moved called when something of ours has changed its place in the page */
  constructor(moved) {
    this.moved = moved;
    /** @type {Map<Element, Badge>} badges that the browser has not laid out yet, by their buttons */
    this.fresh = new Map();
    /** @type {Map<Element, Set<Badge>>} by the box whose lines they stand in */
    this.byBox = new Map();
    /** @type {WeakMap<Element, number>} how wide a box was when its badges were fitted */
    this.widths = new WeakMap();
    /** @type {Set<Badge>} */
    this.again = new Set();
    // Never at once: what fits changes the box, and a box that changes while it is told of is an error of the page's.
    this.soon = new Soon(() => this.refit(), { between: FIT_EVERY_MS });
    this.first = new ResizeObserver((entries) => this.laidOut(entries));
    this.boxes = new ResizeObserver((entries) => this.resized(entries));
  }

  /** @param {Badge} badge that was just painted */
  add(badge) {
    this.fresh.set(badge.button, badge);
    this.first.observe(badge.button);
  }

  /** @param {Badge} badge */
  remove(badge) {
    this.fresh.delete(badge.button);
    this.first.unobserve(badge.button);
    this.again.delete(badge);
    const others = badge.box && this.byBox.get(badge.box);
    if (!others || !badge.box) return;
    others.delete(badge);
    if (others.size) return;
    this.byBox.delete(badge.box);
    this.boxes.unobserve(badge.box);
  }

  /** @param {ResizeObserverEntry[]} entries */
  laidOut(entries) {
    const badges = entries.flatMap(({ target }) => this.fresh.get(target) ?? []);
    for (const badge of badges) {
      this.first.unobserve(badge.button);
      this.fresh.delete(badge.button);
      badge.box = boxAround(badge.host);
    }
    this.fit(badges);
    // Not in the same breath: a box that is further out than what was just told of would count as such an error, too.
    setTimeout(() => {
      for (const badge of badges) this.watch(badge);
    });
  }

  /** @param {Badge} badge */
  watch(badge) {
    const { box, host } = badge;
    if (!box || !host.isConnected) return;
    const others = this.byBox.get(box);
    if (others) return void others.add(badge);
    this.byBox.set(box, new Set([badge]));
    this.boxes.observe(box);
  }

  /** @param {ResizeObserverEntry[]} entries */
  resized(entries) {
    for (const { target } of entries) {
      if (this.widths.get(target) === target.clientWidth) continue;
      for (const badge of this.byBox.get(target) ?? []) this.again.add(badge);
    }
    if (this.again.size) this.soon.plan();
  }

  /** Fits as if for the first time: so the same room has the same end, and no box is driven on. */
  refit() {
    const badges = [...this.again].filter((badge) => standsInPlace(badge) && !isInUse(badge));
    this.again.clear();
    for (const badge of badges) stepBack(badge);
    this.fit(badges);
  }

  /** @param {Badge[]} badges step by step together, so that the browser lays out the page once a step */
  fit(badges) {
    let misfits = badges;
    for (const step of STEPS) {
      misfits = misfits.filter((badge) => isBelow(badge) || isCutOff(badge));
      for (const badge of misfits) step(badge);
    }
    for (const { box } of badges) if (box) this.widths.set(box, box.clientWidth);
    this.moved();
  }
}

/**
 * @param {Element} host
 * @returns {Element | null} whose lines it stands in
 */
function boxAround(host) {
  let box = parentAcross(host);
  while (box && /^(?:inline|contents)$/.test(getComputedStyle(box).display)) box = parentAcross(box);
  return box;
}

/**
 * @param {Badge} badge
 * @returns {boolean} whether it stands under the last line of the name
 */
function isBelow({ button, name }) {
  const line = linesOf(name).at(-1);
  return line !== undefined && button.getBoundingClientRect().top >= line.bottom;
}

/**
 * @param {Text} name
 * @returns {DOMRect[]}
 */
function linesOf(name) {
  const range = document.createRange();
  range.selectNodeContents(name);
  return [...range.getClientRects()];
}

/**
 * @param {Badge} badge
 * @returns {boolean} whether its box shows a part of its lines only, and not the part where the badge is
 */
function isCutOff({ button, box }) {
  if (!box || !CUTS.test(getComputedStyle(box).overflowX)) return false;
  const mine = button.getBoundingClientRect();
  const seen = box.getBoundingClientRect();
  return mine.right > seen.right + 1 || mine.left < seen.left - 1 || (mine.top + mine.bottom) / 2 > seen.bottom;
}

/**
 * Goes to the end of the last line that is seen, so that the browser shortens the name before it. For that it stands in
 * front of the name, as floating boxes do.
 * @param {Badge} badge
 */
function stepAhead(badge) {
  const { button, name, box } = badge;
  if (!box?.firstChild || !isCutOff(badge) || box.closest('[aria-hidden="true"]')) return;
  const style = getComputedStyle(box);
  if (!LINES.test(style.display)) return;
  const size = (/** @type {string} */ value) => parseFloat(value) || 0;
  const high = box.clientHeight - size(style.paddingTop) - size(style.paddingBottom);
  const line = size(style.lineHeight) || 1.2 * size(style.fontSize);
  const lines = Math.max(1, Math.min(Math.round(high / line), linesOf(name).length)); // a box may be higher than its lines
  button.style.setProperty("--above", `${(lines - 1) * line}px`);
  button.style.setProperty("--line", `${line}px`);
  button.classList.replace("tight", "ahead");
  const ahead = box.firstChild;
  move(badge, (host) => ahead.before(host));
  badge.ahead = ahead;
}

/** @param {Badge} badge as it was painted */
function stepBack(badge) {
  badge.button.classList.remove("bare", "tight", "ahead");
  if (badge.ahead) move(badge, (host) => badge.behind.after(host));
  badge.ahead = null;
}

/**
 * @param {Badge} badge
 * @param {(host: HTMLElement) => void} put
 */
function move(badge, put) {
  const focused = isInUse(badge); // what is moved loses the focus
  put(badge.host);
  if (focused) badge.button.focus({ preventScroll: true });
}
