// @ts-check
/**
 * Whose a link is: asks the background, many links at a time, and remembers within this page alone.
 * No network from here: the background answers from its own catalog.
 */

/** What we heard of an address; null: it is nobody's own page. @typedef {{ key: string, person: ExpertView | null } | null} Heard */

/** Tracking parameters make addresses endless; a page that scrolls for hours must not fill the memory. */
const ANSWERS_KEPT = 5000;

class Answers {
  /** @param {() => boolean} alive whether the extension still exists; asked before each message */
  constructor(alive) {
    this.alive = alive;
    this.asked = 0;
    /** @type {Map<string, Heard>} */
    this.heard = new Map();
    /** @type {Set<string>} addresses that wait to be asked about */
    this.waiting = new Set();
    /** @type {Set<string>} addresses that were asked about and not yet answered */
    this.flying = new Set();
    /** @type {Map<string, ExpertView>} opaque keys that this page has shown to be somebody whom we know */
    this.twins = new Map();
  }

  /**
   * @param {string} href
   * @returns {Heard | undefined} undefined until it was asked about, which `ask` will do
   */
  of(href) {
    const heard = this.heard.get(href);
    if (heard === undefined && !this.flying.has(href)) this.waiting.add(href);
    if (!heard || heard.person) return heard;
    const twin = this.twins.get(heard.key);
    return twin ? { key: heard.key, person: twin } : heard;
  }

  /** @returns {Promise<boolean>} whether answers came; what was not answered waits for the next time */
  async ask() {
    if (!this.waiting.size || !this.alive()) return false;
    const hrefs = [...this.waiting];
    this.flying = new Set([...this.flying, ...hrefs]);
    this.waiting.clear();
    this.asked += 1;
    const reply = await tell({ type: "recognise", hrefs, base: document.baseURI });
    for (const href of hrefs) this.flying.delete(href);
    if (!reply) hrefs.forEach((href) => this.waiting.add(href));
    else this.keep(hrefs, reply);
    return reply !== null;
  }

  /**
   * @param {string[]} hrefs
   * @param {import("../known.js").Recognised} reply
   */
  keep(hrefs, { answers, people }) {
    if (this.heard.size > ANSWERS_KEPT) this.heard.clear();
    answers.forEach((answer, at) => {
      const person = (answer?.who && people[answer.who]) || null;
      this.heard.set(hrefs[at] ?? "", answer && { key: answer.key, person });
      if (answer?.opaque && person) this.learnTwin(answer.opaque, person);
    });
  }

  /**
   * The page itself says that this opaque key is somebody's whom we know.
   * @param {string} key
   * @param {ExpertView} person
   */
  learnTwin(key, person) {
    if (this.twins.size < ANSWERS_KEPT) this.twins.set(key, person);
  }

  /** Everything is asked for anew. */
  forget() {
    this.heard.clear();
    this.waiting.clear();
    this.twins.clear();
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
