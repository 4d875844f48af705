// @ts-check
/**
 * What this page has heard of addresses, remembered within the page alone. Asks nobody, knows no link.
 */

/**
 * What we heard of an address: whose it is and by which key, or else the opaque key that a twin may explain.
 * @typedef {{ key: string | null, opaque: string | null, person: ExpertView | null }} Heard
 */

/**
 * Whose an opaque key is: `key` is readable and can be asked for, `person` what was last heard of it.
 * @typedef {{ key: string, who: string, person: ExpertView | null }} Twin
 */

/** Most links lead to strangers: one object for all of them. @type {Heard} */
const STRANGER = { key: null, opaque: null, person: null };

const OPAQUE_KEY = /^in\/AC[ow]/;

/** Tracking parameters make addresses endless; a page that scrolls for hours must not fill the memory. */
const ANSWERS_KEPT = 500;
const TWINS_KEPT = 500;

class Answers {
  constructor() {
    /** What was met lately, and what was met before. @type {Map<string, Heard>[]} */
    this.kept = [new Map(), new Map()];
    /**
     * Opaque keys that this page has shown to be somebody's whom we know; null: it has said different things.
     * @type {Map<string, Twin | null>}
     */
    this.twins = new Map();
    /** The same by their readable keys. @type {Map<string, Twin>} */
    this.readable = new Map();
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
    return heard?.opaque ? { ...heard, person: this.twins.get(heard.opaque)?.person ?? null } : heard;
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
    this.kept[0]?.set(href, person || opaque ? { key: answer?.key ?? null, opaque, person } : STRANGER);
    if (answer) this.tellTwins(answer.key, person);
    if (answer?.opaque && person) this.learnTwin(answer.opaque, answer.key, person);
  }

  /**
   * @param {string} key readable
   * @param {ExpertView | null} person whose it is now: catalogs, marks and choices change
   */
  tellTwins(key, person) {
    const twin = this.readable.get(key);
    if (!twin || JSON.stringify(twin.person) === JSON.stringify(person)) return;
    twin.person = person;
    this.turns += 1;
  }

  /**
   * The page itself says that this opaque key is somebody's whom we know.
   * @param {string} opaque
   * @param {string} key
   * @param {ExpertView} person
   */
  learnTwin(opaque, key, person) {
    const known = this.twins.get(opaque);
    if (known === null || known?.who === person.who || (!known && this.twins.size >= TWINS_KEPT)) return;
    const twin = this.readable.get(key) ?? { key, who: person.who, person };
    this.readable.set(key, twin);
    this.twins.set(opaque, known ? null : twin);
    this.turns += 1;
  }

  /** Everything is asked for anew; what the page has said of its own keys stays so. */
  askAnew() {
    this.kept = [new Map(), new Map()];
  }

  forget() {
    this.askAnew();
    this.twins.clear();
    this.readable.clear();
  }
}
