// @ts-check
/**
 * Asks the background whose addresses are: many in one message, few messages. No network from here: the background
 * answers from its own catalog. Remembers nothing.
 */

/** So many in one message; more would hold up the page when the answer comes. */
const ASK_AT_ONCE = 1000;
const ASK_EVERY_MS = 250;
const ASK_AGAIN_MS = 1000;
const TRIES = 3;

class Asking {
  /**
   * @param {() => boolean} alive whether the extension still exists; asked before each message
   * @param {(asked: [string, Element[]][], reply: import("../known.js").Recognised) => void} answered
   */
  constructor(alive, answered) {
    this.alive = alive;
    this.answered = answered;
    /** How many messages were sent. */
    this.asked = 0;
    /** @type {Map<string, Element[]>} the links that wait for an answer, by address */
    this.waiting = new Map();
    /** What was asked before this changed is out of date. */
    this.round = 0;
    this.busy = false;
    this.last = -Infinity;
    this.failures = 0;
  }

  /**
   * @param {string} href
   * @param {Element} link
   */
  add(href, link) {
    const links = this.waiting.get(href);
    if (links) links.push(link);
    else this.waiting.set(href, [link]);
  }

  /** @param {string} href to be asked about, whether a link leads there or not */
  want(href) {
    if (!this.waiting.has(href)) this.waiting.set(href, []);
  }

  /** Sends what waits, unless an answer is still awaited; goes on until nothing waits. */
  async ask() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.size && this.failures < TRIES && this.alive()) await this.askOnce();
    this.busy = false;
    this.failures = 0;
  }

  async askOnce() {
    const early = this.last + (this.failures ? ASK_AGAIN_MS : ASK_EVERY_MS) - performance.now();
    if (early > 0 && (this.failures || this.waiting.size < ASK_AT_ONCE)) await new Promise((resume) => setTimeout(resume, early));
    const asked = this.take();
    if (!asked.length) return;
    const { round } = this;
    this.last = performance.now();
    this.asked += 1;
    const reply = await tell({ type: "recognise", hrefs: asked.map(([href]) => href), base: document.baseURI });
    if (round !== this.round) return;
    if (reply) this.answered(asked, reply);
    else for (const [href, links] of asked) for (const link of links) this.add(href, link);
    this.failures = reply ? 0 : this.failures + 1;
  }

  /** @returns {[string, Element[]][]} the first that wait */
  take() {
    const taken = [...this.waiting.entries()].slice(0, ASK_AT_ONCE);
    for (const [href] of taken) this.waiting.delete(href);
    return taken;
  }

  /** Nothing waits any more, and what comes late is not heard. */
  forget() {
    this.round += 1;
    this.waiting.clear();
  }
}

/**
 * @param {import("../background.js").Asked} asked
 * @returns {Promise<any>} null when the extension is gone, or could not read its catalog: the script stays quiet
 */
async function tell(asked) {
  try {
    const reply = await chrome.runtime.sendMessage(asked);
    return reply && !("failed" in reply) ? reply : null;
  } catch {
    return null; // updated or removed under the open page
  }
}
