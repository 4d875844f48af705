// @ts-check
/**
 * How often a badge is put back. Pages render again, and their badges come back; a script that takes each badge away as
 * soon as it stands is left alone for longer and longer, up to some seconds. Knows people by their id, because such
 * scripts make new links.
 */

/** A badge that stood so long was not fought. */
const STOOD_MS = 2000;
/** A list that scrolls takes entries away with badges and all; one that stood so long did not go because of its badge. */
const SCROLLED_MS = 250;
/** So many losses in a row are a page that renders again. */
const LOSSES = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 8000;
/** Badges lost together count once. */
const TOGETHER_MS = 10;
/** After so much quiet, what was is forgotten. */
const QUIET_MS = 10_000;

class Patience {
  constructor() {
    /** @type {Map<string, { losses: number, last: number, pause: number, until: number }>} */
    this.lost = new Map();
  }

  /**
   * A badge has gone that we did not take away.
   * @param {string} who
   * @param {number} painted when it was painted
   * @param {number} now
   * @param {boolean} along whether its whole entry has left the page with it
   */
  lose(who, painted, now, along) {
    const before = this.lost.get(who);
    if (now - painted >= STOOD_MS) return void this.lost.delete(who);
    if ((before && now - before.last < TOGETHER_MS) || (along && now - painted >= SCROLLED_MS)) return;
    const kept = before && now - Math.max(before.last, before.until) < QUIET_MS ? before : { losses: 0, last: 0, pause: FIRST_PAUSE_MS, until: 0 };
    kept.losses += 1;
    kept.last = now;
    if (kept.losses > LOSSES) {
      kept.until = now + kept.pause;
      kept.pause = Math.min(2 * kept.pause, LONGEST_PAUSE_MS);
    }
    this.lost.set(who, kept);
  }

  /**
   * @param {string} who
   * @param {number} now
   * @returns {number} milliseconds until a badge of theirs may be painted again
   */
  wait(who, now) {
    return Math.max(0, (this.lost.get(who)?.until ?? 0) - now);
  }
}
