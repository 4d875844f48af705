// @ts-check
/**
 * What this page has heard of addresses, remembered within the page alone. Asks nobody, knows no link.
 */

/** What we heard of an address: whose it is, or else the opaque key that a twin may explain. @typedef {{ opaque: string | null, person: ExpertView | null }} Heard */

/** Most links lead to strangers: one object for all of them. @type {Heard} */
const STRANGER = { opaque: null, person: null };

const OPAQUE_KEY = /^in\/AC[ow]/;

/** Tracking parameters make addresses endless; a page that scrolls for hours must not fill the memory. */
const ANSWERS_KEPT = 500;
const TWINS_KEPT = 500;

class Answers {
  constructor() {
    /** What was met lately, and what was met before. @type {Map<string, Heard>[]} */
    this.kept = [new Map(), new Map()];
    /** Opaque keys that this page has shown to be somebody's whom we know; null: it has said different things. @type {Map<string, ExpertView | null>} */
    this.twins = new Map();
    /** How often what we know of opaque keys has changed. */
    this.turns = 0;
  }

  /**
   * @param {string} href
   * @returns {Heard | undefined} undefined where we have not asked, or have forgotten
   */
  of(href) {
    const [late, early] = /** @type {[Map<string, Heard>, Map<string, Heard>]} */ (this.kept);
    const heard = late.get(href) ?? early.get(href);
    return heard?.opaque ? { ...heard, person: this.twins.get(heard.opaque) ?? null } : heard;
  }

  /**
   * @param {string} href
   * @param {import("../known.js").Answer | undefined} answer
   * @param {Record<string, ExpertView>} people
   */
  keep(href, answer, people) {
    const person = (answer?.who && people[answer.who]) || null;
    const opaque = answer && OPAQUE_KEY.test(answer.key) && !person ? answer.key : null;
    if (this.kept[0] && this.kept[0].size >= ANSWERS_KEPT) this.kept = [new Map(), this.kept[0]];
    this.kept[0]?.set(href, person || opaque ? { opaque, person } : STRANGER);
    if (answer?.opaque && person) this.learnTwin(answer.opaque, person);
  }

  /**
   * The page itself says that this opaque key is somebody's whom we know.
   * @param {string} key
   * @param {ExpertView} person
   */
  learnTwin(key, person) {
    const known = this.twins.get(key);
    if (known === null || known?.who === person.who || (!known && this.twins.size >= TWINS_KEPT)) return;
    this.twins.set(key, known ? null : person);
    this.turns += 1;
  }

  /** Everything is asked for anew. */
  forget() {
    this.kept = [new Map(), new Map()];
    this.twins.clear();
  }
}
